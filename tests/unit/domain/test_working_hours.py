"""Working hours on the facility's wall clock, through both nights on which it jumps."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.hours import (
    Interval,
    WeeklyHours,
    day_range,
    instant,
    is_working,
    local_day,
    merged,
    week_of,
    without,
    working,
)

MADRID = ZoneInfo("Europe/Madrid")
NEW_YORK = ZoneInfo("America/New_York")
KATHMANDU = ZoneInfo("Asia/Kathmandu")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SANTIAGO = ZoneInfo("America/Santiago")
ZONES = [MADRID, NEW_YORK, KATHMANDU, LORD_HOWE, SANTIAGO, ZoneInfo("UTC")]
EVERY_DAY = [WeeklyHours(weekday, time(8), time(17)) for weekday in range(1, 8)]

SPRING = date(2026, 3, 29)
AUTUMN = date(2026, 10, 25)


def utc(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def test_days_have_23_24_and_25_hours() -> None:
    assert day_range(SPRING, MADRID).length == timedelta(hours=23)
    assert day_range(date(2026, 6, 1), MADRID).length == timedelta(hours=24)
    assert day_range(AUTUMN, MADRID).length == timedelta(hours=25)


def test_lord_howe_jumps_by_half_an_hour() -> None:
    assert day_range(date(2026, 4, 5), LORD_HOWE).length == timedelta(hours=24, minutes=30)


def test_a_day_that_begins_with_the_jump_begins_at_the_jump() -> None:
    first = day_range(date(2026, 9, 6), SANTIAGO)  # 00:00 does not exist there that night
    assert first.length == timedelta(hours=23)
    assert first.starts_at.astimezone(SANTIAGO).time() == time(1)
    assert day_range(date(2026, 9, 5), SANTIAGO).ends_at == first.starts_at


@pytest.mark.parametrize(("day", "hour"), [(SPRING, 6), (AUTUMN, 7), (date(2026, 3, 28), 7)])
def test_the_door_opens_at_eight_on_the_wall_whatever_the_night_did(day: date, hour: int) -> None:
    (stretch,) = working(day, MADRID, EVERY_DAY)
    assert stretch.starts_at == utc(day, hour)
    assert stretch.length == timedelta(hours=9)


def test_a_wall_time_that_does_not_exist_is_the_jump() -> None:
    assert instant(SPRING, time(2, 30), MADRID) == utc(SPRING, 1)


def test_a_wall_time_that_comes_twice_is_the_first_or_the_second() -> None:
    first = instant(AUTUMN, time(2, 30), MADRID)
    assert first == utc(AUTUMN, 0, 30)
    assert instant(AUTUMN, time(2, 30), MADRID, later=True) == utc(AUTUMN, 1, 30)


def test_a_night_shift_loses_an_hour_in_spring_and_gains_one_in_autumn() -> None:
    nights = [WeeklyHours(weekday, time(22), time(6)) for weekday in range(1, 8)]
    for day, total in [(SPRING, 7), (AUTUMN, 9), (date(2026, 6, 2), 8)]:
        stretches = working(day, MADRID, nights)
        assert sum((s.length for s in stretches), timedelta()) == timedelta(hours=total)


def test_an_evening_until_midnight_ends_at_midnight() -> None:
    evening = [WeeklyHours(1, time(18), time(0))]
    (stretch,) = working(date(2026, 6, 1), MADRID, evening)
    assert stretch.ends_at == day_range(date(2026, 6, 1), MADRID).ends_at
    assert working(date(2026, 6, 2), MADRID, evening) == []


def test_lunch_cuts_the_day_in_two() -> None:
    day = date(2026, 6, 1)
    lunch = Interval(utc(day, 10), utc(day, 11))
    stretches = working(day, MADRID, EVERY_DAY, [lunch])
    assert [s.length for s in stretches] == [timedelta(hours=4), timedelta(hours=4)]
    assert not is_working(Interval(utc(day, 9, 45), utc(day, 10, 15)), stretches)
    assert is_working(Interval(utc(day, 9, 30), utc(day, 10)), stretches)


def test_two_stretches_that_touch_hold_an_appointment_across_the_seam() -> None:
    day = date(2026, 6, 1)
    halves = [WeeklyHours(1, time(8), time(12)), WeeklyHours(1, time(12), time(17))]
    span = Interval(utc(day, 9, 45), utc(day, 10, 15))
    assert is_working(span, working(day, MADRID, halves))


def test_the_week_starts_on_monday() -> None:
    days = week_of(date(2026, 11, 22))
    assert days[0] == date(2026, 11, 16)
    assert days[-1] == date(2026, 11, 22)


def test_the_date_is_the_facilitys_not_the_machines() -> None:
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert local_day(late, MADRID) == date(2026, 11, 21)
    assert local_day(late, NEW_YORK) == date(2026, 11, 20)


days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
zones = st.sampled_from(ZONES)
walls = st.times().map(lambda wall: wall.replace(second=0, microsecond=0))


@given(days, zones)
def test_days_follow_one_another_without_gap_or_overlap(day: date, zone: ZoneInfo) -> None:
    today, tomorrow = day_range(day, zone), day_range(day + timedelta(days=1), zone)
    assert today.ends_at == tomorrow.starts_at
    assert timedelta(hours=22) <= today.length <= timedelta(hours=26)


@given(days, walls, zones)
def test_an_instant_shows_its_wall_time_or_is_a_jump(day: date, wall: time, zone: ZoneInfo) -> None:
    for later in (False, True):
        found = instant(day, wall, zone, later=later)
        local = found.astimezone(zone)
        before = (found - timedelta(seconds=1)).astimezone(zone)
        jumped = local.utcoffset() != before.utcoffset()
        assert (local.date(), local.time()) == (day, wall) or jumped


@given(
    days,
    zones,
    st.lists(st.tuples(st.integers(1, 7), walls, walls), max_size=8),
)
def test_working_time_lies_in_its_day_in_order(
    day: date, zone: ZoneInfo, rows: list[tuple[int, time, time]]
) -> None:
    whole = day_range(day, zone)
    found = working(day, zone, [WeeklyHours(*row) for row in rows])
    assert all(whole.covers(stretch) for stretch in found)
    assert all(a.ends_at < b.starts_at for a, b in itertools.pairwise(found))


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
intervals = st.lists(
    st.tuples(st.integers(0, 600), st.integers(1, 120)).map(
        lambda pair: Interval(
            NOON + timedelta(minutes=pair[0]), NOON + timedelta(minutes=pair[0] + pair[1])
        )
    ),
    max_size=12,
)


@given(intervals, intervals)
def test_what_is_left_and_what_is_cut_make_the_whole(
    whole: list[Interval], cut: list[Interval]
) -> None:
    left = without(whole, cut)
    for minute in range(0, 721, 7):
        moment = NOON + timedelta(minutes=minute)
        inside = any(i.holds(moment) for i in whole) and not any(i.holds(moment) for i in cut)
        assert any(i.holds(moment) for i in left) is inside
    assert merged(left) == left
