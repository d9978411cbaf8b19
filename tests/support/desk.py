"""An invented clinic in a real replica, and a context for pages: what tests of the window stand on.

Friday 20 November 2026, 10:55 in Madrid. Lucía Herrera sits at the reception.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select

from clinic_app.ui.context import Context, Person
from clinic_app.ui.scope import TaskScope
from sync.backend.wire import Result
from sync.clock import FakeClock
from sync.ids import new_id
from sync.replica import outbox
from sync.replica.cursors import begin
from sync.replica.echo import take_echoes
from sync.replica.outbox import Draft
from sync.replica.overlay import server_row
from sync.replica.pages import put_server_rows
from sync.replica.replica import Replica, open_replica
from sync.replica.rows import shown_row
from sync.replica.tables import outbox as outbox_table
from sync.replica.tables.types import moment_text
from sync.steps.conflicts import open_card

_versions = count(1)
NOW = datetime(2026, 11, 20, 9, 55, tzinfo=UTC)
ZONE = "Europe/Madrid"


def an_id(name: str) -> str:
    """The same id for the same name, in every test."""
    return str(uuid5(NAMESPACE_URL, name))


CLINIC, SCOPE = an_id("clinic"), an_id("scope")
LUCIA, SAM, AMARA, JENS = (an_id(each) for each in ("lucia", "sam", "amara", "jens"))
OKAFOR, MUELLER = an_id("okafor"), an_id("mueller")
NEW_PATIENT, FOLLOW_UP = an_id("type new"), an_id("type follow-up")
GRACE, TOMAS, YUSUF = an_id("grace"), an_id("tomas"), an_id("yusuf")

PEOPLE = (
    (GRACE, "Mbeki", "Grace", "1968-03-12", "+27 21 555 0134", "R100234"),
    (TOMAS, "Ibarra", "Tomás", "1985-04-03", "+52 55 1100 2200", "R100235"),
    (YUSUF, "Demir", "Yusuf", "1990-01-31", "+90 212 555 0187", "R100236"),
    (an_id("maria"), "Núñez", "María-José", "1979-07-15", "+34 91 555 01 22", "R100237"),
    (an_id("emma"), "Koch", "Emma", "2019-05-02", "+49 30 5550143", "R100238"),
    (an_id("olga"), "Petrova", "Olga", "1957-11-21", "+7 495 555 01 66", "R100239"),
    (an_id("ken"), "Tanaka", "Ken", "1999-02-28", "+81 3 5550 0123", "R100240"),
    (an_id("aisha"), "Bello", "Aisha", "2001-09-09", "+234 1 555 0177", "R100241"),
)


@dataclass
class FakeStatus:
    """An engine that has nothing to do."""

    phase: str = "idle"
    online: bool = True
    live: bool = True
    waiting: int = 0
    oldest_waiting_at: datetime | None = None
    cards: int = 0
    last_synced_at: datetime | None = NOW
    offline_since: datetime | None = None
    next_try_at: datetime | None = None
    error: str | None = None
    filling: tuple[int, int] | None = None
    skew: timedelta | None = None


class FakeEngine:
    """Notes who woke it."""

    def __init__(self) -> None:
        self.status = FakeStatus()
        self.woken: list[str] = []

    def wake(self, reason: str) -> None:
        self.woken.append(reason)

    async def statuses(self) -> AsyncGenerator[FakeStatus, None]:
        yield self.status


@dataclass
class Desk:
    """A replica, the context over it, and the hands of everybody else."""

    replica: Replica
    clock: FakeClock
    ctx: Context
    went: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def at(self, hour: int, minute: int = 0, *, days: int = 0) -> datetime:
        """A moment on the clinic's wall clock."""
        local_midnight = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)
        return local_midnight + timedelta(days=days, hours=hour, minutes=minute)

    async def server_has(self, table: str, row_id: str, by: str = SAM, **values: Any) -> None:
        """The server's row becomes this, as a pull would bring it."""

        def work(db: Any) -> None:
            known = server_row(db, table, row_id) or shown_row(db, table, row_id) or {"id": row_id}
            at = moment_text(self.clock.now())
            row = {**known, "created_at": known.get("created_at") or at, **values}
            row |= {"version": (known.get("version") or 0) + 1, "updated_at": at, "updated_by": by}
            _pull(db, table, row)

        await self.replica.apply(work, {table})

    async def drafts(self) -> list[Draft]:
        """Everything in the outbox, oldest first."""
        found = select(outbox_table).order_by(outbox_table.c.seq)
        return await self.replica.read(lambda db: [Draft(*row) for row in db.execute(found)])

    async def refuse(self, draft_id: str, status: str, code: str, **more: Any) -> str:
        """The server refuses a draft: it becomes a card."""

        def work(db: Any) -> str:
            draft = outbox.draft(db, draft_id)
            assert draft is not None
            result = Result(draft_id, status, code=code, **more)
            card = open_card(db, draft, result, new_id(), self.clock.now())
            if result.row is not None:
                take_echoes(db, [(draft.tbl, draft.row_id, result.row)])
            return card

        return await self.replica.apply(work, {"outbox", "cards", "patients", "appointments"})

    async def take(self, draft_id: str) -> None:
        """The server has a draft: it may not be taken back any more."""
        await self.replica.apply(
            lambda db: outbox.mark_sent(db, [draft_id], self.clock.now()), {"outbox"}
        )

    async def rows(self, statement: Any) -> list[Any]:
        """What a statement finds."""
        return await self.replica.read(lambda db: list(db.execute(statement)))

    async def shown(self, table: str, row_id: str) -> dict[str, Any] | None:
        """A row as the screens show it."""
        return await self.replica.read(lambda db: shown_row(db, table, row_id))


