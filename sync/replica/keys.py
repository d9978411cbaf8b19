"""Who may open the replica: one random key for the data, wrapped once for each way to come in.

The key that encrypts the file never changes hands and is never stored bare. A slot holds it
encrypted under a key made from the person's password (Argon2id), or under one the operating
system's keyring keeps. A slot is bound to its person, this installation, its kind and its
parameters: none can be swapped for another's.

The keyring is a convenience that may be missing, locked or lost. The password always suffices.
"""

from __future__ import annotations

import base64
import json
import logging
import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.errors import (
    ClinicError,
    Damaged,
    Defect,
    NewerReplica,
    ReplicaTrouble,
    StorageFull,
    WrongPassword,
)
from sync.ids import new_id
from sync.replica.files import out_of_room, write_whole

FORMAT: Final = 1
_SERVICE: Final = "clinic-app replica"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """What one guess at the password costs: memory in KiB, passes, lanes (RFC 9106)."""

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


COST: Final = PasswordCost()


class Keyring(Protocol):
    """What we ask of the operating system's keyring."""

    def get_password(self, service: str, name: str) -> str | None:
        """The secret kept under this name."""
        ...

    def set_password(self, service: str, name: str, secret: str) -> None:
        """Keep a secret under this name."""
        ...

    def delete_password(self, service: str, name: str) -> None:
        """Keep it no longer."""
        ...


def keys_file(folder: Path, person: str) -> Path:
    """Where the slots of a person are."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", person):
        raise Defect("a person's id is no file name")
    return folder / f"{person}.keys.json"


def create_keys(folder: Path, person: str, password: str, *, cost: PasswordCost = COST) -> bytes:
    """Make a fresh key for this person's replica, openable with the password, and return it.

    Raises Defect when there are slots already: they may be the only way to drafts.
    """
    file = keys_file(folder, person)
    if file.exists():
        raise Defect("this person has keys already")
    key = os.urandom(32)
    slots = {"format": FORMAT, "person": person, "device": new_id(), "slots": []}
    _put_slot(slots, _password_slot(slots, key, password, cost))
    _write(file, slots)
    return key


def has_keys(folder: Path, person: str) -> bool:
    """Whether this person has opened a replica here before."""
    return keys_file(folder, person).exists()


def unlock(folder: Path, person: str, password: str, *, floor: PasswordCost = COST) -> bytes:
    """The replica's key. Raises WrongPassword, or Damaged when the slots cannot be read.

    A slot cheaper to guess than `floor` is refused: only an attacker would have weakened it.
    """
    slots = _read(keys_file(folder, person), person)
    slot = _slot(slots, "password")
    if slot is None:
        raise Damaged("the key file has no password slot")
    cost = _cost(slot)
    if cost.memory < floor.memory or cost.passes < floor.passes or cost.lanes < floor.lanes:
        raise Damaged("the password slot is weaker than this program ever writes")
    wrapper = _from_password(password, _bytes(slot, "salt"), cost)
    try:
        return _unwrap(slots, slot, wrapper)
    except InvalidTag:
        raise WrongPassword("the password opens no slot") from None


def change_password(
    folder: Path, person: str, key: bytes, password: str, *, cost: PasswordCost = COST
) -> None:
    """From now on this password opens the replica, and the old one does not."""
    file = keys_file(folder, person)
    slots = _read(file, person)
    _put_slot(slots, _password_slot(slots, key, password, cost))
    _write(file, slots)


def trust_workstation(
    folder: Path, person: str, key: bytes, *, keyring: Keyring | None = None
) -> bool:
    """Let the system's keyring open the replica too. False when there is none that works."""
    file = keys_file(folder, person)
    slots = _read(file, person)
    wrapper = os.urandom(32)
    with _forgiving("trusting this workstation"):
        ring = _system_keyring() if keyring is None else keyring
        name, secret = _entry(slots), base64.b64encode(wrapper).decode()
        ring.set_password(_SERVICE, name, secret)
        if ring.get_password(_SERVICE, name) != secret:
            return False
        slot = _wrap(slots, {"type": "keyring", "backend": _backend(ring)}, key, wrapper)
        _put_slot(slots, slot)
        _write(file, slots)
        return True
    return False


def unlock_from_keyring(
    folder: Path, person: str, *, keyring: Keyring | None = None
) -> bytes | None:
    """The replica's key out of the keyring, or None: then the password is asked for."""
    file = keys_file(folder, person)
    if not file.exists():
        return None
    slots = _read(file, person)
    slot = _slot(slots, "keyring")
    if slot is None:
        return None
    with _forgiving("opening with the keyring"):
        ring = _system_keyring() if keyring is None else keyring
        # Another backend (a changed desktop, another session) holds another secret or none.
        if _backend(ring) != slot.get("backend"):
            return None
        secret = ring.get_password(_SERVICE, _entry(slots))
        if secret is None:
            return None
        with suppress(InvalidTag, ValueError):
            return _unwrap(slots, slot, base64.b64decode(secret, validate=True))
    return None


