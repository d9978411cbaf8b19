"""Keep what the server took for two weeks, so that a restored server can be offered it again.

An older replica has none of it: what it settled before this version is not kept.
"""

from __future__ import annotations

from sqlalchemy import Connection


def up(db: Connection) -> None:
    """Add the table, empty."""
    db.exec_driver_sql(
        """
        CREATE TABLE settled (
            n INTEGER NOT NULL, id TEXT NOT NULL, group_id TEXT NOT NULL, kind TEXT NOT NULL,
            tbl TEXT NOT NULL, row_id TEXT NOT NULL, lane TEXT NOT NULL, base_version INTEGER,
            base TEXT NOT NULL, patch TEXT NOT NULL, depends_on TEXT NOT NULL, at TEXT NOT NULL,
            author TEXT NOT NULL, device TEXT NOT NULL, label TEXT NOT NULL, settled_at TEXT NOT NULL,
            PRIMARY KEY (n), UNIQUE (id)
        ) STRICT
        """
    )
    db.exec_driver_sql("CREATE INDEX settled_by_time ON settled (settled_at)")
