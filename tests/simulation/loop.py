"""An event loop whose time jumps to the next thing that happens."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class StandsStill(Exception):
    """Nothing will ever happen again, and somebody still waits."""


class _Jump:
    """Stands where a selector would: instead of waiting, time passes."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is not None and timeout <= 0:
            return []
        if self._loop.tell_of_rest():
            return []
        if timeout is None:
            raise StandsStill
        self._loop.now += timeout
        return []

    def close(self) -> None:
        """As a selector has it."""


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs everything that is due, then jumps to the next timer. Knows no socket and no thread."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self._selector = _Jump(self)
        self._resting: list[asyncio.Future[None]] = []

    def time(self) -> float:
        return self.now

    async def rest(self) -> None:
        """Wait until everything that can happen at this moment has happened."""
        done = self.create_future()
        self._resting.append(done)
        await done

    def tell_of_rest(self) -> bool:
        """Nothing is left to do at this moment; True when somebody waited for that."""
        waiting, self._resting = self._resting, []
        for each in waiting:
            if not each.done():
                each.set_result(None)
        return bool(waiting)

    def _process_events(self, event_list: list[Any]) -> None:
        """No sockets, no events."""

    def _write_to_self(self) -> None:
        """No other thread, nobody to wake."""


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run to the end on a loop of its own. Tasks that are left are of no interest."""
    loop = VirtualLoop()
    # What a dead process leaves behind is not retrieved by anybody; failures come another way.
    loop.set_exception_handler(lambda _loop, _context: None)
    try:
        return loop.run_until_complete(story)
    finally:
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.call_soon(loop.stop)
        loop.run_forever()
        loop.close()
