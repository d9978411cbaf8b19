"""Refused drafts that are handed to a colleague."""

from __future__ import annotations

from sqlalchemy import Connection


def up(db: Connection) -> None:
    """Add the table, empty until the next pull."""
    db.exec_driver_sql(
        """
        CREATE TABLE handovers (
            id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, to_member_id TEXT NOT NULL,
            to_user_id TEXT, card TEXT DEFAULT '' NOT NULL, note TEXT DEFAULT '' NOT NULL,
            status TEXT DEFAULT 'open' NOT NULL, created_at TEXT, created_by TEXT, updated_at TEXT,
            updated_by TEXT, extra TEXT, PRIMARY KEY (id),
            CHECK (created_at GLOB '????-??-??T??:??:??*+00:00'),
            CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00')
        ) STRICT
        """
    )
    db.exec_driver_sql("CREATE INDEX handovers_by_user ON handovers (to_user_id, status)")
