"""An administrator and a doctor at two computers, on the real backend: who is put out is out with the
next contact, and what was done on either is in the clinic's trail.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from clinic_app.desk import Desk
from clinic_app.desks import Desks
from clinic_app.doors import StationDoors
from clinic_app.features.audit.actions import Reading, check
from clinic_app.features.audit.model import Wanted
from clinic_app.features.auth import Passed, Server
from clinic_app.features.patients.actions import CorrectDetails
from clinic_app.session import LetIn, OpenSession, membership, open_session, sign_in
from clinic_app.workstation import Address, Workstation
from sync.clock import SystemClock
from sync.embedded import seed
from sync.errors import NoClinic, WrongPassword
from sync.replica.settings import AUDIT_SENT, read_setting
from sync.replica.tables import (
    appointments,
    audit,
    cards,
    cursors,
    facility_members,
    outbox,
    patients,
    providers,
)
from sync.steps.pull import is_filled
from tests.support.server import Running, running_backend
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
CLOCK = SystemClock()
PATIENCE_S = 15.0
pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend(seed=seed.sample) as backend:
        yield backend


def station(running: Running, home: Path) -> Workstation:
    made = Workstation(home)
    made.use_server(Address(running.url, running.publishable_key))
    return made


async def let_in(running: Running, home: Path, who: str) -> tuple[Workstation, LetIn]:
    here = station(running, home)
    assert here.server is not None
    return here, await sign_in(here, here.server, seed.ACCOUNTS[who], seed.PASSWORD, CLOCK)


@asynccontextmanager
async def at_work(running: Running, home: Path, who: str) -> AsyncIterator[OpenSession]:
    """Signed in at a computer of one's own, with everything here."""
    here, passed = await let_in(running, home, who)
    assert here.server is not None
    async with open_session(here, here.server, passed, CLOCK) as session:
        await until(session, is_filled)
        yield session


async def until(session: OpenSession, so: Callable[[Any], object]) -> None:
    """Go on as soon as the replica says so."""
    async with asyncio.timeout(PATIENCE_S):
        while not await session.replica.read(so):
            await asyncio.sleep(0.02)


