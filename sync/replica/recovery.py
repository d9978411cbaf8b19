"""A code on paper that opens the replica when the password is forgotten.

    5PK7M-9WQ2H-...   eight groups of four characters and a check character

The alphabet has 31 characters, none of which looks like another: no 0 and O, no 1, I and L. 31 is a prime,
so a weighted sum finds every character that was mistyped and every two that changed places, and says in
which group; the group's number is in the sum, so that groups in another order are found too. 32 characters
are 158 bits of chance, which nobody guesses: one pass of HKDF is enough where a password needs Argon2id.
"""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.errors import Expected
from sync.replica.keys import keys_file
from sync.replica.slots import (
    COST,
    PasswordCost,
    Slot,
    Slots,
    edit_slots,
    field_bytes,
    password_slot,
    put_slot,
    read_slots,
    slot_of,
    take_slot,
    unwrap,
    wrap,
)

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
GROUPS: Final = 8
_CHANCE: Final = 4
_WEIGHTS: Final = (3, 7, 11, 17)
KIND: Final = "recovery"


class MistypedCode(Expected):
    """What was typed is no code. `group` is the first one that cannot be right, from 1; 0 for the whole."""

    code = "auth.mistyped_code"

    def __init__(self, group: int) -> None:
        super().__init__(f"group {group}")
        self.group = group


class WrongCode(Expected):
    """A code in good form that opens nothing here: spent, of another computer, or of before a re-key."""

    code = "auth.wrong_code"


def new_code() -> str:
    """A fresh code, as it is printed."""
    return "-".join(_group(number) for number in range(1, GROUPS + 1))


def read_code(typed: str) -> str:
    """The code as it was printed, from what somebody typed. Raises MistypedCode."""
    plain = "".join(each for each in typed.upper() if each not in " -–—\t\r\n.")
    size = _CHANCE + 1
    groups = [plain[at : at + size] for at in range(0, len(plain), size)]
    for number, group in enumerate(groups, start=1):
        whole = len(group) == size and set(group) <= set(ALPHABET)
        if number > GROUPS or not whole or group[-1] != _check(number, group[:-1]):
            raise MistypedCode(number if number <= GROUPS else 0)
    if len(groups) < GROUPS:
        raise MistypedCode(len(groups) + 1)
    return "-".join(groups)


def add_code(folder: Path, person: str, key: bytes) -> str:
    """Let a new code open the replica from now on, in the place of any earlier one, and return it.

    It is kept nowhere: whoever has it must write it down now.
    """
    with edit_slots(keys_file(folder, person), person) as slots:
        code, slot = code_slot(slots, key)
        put_slot(slots, slot)
    return code


def code_slot(slots: Slots, key: bytes) -> tuple[str, Slot]:
    """A new code, and the slot that it opens."""
    code, salt = new_code(), os.urandom(16)
    head = {"type": KIND, "kdf": "hkdf-sha256", "salt": base64.b64encode(salt).decode()}
    return code, wrap(slots, head, key, _wrapper(code, salt))


def open_with_code(folder: Path, person: str, typed: str) -> bytes:
    """The replica's key. Raises MistypedCode, WrongCode, or Damaged when the slots cannot be read."""
    return _open(read_slots(keys_file(folder, person), person), typed)


def new_password_with_code(
    folder: Path, person: str, typed: str, password: str, *, cost: PasswordCost = COST
) -> bytes:
    """Spend the code on a new password, in one write, and return the replica's key.

    Raises MistypedCode, WrongCode, Damaged; then nothing was changed.
    """
    with edit_slots(keys_file(folder, person), person) as slots:
        key = _open(slots, typed)
        put_slot(slots, password_slot(slots, key, password, cost))
        take_slot(slots, KIND)
    return key


def take_code_back(folder: Path, person: str) -> None:
    """No code opens the replica any more."""
    with edit_slots(keys_file(folder, person), person) as slots:
        take_slot(slots, KIND)


def _open(slots: Slots, typed: str) -> bytes:
    code = read_code(typed)
    slot = slot_of(slots, KIND)
    if slot is None:
        raise WrongCode("no code was ever made here, or it was spent")
    try:
        return unwrap(slots, slot, _wrapper(code, field_bytes(slot, "salt")))
    except InvalidTag:
        raise WrongCode("the code opens no slot") from None


def _wrapper(code: str, salt: bytes) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"clinic recovery code")
    return derive.derive(code.encode())


def _group(number: int) -> str:
    chance = "".join(secrets.choice(ALPHABET) for _ in range(_CHANCE))
    return chance + _check(number, chance)


def _check(number: int, chance: str) -> str:
    values = (ALPHABET.index(each) for each in chance)
    total = sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))
    return ALPHABET[(total + number * 5) % len(ALPHABET)]
