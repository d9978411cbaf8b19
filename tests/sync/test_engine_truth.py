"""What the engine says and believes when several things happen at once."""

from __future__ import annotations

import asyncio

from sqlalchemy import update

from sync.engine import engine as engine_module
from sync.engine.memory import stored_session
from sync.engine.watchdog import watched
from sync.errors import SignedOut
from sync.ids import new_id
from sync.replica.tables import cards, patients
from tests.sync.test_engine import World, _is, until


def test_signing_in_while_an_answer_of_the_old_session_is_under_way_stays_signed_in(run, tmp_path):
    world = World(tmp_path)

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            asked, answered, honest = asyncio.Event(), asyncio.Event(), desk.backend.pull

            async def over(_request):
                asked.set()
                await answered.wait()
                raise SignedOut("session_not_found")

            desk.backend.pull = over
            desk.engine.wake()
            await asked.wait()
            session = await desk.backend.renew()
            await desk.engine.signed_in(session)
            desk.backend.pull = honest
            answered.set()
            await desk.quiet()
            assert await desk.replica.read(stored_session) == session

    run(scenario())


def test_cards_are_counted_in_the_middle_of_a_round(run, tmp_path):
    world = World(tmp_path)

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            await desk.replica.write(
                "register", lambda tx: tx.insert(patients, facility_id=new_id(), family_name="X")
            )
            pulls = asyncio.Event()
            honest = desk.backend.pull

            async def slow(request):
                await pulls.wait()
                return await honest(request)

            desk.backend.pull = slow
            desk.backend.down = False
            desk.engine.wake()

            async def counted() -> bool:
                return desk.engine.status.cards == 1 and desk.engine.status.waiting == 0

            await until(counted, 3.0)
            assert desk.engine.status.phase != "idle"
            pulls.set()

    run(scenario())


def test_a_card_that_a_person_has_settled_is_not_counted_any_more(run, tmp_path):
    world = World(tmp_path)

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            await desk.replica.write(
                "register", lambda tx: tx.insert(patients, facility_id=new_id(), family_name="X")
            )
            await desk.quiet()
            assert desk.engine.status.cards == 1
            await desk.replica.write(
                "settle", lambda tx: tx.db.execute(update(cards).values(closed_at=tx.now)) and None
            )

            async def gone() -> bool:
                return desk.engine.status.cards == 0

            await until(gone, 3.0)

    run(scenario())


def test_an_older_count_never_replaces_a_newer_one(run, tmp_path):
    world = World(tmp_path)

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            desk.backend.down = True
            honest, late = desk.replica.read, asyncio.Event()

            async def first_late(fn):
                desk.replica.read = honest
                found = await honest(fn)
                await late.wait()
                return found

            desk.replica.read = first_late
            counting = asyncio.create_task(desk.engine._count())
            await asyncio.sleep(0)
            await desk.register()
            late.set()
            await counting

            async def counted() -> bool:
                return desk.engine.status.waiting == 1

            await until(counted, 3.0)
            await asyncio.sleep(0.1)
            assert desk.engine.status.waiting == 1

    run(scenario())


def test_a_round_that_begins_while_somebody_signs_in_cannot_end_the_new_session(run, tmp_path):
    world = World(tmp_path)

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            asked, answered = asyncio.Event(), asyncio.Event()
            store, honest = desk.engine._store_session, desk.backend.pull

            async def over(_request):
                asked.set()
                await answered.wait()
                raise SignedOut("session_not_found")

            async def slowly(session):
                desk.backend.pull = over
                desk.engine.wake()
                await asked.wait()
                desk.backend.pull = honest
                await store(session)

            desk.engine._store_session = slowly
            session = await desk.backend.renew()
            await desk.engine.signed_in(session)
            answered.set()
            await desk.quiet()
            assert await desk.replica.read(stored_session) == session

    run(scenario())


def test_a_server_that_never_answers_does_not_hold_the_sync_for_ever(run, tmp_path, monkeypatch):
    """A round that stands still is given up, told as offline, and tried again."""

    async def scenario():
        world = World(tmp_path)
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            answer = desk.backend.pull
            asked = asyncio.Event()

            async def never(request):
                asked.set()
                await asyncio.Event().wait()

            monkeypatch.setattr(desk.backend, "pull", never)
            monkeypatch.setattr(engine_module, "watched", lambda: watched(0.05))
            desk.engine.wake()
            await asked.wait()
            await until(lambda: _is(desk.engine.status.phase == "offline"))
            assert not desk.engine.status.online
            monkeypatch.setattr(desk.backend, "pull", answer)
            await desk.register()
            desk.engine.wake()
            await until(lambda: _is(desk.engine.status.phase == "idle"))
            assert world.server.rows("patients")

    run(scenario())
