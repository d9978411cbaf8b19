"""One connection to Realtime: joins, heartbeats and fresh tokens, until something ends it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, NoReturn

from websockets.asyncio.client import ClientConnection

from sync.backend import phoenix
from sync.backend.answer import TokenRefused
from sync.backend.auth import MARGIN, Auth
from sync.backend.classify import join_trouble
from sync.backend.protocol import Joined, Lost, Poke, Poked
from sync.clock import Clock
from sync.errors import Expected, NotAllowed, Offline, SignedOut


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. A server answers a failing handshake after 2 s and a failing join after 5 s."""

    open: float = 10.0
    join: float = 15.0
    heartbeat: float = 25.0
    reply: float = 10.0
    longest_wait: float = 60.0
    refused_wait: float = 300.0
    renewal_wait: float = 60.0
    steady: float = 10.0


def full_jitter(random: Random, attempt: int, longest: float) -> float:
    """How long to wait after so many failures: anything up to 1, 2, 4 ... `longest` seconds."""
    return random.uniform(0.0, min(longest, 2.0 ** min(attempt, 16)))


@dataclass(frozen=True, slots=True)
class Presence:
    """What colleagues on the same topics may see of this person; `key` names the installation."""

    key: str
    state: phoenix.Json


@dataclass(slots=True)
class _Channel:
    """One topic. `due` is when to join it, or when its join is overdue."""

    topic: str
    state: Literal["apart", "joining", "joined"] = "apart"
    ref: str = ""
    token: str = ""
    due: float = 0.0
    attempt: int = 0
    is_stale: bool = False
    is_refused: bool = False


class Conversation:
    """One connection, from its first join to its end."""

    def __init__(
        self,
        socket: ClientConnection,
        topics: Iterable[str],
        put: Callable[[Poke], None],
        *,
        auth: Auth,
        clock: Clock,
        random: Random,
        pace: Pace,
        presence: Presence | None,
    ) -> None:
        self._auth = auth
        self._clock = clock
        self._random = random
        self._pace = pace
        self._presence = presence
        self._socket = socket
        self._put = put
        self._channels = {topic: _Channel(topic) for topic in topics}
        self._refs = map(str, itertools.count(1))
        self._beat_ref = ""
        self._beat_answered = asyncio.Event()
        self._stirred = asyncio.Event()

    async def run(self) -> NoReturn:
        """Talk until something ends it; raises what did."""
        await first(self._hear(), self._beat(), self._keep_joined(), self._keep_fresh())
        raise Offline("The live connection ended.")

    # --- four things at once ----------------------------------------------------------------------

    async def _hear(self) -> None:
        async for text in self._socket:
            match phoenix.read(text):
                case phoenix.Replied(ref, ok, reason):
                    await self._on_reply(ref, ok, reason)
                case phoenix.Broadcast(topic, phoenix.POKE, payload) if topic in self._channels:
                    self._put(Poked(phoenix.scope_of(payload)))
                case phoenix.Ready(topic) if topic in self._channels:
                    self._announce()
                case phoenix.Warned(topic, reason) if topic in self._channels:
                    self._channels[topic].is_stale = _wants_fresh_token(reason)
                case phoenix.Closed(topic, ref) if topic in self._channels:
                    channel = self._channels[topic]
                    if channel.state != "apart" and ref in (None, channel.ref):
                        self._leave(channel, Offline("The server closed the topic."))
                case phoenix.Draining():
                    raise Offline("The server asked everybody to connect again.")

    async def _beat(self) -> None:
        while True:
            await self._clock.sleep(self._pace.heartbeat)
            self._beat_ref = next(self._refs)
            self._beat_answered.clear()
            await self._socket.send(phoenix.heartbeat(self._beat_ref))
            await first(self._clock.sleep(self._pace.reply), self._beat_answered.wait())
            if not self._beat_answered.is_set():
                raise Offline("The server has gone quiet.")

    async def _keep_joined(self) -> None:
        while True:
            self._stirred.clear()
            now = self._clock.monotonic()
            for channel in self._channels.values():
                if channel.state == "joining" and channel.due <= now:
                    raise Offline("The server did not answer a join.")
                if channel.state == "apart" and channel.due <= now:
                    await self._join(channel)
            waits = [c.due - now for c in self._channels.values() if c.state != "joined"]
            if waits:
                await first(self._clock.sleep(max(min(waits), 0.0)), self._stirred.wait())
            else:
                await self._stirred.wait()

    async def _keep_fresh(self) -> None:
        shown = self._auth.session
        while True:
            if shown is self._auth.session:
                wait = max(self._auth.seconds_left - MARGIN, self._pace.renewal_wait)
                await first(self._clock.sleep(wait), self._auth.changed())
            try:
                token = await self._auth.token()
            except SignedOut:
                raise
            except Expected:
                continue  # the socket may well live on; the next round asks again
            if shown is self._auth.session:
                continue
            shown = self._auth.session
            for channel in self._channels.values():
                if channel.state == "joined":
                    ref = next(self._refs)
                    await self._socket.send(phoenix.renew(channel.topic, token, ref, channel.ref))
                elif channel.is_refused:
                    channel.due = self._clock.monotonic()
            self._stirred.set()

    # --- joining ----------------------------------------------------------------------------------

    async def _join(self, channel: _Channel) -> None:
        refused = channel.token if channel.is_stale else None
        auth = self._auth
        channel.token = await (auth.fresh_token(refused) if refused else auth.token())
        channel.state, channel.ref = "joining", next(self._refs)
        channel.is_stale = channel.is_refused = False
        channel.due = self._clock.monotonic() + self._pace.join
        key = self._presence.key if self._presence is not None else None
        await self._socket.send(phoenix.join(channel.topic, channel.token, channel.ref, key))

    async def _on_reply(self, ref: str, ok: bool, reason: str) -> None:
        if ref == self._beat_ref:
            self._beat_answered.set()
        for channel in self._channels.values():
            if channel.ref != ref or channel.state != "joining":
                continue
            if not ok:
                self._leave(channel, join_trouble(reason))
                continue
            channel.state, channel.attempt = "joined", 0
            self._stirred.set()
            await self._show_presence(channel)
            self._announce()

    def _leave(self, channel: _Channel, trouble: Expected) -> None:
        """Not joined any more, or not let in: when to try again depends on why."""
        channel.state = "apart"
        channel.is_stale = channel.is_stale or isinstance(trouble, TokenRefused)
        channel.is_refused = isinstance(trouble, NotAllowed)
        wait = full_jitter(self._random, channel.attempt, self._pace.longest_wait)
        if channel.is_stale and channel.attempt == 0:
            wait = 0.0  # a fresh token is all that is missing
        if channel.is_refused:
            wait = self._pace.refused_wait
        channel.attempt += 1
        channel.due = self._clock.monotonic() + wait
        self._put(Lost(trouble.code))
        self._stirred.set()

    def _announce(self) -> None:
        if all(channel.state == "joined" for channel in self._channels.values()):
            self._put(Joined(tuple(self._channels)))

    async def _show_presence(self, channel: _Channel) -> None:
        if self._presence is not None:
            state = self._presence.state
            frame = phoenix.track(channel.topic, state, next(self._refs), channel.ref)
            await self._socket.send(frame)


def _wants_fresh_token(reason: str) -> bool:
    return isinstance(join_trouble(reason), TokenRefused)


async def first(*works: Coroutine[Any, Any, Any]) -> None:
    """Run all until one ends, end the others, and raise what it raised."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()
