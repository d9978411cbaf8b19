"""Proof Key for Code Exchange (RFC 7636): a code that was caught on its way is worth nothing."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Proof:
    """A secret made for one way in. Only its hash leaves this program before the end."""

    verifier: str = field(repr=False)

    @classmethod
    def fresh(cls) -> Proof:
        return cls(secrets.token_urlsafe(64))

    @property
    def challenge(self) -> str:
        """The SHA-256 of the secret, as it is handed over at the beginning."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    @property
    def asked(self) -> dict[str, str]:
        """What goes into the question that begins a way in."""
        return {"code_challenge": self.challenge, "code_challenge_method": "s256"}
