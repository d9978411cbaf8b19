"""From the password given to a window one can work in: one's own work after a lock, a colleague's that was
never open today, and back to work that rests behind the colleague's window. Two people share one
computer, each with a replica of their own and no line.

Baseline: the bare work of the password (Argon2id with the parameters of the key slots), done in turn with
the unlocks in the same process. What is above it is ours.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from clinic_app.workstation import Address, Known, Workstation
from sync.ids import new_id
from sync.replica import keys
from tests.bench import workload
from tests.bench.local import fill
from tests.bench.options import Options
from tests.bench.report import Report, percentile, spread
from tests.support.server import PASSWORD

PATIENTS = 100_000
TIMES = 12
MOST_S = 2.0
"""What a colleague waits for at most, the worst of all times."""
PEOPLE = (
    ("lucia@example.org", "Lucía Herrera", "reception"),
    ("amara@example.org", "Dr. Amara Okafor", "doctor"),
)


def run(options: Options) -> Report:
    """Measure."""
    count = options.count(PATIENTS)
    times = TIMES if options.seconds is None else max(3, int(options.seconds / 4))
    home = options.folder / "home"
    options.say(f"a workstation of two people with {count} patients each")
    asyncio.run(_prepare(home, count))
    options.say(f"{times} times each: unlock, let a colleague in, come back")
    took = _measure(home, times, options.folder)
    report = Report("unlock", {"patients": count, "times": times})
    for name in ("argon2id", "own", "colleague", "back"):
        report.figures |= spread(name, took[name])
    bare = percentile(took["argon2id"], 50)
    for name in ("own", "colleague", "back"):
        report.figures[f"{name}_ratio"] = percentile(took[name], 50) / bare
    report.figures["colleague_seconds_worst"] = max(took["colleague"] + took["back"])
    report.at_most("colleague_seconds_worst", MOST_S)
    return report


def _measure(home: Path, times: int, folder: Path) -> dict[str, list[float]]:
    """Seconds of each kind, from a program of its own."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    environment["TMPDIR"] = str(folder)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.unlock_child", str(home), PASSWORD, str(times)],
        capture_output=True,
        text=True,
        timeout=240,
        env=environment,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"it ended with {done.returncode}: {done.stderr[-2000:]}")
    took: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return took


async def _prepare(home: Path, count: int) -> None:
    """A workstation as a day of work leaves it, for two."""
    house, station = workload.a_house(), Workstation(home)
    # Nothing listens there: unlocking asks nobody.
    station.use_server(Address("http://127.0.0.1:9", "sb_publishable_nobody_0000"))
    patients = list(workload.patients(house, count))
    ids = [row["id"] for row in patients]
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    visits = [
        row
        for n in range(-7, 15)
        for row in workload.appointments(house, ids, today + timedelta(days=n))
    ]
    for email, name, role in reversed(PEOPLE):
        person = new_id()
        station.remember(Known(person, email, name))
        key = keys.create_keys(station.folder(person), person, PASSWORD)
        member: dict[str, Any] = {
            "id": new_id(),
            "facility_id": house.facility,
            "user_id": person,
            "role": role,
            "display_name": name,
        }
        tables = workload.small_tables(house) | {
            "profiles": [{"id": person, "full_name": name, "email": email}],
            "facility_members": [member],
            "patients": patients,
            "appointments": visits,
        }
        await fill(station.replica(person), person, house.facility, tables, key=key)
