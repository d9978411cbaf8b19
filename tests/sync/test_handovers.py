"""Two people, one refused draft: it goes from one to the other through the server and is decided once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from sync.replica import handing
from sync.replica.tables import cards, facility_members, handovers, patients
from tests.sync.test_engine import World, _is, until


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


async def a_clash(world, desk) -> str:
    """Both changed a telephone; returns the patient."""
    patient = world.server.put(
        "patients", facility_id=world.facility, family_name="Koch", phone="11"
    )
    await desk.quiet()
    desk.backend.down = True
    await desk.correct(patient, phone="22")
    world.server.put("patients", patient, phone="33")
    desk.backend.down = False
    await desk.quiet()
    return patient


async def hand_over(desk, to: str) -> str:
    def command(tx):
        card = tx.db.execute(select(cards)).first()
        m = facility_members.c
        member = tx.db.scalar(select(m.id).where(m.user_id == to))
        return handing.hand_over(tx, card, desk.facility, member, "Please ring her")

    return await desk.replica.write("hand over", command)


async def open_cards(desk) -> list:
    return [card for card in await desk.open_cards() if card.closed_at is None]


def test_a_card_travels_and_is_decided_by_the_one_who_got_it(run, world):
    async def scenario():
        one_id, two_id = world.person(), world.person("doctor")
        async with world.desk(one_id, "one") as one, world.desk(two_id, "two") as two:
            patient = await a_clash(world, one)
            await two.quiet()
            handover = await hand_over(one, two_id)
            await one.quiet()
            await two.quiet()
            (card,) = await open_cards(two)
            assert (card.id, card.row_id) == (handover, patient)
            assert card.body["mine"] == {"phone": "22"}
            assert card.body["theirs"]["phone"] == "33"
            assert card.body["handed_over"]["by"] == one_id
            assert await open_cards(one) == []
            assert two.engine.status.cards == 1
            # Who handed it over does not hold it any more: it is the other one's alone.
            held = select(handovers.c.id)
            assert await one.replica.read(lambda db: list(db.scalars(held))) == []

            def decide(tx):
                tx.update(patients, patient, phone="22")
                tx.db.execute(
                    cards.update()
                    .where(cards.c.id == handover)
                    .values(closed_at=tx.now, outcome="kept_mine")
                )

            await two.replica.write("decide", decide)
            await two.quiet()
            await two.quiet()
            assert world.server.rows("patients")[patient]["phone"] == "22"
            assert world.server.rows("handovers")[handover]["status"] == "done"
            assert await two.drafts() == []

    run(scenario())


def test_it_arrives_at_both_workstations_of_a_person_and_is_decided_at_one(run, world):
    async def scenario():
        one_id, two_id = world.person(), world.person("doctor")
        async with (
            world.desk(one_id, "one") as one,
            world.desk(two_id, "two") as two,
            world.desk(two_id, "three") as three,
        ):
            await a_clash(world, one)
            handover = await hand_over(one, two_id)
            await one.quiet()
            for desk in (two, three):
                await desk.quiet()
                assert [card.id for card in await open_cards(desk)] == [handover]
            close = cards.update().values(outcome="discarded")
            await two.replica.write(
                "decide", lambda tx: tx.db.execute(close.values(closed_at=tx.now)) and None
            )
            await two.quiet()
            await two.quiet()

            async def closed_there() -> bool:
                await three.quiet()
                return await open_cards(three) == []

            await until(closed_there)
            (card,) = await three.open_cards()
            assert (card.outcome, card.body["mine"]) == ("elsewhere", {"phone": "22"})
            changes = world.server.rows("handovers")[handover]["version"]
            for _ in range(3):
                await two.quiet()
                await three.quiet()
            assert world.server.rows("handovers")[handover]["version"] == changes

    run(scenario())


def test_a_card_for_somebody_who_has_left_comes_back(run, world):
    async def scenario():
        one_id, two_id = world.person(), world.person("doctor")
        async with world.desk(one_id, "one") as one:
            await a_clash(world, one)
            one.backend.down = True
            await hand_over(one, two_id)
            member = next(
                row_id
                for row_id, row in world.server.rows("facility_members").items()
                if row["user_id"] == two_id
            )
            world.server.put("facility_members", member, is_active=False)
            one.backend.down = False

            async def is_back() -> bool:
                await one.quiet()
                waiting = await open_cards(one)
                return [card.tbl for card in waiting] == ["patients"]

            await until(is_back)
            (card,) = await open_cards(one)
            assert card.body["mine"] == {"phone": "22"}
            assert "not_handed_over" in card.body
            await until(lambda: _is(one.engine.status.cards == 1))

    run(scenario())


def test_who_leaves_the_staff_loses_the_card_and_the_server_keeps_it(run, world):
    async def scenario():
        one_id, two_id = world.person(), world.person("doctor")
        async with world.desk(one_id, "one") as one, world.desk(two_id, "two") as two:
            await a_clash(world, one)
            handover = await hand_over(one, two_id)
            await one.quiet()
            await two.quiet()
            member = world.server.rows("handovers")[handover]["to_member_id"]
            world.server.put("facility_members", member, is_active=False)

            async def is_gone() -> bool:
                two.engine.wake()
                held = select(handovers.c.id)
                return await two.replica.read(lambda db: list(db.scalars(held))) == []

            await until(is_gone)
            assert handover in world.server.rows("handovers")

    run(scenario())
