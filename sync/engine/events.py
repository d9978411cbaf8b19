"""What happened, in its order, on its way to the machine."""

from __future__ import annotations

import asyncio
from typing import Any

from sync.engine.machine import Event

Round = asyncio.Task[Any] | None


class Events:
    """A round that was broken off may tell its end after the next one has begun: that counts no more,
    or the machine would begin a third one beside the second.
    """

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[tuple[Event, Round]] = asyncio.Queue()

    def tell(self, event: Event) -> None:
        """Something happened."""
        self._waiting.put_nowait((event, None))

    def end(self, event: Event, of_round: Round = None) -> None:
        """This round, or the one that calls, has ended so."""
        self._waiting.put_nowait((event, of_round or asyncio.current_task()))

    async def next(self) -> tuple[Event, Round]:
        """The next event, and which round's end it is."""
        return await self._waiting.get()

    def empty(self) -> bool:
        """Whether nothing waits."""
        return self._waiting.empty()
