"""What the feed costs a push: the same pushes with and without its triggers on the server.

Two copies of one clinic on one PostgreSQL, pushed to in turn, as the person, under row level
security: 30 bookings, 15 corrections of patients and 5 registrations in each push. Without the
triggers nothing is numbered and nobody is poked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any

import psycopg
from psycopg import sql

from sync.backend.wire import Group, Mutation, PushRequest, encode_request
from sync.embedded.postgres import Postgres
from sync.ids import new_id
from sync.replica.tables.types import moment_text
from tests.bench import clinic
from tests.bench.clinic import Account, Clinic
from tests.bench.options import Options
from tests.bench.report import Report, percentile
from tests.support.server import Database

PATIENTS = 5_000
PUSHES = 60
WARM_UP = 5


def run(options: Options) -> Report:
    """Measure."""
    with clinic.postgres(options.folder) as server:
        house = clinic.a_clinic(
            clinic.fresh(server, "with_feed"), patients=options.count(PATIENTS), providers=8
        )
        account = house.staff()
        without = copy_of(server, house.database, "without_feed")
        silence(without)
        clinic.settle(server, house.database, without)
        times = options.times(PUSHES, 0.3)
        options.say(f"{times} pushes of 50 to each")
        took = _measure(house, account, without, times)
    feed, bare = took["with"], took["without"]
    report = Report("feed-cost", {"pushes": times, "mutations_each": 50})
    for name, seconds in (("with_feed", feed), ("without_feed", bare)):
        report.figures[f"{name}_ms_p50"] = median(seconds) * 1000
        report.figures[f"{name}_ms_p95"] = percentile(seconds, 95) * 1000
    report.figures["ratio"] = median(feed) / median(bare)
    report.at_most("ratio", 1.10)
    return report


def copy_of(server: Postgres, source: Database, name: str) -> Database:
    """The same rows in another database."""
    with psycopg.connect(server.dsn(), autocommit=True) as db:
        db.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(source.name)
            )
        )
    return Database(name, server.dsn(name))


def silence(database: Database) -> None:
    """Take the feed's triggers off every table."""
    with psycopg.connect(database.superuser_dsn, autocommit=True) as db:
        triggers = db.execute(
            "select c.relname, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid"
            " join pg_proc p on p.oid = t.tgfoid"
            " where p.pronamespace = 'sync'::regnamespace and p.proname like 'mark\\_%'"
        ).fetchall()
        (followed,) = db.execute("select count(*) from sync.tables").fetchone() or (0,)
        assert 0 < followed <= len(triggers), "the feed's triggers have other names now"
        for table, trigger in triggers:
            db.execute(
                sql.SQL("alter table public.{} disable trigger {}").format(
                    sql.Identifier(table), sql.Identifier(trigger)
                )
            )


def _measure(
    house: Clinic, account: Account, without: Database, times: int
) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {"with": [], "without": []}
    become = clinic.claims(account)
    with (
        psycopg.connect(house.database.dsn_of("authenticator"), autocommit=True) as one,
        psycopg.connect(without.dsn_of("authenticator"), autocommit=True) as other,
    ):
        for number, body in zip(range(times + WARM_UP), pushes(house, account), strict=False):
            turns = [("with", one), ("without", other)]
            # Whoever comes second finds the machine warm: they take turns.
            for name, db in turns if number % 2 else reversed(turns):
                seconds = push(db, become, body)
                if number >= WARM_UP:
                    took[name].append(seconds)
    return took


def push(db: psycopg.Connection[tuple[Any, ...]], become: str, body: str) -> float:
    """The seconds one push takes, commit included; every verdict must be good."""
    began = perf_counter()
    with db.transaction():
        db.execute(become.encode(), prepare=True)
        found = db.execute("select public.sync_push(%s::jsonb)", [body], prepare=True).fetchone()
    took = perf_counter() - began
    assert found is not None
    bad = [r for r in found[0]["results"] if r["status"] != "applied"]
    assert not bad, bad[0]
    return took


def pushes(house: Clinic, account: Account) -> Iterator[str]:
    """Bodies of pushes that are all taken, one group per change, one after the other."""
    device, at = new_id(), moment_text(datetime.now(UTC))
    opens = house.today + timedelta(days=30, hours=8)
    slot = patient = 0
    while True:
        groups = []

        def add(
            kind: Any, table: str, row_id: str, patch: dict[str, Any], base: int | None = None
        ) -> None:
            mutation = Mutation(
                id=new_id(),
                kind=kind,
                table=table,
                row_id=row_id,
                base_version=base,
                patch=patch,
                at=at,
                author=account.id,
                device=device,
            )
            groups.append(Group(new_id(), [mutation]))  # noqa: B023 - called in this turn only

        for _ in range(30):
            day, nth = divmod(slot, 30 * len(house.house.providers))
            starts = opens + timedelta(days=day, minutes=20 * (nth // len(house.house.providers)))
            provider = house.house.providers[nth % len(house.house.providers)]
            add("insert", "appointments", new_id(), _booking(house, provider, slot, starts))
            slot += 1
        for _ in range(15):
            # Each one is corrected once, so that the version it had at first is its base.
            patch = {"phone": f"+34 9{patient:08d}", "note": "Moved house."}
            add("update", "patients", house.patients[patient], patch, 1)
            patient += 1
        for n in range(5):
            who = {"facility_id": house.house.facility, "family_name": f"Nuevo{n}"}
            add("insert", "patients", new_id(), who)
        yield encode_request(PushRequest(device=device, groups=groups)).decode()


def _booking(house: Clinic, provider: str, number: int, starts: datetime) -> dict[str, Any]:
    return {
        "facility_id": house.house.facility,
        "patient_id": house.patients[number % len(house.patients)],
        "provider_id": provider,
        "room_id": None,
        "type_id": house.house.types[0],
        "starts_at": moment_text(starts),
        "ends_at": moment_text(starts + timedelta(minutes=20)),
        "status": "scheduled",
        "modality": "in_person",
        "reason": "Follow-up",
    }
