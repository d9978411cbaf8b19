"""The sign-in service's answers, taken apart."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime

import msgspec

from sync.backend.answer import Answer
from sync.backend.classify import trouble_of
from sync.backend.protocol import Session


class Factor(msgspec.Struct, frozen=True, kw_only=True):
    """A second proof of a person. Only a verified one counts."""

    id: str
    friendly_name: str | None = None
    factor_type: str = "totp"
    status: str = "unverified"

    @property
    def is_verified(self) -> bool:
        """Whether it was finished with a right code once."""
        return self.status == "verified"


class Claims(msgspec.Struct, frozen=True, kw_only=True):
    """What a token says of itself. For the screen alone: only the server decides by it."""

    session_id: str = ""
    aal: str = "aal1"


class User(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the server's user that matter here."""

    id: str
    email: str | None = None
    factors: list[Factor] | None = None


class _Tokens(msgspec.Struct):
    access_token: str
    refresh_token: str
    user: User
    expires_in: float = 3600.0


def read_session(
    answer: Answer, email: str, now: datetime
) -> tuple[Session, tuple[Factor, ...] | None]:
    """The session an answer carries, and the person's second proofs. Raises ServerTrouble."""
    try:
        tokens = msgspec.json.decode(answer.body, type=_Tokens)
    except msgspec.DecodeError as error:
        raise trouble_of(error, now) from None
    session = Session(
        person=tokens.user.id,
        email=tokens.user.email or email,
        access_token=tokens.access_token,
        refresh_token=tokens.refresh_token,
        expires_in=tokens.expires_in,
        issued_at=now,
    )
    return session, tuple(tokens.user.factors or ())


def read_user(answer: Answer, now: datetime) -> User:
    """The person an answer carries. Raises ServerTrouble."""
    try:
        return msgspec.json.decode(answer.body, type=User)
    except msgspec.DecodeError as error:
        raise trouble_of(error, now) from None


def claims_in(token: str) -> Claims:
    """What an access token says, unproved; empty when it says nothing readable."""
    parts = token.split(".")
    if len(parts) != 3:
        return Claims()
    try:
        body = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        return msgspec.json.decode(body, type=Claims)
    except (binascii.Error, ValueError, msgspec.DecodeError):
        return Claims()
