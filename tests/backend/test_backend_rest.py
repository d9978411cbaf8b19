"""A call has an answer, or a reason why not, and both within bounds."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from sync.backend import http, wire
from sync.backend.protocol import Backend
from sync.backend.rest import DEPLOY
from sync.backend.supabase import SupabaseBackend
from sync.clock import FakeClock, SystemClock
from sync.errors import Busy, Misconfigured, NotAllowed, Offline, ServerTrouble
from tests.backend.line import ASK, DEVICE, KEY, PERSON, PULL, PUSH, START, line, news, session
from tests.backend.puppet import HANG_UP, Puppet, Reply


async def test_it_is_a_backend() -> None:
    async with line() as (_, real):
        backend: Backend = real
        assert backend.on_session is None


async def test_a_call_carries_the_key_the_token_and_the_name_of_the_client() -> None:
    async with line() as (puppet, backend):
        await backend.pull(ASK)
        [asked] = puppet.asked
    assert (asked.method, asked.path) == ("POST", PULL)
    assert asked.headers["apikey"] == KEY
    assert asked.headers["authorization"] == "Bearer access-1"
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["accept"] == "application/json"
    assert asked.headers["x-client-info"] == f"clinic-app/1.2 device/{DEVICE}"
    assert asked.json["request"]["device"] == DEVICE


async def test_drafts_go_out_and_verdicts_come_back() -> None:
    draft = wire.Mutation(
        id="m1",
        kind="update",
        table="patients",
        row_id="p1",
        base_version=3,
        base={"phone": "1"},
        patch={"phone": "2"},
        at="2026-11-20T10:00:00+00:00",
        author=PERSON,
        device=DEVICE,
    )
    result = {
        "id": "m1",
        "status": "half_applied",
        "code": "new",
        "row": {"phone": "2"},
        "extra": 1,
    }
    async with line() as (puppet, backend):
        puppet.on(PUSH, news(results=[result]))
        request = wire.PushRequest(device=DEVICE, groups=[wire.Group("g1", [draft])])
        answer = await backend.push(request)
        [sent] = puppet.asked[0].json["request"]["groups"]
    assert sent["mutations"][0]["patch"] == {"phone": "2"}
    assert sent["mutations"][0]["depends_on"] == []
    [verdict] = answer.results
    assert (verdict.status, verdict.row) == ("half_applied", {"phone": "2"})


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>Welcome to the airport</html>", kind="text/html"),
        Reply(302, b"", {"location": "https://portal.example"}, kind="text/html"),
        Reply(502, b"<html>Bad gateway</html>", kind="text/html"),
        Reply(200, news().body, cut=True),
        Reply(200, b'{"proto":1,"epoch":"e","now":"2026-'),
        Reply(200, b"", kind=""),
        Reply(200, b"\x1f\x8b not gzip", {"content-encoding": "gzip"}),
        HANG_UP,
        Reply(gate=asyncio.Event()),
    ],
)
async def test_what_is_no_whole_answer_of_the_server_counts_as_offline(reply: Reply) -> None:
    async with line() as (puppet, backend):
        puppet.on(PULL, reply, news())
        with pytest.raises(Offline):
            await backend.pull(ASK)
        assert (await backend.pull(ASK)).same


async def test_a_redirect_is_not_followed_for_it_would_carry_the_token_along() -> None:
    async with line() as (puppet, backend):
        puppet.on(PULL, Reply(307, b"", {"location": "/portal"}, kind="text/html"))
        puppet.on("/portal", news())
        with pytest.raises(Offline):
            await backend.pull(ASK)
        assert puppet.count("/portal") == 0


async def test_nobody_listening_counts_as_offline() -> None:
    async with Puppet() as puppet:
        url = puppet.url
    backend = SupabaseBackend(url, KEY, SystemClock())
    await backend.resume(session(SystemClock()))
    with pytest.raises(Offline):
        await backend.pull(ASK)
    await backend.close()


async def test_an_answer_of_another_shape_is_the_servers_trouble() -> None:
    async with line() as (puppet, backend):
        puppet.on(PULL, Reply(200, {"proto": "one"}))
        with pytest.raises(ServerTrouble):
            await backend.pull(ASK)


async def test_an_answer_without_end_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "LARGEST_ANSWER", 1_000_000)
    bomb = Reply(200, gzip.compress(b" " * 20_000_000), {"content-encoding": "gzip"})
    async with line() as (puppet, backend):
        puppet.on(PULL, bomb)
        with pytest.raises(ServerTrouble, match="too large"):
            await backend.pull(ASK)


async def test_a_page_of_2000_rows_arrives_whole() -> None:
    rows = [[0, i, f"id-{i}", "Ruiz", None, True, 1.5] for i in range(2000)]
    page = {"columns": ["id", "family_name", "birth_date", "is_active", "x"], "rows": rows}
    async with line() as (puppet, backend):
        puppet.on(PULL, news(tables={"patients": page}, same=False))
        answer = await backend.pull(ASK)
    assert answer.tables["patients"].rows == rows


async def test_busy_says_for_how_long() -> None:
    async with line() as (puppet, backend):
        puppet.on(PULL, Reply(429, {}, {"retry-after": "7"}))
        with pytest.raises(Busy) as caught:
            await backend.pull(ASK)
    assert caught.value.retry_after == 7


async def test_a_missing_function_is_a_deployment_at_first_and_a_wrong_server_after_a_while() -> (
    None
):
    clock = FakeClock(START)
    missing = Reply(404, {"code": "PGRST202", "message": "Could not find the function"})
    async with line(clock) as (puppet, backend):
        puppet.on(PULL, missing)
        for _ in range(3):
            with pytest.raises(Busy):
                await backend.pull(ASK)
            clock.advance(DEPLOY / 4)
        clock.advance(DEPLOY)
        with pytest.raises(Misconfigured):
            await backend.pull(ASK)
        puppet.on(PULL, news())
        await backend.pull(ASK)
        puppet.on(PULL, missing)
        with pytest.raises(Busy):
            await backend.pull(ASK)


# --- the cable ------------------------------------------------------------------------------------


async def test_a_pulled_cable_cuts_what_is_under_way_and_what_comes() -> None:
    async with line(timeouts=http.Timeouts()) as (puppet, backend):
        puppet.on(PULL, Reply(gate=asyncio.Event()))
        pull = asyncio.create_task(backend.pull(ASK))
        while not puppet.asked:
            await asyncio.sleep(0.01)
        backend.cable.pull()
        assert backend.cable.pulled
        async with asyncio.timeout(0.5):
            with pytest.raises(Offline):
                await pull
            with pytest.raises(Offline):
                await backend.pull(ASK)
        assert len(puppet.asked) == 1
        puppet.on(PULL, news())
        backend.cable.plug()
        assert (await backend.pull(ASK)).same


async def test_a_caller_who_gives_up_is_not_told_of_a_cable() -> None:
    async with line(timeouts=http.Timeouts()) as (puppet, backend):
        puppet.on(PULL, Reply(gate=asyncio.Event()))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await backend.pull(ASK)


# --- probe ----------------------------------------------------------------------------------------


async def test_a_probe_finds_a_project_with_and_without_the_clinic() -> None:
    async with line() as (puppet, backend):
        puppet.on("/auth/v1/health", Reply(body={"name": "GoTrue", "version": "v2"}))
        puppet.on(
            PULL,
            Reply(401, {"code": "42501", "message": "permission denied for function sync_pull"}),
            Reply(404, {"code": "PGRST202", "message": "Could not find the function"}),
        )
        found = await backend.probe()
        assert (found.name, found.version, found.has_clinic) == ("GoTrue", "v2", True)
        assert not (await backend.probe()).has_clinic
        assert all("authorization" not in asked.headers for asked in puppet.asked)


async def test_a_probe_says_what_else_is_there() -> None:
    async with line() as (puppet, backend):
        puppet.on(
            "/auth/v1/health",
            Reply(200, b"<html>A shop</html>", kind="text/html"),
            Reply(401, {"message": "Invalid API key"}),
            Reply(502, b"<html>", kind="text/html"),
        )
        with pytest.raises(Misconfigured, match="not a Supabase project"):
            await backend.probe()
        with pytest.raises(Misconfigured, match="key"):
            await backend.probe()
        with pytest.raises(Offline):
            await backend.probe()


async def test_not_allowed_is_told_as_such() -> None:
    async with line() as (puppet, backend):
        puppet.on(PULL, Reply(403, {"code": "42501", "message": "permission denied"}))
        with pytest.raises(NotAllowed):
            await backend.pull(ASK)