async def until_true(so: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not so():
            await asyncio.sleep(0.02)


def count(db: Any, table: Any) -> int:
    return int(db.scalar(select(func.count()).select_from(table)))


def held_scopes(db: Any) -> set[str]:
    return set(db.scalars(select(cursors.c.kind)))


def is_told(db: Any) -> bool:
    """The server has heard every line of the trail."""
    return bool(db.scalar(select(func.max(audit.c.seq))) == read_setting(db, AUDIT_SENT))


async def told(session: OpenSession) -> None:
    session.engine.wake("asked")
    await until(session, is_told)


@asynccontextmanager
async def at_the_page(session: OpenSession) -> AsyncIterator[Any]:
    """The administrator's window, at "People and rules"."""
    desk = Desk(session, await membership(session), CLOCK)
    window = desk.window
    async with shown(window):
        window.navigate("administration", section="people")
        yield window.pages["administration"]


async def put_out(page: Any, person: str) -> None:
    """Choose somebody, and deactivate them."""
    people = page.people
    await until_true(lambda: any(row.user_id == person for row in people.rows.rows))
    row = next(row for row in people.rows.rows if row.user_id == person)
    people.list.setCurrentIndex(people.rows.index_of(row.id))
    await until_true(lambda: people.card.row is not None and people.card.row.id == row.id)
    people.card.out.click()
    people.card.question.yes.click()
    await until_true(lambda: not people.card.row.is_active)


def test_who_is_deactivated_is_out_with_the_next_contact_and_holds_nothing_any_more(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with (
            at_work(running, tmp_path / "office", "admin") as admin,
            at_work(running, tmp_path / "practice", "doctor") as doctor,
        ):
            held = (patients, appointments, providers)
            for table in held:
                assert await doctor.replica.read(lambda db, t=table: count(db, t)), table.name
            # What was not sent yet is theirs, and stays with them.
            doctor.backend.cable.pull()
            somebody = await doctor.replica.read(lambda db: db.scalar(select(patients.c.id)))
            await doctor.replica.write("Correct", CorrectDetails(somebody, {"phone": "+34 600 1"}))

            async with at_the_page(admin) as page:
                await put_out(page, doctor.person.id)
                admin.engine.wake("asked")
                await until(admin, lambda db: count(db, outbox) == 0)
            assert await doctor.replica.read(lambda db: count(db, patients)), "no contact yet"

            doctor.backend.cable.plug()
            doctor.engine.wake("asked")
            await until(doctor, lambda db: all(count(db, t) == 0 for t in held))
            await until(doctor, lambda db: not held_scopes(db) & {"facility", "clinical"})
            # What is left of the clinic is that they are no member of it any more.
            members = await doctor.replica.read(
                lambda db: list(db.execute(select(facility_members)))
            )
            assert [(each.user_id, each.is_active) for each in members] == [
                (doctor.person.id, False)
            ]
            await until(doctor, lambda db: count(db, cards))
            kept = await doctor.replica.read(lambda db: list(db.execute(select(cards))))
            assert [(each.row_id, each.label) for each in kept] == [(somebody, "Correct")]
            assert kept[0].body["mine"] == {"phone": "+34 600 1"}

        here, passed = await let_in(running, tmp_path / "elsewhere", "doctor")
        assert here.server is not None
        async with open_session(here, here.server, passed, CLOCK) as again:
            with pytest.raises(NoClinic):
                await membership(again, within=PATIENCE_S)

    run(story())


def test_what_was_done_at_one_computer_is_read_at_another(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with (
            at_work(running, tmp_path / "office", "admin") as admin,
            at_work(running, tmp_path / "desk", "reception") as desk,
        ):
            somebody = await desk.replica.read(lambda db: db.scalar(select(patients.c.id)))
            desk.backend.cable.pull()
            for _ in range(3):
                await desk.replica.note("view", "Look", table="patients", row_id=somebody)
            desk.backend.cable.plug()
            await told(desk)

            wanted = Wanted(person=desk.person.id, action="view", row_id=somebody)
            reading = Reading(admin.replica, admin.backend, wanted, at_once=2)
            await reading.begin()
            assert reading.trouble is None
            assert reading.has_more
            while reading.has_more:
                await reading.more()
            lines = reading.entries
            assert [(each.action, each.row_id) for each in lines] == [("view", somebody)] * 3
            assert {each.who for each in lines} == {(await membership(desk)).name}
            assert all(each.told_at is not None for each in lines)
            assert (await check(desk.replica, desk.backend)).holds

            # Of a colleague's doings reception learns nothing.
            theirs = Reading(desk.replica, desk.backend, Wanted(person=admin.person.id))
            await theirs.begin()
            assert theirs.entries == []

    run(story())


def test_wrong_passwords_at_the_door_are_in_the_trail_of_whose_they_were_not(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        home = tmp_path / "desk"
        email = seed.ACCOUNTS["nurse"]
        async with at_work(running, home, "nurse"):
            pass
        here = station(running, home)
        assert here.server is not None
        doors = StationDoors(here, CLOCK, lambda address: False)
        server = Server(here.server.url, here.server.key)
        before = CLOCK.now()
        for attempt in (
            doors.sign_in(server, email, "not it"),
            doors.unlock(email, "not it either"),
            doors.sign_in(server, "nobody@demo.clinic", "of nobody here"),
        ):
            with pytest.raises(WrongPassword):
                await attempt
        passed = await doors.sign_in(server, email, seed.PASSWORD)
        await doors.leave()
        assert isinstance(passed, Passed)
        told_files = [path.read_bytes() for path in home.rglob("*.json")]
        assert not any(b"not it" in content for content in told_files)

        lines = await come_in(here, passed.token)
        assert [(each.action, each.fields) for each in lines] == [
            ("refusal", ["auth.wrong_password"]),
            ("refusal", ["auth.wrong_password"]),
            ("sign_in", []),
        ]
        assert all(before <= each.at <= CLOCK.now() for each in lines)
        # Told once: the next time there is nothing of it.
        passed = await doors.unlock(email, seed.PASSWORD)
        await doors.leave()
        assert [each.action for each in await come_in(here, passed.token)] == ["unlock"]

    run(story())


async def come_in(here: Workstation, token: Any) -> list[Any]:
    """Through the program's own desks; the lines that this has added."""
    async with asyncio.TaskGroup() as tasks:
        desks = Desks(here, CLOCK, tasks)
        seat = await desks.seat(token)
        replica = seat.session.replica
        found = await replica.read(lambda db: list(db.execute(select(audit).order_by(audit.c.seq))))
        seat.desk.close()
    lines: list[Any] = found
    last = max((n for n, each in enumerate(lines) if each.action in COMINGS[:2]), default=0)
    first = last
    while first and lines[first - 1].action == "refusal":
        first -= 1
    return [each for each in lines[first:] if each.action in COMINGS]


COMINGS = ("sign_in", "unlock", "refusal")
