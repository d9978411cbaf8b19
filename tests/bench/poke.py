"""From a booking at one workstation to the same booking on another one's screen.

Two clients in processes of their own, the real gateway and websockets on the loopback. The first
books; the clock runs from the moment the booking is durable there until the day's list of the
second one shows it: push, commit, poke, pull, and the query of the list.

Baseline: a bare NOTIFY heard by a bare LISTEN on the same PostgreSQL.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from datetime import datetime, timedelta
from pathlib import Path

import psycopg

from clinic_app.features.schedule.actions import BookAppointment, Booked
from clinic_app.features.schedule.queries import day_of
from sync.ids import new_id
from tests.bench import clinic
from tests.bench.child import Child, Far, child
from tests.bench.clinic import Account, Clinic, Line
from tests.bench.desk import open_desk
from tests.bench.options import Options
from tests.bench.report import Report, percentile, spread

PATIENTS = 2_000
CHANGES = 60
WARM_UP = 5
APART_S = 0.3
"""Rare enough that no change finds the other workstation still busy with the one before."""


def run(options: Options) -> Report:
    """Measure."""
    with clinic.postgres(options.folder) as server:
        house = clinic.a_clinic(clinic.fresh(server, "clinic"), patients=options.count(PATIENTS))
        writer, reader = house.staff(), house.staff("doctor")
        clinic.settle(server, house.database)
        times = options.times(CHANGES, APART_S + 0.1)
        notify = _notifications(house, times)
        with (
            clinic.gateway(house.database) as line,
            child(look, options.folder / "reader.replica", reader, line, house) as watching,
            child(book, options.folder / "writer.replica", writer, line, house) as booking,
        ):
            watching.hear()
            booking.hear()
            options.say(f"both are live: {times} bookings")
            passed = [_passed_on(booking, watching) for _ in range(times + WARM_UP)][WARM_UP:]
        notify += _notifications(house, times)
    durable = [shown - written for _, written, shown in passed]
    pressed = [shown - began for began, _, shown in passed]
    report = Report("poke", {"changes": len(passed)})
    report.figures |= spread("visible", durable) | spread("from_the_click", pressed)
    report.figures |= spread("bare_notify", notify)
    report.figures["ratio_p95"] = percentile(durable, 95) / percentile(notify, 95)
    report.at_most("visible_ms_p95", 150.0)
    return report


def _passed_on(booking: Child, watching: Child) -> tuple[float, float, float]:
    """One booking: when the button was pressed, when it was durable, when the other one saw it."""
    time.sleep(APART_S)
    appointment = new_id()
    watching.tell(appointment)
    booking.tell(appointment)
    began, written = booking.hear(20)
    return began, written, watching.hear(20)


def _notifications(house: Clinic, times: int) -> list[float]:
    took = []
    with (
        psycopg.connect(house.database.dsn, autocommit=True) as hears,
        psycopg.connect(house.database.dsn, autocommit=True) as says,
    ):
        hears.execute("listen bench")
        for _ in range(times + WARM_UP):
            time.sleep(0.01)
            began = time.monotonic()
            says.execute("select pg_notify('bench', 'look')", prepare=True)
            heard = next(hears.notifies(timeout=5, stop_after=1), None)
            assert heard is not None
            took.append(time.monotonic() - began)
    return took[WARM_UP:]


# --- in the clients' processes --------------------------------------------------------------------
# Both use the machine's monotonic clock, which all processes share.


def book(far: Far, path: Path, account: Account, line: Line, house: Clinic) -> None:
    """Book what we are told, and say when."""
    asyncio.run(_book(far, path, account, line, house))


async def _book(far: Far, path: Path, account: Account, line: Line, house: Clinic) -> None:
    async with open_desk(path, account, line) as desk:
        await desk.sign_in(account)
        await desk.quiet()
        await desk.live()
        far.say("live")
        providers, number = house.house.providers, 0
        while True:
            appointment = await asyncio.to_thread(far.told)
            starts = house.today + timedelta(days=2, minutes=10 * (number // len(providers)))
            command = BookAppointment(
                appointment_id=appointment,
                facility_id=house.house.facility,
                patient_id=house.patients[number % len(house.patients)],
                provider_id=providers[number % len(providers)],
                starts_at=starts,
                ends_at=starts + timedelta(minutes=10),
                time_zone="Europe/Madrid",
                deliberately=True,
                overbook_reason="A benchmark books at night",
            )
            number += 1
            began = time.monotonic()
            outcome = await desk.replica.write("Book an appointment", command)
            written = time.monotonic()
            assert isinstance(outcome, Booked), outcome
            await asyncio.to_thread(far.say, (began, written))


def look(far: Far, path: Path, account: Account, line: Line, house: Clinic) -> None:
    """Watch the day and say when what we are told to look for is there."""
    asyncio.run(_look(far, path, account, line, house))


async def _look(far: Far, path: Path, account: Account, line: Line, house: Clinic) -> None:
    seen: dict[str, float] = {}
    news = asyncio.Event()
    day: datetime = house.today + timedelta(days=2)

    async def watch() -> None:
        query = day_of(house.house.facility, day, day + timedelta(days=1))
        async with aclosing(desk.replica.watch(query)) as lists:
            async for rows in lists:
                at = time.monotonic()
                for row in rows:
                    seen.setdefault(row.id, at)
                news.set()

    async with open_desk(path, account, line) as desk:
        await desk.sign_in(account)
        await desk.quiet()
        await desk.live()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(watch())
            await asyncio.to_thread(far.say, "live")
            while True:
                wanted = await asyncio.to_thread(far.told)
                async with asyncio.timeout(20):
                    while wanted not in seen:
                        news.clear()
                        await news.wait()
                await asyncio.to_thread(far.say, seen[wanted])
