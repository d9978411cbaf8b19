"""Free slots: inside the hours, off the taken time, on the grid, soonest first."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.hours import Interval, WeeklyHours, working
from clinic_app.domain.slots import STEP, free_slots, next_free
from sync.errors import Defect

EIGHT = datetime(2026, 11, 20, 8, tzinfo=UTC)
HALF = timedelta(minutes=30)


def at(minutes: int) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


def span(starts: int, ends: int) -> Interval:
    return Interval(at(starts), at(ends))


def test_offers_stand_a_length_apart() -> None:
    slots = free_slots([span(0, 120)], [], HALF, at(0), 10)
    assert [s.starts_at for s in slots] == [at(0), at(30), at(60), at(90)]


def test_offers_can_stand_on_every_step() -> None:
    slots = free_slots([span(0, 40)], [], HALF, at(0), 10, every=STEP)
    assert [s.starts_at for s in slots] == [at(0), at(5), at(10)]


def test_now_is_rounded_up_to_the_grid() -> None:
    (slot,) = free_slots([span(0, 120)], [], HALF, at(7), 1)
    assert slot.starts_at == at(10)
    (slot,) = free_slots([span(0, 120)], [], HALF, at(7), 1, step=timedelta(minutes=10))
    assert slot.starts_at == at(10)


def test_a_gap_too_short_is_passed_over() -> None:
    (slot,) = free_slots([span(0, 120)], [span(20, 60)], HALF, at(0), 1)
    assert slot.starts_at == at(60)


def test_a_full_day_offers_nothing() -> None:
    assert free_slots([span(0, 120)], [span(0, 100)], HALF, at(0), 5) == []
    assert free_slots([], [], HALF, at(0), 5) == []


def test_next_free_by_provider() -> None:
    found = next_free(
        {"a": [span(0, 60)], "b": [span(0, 60)], "c": []}, {"a": [span(0, 60)]}, HALF, at(3)
    )
    assert found == {"a": None, "b": span(5, 35), "c": None}


@pytest.mark.parametrize("length", [timedelta(0), -HALF])
def test_a_slot_without_length_is_a_defect(length: timedelta) -> None:
    with pytest.raises(Defect):
        free_slots([span(0, 60)], [], length, at(0), 1)


def test_the_hour_that_comes_twice_is_offered_twice() -> None:
    """A night shift on the autumn night has 25:00 of wall clock; real time is what is booked."""
    zone, day = ZoneInfo("Europe/Madrid"), date(2026, 10, 25)
    night = working(day, zone, [WeeklyHours(7, time(1), time(4))])
    slots = free_slots(night, [], timedelta(hours=1), night[0].starts_at, 9)
    assert [s.starts_at.astimezone(zone).hour for s in slots] == [1, 2, 2, 3]
    assert all(s.length == timedelta(hours=1) for s in slots)


def test_a_grid_of_ten_minutes_is_the_wall_clocks_where_the_offset_is_5_45() -> None:
    zone, day = ZoneInfo("Asia/Kathmandu"), date(2026, 11, 20)
    hours = working(day, zone, [WeeklyHours(5, time(9), time(12))])
    after = hours[0].starts_at + timedelta(minutes=3)
    (slot,) = free_slots(hours, [], HALF, after, 1, step=timedelta(minutes=10))
    assert slot.starts_at.astimezone(zone).time() == time(9, 10)


stretches = st.lists(
    st.tuples(st.integers(0, 600), st.integers(1, 240)).map(lambda p: span(p[0], p[0] + p[1])),
    max_size=8,
)
lengths = st.integers(5, 90).map(lambda minutes: timedelta(minutes=minutes))


@given(stretches, stretches, lengths, st.integers(-60, 700), st.sampled_from([5, 10]))
def test_a_free_slot_lies_in_the_hours_and_never_meets_the_taken_time(
    hours: list[Interval], busy: list[Interval], length: timedelta, after: int, step: int
) -> None:
    slots = free_slots(hours, busy, length, at(after), 20, step=timedelta(minutes=step))
    assert slots == sorted(slots)
    for one, following in itertools.pairwise(slots):
        assert one.ends_at <= following.starts_at
    for slot in slots:
        assert slot.length == length
        assert slot.starts_at >= at(after)
        assert not any(slot.meets(taken) for taken in busy)
        minute = slot.starts_at
        while minute < slot.ends_at:
            assert any(stretch.holds(minute) for stretch in hours)
            minute += timedelta(minutes=1)


@given(stretches, stretches, lengths)
def test_when_nothing_is_offered_nothing_fits_on_the_grid(
    hours: list[Interval], busy: list[Interval], length: timedelta
) -> None:
    if free_slots(hours, busy, length, at(-60), 1):
        return
    for stretch in hours:
        if any(stretch != other and stretch.meets(other) for other in hours):
            continue  # the grid of merged stretches is another one
        start = stretch.starts_at
        while start + length <= stretch.ends_at:
            wish = Interval(start, start + length)
            assert any(wish.meets(taken) for taken in busy) or any(
                other.ends_at == stretch.starts_at for other in hours
            )
            start += STEP
