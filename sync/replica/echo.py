"""A row out of an answer to our own push: newer than anything pulled, but of no scope's version yet.

Taking it at once shows what the server made of a draft (a record number, the other person's value)
without waiting for the pull. The pull brings the same row again, with its versions.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from sync.replica.outbox import drafts_of_rows
from sync.replica.overlay import is_held, keep_server_rows, lay
from sync.replica.rows import WireRow, show_rows
from sync.replica.tables import REPLICATED

Echo = tuple[str, str, WireRow]
"""A table, a row id, and the row as the server has it now."""


def take_echoes(db: Connection, echoes: Iterable[Echo]) -> None:
    """Make these the server's values of their rows, with the drafts that are left laid over them."""
    by_table: dict[str, dict[str, WireRow]] = {}
    for table, row_id, row in echoes:
        if table in REPLICATED:
            by_table.setdefault(table, {})[row_id] = row
    for table, rows in by_table.items():
        drafts = drafts_of_rows(db, table, rows)
        keep_server_rows(db, table, {row_id: rows[row_id] for row_id in drafts})
        # Without drafts and not held, nothing would take it away again should the pull not bring it.
        ours = (row_id for row_id in rows if row_id in drafts or is_held(db, table, row_id))
        laid = {row_id: lay(table, rows[row_id], drafts.get(row_id, ())) for row_id in ours}
        show_rows(db, table, laid)