def distrust_workstation(folder: Path, person: str, *, keyring: Keyring | None = None) -> None:
    """From now on only the password opens the replica."""
    file = keys_file(folder, person)
    slots = _read(file, person)
    slots["slots"] = [slot for slot in slots["slots"] if slot.get("type") != "keyring"]
    _write(file, slots)
    with _forgiving("forgetting the keyring's secret"):
        ring = _system_keyring() if keyring is None else keyring
        ring.delete_password(_SERVICE, _entry(slots))


def _system_keyring() -> Keyring:
    import keyring  # looks for desktop services, so only when somebody asks

    found: Keyring = keyring.get_keyring()
    return found


def _backend(ring: Keyring) -> str:
    return f"{type(ring).__module__}.{type(ring).__qualname__}"


def _entry(slots: dict[str, Any]) -> str:
    return f"{slots['person']}@{slots['device']}"


@contextmanager
def _forgiving(what: str) -> Iterator[None]:
    try:
        yield
    except ClinicError:
        raise
    except Exception as error:  # noqa: BLE001 - backends raise whatever their service raises
        _log.info("%s did not work: %s", what, type(error).__name__)


def _password_slot(
    slots: dict[str, Any], key: bytes, password: str, cost: PasswordCost
) -> dict[str, Any]:
    salt = os.urandom(16)
    head = {
        "type": "password",
        "kdf": "argon2id",
        "salt": base64.b64encode(salt).decode(),
        **asdict(cost),
    }
    return _wrap(slots, head, key, _from_password(password, salt, cost))


def _from_password(password: str, salt: bytes, cost: PasswordCost) -> bytes:
    # The same word typed on another keyboard may be composed of other code points.
    typed = unicodedata.normalize("NFKC", password).encode()
    return hash_secret_raw(
        typed, salt, cost.passes, cost.memory, cost.lanes, hash_len=32, type=Type.ID
    )


def _bound(slots: dict[str, Any], head: dict[str, Any]) -> bytes:
    about = {name: head[name] for name in sorted(head) if name not in ("nonce", "sealed")}
    whose = [slots["person"], slots["device"], about["type"]]
    return "|".join([*whose, json.dumps(about, sort_keys=True)]).encode()


def _wrap(
    slots: dict[str, Any], head: dict[str, Any], key: bytes, wrapper: bytes
) -> dict[str, Any]:
    nonce = os.urandom(12)
    sealed = AESGCM(wrapper).encrypt(nonce, key, _bound(slots, head))
    return {
        **head,
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }


def _unwrap(slots: dict[str, Any], slot: dict[str, Any], wrapper: bytes) -> bytes:
    return AESGCM(wrapper).decrypt(
        _bytes(slot, "nonce"), _bytes(slot, "sealed"), _bound(slots, slot)
    )


def _slot(slots: dict[str, Any], kind: str) -> dict[str, Any] | None:
    return next((slot for slot in slots["slots"] if slot.get("type") == kind), None)


def _put_slot(slots: dict[str, Any], slot: dict[str, Any]) -> None:
    others = [each for each in slots["slots"] if each.get("type") != slot["type"]]
    slots["slots"] = [*others, slot]


def _bytes(slot: dict[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(slot[name], validate=True)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("a slot of the key file cannot be read") from error


def _cost(slot: dict[str, Any]) -> PasswordCost:
    try:
        cost = PasswordCost(int(slot["memory"]), int(slot["passes"]), int(slot["lanes"]))
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged("a slot of the key file cannot be read") from error
    # More than this would be a file made to stop the program, not to protect it.
    if cost.memory > 1024 * 1024 or cost.passes > 10 or cost.lanes > 16:
        raise Damaged("the password slot asks for more than this program ever writes")
    return cost


def _read(file: Path, person: str) -> dict[str, Any]:
    try:
        slots = json.loads(file.read_bytes())
        shape, whose, known = slots["format"], slots["person"], slots["slots"]
        readable = isinstance(known, list) and isinstance(slots["device"], str)
    except OSError as error:
        raise ReplicaTrouble(f"{file.name}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("the key file cannot be read") from error
    if shape > FORMAT:
        raise NewerReplica(f"key file of format {shape}, this program knows {FORMAT}")
    if whose != person or not readable:
        raise Damaged("the key file is not this person's")
    return dict(slots)


def _write(file: Path, slots: dict[str, Any]) -> None:
    try:
        write_whole(file, json.dumps(slots, indent=1).encode())
    except OSError as error:
        kind = StorageFull if out_of_room(error) else ReplicaTrouble
        raise kind(f"{file.name}: {error.strerror}") from error
