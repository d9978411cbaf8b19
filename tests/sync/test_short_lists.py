"""A list of scopes that is too short: a fault of the server must not empty a clinic's computers."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from sync.backend import wire
from sync.replica.settings import DOUBTED_SCOPES, read_setting
from sync.steps import pull
from tests.sync.test_engine import Desk, World, until


class Short:
    """Makes the lists of a desk too short, for as long as it is told to."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.honest, self.is_on = desk, desk.backend.pull, True
        self.said: list[bool] = []
        self.later = timedelta()
        desk.backend.pull = self._pull

    async def _pull(self, request: wire.PullRequest) -> wire.PullAnswer:
        answer = await self.honest(request)
        self.said.append(self.is_on)
        answer = msgspec.structs.replace(answer, now=answer.now + self.later)
        if not self.is_on:
            return answer
        return msgspec.structs.replace(
            answer, same=False, scopes=[], tables={}, removed=[], upto={}, acked=[], more=False
        )

    async def asked(self, short: bool) -> None:
        """Let the desk ask once more, and be answered so."""
        self.is_on = short
        before = len(self.said)
        self.desk.engine.wake()

        async def answered() -> bool:
            return len(self.said) > before and self.desk.engine.status.phase == "idle"

        await until(answered)


def test_a_short_list_is_not_believed_the_first_time(run, tmp_path):
    world = World(tmp_path)
    patient = world.server.put("patients", facility_id=world.facility, family_name="Koch")

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            short = Short(desk)
            await short.asked(True)
            assert await desk.shown(patient) is not None
            short.later = pull.BELIEVE_AFTER / 2
            await short.asked(True)
            assert await desk.shown(patient) is not None, "twice, but not half a minute apart"
            await short.asked(False)
            assert await desk.shown(patient) is not None
            assert not await desk.replica.read(lambda db: read_setting(db, DOUBTED_SCOPES))

    run(scenario())


def test_a_list_that_stays_short_is_believed_half_a_minute_later_by_the_servers_clock(
    run, tmp_path
):
    world = World(tmp_path)
    patient = world.server.put("patients", facility_id=world.facility, family_name="Koch")

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            short = Short(desk)
            await short.asked(True)
            short.later = pull.BELIEVE_AFTER + timedelta(seconds=1)
            await short.asked(True)
            assert await desk.shown(patient) is None

    run(scenario())


def test_a_restore_that_comes_with_a_short_list_fills_every_scope_anew(run, tmp_path):
    world = World(tmp_path)
    patient = world.server.put("patients", facility_id=world.facility, family_name="Koch")

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            backup = world.server.save()
            world.server.put("patients", patient, phone="1")
            await desk.quiet()
            world.server.load(backup)
            world.server.new_epoch()
            world.server.put("patients", patient, phone="2")
            short = Short(desk)
            await short.asked(True)
            await short.asked(False)
            await desk.quiet()
            row = await desk.shown(patient)
            assert (row.phone, row.version) == ("2", 2)
            assert desk.backend.calls["digest"] == 0, "filled, not mended"

    run(scenario())
