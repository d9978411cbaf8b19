"""SQLAlchemy engines that go from one replica to the next, each with one connection that stays open.

An engine compiles each statement once. A world opens a file many times and lives for milliseconds:
most of its time would go into compiling the same statements again, and much of the rest into taking
connections out of a pool that has only one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, event

from sync.replica import cipher

_make_engine = cipher.make_engine
_free: dict[str, list[_Loan]] = defaultdict(list)


class _Open(Connection):
    """Whoever has done with it leaves it open for the next one."""

    def close(self) -> None:
        if self.in_transaction():
            self.rollback()

    def hang_up(self) -> None:
        """Close it for good."""
        super().close()


@dataclass
class _Loan:
    """Whom an engine serves now."""

    kind: str
    creator: Callable[[], Any]
    person: str
    engine: Engine | None = None
    db: _Open | None = None

    def connect(self) -> Connection:
        """In the place of `Engine.connect`."""
        if self.db is None:
            assert self.engine is not None
            self.db = _Open(self.engine)
        return self.db

    def hang_up(self) -> None:
        """No connection is open any more."""
        db, self.db = self.db, None
        if db is not None:
            db.hang_up()


class Lent:
    """The engines that one file has."""

    def __init__(self) -> None:
        self._loans: list[_Loan] = []

    @contextmanager
    def lending(self) -> Iterator[None]:
        """Engines made in this block come from those given back, when there are any."""
        cipher.make_engine = self._lend
        try:
            yield
        finally:
            cipher.make_engine = _make_engine

    @contextmanager
    def given_back(self) -> Iterator[None]:
        """Their file is closed in this block; afterwards others may have them."""
        loans, self._loans = self._loans, []
        for loan in loans:
            loan.hang_up()
        yield
        for loan in loans:
            _free[loan.kind].append(loan)

    def _lend(self, creator: Callable[[], Any], *, person: str = "", begin: str = "BEGIN",
              **_: Any) -> Engine:  # fmt: skip
        if _free[begin]:
            loan = _free[begin].pop()
            loan.creator, loan.person = creator, person
        else:
            loan = _new(begin, creator, person)
        self._loans.append(loan)
        assert loan.engine is not None
        return loan.engine


def _new(begin: str, creator: Callable[[], Any], person: str) -> _Loan:
    loan = _Loan(begin, creator, person)
    engine = _make_engine(lambda: loan.creator(), begin=begin, person=person, poolclass=StaticPool)
    engine.connect = loan.connect  # type: ignore[method-assign]

    @event.listens_for(engine, "connect")
    def _(_: Any, record: Any) -> None:
        record.info["person"] = loan.person

    loan.engine = engine
    return loan
