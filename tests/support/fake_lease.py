"""The lease of the server in memory: told, and signed where the real one would sign it."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from sync.backend import wire
from tests.support.fake_schema import Row, text_of

GOOD_FOR = timedelta(hours=1)
"""By so much the one that is held may be shorter than it could be."""


class LeaseKey:
    """What a server signs leases with; the same seed makes the same one."""

    def __init__(self, seed: str = "the server in memory") -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = base64.b64encode(public).decode()
        self.id = hashlib.sha256(public).hexdigest()[:16]

    def sign(self, note: Row) -> Row:
        """The text as the database writes it, with its signature and the key beside it."""
        ordered = {name: note[name] for name in sorted(note, key=lambda n: (len(n), n))}
        text = json.dumps(ordered, ensure_ascii=False)
        signature = base64.b64encode(self._key.sign(text.encode())).decode()
        return {"note": text, "signature": signature, "key": self.public}

    def lease(
        self, person: str, roles: set[str], now: datetime, until: datetime, asked: wire.PullRequest
    ) -> Row:
        """What an answer tells. Signed for who says which one they hold, where that is not good enough."""
        told = {"not_after": text_of(until)}
        if not isinstance(asked.lease, dict):
            return told
        who = {"user": person, "device": asked.device, "key": self.id, "roles": sorted(roles)}
        held = {n: v for n, v in asked.lease.items() if n not in ("not_after", "issued_at")}
        if held == who:
            missing = until - datetime.fromisoformat(asked.lease["not_after"])
            if timedelta() <= missing <= GOOD_FOR:
                return told
        return told | self.sign(who | told | {"issued_at": text_of(now)})
