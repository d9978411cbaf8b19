"""Since when an appointment is what it is, as the server notes it."""

from __future__ import annotations

from sqlalchemy import Connection

_BEFORE = """
    id, version, facility_id, patient_id, provider_id, room_id, type_id, starts_at, ends_at, status,
    modality, reason, is_overbooked, overbook_reason, cancel_reason, patient_user_id, created_at,
    created_by, updated_at, updated_by, extra
"""
_STATEMENTS = f"""
    CREATE TABLE appointments_new (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, patient_id TEXT NOT NULL,
        provider_id TEXT NOT NULL, room_id TEXT, type_id TEXT, starts_at TEXT NOT NULL, ends_at TEXT
        NOT NULL, status TEXT DEFAULT 'scheduled' NOT NULL, modality TEXT DEFAULT 'in_person' NOT
        NULL, reason TEXT DEFAULT '' NOT NULL, is_overbooked INTEGER DEFAULT 0 NOT NULL,
        overbook_reason TEXT DEFAULT '' NOT NULL, cancel_reason TEXT DEFAULT '' NOT NULL,
        patient_user_id TEXT, status_since TEXT, created_at TEXT, created_by TEXT, updated_at TEXT,
        updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK (starts_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (ends_at GLOB '????-??-??T??:??:??*+00:00'), CHECK
        (status_since GLOB '????-??-??T??:??:??*+00:00'), CHECK (created_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    INSERT INTO appointments_new ({_BEFORE}) SELECT {_BEFORE} FROM appointments;
    DROP TABLE appointments;
    ALTER TABLE appointments_new RENAME TO appointments;
    CREATE INDEX appointments_by_patient ON appointments (patient_id, starts_at);
    CREATE INDEX appointments_by_provider ON appointments (provider_id, starts_at);
    CREATE INDEX appointments_by_start ON appointments (starts_at);
"""  # noqa: S608 - names of our own


def up(db: Connection) -> None:
    """Add the column where the program expects it; the server fills it with the next change."""
    for statement in _STATEMENTS.split(";\n"):
        if statement.strip():
            db.exec_driver_sql(statement)
