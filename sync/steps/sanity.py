"""Prove that what is here is whole: the file, the books about it, and the server's word for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

from sync.backend.protocol import Backend
from sync.errors import Busy, Misconfigured, Offline, Outdated, ServerTrouble, SignedOut
from sync.replica import cursors
from sync.replica.integrity import kept_digest, scope_digest
from sync.replica.pages import let_go
from sync.replica.replica import Replica
from sync.replica.settings import WITHHELD, read_setting
from sync.replica.tables import REPLICATED
from sync.steps.repair import repair


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check found. `damaged`: messages about the file. `miscounted`, `repaired`, `wrong`:
    scopes. `missing`: rows the books spoke of, nobody has, and the server did not bring again.
    `asked`: whether the server was.
    """

    rows: int
    damaged: tuple[str, ...]
    miscounted: tuple[str, ...]
    missing: int
    repaired: tuple[str, ...]
    wrong: tuple[str, ...]
    asked: bool

    @property
    def is_whole(self) -> bool:
        """Everything is here, once, and as the server has it."""
        return not (self.damaged or self.wrong or self.missing) and self.asked


NOBODY_TO_ASK: Final = (Offline, Busy, SignedOut, ServerTrouble, Misconfigured, Outdated)
"""The server could not be asked or gave no answer: that proves nothing, for or against."""


async def prove(
    replica: Replica,
    backend: Backend,
    *,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Proof:
    """Look at every page of the file and every row of the books, then ask the server.

    What differs or is missing is fetched again on the way. Takes about a second for 100,000 rows.
    `progress` is told how many of the steps are done. Cancelling it half way is safe.
    """
    held = await replica.read(cursors.all_cursors)
    withheld = await replica.read(lambda db: read_setting(db, WITHHELD) or ())
    live = [c for c in held if c.state == cursors.LIVE and c.scope not in withheld]
    steps = 2 + len(live)
    progress(0, steps)
    damaged = await replica.read(_damaged)
    progress(1, steps)
    rows, miscounted, missing = await replica.read(_books)
    losing: set[str] = set()
    if missing:
        # Out of the books as well: then the server brings them again, now or with the next pull.
        losing = await replica.apply(_strike_missing, {"cursors", "scope_rows"})
    repaired: list[str] = []
    wrong: list[str] = []
    asked = not withheld
    for done, c in enumerate(live, start=2):
        progress(done, steps)
        try:
            if await repair(replica, backend, c.scope):
                if c.scope in miscounted or c.scope in losing:
                    repaired.append(c.scope)
            else:
                wrong.append(c.scope)
        except NOBODY_TO_ASK:
            asked = False
            break
    progress(steps, steps)
    return Proof(
        rows,
        tuple(damaged),
        tuple(miscounted),
        0 if losing <= set(repaired) else missing,
        tuple(repaired),
        tuple(wrong),
        asked,
    )


def _damaged(db: Connection) -> list[str]:
    """What SQLCipher says of its pages and SQLite of its trees; never contents."""
    found = [str(row[0]) for row in db.execute(text("PRAGMA cipher_integrity_check"))]
    found += [str(row[0]) for row in db.execute(text("PRAGMA quick_check")) if row[0] != "ok"]
    return found


def _books(db: Connection) -> tuple[int, list[str], int]:
    rows, miscounted = 0, []
    for c in cursors.all_cursors(db):
        counted = scope_digest(db, c.scope)
        rows += counted[0]
        if counted != kept_digest(db, c.scope):
            miscounted.append(c.scope)
    return rows, miscounted, len({(tbl, row_id) for _, tbl, row_id, _ in _missing(db)})


def _missing(db: Connection) -> list[tuple[str, str, str, int]]:
    """(scope, table, row id, version) of rows that are in the books and nowhere else."""
    found: list[tuple[str, str, str, int]] = []
    for name in REPLICATED:
        rows = db.exec_driver_sql(
            "SELECT scope, tbl, row_id, ver FROM scope_rows s WHERE tbl = ? "  # noqa: S608
            f"AND NOT EXISTS (SELECT 1 FROM {name} r WHERE r.id = s.row_id) "
            "AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.tbl = s.tbl AND q.row_id = s.row_id) "
            "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.tbl = s.tbl AND o.row_id = s.row_id)",
            (name,),
        )
        found += [(scope, tbl, row_id, ver) for scope, tbl, row_id, ver in rows]
    return found


def _strike_missing(db: Connection) -> set[str]:
    """Take what is missing out of the books, and return the scopes that lose something by it."""
    by_scope: dict[str, list[tuple[str, str, int]]] = {}
    for scope, tbl, row_id, ver in _missing(db):
        by_scope.setdefault(scope, []).append((tbl, row_id, ver))
    for scope, rows in by_scope.items():
        let_go(db, scope, rows)
    return set(by_scope)
