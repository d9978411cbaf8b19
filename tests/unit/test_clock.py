"""A clock that is set right for the screen: only by a difference that matters, and nothing else of it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from sync.clock import LARGE, CorrectedClock, FakeClock, correction, righted

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)


class Measured:
    """A difference that a test turns."""

    def __init__(self, skew: timedelta | None) -> None:
        self.skew = skew

    def __call__(self) -> timedelta | None:
        return self.skew


def test_a_clock_that_is_a_year_slow_shows_the_present() -> None:
    raw = FakeClock(NOON)
    raw.skew(-YEAR)
    clock = CorrectedClock(raw, Measured(YEAR))

    assert clock.now() == NOON
    assert raw.now() == NOON - YEAR


def test_nothing_is_corrected_before_anybody_could_be_asked() -> None:
    assert CorrectedClock(FakeClock(NOON), Measured(None)).now() == NOON


@pytest.mark.parametrize("off", [timedelta(seconds=1), -timedelta(seconds=90), LARGE, -LARGE])
def test_two_minutes_are_nothing(off: timedelta) -> None:
    assert CorrectedClock(FakeClock(NOON), Measured(off)).now() == NOON


@pytest.mark.parametrize("off", [timedelta(minutes=3), -timedelta(minutes=3), YEAR, -YEAR])
def test_more_is_corrected_both_ways(off: timedelta) -> None:
    assert correction(off) == off
    assert CorrectedClock(FakeClock(NOON), Measured(off)).now() == NOON + off


def test_a_new_measurement_counts_at_once() -> None:
    measured = Measured(YEAR)
    clock = CorrectedClock(FakeClock(NOON), measured)
    measured.skew = timedelta(seconds=1)

    assert clock.now() == NOON


def test_durations_are_the_raw_clocks_own(run) -> None:  # type: ignore[no-untyped-def]
    async def scenario() -> None:
        raw = FakeClock(NOON)
        clock = CorrectedClock(raw, Measured(YEAR))
        began = clock.monotonic()
        asleep = asyncio.create_task(clock.sleep(30))
        await asyncio.sleep(0)
        raw.advance(29)
        await asyncio.sleep(0)
        assert not asleep.done()
        raw.advance(1)
        await asleep
        assert clock.monotonic() - began == 30

    run(scenario())


def test_what_was_written_here_is_set_right_where_it_is_shown() -> None:
    raw = FakeClock(NOON)

    assert righted(NOON - YEAR, CorrectedClock(raw, Measured(YEAR))) == NOON
    assert righted(NOON, raw) == NOON
