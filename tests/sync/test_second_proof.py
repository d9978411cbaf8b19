"""A facility begins to demand a second proof while somebody works: nothing is lost, nothing is refused,
and it goes on by itself once the proof is shown. Against the real server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.engine.engine import SyncEngine
from sync.errors import SecondFactorNeeded
from sync.replica import cursors
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import cards, outbox, patients
from tests.server.clinic import Clinic, Person
from tests.support.server import Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]
KEY = bytes(range(32))


@dataclass(frozen=True)
class House:
    """A backend with one clinic on it, one person who works there, and a patient."""

    backend: Running
    clinic: Clinic
    facility: str
    policy: str
    person: Person
    patient: str

    def demand(self, proof: bool) -> None:
        self.clinic.change("facility_policies", self.policy, is_second_factor_required=proof)

    def session(self, aal: str) -> Session:
        """What a sign-in would bring, with or without the second proof."""
        claims = {"sub": self.person.id, "role": "authenticated", "aal": aal}
        token, _ = self.backend.tokens.mint(claims)
        return Session(
            person=self.person.id,
            email=self.person.email,
            access_token=token,
            refresh_token="none",
            expires_in=3600,
            issued_at=SystemClock().now(),
        )


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend() as backend:
        yield backend


@pytest.fixture
def house(running: Running) -> Iterator[House]:
    with Clinic(running.database.superuser_dsn) as clinic:
        facility = clinic.facility()
        policy = clinic.add("facility_policies", facility_id=facility)
        person = clinic.member(facility, "reception")
        patient = clinic.patient(facility, "Ferrer")
        yield House(running, clinic, facility, str(policy["id"]), person, patient)


@asynccontextmanager
async def desk(house: House, folder: Path, aal: str) -> AsyncIterator[tuple[Replica, SyncEngine]]:
    clock = SystemClock()
    path = folder / "clinic.replica"
    async with open_replica(path, KEY, person=house.person.id, clock=clock) as replica:
        backend = SupabaseBackend(house.backend.url, house.backend.publishable_key, clock)
        engine = SyncEngine(replica, backend, clock)
        running = asyncio.create_task(engine.run())
        try:
            await engine.signed_in(house.session(aal))
            yield replica, engine
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await backend.close()


async def until(condition: Callable[[], Coroutine[Any, Any, bool]], engine: SyncEngine) -> None:
    """Have the engine look, and wait until it is so; the limit is the test's own."""
    engine.wake()
    async for _ in engine.statuses():
        if await condition():
            return


async def count(replica: Replica, table: Any) -> int:
    return await replica.read(lambda db: len(db.execute(select(table.c.id)).all()))


def wants_proof(engine: SyncEngine) -> Callable[[], Coroutine[Any, Any, bool]]:
    async def so() -> bool:
        return engine.status.error == SecondFactorNeeded.code

    return so


def at_rest(engine: SyncEngine) -> Callable[[], Coroutine[Any, Any, bool]]:
    async def so() -> bool:
        status = engine.status
        is_quiet = status.phase == "idle" and status.error is None and not status.waiting
        return is_quiet and status.last_synced_at is not None

    return so


def test_what_is_here_stays_and_what_is_written_waits_until_the_proof_is_shown(
    run: Run, house: House, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(house, tmp_path, "aal1") as (replica, engine):
            await until(at_rest(engine), engine)
            assert await count(replica, patients) == 1

            house.demand(True)
            house.clinic.patient(house.facility, "Unseen")

            def edit(tx: Any) -> None:
                tx.update(patients, house.patient, phone="555 0100")

            await replica.write("Correct a patient", edit)
            await until(wants_proof(engine), engine)
            assert engine.status.online
            assert await count(replica, patients) == 1, "kept, and nothing newer served"
            assert await count(replica, outbox) == 1
            assert await count(replica, cards) == 0
            proof = await engine.prove()
            assert not proof.asked, "what is kept back cannot be compared"
            assert not proof.wrong

            await engine.signed_in(house.session("aal2"))
            await until(at_rest(engine), engine)
            assert await count(replica, patients) == 2
            assert await count(replica, outbox) == 0
            row = house.clinic.row("patients", house.patient)
            assert row is not None
            assert row["phone"] == "555 0100"
            assert (await engine.prove()).is_whole

    run(story())


def test_a_first_sign_in_without_the_proof_fills_only_what_opens_the_program(
    run: Run, house: House, tmp_path: Path
) -> None:
    house.demand(True)

    async def story() -> None:
        async with desk(house, tmp_path, "aal1") as (replica, engine):
            await until(wants_proof(engine), engine)
            kinds = {c.kind for c in await replica.read(cursors.all_cursors)}
            assert kinds == {"directory", "user"}
            assert await count(replica, patients) == 0
            await engine.signed_in(house.session("aal2"))
            await until(at_rest(engine), engine)
            assert await count(replica, patients) == 1

    run(story())


def test_a_pull_with_nothing_new_says_so_in_a_line_meanwhile(
    run: Run, house: House, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(house, tmp_path, "aal1") as (replica, engine):
            await until(at_rest(engine), engine)
            house.demand(True)
            await until(wants_proof(engine), engine)
            digest = await replica.read(cursors.seen_digest)
            answer = house.clinic.pull(house.person, seen=digest)
            told = house.clinic.pull(house.person, seen=digest, epoch=answer["epoch"])
            assert told["same"] is True

    run(story())


def test_a_demand_that_is_taken_back_is_over_at_the_next_contact(
    run: Run, house: House, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(house, tmp_path, "aal1") as (replica, engine):
            await until(at_rest(engine), engine)
            house.demand(True)
            await until(wants_proof(engine), engine)
            house.clinic.patient(house.facility, "Later")
            house.demand(False)
            await until(at_rest(engine), engine)
            assert await count(replica, patients) == 2

    run(story())
