"""From starting the program to the first appointments on the screen, on a replica of 100,000
patients and without a line: interpreter, imports, door, password (typed at once), key, replica,
window, schedule.

Baseline: an empty PySide6 main window, from starting its program to its first paint. Both are
started in turn, without a display.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from clinic_app.workstation import Address, Known, Workstation
from sync.ids import new_id
from sync.replica import keys
from tests.bench import workload
from tests.bench.local import fill
from tests.bench.options import Options
from tests.bench.report import Report
from tests.support.server import PASSWORD

PATIENTS = 100_000
STARTS = 7
MOST = 15.0
"""Times an empty window: 2 s on a quiet machine, where the empty one takes 0.13 s."""


def run(options: Options) -> Report:
    """Measure."""
    count = options.count(PATIENTS)
    home = options.folder / "home"
    options.say(f"a workstation that holds {count} patients")
    asyncio.run(_prepare(home, count))
    empty: list[float] = []
    door: list[float] = []
    rows: list[float] = []
    times = STARTS if options.seconds is None else max(3, int(options.seconds / 4))
    for number in range(times + 1):
        began, (painted,) = _start(options.folder, "empty")
        ours_began, (at_the_door, shown) = _start(options.folder, "clinic", str(home), PASSWORD)
        if number:  # the first of each reads the libraries from the disk
            empty.append(painted - began)
            door.append(at_the_door - ours_began)
            rows.append(shown - ours_began)
    report = Report("startup", {"patients": count, "starts": len(rows)})
    report.figures |= {
        "usable_seconds": median(rows),
        "usable_seconds_worst": max(rows),
        "door_seconds": median(door),
        "empty_window_seconds": median(empty),
        "empty_window_seconds_worst": max(empty),
        "ratio": median(rows) / median(empty),
    }
    report.at_most("ratio", MOST)
    return report


def _start(folder: Path, *words: str) -> tuple[float, list[float]]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    environment["TMPDIR"] = str(folder)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.window_child", *words],
        capture_output=True,
        text=True,
        timeout=90,
        env=environment,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{words[0]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return began, [float(word) for word in done.stdout.split()]


async def _prepare(home: Path, count: int) -> None:
    """A workstation as a day of work leaves it: keys, the address of a server, a full replica."""
    house, person = workload.a_house(), new_id()
    station = Workstation(home)
    # Nothing listens there: the program starts as in an outage.
    station.use_server(Address("http://127.0.0.1:9", "sb_publishable_nobody_0000"))
    station.remember(Known(person, "lucia@example.org", "Lucía Herrera"))
    key = keys.create_keys(station.folder(person), person, PASSWORD)
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    people = list(workload.patients(house, count))
    ids = [row["id"] for row in people]
    visits = [
        row
        for n in range(-7, 15)
        for row in workload.appointments(house, ids, today + timedelta(days=n))
    ]
    member: dict[str, Any] = {
        "id": new_id(),
        "facility_id": house.facility,
        "user_id": person,
        "role": "reception",
        "display_name": "Lucía Herrera",
    }
    tables = workload.small_tables(house) | {
        "profiles": [{"id": person, "full_name": "Lucía Herrera", "email": "lucia@example.org"}],
        "facility_members": [member],
        "patients": people,
        "appointments": visits,
    }
    await fill(station.replica(person), person, house.facility, tables, key=key)
