"""A person's pause: nothing travels, nothing is lost, it is shown, and it does not outlive the program."""

from __future__ import annotations

import asyncio

import pytest

from tests.sync.test_engine import World, _is, until


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


def travelled(desk) -> int:
    return desk.backend.calls["pull"] + desk.backend.calls["push"]


def test_a_pause_keeps_drafts_here_until_the_person_goes_on(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.engine.pause()
            await until(lambda: _is(desk.engine.status.phase == "held"))
            before = travelled(desk)
            patient = await desk.register("Bell")
            desk.engine.wake("asked")
            desk.engine.watched(False)
            desk.engine.watched(True)
            world.server.put("patients", facility_id=world.facility, family_name="Koch")
            await until(lambda: _is(desk.engine.status.waiting == 1))
            assert desk.engine.status.next_try_at is None
            assert not desk.engine.status.online
            assert not desk.engine.status.live
            assert travelled(desk) == before
            assert patient not in world.server.rows("patients")

            desk.engine.resume()
            await until(lambda: _is(patient in world.server.rows("patients")))
            await desk.quiet()
            await until(lambda: _is(desk.engine.status.live))
            assert desk.engine.status.phase == "idle"

    run(scenario())


@pytest.mark.parametrize("resumes_at_once", [False, True])
def test_a_round_under_way_is_broken_off_and_its_drafts_go_later_exactly_once(
    run, world, resumes_at_once
):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            reached, hangs = asyncio.Event(), asyncio.Event()

            async def hang():
                reached.set()
                await hangs.wait()

            desk.backend.before_answer = hang
            patient = await desk.register("Bell")
            await asyncio.wait_for(reached.wait(), 5)
            desk.backend.before_answer = None
            desk.engine.pause()
            if not resumes_at_once:
                await until(lambda: _is(desk.engine.status.phase == "held"))
                assert desk.engine.status.waiting == 1
            desk.engine.resume()
            await desk.quiet()
            assert patient in world.server.rows("patients")
            assert await desk.drafts() == []
            assert desk.engine.status.waiting == 0

    run(scenario())


def test_the_next_start_of_the_program_goes_on_by_itself(run, world):
    async def scenario():
        person = world.person()
        async with world.desk(person) as desk:
            await desk.quiet()
            desk.engine.pause()
            await until(lambda: _is(desk.engine.status.phase == "held"))
            patient = await desk.register("Bell")
        async with world.desk(person) as desk:
            await desk.quiet()
            assert patient in world.server.rows("patients")

    run(scenario())


def test_a_proof_waits_for_the_round_and_is_told_step_by_step(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.register("Bell")
            desk.engine.wake()
            told = []
            await desk.quiet()
            proof = await desk.engine.prove(lambda done, of: told.append((done, of)))
            assert proof.is_whole
            assert [done for done, _ in told] == list(range(told[-1][1] + 1))
            assert {of for _, of in told} == {told[-1][1]}

    run(scenario())


def test_rows_that_vanished_while_the_books_speak_of_them_are_fetched_again(run, world):
    async def scenario():
        ids = [
            world.server.put("patients", facility_id=world.facility, family_name=f"P{i}")
            for i in range(50)
        ]
        async with world.desk(world.person()) as desk:
            await desk.quiet()

            def lose(db):
                for row_id in ids[:3]:
                    db.exec_driver_sql("DELETE FROM patients WHERE id = ?", (row_id,))

            await desk.replica.apply(lose, {"patients"})
            desk.engine.pause()
            desk.backend.down = True
            proof = await desk.engine.prove()
            assert (proof.missing, proof.asked, proof.is_whole) == (3, False, False)
            desk.backend.down = False
            proof = await desk.engine.prove()
            assert proof.is_whole
            for row_id in ids[:3]:
                assert await desk.shown(row_id) is not None
            assert (await desk.engine.prove()).is_whole

    run(scenario())


def test_a_server_that_stumbles_during_a_proof_proves_nothing(run, world):
    from sync.errors import ServerTrouble

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.engine.pause()
            await until(lambda: _is(desk.engine.status.phase == "held"))
            desk.backend.fail_next(ServerTrouble("no"))
            proof = await desk.engine.prove()
            assert not proof.asked
            assert not proof.is_whole
            assert proof.wrong == ()

    run(scenario())
