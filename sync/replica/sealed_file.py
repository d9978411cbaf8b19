"""A file that only its passphrase opens, for carrying a person's unsent work from one place to another.

    CLINIC-DRAFTS
    {"format": 1, "person": ..., "salt": ..., "memory": ..., "size": ...}
    <AES-256-GCM of the content, as long as `size` says>
    <SHA-256 of everything before>

The key is made of the passphrase by Argon2id with the header's parameters. The whole header is
authenticated, so nothing in it can be exchanged. The sum at the end tells a damaged file from a wrong
passphrase before the passphrase is tried; against somebody who changes the file on purpose stands the
authentication.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from argon2.exceptions import HashingError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.errors import Damaged, Expected, StorageFull
from sync.replica.files import out_of_room, write_whole
from sync.replica.slots import PasswordCost, cost_of, field_bytes, from_password
from sync.replica.tables.types import moment_text

MAGIC: Final = b"CLINIC-DRAFTS\n"
FORMAT: Final = 1
MOST_BYTES: Final = 256 * 1024 * 1024
_MOST_HEADER: Final = 4096
_SUM: Final = 32


class FileTrouble(Expected):
    """The file cannot be read or written where it is."""

    code = "file.trouble"


class NotAnExport(FileTrouble):
    """Some other file."""

    code = "file.another"


class Incomplete(FileTrouble):
    """The end is missing."""

    code = "file.incomplete"


class Changed(FileTrouble):
    """It is not as it was written: damaged, or changed on purpose."""

    code = "file.changed"


class NewerFile(FileTrouble):
    """A newer program has written it."""

    code = "file.newer"


class WrongPassphrase(FileTrouble):
    code = "file.wrong_passphrase"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was read and is whole, and still closed."""

    person: str
    made_at: datetime
    head: bytes
    fields: dict[str, Any]
    body: bytes


def seal(
    content: bytes, passphrase: str, *, person: str, made_at: datetime, cost: PasswordCost
) -> bytes:
    """The bytes of a file that holds `content`."""
    salt, nonce = os.urandom(16), os.urandom(12)
    key, check = _keys(passphrase, salt, cost)
    fields = {
        "format": FORMAT,
        "person": person,
        "made_at": moment_text(made_at),
        "kdf": "argon2id",
        "salt": base64.b64encode(salt).decode(),
        **asdict(cost),
        "nonce": base64.b64encode(nonce).decode(),
        "check": base64.b64encode(check).decode(),
        "size": len(content) + 16,
    }
    head = MAGIC + json.dumps(fields, sort_keys=True).encode() + b"\n"
    whole = head + AESGCM(key).encrypt(nonce, content, head)
    return whole + hashlib.sha256(whole).digest()


def look(data: bytes) -> Sealed:
    """What a file says of itself, without its passphrase.

    Raises NotAnExport, Incomplete, Changed or NewerFile.
    """
    if not data.startswith(MAGIC):
        raise Incomplete("no head") if MAGIC.startswith(data) else NotAnExport("no mark of ours")
    end = data.find(b"\n", len(MAGIC), len(MAGIC) + _MOST_HEADER)
    if end < 0:
        raise (Incomplete if len(data) < len(MAGIC) + _MOST_HEADER else Changed)("no head")
    try:
        fields = json.loads(data[len(MAGIC) : end])
        shape = int(fields["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise Changed("the head cannot be read") from error
    if shape > FORMAT:
        raise NewerFile(f"format {shape}, this program knows {FORMAT}")
    try:
        size, person = int(fields["size"]), str(fields["person"])
        made_at = datetime.fromisoformat(fields["made_at"])
    except (ValueError, KeyError, TypeError) as error:
        raise Changed("the head cannot be read") from error
    head, rest = data[: end + 1], data[end + 1 :]
    if len(rest) < size + _SUM:
        raise Incomplete(f"{len(rest)} bytes of {size + _SUM}")
    if not hmac.compare_digest(hashlib.sha256(data[:-_SUM]).digest(), data[-_SUM:]):
        raise Changed("the sum does not fit")
    return Sealed(person, made_at, head, fields, rest[:size])


def unseal(sealed: Sealed, passphrase: str) -> bytes:
    """The content. Raises WrongPassphrase, or Changed when the passphrase is right and the rest not."""
    try:
        salt, nonce = field_bytes(sealed.fields, "salt"), field_bytes(sealed.fields, "nonce")
        key, check = _keys(passphrase, salt, cost_of(sealed.fields))
        told = field_bytes(sealed.fields, "check")
    except (Damaged, HashingError) as error:
        raise Changed("the head cannot be used") from error
    if not hmac.compare_digest(check, told):
        raise WrongPassphrase("the passphrase does not fit")
    try:
        return AESGCM(key).decrypt(nonce, sealed.body, sealed.head)
    except (InvalidTag, ValueError) as error:
        raise Changed("the content is not what was sealed") from error


def read_sealed(path: Path) -> Sealed:
    """`look` at a file. Raises FileTrouble besides."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NotAnExport("far too large")
        data = path.read_bytes()
    except OSError as error:
        raise FileTrouble(f"cannot be read: {error.strerror}") from error
    return look(data)


def write_sealed(path: Path, data: bytes) -> None:
    """Put a file in place whole, or not at all. Raises StorageFull or FileTrouble."""
    try:
        write_whole(path, data)
    except OSError as error:
        kind = StorageFull if out_of_room(error) else FileTrouble
        raise kind(f"cannot be written: {error.strerror}") from error


def _keys(passphrase: str, salt: bytes, cost: PasswordCost) -> tuple[bytes, bytes]:
    """The key, and a value that shows that a passphrase is the right one."""
    stretched = from_password(passphrase, salt, cost)
    key = hmac.digest(stretched, b"seal", "sha256")
    return key, hmac.digest(stretched, b"check", "sha256")[:16]
