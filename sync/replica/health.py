"""How each scope does, for the page that says so: told after every pull that brought something.

A pull with nothing new writes nothing: then every scope is as it was, as of that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from sync.replica import direct
from sync.replica.changes import note
from sync.replica.tables.types import json_text, moment_text

DIFFERS: Final = "differs"
"""Counted otherwise than the server counts, and not mended yet."""


def note_pull(
    db: Connection,
    told: Iterable[tuple[str, int, int]],
    now: datetime,
    differing: Collection[str],
) -> None:
    """A pull came to its end. `told` is (scope, head, rows) as the server says; what is not in it is
    not ours any more. `now` is this computer's clock.
    """
    note(db, "scope_health")
    lines = list(told)
    direct.rows(
        db,
        "DELETE FROM scope_health WHERE scope NOT IN (SELECT value FROM json_each(?))",
        (json_text([scope for scope, _, _ in lines]),),
    )
    for scope, head, n in lines:
        error = DIFFERS if scope in differing else None
        direct.rows(
            db,
            "INSERT INTO scope_health (scope, head, n, pulled_at, error) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (scope) DO UPDATE SET head = excluded.head, n = excluded.n, "
            "pulled_at = excluded.pulled_at, error = excluded.error",
            (scope, head, n, moment_text(now), error),
        )
