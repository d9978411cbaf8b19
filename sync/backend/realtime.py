"""Listening for pokes: one socket, joined topics, a token that is always fresh, and no giving up.

Nothing that is said here is believed: a poke only means "look". So a message that is lost costs
nothing but time, and the engine polls faster while not every topic is joined.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterable
from random import Random
from typing import NoReturn

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from sync.backend import phoenix
from sync.backend.address import Address
from sync.backend.auth import Auth
from sync.backend.cable import Cable
from sync.backend.classify import trouble_of
from sync.backend.conversation import Conversation, Pace, Presence, first, full_jitter
from sync.backend.http import proxy_of, tls_context
from sync.backend.protocol import Joined, Lost, Poke, Poked
from sync.clock import Clock
from sync.errors import Busy, Expected, SignedOut


class Realtime:
    """The live line. `presence` is shown on the topics joined from now on."""

    def __init__(
        self,
        address: Address,
        key: str,
        auth: Auth,
        *,
        clock: Clock,
        cable: Cable,
        random: Random,
        pace: Pace,
        client: str,
    ) -> None:
        self.presence: Presence | None = None
        self._address = address
        self._key = key
        self._auth = auth
        self._clock = clock
        self._cable = cable
        self._random = random
        self._pace = pace
        self._client = client
        self._hurry = asyncio.Event()

    def hurry(self) -> None:
        """The server was reached another way: do not wait for the next try."""
        self._hurry.set()

    async def pokes(self, topics: Iterable[str]) -> AsyncGenerator[Poke, None]:
        """See `sync.backend.protocol.Backend.pokes`."""
        mailbox = _Mailbox()
        work = self._listen(tuple(dict.fromkeys(topics)), mailbox.put)
        listening = asyncio.create_task(work, name="listen for pokes")
        listening.add_done_callback(lambda _: mailbox.bell.set())
        try:
            while True:
                while (event := mailbox.take()) is not None:
                    yield event
                if listening.done():
                    await listening
                await mailbox.bell.wait()
        finally:
            listening.cancel()
            await asyncio.wait({listening})

    async def _listen(self, topics: tuple[str, ...], put: Callable[[Poke], None]) -> NoReturn:
        if not topics:
            raise ValueError("pokes of no topic at all")
        attempt = 0
        while True:
            began = self._clock.monotonic()
            self._hurry.clear()
            try:
                await self._connection(topics, put)
            except SignedOut:
                raise
            except Expected as trouble:
                put(Lost(trouble.code))
                if self._clock.monotonic() - began >= self._pace.steady:
                    attempt = 0
                wait = full_jitter(self._random, attempt, self._pace.longest_wait)
                if isinstance(trouble, Busy) and trouble.retry_after is not None:
                    wait += trouble.retry_after
                attempt += 1
                await self._pause(wait)

    async def _pause(self, seconds: float) -> None:
        sooner = self._cable.plugged() if self._cable.pulled else self._hurry.wait()
        await first(self._clock.sleep(seconds), sooner)

    async def _connection(self, topics: tuple[str, ...], put: Callable[[Poke], None]) -> NoReturn:
        await self._auth.token()  # without one there is nothing to say
        try:
            async with (
                self._cable.attached(),
                connect(
                    phoenix.endpoint(self._address, self._key),
                    ssl=await tls_context(self._address),
                    proxy=proxy_of(self._address),
                    open_timeout=self._pace.open,
                    close_timeout=1.0,
                    ping_interval=None,  # the heartbeat asks the same
                    compression=None,
                    max_size=5_000_000,
                    user_agent_header=self._client,
                    additional_headers={"x-client-info": self._client},
                ) as socket,
            ):
                try:
                    await Conversation(
                        socket,
                        topics,
                        put,
                        auth=self._auth,
                        clock=self._clock,
                        random=self._random,
                        pace=self._pace,
                        presence=self.presence,
                    ).run()
                finally:
                    socket.transport.abort()  # a farewell would wait for the other end
        except (WebSocketException, msgspec.DecodeError, OSError, EOFError) as error:
            raise trouble_of(error, self._clock.now()) from error


class _Mailbox:
    """Events for one listener. Repetitions that nobody has taken yet are said once."""

    def __init__(self) -> None:
        self.bell = asyncio.Event()
        self._events: deque[Poke] = deque()
        self._is_live: bool | None = None

    def put(self, event: Poke) -> None:
        """Keep it, and drop what it makes superfluous: the mailbox stays small however long."""
        if isinstance(event, Joined):
            self._is_live = True
            self._events.clear()  # pull everything: that covers all pokes before
        elif isinstance(event, Lost):
            if self._is_live is False:
                return
            self._is_live = False
            self._events = deque(e for e in self._events if isinstance(e, Poked))
        elif event in self._events:
            return
        self._events.append(event)
        self.bell.set()

    def take(self) -> Poke | None:
        """The next event, or None when there is none yet."""
        if self._events:
            return self._events.popleft()
        self.bell.clear()
        return None
