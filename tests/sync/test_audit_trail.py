"""The trail reaches the server and is missed there when it is cut off here."""

from __future__ import annotations

import pytest

from sync.ids import new_id
from sync.replica.tables import patients
from sync.steps.audit import compare
from tests.sync.test_engine import World


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


def test_what_was_done_offline_is_told_to_the_server_in_order(run, world):
    async def scenario():
        person = world.person()
        async with world.desk(person) as desk:
            await desk.quiet()
            desk.backend.down = True
            patient = await desk.register()
            await desk.replica.note("view", "Open a record", table="patients", row_id=patient)
            desk.backend.down = False
            await desk.quiet()
            trail = world.server.audit[person, desk.replica.device]
            assert [trail[n]["action"] for n in sorted(trail)] == ["insert", "view"]
            found = await compare(desk.replica, desk.backend)
            assert found.holds
            assert found.told == 2

    run(scenario())


@pytest.mark.parametrize(
    ("tampering", "field", "at"),
    [
        ("DELETE FROM audit WHERE seq > 2", "missing_from", 3),
        ("DELETE FROM audit", "missing_from", 1),
    ],
)
def test_a_trail_cut_off_here_is_missed_there(run, world, tampering, field, at):
    async def scenario():
        async with world.desk(world.person()) as desk:
            for i in range(4):
                await desk.register(f"P{i}")
            await desk.quiet()
            await desk.replica.apply(lambda db: db.exec_driver_sql(tampering).rowcount)
            found = await compare(desk.replica, desk.backend)
            assert found.local.holds
            assert getattr(found, field) == at
            assert not found.holds

    run(scenario())


def test_a_trail_written_anew_after_a_cut_differs_from_what_was_told(run, world):
    async def scenario():
        async with world.desk(world.person()) as desk:
            for i in range(3):
                await desk.register(f"P{i}")
            await desk.quiet()
            await desk.replica.apply(
                lambda db: db.exec_driver_sql("DELETE FROM audit WHERE seq > 1").rowcount
            )
            await desk.register("Instead")
            found = await compare(desk.replica, desk.backend)
            assert found.local.holds
            assert found.differs_at == 2

    run(scenario())


def test_a_server_that_does_not_take_the_trail_does_not_stop_the_work(run, world):
    from sync.errors import Busy

    async def scenario():
        async with world.desk(world.person()) as desk:
            honest = desk.backend.ask

            async def refusing(function, request):
                raise Busy("no such function yet")

            desk.backend.ask = refusing
            patient = await desk.register()
            await desk.quiet()
            assert patient in world.server.rows("patients")
            desk.backend.ask = honest
            await desk.quiet()
            assert len(world.server.audit) == 1

    run(scenario())


def test_what_the_server_refuses_is_in_the_trail_once_and_reaches_it(run, world):
    async def scenario():
        person = world.person()
        async with world.desk(person) as desk:
            await desk.quiet()
            elsewhere = await desk.replica.write(
                "register", lambda tx: tx.insert(patients, facility_id=new_id(), family_name="X")
            )
            await desk.quiet()
            (card,) = await desk.open_cards()
            trail = world.server.audit[person, desk.replica.device]
            refused = [line for line in trail.values() if line["action"] == "refusal"]
            assert [(line["label"], line["tbl"], line["row_id"]) for line in refused] == [
                ("register", "patients", elsewhere)
            ]
            assert refused[0]["fields"] == [card.code]

    run(scenario())


def test_a_change_that_met_another_one_is_no_refusal(run, world):
    async def scenario():
        person = world.person()
        patient = world.server.put(
            "patients", facility_id=world.facility, family_name="Koch", phone="1100"
        )
        async with world.desk(person) as desk:
            await desk.quiet()
            desk.backend.down = True
            await desk.correct(patient, phone="1188")
            world.server.put("patients", patient, phone="1199")
            desk.backend.down = False
            await desk.quiet()
            assert len(await desk.open_cards()) == 1
            trail = world.server.audit[person, desk.replica.device]
            assert [line["action"] for line in trail.values()] == ["update"]

    run(scenario())
