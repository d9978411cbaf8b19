"""What happened reaches the machine in its order, and says whose end it is."""

from __future__ import annotations

import asyncio

from sync.engine.events import Events
from sync.engine.machine import Nudged, RoundBrokenOff, RoundDone


def test_the_end_of_a_round_comes_with_the_round(run):
    async def scenario():
        events = Events()
        events.tell(Nudged())

        async def a_round() -> None:
            events.end(RoundDone())

        task = asyncio.create_task(a_round())
        await task
        events.end(RoundBrokenOff(), task)

        assert await events.next() == (Nudged(), None)
        assert await events.next() == (RoundDone(), task)
        assert await events.next() == (RoundBrokenOff(), task)
        assert events.empty()

    run(scenario())
