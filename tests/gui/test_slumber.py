"""What lies behind a locked window: sent, closed, its key and its tokens forgotten; and whole again after."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from clinic_app.desks import Desks
from clinic_app.seat import Seat
from clinic_app.session import sign_in
from clinic_app.shell.window import MainWindow
from clinic_app.slumber import LINGER_S, Slumber
from clinic_app.ui.context import Proof
from clinic_app.workstation import Address, Workstation
from sync.clock import FakeClock, SystemClock
from sync.embedded import seed
from sync.engine.status import SyncStatus
from sync.errors import StorageFull
from sync.replica import keys, lease
from sync.replica.tables import patients
from tests.support.desk import AMARA, CLINIC, LUCIA, NOW
from tests.support.hands import Hands
from tests.support.server import Running, running_backend
from tests.support.workplace import PASSWORDS, Workplace, open_workplace, tell

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")
Key = Qt.Key


@asynccontextmanager
async def desk(home: Path) -> AsyncIterator[tuple[Workplace, MainWindow, Hands]]:
    async with open_workplace(home) as place:
        window = await place.comes(LUCIA)
        yield place, window, Hands(window)


def seat_of(place: Workplace, person: str) -> Seat:
    seat = place.desks.seat_of(person)
    assert seat is not None
    return seat


def open_files(path: Path) -> list[str]:
    """The replica's file and its side files, as far as this process has them open; not their locks."""
    found = []
    for each in os.listdir("/proc/self/fd"):
        try:
            file = os.readlink(f"/proc/self/fd/{each}")
        except OSError:
            continue  # the one that listed them
        if file.startswith(str(path)) and not file.endswith(".lock"):
            found.append(file)
    return found


async def unlock(hands: Hands, window: MainWindow, password: str) -> None:
    hands.type(password)
    hands.press(Key.Key_Return)
    await hands.until(lambda: not window.is_locked)


