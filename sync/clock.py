"""Time, handed in: the only module that reads the machine's clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

LARGE: Final = timedelta(minutes=2)
"""How far a clock may be off before anybody hears of it: less is what lines and answers cost."""


class Clock(Protocol):
    """What the product asks of time."""

    def now(self) -> datetime:
        """The wall clock, aware, in UTC. Data, never order: workstations' clocks are wrong."""
        ...

    def monotonic(self) -> float:
        """Seconds that only grow, for waits and durations."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that long."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class CorrectedClock:
    """A wrong clock set right by its measured difference to the server's, for what is shown as "now".

    What is written keeps the raw clock: a moment that was written once must read the same for ever,
    and the difference is another one tomorrow. It orders nothing in either case.
    """

    def __init__(self, raw: Clock, measured: Callable[[], timedelta | None]) -> None:
        """`measured` is the server's clock minus `raw`, None while nobody could be asked."""
        self._raw, self._measured = raw, measured

    def now(self) -> datetime:
        return self.right(self._raw.now())

    def right(self, written: datetime) -> datetime:
        """When it really was that the raw clock said `written`, as far as is known now."""
        return written + correction(self._measured())

    def monotonic(self) -> float:
        return self._raw.monotonic()

    async def sleep(self, seconds: float) -> None:
        await self._raw.sleep(seconds)


def correction(skew: timedelta | None) -> timedelta:
    """What to add to this computer's clock: nothing for a difference that is too small to matter."""
    return skew if skew is not None and abs(skew) > LARGE else timedelta()


def righted(written: datetime, clock: Clock) -> datetime:
    """A moment that was written down on this computer, as `clock` would tell it today."""
    return clock.right(written) if isinstance(clock, CorrectedClock) else written


class FakeClock:
    """A clock that a test turns by hand; `sleep` returns once `advance` has passed it."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._elapsed = 0.0
        self._skew = timedelta()
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._elapsed) + self._skew

    def monotonic(self) -> float:
        return self._elapsed

    def skew(self, by: timedelta) -> None:
        """Set the wall clock wrong by this much; monotonic time is untouched."""
        self._skew = by

    async def sleep(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        done = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._elapsed + seconds, done))
        await done

    def advance(self, seconds: float) -> None:
        """Let this much time pass and wake whoever slept no longer."""
        self._elapsed += seconds
        due = [s for s in self._sleepers if s[0] <= self._elapsed]
        self._sleepers = [s for s in self._sleepers if s[0] > self._elapsed]
        for _, done in sorted(due, key=lambda s: s[0]):
            if not done.done():
                done.set_result(None)
