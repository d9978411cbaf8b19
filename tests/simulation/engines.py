"""SQLAlchemy engines that go from one replica to the next.

An engine compiles each statement once. A world opens a file many times and lives for milliseconds:
most of its time would go into compiling the same statements again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

from sync.replica import cipher

_make_engine = cipher.make_engine
_free: dict[str, list[Engine]] = defaultdict(list)
_loans: dict[Engine, _Loan] = {}


@dataclass
class _Loan:
    """Whom an engine serves now."""

    kind: str
    creator: Callable[[], Any]
    person: str


@contextmanager
def lent() -> Iterator[None]:
    """Engines made in this block come from those given back, when there are any."""
    cipher.make_engine = _lend
    try:
        yield
    finally:
        cipher.make_engine = _make_engine


def give_back(*engines: Engine | None) -> None:
    """Their files are closed: others may have them."""
    for engine in engines:
        if engine is not None:
            _free[_loans[engine].kind].append(engine)


def _lend(creator: Callable[[], Any], *, person: str = "", **options: Any) -> Engine:
    kind = repr(sorted((name, repr(value)) for name, value in options.items()))
    if _free[kind]:
        engine = _free[kind].pop()
        _loans[engine].creator, _loans[engine].person = creator, person
        return engine
    loan = _Loan(kind, creator, person)
    engine = _make_engine(lambda: loan.creator(), person=person, **options)
    _loans[engine] = loan

    @event.listens_for(engine, "connect")
    def _(_: Any, record: Any) -> None:
        record.info["person"] = loan.person

    return engine
