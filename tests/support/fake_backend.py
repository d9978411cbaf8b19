"""A `Backend` in memory, for tests of the engine: one workstation's line to a `FakeServer`.

Requests and answers travel as bytes, so what the wire cannot carry does not get through here
either.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime

import msgspec

from sync.backend import wire
from sync.backend.protocol import Joined, Lost, OnSession, Poke, Poked, Session
from sync.errors import Expected, Offline, SignedOut, Unanswered, WrongPassword
from tests.support.fake_ask import ask
from tests.support.fake_push import push
from tests.support.fake_server import FakeServer


class FakeBackend:
    """One line to the server. `person` is signed in from the start.

    `down` takes the line away at once, `lose_next_answer` lets one call have its effect and loses
    its answer, `fail_next` makes the next call fail before it has any. `calls` counts by name.
    """

    def __init__(self, server: FakeServer | None = None, person: str | None = None) -> None:
        self.server = server or FakeServer()
        self.on_session: OnSession | None = None
        self.lose_next_answer = False
        self.before_answer: Callable[[], Awaitable[None]] | None = None
        self.calls = Counter[str]()
        self.pulls: list[wire.PullRequest] = []
        self.pushes: list[wire.PushRequest] = []
        self._session = None if person is None else self._issue(person, "")
        self._ended = "no_session"
        self._down = False
        self._errors: deque[Expected] = deque()
        self._listeners: set[_Listener] = set()

    @property
    def down(self) -> bool:
        """Whether the line is cut."""
        return self._down

    @down.setter
    def down(self, cut: bool) -> None:
        self._down = cut
        self._wake()

    def fail_next(self, *errors: Expected) -> None:
        """The next calls raise these, one each, before anything happens."""
        self._errors.extend(errors)

    def end_session(self, reason: str = "session_expired") -> None:
        """The server ends this session."""
        self._session, self._ended = None, reason
        self._wake()

    async def renew(self) -> Session:
        """New tokens, handed to `on_session` as the real backend does."""
        assert self._session is not None
        self._session = self._issue(self._session.person, self._session.email)
        if self.on_session is not None:
            await self.on_session(self._session)
        return self._session

    # --- Backend ----------------------------------------------------------------------------------

    async def sign_in(self, email: str, password: str) -> Session:
        await self._reach("sign_in")
        account = self.server.accounts.get(email)
        if account is None or account.password != password:
            raise WrongPassword("the email address or the password is not right")
        self._session = self._issue(account.id, email)
        return self._session

    async def resume(self, session: Session) -> None:
        self.calls["resume"] += 1
        self._session = session

    async def pull(self, request: wire.PullRequest) -> wire.PullAnswer:
        await self._reach("pull")
        request = msgspec.json.decode(wire.encode_request(request), type=wire.PullRequest)
        self.pulls.append(request)
        body = self.server.pull(self._person(), request)
        await self._answer()
        return wire.decode_pull(body)

    async def push(self, request: wire.PushRequest) -> wire.PushAnswer:
        await self._reach("push")
        request = msgspec.json.decode(wire.encode_request(request), type=wire.PushRequest)
        self.pushes.append(request)
        body = push(self.server, self._person(), request)
        await self._answer()
        return wire.decode_push(body)

    async def digest(self, request: wire.DigestRequest) -> wire.DigestAnswer:
        await self._reach("digest")
        body = self.server.digest(self._person(), request)
        await self._answer()
        return wire.decode_digest(body)

    async def ask(self, function: str, request: wire.Json) -> wire.Json:
        await self._reach(function)
        answer = ask(self.server, self._person(), function, request)
        await self._answer()
        return answer

    async def pokes(self, topics: Iterable[str]) -> AsyncGenerator[Poke, None]:
        self.calls["pokes"] += 1
        listener = _Listener(frozenset(topics))
        self._listeners.add(listener)
        self.server.listeners.append(listener.hear)
        joined: bool | None = None
        try:
            while True:
                self._person()
                if joined is not (not self.down):
                    joined = not self.down
                    listener.poked = False
                    yield Joined(tuple(sorted(listener.topics))) if joined else Lost(Offline.code)
                elif listener.poked:
                    listener.poked = False
                    if joined:
                        yield Poked()
                else:
                    listener.news.clear()
                    await listener.news.wait()
        finally:
            self._listeners.discard(listener)
            with suppress(ValueError):
                self.server.listeners.remove(listener.hear)

    async def sign_out(self) -> bool:
        self.calls["sign_out"] += 1
        self._session, self._ended = None, "no_session"
        self._wake()
        return not self.down

    async def close(self) -> None:
        self.calls["close"] += 1

    # --- inside -----------------------------------------------------------------------------------

    def _issue(self, person: str, email: str) -> Session:
        number = sum(self.calls.values())
        return Session(
            person=person,
            email=email,
            access_token=f"access-{number}",
            refresh_token=f"refresh-{number}",
            expires_in=3600,
            issued_at=datetime.now(UTC),
        )

    def _person(self) -> str:
        if self._session is None:
            raise SignedOut(self._ended)
        return self._session.person

    async def _reach(self, name: str) -> None:
        self.calls[name] += 1
        await asyncio.sleep(0)
        if self._errors:
            raise self._errors.popleft()
        if self.down:
            raise Offline("the line is cut")

    async def _answer(self) -> None:
        if self.before_answer is not None:
            await self.before_answer()
        if self.lose_next_answer or self.down:
            self.lose_next_answer = False
            raise Unanswered("the answer was lost")

    def _wake(self) -> None:
        for listener in self._listeners:
            listener.news.set()


class _Listener:
    def __init__(self, topics: frozenset[str]) -> None:
        self.topics = topics
        self.news = asyncio.Event()
        self.poked = False

    def hear(self, topics: frozenset[str]) -> None:
        if topics & self.topics:
            self.poked = True
            self.news.set()
