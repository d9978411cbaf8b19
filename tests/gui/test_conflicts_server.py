"""Refusals a server really made, decided at the desk, and what the server has in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from clinic_app.features.conflicts import queries
from clinic_app.features.conflicts.actions import Discard, MoveTo, SendAgain, keep_mine
from clinic_app.features.conflicts.queries import CardRow
from sync.clock import SystemClock
from sync.engine.engine import SyncEngine
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import appointments, outbox, patients
from tests.support.fake_backend import FakeBackend
from tests.support.fake_server import FakeServer

Run = Callable[[Coroutine[Any, Any, Any]], Any]
TWO = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
LENGTH = timedelta(minutes=30)


@dataclass
class Outage:
    """A desk whose cable is out from the start."""

    server: FakeServer
    backend: FakeBackend
    engine: SyncEngine
    replica: Replica
    facility: str
    provider: str

    def booking(self, patient: str, at: datetime = TWO) -> dict[str, Any]:
        return {
            "facility_id": self.facility,
            "patient_id": patient,
            "provider_id": self.provider,
            "starts_at": at,
            "ends_at": at + LENGTH,
        }

    async def write(self, command: Callable[[Any], Any]) -> Any:
        return await self.replica.write("a test", command)

    async def reconnect(self) -> None:
        """Plug the cable in and wait until nothing is on its way any more."""
        self.backend.down = False
        asked = self.backend.calls["pull"]
        self.engine.wake()
        async with asyncio.timeout(10):
            while not (self.backend.calls["pull"] > asked and await self._is_quiet()):
                await asyncio.sleep(0.01)

    async def cards(self) -> list[CardRow]:
        return await self.replica.read(queries.open_cards(self.replica.person).run)

    async def drafts(self) -> list[str]:
        return await self.replica.read(lambda db: list(db.scalars(select(outbox.c.state))))

    async def _is_quiet(self) -> bool:
        return self.engine.status.phase == "idle" and not set(await self.drafts()) - {"parked"}


@asynccontextmanager
async def an_outage(folder: Path) -> AsyncIterator[Outage]:
    server = FakeServer()
    facility = server.add_facility()
    provider = server.put("providers", facility_id=facility, display_name="Dr. Okafor")
    server.put("patients", facility_id=facility, family_name="Mbeki", phone="1")
    person = server.add_person("lucia@clinic.example", facility)
    clock = SystemClock()
    path = folder / "desk.replica"
    async with open_replica(path, b"k" * 32, person=person, clock=clock) as replica:
        backend = FakeBackend(server, person)
        engine = SyncEngine(replica, backend, clock, rng=Random(7))
        task = asyncio.create_task(engine.run())
        await engine.signed_in(await backend.renew())
        outage = Outage(server, backend, engine, replica, facility, provider)
        try:
            await outage.reconnect()
            backend.down = True
            yield outage
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def only(rows: dict[str, dict[str, Any]]) -> dict[str, Any]:
    (row,) = rows.values()
    return row


def test_a_double_booking_ends_with_both_patients_booked(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with an_outage(tmp_path) as here:
            mbeki = only(here.server.rows("patients"))["id"]
            koch = here.server.put("patients", facility_id=here.facility, family_name="Koch")
            theirs = here.server.put("appointments", **here.booking(koch))
            mine = await here.write(
                lambda tx: tx.insert(appointments, reason="Cough", **here.booking(mbeki))
            )
            await here.reconnect()
            (card,) = await here.cards()
            assert (card.code, card.row_id) == ("slot_taken", mine)
            assert here.server.rows("appointments").keys() == {theirs}

            later = TWO + LENGTH
            await here.write(MoveTo(card.id, here.provider, None, later, later + LENGTH))
            await here.reconnect()

            row = here.server.rows("appointments")[mine]
            assert (row["patient_id"], row["reason"]) == (mbeki, "Cough")
            assert datetime.fromisoformat(row["starts_at"]) == later
            assert await here.cards() == []
            assert await here.drafts() == []

    run(story())


def test_a_phone_changed_twice_ends_as_it_was_decided(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with an_outage(tmp_path) as here:
            mbeki = only(here.server.rows("patients"))["id"]
            await here.write(lambda tx: tx.update(patients, mbeki, phone="2"))
            here.server.put("patients", mbeki, phone="3", address="Long Street")
            await here.reconnect()
            (card,) = await here.cards()
            assert (card.code, card.fields) == ("same_field", ["phone"])

            await here.write(keep_mine(card.id))
            await here.reconnect()

            row = here.server.rows("patients")[mbeki]
            assert (row["phone"], row["address"]) == ("2", "Long Street")
            assert await here.cards() == []

    run(story())


def test_a_registration_put_right_takes_its_booking_and_its_edits_along(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with an_outage(tmp_path) as here:
            patient = await here.write(
                lambda tx: tx.insert(patients, facility_id=here.facility, family_name=" ")
            )
            await here.write(lambda tx: tx.update(patients, patient, phone="9"))
            visit = await here.write(lambda tx: tx.insert(appointments, **here.booking(patient)))
            await here.reconnect()
            (card,) = await here.cards()
            assert (card.row_id, card.code) == (patient, "invalid")
            assert visit not in here.server.rows("appointments")

            await here.write(SendAgain(card.id, {"family_name": "Ferreira"}))
            await here.reconnect()

            row = here.server.rows("patients")[patient]
            assert (row["family_name"], row["phone"]) == ("Ferreira", "9")
            assert here.server.rows("appointments")[visit]["patient_id"] == patient
            assert await here.drafts() == []
            assert await here.cards() == []

    run(story())


def test_a_registration_let_go_takes_its_booking_along_and_leaves_the_rest(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with an_outage(tmp_path) as here:
            mbeki = only(here.server.rows("patients"))["id"]
            patient = await here.write(
                lambda tx: tx.insert(patients, facility_id=here.facility, family_name=" ")
            )
            await here.write(lambda tx: tx.insert(appointments, **here.booking(patient)))
            await here.write(lambda tx: tx.update(patients, mbeki, phone="2"))
            await here.reconnect()
            (card,) = await here.cards()

            await here.write(Discard(card.id))
            await here.reconnect()

            assert here.server.rows("appointments") == {}
            assert here.server.rows("patients")[mbeki]["phone"] == "2"
            assert await here.drafts() == []
            settled = await here.replica.read(queries.settled_cards(here.replica.person).run)
            assert len(settled) == 2

    run(story())
