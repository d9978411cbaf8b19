"""What a person can look after of their own account, and what the program is asked for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol


@dataclass(frozen=True, slots=True)
class Authenticator:
    """A second proof that counts."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class NewAuthenticator:
    """One that counts once its first code was right: a drawing, and the same in letters."""

    id: str
    picture: bytes = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedInAt:
    """One computer this person is signed in at."""

    id: str
    place: str
    seen_at: datetime
    is_here: bool


class Account(Protocol):
    """Each may raise an `Expected` of `sync.errors`; all of them need the line."""

    async def signed_in_at(self) -> list[SignedInAt]:
        """Every computer, the latest first."""
        ...

    async def sign_out_at(self, computer: str) -> None:
        """End that session."""
        ...

    async def sign_out_elsewhere(self) -> None:
        """End all sessions but this one."""
        ...

    async def authenticators(self) -> list[Authenticator]:
        """The second proofs that count."""
        ...

    async def add_authenticator(self, name: str) -> NewAuthenticator:
        """Begin with one. Raises SecondFactorNeeded where there is one already."""
        ...

    async def confirm_authenticator(self, authenticator: str, code: str) -> None:
        """Take its first code. Raises WrongCode."""
        ...

    async def remove_authenticator(self, authenticator: str) -> None:
        """Let it count no more."""
        ...

    async def recovery_codes_left(self) -> int | None:
        """How many are unused; None when there are none."""
        ...

    async def make_recovery_codes(self) -> list[str]:
        """New ones in the place of the old. Raises NotOffered."""
        ...

    async def change_password(self, new: str, mailed_code: str) -> None:
        """Of the account and of what is kept here. Raises WeakPassword, SamePassword, ProofNeeded."""
        ...


_PROGRAM: Final = re.compile(r"clinic-app/\S+ \(([^;)]*)(?:; ([^)]*))?\)")
_LONGEST: Final = 60


def place_of(agent: str | None) -> str:
    """What a computer is called in the list, out of what its program said of itself."""
    found = _PROGRAM.match(agent or "")
    if found is None:
        return (agent or "").strip()[:_LONGEST]
    system, name = found[1], found[2]
    return f"{name} · {system}" if name else system


def grouped(secret: str, size: int = 4) -> str:
    """Letters in groups, as they are read out and typed."""
    return " ".join(secret[at : at + size] for at in range(0, len(secret), size))
