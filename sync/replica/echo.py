"""A row out of an answer to our own push: newer than anything pulled, but of no scope's version yet.

Taking it at once shows what the server made of a draft (a record number, the other person's value)
without waiting for the pull. The pull brings the same row again, with its versions.
"""

from __future__ import annotations

from sqlalchemy import Connection

from sync.replica.outbox import drafts_of
from sync.replica.overlay import is_held, keep_server_row, lay
from sync.replica.rows import WireRow, show
from sync.replica.tables import REPLICATED


def take_echo(db: Connection, table: str, row_id: str, row: WireRow) -> None:
    """Make this the server's value of the row, with the drafts that are left laid over it."""
    if table not in REPLICATED:
        return
    drafts = drafts_of(db, table, row_id)
    if drafts:
        keep_server_row(db, table, row_id, row)
    elif not is_held(db, table, row_id):
        return  # nothing would take it away again should the pull not bring it
    show(db, table, row_id, lay(table, row, drafts))
