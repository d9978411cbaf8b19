"""A lease that the server has signed: whether it can be believed, and by which key.

The key is believed the first time it is told, and from then on no other, unless the server itself is another
one (its epoch has changed: a restore, a move). What is kept is checked each time it is read.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from sync.replica.settings import DEVICE, read_setting, write_setting

PINNED: Final = "lease_key"


class Unreadable(Exception):
    """What is kept says nothing that could be believed. Never leaves this package."""


@dataclass(frozen=True, slots=True)
class Signed:
    """As the server told it: the text that was signed (JSON), the signature and the public key (base64)."""

    note: str
    signature: str
    key: str


@dataclass(frozen=True, slots=True)
class Note:
    """What the signed text says. `body` is all of it."""

    not_after: datetime
    issued_at: datetime
    body: dict[str, Any]


def pinned_key(db: Connection) -> str | None:
    """The one key that is believed here; None before a first signature was seen."""
    kept = setting(db, PINNED)
    if kept is None:
        return None
    if not isinstance(kept, dict) or not isinstance(kept.get("key"), str):
        raise Unreadable
    return str(kept["key"])


def read(db: Connection, signed: Signed) -> Note:
    """Raises Unreadable where it was not signed with this key, or not for this person on this computer."""
    try:
        body = _verified(signed)
        until, since = (as_moment(body[name]) for name in ("not_after", "issued_at"))
        whose = (body["user"], body["device"], body["key"])
    except (InvalidSignature, KeyError, TypeError, ValueError) as trouble:
        raise Unreadable from trouble
    ours = (db.info.get("person"), setting(db, DEVICE), key_id(signed.key))
    if whose != ours or until is None or since is None:
        raise Unreadable
    return Note(until, since, body)


def accept(db: Connection, signed: Signed, epoch: str | None, *, is_first: bool) -> Note:
    """Believe what the server of this epoch has told just now, and its key from now on.

    Raises Unreadable where the key is not the one of before and the server is, unless `is_first`: nothing
    that is kept here was signed with a key that is kept here.
    """
    note = read(db, signed)
    if not is_first and pinned_key(db) != signed.key and setting(db, PINNED).get("epoch") == epoch:
        raise Unreadable
    write_setting(db, PINNED, {"key": signed.key, "epoch": epoch})
    return note


def key_id(key: str) -> str:
    """How notes name the key that signed them."""
    return hashlib.sha256(base64.b64decode(key, validate=True)).hexdigest()[:16]


def as_moment(text: Any) -> datetime | None:
    """A moment as it was told; None where it is none, or so far off that nothing follows from it."""
    try:
        told = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return told if told.tzinfo is not None and 1900 < told.year < 9000 else None


def setting(db: Connection, name: str) -> Any:
    """What is kept under this name. Raises Unreadable where that is no JSON."""
    try:
        return read_setting(db, name)
    except ValueError as trouble:
        raise Unreadable from trouble


@lru_cache(maxsize=32)
def _verified(signed: Signed) -> dict[str, Any]:
    """Raises InvalidSignature or ValueError."""
    key, signature = (base64.b64decode(x, validate=True) for x in (signed.key, signed.signature))
    Ed25519PublicKey.from_public_bytes(key).verify(signature, signed.note.encode())
    body = json.loads(signed.note)
    if not isinstance(body, dict):
        raise ValueError("not an object")
    return body
