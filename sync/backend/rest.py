"""Calling the server's functions as the person who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from sync.backend.answer import Answer, MissingFunction, TokenRefused
from sync.backend.auth import Auth
from sync.backend.classify import rest_trouble, trouble_of
from sync.backend.http import Http
from sync.clock import Clock
from sync.errors import Expected, Misconfigured

DEPLOY: Final = 15 * 60.0
"""Seconds for which a missing function is taken for a deployment that is under way."""

T = TypeVar("T")


class Rest:
    """`POST /rest/v1/rpc/<function>`: never GET, which a load balancer may send to a stale copy."""

    def __init__(self, http: Http, auth: Auth, clock: Clock) -> None:
        self._http = http
        self._auth = auth
        self._clock = clock
        self._missing_since: float | None = None

    async def call(self, function: str, body: bytes, decode: Callable[[bytes], T]) -> T:
        """Call, and read the answer. A refused token is replaced once."""
        token = await self._auth.token()
        try:
            answer = await self._ask(function, body, token)
        except TokenRefused:
            token = await self._auth.fresh_token(token)
            answer = await self._ask(function, body, token)
        try:
            return decode(answer.body)
        except msgspec.DecodeError as error:
            raise trouble_of(error, self._clock.now()) from None

    async def _ask(self, function: str, body: bytes, token: str) -> Answer:
        path = f"/rest/v1/rpc/{function}"
        answer = await self._http.ask("POST", path, body=body, token=token)
        trouble = rest_trouble(answer, self._clock.now())
        if trouble is None:
            self._missing_since = None
            return answer
        raise self._judged(trouble)

    def _judged(self, trouble: Expected) -> Expected:
        if not isinstance(trouble, MissingFunction):
            return trouble
        now = self._clock.monotonic()
        self._missing_since = now if self._missing_since is None else self._missing_since
        if now - self._missing_since < DEPLOY:
            return trouble
        return Misconfigured("The clinic's functions are not installed on this server.")
