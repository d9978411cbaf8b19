"""A booking: from the press of the button until it is durable and the day's list shows it.

Baseline: the same three rows (appointment, draft, audit entry) inserted into a copy of the same
encrypted file by a bare connection, one FULL commit each, turn by turn with ours.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Connection

from clinic_app.features.schedule.actions import BookAppointment, Booked
from clinic_app.features.schedule.queries import day_of
from sync.clock import SystemClock
from sync.ids import new_id
from sync.replica.replica import Replica, open_replica
from tests.bench import workload
from tests.bench.local import KEY, bare, fill
from tests.bench.options import Options
from tests.bench.report import Report, spread

PATIENTS = 20_000
BOOKINGS = 450
WARM_UP = 20
PER_DAY = 20
ROUNDS = 3
PAUSE_S = 0.02
"""Before each commit, ours and the bare one: a sync right after another finds little left to do."""
TABLES = ("appointments", "outbox", "audit")


def run(options: Options) -> Report:
    """Measure."""
    return asyncio.run(_run(options))


async def _run(options: Options) -> Report:
    house, person = workload.a_house(), new_id()
    people = list(workload.patients(house, options.count(PATIENTS)))
    ids = [row["id"] for row in people]
    times = options.times(BOOKINGS, 0.06)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today + timedelta(days=7 + n) for n in range((times + WARM_UP) // PER_DAY + 1)]
    tables = workload.small_tables(house) | {
        "patients": people,
        "appointments": [
            row for day in days for row in workload.appointments(house, ids, day, per_provider=15)
        ],
    }
    ours, theirs = options.folder / "ours.replica", options.folder / "bare.replica"
    await fill(ours, person, house.facility, tables)
    shutil.copyfile(ours, theirs)
    options.say(f"{len(people)} patients, {len(tables['appointments'])} appointments: measuring")
    written, visible, commits = await _measure(house, person, ids, days, times, ours, theirs)
    report = Report("draft", {"patients": len(people), "bookings": len(visible), "rounds": ROUNDS})
    report.figures |= in_rounds("visible", visible) | in_rounds("durable", written)
    report.figures |= in_rounds("bare_commit", commits)
    ratio = report.figures["visible_ms_p95"] / report.figures["bare_commit_ms_p95"]
    report.figures["ratio_p95"] = ratio
    report.at_most("visible_ms_p95", 1.5 * report.figures["bare_commit_ms_p95"] + 5.0)
    return report


def in_rounds(name: str, seconds: list[float]) -> dict[str, float]:
    """Figures of durations measured in ROUNDS one after the other: the median round of each."""
    each = len(seconds) // ROUNDS
    rounds = [spread(name, seconds[n * each : (n + 1) * each]) for n in range(ROUNDS)]
    return {figure: median(found[figure] for found in rounds) for figure in rounds[0]}


async def _measure(
    house: workload.House,
    person: str,
    people: list[str],
    days: list[datetime],
    times: int,
    ours: Path,
    theirs: Path,
) -> tuple[list[float], list[float], list[float]]:
    written: list[float] = []
    visible: list[float] = []
    commits: list[float] = []
    async with open_replica(ours, KEY, person=person, clock=SystemClock()) as replica:
        with bare(theirs) as plain:
            for number in range(times + WARM_UP):
                day = days[number // PER_DAY]
                nth = number % PER_DAY
                starts = day + timedelta(hours=13 + nth // 4 * 0.5)
                command = BookAppointment(
                    appointment_id=new_id(),
                    facility_id=house.facility,
                    patient_id=people[number * 37 % len(people)],
                    provider_id=house.providers[nth % 4],
                    starts_at=starts,
                    ends_at=starts + timedelta(minutes=20),
                    time_zone="Europe/Madrid",
                    room_id=house.rooms[nth % 4],
                    type_id=house.types[0],
                    reason="Follow-up after the holidays",
                )
                async with _watching(replica, house, day, command.appointment_id) as shown:
                    await asyncio.sleep(PAUSE_S)
                    began = perf_counter()
                    outcome = await replica.write("Book an appointment", command)
                    durable = perf_counter() - began
                    seen = await asyncio.wait_for(shown, 10) - began
                assert isinstance(outcome, Booked), outcome
                rows = await replica.read(lambda db, c=command: _rows_of(db, c.appointment_id))
                await asyncio.sleep(PAUSE_S)
                took = await asyncio.to_thread(_commit, plain, rows)
                if number >= WARM_UP:
                    written.append(durable)
                    visible.append(seen)
                    commits.append(took)
    return written, visible, commits


@asynccontextmanager
async def _watching(
    replica: Replica, house: workload.House, day: datetime, appointment: str
) -> AsyncIterator[asyncio.Future[float]]:
    """Watch the day as the schedule does; the future has the time when the booking was in it."""
    shown: asyncio.Future[float] = asyncio.get_running_loop().create_future()
    ready = asyncio.Event()

    async def watch() -> None:
        day_query = day_of(house.facility, day, day + timedelta(days=1))
        async with aclosing(replica.watch(day_query)) as lists:
            async for rows in lists:
                at = perf_counter()
                if not shown.done() and any(row.id == appointment for row in rows):
                    shown.set_result(at)
                ready.set()

    async with asyncio.TaskGroup() as tasks:
        watching = tasks.create_task(watch())
        await asyncio.wait_for(ready.wait(), 10)
        yield shown
        watching.cancel()


Insert = tuple[str, tuple[Any, ...]]


def _rows_of(db: Connection, appointment: str) -> list[Insert]:
    """What the booking wrote, as statements for the bare connection."""
    found = []
    for table, key in zip(TABLES, ("id", "row_id", "row_id"), strict=True):
        result = db.exec_driver_sql(f"SELECT * FROM {table} WHERE {key} = ?", (appointment,))
        names, (row,) = tuple(result.keys()), result.fetchall()
        # The numbers of the copy are its own.
        kept = [(n, v) for n, v in zip(names, row, strict=True) if n != "seq"]
        columns = ", ".join(name for name, _ in kept)
        marks = ", ".join("?" * len(kept))
        found.append(
            (f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(v for _, v in kept))
        )
    return found


def _commit(db: Any, rows: list[Insert]) -> float:
    began = perf_counter()
    db.execute("BEGIN IMMEDIATE")
    for statement, values in rows:
        db.execute(statement, values)
    db.execute("COMMIT")
    return perf_counter() - began
