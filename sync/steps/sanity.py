"""Prove that what is here is whole: the file, the books about it, and the server's word for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from sync.backend.protocol import Backend
from sync.errors import Offline
from sync.replica import cursors
from sync.replica.integrity import kept_digest, scope_digest
from sync.replica.replica import Replica
from sync.replica.tables import REPLICATED
from sync.steps.repair import repair


@dataclass(frozen=True, slots=True)
class Proof:
    """What a check found. `damaged`: messages about the file. `miscounted`, `repaired`, `wrong`:
    scopes. `missing`: rows the books speak of and nobody has. `asked`: whether the server was.
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


async def prove(replica: Replica, backend: Backend) -> Proof:
    """Look at every page of the file and every row of the books, then ask the server.

    What differs is repaired on the way. Takes about a second for 100,000 rows.
    """
    damaged = await replica.read(_damaged)
    rows, miscounted, missing = await replica.read(_books)
    repaired: list[str] = []
    wrong: list[str] = []
    asked = True
    for c in await replica.read(cursors.all_cursors):
        if c.state != cursors.LIVE:
            continue
        try:
            if await repair(replica, backend, c.scope):
                if c.scope in miscounted:
                    repaired.append(c.scope)
            else:
                wrong.append(c.scope)
        except Offline:
            asked = False
            break
    missing = (await replica.read(_books))[2] if repaired else missing
    return Proof(
        rows,
        tuple(damaged),
        tuple(miscounted),
        missing,
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
    missing = 0
    for name in REPLICATED:
        found = db.exec_driver_sql(
            "SELECT count(*) FROM (SELECT DISTINCT row_id FROM scope_rows WHERE tbl = ?) s "  # noqa: S608
            f"WHERE NOT EXISTS (SELECT 1 FROM {name} r WHERE r.id = s.row_id) "
            "AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.tbl = ? AND q.row_id = s.row_id) "
            "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.tbl = ? AND o.row_id = s.row_id)",
            (name, name, name),
        )
        missing += int(found.scalar_one())
    return rows, miscounted, missing
