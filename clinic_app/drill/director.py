"""The story of the drill, from the first fill to the last comparison."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import psycopg

from clinic_app.drill import oracle
from clinic_app.drill.workstation import DrillStation
from sync.embedded import seed
from sync.embedded.server import EmbeddedBackend
from sync.ids import new_id

BOOKINGS: Final = 40
EDITS: Final = 20
REGISTRATIONS: Final = 5
COLLISIONS: Final = 2
FLOOD: Final = 400
LIMIT_S: Final = 45.0
_VISIT_MINUTES: Final = 15


@dataclass
class Finding:
    """One line of the report: what was looked at, how long it took, and whether it held."""

    what: str
    seconds: float | None
    ok: bool
    detail: str = ""


@dataclass
class Report:
    """What the drill found. `ok` when every line held and the whole stayed within its time."""

    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every line held, and there was one."""
        return bool(self.findings) and all(f.ok for f in self.findings)

    def broke(self, why: str) -> None:
        """The drill could not go on."""
        self.findings.append(Finding("The drill itself", None, False, why))


class _Book:
    """The drill's appointment book: free times far enough ahead that the sample clinic has none."""

    def __init__(self, dsn: str, today: date) -> None:
        with psycopg.connect(dsn) as db:
            zone = db.execute("select time_zone from public.facilities").fetchone()
            providers = db.execute(
                "select id::text from public.providers where is_active order by position"
            ).fetchall()
            patients = db.execute(
                "select id::text from public.patients where is_active order by record_number limit 500"
            ).fetchall()
        assert zone is not None
        self.zone = ZoneInfo(zone[0])
        self.providers = [row[0] for row in providers]
        self.patients = [row[0] for row in patients]
        self._day = today + timedelta(days=42 - today.weekday())
        self._slot = 0

    def visit(self, patient: str) -> dict[str, Any]:
        """The next free quarter of an hour, over all providers and, day by day, over the weeks."""
        per_day = 16 * len(self.providers)
        day, rest = divmod(self._slot, per_day)
        self._slot += 1
        quarter, provider = divmod(rest, len(self.providers))
        weeks, weekday = divmod(day, 5)
        on = self._day + timedelta(days=7 * weeks + weekday)
        local = datetime(on.year, on.month, on.day, 9, tzinfo=self.zone)
        starts_at = local + timedelta(minutes=_VISIT_MINUTES * quarter)
        return {
            "id": new_id(),
            "patient": patient,
            "provider": self.providers[provider],
            "starts_at": starts_at.astimezone(UTC).isoformat(),
            "minutes": _VISIT_MINUTES,
        }


