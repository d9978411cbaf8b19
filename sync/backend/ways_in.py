"""The ways in besides a password: a mailed code or link, another service in the browser, an
invitation; and the way back after a forgotten password.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import urlencode

import msgspec

from sync.backend.address import Address
from sync.backend.auth import Auth, Body
from sync.backend.classify import trouble_of
from sync.backend.pkce import Proof
from sync.backend.protocol import Session
from sync.clock import Clock
from sync.errors import NoAccount, ProofNeeded

CodeFor = Literal["email", "recovery", "invite", "email_change"]
"""What a mailed code was asked for: to come in, to choose a new password, to accept an invitation."""

MAIL_PAUSE_S: Final = 60.0
"""Between two mails to one person, unless the server says otherwise."""

_NOT_PROVIDERS: Final = frozenset({"email", "phone", "anonymous_users"})


@dataclass(frozen=True, slots=True)
class Offered:
    """What a project lets people prove themselves with."""

    by_mail: bool
    providers: tuple[str, ...]


class _Settings(msgspec.Struct):
    external: dict[str, bool] = {}


class WaysIn:
    """Begins and ends ways in. One at a time: a new one makes the one before worthless."""

    def __init__(self, auth: Auth, address: Address, clock: Clock) -> None:
        self._auth = auth
        self._address = address
        self._clock = clock
        self._proof: Proof | None = None

    async def offered(self) -> Offered:
        """What the project has switched on. Raises Offline, Misconfigured."""
        answer = await self._auth.ask("GET", "/auth/v1/settings")
        try:
            external = msgspec.json.decode(answer.body, type=_Settings).external
        except msgspec.DecodeError as error:
            raise trouble_of(error, self._clock.now()) from None
        on = sorted(name for name, is_on in external.items() if is_on)
        providers = tuple(name for name in on if name not in _NOT_PROVIDERS)
        return Offered(bool(external.get("email")), providers)

    async def send_code(self, email: str, *, recovery: bool = False, back: str = "") -> None:
        """Have a code mailed, and with `back` a link that brings a browser there.

        An address nobody has is not told apart: nobody learns here who has an account. Raises Busy
        with the seconds to wait, NotOffered, Offline.
        """
        self._proof = Proof.fresh() if back else None
        body: Body = {"email": email, **(self._proof.asked if self._proof else {})}
        path = "/auth/v1/recover"
        if not recovery:
            path, body["create_user"] = "/auth/v1/otp", False
        query = f"?{urlencode({'redirect_to': back})}" if back else ""
        try:
            await self._auth.ask("POST", path + query, body, door="mail")
        except NoAccount:
            return

    async def enter_code(self, email: str, code: str, asked_for: CodeFor) -> Session:
        """Come in with a mailed code. Raises WrongCode, NotAllowed, Busy, Offline."""
        body = {"type": asked_for, "email": email, "token": "".join(code.split())}
        return await self._auth.open("/auth/v1/verify", body, "code")

    def address_of(self, provider: str, back: str) -> str:
        """Where to send the browser to come in through another service."""
        self._proof = Proof.fresh()
        asked = {"provider": provider, "redirect_to": back, **self._proof.asked}
        return f"{self._address.base}/auth/v1/authorize?{urlencode(asked)}"

    async def exchange(self, code: str) -> Session:
        """Come in with what the browser brought back. Raises TookTooLong, NotAllowed, Offline."""
        proof, self._proof = self._proof, None
        body = {"auth_code": code, "code_verifier": proof.verifier if proof else "none"}
        return await self._auth.open("/auth/v1/token?grant_type=pkce", body, "code")

    async def change_password(self, new: str, mailed_code: str = "") -> None:
        """Give the account another password; all its other sessions end.

        Raises WeakPassword, SamePassword, SecondFactorNeeded, and ProofNeeded when the sign-in was
        long ago: a code has been mailed then, and goes into `mailed_code`.
        """
        body = {"password": new, **({"nonce": mailed_code} if mailed_code else {})}
        try:
            await self._auth.as_person("PUT", "/auth/v1/user", body)
        except ProofNeeded:
            await self._auth.as_person("GET", "/auth/v1/reauthenticate")
            raise
