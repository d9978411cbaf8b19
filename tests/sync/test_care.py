"""Restores, copied disks, orders to wipe, and replicas that differ: nothing is lost, nothing twice."""

from __future__ import annotations

import shutil
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import func, select

from sync.backend.wire import Flags
from sync.replica.settings import read_setting
from sync.replica.tables import outbox, patients, scope_rows, settled
from sync.steps.sanity import prove
from tests.sync.test_engine import World, _is, until


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


def test_a_restored_server_gets_back_what_its_backup_did_not_have(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            before = await desk.register("Before")
            await desk.quiet()
            backup = world.server.save()
            lost = await desk.register("Lost")
            await desk.book(lost)
            await desk.correct(before, phone="77")
            await desk.quiet()

            world.server.load(backup)
            world.server.new_epoch()
            assert lost not in world.server.rows("patients")
            waiting = await desk.register("Written after")
            await desk.quiet()
            await desk.quiet()
            rows = world.server.rows("patients")
            assert {before, lost, waiting} <= rows.keys()
            assert rows[before]["phone"] == "77"
            assert len(world.server.rows("appointments")) == 1
            assert await desk.open_cards() == []
            assert (await desk.shown(lost)).family_name == "Lost"

    run(scenario())


def test_a_restore_that_nobody_told_of_is_seen_by_heads_that_went_back(run, world):
    """Whoever put the backup back forgot to say that it is another server now."""

    async def scenario():
        async with world.desk(world.person()) as desk:
            before = await desk.register("Before")
            await desk.quiet()
            backup = world.server.save()
            lost = await desk.register("Lost")
            await desk.book(lost)
            await desk.correct(before, phone="77")
            await desk.quiet()
            world.server.load(backup)
            waiting = await desk.register("Written after")
            for _ in range(3):
                await desk.quiet()
            rows = world.server.rows("patients")
            assert {before, lost, waiting} <= rows.keys()
            assert rows[before]["phone"] == "77"
            assert len(world.server.rows("appointments")) == 1
            assert await desk.open_cards() == []
            assert (await desk.shown(before)).phone == "77"

    run(scenario())


def test_what_was_typed_again_after_a_restore_is_not_written_twice(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            patient = await desk.register()
            await desk.quiet()
            backup = world.server.save()
            await desk.correct(patient, phone="1188")
            await desk.quiet()
            world.server.load(backup)
            world.server.new_epoch()
            world.server.put("patients", patient, phone="1199")
            await desk.quiet()
            await desk.quiet()
            (card,) = await desk.open_cards()
            assert card.body["mine"] == {"phone": "1188"}
            assert world.server.rows("patients")[patient]["phone"] == "1199"

    run(scenario())


def test_a_new_epoch_of_a_server_that_lost_nothing_changes_nothing(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            patient = await desk.register()
            await desk.book(patient)
            await desk.quiet()
            rows = world.server.rows("appointments")
            world.server.new_epoch()
            await desk.quiet()
            await desk.quiet()
            assert world.server.rows("appointments") == rows
            assert await desk.open_cards() == []
            assert await desk.drafts() == []

    run(scenario())


def test_settled_drafts_are_kept_for_two_weeks_and_no_longer(run, world):
    from sync.replica import settled as keeping

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.register()
            await desk.quiet()
            kept = select(func.count()).select_from(settled)
            assert await desk.replica.read(lambda db: db.scalar(kept)) == 1
            newest = select(func.max(settled.c.settled_at))
            at = await desk.replica.read(lambda db: db.scalar(newest))
            await desk.replica.apply(lambda db: keeping.prune(db, at + keeping.KEPT_FOR))
            assert await desk.replica.read(lambda db: db.scalar(kept)) == 1
            much_later = at + keeping.KEPT_FOR * 1.01
            await desk.replica.apply(lambda db: keeping.prune(db, much_later))
            assert await desk.replica.read(lambda db: db.scalar(kept)) == 0

    run(scenario())


def test_a_copied_disk_becomes_an_installation_of_its_own_and_sends_nothing_twice(run, world):
    async def scenario():
        person = world.person()
        async with world.desk(person) as desk:
            await desk.register("First")
            await desk.quiet()
            desk.backend.down = True
            patient = await desk.register("Waiting")
            device = desk.replica.device
        shutil.copy(world.folder / "desk.replica", world.folder / "copy.replica")
        for beside in world.folder.glob("desk.replica-*"):
            shutil.copy(beside, world.folder / beside.name.replace("desk", "copy"))
        async with AsyncExitStack() as stack:
            one = await stack.enter_async_context(world.desk(person, "desk"))
            await one.quiet()
            await one.register("Later")
            await one.quiet()
            two = await stack.enter_async_context(world.desk(person, "copy"))
            await two.quiet()
            await two.quiet()
            assert one.replica.device == device
            assert two.replica.device != device
            kept = await two.replica.read(lambda db: read_setting(db, "device"))
            assert kept == two.replica.device
        names = [row["family_name"] for row in world.server.rows("patients").values()]
        assert sorted(names) == ["First", "Later", "Waiting"]
        assert patient in world.server.rows("patients")

    run(scenario())


def test_a_lost_answer_does_not_make_a_copy(run, world):
    async def scenario():
        person = world.person()
        for _ in range(3):
            async with world.desk(person) as desk:
                await desk.quiet()
                await desk.register()
                desk.backend.lose_next_answer = True
                await desk.quiet()
                device = desk.replica.device
        async with world.desk(person) as desk:
            await desk.register()
            await desk.quiet()
            assert desk.replica.device == device

    run(scenario())


def test_an_order_to_wipe_leaves_nothing(run, world):
    async def scenario():
        person = world.person()
        world.server.put("patients", facility_id=world.facility, family_name="Koch")
        async with world.desk(person) as desk:
            await desk.quiet()
            world.server.wipes.add((person, desk.replica.device))
            desk.engine.wake()
            await until(lambda: _is(desk.engine.status.error == "auth.wiped"))
            for table in (patients, outbox, scope_rows, settled):
                count = select(func.count()).select_from(table)
                assert await desk.replica.read(lambda db, c=count: db.scalar(c)) == 0

    run(scenario())


def test_a_program_that_is_too_old_still_sends_its_drafts(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            world.server.flags = {"min_client": Flags().min_client + 1, "pause": False}
            patient = await desk.register()
            await until(lambda: _is(desk.engine.status.error == "net.outdated"))
            assert patient in world.server.rows("patients")

    run(scenario())


def test_rows_that_went_wrong_here_are_found_and_fetched_and_nothing_else(run, world):
    async def scenario():
        ids = [
            world.server.put("patients", facility_id=world.facility, family_name=f"P{i}")
            for i in range(300)
        ]
        async with world.desk(world.person()) as desk:
            await desk.quiet()

            def damage(db):
                for row_id in ids[:3]:
                    db.exec_driver_sql("DELETE FROM patients WHERE id = ?", (row_id,))
                    db.exec_driver_sql("DELETE FROM scope_rows WHERE row_id = ?", (row_id,))
                db.exec_driver_sql("UPDATE scope_rows SET ver = 9999 WHERE row_id = ?", (ids[5],))

            await desk.replica.apply(damage, {"patients"})
            proof = await prove(desk.replica, desk.backend)
            assert proof.is_whole
            assert len(proof.repaired) == 1
            for row_id in ids[:6]:
                assert await desk.shown(row_id) is not None
            assert (await prove(desk.replica, desk.backend)).repaired == ()
            pulled = [r for p in desk.backend.pulls for r in [p.want]]
            await desk.quiet()
            assert len(desk.backend.pulls) - len(pulled) <= 2

    run(scenario())


def test_a_scope_that_differs_is_mended_by_the_next_pull(run, world):
    async def scenario():
        patient = world.server.put("patients", facility_id=world.facility, family_name="Koch")
        async with world.desk(world.person()) as desk:
            await desk.quiet()

            def lose(db):
                db.exec_driver_sql("DELETE FROM patients WHERE id = ?", (patient,))
                db.exec_driver_sql("DELETE FROM scope_rows WHERE row_id = ?", (patient,))
                db.exec_driver_sql("UPDATE cursors SET n = n - 1 WHERE kind = 'facility'")

            await desk.replica.apply(lose, {"patients", "cursors"})
            await desk.quiet()

            async def back() -> bool:
                return await desk.shown(patient) is not None

            await until(back)
            assert desk.backend.calls["digest"] >= 1

    run(scenario())
