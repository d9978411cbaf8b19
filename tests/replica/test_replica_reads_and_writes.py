"""The replica as a place to read from and write to."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from sync.errors import Defect, InUse
from sync.replica.replica import Replica
from sync.replica.tables import audit, outbox, patients, settings
from sync.replica.transaction import Transaction
from tests.replica.conftest import OpenReplica
from tests.replica.rows import a_patient, all_drafts, in_name_order, shown

Run = Callable[[Any], Any]


def how_many(db: Connection) -> int:
    return db.execute(select(func.count()).select_from(patients)).scalar_one()


def register(**values: Any) -> Callable[[Transaction], str]:
    return lambda tx: tx.insert(patients, **a_patient(**values))


def rename(row_id: str, family_name: str) -> Callable[[Transaction], bool]:
    return lambda tx: tx.update(patients, row_id, family_name=family_name)


def test_what_was_written_is_there_after_reopening(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id = await replica.write("Register", register(given_name="Zoë"))
            device = replica.device

        async with opened() as replica:
            row = await shown(replica, row_id)
            assert row is not None
            assert row["given_name"] == "Zoë"
            assert replica.device == device

    run(story())


def test_row_draft_and_audit_are_one_commit(run: Run, opened: OpenReplica) -> None:
    def break_off(tx: Transaction) -> None:
        tx.insert(patients, **a_patient())
        raise ValueError("changed my mind")

    async def story() -> None:
        async with opened() as replica:
            await replica.write("Register", register())
            with pytest.raises(ValueError, match="changed my mind"):
                await replica.write("Register", break_off)

            def counts(db: Connection) -> list[int]:
                return [
                    db.execute(select(func.count()).select_from(table)).scalar_one()
                    for table in (patients, outbox, audit)
                ]

            assert await replica.read(counts) == [1, 1, 1]

    run(story())


def test_a_cancelled_caller_does_not_take_its_write_back(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            entered, leave = threading.Event(), threading.Event()

            def slow(tx: Transaction) -> None:
                entered.set()
                assert leave.wait(10)
                tx.insert(patients, **a_patient(family_name="Running"))

            running = asyncio.create_task(replica.write("Register", slow))
            queued = asyncio.create_task(replica.write("Register", register(family_name="Queued")))
            while not entered.is_set():
                await asyncio.sleep(0.001)
            with replica.changes.watching({"patients"}) as watch:
                running.cancel()
                queued.cancel()
                await asyncio.gather(running, queued, return_exceptions=True)
                leave.set()

                async with asyncio.timeout(10):
                    assert await watch.changed()
                    while await replica.read(how_many) < 2:
                        assert await watch.changed()
            assert len(await all_drafts(replica)) == 2

    run(story())


def test_a_reader_cannot_write(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            with pytest.raises(Defect, match="tried to write"):
                await replica.read(lambda db: db.execute(insert(settings).values(key="a", value=1)))

    run(story())


def test_a_read_sees_one_moment(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            looked, written = threading.Event(), threading.Event()

            def twice(db: Connection) -> tuple[int, int]:
                before = how_many(db)
                looked.set()
                assert written.wait(10)
                return before, how_many(db)

            reading = asyncio.create_task(replica.read(twice))
            while not looked.is_set():
                await asyncio.sleep(0.001)
            await replica.write("Register", register())
            written.set()

            assert await reading == (0, 0)
            assert await replica.read(how_many) == 1

    run(story())


def test_reads_do_not_wait_for_a_long_write(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            leave = threading.Event()
            writing = asyncio.create_task(
                replica.apply(lambda db: (db.execute(select(1)), leave.wait(10)))
            )
            try:
                async with asyncio.timeout(5):
                    assert await replica.read(how_many) == 0
            finally:
                leave.set()
                await writing

    run(story())


def test_one_program_at_a_time(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as first:
            with pytest.raises(InUse):
                async with opened():
                    pass
            await first.write("Register", register())

        async with opened() as second:
            assert await second.read(how_many) == 1

    run(story())


def test_closing_leaves_no_thread_and_no_open_file(run: Run, opened: OpenReplica) -> None:
    def open_files() -> set[str]:
        folder = "/proc/self/fd"
        found = set()
        for name in os.listdir(folder):
            try:
                found.add(os.readlink(f"{folder}/{name}"))
            except FileNotFoundError:
                continue
        return {name for name in found if "clinic.db" in name}

    async def story() -> None:
        async with opened() as replica:
            await replica.write("Register", register())
            await asyncio.gather(*(replica.read(how_many) for _ in range(9)))
            if os.path.isdir("/proc/self/fd"):
                assert open_files()
        assert [t.name for t in threading.enumerate() if t.name.startswith("replica")] == []
        if os.path.isdir("/proc/self/fd"):
            assert open_files() == set()

    run(story())


def test_a_replica_that_could_not_open_leaves_nothing_behind_either(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened():
            with pytest.raises(InUse):
                async with opened():
                    pass
        assert [t.name for t in threading.enumerate() if t.name.startswith("replica")] == []

    run(story())


def test_closing_finishes_what_was_handed_in_and_ends_the_watches(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        seen: list[int] = []

        async def follow(replica: Replica) -> None:
            async for rows in replica.watch(in_name_order()):
                seen.append(len(rows))  # noqa: PERF401 - told as it goes

        async with opened() as replica:
            watching = asyncio.create_task(follow(replica))
            while not seen:
                await asyncio.sleep(0.001)
            writes = [asyncio.create_task(replica.write("Register", register())) for _ in range(20)]
            await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await watching
            await asyncio.gather(*writes)
        with pytest.raises(Defect):
            await replica.read(how_many)

        async with opened() as again:
            assert await again.read(how_many) == 20

    run(story())


def test_a_person_s_write_wakes_who_sends_drafts_and_others_do_not(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            woken: list[int] = []
            end = replica.on_draft(lambda: woken.append(1))
            loop_thread = threading.get_ident()
            threads: list[int] = []
            replica.on_draft(lambda: threads.append(threading.get_ident()))

            row_id = await replica.write("Register", register())
            assert len(woken) == 1
            await replica.write("Rename", rename(row_id, "Bell"))
            assert len(woken) == 1, "an edit that changes nothing is no draft"
            await replica.write(
                "Remember", lambda tx: tx.db.execute(insert(settings).values(key="a", value=1))
            )
            assert len(woken) == 1
            end()
            await replica.write("Rename", rename(row_id, "Ball"))
            assert len(woken) == 1
            assert threads == [loop_thread] * 2

    run(story())


def test_only_a_person_s_writes_and_durable_ones_wait_for_the_disk(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:

            def level(db: Connection) -> int:
                return int(db.exec_driver_sql("PRAGMA synchronous").scalar_one())

            normal, full = 1, 2
            assert await replica.write("Look", lambda tx: level(tx.db)) == full
            assert await replica.apply(level) == normal
            assert await replica.apply(level, durable=True) == full
            assert await replica.apply(level) == normal

    run(story())
