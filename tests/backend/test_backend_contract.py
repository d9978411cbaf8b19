"""The client against the real gateway on the real PostgreSQL: the words of both sides fit."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from websockets.asyncio.client import connect

from sync.backend import phoenix, wire
from sync.backend.conversation import Pace
from sync.backend.protocol import Joined, Lost, Poke, Poked, Session
from sync.backend.supabase import SupabaseBackend
from sync.clock import FakeClock, SystemClock
from sync.embedded.faults import Mode
from sync.errors import Misconfigured, Offline, ServerTrouble, SignedOut, WrongPassword
from sync.ids import new_id
from tests.backend.line import START
from tests.support.server import PASSWORD, Running, running_backend

DEVICE, OTHER = new_id(), new_id()
ANA, BEN = "ana@example.org", "ben@example.org"
PACE = Pace(longest_wait=0.3, heartbeat=0.5, reply=2.0)


@dataclass(frozen=True)
class Clinic:
    """A facility with two people at the desk."""

    running: Running
    facility: str
    ana: str

    @asynccontextmanager
    async def client(
        self, email: str | None = ANA, device: str = DEVICE, **options: Any
    ) -> AsyncGenerator[SupabaseBackend, None]:
        clock = options.pop("clock", SystemClock())
        key = options.pop("key", self.running.publishable_key)
        backend = SupabaseBackend(
            self.running.url, key, clock, device=device, version="1", pace=PACE, **options
        )
        try:
            if email is not None:
                await backend.sign_in(email, PASSWORD)
            yield backend
        finally:
            await backend.close()

    def registration(self, name: str = "Ruiz", **more: Any) -> wire.PushRequest:
        mutation: dict[str, Any] = {
            "id": new_id(),
            "kind": "insert",
            "table": "patients",
            "row_id": new_id(),
            "patch": {"facility_id": self.facility, "family_name": name},
            "at": "2026-11-20T10:00:00+00:00",
            "author": self.ana,
            "device": DEVICE,
        }
        group = wire.Group(new_id(), [wire.Mutation(**mutation | more)])
        return wire.PushRequest(device=DEVICE, groups=[group])


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend() as backend:
        yield backend


@pytest.fixture(scope="module")
def made(running: Running) -> Clinic:
    ana, ben = running.create_user(ANA), running.create_user(BEN)
    facility = new_id()
    with psycopg.connect(running.dsn) as db:
        db.execute(
            "insert into facilities (id, name, time_zone) values (%s, 'North', 'Europe/Madrid')",
            [facility],
        )
        for person in (ana, ben):
            db.execute(
                "insert into facility_members (facility_id, user_id, role)"
                " values (%s, %s, 'reception')",
                [facility, person],
            )
    return Clinic(running, facility, ana)


@pytest.fixture
def clinic(made: Clinic) -> Iterator[Clinic]:
    yield made
    made.running.fault("none")


def ask(**more: Any) -> wire.PullRequest:
    return wire.PullRequest(device=DEVICE, **more)


async def test_a_person_signs_in_registers_a_patient_and_pulls_it_back(clinic: Clinic) -> None:
    async with clinic.client() as backend:
        request = clinic.registration("Ibáñez")
        [mutation] = request.groups[0].mutations
        [verdict] = (await backend.push(request)).results
        assert (verdict.id, verdict.status) == (mutation.id, "applied")
        assert verdict.row is not None
        assert verdict.row["record_number"]
        answer = await backend.pull(ask(pending=[mutation.id]))
        page = answer.tables["patients"]
        pulled = {row[2]: dict(zip(page.columns, row[2:], strict=True)) for row in page.rows}
        assert pulled[mutation.row_id] == verdict.row
        assert answer.acked == [mutation.id]
        assert {scope.kind for scope in answer.scopes} == {"directory", "facility", "user"}
        [again] = (await backend.push(request)).results
        assert (again.status, again.repeated) == ("applied", True)


async def test_nothing_new_is_said_in_one_word(clinic: Clinic) -> None:
    async with clinic.client() as backend:
        first = await backend.pull(ask(want=5000))
        cursors = {s.id: wire.ScopeCursor(s.grant, first.upto[s.id]) for s in first.scopes}
        again = await backend.pull(ask(epoch=first.epoch, scopes=cursors))
        assert (again.tables, again.removed, again.more) == ({}, [], False)


async def test_a_brief_question_is_answered_with_a_word_or_with_nothing(clinic: Clinic) -> None:
    async with clinic.client() as backend:
        first = await backend.pull(ask(want=5000))
        held = [(s.id, s.grant, s.head, s.n, s.sum) for s in first.scopes]
        lines = "\n".join(":".join(map(str, each)) for each in sorted(held))
        seen = md5(lines.encode(), usedforsecurity=False).hexdigest()
        same = await backend.pull(ask(epoch=first.epoch, seen=seen, brief=True))
        assert same.same
        other = await backend.pull(ask(epoch=first.epoch, seen="something else", brief=True))
        assert not other.same
        assert (other.scopes, other.tables, other.upto, other.acked) == ([], {}, {}, [])


async def test_a_wrong_password_and_a_wrong_key_are_told_apart(clinic: Clinic) -> None:
    async with clinic.client(email=None) as backend:
        with pytest.raises(WrongPassword):
            await backend.sign_in(ANA, "wrong")
    async with clinic.client(email=None, key="sb_publishable_wrong") as backend:
        with pytest.raises(Misconfigured):
            await backend.sign_in(ANA, PASSWORD)
        with pytest.raises(Misconfigured):
            await backend.probe()


async def test_a_probe_tells_a_project_with_the_clinic_from_one_without(
    clinic: Clinic, tmp_path: Path
) -> None:
    async with clinic.client(email=None) as backend:
        assert (await backend.probe()).has_clinic
    with running_backend(migrations=tmp_path) as bare:
        backend = SupabaseBackend(bare.url, bare.publishable_key, SystemClock())
        found = await backend.probe()
        await backend.close()
    assert (found.name, found.has_clinic) == ("GoTrue", False)


async def test_a_session_goes_on_for_days(clinic: Clinic) -> None:
    clock = FakeClock(START)
    kept: list[str] = []
    async with clinic.client(clock=clock) as backend:

        async def store(session: Session) -> None:
            kept.append(session.refresh_token)

        backend.on_session = store
        for _ in range(5):
            clock.advance(3600)
            await backend.pull(ask())
    assert len(set(kept)) == 5


async def test_a_session_is_taken_over_after_a_restart(clinic: Clinic) -> None:
    async with clinic.client(email=None) as backend:
        session = await backend.sign_in(ANA, PASSWORD)
    async with clinic.client(email=None) as backend:
        await backend.resume(session)
        await backend.pull(ask())


async def test_a_token_the_server_refuses_is_replaced_once(clinic: Clinic) -> None:
    async with clinic.client(email=None) as backend:
        session = await backend.sign_in(ANA, PASSWORD)
        spoiled = msgspec.structs.replace(session, access_token=session.access_token + "x")
        await backend.resume(spoiled)
        await backend.pull(ask())


async def test_a_lost_answer_to_a_refresh_does_not_lose_the_session(clinic: Clinic) -> None:
    clock = FakeClock(START)
    async with clinic.client(clock=clock) as backend:
        clock.advance(4000)
        clinic.running.fault("lose_answer", path="/auth/v1/token", times=1)
        await backend.pull(ask())
        clock.advance(4000)
        clinic.running.fault("cut")
        with pytest.raises(Offline):
            await backend.pull(ask())
        clinic.running.fault("none")
        await backend.pull(ask())


async def test_a_session_ended_elsewhere_ends_here_and_says_why(clinic: Clinic) -> None:
    clock = FakeClock(START)
    async with clinic.client(email=None, clock=clock) as here, clinic.client(email=None) as there:
        session = await here.sign_in(ANA, PASSWORD)
        await there.resume(msgspec.structs.replace(session, issued_at=there._clock.now()))
        assert await there.sign_out()
        clock.advance(4000)
        with pytest.raises(SignedOut) as caught:
            await here.pull(ask())
        assert caught.value.reason in ("refresh_token_not_found", "session_not_found")


async def test_what_the_server_cannot_read_is_trouble_and_not_a_verdict(clinic: Clinic) -> None:
    async with clinic.client() as backend:
        request = msgspec.structs.replace(clinic.registration(), device="no uuid")
        with pytest.raises(ServerTrouble) as caught:
            await backend.push(request)
        assert caught.value.server_code == "22P02"
        await backend.pull(ask())


@pytest.mark.parametrize("mode", ["cut", "html502", "captive", "truncate", "lose_answer"])
async def test_a_spoiled_line_is_offline_and_no_draft_counts_twice(
    clinic: Clinic, mode: Mode
) -> None:
    async with clinic.client() as backend:
        request = clinic.registration(mode)
        clinic.running.fault(mode, for_device=DEVICE, path="/rest/v1", times=1)
        with pytest.raises(Offline):
            await backend.push(request)
        [verdict] = (await backend.push(request)).results
        assert verdict.status == "applied"
        assert verdict.row is not None
        assert verdict.row["version"] == 1


# --- pokes ----------------------------------------------------------------------------------------


async def upcoming(pokes: AsyncGenerator[Poke, None], kind: type[Poke]) -> Poke:
    """The next event of this kind; others may come before."""
    async with asyncio.timeout(10):
        while not isinstance(event := await anext(pokes), kind):
            pass
    return event


async def test_a_colleagues_change_is_heard(clinic: Clinic) -> None:
    topics = [f"facility:{clinic.facility}", f"user:{clinic.ana}"]
    async with (
        clinic.client() as backend,
        clinic.client(device=OTHER) as other,
        aclosing(backend.pokes(topics)) as pokes,
    ):
        assert await upcoming(pokes, Joined) == Joined(tuple(topics))
        began = time.perf_counter()
        await other.push(clinic.registration())
        assert isinstance(await upcoming(pokes, Poked), Poked)
        assert time.perf_counter() - began < 2.0


async def test_a_pulled_cable_is_noticed_at_once_and_mended_by_itself(clinic: Clinic) -> None:
    async with (
        clinic.client() as backend,
        aclosing(backend.pokes([f"facility:{clinic.facility}"])) as pokes,
    ):
        await upcoming(pokes, Joined)
        backend.cable.pull()
        await upcoming(pokes, Lost)
        with pytest.raises(Offline):
            await backend.pull(ask())
        backend.cable.plug()
        await upcoming(pokes, Joined)
        await backend.pull(ask())


async def test_a_dropped_socket_is_joined_again(clinic: Clinic) -> None:
    async with (
        clinic.client() as backend,
        clinic.client(device=OTHER) as other,
        aclosing(backend.pokes([f"facility:{clinic.facility}"])) as pokes,
    ):
        await upcoming(pokes, Joined)
        clinic.running.fault("drop_socket", for_device=DEVICE, times=3)
        await upcoming(pokes, Lost)
        await upcoming(pokes, Joined)
        await other.push(clinic.registration())
        await upcoming(pokes, Poked)


async def test_a_fresh_token_keeps_the_topic_open(clinic: Clinic) -> None:
    async with (
        clinic.client(email=None) as backend,
        clinic.client(device=OTHER) as other,
    ):
        session = await backend.sign_in(ANA, PASSWORD)
        async with aclosing(backend.pokes([f"facility:{clinic.facility}"])) as pokes:
            await upcoming(pokes, Joined)
            # Spoiled for calls: the next one renews it, and the socket must be shown the new one.
            await backend.resume(msgspec.structs.replace(session, expires_in=0))
            await backend.pull(ask())
            await asyncio.sleep(1.2)  # two heartbeats
            await other.push(clinic.registration())
            assert isinstance(await upcoming(pokes, Poked), Poked)


async def test_somebody_elses_topic_is_not_heard(clinic: Clinic) -> None:
    async with (
        clinic.client() as backend,
        aclosing(backend.pokes([f"facility:{new_id()}"])) as pokes,
    ):
        assert await upcoming(pokes, Lost) == Lost("net.not_allowed")


async def test_colleagues_see_who_is_here(clinic: Clinic) -> None:
    topic = f"facility:{clinic.facility}"
    async with clinic.client() as backend, clinic.client(email=None) as other:
        ben = await other.sign_in(BEN, PASSWORD)
        url = phoenix.endpoint(other.address, clinic.running.publishable_key)
        async with connect(url) as looking:
            await looking.send(phoenix.join(topic, ben.access_token, "1", "ben"))
            backend.show_presence({"name": "Ana"})
            async with aclosing(backend.pokes([topic])) as pokes, asyncio.timeout(10):
                await upcoming(pokes, Joined)
                while "Ana" not in (frame := str(await looking.recv())):
                    pass
        assert DEVICE in frame
