"""The first fill: a whole clinic from the server into the encrypted, indexed replica.

The client is a process of its own: sign-in, engine, pull and replica as in the program, with the
schedule of today watched until its first rows are shown. No transaction
may keep the writer from everybody else for longer than 50 ms.

Baseline: the very same rows, already in memory, given to a bare connection: one `executemany` per
table (scope_rows too), the same indexes, triggers, key and settings, one FULL commit at the end.
"""

from __future__ import annotations

import asyncio
import gc
from contextlib import aclosing
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from clinic_app.features.schedule.queries import day_of
from sync.clock import SystemClock
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import REPLICATED
from tests.bench import clinic
from tests.bench.child import forget_peak, in_child, memory_mb, peak_memory_mb
from tests.bench.clinic import Account, Line
from tests.bench.desk import open_desk
from tests.bench.local import KEY, bare
from tests.bench.options import Options
from tests.bench.report import Report, percentile

PATIENTS = 100_000
ROUNDS = 3
LONGEST_S = 70.0


def run(options: Options) -> Report:
    """Measure: fill, bare fill, and again while there is time; medians of the rounds."""
    count = options.count(PATIENTS)
    fills: list[dict[str, Any]] = []
    bares: list[float] = []
    with clinic.postgres(options.folder) as server:
        house = clinic.a_clinic(clinic.fresh(server, "clinic"), patients=count)
        account = house.staff()
        clinic.settle(server, house.database)
        with clinic.gateway(house.database) as line:
            began = perf_counter()
            while not fills or (len(fills) < ROUNDS and perf_counter() - began < LONGEST_S):
                options.say(f"round {len(fills) + 1}: {count} patients are on the server")
                ours = options.folder / f"ours{len(fills)}.replica"
                theirs = options.folder / f"bare{len(fills)}.replica"
                filled = in_child(fill, ours, account, line, house.house.facility, house.today)
                fills.append(filled)
                bares.append(in_child(fill_bare, ours, theirs, account.id))
    report = Report("first-fill", {"rounds": len(fills)})
    for name in fills[0]:
        report.figures[name] = median(each[name] for each in fills)
    rows = report.figures["rows"]
    for name in ("memory_growth_mb", "writer_held_ms_worst"):
        report.figures[name] = max(each[name] for each in fills)
    report.figures |= {
        "rows_per_s": rows / report.figures["seconds"],
        "bare_seconds": median(bares),
        "bare_rows_per_s": rows / median(bares),
        "ratio": median(b / f["seconds"] for f, b in zip(fills, bares, strict=True)),
    }
    report.at_least("ratio", 0.5)
    report.at_most("memory_growth_mb", 150.0)
    report.at_most("writer_held_ms_worst", 50.0)
    return report


def fill(
    path: Path, account: Account, line: Line, facility: str, today: datetime
) -> dict[str, Any]:
    """In the client's process: fill a new replica and say how it went."""
    gc.freeze()  # as the program does: what it is made of is not looked through again and again
    return asyncio.run(_fill(path, account, line, facility, today))


async def _fill(
    path: Path, account: Account, line: Line, facility: str, today: datetime
) -> dict[str, Any]:
    async with open_desk(path, account, line) as desk:
        seen = asyncio.create_task(_first_rows(desk.replica, facility, today))
        held = _time_writer(desk.replica)
        before = memory_mb()
        forget_peak()
        began = perf_counter()
        await desk.sign_in(account)
        today_seconds = await asyncio.wait_for(seen, 60) - began
        await desk.quiet()
        seconds = perf_counter() - began
        return {
            "rows": await desk.rows(),
            "seconds": seconds,
            "today_shown_seconds": today_seconds,
            "memory_before_mb": before,
            "memory_growth_mb": peak_memory_mb() - before,
            "writer_held_ms_p50": median(held) * 1000,
            "writer_held_ms_p99": percentile(held, 99) * 1000,
            "writer_held_ms_worst": max(held) * 1000,
        }


def _time_writer(replica: Replica) -> list[float]:
    """The seconds of each transaction from now on."""
    held: list[float] = []
    commit = replica._commit

    def timed(*given: Any, **named: Any) -> Any:
        began = perf_counter()
        try:
            return commit(*given, **named)
        finally:
            held.append(perf_counter() - began)

    replica._commit = timed  # type: ignore[method-assign]
    return held


async def _first_rows(replica: Replica, facility: str, today: datetime) -> float:
    """When the schedule of today has its first appointments, with their patients' names."""
    async with aclosing(replica.watch(day_of(facility, today, today + timedelta(days=1)))) as lists:
        async for rows in lists:
            if rows and all(row.family_name for row in rows):
                return perf_counter()
    raise AssertionError("the replica closed")


def fill_bare(source: Path, target: Path, person: str) -> float:
    """In a process of its own: the seconds it takes without any of our code around it."""
    tables = [*REPLICATED, "scope_rows"]
    with bare(source) as db:
        rows = {table: db.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
    asyncio.run(_make(target, person))
    with bare(target) as db:
        began = perf_counter()
        db.execute("BEGIN IMMEDIATE")
        for table, found in rows.items():
            if found:
                marks = ", ".join("?" * len(found[0]))
                db.executemany(f"INSERT INTO {table} VALUES ({marks})", found)
        db.execute("COMMIT")
        return perf_counter() - began


async def _make(path: Path, person: str) -> None:
    async with open_replica(path, KEY, person=person, clock=SystemClock()):
        pass