@asynccontextmanager
async def open_desk(folder: Path, role: str = "reception") -> AsyncIterator[Desk]:
    """A desk at the reception of the invented clinic."""
    clock = FakeClock(NOW)
    path = folder / "clinic.replica"
    async with open_replica(path, bytes(range(32)), person=LUCIA, clock=clock) as replica:
        went: list[tuple[str, dict[str, object]]] = []

        def navigate(key: str, **where: object) -> None:
            went.append((key, where))

        person = Person(LUCIA, "Lucía Herrera", role, CLINIC, "Clínica Norte", ZONE)
        ctx = Context(replica, FakeEngine(), clock, person, TaskScope(), navigate)
        desk = Desk(replica, clock, ctx, went)
        await replica.apply(lambda db: furnish(db, clock.now()))
        try:
            yield desk
        finally:
            await ctx.scope.closed()


def furnish(db: Any, now: datetime) -> None:
    stamp = {"version": 1, "created_at": moment_text(now - timedelta(days=30))}
    stamp |= {"updated_at": stamp["created_at"], "updated_by": SAM}

    def put(table: str, row_id: str, **values: Any) -> None:
        _pull(db, table, {"id": row_id, **stamp, **values})

    begin(db, SCOPE, kind="facility", owner=CLINIC, grant=1, from_head=None)
    put("facilities", CLINIC, name="Clínica Norte", time_zone=ZONE)
    for person, name, role in (
        (LUCIA, "Lucía Herrera", "reception"),
        (SAM, "Sam Ortiz", "reception"),
        (AMARA, "Dr. Amara Okafor", "doctor"),
        (JENS, "Dr. Jens Müller", "doctor"),
    ):
        put(
            "facility_members",
            an_id(f"member {person}"),
            facility_id=CLINIC,
            user_id=person,
            role=role,
            display_name=name,
            is_active=True,
        )
    for at, (provider, name, specialty) in enumerate(
        ((OKAFOR, "Dr. Okafor", "General"), (MUELLER, "Dr. Müller", "Paediatrics"))
    ):
        put(
            "providers",
            provider,
            facility_id=CLINIC,
            display_name=name,
            specialty=specialty,
            position=at,
            is_active=True,
        )
        for weekday in range(1, 6):
            put(
                "provider_hours",
                an_id(f"hours {provider} {weekday}"),
                facility_id=CLINIC,
                provider_id=provider,
                weekday=weekday,
                starts="08:00:00",
                ends="17:00:00",
            )
    for type_id, name, minutes in (
        (NEW_PATIENT, "New patient", 45),
        (FOLLOW_UP, "Follow-up", 20),
    ):
        put(
            "appointment_types",
            type_id,
            facility_id=CLINIC,
            name=name,
            minutes=minutes,
            color="blue",
            is_active=True,
        )
    for patient, family, given, born, phone, number in PEOPLE:
        put(
            "patients",
            patient,
            facility_id=CLINIC,
            family_name=family,
            given_name=given,
            birth_date=born,
            gender="unknown",
            phone=phone,
            email="",
            address="Calle 5 #12" if patient == TOMAS else "",
            note="",
            record_number=number,
            is_active=True,
        )


def _pull(db: Any, table: str, row: dict[str, Any]) -> None:
    """A row arrives as a page of a pull brings it."""
    put_server_rows(db, SCOPE, table, list(row), [[next(_versions), *row.values()]])


async def add_visit(
    desk: Desk,
    name: str,
    patient: str,
    starts_at: datetime,
    minutes: int = 45,
    *,
    provider: str = OKAFOR,
    **more: Any,
) -> str:
    """The server has an appointment."""
    row_id = an_id(f"visit {name}")
    values: dict[str, Any] = {
        "facility_id": CLINIC,
        "patient_id": patient,
        "provider_id": provider,
        "type_id": NEW_PATIENT,
        "room_id": None,
        "starts_at": moment_text(starts_at),
        "ends_at": moment_text(starts_at + timedelta(minutes=minutes)),
        "status": "scheduled",
        "modality": "in_person",
        "reason": "",
        "is_overbooked": False,
        "overbook_reason": "",
        "cancel_reason": "",
        "created_by": SAM,
        **more,
    }
    await desk.server_has("appointments", row_id, **values)
    return row_id


Until = Callable[..., Any]
