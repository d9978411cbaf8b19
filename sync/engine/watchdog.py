"""Ends a round that does not end.

A round may be long (a first fill takes minutes) but it may not stand still: every page and every
batch reports progress, and a round without any for `limit` seconds is given up as unreachable.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from sync.errors import Offline

STILL_S: Final = 90.0


class Progress:
    """Handed to the steps; each call says that something came through."""

    def __init__(self, deadline: asyncio.Timeout, limit: float) -> None:
        self._deadline, self._limit = deadline, limit

    def __call__(self) -> None:
        if not self._deadline.expired():
            self._deadline.reschedule(asyncio.get_running_loop().time() + self._limit)


@asynccontextmanager
async def watched(limit: float = STILL_S) -> AsyncGenerator[Progress]:
    """Run the body; raises Offline when it reports no progress for `limit` seconds."""
    try:
        async with asyncio.timeout(limit) as deadline:
            yield Progress(deadline, limit)
    except TimeoutError as stuck:
        raise Offline("the round stood still") from stuck
