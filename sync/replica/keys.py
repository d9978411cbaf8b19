"""Who may open the replica: one random key for the data, wrapped once for each way to come in.

The key that encrypts the file never changes hands and is never stored bare. A slot holds it encrypted under
a key made from the person's password (Argon2id), or under one the operating system's keyring keeps.

The keyring is a convenience that may be missing, locked or lost. The password always suffices.
"""

from __future__ import annotations

import base64
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from argon2.exceptions import HashingError
from cryptography.exceptions import InvalidTag

from sync.errors import ClinicError, Damaged, Defect, WrongPassword
from sync.ids import new_id
from sync.replica.slots import (
    COST,
    PasswordCost,
    Slots,
    cost_of,
    edit_slots,
    field_bytes,
    from_password,
    generation_of,
    made_at,
    new_slots,
    password_slot,
    put_slot,
    read_slots,
    slot_of,
    take_slot,
    unwrap,
    wrap,
    write_slots,
)

_SERVICE: Final = "clinic-app replica"
_log = logging.getLogger(__name__)


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


def replica_file(folder: Path, person: str) -> Path:
    """Where this person's replica is. Raises Damaged, NewerReplica or ReplicaTrouble."""
    slots = keys_file(folder, person)
    return folder / file_name(generation_of(read_slots(slots, person)) if slots.exists() else 1)


def file_name(generation: int) -> str:
    """The name of the replica's file under the key of this generation."""
    return "clinic.replica" if generation == 1 else f"clinic.{generation}.replica"


def key_made_at(folder: Path, person: str) -> datetime | None:
    """When the key was made that opens this replica; None when that was not written down yet."""
    return made_at(read_slots(keys_file(folder, person), person))


def has_slot(folder: Path, person: str, kind: str) -> bool:
    """Whether there is this way in: password, keyring, recovery or escrow."""
    return slot_of(read_slots(keys_file(folder, person), person), kind) is not None


def create_keys(
    folder: Path,
    person: str,
    password: str,
    *,
    cost: PasswordCost = COST,
    now: datetime | None = None,
) -> bytes:
    """Make a fresh key for this person's replica, openable with the password, and return it.

    Raises Defect when there are slots already: they may be the only way to drafts.
    """
    file = keys_file(folder, person)
    if file.exists():
        raise Defect("this person has keys already")
    key = os.urandom(32)
    slots = new_slots(person, new_id(), now)
    put_slot(slots, password_slot(slots, key, password, cost))
    write_slots(file, slots)
    return key


def has_keys(folder: Path, person: str) -> bool:
    """Whether this person has opened a replica here before."""
    return keys_file(folder, person).exists()


def unlock(folder: Path, person: str, password: str, *, floor: PasswordCost = COST) -> bytes:
    """The replica's key. Raises WrongPassword, or Damaged when the slots cannot be read.

    A slot cheaper to guess than `floor` is refused: only an attacker would have weakened it.
    """
    slots = read_slots(keys_file(folder, person), person)
    slot = slot_of(slots, "password")
    if slot is None:
        raise Damaged("the key file has no password slot")
    cost = cost_of(slot)
    if cost.memory < floor.memory or cost.passes < floor.passes or cost.lanes < floor.lanes:
        raise Damaged("the password slot is weaker than this program ever writes")
    try:
        wrapper = from_password(password, field_bytes(slot, "salt"), cost)
        return unwrap(slots, slot, wrapper)
    except InvalidTag:
        raise WrongPassword("the password opens no slot") from None
    except (HashingError, ValueError) as error:
        raise Damaged("the password slot cannot be used") from error


def change_password(
    folder: Path, person: str, key: bytes, password: str, *, cost: PasswordCost = COST
) -> None:
    """From now on this password opens the replica, and the old one does not."""
    with edit_slots(keys_file(folder, person), person) as slots:
        put_slot(slots, password_slot(slots, key, password, cost))


def trust_workstation(
    folder: Path, person: str, key: bytes, *, keyring: Keyring | None = None
) -> bool:
    """Let the system's keyring open the replica too. False when there is none that works."""
    wrapper = os.urandom(32)
    file = keys_file(folder, person)
    with edit_slots(file, person) as slots, _forgiving("trusting this workstation"):
        ring = _system_keyring() if keyring is None else keyring
        name, secret = _entry(slots), base64.b64encode(wrapper).decode()
        ring.set_password(_SERVICE, name, secret)
        if ring.get_password(_SERVICE, name) != secret:
            return False
        slot = wrap(slots, {"type": "keyring", "backend": _backend(ring)}, key, wrapper)
        put_slot(slots, slot)
        return True
    return False


def unlock_from_keyring(
    folder: Path, person: str, *, keyring: Keyring | None = None
) -> bytes | None:
    """The replica's key out of the keyring, or None: then the password is asked for."""
    file = keys_file(folder, person)
    if not file.exists():
        return None
    slots = read_slots(file, person)
    slot = slot_of(slots, "keyring")
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
            return unwrap(slots, slot, base64.b64decode(secret, validate=True))
    return None


def distrust_workstation(folder: Path, person: str, *, keyring: Keyring | None = None) -> None:
    """From now on only the password opens the replica."""
    with edit_slots(keys_file(folder, person), person) as slots:
        take_slot(slots, "keyring")
    with _forgiving("forgetting the keyring's secret"):
        ring = _system_keyring() if keyring is None else keyring
        ring.delete_password(_SERVICE, _entry(slots))


def _system_keyring() -> Keyring:
    import keyring  # looks for desktop services, so only when somebody asks

    found: Keyring = keyring.get_keyring()
    return found


def _backend(ring: Keyring) -> str:
    return f"{type(ring).__module__}.{type(ring).__qualname__}"


def _entry(slots: Slots) -> str:
    return f"{slots['person']}@{slots['device']}"


@contextmanager
def _forgiving(what: str) -> Iterator[None]:
    try:
        yield
    except ClinicError:
        raise
    except Exception as error:  # noqa: BLE001 - backends raise whatever their service raises
        _log.info("%s did not work: %s", what, type(error).__name__)
