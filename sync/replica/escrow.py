"""The clinic's own way into its replicas: each one's key, sealed to the administrator's.

Sealing needs the public half alone, so every workstation does it by itself; opening needs the private half,
which is a file under a passphrase and is on no workstation and no server.

    X25519 with a key made for this one slot, HKDF-SHA256 over both public halves, AES-256-GCM as every slot.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from argon2.exceptions import HashingError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import Damaged, Expected, NewerReplica, ReplicaTrouble, StorageFull, WrongPassword
from sync.replica.files import out_of_room, write_whole
from sync.replica.keys import keys_file
from sync.replica.slots import (
    COST,
    PasswordCost,
    Slots,
    cost_of,
    edit_slots,
    field_bytes,
    from_password,
    put_slot,
    read_slots,
    slot_of,
    take_slot,
    unwrap,
    wrap,
)

KIND: Final = "escrow"
FORMAT: Final = 1
_WHAT: Final = "clinic escrow key"


class NotForThisKey(Expected):
    """This replica is sealed to another escrow key, or to none."""

    code = "escrow.another_key"


@dataclass(frozen=True, slots=True)
class EscrowKey:
    """Both halves. `public` is the text that goes to the facility."""

    private: X25519PrivateKey
    public: str


def new_key() -> EscrowKey:
    """A fresh pair."""
    return _pair(X25519PrivateKey.generate())


def is_public_key(text: str) -> bool:
    """Whether this text can be the public half."""
    try:
        _public(text)
    except (ValueError, Damaged):
        return False
    return True


def write_key(file: Path, key: EscrowKey, passphrase: str, *, cost: PasswordCost = COST) -> None:
    """Keep the pair in a new file that only the passphrase opens.

    Raises FileExistsError rather than writing over one, StorageFull or ReplicaTrouble.
    """
    if file.exists():
        raise FileExistsError(f"{file.name} is there already")
    salt, nonce = os.urandom(16), os.urandom(12)
    head = {
        "what": _WHAT,
        "format": FORMAT,
        "public": key.public,
        "kdf": "argon2id",
        "salt": base64.b64encode(salt).decode(),
        **asdict(cost),
    }
    sealed = AESGCM(from_password(passphrase, salt, cost)).encrypt(
        nonce, key.private.private_bytes_raw(), _bound(head)
    )
    told = {
        **head,
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    try:
        write_whole(file, json.dumps(told, indent=1).encode())
    except OSError as error:
        kind = StorageFull if out_of_room(error) else ReplicaTrouble
        raise kind(f"{file.name}: {error.strerror}") from error


def read_key(file: Path, passphrase: str) -> EscrowKey:
    """The pair in a file. Raises WrongPassword, Damaged, NewerReplica or ReplicaTrouble."""
    try:
        told = json.loads(file.read_bytes())
        is_ours, shape = told["what"] == _WHAT, int(told["format"])
    except OSError as error:
        raise ReplicaTrouble(f"{file.name}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged("this file is no escrow key") from error
    if not is_ours:
        raise Damaged("this file is no escrow key")
    if shape > FORMAT:
        raise NewerReplica(f"an escrow key of format {shape}, this program knows {FORMAT}")
    head = {name: value for name, value in told.items() if name not in ("nonce", "sealed")}
    try:
        wrapper = from_password(passphrase, field_bytes(told, "salt"), cost_of(told))
        raw = AESGCM(wrapper).decrypt(
            field_bytes(told, "nonce"), field_bytes(told, "sealed"), _bound(head)
        )
        return _pair(X25519PrivateKey.from_private_bytes(raw))
    except InvalidTag:
        raise WrongPassword("the passphrase does not open this escrow key") from None
    except (HashingError, ValueError) as error:
        raise Damaged("this escrow key cannot be used") from error


def is_sealed_to(folder: Path, person: str, public: str) -> bool:
    """Whether this replica's key is sealed to this escrow key already."""
    slot = slot_of(read_slots(keys_file(folder, person), person), KIND)
    return slot is not None and slot.get("to") == public


def seal_to(folder: Path, person: str, key: bytes, public: str) -> None:
    """Seal the replica's key to this escrow key, in the place of any earlier one. Raises Damaged."""
    with edit_slots(keys_file(folder, person), person) as slots:
        put_slot(slots, escrow_slot(slots, key, public))


def escrow_slot(slots: Slots, key: bytes, public: str) -> dict[str, str]:
    """A slot that the private half of this key opens. Raises Damaged for what is no public key."""
    once = X25519PrivateKey.generate()
    mine = base64.b64encode(once.public_key().public_bytes_raw()).decode()
    head = {"type": KIND, "kdf": "x25519-hkdf-sha256", "to": public, "once": mine}
    return wrap(slots, head, key, _wrapper(once, _public(public), mine, public))


def unseal(folder: Path, person: str, private: EscrowKey) -> bytes:
    """The replica's key. Raises NotForThisKey, or Damaged when the slots cannot be read."""
    slots = read_slots(keys_file(folder, person), person)
    slot = slot_of(slots, KIND)
    if slot is None or slot.get("to") != private.public:
        raise NotForThisKey("this replica is sealed to another escrow key, or to none")
    try:
        once = X25519PublicKey.from_public_bytes(field_bytes(slot, "once"))
        wrapper = _wrapper(private.private, once, slot["once"], private.public)
        return unwrap(slots, slot, wrapper)
    except (InvalidTag, ValueError) as error:
        raise Damaged("the escrow slot is not as it was written") from error


def unseal_no_more(folder: Path, person: str) -> None:
    """The clinic has no escrow key any more: take its slot away."""
    with edit_slots(keys_file(folder, person), person) as slots:
        take_slot(slots, KIND)


def _wrapper(mine: X25519PrivateKey, theirs: X25519PublicKey, once: str, to: str) -> bytes:
    info = f"clinic escrow|{once}|{to}".encode()
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=info)
    return derive.derive(mine.exchange(theirs))


def _pair(private: X25519PrivateKey) -> EscrowKey:
    raw = private.public_key().public_bytes_raw()
    return EscrowKey(private, base64.b64encode(raw).decode())


def _public(text: str) -> X25519PublicKey:
    raw = field_bytes({"public": text}, "public")
    return X25519PublicKey.from_public_bytes(raw)


def _bound(head: dict[str, object]) -> bytes:
    return json.dumps(head, sort_keys=True).encode()
