"""Where this person is signed in, and ending that from here.

By two functions of this product's schema: the sign-in service lists no sessions to their owner.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from sync.backend.auth import Auth
from sync.backend.auth_answer import claims_in
from sync.backend.rest import Rest


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """One computer a person is signed in at."""

    id: str
    created_at: datetime
    last_seen_at: datetime
    user_agent: str | None = None
    ip: str | None = None
    aal: str = "aal1"
    is_current: bool = False


_devices = msgspec.json.Decoder(list[Device])
_ended = msgspec.json.Decoder(bool)


class Devices:
    """The person's sessions, this one among them."""

    def __init__(self, auth: Auth, rest: Rest) -> None:
        self._auth = auth
        self._rest = rest

    async def all(self) -> list[Device]:
        """Every computer, the latest first. Raises SignedOut, Offline."""
        return await self._rest.call("my_sessions", b"{}", _devices.decode)

    async def end(self, device_id: str) -> bool:
        """Sign out there; it takes effect when that computer asks for something next.

        False when it was over already.
        """
        body = msgspec.json.encode({"session": device_id})
        return await self._rest.call("end_session", body, _ended.decode)

    async def end_others(self) -> None:
        """Sign out everywhere but here."""
        await self._auth.sign_out("others")

    @property
    def mine(self) -> str:
        """The id of this session, empty when nobody is signed in."""
        session = self._auth.session
        return claims_in(session.access_token).session_id if session else ""
