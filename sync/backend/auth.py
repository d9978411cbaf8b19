"""The session: opened by one proof or another, kept alive by one refresh at a time, ended by the
server alone.

A refresh token can be used once (supabase/auth, internal/tokens/service.go), so three rules hold:

* one refresh at a time, in this process and, with a lock file, on this machine;
* the new tokens are stored, by `on_session`, before the access token is used: a crash in between
  leaves the old refresh token, whose repetition the server allows as long as nobody used the new
  one;
* after a lost answer the same old token is tried again, for the same reason.

Only the five answers of `classify_auth.SESSION_ENDING` end a session. No network failure ever does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from sync.backend.answer import Answer, TokenRefused
from sync.backend.auth_answer import Factor, read_session
from sync.backend.classify_auth import Door, auth_trouble
from sync.backend.doubt import Doubt
from sync.backend.http import Http
from sync.backend.lockfile import locked
from sync.backend.protocol import OnSession, Session
from sync.clock import Clock
from sync.errors import Busy, Expected, SignedOut, Unanswered

MARGIN: Final = 90.0
"""Seconds before its end at which a token is replaced; auth-js uses the same."""

_LOCK_WITHIN: Final = 30.0
_CLOSE_WITHIN: Final = 2.0
_API_VERSION: Final = {"x-supabase-api-version": "2024-01-01"}

LoadSession = Callable[[], Awaitable[Session | None]]
Reach = Literal["local", "others", "global"]
Body = dict[str, Any]


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
        self.factors: tuple[Factor, ...] | None = None
        """The person's second proofs as the server named them last; None while it has not."""
        self._http = http
        self._clock = clock
        self._lock = lock
        self._stored = stored
        self._session: Session | None = None
        self._ended = "no_session"
        self._good_until = 0.0
        self._unstored: Session | None = None
        self._not_before = 0.0
        self._doubt = Doubt(clock)
        self._renewal: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
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

    async def open(self, path: str, body: Body, door: Door) -> Session:
        """Open a session with a proof. Raises what `classify_auth` has for that door."""
        answer = await self.ask("POST", path, body, door=door)
        session = self._decode(answer, str(body.get("email", "")))
        self._adopt(session)
        return session

    def resume(self, session: Session) -> None:
        """Take a stored session over."""
        self.factors = None
        self._adopt(session)

    async def set_down(self) -> None:
        """Forget the tokens, here alone: they are stored, and `resume` takes them up again."""
        await self.close()
        self._forget("no_session")

    async def token(self) -> str:
        """An access token that is good for a while. Raises SignedOut, Offline, Busy."""
        session = self._held()
        if self.seconds_left > MARGIN and self._unstored is None:
            return session.access_token
        try:
            await self.renew()
        except Expected as trouble:
            # The old one still opens doors: the sign-in service may be down alone.
            if trouble.retry and self.seconds_left > 0 and self._session is session:
                return session.access_token
            raise
        return self._held().access_token

    async def fresh_token(self, refused: str) -> str:
        """A token other than the one the server refused. Raises SignedOut, Offline, Busy."""
        if self._held().access_token == refused:
            await self.renew()
        return self._held().access_token

    async def as_person(
        self, method: str, path: str, body: Body | None = None, door: Door = "account"
    ) -> Answer:
        """Ask as the person who is signed in; a refused token is replaced once."""
        token = await self.token()
        try:
            return await self.ask(method, path, body, token, door)
        except TokenRefused:
            return await self.ask(method, path, body, await self.fresh_token(token), door)

    async def replace(self, path: str, body: Body, door: Door) -> Session:
        """Ask for something that is answered with other tokens of this session, and keep those."""
        token = await self.token()
        async with self._alone():
            old = self._held()
            new = self._decode(await self.ask("POST", path, body, token, door), old.email)
            await self._keep(old, new)
        return self._held()

    async def sign_out(self, reach: Reach = "local") -> bool:
        """Forget the session, and tell the server to end this one, all, or all others.

        False when the server could not be told: a `local` session is forgotten all the same and ends
        by itself; with `global` nothing is forgotten then, with `others` what is in the way is raised.
        """
        path = f"/auth/v1/logout?scope={reach}"
        if reach == "others":
            await self.as_person("POST", path)
            return True
        if reach == "global":
            return await self._end_all(path)
        try:
            token = await self.token()
        except Expected:
            self._forget("no_session")
            return False
        self._forget("no_session")
        try:
            await self.ask("POST", path, None, token)
        except Expected as trouble:
            return isinstance(trouble, SignedOut | TokenRefused)
        return True

    async def _end_all(self, path: str) -> bool:
        try:
            await self.as_person("POST", path)
        except Expected as trouble:
            if not isinstance(trouble, SignedOut):
                return False
        self._forget("no_session")
        return True

    async def ask(
        self,
        method: str,
        path: str,
        body: Body | None = None,
        token: str | None = None,
        door: Door = "session",
    ) -> Answer:
        """One exchange with the sign-in service. Raises what the answer means at that door."""
        sent = None if body is None else msgspec.json.encode(body)
        answer = await self._http.ask(method, path, body=sent, token=token, headers=_API_VERSION)
        trouble = auth_trouble(answer, self._clock.now(), door)
        if trouble is not None:
            raise trouble
        return answer

    async def close(self) -> None:
        """Let a refresh that is under way end: its answer may hold the only token that is good."""
        renewal = self._renewal
        if renewal is not None:
            await asyncio.wait({renewal}, timeout=_CLOSE_WITHIN)
            renewal.cancel()
            await asyncio.wait({renewal})

    # --- one refresh at a time --------------------------------------------------------------------

    async def renew(self) -> None:
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
        async with self._alone() as taken_over:
            if taken_over:
                return
            old = self._held()
            await self._keep(old, self._unstored or await self._refresh(old))

    @asynccontextmanager
    async def _alone(self) -> AsyncGenerator[bool, None]:
        """Nobody else on this machine changes the session meanwhile. Tells whether another process
        has renewed it just before.
        """
        async with self._turn:
            if self._lock is None:
                yield False
                return
            async with locked(self._lock, self._clock, _LOCK_WITHIN):
                yield await self._take_over()

    async def _keep(self, old: Session, new: Session) -> None:
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
        path, body = "/auth/v1/token?grant_type=refresh_token", {"refresh_token": old.refresh_token}
        try:
            try:
                answer = await self.ask("POST", path, body)
            except Unanswered:
                answer = await self.ask("POST", path, body)
        except SignedOut as over:
            if self._session is old:
                self._forget(over.reason)
            raise
        except Expected as trouble:
            raise self._doubt.heard(trouble) from None
        return self._decode(answer, old.email)

    # --- inside -----------------------------------------------------------------------------------

    def _decode(self, answer: Answer, email: str) -> Session:
        session, self.factors = read_session(answer, email, self._clock.now())
        return session

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
        self._doubt.clear()
        self._session, self._unstored = session, None
        self._tell()

    def _forget(self, reason: str) -> None:
        self._session, self._unstored, self._ended = None, None, reason
        self.factors = None
        self._tell()

    def _tell(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
