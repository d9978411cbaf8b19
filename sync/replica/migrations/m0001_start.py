"""The first shape of the replica.

Frozen: the tables of a later version are reached by later migrations, never by editing this text.
"""

from __future__ import annotations

from sqlalchemy import Connection

_TABLES = """
    CREATE TABLE outbox (
        seq INTEGER NOT NULL, id TEXT NOT NULL, group_id TEXT NOT NULL, kind TEXT NOT NULL, tbl TEXT
        NOT NULL, row_id TEXT NOT NULL, lane TEXT NOT NULL, base_version INTEGER, base TEXT NOT
        NULL, patch TEXT NOT NULL, depends_on TEXT NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL,
        device TEXT NOT NULL, label TEXT NOT NULL, state TEXT DEFAULT 'waiting' NOT NULL, attempts
        INTEGER DEFAULT 0 NOT NULL, next_attempt_at TEXT, error TEXT, card_id TEXT, sent_at TEXT,
        PRIMARY KEY (seq), UNIQUE (id)
    ) STRICT;
    CREATE INDEX outbox_by_row ON outbox (tbl, row_id, seq);
    CREATE TABLE server_rows (
        tbl TEXT NOT NULL, row_id TEXT NOT NULL, version INTEGER, body TEXT NOT NULL, PRIMARY KEY
        (tbl, row_id)
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE scope_rows (
        scope TEXT NOT NULL, tbl TEXT NOT NULL, row_id TEXT NOT NULL, ver INTEGER NOT NULL, fill
        INTEGER NOT NULL, PRIMARY KEY (scope, tbl, row_id)
    ) WITHOUT ROWID, STRICT;
    CREATE INDEX scope_rows_by_row ON scope_rows (tbl, row_id);
    CREATE TABLE cursors (
        scope TEXT NOT NULL, kind TEXT DEFAULT '' NOT NULL, owner TEXT, grant_no INTEGER DEFAULT 0
        NOT NULL, ver INTEGER DEFAULT 0 NOT NULL, from_head INTEGER, n INTEGER DEFAULT 0 NOT NULL,
        sum TEXT DEFAULT '0' NOT NULL, state TEXT DEFAULT 'filling' NOT NULL, fill INTEGER DEFAULT 1
        NOT NULL, PRIMARY KEY (scope)
    ) STRICT;
    CREATE TABLE cards (
        id TEXT NOT NULL, mutation_id TEXT NOT NULL, group_id TEXT NOT NULL, kind TEXT NOT NULL, tbl
        TEXT NOT NULL, row_id TEXT NOT NULL, person TEXT NOT NULL, label TEXT NOT NULL, status TEXT
        NOT NULL, code TEXT NOT NULL, body TEXT NOT NULL, edited_at TEXT NOT NULL, opened_at TEXT
        NOT NULL, closed_at TEXT, outcome TEXT, PRIMARY KEY (id), UNIQUE (mutation_id)
    ) STRICT;
    CREATE INDEX cards_open ON cards (person, closed_at, opened_at);
    CREATE TABLE session (
        id INTEGER NOT NULL, session TEXT NOT NULL, PRIMARY KEY (id)
    ) STRICT;
    CREATE TABLE settings (
        key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key)
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE audit (
        seq INTEGER NOT NULL, at TEXT NOT NULL, person TEXT NOT NULL, device TEXT NOT NULL, label
        TEXT NOT NULL, action TEXT NOT NULL, tbl TEXT NOT NULL, row_id TEXT NOT NULL, fields TEXT
        NOT NULL, PRIMARY KEY (seq)
    ) STRICT;
    CREATE INDEX audit_by_row ON audit (tbl, row_id, seq);
    CREATE TABLE quarantine (
        tbl TEXT NOT NULL, row_id TEXT NOT NULL, body TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY
        KEY (tbl, row_id)
    ) WITHOUT ROWID, STRICT;
    CREATE TABLE facilities (
        id TEXT NOT NULL, version INTEGER, name TEXT DEFAULT '' NOT NULL, time_zone TEXT DEFAULT
        'UTC' NOT NULL, phone TEXT DEFAULT '' NOT NULL, address TEXT DEFAULT '' NOT NULL, created_at
        TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK
        (created_at GLOB '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB
        '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE TABLE profiles (
        id TEXT NOT NULL, version INTEGER, full_name TEXT DEFAULT '' NOT NULL, email TEXT DEFAULT ''
        NOT NULL, locale TEXT DEFAULT 'en' NOT NULL, created_at TEXT, created_by TEXT, updated_at
        TEXT, updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK (created_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE TABLE facility_members (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, user_id TEXT NOT NULL, role
        TEXT DEFAULT 'reception' NOT NULL, display_name TEXT DEFAULT '' NOT NULL, is_active INTEGER
        DEFAULT 1 NOT NULL, created_at TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT,
        extra TEXT, PRIMARY KEY (id), CHECK (created_at GLOB '????-??-??T??:??:??*+00:00'), CHECK
        (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE INDEX facility_members_by_user ON facility_members (user_id, facility_id);
    CREATE TABLE patients (
        search_no INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL,
        user_id TEXT, record_number TEXT, family_name TEXT COLLATE NOCASE DEFAULT '' NOT NULL,
        given_name TEXT COLLATE NOCASE DEFAULT '' NOT NULL, birth_date TEXT, gender TEXT DEFAULT
        'unknown' NOT NULL, phone TEXT DEFAULT '' NOT NULL, email TEXT DEFAULT '' NOT NULL, address
        TEXT DEFAULT '' NOT NULL, note TEXT DEFAULT '' NOT NULL, is_active INTEGER DEFAULT 1 NOT
        NULL, created_at TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT,
        PRIMARY KEY (search_no), CHECK (birth_date GLOB '????-??-??'), CHECK (created_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00'), UNIQUE
        (id)
    ) STRICT;
    CREATE INDEX patients_by_birth_date ON patients (birth_date);
    CREATE INDEX patients_by_given_name ON patients (given_name, family_name);
    CREATE INDEX patients_by_name ON patients (family_name, given_name);
    CREATE INDEX patients_by_phone ON patients (phone);
    CREATE INDEX patients_by_record_number ON patients (record_number);
    CREATE TABLE rooms (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, name TEXT DEFAULT '' NOT NULL,
        position INTEGER DEFAULT 0 NOT NULL, is_active INTEGER DEFAULT 1 NOT NULL, created_at TEXT,
        created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK
        (created_at GLOB '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB
        '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE TABLE providers (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, member_id TEXT, display_name
        TEXT DEFAULT '' NOT NULL, specialty TEXT DEFAULT '' NOT NULL, room_id TEXT, position INTEGER
        DEFAULT 0 NOT NULL, is_active INTEGER DEFAULT 1 NOT NULL, created_at TEXT, created_by TEXT,
        updated_at TEXT, updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK (created_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE TABLE provider_hours (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, provider_id TEXT NOT NULL,
        weekday INTEGER DEFAULT 1 NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL, created_at
        TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK
        (starts GLOB '??:??:??*'), CHECK (ends GLOB '??:??:??*'), CHECK (created_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE INDEX provider_hours_by_provider ON provider_hours (provider_id, weekday);
    CREATE TABLE time_off (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, provider_id TEXT NOT NULL,
        starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, reason TEXT DEFAULT '' NOT NULL, created_at
        TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT, PRIMARY KEY (id), CHECK
        (starts_at GLOB '????-??-??T??:??:??*+00:00'), CHECK (ends_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (created_at GLOB '????-??-??T??:??:??*+00:00'), CHECK
        (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE INDEX time_off_by_provider ON time_off (provider_id, starts_at);
    CREATE TABLE appointment_types (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, name TEXT DEFAULT '' NOT NULL,
        minutes INTEGER DEFAULT 20 NOT NULL, color TEXT DEFAULT '' NOT NULL, modality TEXT DEFAULT
        'in_person' NOT NULL, position INTEGER DEFAULT 0 NOT NULL, is_active INTEGER DEFAULT 1 NOT
        NULL, created_at TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT, extra TEXT,
        PRIMARY KEY (id), CHECK (created_at GLOB '????-??-??T??:??:??*+00:00'), CHECK (updated_at
        GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE TABLE appointments (
        id TEXT NOT NULL, version INTEGER, facility_id TEXT NOT NULL, patient_id TEXT NOT NULL,
        provider_id TEXT NOT NULL, room_id TEXT, type_id TEXT, starts_at TEXT NOT NULL, ends_at TEXT
        NOT NULL, status TEXT DEFAULT 'scheduled' NOT NULL, modality TEXT DEFAULT 'in_person' NOT
        NULL, reason TEXT DEFAULT '' NOT NULL, is_overbooked INTEGER DEFAULT 0 NOT NULL,
        overbook_reason TEXT DEFAULT '' NOT NULL, cancel_reason TEXT DEFAULT '' NOT NULL,
        patient_user_id TEXT, created_at TEXT, created_by TEXT, updated_at TEXT, updated_by TEXT,
        extra TEXT, PRIMARY KEY (id), CHECK (starts_at GLOB '????-??-??T??:??:??*+00:00'), CHECK
        (ends_at GLOB '????-??-??T??:??:??*+00:00'), CHECK (created_at GLOB
        '????-??-??T??:??:??*+00:00'), CHECK (updated_at GLOB '????-??-??T??:??:??*+00:00')
    ) STRICT;
    CREATE INDEX appointments_by_patient ON appointments (patient_id, starts_at);
    CREATE INDEX appointments_by_provider ON appointments (provider_id, starts_at);
    CREATE INDEX appointments_by_start ON appointments (starts_at);
"""

