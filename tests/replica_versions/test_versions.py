"""A program finds what every program before it left: it opens, and the work in it arrives."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from sync.backend.wire import Group, PushRequest
from sync.clock import SystemClock
from sync.engine.engine import SyncEngine
from sync.replica import keys, migrations, outbox
from sync.replica.replica import Replica, open_replica
from sync.replica.rows import shown_row
from sync.replica.tables import cards
from sync.replica.tables import outbox as outbox_table
from sync.steps.push import as_mutation
from tests.replica_versions import write as past
from tests.replica_versions.make import stored
from tests.support.fake_backend import FakeBackend
from tests.support.fake_push import push
from tests.support.fake_server import FakeServer
from tests.sync.test_engine import until

NUMBERS = range(1, len(migrations.STEPS))


@pytest.fixture(params=NUMBERS, ids=lambda n: f"schema-{n}")
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of what was left behind."""
    kept = stored(request.param)
    assert kept.is_dir(), "a shape has become past: python -m tests.replica_versions.make"
    return Path(shutil.copytree(kept, tmp_path / "person"))


def opened(folder: Path) -> Any:
    key = keys.unlock(folder, past.PERSON, past.PASSWORD)
    path = keys.replica_file(folder, past.PERSON)
    return open_replica(path, key, person=past.PERSON, clock=SystemClock())


async def drafts(replica: Replica) -> list[outbox.Draft]:
    asked = select(outbox_table).order_by(outbox_table.c.seq)
    return await replica.read(lambda db: [outbox.Draft(*row) for row in db.execute(asked)])


async def shown(replica: Replica, table: str, row_id: str) -> Any:
    return await replica.read(lambda db: shown_row(db, table, row_id))


def test_everything_is_there_and_shown(run: Any, folder: Path) -> None:
    async def story() -> None:
        async with opened(folder) as replica:
            shape = await replica.read(
                lambda db: db.exec_driver_sql("PRAGMA user_version").scalar_one()
            )
            assert shape == len(migrations.STEPS)
            found = await drafts(replica)
            assert [(d.kind, d.tbl, d.state) for d in found] == [
                ("update", "patients", "acked"),
                ("update", "patients", "sent"),
                ("update", "patients", "waiting"),
                ("delete", "time_off", "waiting"),
                ("update", "appointments", "waiting"),
                ("insert", "patients", "waiting"),
                ("insert", "appointments", "waiting"),
                ("insert", "appointments", "parked"),
            ]
            (card,) = await replica.read(lambda db: list(db.execute(select(cards))))
            assert card.body["mine"]["family_name"] == "refused"
            assert found[-1].card_id == card.id
            assert (await shown(replica, "patients", past.GRACE))["phone"] == "acknowledged"
            tomas = await shown(replica, "patients", past.TOMAS)
            assert (tomas["phone"], tomas["email"]) == ("sent", "waits behind it")
            assert await shown(replica, "time_off", past.OFF) is None
            assert (await shown(replica, "appointments", past.VISIT))["status"] == "cancelled"

    run(story())


def test_the_work_arrives_once_and_the_replica_becomes_what_the_server_has(
    run: Any, folder: Path
) -> None:
    async def story() -> None:
        async with opened(folder) as replica:
            found = await drafts(replica)
            server = server_of_the_past()
            # What had been sent is there: its answer was lost, or its echo was not pulled.
            before = [as_mutation(d) for d in found if d.state in ("acked", "sent")]
            push(server, past.PERSON, _request(replica, before))

            backend = FakeBackend(server, past.PERSON)
            engine = SyncEngine(replica, backend, SystemClock(), rng=Random(7))
            running = asyncio.create_task(engine.run())
            await engine.signed_in(await backend.renew())

            async def only_what_is_parked() -> bool:
                states = {d.state for d in await drafts(replica)}
                return states == {"parked"} and engine.status.phase == "idle"

            await until(only_what_is_parked)
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

            for draft in found[:-1]:
                assert server.verdict_of(draft.id)["status"] in ("applied", "merged"), draft.label
            assert past.OFF not in server.rows("time_off")
            assert server.rows("appointments")[past.VISIT]["status"] == "cancelled"
            waits = [p for p in server.rows("patients").values() if p["family_name"] == "waits"]
            assert len(waits) == 1
            parked = {d.row_id for d in await drafts(replica)}
            for table, rows in server.visible(past.PERSON).items():
                for row_id, row in rows.items():
                    assert await shown(replica, table, row_id) == row, (table, row_id)
            here = await replica.read(
                lambda db: set(db.exec_driver_sql("SELECT id FROM appointments").scalars())
            )
            assert here - parked == server.rows("appointments").keys()

    run(story())


def server_of_the_past() -> FakeServer:
    """The server the work was written upon, as it is today."""
    server = FakeServer()
    server.put("facilities", past.FACILITY, name="Clinic of the past", time_zone="UTC")
    server.put("profiles", past.PERSON, full_name="Lucía", email="lucia@clinic.example")
    server.put("facility_members", facility_id=past.FACILITY, user_id=past.PERSON, role="reception")
    for tables in past.ROWS.values():
        for table, rows in tables.items():
            for row in rows:
                values = {name: value for name, value in row.items() if name != "id"}
                if table not in ("facilities", "profiles"):
                    server.put(table, row["id"], **values)
    server.epoch = "the epoch of the past"
    return server


def _request(replica: Replica, mutations: list[Any]) -> PushRequest:
    groups = [Group(f"group-{n}", [each]) for n, each in enumerate(mutations)]
    return PushRequest(device=replica.device, groups=groups)
