"""What an updated program can store at last: columns and tables it did not know when they came.

Run once after the replica has taken a new shape, in one transaction.
"""

from __future__ import annotations

from sqlalchemy import Connection, select

from sync.replica.overlay import has_drafts
from sync.replica.pages import store_under_drafts
from sync.replica.quarantine import store_row
from sync.replica.rows import shape, show, shown_row
from sync.replica.tables import REPLICATED, quarantine
from sync.replica.tables.types import json_value


def take_in(db: Connection) -> int:
    """Move what is known by now to where it belongs. Returns how many rows that were."""
    return sum(_unfold(db, table) for table in REPLICATED) + _try_again(db)


def _unfold(db: Connection, table: str) -> int:
    """Values that were kept as JSON beside a row, for columns that exist now."""
    columns = set(shape(table).columns)
    found = db.exec_driver_sql(
        f"SELECT id, extra FROM {table} WHERE extra IS NOT NULL"  # noqa: S608 - a name of our own
    ).all()
    moved = 0
    for row_id, extra in found:
        known = {n: v for n, v in json_value(extra).items() if n in columns}
        row = shown_row(db, table, row_id) if known else None
        if row is not None:
            show(db, table, row_id, row | known)
            moved += 1
    return moved


def _try_again(db: Connection) -> int:
    """Rows that could not be stored."""
    known = quarantine.c.tbl.in_(list(REPLICATED))
    stored = 0
    for held in db.execute(select(quarantine.c.tbl, quarantine.c.body).where(known)).all():
        table, row = held.tbl, held.body
        put = store_under_drafts if has_drafts(db, table, row["id"]) else store_row
        stored += put(db, table, row)
    return stored
