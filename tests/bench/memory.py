"""What a client occupies: empty, after the first fill, and after an hour of work in fast motion.

The hour: 120 polls (one every 30 s), 600 changes of colleagues that arrive in them, 120 changes of
our own that are sent, answered and laid again, with the schedule and a search watched throughout.
Nothing is collected by hand before it is measured. Baseline: the same process before the fill.
"""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import psycopg

from clinic_app.features.schedule.queries import day_of
from sync.replica.query import Query
from sync.replica.replica import Replica
from sync.replica.search import search_patients
from sync.replica.tables import patients
from tests.bench import clinic
from tests.bench.child import Child, Far, child, forget_peak, memory_mb, peak_memory_mb
from tests.bench.clinic import Account, Clinic, Line
from tests.bench.desk import open_desk
from tests.bench.options import Options
from tests.bench.report import Report

PATIENTS = 100_000
POLLS = 120
CHANGES_PER_POLL = 5


def run(options: Options) -> Report:
    """Measure."""
    with clinic.postgres(options.folder) as server:
        house = clinic.a_clinic(clinic.fresh(server, "clinic"), patients=options.count(PATIENTS))
        account = house.staff()
        clinic.settle(server, house.database)
        with (
            clinic.gateway(house.database) as line,
            child(work, options.folder / "desk.replica", account, line, house) as desk,
        ):
            figures: dict[str, Any] = desk.hear()
            options.say("filled: an hour of work begins")
            began = perf_counter()
            after = _an_hour(house, desk)
            figures["hour_took_seconds"] = perf_counter() - began
    warm, end = after[len(after) // 4], after[-1]
    figures |= {
        "after_a_quarter_mb": warm,
        "after_the_hour_mb": end,
        "hour_growth_mb": end - figures["after_fill_mb"],
        "last_three_quarters_growth_mb": end - warm,
    }
    report = Report("memory", figures)
    report.at_most("fill_growth_mb", 150.0)
    report.at_most("hour_growth_mb", 30.0)
    report.at_most("last_three_quarters_growth_mb", 10.0)
    return report


def _an_hour(house: Clinic, desk: Child) -> list[float]:
    after = []
    with psycopg.connect(house.database.dsn, autocommit=True) as db:
        for number in range(POLLS):
            for n in range(CHANGES_PER_POLL):
                patient = house.patients[(number * CHANGES_PER_POLL + n) % len(house.patients)]
                db.execute(
                    "update public.patients set phone = %s where id = %s",
                    [f"+34 8{number:04d}{n:04d}", patient],
                    prepare=True,
                )
            desk.tell(number)
            after.append(desk.hear(30))
    return after


# --- in the client's process ----------------------------------------------------------------------


def work(far: Far, path: Path, account: Account, line: Line, house: Clinic) -> None:
    """Fill and say how much that took; then for each number we are told, half a minute of work."""
    asyncio.run(_work(far, path, account, line, house))


async def _work(far: Far, path: Path, account: Account, line: Line, house: Clinic) -> None:
    today = day_of(house.house.facility, house.today, house.today + timedelta(days=1))
    found = search_patients("mar", facility_id=house.house.facility)
    async with open_desk(path, account, line) as desk, asyncio.TaskGroup() as tasks:
        for query in (today, found):
            tasks.create_task(_watch(desk.replica, query))
        empty = memory_mb()
        forget_peak()
        await desk.sign_in(account)
        await desk.quiet()
        far.say(
            {
                "empty_mb": empty,
                "after_fill_mb": memory_mb(),
                "fill_growth_mb": peak_memory_mb() - empty,
            }
        )
        while True:
            number = await asyncio.to_thread(far.told)
            patient = house.patients[-1 - number % len(house.patients)]
            await desk.replica.write(
                "Correct a patient",
                lambda tx, p=patient, n=number: tx.update(patients, p, note=f"Called, {n}."),
            )
            desk.engine.wake()
            await desk.quiet(25)
            far.say(memory_mb())


async def _watch(replica: Replica, query: Query[Any]) -> None:
    async with aclosing(replica.watch(query)) as lists:
        async for _ in lists:
            pass
