"""Telling a copied disk from the one it was copied from.

Each start of the program has a token of its own, made before the first push and told with it,
together with the token of the last start the server has heard of. Two installations that come from
one disk both believe in the same earlier token; the server has seen it left behind and says so. The
later one to speak becomes an installation of its own. Its drafts keep their ids, so what its twin
has sent already is recognised and not applied twice.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from sync.ids import NewId
from sync.replica.settings import read_setting, write_setting

_DEVICE: Final = "device"
_LINEAGE: Final = "lineage"

Lineage = dict[str, str | None]


def begin(db: Connection, new_id: NewId) -> Lineage:
    """The token of this start. Kept before it is told, so that a lost answer repeats it."""
    kept = read_setting(db, _LINEAGE) or {}
    # A token that was perhaps told (its answer was lost) stays the next one: the server may know it.
    untold = kept.get("next") if kept.get("next") != kept.get("have") else None
    lineage: Lineage = {"have": kept.get("have"), "next": untold or new_id()}
    write_setting(db, _LINEAGE, lineage)
    return lineage


def told(db: Connection) -> Lineage:
    """The server has heard of this start."""
    kept = read_setting(db, _LINEAGE) or {}
    lineage: Lineage = {"have": kept.get("next"), "next": kept.get("next")}
    write_setting(db, _LINEAGE, lineage)
    return lineage


def become_another(db: Connection, new_id: NewId) -> str:
    """This is a copy: take a new name as an installation and begin a history of its own."""
    device = new_id()
    write_setting(db, _DEVICE, device)
    write_setting(db, _LINEAGE, {"have": None, "next": new_id()})
    return device
