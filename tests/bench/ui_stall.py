"""The window's event loop while a first fill of 100,000 rows arrives in the engine on that loop.

The program's own window, on the schedule of today, over the real gateway, without a display. A
timer of 4 ms ticks on the loop; how much later than due each tick comes is what a key press would
have waited. Now and then a person books, as people do meanwhile: how long that took is told too.

Baseline: the same ticks in the same process and window before the fill.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench import clinic
from tests.bench.child import in_child
from tests.bench.clinic import Account, Clinic, Line
from tests.bench.options import Options
from tests.bench.report import Report, percentile

PATIENTS = 100_000
TICK_S = 0.004
IDLE_S = 5.0
NOTE_EVERY_S = 0.5


def run(options: Options) -> Report:
    """Measure."""
    count = options.count(PATIENTS)
    with clinic.postgres(options.folder) as server:
        house = clinic.a_clinic(clinic.fresh(server, "clinic"), patients=count)
        account = house.staff()
        clinic.settle(server, house.database)
        options.say(f"{count} patients are on the server: the window opens")
        with clinic.gateway(house.database) as line:
            seen = in_child(watch, options.folder / "home", account, line, house)
    report = Report("ui-stall", {"rows": seen["rows"], "seconds": seen["seconds"]})
    for name in ("filling", "idle"):
        lags = seen[name]
        report.figures |= {
            f"{name}_ticks": len(lags),
            f"{name}_lag_ms_p50": percentile(lags, 50) * 1000,
            f"{name}_lag_ms_p99": percentile(lags, 99) * 1000,
            f"{name}_lag_ms_worst": max(lags) * 1000,
        }
    report.figures["ratio_p99"] = (
        report.figures["filling_lag_ms_p99"] / report.figures["idle_lag_ms_p99"]
    )
    report.figures |= {
        "drafts_meanwhile": len(seen["drafts"]),
        "draft_ms_p50": percentile(seen["drafts"], 50) * 1000,
        "draft_ms_worst": max(seen["drafts"]) * 1000,
    }
    report.at_most("filling_lag_ms_p99", 16.0)
    report.at_most("filling_lag_ms_worst", 50.0)
    return report


def watch(home: Path, account: Account, line: Line, house: Clinic) -> dict[str, Any]:
    """In the window's process."""
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": str(home.parent)}
    from clinic_app.ui import loop

    found: dict[str, Any] = {}

    async def story() -> int:
        found.update(await _watch(home, account, line, house))
        return 0

    loop.run(story)
    return found


async def _watch(home: Path, account: Account, line: Line, house: Clinic) -> dict[str, Any]:
    from clinic_app.desk import Desk
    from clinic_app.session import membership, open_session, sign_in
    from clinic_app.workstation import Address, Workstation
    from sync.clock import SystemClock
    from sync.replica.cursors import all_cursors
    from sync.replica.tables import patients
    from sync.steps.pull import is_filled
    from tests.bench.desk import until

    clock, station = SystemClock(), Workstation(home)
    server = Address(line.url, line.key)
    station.use_server(server)
    let_in = await sign_in(station, server, account.email, account.password, clock)
    drafts: list[float] = []
    async with open_session(station, server, let_in, clock) as session:
        began = perf_counter()
        desk = Desk(session, await membership(session), clock)
        window = asyncio.create_task(desk.until_closed())
        lags: list[float] = []
        ticking = asyncio.create_task(_tick(lags))

        async def note() -> None:
            who = {"facility_id": house.house.facility, "family_name": "Nuevo"}
            while True:
                await asyncio.sleep(NOTE_EVERY_S)
                pressed = perf_counter()
                await session.replica.write(
                    "Register a patient", lambda tx: tx.insert(patients, **who)
                )
                drafts.append(perf_counter() - pressed)

        async def filled() -> bool:
            return await session.replica.read(is_filled)

        noting = asyncio.create_task(note())
        await until(filled, 150)
        seconds = perf_counter() - began
        noting.cancel()
        filling = list(lags)
        rows = await session.replica.read(lambda db: sum(c.n for c in all_cursors(db)))
        await asyncio.sleep(2.0)
        lags.clear()
        await asyncio.sleep(IDLE_S)
        idle = list(lags)
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        desk.window.close()
        await asyncio.wait({window}, timeout=10)
    return {
        "rows": rows,
        "seconds": seconds,
        "filling": filling,
        "idle": idle,
        "drafts": drafts or [0.0],
    }


async def _tick(lags: list[float]) -> None:
    while True:
        due = perf_counter() + TICK_S
        await asyncio.sleep(TICK_S)
        lags.append(max(0.0, perf_counter() - due))