# --- closed ---------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell their open files")
def test_after_a_lock_no_file_is_open_and_nobody_holds_the_key(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            seat = seat_of(place, LUCIA)
            path, key = place.station.replica(LUCIA), seat.session.replica._file.key
            assert len(key) == 32
            assert open_files(path), "it would be seen"
            # This function, and whoever asks how many there are.
            assert sys.getrefcount(key) > 2, "it would be seen"
            await hands.nothing_happens()
            window.lock()
            await hands.until(lambda: seat.slumber.is_deep)
            assert open_files(path) == []
            assert seat.session.replica._file.key == b""
            gc.collect()
            assert sys.getrefcount(key) <= 2, gc.get_referrers(key)

            await unlock(hands, window, PASSWORDS[LUCIA])
            assert open_files(path) != []
            assert not seat.slumber.is_deep

    run(story())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell their open files")
def test_who_steps_back_for_a_colleague_is_closed_too(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, _, hands):
            await place.comes(AMARA)
            first, second = seat_of(place, LUCIA), seat_of(place, AMARA)
            await hands.until(lambda: first.slumber.is_deep)
            assert open_files(place.station.replica(LUCIA)) == []
            assert open_files(place.station.replica(AMARA)) != []
            assert not second.slumber.is_deep

    run(story())


def test_a_wrong_password_opens_nothing_and_is_written_down_later(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            seat = seat_of(place, LUCIA)
            window.lock()
            await hands.until(lambda: seat.slumber.is_deep)
            locked_at = place.clock.now()
            place.clock.advance(600)
            hands.type("wrong")
            hands.press(Key.Key_Return)
            await hands.until(lambda: window.cover.field.error)
            assert seat.slumber.is_deep
            place.clock.advance(600)
            await unlock(hands, window, PASSWORDS[LUCIA])
            asked = "SELECT action, at FROM audit WHERE action IN ('lock', 'refusal', 'unlock')"
            await hands.until(lambda: len(place.on_disk(LUCIA, asked)) == 4)
            told = place.on_disk(LUCIA, asked + " ORDER BY seq")
            assert [action for action, _ in told] == ["unlock", "lock", "refusal", "unlock"]
            assert told[2][1].startswith((locked_at + timedelta(minutes=10)).isoformat()[:16])

    run(story())


def test_a_proof_does_not_outlive_the_lock(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            seat = seat_of(place, LUCIA)
            await seat.desk.prover.prove(Proof.PASSWORD, PASSWORDS[LUCIA])
            assert await seat.desk.prover.wanted() is None
            window.lock()
            await hands.until(lambda: seat.slumber.is_deep)
            await unlock(hands, window, PASSWORDS[LUCIA])
            assert await seat.desk.prover.wanted() is Proof.PASSWORD

    run(story())


def test_another_program_does_not_get_in_meanwhile(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            window.lock()
            await hands.until(lambda: seat_of(place, LUCIA).slumber.is_deep)
            async with open_workplace(tmp_path) as other:
                with pytest.raises(Exception, match="is held"):
                    await other.comes(LUCIA)

    run(story())


@pytest.mark.parametrize("what", ["the page", "the trail"])
def test_a_full_disk_does_not_keep_the_key_here(run: Run, tmp_path: Path, what: str) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            seat = seat_of(place, LUCIA)

            async def full(*_: object, **__: object) -> None:
                raise StorageFull("no room")

            page, replica = window.page("patients"), seat.session.replica
            with pytest.MonkeyPatch.context() as disk:
                if what == "the page":
                    disk.setattr(page, "leave", full)
                else:
                    disk.setattr(replica, "note", full)
                window.lock()
                await hands.until(lambda: seat.slumber.is_deep)
            await unlock(hands, window, PASSWORDS[LUCIA])

    run(story())


def test_what_was_damaged_meanwhile_leads_to_the_door_and_stays_as_it_is(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            window.lock()
            await hands.until(lambda: seat_of(place, LUCIA).slumber.is_deep)
            path = place.station.replica(LUCIA)
            damaged = bytearray(path.read_bytes())
            damaged[100] ^= 1
            path.write_bytes(damaged)
            hands.type(PASSWORDS[LUCIA])
            hands.press(Key.Key_Return)
            assert place.door_wanted is not None
            async with asyncio.timeout(10):
                assert await place.door_wanted is True
            await hands.until(lambda: place.desks.seat_of(LUCIA) is None)
            assert path.read_bytes() == damaged

    run(story())


# --- and whole again ------------------------------------------------------------------------------


def test_who_waited_behind_the_lock_goes_on_with_the_unlock(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            replica = seat_of(place, LUCIA).session.replica
            window.navigate("patients")
            window.lock()
            await hands.until(lambda: seat_of(place, LUCIA).slumber.is_deep)
            reading = asyncio.get_running_loop().create_task(
                replica.read(lambda db: db.scalars(select(patients.c.id)).all())
            )
            writing = asyncio.get_running_loop().create_task(
                replica.write(
                    "Register",
                    lambda tx: tx.insert(patients, facility_id=CLINIC, family_name="Roca"),
                )
            )
            await hands.nothing_happens()
            assert not reading.done()
            assert not writing.done()
            await unlock(hands, window, PASSWORDS[LUCIA])
            assert len(await reading) > 5
            found = place.on_disk(LUCIA, "SELECT family_name FROM patients WHERE id = ?".replace(
                "?", f"'{await writing}'"))  # fmt: skip
            assert found == [("Roca",)]

    run(story())


def test_locking_again_and_again_loses_nothing(run: Run, tmp_path: Path) -> None:
    """Whatever the moment: while it is still sending, while it closes, when it is closed."""

    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            replica = seat_of(place, LUCIA).session.replica
            for turn in range(24):
                await replica.write(
                    "Register",
                    lambda tx, n=turn: tx.insert(  # type: ignore[misc]
                        patients, facility_id=CLINIC, family_name=f"Turn {n}"
                    ),
                )
                window.lock()
                for _ in range(turn % 12):
                    await asyncio.sleep(0)
                if turn % 3 == 0:
                    await hands.until(lambda: seat_of(place, LUCIA).slumber.is_deep)
                seat = seat_of(place, LUCIA)
                await place.desks.open_up(seat, place.known_key(LUCIA))
                assert not window.is_locked
            asked = "SELECT count(*) FROM patients WHERE family_name LIKE 'Turn %'"
            assert place.on_disk(LUCIA, asked) == [(24,)]

    run(story())


def test_closing_what_rests_takes_no_time_and_keeps_what_was_typed(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            window.navigate("patients")
            assert window.commands.run("patients.register")
            editing = window.pages["patients"].editing  # type: ignore[attr-defined]
            await hands.until(lambda: editing.is_open and editing.isAncestorOf(hands.focus))
            hands.type("Kanari")
            window.lock()
            await hands.until(lambda: seat_of(place, LUCIA).slumber.is_deep)
            began = time.monotonic()
            place.desks.front.desk.close()  # type: ignore[union-attr]
            await hands.until(lambda: place.desks.seat_of(LUCIA) is None)
            assert time.monotonic() - began < 3
            typed = "SELECT value FROM settings WHERE key LIKE 'form/%'"
            assert any("Kanari" in value for (value,) in place.on_disk(LUCIA, typed))

    run(story())


def test_a_lease_that_ended_behind_the_lock_shows_nothing_first(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(tmp_path) as (place, window, hands):
            replica, now = window.ctx.replica, place.clock.now()
            then = now + timedelta(days=3)
            await replica.apply(lambda db: lease.keep(db, then, now, now))
            values = {"facility_id": CLINIC, "lease_days": 3, "auto_lock_minutes": 240}
            values["is_locked_after_lease"] = True
            await replica.apply(lambda db: tell(db, "facility_policies", "p", **values))
            await hands.nothing_happens()
            window.lock()
            await hands.until(lambda: seat_of(place, LUCIA).slumber.is_deep)
            place.clock.advance(4 * 86_400)
            shown: list[bool] = []
            below: Any = window.centralWidget()
            window.covers.changed.connect(lambda covered: shown.append(not below.isHidden()))
            await unlock(hands, window, PASSWORDS[LUCIA])
            assert window.covers.closed.is_up
            assert shown
            assert not any(shown)

    run(story())


# --- with a line ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend(seed=seed.sample) as backend:
        yield backend


@asynccontextmanager
async def at_work(running: Running, home: Path) -> AsyncIterator[tuple[Desks, Seat, Hands]]:
    """Reception at the sample clinic, over the real line."""
    clock = SystemClock()
    station = Workstation(home)
    address = Address(running.url, running.publishable_key)
    station.use_server(address)
    email = seed.ACCOUNTS["reception"]
    let_in = await sign_in(station, address, email, seed.PASSWORD, clock)
    async with asyncio.TaskGroup() as tasks:
        desks = Desks(station, clock, tasks)
        seat = await desks.seat(let_in)
        assert let_in.key == b""
        assert let_in.session is None
        try:
            async with asyncio.timeout(20):
                async for status in seat.session.engine.statuses():
                    if status.live and status.phase == "idle":
                        break
            yield desks, seat, Hands(seat.desk.window)
        finally:
            seat.desk.close()


async def register(seat: Seat, name: str) -> str:
    facility = seat.desk.window.ctx.person.facility_id
    return await seat.session.replica.write(
        "Register", lambda tx: tx.insert(patients, facility_id=facility, family_name=name)
    )


def on_the_server(running: Running, name: str) -> int:
    with psycopg.connect(running.dsn) as db:
        row = db.execute("select count(*) from patients where family_name = %s", [name]).fetchone()
    return row[0] if row else 0


async def until(so: Callable[[], object]) -> None:
    """As `Hands.until`, for what takes the line: the test's own limit ends it."""
    while not so():
        await asyncio.sleep(0.02)


def test_what_was_written_leaves_before_it_rests_and_what_came_meanwhile_arrives(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with at_work(running, tmp_path) as (_, seat, hands):
            window, backend = seat.desk.window, seat.session.backend
            assert backend._auth.session is not None
            await register(seat, "Before the lock")
            window.lock()
            await until(lambda: seat.slumber.is_deep)
            assert on_the_server(running, "Before the lock") == 1
            assert backend._auth.session is None
            with psycopg.connect(running.dsn, autocommit=True) as db:
                db.execute(
                    "insert into patients (facility_id, family_name) values (%s, 'Meanwhile')",
                    [window.ctx.person.facility_id],
                )
            await hands.nothing_happens()
            assert seat.slumber.is_deep
            await unlock(hands, window, seed.PASSWORD)
            found = select(patients.c.id).where(patients.c.family_name == "Meanwhile")
            async with asyncio.timeout(20):
                while not await seat.session.replica.read(lambda db: db.scalars(found).first()):
                    await asyncio.sleep(0.02)
            await until(lambda: seat.session.engine.status.live)

    run(story())


def test_without_a_line_drafts_wait_for_the_unlock(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with at_work(running, tmp_path) as (_, seat, hands):
            window = seat.desk.window
            seat.session.backend.cable.pull()
            await register(seat, "After the lock")
            await until(lambda: seat.session.engine.status.phase == "offline")
            window.lock()
            await until(lambda: seat.slumber.is_deep)
            seat.session.backend.cable.plug()
            assert on_the_server(running, "After the lock") == 0
            await unlock(hands, window, seed.PASSWORD)
            await until(lambda: on_the_server(running, "After the lock") == 1)

    run(story())


def test_who_comes_through_the_door_finds_the_work_that_rests(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with at_work(running, tmp_path) as (desks, seat, _):
            window = seat.desk.window
            window.navigate("patients")
            window.lock()
            await until(lambda: seat.slumber.is_deep)
            station, address = Workstation(tmp_path), Address(running.url, running.publishable_key)
            email = seed.ACCOUNTS["reception"]
            let_in = await sign_in(station, address, email, seed.PASSWORD, SystemClock())
            tokens = let_in.session
            assert tokens is not None
            assert await desks.seat(let_in) is seat
            assert not window.is_locked
            assert (let_in.key, let_in.session) == (b"", None)
            assert window.current == "patients"
            kept = seat.session.backend._auth.session
            assert kept is not None
            assert kept.access_token == tokens.access_token
            await until(lambda: seat.session.engine.status.live)

    run(story())


def test_a_pause_of_the_person_outlives_the_lock(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with at_work(running, tmp_path) as (_, seat, hands):
            seat.session.engine.pause()
            await until(lambda: seat.session.engine.status.phase == "held")
            seat.desk.window.lock()
            await until(lambda: seat.slumber.is_deep)
            await unlock(hands, seat.desk.window, seed.PASSWORD)
            await hands.nothing_happens()
            assert seat.session.engine.status.phase == "held"
            seat.session.engine.resume()
            await until(lambda: seat.session.engine.status.live)

    run(story())


@pytest.mark.parametrize("seed_", range(3))
def test_whatever_happens_around_locks_every_draft_arrives_once(
    run: Run, running: Running, tmp_path: Path, seed_: int
) -> None:
    """Locks, unlocks, a line that comes and goes, and writes, in any order and at any moment."""
    rng = Random(seed_)
    mark = f"Around {seed_} "

    async def story() -> None:
        async with at_work(running, tmp_path) as (desks, seat, _):
            station, window = Workstation(tmp_path), seat.desk.window
            key = keys.unlock(station.folder(seat.person), seat.person, seed.PASSWORD)
            cable, written = seat.session.backend.cable, 0
            for _ in range(60):
                match rng.choice(("write", "write", "lock", "unlock", "pull", "plug", "wait")):
                    case "write" if not window.is_locked:
                        await register(seat, f"{mark}{written}")
                        written += 1
                    case "lock":
                        window.lock()
                    case "unlock" if window.is_locked:
                        await desks.open_up(seat, key)
                    case "pull":
                        cable.pull()
                    case "plug":
                        cable.plug()
                    case _:
                        await asyncio.sleep(rng.random() / 10)
            cable.plug()
            if window.is_locked:
                await desks.open_up(seat, key)
            seat.session.engine.wake("the story is over")
            await until(lambda: written and seat.session.engine.status.waiting == 0)
            with psycopg.connect(running.dsn) as db:
                found = db.execute(
                    "select count(*), count(distinct family_name) from patients"
                    " where family_name like %s",
                    [f"{mark}%"],
                ).fetchone()
            assert found == (written, written)
            await until(lambda: seat.session.engine.status.phase == "idle")

    run(story())


# --- how long it lingers --------------------------------------------------------------------------


class Busy:
    """A session whose sync never comes to its end."""

    def __init__(self) -> None:
        self.is_resting = False
        self.status = SyncStatus(phase="syncing", online=True, waiting=3)
        self.replica = self.engine = self.backend = self

    async def statuses(self) -> AsyncGenerator[SyncStatus, None]:
        yield self.status
        await asyncio.Event().wait()

    def pause(self) -> None:
        self.status = SyncStatus(phase="held")

    async def still(self) -> None: ...

    async def set_down(self) -> None: ...

    async def rest(self) -> None:
        self.is_resting = True


def sleepy(clock: FakeClock) -> tuple[Slumber, Busy]:
    busy: Any = Busy()
    slumber = Slumber(busy, clock)
    slumber.allow()
    return slumber, busy


def test_what_cannot_be_sent_is_waited_for_a_minute(run: Run) -> None:
    async def story() -> None:
        clock = FakeClock(NOW)
        slumber, busy = sleepy(clock)
        resting = asyncio.get_running_loop().create_task(slumber.begin())
        for _ in range(10):
            await asyncio.sleep(0)
        clock.advance(LINGER_S - 1)
        for _ in range(10):
            await asyncio.sleep(0)
        assert not busy.is_resting
        clock.advance(1)
        await resting
        assert busy.is_resting

    run(story())


def test_a_computer_that_goes_to_sleep_is_not_given_the_minute(run: Run) -> None:
    async def story() -> None:
        slumber, busy = sleepy(FakeClock(NOW))
        resting = asyncio.get_running_loop().create_task(slumber.begin())
        for _ in range(10):
            await asyncio.sleep(0)
        assert not busy.is_resting
        slumber.hurry()
        await resting
        assert busy.is_resting

    run(story())
