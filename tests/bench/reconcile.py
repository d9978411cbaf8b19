"""An outage of 1,000 drafts: the line comes back, all are sent, answered, pulled and laid again.

450 bookings of known patients, 400 corrections, 100 registrations and 50 bookings of those just
registered, written by a client in a process of its own while its cable is pulled. The clock runs
from the moment the cable is back until nothing waits, every answer is written down and every echo
is pulled. Each round uses new drafts.

Baseline: the same inserts and updates given to a copy of the same database by psycopg, prepared,
50 rows a transaction, the triggers of the feed in place, as the owner of the tables. Told beside it:
the same once more as the person, under row level security, as every client has to.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import select

from sync.ids import new_id
from sync.replica.tables import appointments, outbox, patients
from sync.replica.transaction import Transaction
from tests.bench import clinic
from tests.bench.child import Far, child
from tests.bench.clinic import Account, Clinic, Line
from tests.bench.desk import Desk, open_desk, until
from tests.bench.feed_cost import copy_of
from tests.bench.options import Options
from tests.bench.report import Report
from tests.support.server import Database

PATIENTS = 10_000
DRAFTS = 1_000
ROUNDS = 3
PER_TRANSACTION = 50

Change = tuple[str, str, str, dict[str, Any]]
"""kind, table, row id, fields."""


def run(options: Options) -> Report:
    """Measure."""
    drafts = options.count(DRAFTS)
    ours: list[dict[str, Any]] = []
    bare: list[float] = []
    as_person: list[float] = []
    with clinic.postgres(options.folder) as server:
        house = clinic.a_clinic(
            clinic.fresh(server, "clinic"), patients=PATIENTS, providers=8, days=3
        )
        account = house.staff()
        plain = copy_of(server, house.database, "bare")
        guarded = copy_of(server, house.database, "bare_as_person")
        clinic.settle(server, house.database, plain, guarded)
        with (
            clinic.gateway(house.database) as line,
            child(work, options.folder / "desk.replica", account, line, house, drafts) as desk,
        ):
            desk.hear()
            for number in range(ROUNDS):
                desk.tell(number)
                changes: list[Change] = desk.hear()
                options.say(f"round {number + 1}: {len(changes)} drafts wait")
                bare.append(_bare(plain, changes))
                as_person.append(_bare(guarded, changes, account))
                desk.tell("plug")
                ours.append(desk.hear())
    report = Report("reconcile", {"drafts": drafts, "rounds": ROUNDS})
    report.figures |= {
        "seconds": median(each["seconds"] for each in ours),
        "seconds_worst": max(each["seconds"] for each in ours),
        "answered_seconds": median(each["answered"] for each in ours),
        "bare_seconds": median(bare),
        "ratio": median(o["seconds"] / b for o, b in zip(ours, bare, strict=True)),
        "bare_as_person_seconds": median(as_person),
        "cards": sum(each["cards"] for each in ours),
        "still_waiting": sum(each["waiting"] for each in ours),
    }
    report.at_most("seconds_worst", 10.0)
    report.at_most("ratio", 3.0)
    report.at_most("cards", 0)
    report.at_most("still_waiting", 0)
    return report


def _bare(database: Database, changes: list[Change], person: Account | None = None) -> float:
    statements = [_statement(*change) for change in changes]
    become = None if person is None else clinic.claims(person).encode()
    with psycopg.connect(
        database.dsn if become is None else database.dsn_of("authenticator")
    ) as db:
        began = perf_counter()
        for at in range(0, len(statements), PER_TRANSACTION):
            if become is not None:
                db.execute(become, prepare=True)
            for statement, values in statements[at : at + PER_TRANSACTION]:
                db.execute(statement, values, prepare=True)
            db.commit()
        return perf_counter() - began


def _statement(
    kind: str, table: str, row_id: str, fields: dict[str, Any]
) -> tuple[sql.Composed, list[Any]]:
    columns = sql.SQL(", ").join(map(sql.Identifier, fields))
    marks = sql.SQL(", ").join([sql.Placeholder()] * len(fields))
    if kind == "insert":
        form = "insert into public.{} ({}, id) values ({}, %s)"
    else:
        form = "update public.{} set ({}) = row({}) where id = %s"
    statement = sql.SQL(form).format(sql.Identifier(table), columns, marks)
    return statement, [*fields.values(), row_id]


# --- in the client's process ----------------------------------------------------------------------


def work(far: Far, path: Path, account: Account, line: Line, house: Clinic, drafts: int) -> None:
    """Fill; then for each number we are told, an outage."""
    asyncio.run(_work(far, path, account, line, house, drafts))


async def _work(
    far: Far, path: Path, account: Account, line: Line, house: Clinic, drafts: int
) -> None:
    async with open_desk(path, account, line) as desk:
        await desk.sign_in(account)
        await desk.quiet()
        await desk.live()
        far.say("filled")
        while True:
            number = await asyncio.to_thread(far.told)
            desk.backend.cable.pull()
            desk.engine.wake()
            await until(lambda: _phase(desk, "offline"), 20)
            await _draft(desk, house, drafts, number)
            far.say(await _changes(desk))
            await asyncio.to_thread(far.told)
            far.say(await _reconciled(desk))


async def _phase(desk: Desk, phase: str) -> bool:
    return desk.engine.status.phase == phase


async def _draft(desk: Desk, house: Clinic, drafts: int, number: int) -> None:
    """The work of a long outage, each a write of its own as at the desk."""
    opens = house.today + timedelta(days=10 + 20 * number, hours=8)
    people = house.patients[number * drafts :] + house.patients[: number * drafts]
    new: list[str] = []

    async def book(patient: str, nth: int) -> None:
        await desk.replica.write(
            "Book an appointment", lambda tx: _booking(tx, house, patient, opens, nth)
        )

    for n in range(drafts * 45 // 100):
        await book(people[n], n)
    for n in range(drafts * 40 // 100):
        patch = {"phone": f"+34 9{number}{n:07d}", "address": f"Calle Nueva {n}"}
        await desk.replica.write(
            "Correct a patient",
            lambda tx, n=n, patch=patch: tx.update(patients, people[n], **patch),
        )
    for n in range(drafts * 10 // 100):
        who = {"facility_id": house.house.facility, "family_name": f"Nuevo{n}", "given_name": "Ana"}
        new.append(
            await desk.replica.write(
                "Register a patient", lambda tx, who=who: tx.insert(patients, **who)
            )
        )
    for n in range(drafts - drafts * 45 // 100 - drafts * 40 // 100 - drafts * 10 // 100):
        await book(new[n], drafts + n)


def _booking(tx: Transaction, house: Clinic, patient: str, opens: datetime, nth: int) -> str:
    providers = house.house.providers
    day, place = divmod(nth, 24 * len(providers))
    starts = opens + timedelta(days=day, minutes=20 * (place // len(providers)))
    return tx.insert(
        appointments,
        id=new_id(),
        facility_id=house.house.facility,
        patient_id=patient,
        provider_id=providers[place % len(providers)],
        type_id=house.house.types[0],
        starts_at=starts,
        ends_at=starts + timedelta(minutes=20),
        reason="Follow-up",
    )


async def _changes(desk: Desk) -> list[Change]:
    o = outbox.c
    found = select(o.kind, o.tbl, o.row_id, o.patch).order_by(o.seq)
    return await desk.replica.read(lambda db: [tuple(row) for row in db.execute(found)])


async def _reconciled(desk: Desk) -> dict[str, Any]:
    began = perf_counter()
    desk.backend.cable.plug()
    desk.engine.wake()
    await until(lambda: _all_answered(desk), 120)
    answered = perf_counter() - began
    await desk.quiet(120)
    return {
        "seconds": perf_counter() - began,
        "answered": answered,
        "cards": await desk.cards(),
        "waiting": desk.engine.status.waiting,
    }


async def _all_answered(desk: Desk) -> bool:
    return desk.engine.status.waiting == 0
