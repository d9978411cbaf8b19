"""Small facts the replica keeps about itself, by key: JSON values, never patient data."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection

from sync.replica import direct
from sync.replica.changes import note
from sync.replica.tables.types import json_text, json_value

EPOCH: Final = "epoch"
DEVICE: Final = "device"
DOUBTED_SCOPES: Final = "doubted_scopes"
REFILLED: Final = "refilled"
AUDIT_SENT: Final = "audit_sent"
LAST_SYNCED_AT: Final = "last_synced_at"
WITHHELD: Final = "withheld"
"""Scopes that the server keeps back until this session shows a second proof."""


def read_setting(db: Connection, key: str) -> Any:
    """The value, or None when nothing was kept under this key."""
    found = direct.first(db, "SELECT value FROM settings WHERE key = ?", (key,))
    return None if found is None else json_value(found[0])


def write_setting(db: Connection, key: str, value: Any) -> None:
    """Keep this value under this key."""
    note(db, "settings")
    direct.rows(
        db,
        "INSERT INTO settings (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, json_text(value)),
    )
