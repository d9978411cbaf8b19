"""What Qt owns is never collected by a thread that is not Qt's."""

from __future__ import annotations

import asyncio
import gc
import threading
from typing import Any

from clinic_app.ui.collector import collecting_here


class Knot:
    """Only a collection ends it; it writes down where."""

    def __init__(self, ended: list[int]) -> None:
        self.itself, self.ended = self, ended

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


def _ask_for_memory() -> None:
    kept: list[Any] = [[number] for number in range(50_000)]
    kept.clear()


def test_a_cycle_ends_on_the_thread_of_the_window(run: Any, until: Any) -> None:
    ended: list[int] = []

    async def story() -> None:
        gc.enable()
        with collecting_here():
            assert not gc.isenabled()
            for _ in range(20):
                Knot(ended)
                await asyncio.to_thread(_ask_for_memory)
            assert ended == [] or set(ended) == {threading.get_ident()}
            kept = [[number] for number in range(5_000)]
            await until(lambda: len(ended) == 20)
            assert kept
        assert set(ended) == {threading.get_ident()}
        assert gc.isenabled()
        gc.disable()

    run(story())
