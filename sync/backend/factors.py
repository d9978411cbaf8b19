"""Second proofs: codes of an authenticator, and words on paper for the day it is lost."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, TypeVar

import msgspec

from sync.backend.answer import Answer
from sync.backend.auth import Auth, Body
from sync.backend.auth_answer import Factor, claims_in, read_user
from sync.backend.classify import trouble_of
from sync.backend.protocol import Session
from sync.clock import Clock
from sync.errors import NotOffered, ServerTrouble, WrongCode

T = TypeVar("T")

STALE: Final = frozenset(
    {"mfa_challenge_expired", "mfa_ip_address_mismatch", "mfa_factor_not_found"}
)
"""A challenge that was overtaken: another one is asked for, once."""
_HAS_CODES: Final = "mfa_verified_factor_exists"
_LONGEST_PICTURE: Final = 256 * 1024


class Picture(msgspec.Struct, frozen=True):
    """What an authenticator reads: a drawing, and the same in letters."""

    qr_code: str = ""
    secret: str = ""
    uri: str = ""

    def __repr__(self) -> str:
        return "Picture()"


class Enrolled(msgspec.Struct, frozen=True):
    """An authenticator that counts as soon as its first code was right."""

    id: str
    totp: Picture


class _Challenge(msgspec.Struct):
    id: str


class _Codes(msgspec.Struct):
    codes: list[str]


class _Count(msgspec.Struct):
    remaining: int


class Factors:
    """Adds, asks for and removes a person's second proofs."""

    def __init__(self, auth: Auth, clock: Clock) -> None:
        self._auth = auth
        self._clock = clock

    @property
    def is_proved(self) -> bool:
        """Whether this session has shown a second proof."""
        session = self._auth.session
        return session is not None and claims_in(session.access_token).aal == "aal2"

    async def mine(self) -> tuple[Factor, ...]:
        """The person's second proofs that count. Raises SignedOut, Offline."""
        if self._auth.factors is None:
            user = read_user(await self._auth.as_person("GET", "/auth/v1/user"), self._clock.now())
            self._auth.factors = tuple(user.factors or ())
        return tuple(factor for factor in self._auth.factors if factor.is_verified)

    async def enrol(self, name: str, issuer: str) -> Enrolled:
        """Begin with an authenticator; `prove` with its first code ends it.

        Raises SecondFactorNeeded, TooManyFactors, NotOffered.
        """
        await self._drop_unfinished()
        body = {"factor_type": "totp", "friendly_name": name, "issuer": issuer}
        answer = await self._auth.as_person("POST", "/auth/v1/factors", body, "factor")
        enrolled = self._read(answer, Enrolled)
        if len(enrolled.totp.qr_code) > _LONGEST_PICTURE:
            raise ServerTrouble("The server's picture is too large.", "too_large")
        return enrolled

    async def prove(self, factor_id: str, code: str) -> Session:
        """Show a code of an authenticator. Raises WrongCode, Busy, SignedOut, Offline."""
        self._auth.factors = None
        digits = "".join(code.split())
        try:
            return await self._prove(factor_id, digits)
        except ServerTrouble as trouble:
            if trouble.server_code not in STALE:
                raise
            return await self._prove(factor_id, digits)

    async def prove_any(self, code: str) -> Session:
        """Show a code of whichever authenticator somebody has in hand. Raises as `prove`."""
        mine = [each.id for each in await self.mine() if each.factor_type == "totp"]
        for factor in mine[:-1]:
            with suppress(WrongCode):
                return await self.prove(factor, code)
        if not mine:
            raise NotOffered("There is no authenticator.")
        return await self.prove(mine[-1], code)

    async def remove(self, factor_id: str) -> None:
        """Take an authenticator away, and with the last one the recovery codes.

        Raises SecondFactorNeeded.
        """
        mine = [each.id for each in await self.mine() if each.factor_type == "totp"]
        if mine == [factor_id]:
            await self.remove_recovery_codes()
        await self._auth.as_person("DELETE", f"/auth/v1/factors/{factor_id}", None, "factor")
        self._auth.factors = None
        await self._auth.renew()  # what the token says of the proof is not true any more

    async def make_recovery_codes(self) -> list[str]:
        """Ten codes, each good once; those of before count no more.

        Raises SecondFactorNeeded, NotOffered where the server has none.
        """
        path = "/auth/v1/factors/recovery-codes"
        try:
            answer = await self._recovery("POST", path)
        except ServerTrouble as trouble:
            if trouble.server_code != _HAS_CODES:
                raise
            answer = await self._recovery("POST", f"{path}/regenerate")
        self._auth.factors = None
        return self._read(answer, _Codes).codes

    async def recovery_codes_left(self) -> int | None:
        """How many are unused; None when there are none, or the server knows none."""
        try:
            answer = await self._recovery("GET", "/auth/v1/factors/recovery-codes")
        except NotOffered:
            return None
        return self._read(answer, _Count).remaining

    async def use_recovery_code(self, code: str) -> Session:
        """Show a recovery code in place of the authenticator. Raises WrongCode, Busy."""
        self._auth.factors = None
        return await self._auth.replace(
            "/auth/v1/factors/recovery-codes/verify", {"code": code.strip()}, "factor"
        )

    async def remove_recovery_codes(self) -> None:
        """Let none of them count any more."""
        try:
            await self._recovery("DELETE", "/auth/v1/factors/recovery-codes")
        except NotOffered:
            return

    async def _prove(self, factor_id: str, code: str) -> Session:
        if not code.isdecimal():
            raise WrongCode("An authenticator shows digits.")
        path = f"/auth/v1/factors/{factor_id}"
        asked = await self._auth.as_person("POST", f"{path}/challenge", {}, "factor")
        body: Body = {"challenge_id": self._read(asked, _Challenge).id, "code": code}
        return await self._auth.replace(f"{path}/verify", body, "factor")

    async def _drop_unfinished(self) -> None:
        """An authenticator that somebody began to add and did not finish is in the way."""
        user = read_user(await self._auth.as_person("GET", "/auth/v1/user"), self._clock.now())
        for factor in user.factors or ():
            if not factor.is_verified and factor.factor_type == "totp":
                path = f"/auth/v1/factors/{factor.id}"
                await self._auth.as_person("DELETE", path, None, "factor")

    async def _recovery(self, method: str, path: str) -> Answer:
        """Servers before 2.197 take "recovery-codes" for the name of a factor that is not there."""
        try:
            return await self._auth.as_person(method, path, None, "factor")
        except ServerTrouble as trouble:
            if trouble.server_code in ("validation_failed", "mfa_factor_not_found", "404", "405"):
                raise NotOffered("This server has no recovery codes.") from trouble
            raise

    def _read(self, answer: Answer, shape: type[T]) -> T:
        try:
            return msgspec.json.decode(answer.body, type=shape)
        except msgspec.DecodeError as error:
            raise trouble_of(error, self._clock.now()) from None
