"""What a facility demands of its workstations, and its escrow key."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = """
    CREATE TABLE facilities_new (
        id TEXT NOT NULL, version INTEGER, name TEXT DEFAULT '' NOT NULL, time_zone TEXT DEFAULT
        'UTC' NOT NULL, phone TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL, escrow_key
        TEXT, created_at TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT,
        PRIMARY KEY (id), CHECK (created_at GLOB '????-??-??T??:??:??*+00:00'), CHECK (updated_at
        GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    INSERT INTO facilities_new (id, version, name, time_zone, phone, address, created_at,
        created_by, updated_at, updated_by, extra) SELECT id, version, name, time_zone, phone,
        address, created_at, created_by, updated_at, updated_by, extra FROM facilities;
    DROP TABLE facilities;
    ALTER TABLE facilities_new RENAME TO facilities;
    CREATE TABLE facility_policies (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, auto_lock_minutes INTEGER
        DEFAULT 10 NOT NULL, lease_days INTEGER DEFAULT 14 NOT NULL, is_locked_after_lease INTEGER
        DEFAULT 0 NOT NULL, is_second_factor_required INTEGER DEFAULT 0 NOT NULL,
        is_recording_allowed INTEGER DEFAULT 0 NOT NULL, keys_since TEXT, created_at TEXT,
        created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK
        (keys_since GLOB '????-??-??T??:??:??*+00:00'), CHECK (created_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE INDEX facility_policies_by_facility ON facility_policies (facility_id);
"""


def up(db: Connection) -> None:
    """Add the column where the program expects it, and the table."""
    for statement in _STATEMENTS.split(";\n"):
        if statement.strip():
            db.exec_driver_sql(statement)
