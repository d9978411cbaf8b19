"""The session: opened with a password, kept alive by one refresh at a time, ended by the server
alone.

A refresh token can be used once (supabase/auth, internal/tokens/service.go), so three rules hold:

* one refresh at a time, in this process and, with a lock file, on this machine;
* the new tokens are stored, by `on_session`, before the access token is used: a crash in between
  leaves the old refresh token, whose repetition the server allows as long as nobody used the new
  one;
* after a lost answer the same old token is tried again, for the same reason.

Only the five answers of `classify.SESSION_ENDING` end a session. No network failure ever does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import msgspec

from sync.backend.answer import Answer, TokenRefused, Unanswered
from sync.backend.classify import auth_trouble, trouble_of
from sync.backend.http import Http
from sync.backend.lockfile import locked
from sync.backend.protocol import OnSession, Session
from sync.clock import Clock
from sync.errors import Busy, Expected, SignedOut

MARGIN: Final = 90.0
"""Seconds before its end at which a token is replaced; auth-js uses the same."""

_LOCK_WITHIN: Final = 30.0
_CLOSE_WITHIN: Final = 2.0
_API_VERSION: Final = {"x-supabase-api-version": "2024-01-01"}

LoadSession = Callable[[], Awaitable[Session | None]]


class _User(msgspec.Struct):
    id: str
    email: str | None = None


class _Tokens(msgspec.Struct):
    access_token: str
    refresh_token: str
    user: _User
    expires_in: float = 3600.0


class Auth:
    """Holds the session and hands out access tokens that are good for a while.

    `lock` names a file shared by all processes that use this session, and `stored` reads the
    session another one of them may have renewed meanwhile.
    """

    def __init__(
        self,
        http: Http,
        clock: Clock,
        *,
        lock: Path | None = None,
        stored: LoadSession | None = None,
    ) -> None:
        self.on_session: OnSession | None = None
        self._http = http
        self._clock = clock
        self._lock = lock
        self._stored = stored
        self._session: Session | None = None
        self._ended = "no_session"
        self._good_until = 0.0
        self._unstored: Session | None = None
        self._not_before = 0.0
        self._renewal: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()

    @property
    def session(self) -> Session | None:
        """The session as it is now."""
        return self._session

    @property
    def seconds_left(self) -> float:
        """How long the access token is still good, as far as this machine can tell."""
        return self._good_until - self._clock.monotonic()

    async def changed(self) -> None:
        """Wait until there is another token, or none."""
        await self._changed.wait()

    async def sign_in(self, email: str, password: str) -> Session:
        """Open a session. Raises WrongPassword, NotAllowed, Misconfigured, Offline, Busy."""
        body = msgspec.json.encode({"email": email, "password": password})
        answer = await self._ask("/auth/v1/token?grant_type=password", body)
        trouble = auth_trouble(answer, self._clock.now(), signing_in=True)
        if trouble is not None:
            raise trouble
        session = self._decode(answer, email)
        self._adopt(session)
        return session

    def resume(self, session: Session) -> None:
        """Take a stored session over."""
        self._adopt(session)

    async def token(self) -> str:
        """An access token that is good for a while. Raises SignedOut, Offline, Busy."""
        session = self._held()
        if self.seconds_left > MARGIN and self._unstored is None:
            return session.access_token
        try:
            await self._renew()
        except Expected as trouble:
            # The old one still opens doors: the sign-in service may be down alone.
            if trouble.retry and self.seconds_left > 0 and self._session is session:
                return session.access_token
            raise
        return self._held().access_token

    async def fresh_token(self, refused: str) -> str:
        """A token other than the one the server refused. Raises SignedOut, Offline, Busy."""
        if self._held().access_token == refused:
            await self._renew()
        return self._held().access_token

    async def sign_out(self) -> bool:
        """Forget the session, and tell the server to end this one of the person's sessions.

        False when the server could not be told; the session then ends by itself.
        """
        try:
            token = await self.token()
        except Expected:
            self._forget("no_session")
            return False
        self._forget("no_session")
        try:
            answer = await self._ask("/auth/v1/logout?scope=local", None, token)
        except Expected:
            return False
        trouble = auth_trouble(answer, self._clock.now())
        return trouble is None or isinstance(trouble, SignedOut | TokenRefused)

    async def close(self) -> None:
        """Let a refresh that is under way end: its answer may hold the only token that is good."""
        renewal = self._renewal
        if renewal is not None:
            await asyncio.wait({renewal}, timeout=_CLOSE_WITHIN)
            renewal.cancel()
            await asyncio.wait({renewal})

    # --- one refresh at a time --------------------------------------------------------------------

    async def _renew(self) -> None:
        """Join the refresh under way, or start one. Whoever waits may leave; the refresh goes on."""
        if self._renewal is None:
            left = self._not_before - self._clock.monotonic()
            if left > 0:
                raise Busy("The server asked for patience.", left)
            self._renewal = asyncio.create_task(self._renew_once(), name="refresh the session")
            self._renewal.add_done_callback(self._renewed)
        await asyncio.shield(self._renewal)

    def _renewed(self, task: asyncio.Task[None]) -> None:
        self._renewal = None
        if not task.cancelled() and isinstance(trouble := task.exception(), Busy):
            self._not_before = self._clock.monotonic() + (trouble.retry_after or 0.0)

    async def _renew_once(self) -> None:
        async with AsyncExitStack() as held:
            if self._lock is not None:
                await held.enter_async_context(locked(self._lock, self._clock, _LOCK_WITHIN))
                if await self._take_over():
                    return
            old = self._held()
            new = self._unstored or await self._refresh(old)
            if self._session is not old:
                return  # signed in or out meanwhile: these tokens belong to a session that is left
            self._unstored = new
            if self.on_session is not None:
                await self.on_session(new)
            if self._session is old:
                self._adopt(new)

    async def _take_over(self) -> bool:
        """Use what another process stored while this one waited for the lock."""
        stored = await self._stored() if self._stored is not None else None
        mine = self._held()
        if stored is None or stored.person != mine.person:
            return False
        if stored.refresh_token == mine.refresh_token:
            return False
        self._adopt(stored)
        return self.seconds_left > MARGIN

    async def _refresh(self, old: Session) -> Session:
        body = msgspec.json.encode({"refresh_token": old.refresh_token})
        path = "/auth/v1/token?grant_type=refresh_token"
        try:
            answer = await self._ask(path, body)
        except Unanswered:
            answer = await self._ask(path, body)
        trouble = auth_trouble(answer, self._clock.now())
        if isinstance(trouble, SignedOut):
            if self._session is old:
                self._forget(trouble.reason)
            raise trouble
        if trouble is not None:
            raise trouble
        return self._decode(answer, old.email)

    # --- inside -----------------------------------------------------------------------------------

    async def _ask(self, path: str, body: bytes | None, token: str | None = None) -> Answer:
        return await self._http.ask("POST", path, body=body, token=token, headers=_API_VERSION)

    def _decode(self, answer: Answer, email: str) -> Session:
        try:
            tokens = msgspec.json.decode(answer.body, type=_Tokens)
        except msgspec.DecodeError as error:
            raise trouble_of(error, self._clock.now()) from None
        return Session(
            person=tokens.user.id,
            email=tokens.user.email or email,
            access_token=tokens.access_token,
            refresh_token=tokens.refresh_token,
            expires_in=tokens.expires_in,
            issued_at=self._clock.now(),
        )

    def _held(self) -> Session:
        if self._session is None:
            raise SignedOut(self._ended)
        return self._session

    def _adopt(self, session: Session) -> None:
        age = (self._clock.now() - session.issued_at).total_seconds()
        # A stamp from the future says that the clock was turned: ask for a new token to be sure.
        left = session.expires_in - max(age, 0.0) if age > -MARGIN else 0.0
        self._good_until = self._clock.monotonic() + left
        self._not_before = 0.0
        self._session, self._unstored = session, None
        self._tell()

    def _forget(self, reason: str) -> None:
        self._session, self._unstored, self._ended = None, None, reason
        self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
