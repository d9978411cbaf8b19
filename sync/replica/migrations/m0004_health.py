"""Know how each scope does, and find what became of a record without reading everything."""

from __future__ import annotations

from sqlalchemy import Connection


def up(db: Connection) -> None:
    """Add the table, empty until the next pull, and two ways into what is there."""
    db.exec_driver_sql(
        """
        CREATE TABLE scope_health (
            scope TEXT NOT NULL, head INTEGER NOT NULL, n INTEGER NOT NULL, pulled_at TEXT NOT NULL,
            error TEXT, PRIMARY KEY (scope)
        ) WITHOUT ROWID, STRICT
        """
    )
    db.exec_driver_sql("CREATE INDEX settled_by_row ON settled (tbl, row_id, n)")
    db.exec_driver_sql("CREATE INDEX cards_by_row ON cards (tbl, row_id, opened_at)")
