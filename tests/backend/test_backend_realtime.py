"""Pokes: joined again after every loss, with a token that is fresh, for as long as there is a
session.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, aclosing, asynccontextmanager
from random import Random

import pytest

from sync.backend.auth import MARGIN
from sync.backend.conversation import Pace, full_jitter
from sync.backend.protocol import Joined, Lost, Poke, Poked
from sync.backend.supabase import SupabaseBackend
from sync.clock import FakeClock, SystemClock
from sync.errors import SignedOut
from tests.backend.line import (
    ASK,
    DEVICE,
    FAST,
    PULL,
    REFRESH_GRANT,
    START,
    line,
    news,
    refusal,
    session,
)
from tests.backend.puppet import Puppet, Reply

FACILITY, USER = "facility:f", "user:u"
Pokes = AsyncGenerator[Poke, None]
SOON = 3.0


async def upcoming(pokes: Pokes) -> Poke:
    async with asyncio.timeout(SOON):
        return await anext(pokes)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not happened():
            await asyncio.sleep(0.01)


def handshakes(puppet: Puppet) -> int:
    """How often a socket was asked for."""
    return sum("websocket" in asked.path for asked in puppet.asked)


def listening(
    *topics: str, clock: FakeClock | SystemClock | None = None, pace: Pace = FAST
) -> AbstractAsyncContextManager[tuple[Puppet, SupabaseBackend, Pokes]]:
    @asynccontextmanager
    async def run() -> AsyncGenerator[tuple[Puppet, SupabaseBackend, Pokes], None]:
        async with (
            line(clock or SystemClock(), pace=pace) as (puppet, backend),
            aclosing(backend.pokes(topics or (FACILITY,))) as pokes,
        ):
            yield puppet, backend, pokes

    return run()


async def test_a_poke_arrives() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        join = await socket.let_in()
        assert await joining == Joined((FACILITY,))
        socket.poke(FACILITY)
        assert await upcoming(pokes) == Poked()
        socket.poke(FACILITY, {"scope": "s1", "id": "x"})
        assert await upcoming(pokes) == Poked("s1")
    assert join["topic"] == "realtime:facility:f"
    assert join["payload"]["access_token"] == "access-1"
    assert "access-1" not in socket.asked.path
    assert socket.asked.headers["x-client-info"] == f"clinic-app/1.2 device/{DEVICE}"


async def test_live_means_that_every_topic_is_joined() -> None:
    async with listening(FACILITY, USER) as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await asyncio.sleep(0.05)
        assert not joining.done()
        await socket.let_in()
        assert await joining == Joined((FACILITY, USER))


async def test_what_concerns_nobody_here_is_not_heard() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        socket.poke("facility:other")
        other = {"event": "typing", "type": "broadcast", "payload": {}}
        socket.say("realtime:facility:f", "broadcast", other)
        socket.say("realtime:facility:f", "presence_diff", {"joins": {}, "leaves": {}})
        socket.poke(FACILITY, {"scope": "mine"})
        assert await upcoming(pokes) == Poked("mine")


async def test_the_server_listening_to_its_database_is_a_reason_to_pull_again() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        ready = {"status": "ok", "message": "Replication connection established"}
        socket.say("realtime:facility:f", "system", ready)
        assert await upcoming(pokes) == Joined((FACILITY,))


async def test_a_dropped_socket_is_joined_again_with_the_token_of_now() -> None:
    clock = FakeClock(START)
    async with listening(clock=clock) as (puppet, backend, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        socket.drop()
        assert isinstance(await upcoming(pokes), Lost)
        clock.advance(3600)
        await backend.pull(ASK)
        while puppet.sockets.empty():
            clock.advance(1)
            await asyncio.sleep(0.01)
        socket = await puppet.sockets.get()
        join = await socket.let_in()
        assert join["payload"]["access_token"] == "access-2"
        assert isinstance(await upcoming(pokes), Joined)


async def test_a_server_that_is_away_is_tried_again_for_ever_and_told_of_once() -> None:
    async with listening() as (puppet, _, pokes):
        puppet.refuse_socket = Reply(503, b"<html>", kind="text/html")
        assert isinstance(await upcoming(pokes), Lost)
        waiting = asyncio.create_task(upcoming(pokes))
        await until(lambda: len(puppet.asked) >= 8)
        assert not waiting.done()
        puppet.refuse_socket = None
        await (await puppet.sockets.get()).let_in()
        assert isinstance(await waiting, Joined)


async def test_a_server_that_went_quiet_is_left() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        await socket.frame("heartbeat")
        await asyncio.sleep(3 * FAST.heartbeat)
        assert puppet.sockets.empty()
        socket.is_mute = True
        assert isinstance(await upcoming(pokes), Lost)
        await socket.hung_up()
        await (await puppet.sockets.get()).let_in()
        assert isinstance(await upcoming(pokes), Joined)


async def test_a_fresh_token_is_shown_on_every_topic_before_the_old_one_ends() -> None:
    clock = FakeClock(START)
    pace = Pace(heartbeat=1e9)
    async with listening(FACILITY, USER, clock=clock, pace=pace) as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await socket.let_in()
        await joining
        await asyncio.sleep(0.05)
        clock.advance(3600 - MARGIN + 1)
        shown = [await socket.frame("access_token") for _ in range(2)]
        assert {frame["topic"] for frame in shown} == {"realtime:facility:f", "realtime:user:u"}
        assert {frame["payload"]["access_token"] for frame in shown} == {"access-2"}
        assert puppet.count(REFRESH_GRANT) == 1


async def test_a_token_that_a_call_renewed_is_shown_too() -> None:
    async with listening() as (puppet, backend, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        puppet.on(PULL, Reply(401, {"code": "PGRST303"}), Reply(429, {}))
        await asyncio.gather(backend.pull(ASK), return_exceptions=True)
        frame = await socket.frame("access_token")
        assert frame["payload"]["access_token"] == "access-2"


async def test_a_join_refused_for_its_token_is_tried_again_with_another() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        join = await socket.frame("phx_join")
        socket.reply(join, "error", "InvalidJWTExpiration: Token has expired 3 seconds ago")
        again = await socket.let_in()
        assert isinstance(await joining, Lost)
        assert isinstance(await upcoming(pokes), Joined)
    assert again["payload"]["access_token"] == "access-2"
    assert again["ref"] != join["ref"]


async def test_a_topic_that_is_not_allowed_is_left_alone_for_a_while_and_the_others_live_on() -> (
    None
):
    async with listening(FACILITY, USER) as (puppet, _, pokes):
        lost = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        refused = await socket.frame("phx_join")
        socket.reply(refused, "error", "Unauthorized: You do not have permissions to read")
        await socket.let_in()
        assert await lost == Lost("net.not_allowed")
        socket.poke(USER)
        assert await upcoming(pokes) == Poked()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(FAST.refused_wait / 2):
                await socket.frame("phx_join")
        again = await socket.frame("phx_join")
        assert again["topic"] == refused["topic"]
        socket.reply(again)
        assert isinstance(await upcoming(pokes), Joined)
        assert puppet.sockets.empty()


async def test_a_topic_that_is_not_allowed_is_asked_for_again_with_every_new_token() -> None:
    async with listening(pace=Pace(refused_wait=1e6)) as (puppet, backend, pokes):
        lost = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        socket.reply(await socket.frame("phx_join"), "error", "Unauthorized: no")
        assert isinstance(await lost, Lost)
        puppet.on(PULL, Reply(401, {"code": "PGRST303"}), news())
        await backend.pull(ASK)
        join = await socket.let_in()
        assert join["payload"]["access_token"] == "access-2"
        assert isinstance(await upcoming(pokes), Joined)


async def test_a_crowded_server_is_given_time_on_the_same_socket() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        for _ in range(4):
            join = await socket.frame("phx_join")
            socket.reply(join, "error", "DatabaseLackOfConnections: no more connections")
        await socket.let_in()
        assert isinstance(await joining, Lost)
        assert isinstance(await upcoming(pokes), Joined)


async def test_a_topic_closed_by_the_server_is_joined_again() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        warning = {"status": "error", "message": "Token has expired 2 seconds ago"}
        socket.say("realtime:facility:f", "system", warning)
        socket.say("realtime:facility:f", "phx_close", {})
        assert isinstance(await upcoming(pokes), Lost)
        join = await socket.let_in()
        assert isinstance(await upcoming(pokes), Joined)
    assert join["payload"]["access_token"] == "access-2"


async def test_a_draining_server_is_left_and_come_back_to() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        drain = {"status": "ok", "message": "Server requested disconnect"}
        socket.say("realtime:facility:f", "system", drain)
        assert isinstance(await upcoming(pokes), Lost)
        await socket.hung_up()
        await (await puppet.sockets.get()).let_in()
        assert isinstance(await upcoming(pokes), Joined)


async def test_a_join_without_an_answer_ends_the_connection() -> None:
    async with listening(pace=Pace(join=0.1, longest_wait=0.05)) as (puppet, _, pokes):
        lost = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.frame("phx_join")
        assert isinstance(await lost, Lost)
        await socket.hung_up()


async def test_nonsense_on_the_socket_ends_the_connection_and_nothing_else() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        socket._protocol.send_text(b"<html>")
        socket._flush()
        assert isinstance(await upcoming(pokes), Lost)
        await (await puppet.sockets.get()).let_in()
        assert isinstance(await upcoming(pokes), Joined)


async def test_the_end_of_the_session_ends_the_pokes() -> None:
    clock = FakeClock(START)
    async with listening(clock=clock, pace=Pace(heartbeat=1e9)) as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        await asyncio.sleep(0.05)
        puppet.on(REFRESH_GRANT, refusal(400, "session_expired"))
        clock.advance(3600)
        with pytest.raises(SignedOut) as caught:
            await upcoming(pokes)
        assert caught.value.reason == "session_expired"
        await socket.hung_up()


async def test_signing_out_ends_the_pokes() -> None:
    async with listening() as (puppet, backend, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        await backend.sign_out()
        with pytest.raises(SignedOut):
            await upcoming(pokes)


async def test_a_refresh_that_fails_leaves_the_socket_alone() -> None:
    async with listening(pace=Pace(renewal_wait=0.02)) as (puppet, backend, pokes):
        await backend.resume(session(SystemClock(), age=3600 - MARGIN + 10))
        puppet.on(REFRESH_GRANT, refusal(500, "unexpected_failure"))
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        before = puppet.count(REFRESH_GRANT)
        await until(lambda: puppet.count(REFRESH_GRANT) > before + 2)
        socket.poke(FACILITY)
        assert await upcoming(pokes) == Poked()


async def test_a_pulled_cable_cuts_the_socket_at_once_and_plugging_brings_it_back() -> None:
    clock = FakeClock(START)  # nobody turns it: every wait would last for ever
    async with listening(clock=clock) as (puppet, backend, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        backend.cable.pull()
        async with asyncio.timeout(0.5):
            assert isinstance(await anext(pokes), Lost)
            await socket.hung_up()
        await asyncio.sleep(0.2)
        assert puppet.sockets.empty()
        backend.cable.plug()
        await (await puppet.sockets.get()).let_in()
        assert isinstance(await upcoming(pokes), Joined)


async def test_a_call_that_gets_through_again_ends_the_wait() -> None:
    clock = FakeClock(START)  # nobody turns it: every wait would last for ever
    async with listening(clock=clock) as (puppet, backend, pokes):
        puppet.refuse_socket = Reply(502, b"<html>", kind="text/html")
        puppet.on(PULL, Reply(502, b"<html>", kind="text/html"), news())
        assert isinstance(await upcoming(pokes), Lost)
        await asyncio.gather(backend.pull(ASK), return_exceptions=True)
        await backend.pull(ASK)
        await until(lambda: handshakes(puppet) == 2)
        await asyncio.sleep(0.1)
        assert handshakes(puppet) == 2  # once, and then the waits again
        puppet.on(PULL, Reply(502, b"<html>", kind="text/html"), news())
        await asyncio.gather(backend.pull(ASK), return_exceptions=True)
        puppet.refuse_socket = None
        await backend.pull(ASK)
        await (await puppet.sockets.get()).let_in()
        assert isinstance(await upcoming(pokes), Joined)


class Longest(Random):
    """Every wait as long as it may be."""

    def uniform(self, a: float, b: float) -> float:
        return b


class NotingClock(FakeClock):
    """Notes every wait that is asked for."""

    def __init__(self) -> None:
        super().__init__(START)
        self.waits: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        await super().sleep(seconds)


async def test_the_waits_double_to_a_minute_and_begin_anew_after_a_good_connection() -> None:
    clock = NotingClock()
    pace = Pace()
    async with (
        line(clock, pace=pace, random=Longest()) as (puppet, backend),
        aclosing(backend.pokes([FACILITY])) as pokes,
    ):
        puppet.refuse_socket = Reply(502, b"<html>", kind="text/html")
        assert isinstance(await upcoming(pokes), Lost)
        while len(clock.waits) < 8:
            clock.advance(60)
            await asyncio.sleep(0.005)
        assert clock.waits == [1, 2, 4, 8, 16, 32, 60, 60]
        puppet.refuse_socket = None
        clock.advance(60)
        socket = await puppet.sockets.get()
        await socket.let_in()
        assert isinstance(await upcoming(pokes), Joined)
        clock.advance(pace.steady)
        clock.waits.clear()
        socket.drop()
        assert isinstance(await upcoming(pokes), Lost)
        await until(lambda: bool(clock.waits))
        assert clock.waits[-1] == 1


async def test_a_connection_that_is_lost_at_once_does_not_count_as_a_good_one() -> None:
    clock = NotingClock()
    async with (
        line(clock, pace=Pace(), random=Longest()) as (puppet, backend),
        aclosing(backend.pokes([FACILITY])) as pokes,
    ):
        for wait in (1, 2, 4):
            joining = asyncio.create_task(upcoming(pokes))
            socket = await puppet.sockets.get()
            await socket.let_in()
            assert isinstance(await joining, Joined)
            socket.drop()
            assert isinstance(await upcoming(pokes), Lost)
            await until(lambda expected=wait: clock.waits[-1] == expected)  # type: ignore[misc]
            clock.advance(wait)


async def test_a_server_that_says_how_long_is_left_alone_that_long() -> None:
    clock = NotingClock()
    async with (
        line(clock, pace=Pace(), random=Longest()) as (puppet, backend),
        aclosing(backend.pokes([FACILITY])) as pokes,
    ):
        puppet.refuse_socket = Reply(429, {"error": "Too many"}, {"retry-after": "120"})
        assert await upcoming(pokes) == Lost("net.busy")
        await until(lambda: bool(clock.waits))
        assert clock.waits == [121]


async def test_a_listener_who_is_slow_hears_the_fact_once() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        for _ in range(500):
            socket.poke(FACILITY)
        socket.poke(FACILITY, {"scope": "last"})
        await asyncio.sleep(0.3)
        assert [await upcoming(pokes), await upcoming(pokes)] == [Poked(), Poked("last")]


async def test_a_person_is_shown_to_colleagues_on_every_topic() -> None:
    async with listening() as (puppet, backend, pokes):
        backend.show_presence({"name": "Ana"})
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        join = await socket.let_in()
        assert join["payload"]["config"]["presence"] == {"enabled": True, "key": DEVICE}
        track = await socket.frame("presence")
        assert track["payload"]["payload"] == {"name": "Ana"}
        await joining


async def test_whoever_stops_listening_leaves_no_socket_behind() -> None:
    async with listening() as (puppet, _, pokes):
        joining = asyncio.create_task(upcoming(pokes))
        socket = await puppet.sockets.get()
        await socket.let_in()
        await joining
        await pokes.aclose()
        await socket.hung_up()
    assert {task for task in asyncio.all_tasks() if "pokes" in task.get_name()} == set()


def test_waits_grow_and_never_exceed_a_minute() -> None:
    random = Random(1)
    for attempt in range(200):
        waits = [full_jitter(random, attempt, 60.0) for _ in range(50)]
        assert min(waits) >= 0
        assert max(waits) <= min(60.0, 2.0**attempt)
    assert max(waits) > 50
