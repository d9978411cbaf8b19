"""From the invitation to the first page: by mail for who is new, by signing in for who is known."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from clinic_app.features.administration import actions
from clinic_app.session import membership, open_session, sign_in
from clinic_app.workstation import Address, Workstation
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.errors import NoClinic, NotAllowed
from sync.ids import new_id
from tests.server.clinic import Clinic
from tests.support.server import PASSWORD, Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]
CLOCK = SystemClock()


@dataclass(frozen=True)
class House:
    backend: Running
    clinic: Clinic
    facility: str
    boss: str
    """The administrator's address."""

    @asynccontextmanager
    async def line(self) -> AsyncIterator[SupabaseBackend]:
        made = SupabaseBackend(self.backend.url, self.backend.publishable_key, CLOCK)
        try:
            yield made
        finally:
            await made.close()


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with running_backend() as backend, Clinic(backend.database.superuser_dsn) as clinic:
        boss = backend.create_user("boss@clinic.example")
        facility = clinic.facility("Clínica Norte")
        clinic.add(
            "facility_members",
            facility_id=facility,
            user_id=boss,
            role="facility_admin",
            display_name="Boss",
        )
        yield House(backend, clinic, facility, "boss@clinic.example")


async def invite(house: House, email: str, role: str = "nurse") -> bool:
    async with house.line() as line:
        await line.sign_in(house.boss, PASSWORD)
        values = {"email": email, "role": role, "display_name": "Ona Serra"}
        return await actions.invite(line, house.facility, values)


async def comes_in(house: House, email: str, folder: Path) -> str:
    """Sign in at a workstation; the role somebody finds themself in."""
    station = Workstation(folder)
    server = Address(house.backend.url, house.backend.publishable_key)
    station.use_server(server)
    let_in = await sign_in(station, server, email, PASSWORD, CLOCK)
    async with open_session(station, server, let_in, CLOCK) as session:
        here = await membership(session, within=20)
        assert here.facility_name == "Clínica Norte"
        assert here.name == "Ona Serra"
        return here.role


def test_somebody_with_an_account_is_in_with_the_next_sign_in(
    run: Run, house: House, tmp_path: Path
) -> None:
    email = f"{new_id()}@clinic.example"
    house.backend.create_user(email)

    async def story() -> None:
        with pytest.raises(NoClinic):
            await comes_in(house, email, tmp_path / "before")
        assert await invite(house, email)
        assert await comes_in(house, email, tmp_path / "after") == "nurse"
        assert not await invite(house, email), "who works there is not invited"

    run(story())


def test_somebody_new_gets_a_mail_that_opens_the_door(
    run: Run, house: House, tmp_path: Path
) -> None:
    email = f"{new_id()}@clinic.example"

    async def story() -> None:
        assert await invite(house, email, "reception")
        mail = house.backend.mail_to(email, "invite")
        async with house.line() as line:
            await line.ways.enter_code(email, mail.code, "invite")
            assert (await line.ask("accept_invitations", {}))["joined"] in (0, 1)
            people = house.clinic.value(
                "select count(*) from public.facility_members m join public.profiles p"
                " on p.id = m.user_id where p.email = %s and m.role = 'reception'",
                email,
            )
            assert people == 1

    run(story())


def test_nobody_but_administrators_has_mails_sent(run: Run, house: House) -> None:
    person = house.backend.create_user(f"{new_id()}@clinic.example")
    house.clinic.add("facility_members", facility_id=house.facility, user_id=person, role="doctor")
    email = house.clinic.value("select email from auth.users where id = %s", person)
    victim = f"{new_id()}@clinic.example"

    async def story() -> None:
        async with house.line() as line:
            await line.sign_in(email, PASSWORD)
            values = {"email": victim, "role": "doctor", "display_name": "X"}
            with pytest.raises(NotAllowed):
                await actions.invite(line, house.facility, values)
        await asyncio.sleep(0)
        with pytest.raises(StopIteration):
            house.backend.mail_to(victim)

    run(story())


def test_an_administrator_reads_and_orders_through_the_real_line(run: Run, house: House) -> None:
    async def story() -> None:
        async with house.line() as line:
            session = await line.sign_in(house.boss, PASSWORD)
            people = await actions.people(line, house.facility)
            assert people.known[session.person].email == house.boss
            assert people.is_proven is False
            await actions.order_wipe(line, session.person, new_id())
            assert not await actions.cancel_wipe(line, session.person, new_id())

    run(story())