class Drill:
    """Run once; `report` fills as it goes, so that a drill that dies still shows how far it came."""

    def __init__(self, rng: random.Random | None = None) -> None:
        self.report = Report()
        self._rng = rng or random.Random()

    async def run(self) -> Report:
        """The whole story in a temporary folder."""
        began = time.monotonic()
        with tempfile.TemporaryDirectory(
            prefix="clinic-drill-", ignore_cleanup_errors=True
        ) as folder:
            await self._run(Path(folder))
        self.report.seconds = time.monotonic() - began
        took = self.report.seconds
        self._note("The whole drill", took, took <= LIMIT_S, f"limit {LIMIT_S:.0f} s")
        return self.report

    async def _run(self, folder: Path) -> None:
        at = time.monotonic()
        sample = partial(seed.sample, patients=2_000)
        async with EmbeddedBackend(folder / "backend", seed=sample) as backend:
            self._note("Backend with an invented clinic", time.monotonic() - at, True)
            self._dsn = backend.dsn
            book = await asyncio.to_thread(_Book, backend.dsn, datetime.now(UTC).date())
            async with (
                self._station(folder, backend, "reception") as reception,
                self._station(folder, backend, "doctor") as doctor,
            ):
                await self._first_fill(reception, doctor)
                work = await self._outage(reception, doctor, book)
                await self._come_back(reception, doctor, work)
                await self._compare(reception, doctor, work)

    def _station(self, folder: Path, backend: EmbeddedBackend, who: str) -> DrillStation:
        return DrillStation(
            name=who,
            home=folder / who,
            url=backend.url,
            key=backend.publishable_key,
            email=seed.ACCOUNTS[who],
            password=seed.PASSWORD,
        )

    async def _first_fill(self, reception: DrillStation, doctor: DrillStation) -> None:
        at = time.monotonic()
        await asyncio.gather(reception.start(), doctor.start())
        await asyncio.gather(reception.ask("fill"), doctor.ask("fill"))
        roles = {reception.role, doctor.role}
        self._note(
            "First fill of two workstations",
            time.monotonic() - at,
            len(roles) == 2,
            " and ".join(sorted(roles)),
        )

    async def _outage(
        self, reception: DrillStation, doctor: DrillStation, book: _Book
    ) -> dict[str, Any]:
        """Cut one cable, work on both sides, kill the one that is cut off while it writes."""
        at = time.monotonic()
        await reception.ask("cut")
        rng = self._rng
        chosen: list[str] = rng.sample(book.patients, BOOKINGS + EDITS + 1)
        visits = [book.visit(patient) for patient in chosen[:BOOKINGS]]
        edits = [
            {"id": patient, "phone": f"+34 600 {rng.randrange(10**6):06d}"}
            for patient in chosen[BOOKINGS : BOOKINGS + EDITS]
        ]
        people = [
            {"id": new_id(), "details": {"family_name": f"Drill {i}", "given_name": "New"}}
            for i in range(REGISTRATIONS)
        ]
        first_visits = [book.visit(str(person["id"])) for person in people]
        await reception.ask("book", visits=visits)
        await reception.ask("edit", edits=edits)
        await reception.ask("register", people=people)
        await reception.ask("book", visits=first_visits)
        # Meanwhile, on the other side of the cut: the same time, and the same telephone number.
        taken = {**visits[0], "id": new_id(), "patient": chosen[-1]}
        await doctor.ask("book", visits=[taken])
        theirs = {"id": edits[0]["id"], "phone": "+34 911 000 000"}
        await doctor.ask("edit", edits=[theirs])
        await doctor.ask("quiet")
        self._note(
            "Work without a line",
            time.monotonic() - at,
            True,
            f"{BOOKINGS} bookings, {EDITS} edits, {REGISTRATIONS} registrations with a visit each,"
            f" {COLLISIONS} collisions",
        )

        at = time.monotonic()
        flood = [book.visit(rng.choice(book.patients)) for _ in range(FLOOD)]
        safe = await reception.flood_and_kill(flood, after=rng.randrange(3, 25))
        await reception.start(is_cut=True)
        waiting = (await reception.ask("status"))["waiting"]
        expected = BOOKINGS + EDITS + 2 * REGISTRATIONS + len(safe)
        # The write that was under way may have become durable without its being said.
        self._note(
            "Killed in the middle of a write, started again",
            time.monotonic() - at,
            expected <= waiting <= expected + 1,
            f"{waiting} drafts, {expected} were promised",
        )
        safe_visits = [visit for visit in flood if visit["id"] in set(safe)]
        return {"visits": visits + first_visits + safe_visits, "edits": edits, "people": people}

    async def _come_back(
        self, reception: DrillStation, doctor: DrillStation, work: dict[str, Any]
    ) -> None:
        at = time.monotonic()
        await reception.ask("plug")
        state = await reception.ask("quiet")
        took = time.monotonic() - at
        self._note(
            "The cable is back: every draft answered",
            took,
            state["waiting"] == 0 and state["cards"] == COLLISIONS,
            f"{state['waiting']} waiting, {state['cards']} of {COLLISIONS} cards",
        )
        at = time.monotonic()
        await doctor.ask("see", patients=[person["id"] for person in work["people"]])
        self._note("Visible on the other workstation", time.monotonic() - at, True)

    async def _compare(
        self, reception: DrillStation, doctor: DrillStation, work: dict[str, Any]
    ) -> None:
        at = time.monotonic()
        for station in (reception, doctor):
            await station.ask("quiet")
            has = await station.ask("dump")
            should = await asyncio.to_thread(oracle.readable, self._dsn, station.email)
            wrong = oracle.differences(should, has["tables"])
            rows = sum(len(rows) for rows in should.values())
            self._note(
                f"Replica of {station.name} is what it may read",
                None,
                not wrong and not has["unsettled"],
                f"{rows} rows" if not wrong else f"{len(wrong)} wrong: {wrong[0]}",
            )
            if station is reception:
                lost = oracle.unaccounted(
                    work["visits"], work["edits"], work["people"], should, has["cards"]
                )
                count = sum(len(work[kind]) for kind in ("visits", "edits", "people"))
                self._note(
                    "Every draft is on the server or on a card",
                    None,
                    not lost,
                    f"{count} drafts" if not lost else f"{len(lost)} lost: {lost[0]}",
                )
        twice = await asyncio.to_thread(oracle.applied_more_than_once, self._dsn)
        took = time.monotonic() - at
        self._note("Nothing was booked twice", took, twice == 0, f"{twice} overlaps")

    def _note(self, what: str, seconds: float | None, ok: bool, detail: str = "") -> None:
        self.report.findings.append(Finding(what, seconds, ok, detail))
