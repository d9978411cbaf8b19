"""The file that holds a person's slots: the replica's key, wrapped once for each way to come in.

A slot is AES-256-GCM of the key under a key of its own. It is bound to its person, this installation, its
kind, its parameters and the generation of the key: none of them can be exchanged without the slot refusing
to open.

The generation also names the replica's file. So one small write, of this file, says both which file counts
and which key opens it (see rekey.py).
"""

from __future__ import annotations

import base64
import json
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.errors import Damaged, NewerReplica, ReplicaTrouble, StorageFull
from sync.replica.files import out_of_room, write_whole

FORMAT: Final = 2
_one_at_a_time = threading.RLock()
Slot = dict[str, Any]
Slots = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """What one guess at the password costs: memory in KiB, passes, lanes (RFC 9106)."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


COST: Final = PasswordCost()


def password_slot(slots: Slots, key: bytes, password: str, cost: PasswordCost) -> Slot:
    """A slot that this password opens."""
    salt = os.urandom(16)
    head = {
        "type": "password",
        "kdf": "argon2id",
        "salt": base64.b64encode(salt).decode(),
        **asdict(cost),
    }
    return wrap(slots, head, key, from_password(password, salt, cost))


def from_password(password: str, salt: bytes, cost: PasswordCost) -> bytes:
    """The key that a password makes, after the work it is meant to cost."""
    # The same word typed on another keyboard may be composed of other code points.
    typed = unicodedata.normalize("NFKC", password).encode()
    return hash_secret_raw(
        typed, salt, cost.passes, cost.memory, cost.lanes, hash_len=32, type=Type.ID
    )


def _bound(slots: Slots, head: Slot) -> bytes:
    about = {name: head[name] for name in sorted(head) if name not in ("nonce", "sealed")}
    whose = [slots["person"], slots["device"], about["type"]]
    if generation_of(slots) > 1:
        whose.append(str(generation_of(slots)))
    return "|".join([*whose, json.dumps(about, sort_keys=True)]).encode()


def wrap(slots: Slots, head: Slot, key: bytes, wrapper: bytes) -> Slot:
    """A slot that holds the key under another key."""
    nonce = os.urandom(12)
    sealed = AESGCM(wrapper).encrypt(nonce, key, _bound(slots, head))
    return {
        **head,
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }


def unwrap(slots: Slots, slot: Slot, wrapper: bytes) -> bytes:
    """The key in a slot. Raises InvalidTag when this does not open it."""
    return AESGCM(wrapper).decrypt(
        field_bytes(slot, "nonce"), field_bytes(slot, "sealed"), _bound(slots, slot)
    )


def new_slots(person: str, device: str, made_at: datetime | None) -> Slots:
    """No way in yet, for the first key of a replica."""
    made = None if made_at is None else made_at.isoformat()
    guard = base64.b64encode(os.urandom(32)).decode()
    return {"person": person, "device": device, "made_at": made, "guard": guard, "slots": []}


def next_generation(slots: Slots, made_at: datetime) -> Slots:
    """No way in yet, for the key that follows."""
    after = {"generation": generation_of(slots) + 1, "made_at": made_at.isoformat(), "slots": []}
    return {**slots, **after}


def generation_of(slots: Slots) -> int:
    """How many keys this replica has had."""
    return int(slots.get("generation", 1))


def made_at(slots: Slots) -> datetime | None:
    """When this key was made, by the clock of this computer; None for one that is older than that."""
    try:
        return datetime.fromisoformat(slots["made_at"])
    except (KeyError, TypeError, ValueError):
        return None


def slot_of(slots: Slots, kind: str) -> Slot | None:
    """The slot of this kind."""
    return next((slot for slot in slots["slots"] if slot.get("type") == kind), None)


def put_slot(slots: Slots, slot: Slot) -> None:
    """Add a slot, in place of the one of its kind."""
    others = [each for each in slots["slots"] if each.get("type") != slot["type"]]
    slots["slots"] = [*others, slot]


def take_slot(slots: Slots, kind: str) -> None:
    """Take the slot of this kind away, if there is one."""
    slots["slots"] = [each for each in slots["slots"] if each.get("type") != kind]


def field_bytes(slot: Slot, name: str) -> bytes:
    """A field of a slot that is no text. Raises Damaged."""
    try:
        return base64.b64decode(slot[name], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("a slot of the key file cannot be read") from error


def cost_of(slot: Slot) -> PasswordCost:
    """What this slot costs to guess. Raises Damaged."""
    try:
        cost = PasswordCost(int(slot["memory"]), int(slot["passes"]), int(slot["lanes"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("a slot of the key file cannot be read") from error
    # More than this would be a file made to stop the program, not to protect it.
    if cost.memory > 1024 * 1024 or cost.passes > 10 or cost.lanes > 16:
        raise Damaged("the password slot asks for more than this program ever writes")
    return cost


def read_slots(file: Path, person: str) -> Slots:
    """The slots of this person. Raises Damaged, NewerReplica or ReplicaTrouble; changes nothing."""
    try:
        slots = json.loads(file.read_bytes())
        shape, whose, known = int(slots["format"]), slots["person"], slots["slots"]
        readable = isinstance(known, list) and isinstance(slots["device"], str)
        readable = readable and generation_of(slots) >= 1
    except OSError as error:
        raise ReplicaTrouble(f"{file.name}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("the key file cannot be read") from error
    if shape > FORMAT:
        raise NewerReplica(f"key file of format {shape}, this program knows {FORMAT}")
    if whose != person or not readable:
        raise Damaged("the key file is not this person's")
    return dict(slots)


@contextmanager
def edit_slots(file: Path, person: str) -> Iterator[Slots]:
    """The slots to be changed in place; written at the end of the block unless it raises.

    Threads of this program wait for each other. Raises what reading and writing raise.
    """
    with _one_at_a_time:
        slots = read_slots(file, person)
        before = json.dumps(slots)
        yield slots
        if json.dumps(slots) != before:
            write_slots(file, slots)


def write_slots(file: Path, slots: Slots) -> None:
    """Put the file in place whole. Raises StorageFull or ReplicaTrouble; the old one is then there."""
    # A program that knows no generations would look for the first one's file, and make it anew.
    shape = 1 if generation_of(slots) == 1 else FORMAT
    try:
        write_whole(file, json.dumps({**slots, "format": shape}, indent=1).encode())
    except OSError as error:
        kind = StorageFull if out_of_room(error) else ReplicaTrouble
        raise kind(f"{file.name}: {error.strerror}") from error
