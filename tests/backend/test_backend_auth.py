"""A session outlives every failure but the five that end it, and no token is used before it is
kept.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from sync.backend.auth import MARGIN
from sync.backend.classify_auth import SESSION_ENDING
from sync.backend.lockfile import locked
from sync.backend.protocol import Session
from sync.clock import FakeClock, SystemClock
from sync.errors import (
    Busy,
    Expected,
    Offline,
    ServerTrouble,
    SessionDoubted,
    SignedOut,
    StorageFull,
    WrongPassword,
)
from tests.backend.line import (
    ASK,
    LOGOUT,
    PASSWORD_GRANT,
    PULL,
    REFRESH_GRANT,
    START,
    expired,
    line,
    news,
    refusal,
    session,
    tokens,
)
from tests.backend.puppet import HANG_UP, Asked, Reply


def allow(*good: str) -> object:
    """Answer pulls for these access tokens and refuse all others, as PostgREST does."""

    def answer(asked: Asked) -> Reply:
        return news() if asked.token in good else expired()

    return answer


async def test_a_password_opens_a_session() -> None:
    async with line() as (puppet, backend):
        puppet.on(PASSWORD_GRANT, tokens(7))
        opened = await backend.sign_in("ana@example.org", "secret")
        await backend.pull(ASK)
    assert (opened.email, opened.access_token) == ("ana@example.org", "access-7")
    signing_in, pull = puppet.asked
    assert signing_in.json == {"email": "ana@example.org", "password": "secret"}
    assert signing_in.headers["x-supabase-api-version"] == "2024-01-01"
    assert "authorization" not in signing_in.headers
    assert pull.token == "access-7"


async def test_a_wrong_password_is_told_apart_from_a_server_that_is_away() -> None:
    async with line() as (puppet, backend):
        puppet.on(
            PASSWORD_GRANT, refusal(400, "invalid_credentials"), Reply(502, b"<html>", kind="")
        )
        with pytest.raises(WrongPassword):
            await backend.sign_in("ana@example.org", "wrong")
        with pytest.raises(Offline):
            await backend.sign_in("ana@example.org", "right")


async def test_a_stored_session_asks_nothing_of_the_network() -> None:
    async with line() as (puppet, _):
        assert puppet.asked == []


async def test_without_a_session_nothing_is_asked() -> None:
    async with line() as (puppet, backend):
        await backend.sign_out()
        puppet.asked.clear()
        with pytest.raises(SignedOut):
            await backend.pull(ASK)
        assert puppet.asked == []


async def test_a_token_is_replaced_shortly_before_its_end() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(3600 - MARGIN - 1)
        await backend.pull(ASK)
        assert puppet.count(REFRESH_GRANT) == 0
        clock.advance(2)
        await backend.pull(ASK)
        assert puppet.count(REFRESH_GRANT) == 1
        assert puppet.asked[-1].token == "access-2"


async def test_a_wrong_wall_clock_decides_nothing_while_the_program_runs() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        for turned in (timedelta(days=400), timedelta(days=-400)):
            clock.skew(turned)
            await backend.pull(ASK)
        assert puppet.count(REFRESH_GRANT) == 0


@pytest.mark.parametrize("age", [4000.0, -500.0])
async def test_a_stored_token_that_looks_too_old_or_too_young_is_replaced_first(age: float) -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        await backend.resume(session(clock, age=age))
        await backend.pull(ASK)
        assert [asked.path for asked in puppet.asked] == [REFRESH_GRANT, PULL]


async def test_two_refused_calls_at_once_make_one_refresh() -> None:
    async with line() as (puppet, backend):
        gate = asyncio.Event()
        slow = tokens(2)
        slow.gate = gate
        puppet.on(PULL, allow("access-2"))  # type: ignore[arg-type]
        puppet.on(REFRESH_GRANT, slow)
        pulls = [asyncio.create_task(backend.pull(ASK)) for _ in range(5)]
        while puppet.count(PULL) < 5:
            await asyncio.sleep(0.01)
        gate.set()
        await asyncio.gather(*pulls)
        assert puppet.count(REFRESH_GRANT) == 1


async def test_a_token_that_stays_refused_is_not_refreshed_for_ever() -> None:
    async with line() as (puppet, backend):
        puppet.on(PULL, expired())
        with pytest.raises(ServerTrouble):
            await backend.pull(ASK)
        assert (puppet.count(PULL), puppet.count(REFRESH_GRANT)) == (2, 1)


async def test_the_session_is_stored_before_its_token_is_used() -> None:
    order: list[str] = []
    async with line() as (puppet, backend):

        async def store(new: Session) -> None:
            await asyncio.sleep(0.02)
            order.append(f"stored {new.access_token}")

        def answer(asked: Asked) -> Reply:
            order.append(f"used {asked.token}")
            return expired() if asked.token == "access-1" else news()

        backend.on_session = store
        puppet.on(PULL, answer)
        await asyncio.gather(backend.pull(ASK), backend.pull(ASK))
    assert order.index("stored access-2") < order.index("used access-2")
    assert order.count("stored access-2") == 1


async def test_a_session_that_could_not_be_stored_is_offered_again_and_not_used_before() -> None:
    kept: list[str] = []
    async with line() as (puppet, backend):
        puppet.on(PULL, allow("access-2"))  # type: ignore[arg-type]

        async def store(new: Session) -> None:
            if not kept:
                kept.append("failed")
                raise StorageFull("no space")
            kept.append(new.access_token)

        backend.on_session = store
        with pytest.raises(StorageFull):
            await backend.pull(ASK)
        assert {asked.token for asked in puppet.asked if asked.path == PULL} == {"access-1"}
        await backend.pull(ASK)
        assert kept == ["failed", "access-2"]
        assert [a.token for a in puppet.asked if a.path == PULL] == ["access-1", "access-2"]
        assert puppet.count(REFRESH_GRANT) == 1


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        (HANG_UP, Offline),
        (Reply(502, b"<html>bad gateway</html>", kind="text/html"), Offline),
        (Reply(200, b"<html>airport</html>", kind="text/html"), Offline),
        (Reply(200, tokens(2).body, cut=True), Offline),
        (refusal(409, "conflict"), Busy),
        (refusal(429, "over_request_rate_limit"), Busy),
        (refusal(500, "unexpected_failure"), ServerTrouble),
        (refusal(400, "validation_failed"), ServerTrouble),
        (Reply(200, {"surprise": 1}), ServerTrouble),
    ],
)
async def test_trouble_while_refreshing_keeps_the_session(
    trouble: Reply, kind: type[Expected]
) -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        puppet.on(REFRESH_GRANT, trouble)
        for _ in range(12):
            with pytest.raises(kind):
                await backend.pull(ASK)
        puppet.on(REFRESH_GRANT, tokens(2))
        await backend.pull(ASK)
        last = [asked for asked in puppet.asked if asked.path == REFRESH_GRANT][-1]
        assert last.json == {"refresh_token": "refresh-1"}


async def test_a_lost_answer_is_asked_for_again_with_the_same_old_token() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        puppet.on(REFRESH_GRANT, HANG_UP, tokens(3))
        await backend.pull(ASK)
        asked = [
            asked.json["refresh_token"] for asked in puppet.asked if asked.path == REFRESH_GRANT
        ]
        assert asked == ["refresh-1", "refresh-1"]


async def test_a_refresh_that_hangs_ends() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        puppet.on(REFRESH_GRANT, Reply(gate=asyncio.Event()))
        with pytest.raises(Offline):
            await backend.pull(ASK)


async def test_an_old_token_still_serves_while_only_the_sign_in_service_is_down() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(3600 - MARGIN + 1)
        puppet.on(REFRESH_GRANT, refusal(500, "unexpected_failure"))
        await backend.pull(ASK)
        assert puppet.asked[-1].token == "access-1"


async def test_the_patience_the_sign_in_service_asks_for_is_given() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        puppet.on(
            REFRESH_GRANT,
            refusal(429, "over_request_rate_limit", **{"retry-after": "30"}),
            tokens(2),
        )
        for _ in range(5):
            with pytest.raises(Busy) as caught:
                await backend.pull(ASK)
            assert caught.value.retry_after == 30
        assert puppet.count(REFRESH_GRANT) == 1
        clock.advance(31)
        await backend.pull(ASK)


@pytest.mark.parametrize("code", sorted(SESSION_ENDING))
async def test_a_session_ending_code_ends_the_session(code: str) -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        puppet.on(REFRESH_GRANT, refusal(400, code))
        for _ in range(2):
            with pytest.raises(SignedOut) as caught:
                await backend.pull(ASK)
            assert caught.value.reason == code
        assert puppet.count(REFRESH_GRANT) == 1


async def test_whoever_waits_for_a_refresh_may_leave_and_the_tokens_are_kept_all_the_same() -> None:
    clock = FakeClock(START)
    stored: list[Session] = []
    async with line(clock) as (puppet, backend):

        async def store(new: Session) -> None:
            stored.append(new)

        backend.on_session = store
        clock.advance(4000)
        gate = asyncio.Event()
        slow = tokens(2)
        slow.gate = gate
        puppet.on(REFRESH_GRANT, slow)
        pull = asyncio.create_task(backend.pull(ASK))
        while puppet.count(REFRESH_GRANT) == 0:
            await asyncio.sleep(0.01)
        pull.cancel()
        await asyncio.gather(pull, return_exceptions=True)
        gate.set()
        await backend.close()
    assert [new.refresh_token for new in stored] == ["refresh-2"]


async def test_a_refresh_that_comes_too_late_does_not_replace_a_new_sign_in() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        gate = asyncio.Event()
        slow = tokens(2)
        slow.gate = gate
        puppet.on(REFRESH_GRANT, slow)
        puppet.on(PASSWORD_GRANT, tokens(9))
        stored: list[str] = []

        async def store(new: Session) -> None:
            stored.append(new.access_token)

        backend.on_session = store
        pull = asyncio.create_task(backend.pull(ASK))
        while puppet.count(REFRESH_GRANT) == 0:
            await asyncio.sleep(0.01)
        await backend.sign_in("ana@example.org", "secret")
        gate.set()
        await pull
        assert puppet.asked[-1].token == "access-9"
        assert stored == []


async def test_signing_out_ends_this_session_alone() -> None:
    async with line() as (puppet, backend):
        puppet.on(LOGOUT, Reply(204, b"", kind=""))
        assert await backend.sign_out() is True
        assert puppet.asked[-1].path == LOGOUT
        assert puppet.asked[-1].token == "access-1"


async def test_signing_out_without_a_network_still_signs_out_here() -> None:
    async with line() as (_, backend):
        backend.cable.pull()
        assert await backend.sign_out() is False
        backend.cable.plug()
        with pytest.raises(SignedOut):
            await backend.pull(ASK)


def test_tokens_show_up_nowhere() -> None:
    kept = session(SystemClock())
    for text in (repr(kept), str(kept), f"{kept}", str(kept.__rich_repr__())):
        assert "access-1" not in text
        assert "refresh-1" not in text


# --- several processes ----------------------------------------------------------------------------


async def test_a_session_renewed_by_another_process_is_taken_over(tmp_path: Path) -> None:
    clock = SystemClock()

    async def stored() -> Session:
        return session(clock, number=5)

    async with line(clock, lock=tmp_path / "lock", stored_session=stored) as (puppet, backend):
        puppet.on(PULL, allow("access-5"))  # type: ignore[arg-type]
        await backend.pull(ASK)
        assert puppet.count(REFRESH_GRANT) == 0


async def test_one_process_waits_while_another_renews(tmp_path: Path) -> None:
    clock = SystemClock()
    path = tmp_path / "lock"
    async with line(clock, lock=path) as (puppet, backend):
        puppet.on(PULL, allow("access-2"))  # type: ignore[arg-type]
        async with locked(path, clock, within=1):
            pull = asyncio.create_task(backend.pull(ASK))
            await asyncio.sleep(0.3)
            assert puppet.count(REFRESH_GRANT) == 0
        await pull
        assert puppet.count(REFRESH_GRANT) == 1


async def test_a_lock_that_is_never_freed_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    clock = SystemClock()
    path = tmp_path / "lock"
    async with locked(path, clock, within=1):
        with pytest.raises(Busy):
            async with locked(path, clock, within=0.1):
                pass


# --- doubt ----------------------------------------------------------------------------------------


async def test_a_refusal_that_lasts_asks_for_a_sign_in_and_still_keeps_the_session() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        puppet.on(REFRESH_GRANT, refusal(400, "validation_failed"))
        met: list[type[Exception]] = []
        for _ in range(5):
            with pytest.raises(ServerTrouble) as caught:
                await backend.pull(ASK)
            met.append(type(caught.value))
            clock.advance(60)
        assert met == [ServerTrouble, ServerTrouble, SessionDoubted, SessionDoubted, SessionDoubted]
        puppet.on(REFRESH_GRANT, tokens(2))
        await backend.pull(ASK)
        assert puppet.asked[-1].token == "access-2"


async def test_a_doubt_that_passed_is_forgotten() -> None:
    clock = FakeClock(START)
    async with line(clock) as (puppet, backend):
        clock.advance(4000)
        wrong = refusal(400, "validation_failed")
        puppet.on(REFRESH_GRANT, wrong, wrong, tokens(2), wrong)
        for _ in range(2):
            with pytest.raises(ServerTrouble):
                await backend.pull(ASK)
            clock.advance(100)
        await backend.pull(ASK)
        clock.advance(4000)
        with pytest.raises(ServerTrouble) as caught:
            await backend.pull(ASK)
        assert type(caught.value) is ServerTrouble
