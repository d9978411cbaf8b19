"""A workstation whose clock is a year wrong: its drafts sort, merge and settle like everybody's."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from sync.clock import CorrectedClock, SystemClock
from sync.replica.tables import outbox, settled
from tests.sync.test_engine import World, _is, until

YEAR = timedelta(days=365)


class WrongClock(SystemClock):
    """A machine whose battery is empty."""

    def __init__(self, off: timedelta) -> None:
        self.off = off

    def now(self) -> datetime:
        return super().now() + self.off


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


@pytest.fixture(params=[YEAR, -YEAR], ids=["a year fast", "a year slow"])
def wrong(request) -> WrongClock:
    return WrongClock(request.param)


def test_the_difference_is_measured_and_shown(run, world, wrong):
    async def scenario():
        async with world.desk(world.person(), clock=wrong) as desk:
            await desk.quiet()
            skew = desk.engine.status.skew
            assert abs(skew + wrong.off) < timedelta(seconds=5)
            shown = CorrectedClock(wrong, lambda: desk.engine.status.skew)
            assert abs(shown.now() - SystemClock().now()) < timedelta(seconds=5)

    run(scenario())


def test_drafts_keep_their_order_when_the_clock_jumps_between_them(run, world, wrong):
    async def scenario():
        async with world.desk(world.person(), clock=wrong) as desk:
            await desk.quiet()
            desk.backend.down = True
            patient = await desk.register("First")
            wrong.off = -wrong.off
            await desk.correct(patient, family_name="Second")
            wrong.off = timedelta()
            await desk.correct(patient, family_name="Third")
            kinds = select(outbox.c.kind, outbox.c.at).order_by(outbox.c.seq)
            drafts = await desk.replica.read(lambda db: list(db.execute(kinds)))
            assert [kind for kind, _ in drafts] == ["insert", "update", "update"]
            moments = [at for _, at in drafts]
            assert moments != sorted(moments)  # their times would have sorted them wrongly
            desk.backend.down = False
            await desk.quiet()
            assert world.server.rows("patients")[patient]["family_name"] == "Third"
            assert await desk.open_cards() == []

    run(scenario())


def test_what_two_people_changed_is_merged_by_what_they_saw_and_not_by_their_clocks(
    run, world, wrong
):
    async def scenario():
        patient = world.server.put("patients", facility_id=world.facility, family_name="Koch")
        async with (
            world.desk(world.person(), "one", clock=wrong) as one,
            world.desk(world.person(), "two") as two,
        ):
            await one.quiet()
            await two.quiet()
            one.backend.down = True
            await one.correct(patient, phone="1188", address="Calle 9")
            await two.correct(patient, phone="1199", email="a@b.example")
            await two.quiet()
            one.backend.down = False
            await one.quiet()
            await two.quiet()
            row = world.server.rows("patients")[patient]
            assert (row["phone"], row["address"], row["email"]) == (
                "1199",
                "Calle 9",
                "a@b.example",
            )
            (card,) = await one.open_cards()
            assert (card.code, card.body["mine"]["phone"]) == ("same_field", "1188")
            assert await two.open_cards() == []
            assert (await one.shown(patient)).address == (await two.shown(patient)).address

    run(scenario())


def test_what_the_server_took_is_dated_by_the_server_and_kept_its_two_weeks(run, world, wrong):
    async def scenario():
        async with world.desk(world.person(), clock=wrong) as desk:
            await desk.register()
            await desk.quiet()
            dated = await desk.replica.read(lambda db: db.scalar(select(settled.c.settled_at)))
            assert abs(dated - SystemClock().now()) < timedelta(seconds=60)
            # The clock jumps a year ahead, and a day's work goes on.
            wrong.off += YEAR
            await desk.register()
            await desk.quiet()
            await until(lambda: _is(desk.engine.status.phase == "idle"))
            kept = await desk.replica.read(lambda db: list(db.scalars(select(settled.c.id))))
            assert len(kept) == 2

    run(scenario())
