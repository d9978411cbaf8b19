"""How each scope does, for the page that says so: told after every pull that brought something.

A pull with nothing new writes nothing: then every scope is as it was, as of that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.sqlite import insert

from sync.replica.tables import scope_health

DIFFERS: Final = "differs"
"""Counted otherwise than the server counts, and not mended yet."""

_COLUMNS: Final = ("head", "n", "pulled_at", "error")


def note_pull(
    db: Connection,
    told: Iterable[tuple[str, int, int]],
    now: datetime,
    differing: Collection[str],
) -> None:
    """A pull came to its end. `told` is (scope, head, rows) as the server says; what is not in it is
    not ours any more. `now` is this computer's clock.
    """
    rows = [
        {
            "scope": scope,
            "head": head,
            "n": n,
            "pulled_at": now,
            "error": DIFFERS if scope in differing else None,
        }
        for scope, head, n in told
    ]
    db.execute(delete(scope_health).where(scope_health.c.scope.not_in([r["scope"] for r in rows])))
    if rows:
        put = insert(scope_health)
        over = {name: put.excluded[name] for name in _COLUMNS}
        db.execute(put.on_conflict_do_update(index_elements=["scope"], set_=over), rows)
