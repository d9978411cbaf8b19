"""Small facts the replica keeps about itself, by key: JSON values, never patient data."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert

from sync.replica.tables import settings

EPOCH: Final = "epoch"
DOUBTED_SCOPES: Final = "doubted_scopes"
REFILLED: Final = "refilled"
AUDIT_SENT: Final = "audit_sent"
LAST_SYNCED_AT: Final = "last_synced_at"
WITHHELD: Final = "withheld"
"""Scopes that the server keeps back until this session shows a second proof."""


# Made once: a round asks for several, and building the question takes longer than answering it.
_VALUE = select(settings.c.value).where(settings.c.key == bindparam("setting"))


def read_setting(db: Connection, key: str) -> Any:
    """The value, or None when nothing was kept under this key."""
    return db.scalars(_VALUE, {"setting": key}).first()


def write_setting(db: Connection, key: str, value: Any) -> None:
    """Keep this value under this key."""
    db.execute(
        insert(settings)
        .values(key=key, value=value)
        .on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )
