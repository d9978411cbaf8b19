"""The engine over a real replica and a server in memory: what a person may count on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from sync.clock import Clock, SystemClock
from sync.engine.engine import SyncEngine
from sync.errors import Busy, ServerTrouble
from sync.ids import new_id
from sync.replica import outbox
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import appointments, cards, patients
from tests.support.fake_backend import FakeBackend
from tests.support.fake_server import FakeServer

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


@dataclass
class Desk:
    """One workstation: a replica, its line, and the engine between them."""

    replica: Replica
    backend: FakeBackend
    engine: SyncEngine
    facility: str
    provider: str

    async def register(self, name: str = "Bell") -> str:
        return await self.replica.write(
            "register",
            lambda tx: tx.insert(patients, facility_id=self.facility, family_name=name),
        )

    async def book(self, patient: str, at: datetime = AT, minutes: int = 30) -> str:
        end = datetime.fromtimestamp(at.timestamp() + minutes * 60, UTC)
        return await self.replica.write(
            "book",
            lambda tx: tx.insert(
                appointments,
                facility_id=self.facility,
                patient_id=patient,
                provider_id=self.provider,
                starts_at=at,
                ends_at=end,
            ),
        )

    async def correct(self, patient: str, **patch: Any) -> None:
        await self.replica.write("correct", lambda tx: tx.update(patients, patient, **patch))

    async def shown(self, patient: str) -> Any:
        return await self.replica.read(
            lambda db: db.execute(select(patients).where(patients.c.id == patient)).first()
        )

    async def open_cards(self) -> list[Any]:
        return await self.replica.read(lambda db: list(db.execute(select(cards))))

    async def drafts(self) -> list[str]:
        return await self.replica.read(lambda db: list(db.scalars(select(outbox.outbox.c.state))))

    async def quiet(self) -> None:
        """Wait until the server has everything and everything of it is here."""
        asked = self.backend.calls["pull"]
        self.engine.wake()

        async def looked_and_quiet() -> bool:
            return self.backend.calls["pull"] > asked and await self._is_quiet()

        await until(looked_and_quiet)

    async def _is_quiet(self) -> bool:
        return self.engine.status.phase == "idle" and not set(await self.drafts()) - {"parked"}


async def until(condition: Callable[[], Awaitable[bool]], limit: float = 10.0) -> None:
    async with asyncio.timeout(limit):
        while not await condition():
            await asyncio.sleep(0.01)


class World:
    """A server with one clinic, and as many desks as a test opens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = FakeServer()
        self.facility = self.server.add_facility()
        self.provider = self.server.put(
            "providers", facility_id=self.facility, display_name="Dr. Okafor"
        )

    def person(self, role: str = "reception") -> str:
        return self.server.add_person(f"{new_id()}@clinic.example", self.facility, role=role)

    @asynccontextmanager
    async def desk(
        self,
        person: str,
        name: str = "desk",
        key: bytes = b"k" * 32,
        clock: Clock | None = None,
    ) -> AsyncIterator[Desk]:
        clock = clock or SystemClock()
        path = self.folder / f"{name}.replica"
        async with open_replica(path, key, person=person, clock=clock) as replica:
            backend = FakeBackend(self.server, person)
            engine = SyncEngine(replica, backend, clock, rng=Random(7))
            task = asyncio.create_task(engine.run())
            await engine.signed_in(await backend.renew())
            try:
                yield Desk(replica, backend, engine, self.facility, self.provider)
            finally:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_what_is_on_the_server_arrives_and_what_is_written_here_goes_there(run, world):
    async def scenario():
        waiting = world.server.put("patients", facility_id=world.facility, family_name="Koch")
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            assert (await desk.shown(waiting)).family_name == "Koch"
            patient = await desk.register("Bell")
            await desk.book(patient)
            await desk.quiet()
            assert world.server.rows("patients")[patient]["family_name"] == "Bell"
            assert len(world.server.rows("appointments")) == 1
            assert await desk.drafts() == []

    run(scenario())