# Names, phone digits, record number and birth date of every patient, in pieces of three letters, so
# that any part of a word is found and "munoz" finds "Muñoz". Contentless: the words are kept once,
# in `patients`.
_SEARCH = """
    CREATE VIRTUAL TABLE patients_search USING fts5(
        name, phone, number, born,
        content='', contentless_delete=1, tokenize='trigram remove_diacritics 1'
    )
"""
# Left to itself, FTS5 rewrites its index while many rows are deleted and holds the writer for third
# of a second at a time; search.forget_removed does it in steps instead.
_NO_MERGE_ON_DELETE = (
    "INSERT INTO patients_search (patients_search, rank) VALUES ('deletemerge', 0)"
)
_DIGITS = "{0}.phone"
for _mark in " -()/.+":
    _DIGITS = f"replace({_DIGITS}, '{_mark}', '')"
_INDEX_NEW = f"""
    INSERT INTO patients_search (rowid, name, phone, number, born) VALUES (
        new.search_no, new.family_name || ' ' || new.given_name, {_DIGITS.format("new")},
        coalesce(new.record_number, ''), coalesce(new.birth_date, '')
    );
"""  # noqa: S608 - names of our own
_UNINDEX_OLD = "DELETE FROM patients_search WHERE rowid = old.search_no;"
_SEARCHED = ("family_name", "given_name", "phone", "record_number", "birth_date")
_TRIGGERS = (
    f"CREATE TRIGGER patients_search_insert AFTER INSERT ON patients BEGIN {_INDEX_NEW} END",
    f"CREATE TRIGGER patients_search_delete AFTER DELETE ON patients BEGIN {_UNINDEX_OLD} END",
    # COLLATE BINARY: a name that changed only its capitals is another name, but the column says
    # NOCASE.
    f"CREATE TRIGGER patients_search_update AFTER UPDATE OF {', '.join(_SEARCHED)} ON patients "
    + "WHEN "
    + " OR ".join(f"old.{name} IS NOT new.{name} COLLATE BINARY" for name in _SEARCHED)
    + f" BEGIN {_UNINDEX_OLD} {_INDEX_NEW} END",
)


def up(db: Connection) -> None:
    """Make every table, index and trigger of version 1."""
    for statement in (*_TABLES.split(";\n"), _SEARCH, _NO_MERGE_ON_DELETE, *_TRIGGERS):
        if statement.strip():
            db.exec_driver_sql(statement)
