"""Live queries: what a page sees, and when."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import exists, func, insert, select

from sync.errors import Defect
from sync.replica import outbox
from sync.replica.query import Query
from sync.replica.tables import appointments, patients, profiles, providers, rooms, settings
from tests.replica.conftest import OpenReplica
from tests.replica.rows import a_patient, drafts, ids, in_name_order, put, server_patient

Run = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class One:
    value: object


def test_a_watcher_sees_the_rows_now_and_then_each_change(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica, aclosing(replica.watch(in_name_order())) as rows:
            assert await anext(rows) == []

            row_id = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            (line,) = await anext(rows)
            assert (line.family_name, line.draft) == ("Bell", "waiting")

            sent = ids(await drafts(replica, row_id))
            await replica.apply(lambda db: outbox.acked(db, sent))
            (line,) = await anext(rows)
            assert line.draft == "acked"

            await replica.apply(lambda db: put(db, 1, server_patient("other", family_name="Abel")))
            assert [line.family_name for line in await anext(rows)] == ["Abel", "Bell"]

    run(story())


def test_a_slow_watcher_sees_the_latest_not_every_step(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica, aclosing(replica.watch(in_name_order())) as rows:
            assert await anext(rows) == []
            for n in range(25):
                await replica.write(
                    "Register", lambda tx, n=n: tx.insert(patients, **a_patient(phone=str(n)))
                )

            assert len(await anext(rows)) == 25

    run(story())


def test_a_change_that_does_not_show_is_not_shown_again(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica, aclosing(replica.watch(in_name_order())) as rows:
            row_id = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            await anext(rows)
            await replica.write("Note", lambda tx: tx.update(patients, row_id, note="unseen"))
            await replica.write("Name", lambda tx: tx.update(patients, row_id, given_name="Eva"))

            (line,) = await anext(rows)
            assert line.given_name == "Eva"

    run(story())


def test_whoever_is_woken_finds_the_news(run: Run, opened: OpenReplica) -> None:
    """A watcher woken before the COMMIT would read the old rows and sleep on."""

    async def story() -> None:
        async with opened() as replica:
            with replica.changes.watching({"patients"}) as watch:
                for n in range(1, 150):
                    writing = asyncio.create_task(
                        replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
                    )
                    assert await watch.changed()
                    count = select(func.count()).select_from(patients)
                    found = await replica.read(lambda db, count=count: db.scalar(count))
                    assert found == n
                    await writing

    run(story())


def test_a_write_that_failed_is_never_announced(run: Run, opened: OpenReplica) -> None:
    def break_off(tx: Any) -> None:
        tx.insert(patients, **a_patient())
        raise ValueError

    async def story() -> None:
        async with opened() as replica:
            with (
                replica.changes.watching({"patients", "outbox", "audit"}) as failed,
                replica.changes.watching({"settings"}) as other,
            ):
                with pytest.raises(ValueError):  # noqa: PT011 - any error of a command
                    await replica.write("Register", break_off)
                await replica.write(
                    "Remember", lambda tx: tx.db.execute(insert(settings).values(key="a", value=1))
                )
                assert await other.changed()
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.05):
                        await failed.changed()

    run(story())


def test_nobody_is_woken_by_a_table_they_do_not_read(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            with replica.changes.watching({"rooms"}) as watch:
                await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.05):
                        await watch.changed()

    run(story())


def test_an_abandoned_watch_is_forgotten(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            async with aclosing(replica.watch(in_name_order())) as rows:
                await anext(rows)
                assert len(replica.changes._watches) == 1
            assert len(replica.changes._watches) == 0

    run(story())


def test_a_query_knows_its_tables_however_deep() -> None:
    p, a = patients.c, appointments.alias("a").c
    member = select(profiles.c.full_name).where(profiles.c.id == p.user_id).scalar_subquery()
    booked = exists().where(a.patient_id == p.id)
    rooms_used = select(rooms.c.id).cte("used")
    statement = (
        select(p.id)
        .join(providers, providers.c.id == p.created_by)
        .where(booked, member == "x", p.id.in_(select(rooms_used.c.id)))
    )

    found = Query(statement, One, also=frozenset({"settings"})).tables

    assert found == {"patients", "profiles", "appointments", "providers", "rooms", "settings"}


def test_a_query_whose_row_does_not_fit_is_our_own_fault() -> None:
    with pytest.raises(Defect):
        Query(select(patients.c.id, patients.c.phone), One)
    with pytest.raises(Defect):
        Query(select(patients.c.id), str)
