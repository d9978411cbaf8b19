"""Ids and clocks out of the seed: nothing in a world reads the machine's time or its randomness."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace

from sync import ids

DAWN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""When every world begins."""


@contextmanager
def seeded_ids(rng: Random) -> Iterator[None]:
    """Let `sync.ids.new_id` draw from `rng`, wherever it is called from."""
    kept = ids.time, ids.os, ids._last
    started = int(DAWN.timestamp() * 1e9)
    ids.time = SimpleNamespace(time_ns=lambda: started)  # type: ignore[assignment]
    ids.os = SimpleNamespace(urandom=rng.randbytes)  # type: ignore[assignment]
    ids._last = 0
    try:
        yield
    finally:
        ids.time, ids.os, ids._last = kept


class DeskClock:
    """The clock of one desk: virtual time, set wrong by `skew`."""

    def __init__(self, rng: Random) -> None:
        self.skew = timedelta()
        self._rng = rng
        self._worked = 0.0

    def now(self) -> datetime:
        return DAWN + timedelta(seconds=asyncio.get_running_loop().time()) + self.skew

    def monotonic(self) -> float:
        # Work takes time on a real machine: without it no slice of a page would ever be cut short.
        self._worked += self._rng.choice((0.0, 0.0, 0.0, 0.02, 0.09))
        return asyncio.get_running_loop().time() + self._worked

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