def test_with_the_cable_out_work_goes_on_and_reaches_the_server_once(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            patient = await desk.register()
            await desk.book(patient)
            desk.engine.wake()
            await until(lambda: _is(desk.engine.status.phase == "offline"))
            assert desk.engine.status.waiting == 2
            assert desk.engine.status.offline_since is not None

            desk.backend.down = False
            desk.backend.lose_next_answer = True
            await desk.quiet()
            await desk.quiet()
            assert len(world.server.rows("appointments")) == 1
            assert desk.engine.status.waiting == 0
            assert desk.engine.status.error is None

    run(scenario())


def test_a_taken_slot_ends_on_a_card_with_all_its_text_and_blocks_nobody(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            patient = await desk.register("Mbeki")
            await desk.book(patient)
            other = await desk.register("Soto")
            world.server.put(
                "appointments",
                facility_id=world.facility,
                patient_id=world.server.put(
                    "patients", facility_id=world.facility, family_name="Demir"
                ),
                provider_id=world.provider,
                starts_at="2026-11-20T10:15:00+00:00",
                ends_at="2026-11-20T10:45:00+00:00",
                status="scheduled",
            )
            desk.backend.down = False
            await desk.quiet()
            (card,) = await desk.open_cards()
            assert (card.status, card.code) == ("conflict", "slot_taken")
            assert card.body["mine"]["patient_id"] == patient
            assert card.body["blocking"]["starts_at"].startswith("2026-11-20T10:15")
            assert patient in world.server.rows("patients")
            assert other in world.server.rows("patients")
            assert desk.engine.status.cards == 1

    run(scenario())


def test_two_people_correct_different_fields_and_both_stay(run, world):
    async def scenario():
        patient = world.server.put("patients", facility_id=world.facility, family_name="Ibarra")
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            await desk.correct(patient, phone="+52 55 1188 4400")
            world.server.put("patients", patient, address="Calle 9 #40")
            desk.backend.down = False
            await desk.quiet()
            row = await desk.shown(patient)
            assert (row.phone, row.address) == ("+52 55 1188 4400", "Calle 9 #40")
            assert await desk.open_cards() == []

    run(scenario())


def test_two_people_correct_one_field_and_neither_text_is_lost(run, world):
    async def scenario():
        patient = world.server.put(
            "patients", facility_id=world.facility, family_name="Ibarra", phone="1100"
        )
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            await desk.correct(patient, phone="1188")
            world.server.put("patients", patient, phone="1199")
            desk.backend.down = False
            await desk.quiet()
            (card,) = await desk.open_cards()
            body = card.body
            assert card.code == "same_field"
            assert body["base"]["phone"] == "1100"
            assert body["mine"]["phone"] == "1188"
            assert body["theirs"]["phone"] == "1199"
            assert (await desk.shown(patient)).phone == "1199"

    run(scenario())


def test_what_depends_on_a_refused_draft_waits_under_its_card(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            patient = await desk.replica.write(
                "register", lambda tx: tx.insert(patients, facility_id=new_id(), family_name="X")
            )
            await desk.book(patient)
            desk.backend.down = False
            await desk.quiet()
            (card,) = await desk.open_cards()
            assert card.status in ("forbidden", "rejected")
            assert await desk.drafts() == ["parked"]

    run(scenario())


def test_a_restart_without_a_line_shows_yesterday_and_takes_drafts(run, world):
    async def scenario():
        person = world.person()
        patient = world.server.put("patients", facility_id=world.facility, family_name="Koch")
        async with world.desk(person) as desk:
            await desk.quiet()
        clock = SystemClock()
        path = world.folder / "desk.replica"
        async with open_replica(path, b"k" * 32, person=person, clock=clock) as replica:
            backend = FakeBackend(world.server)
            backend.down = True
            engine = SyncEngine(replica, backend, clock, rng=Random(7))
            task = asyncio.create_task(engine.run())
            desk = Desk(replica, backend, engine, world.facility, world.provider)
            assert (await desk.shown(patient)).family_name == "Koch"
            await desk.book(patient)
            await until(lambda: _is(engine.status.phase == "offline"))
            assert engine.status.last_synced_at is not None
            backend.down = False
            await desk.quiet()
            assert len(world.server.rows("appointments")) == 1
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    run(scenario())


def test_a_server_that_stumbles_over_one_draft_still_takes_the_others(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            bad = await desk.register("Stone")
            good = [await desk.register(f"Good {i}") for i in range(6)]
            honest = desk.backend.push

            async def stumbling(request):
                if any(m.row_id == bad for g in request.groups for m in g.mutations):
                    raise ServerTrouble("a fault of the server", "XX000")
                return await honest(request)

            desk.backend.push = stumbling
            desk.backend.down = False
            desk.engine.wake()

            async def others_are_there() -> bool:
                return all(g in world.server.rows("patients") for g in good)

            await until(others_are_there)
            assert bad not in world.server.rows("patients")
            assert "waiting" in await desk.drafts()

    run(scenario())


def test_a_dismissed_person_loses_the_rows_and_keeps_the_drafts(run, world):
    async def scenario():
        person = world.person()
        patient = world.server.put("patients", facility_id=world.facility, family_name="Koch")
        async with world.desk(person) as desk:
            await desk.quiet()
            desk.backend.down = True
            await desk.correct(patient, phone="77")
            for membership, row in world.server.rows("facility_members").items():
                if row["user_id"] == person:
                    world.server.put("facility_members", membership, is_active=False)
            desk.backend.down = False
            await desk.quiet()
            (card,) = await desk.open_cards()
            assert card.body["mine"] == {"phone": "77"}
            assert await desk.shown(patient) is None

    run(scenario())


def test_a_poke_brings_a_colleagues_change_without_waiting_for_the_poll(run, world):
    async def scenario():
        async with (
            world.desk(world.person(), "one") as one,
            world.desk(world.person(), "two") as two,
        ):
            await one.quiet()
            await two.quiet()
            await until(lambda: _is(two.engine.status.live))
            patient = await one.register("Wei")

            async def there() -> bool:
                return await two.shown(patient) is not None

            await until(there, 3.0)

    run(scenario())


def test_the_end_of_a_session_keeps_everything_and_a_new_one_goes_on(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.end_session()
            await desk.register()
            await until(lambda: _is(desk.engine.status.phase == "signed_out"))
            assert desk.engine.status.waiting == 1
            (account,) = world.server.accounts.values()
            session = await desk.backend.sign_in(account.email, account.password)
            await desk.engine.signed_in(session)
            await desk.quiet()
            assert len(world.server.rows("patients")) == 1

    run(scenario())


def test_a_busy_server_is_given_the_time_it_asked_for(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.fail_next(Busy("rate", retry_after=40.0))
            desk.engine.wake()
            await until(lambda: _is(desk.engine.status.error == "net.busy"))
            wait = desk.engine.status.next_try_at - datetime.now(UTC)
            assert wait.total_seconds() > 39

    run(scenario())


async def _is(value: bool) -> bool:
    return value


def test_a_desk_with_a_lot_to_send_hears_of_its_colleagues_meanwhile(run, world, monkeypatch):
    """The push leaves off after a while, the pull has its turn, and the next round brings the rest."""
    monkeypatch.setattr("sync.steps.push.PUSH_FOR_S", 0.0)

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            for number in range(120):
                await desk.register(f"Bell {number}")
            desk.engine.wake()
            await until(lambda: _is(desk.engine.status.phase == "offline"))
            colleague = world.server.put("patients", facility_id=world.facility, family_name="Koch")
            calls = desk.backend.calls
            pushed_at_first_pull: list[int] = []

            async def look() -> None:
                if await desk.shown(colleague) is not None and not pushed_at_first_pull:
                    pushed_at_first_pull.append(calls["push"])

            desk.backend.before_answer = look
            before = calls["push"]
            desk.backend.down = False
            desk.engine.wake()
            await until(lambda: _is(desk.engine.status.waiting == 0))
            await desk.quiet()
            assert calls["push"] - before == 3
            assert pushed_at_first_pull == [before + 1], "shown before the second batch left"
            assert await desk.drafts() == []

    run(scenario())
