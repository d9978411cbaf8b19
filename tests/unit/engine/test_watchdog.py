"""A round that does not end is ended; one that goes on may take as long as it likes."""

from __future__ import annotations

import asyncio

import pytest

from sync.engine.watchdog import STILL_S, watched
from sync.errors import Offline
from tests.simulation.loop import run


def test_a_round_that_stands_still_is_given_up_as_unreachable() -> None:
    async def story() -> float:
        loop = asyncio.get_running_loop()
        with pytest.raises(Offline):
            async with watched():
                await asyncio.Event().wait()
        return loop.time()

    assert run(story()) == STILL_S


def test_a_long_round_with_progress_is_left_alone() -> None:
    async def story() -> float:
        async with watched() as progress:
            for _ in range(20):
                await asyncio.sleep(STILL_S * 0.9)
                progress()
        return asyncio.get_running_loop().time()

    assert run(story()) == pytest.approx(STILL_S * 18)


async def _too_late() -> None:
    async with watched() as progress:
        try:
            await asyncio.sleep(STILL_S * 2)
        finally:
            progress()


def test_progress_that_comes_too_late_saves_nothing() -> None:
    with pytest.raises(Offline):
        run(_too_late())


def test_a_failure_of_its_own_stays_what_it_is() -> None:
    async def story() -> None:
        with pytest.raises(ZeroDivisionError):
            async with watched():
                raise ZeroDivisionError

    run(story())
