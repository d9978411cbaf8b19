"""When a provider works: weekly hours and time off, read on the facility's wall clock.

Weekly hours are wall time ("08:00 on Mondays"), appointments and time off are instants. Between
them stands the facility's IANA zone, never the zone of the machine. Two nights a year the wall
clock jumps:

* in the spring a stretch of wall time does not exist; hours that begin or end inside it begin or
  end at the jump;
* in the autumn a stretch comes twice; hours that begin inside it begin the first time and hours
  that end inside it end the second time, so nobody's night shift loses an hour.

Everything returned is aware and in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A stretch of time, [starts_at, ends_at)."""

    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts, in real time."""
        return self.ends_at - self.starts_at

    def holds(self, at: datetime) -> bool:
        """Whether the moment lies inside."""
        return self.starts_at <= at < self.ends_at

    def covers(self, other: Interval) -> bool:
        """Whether the other one lies wholly inside."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def meets(self, other: Interval) -> bool:
        """Whether the two share a moment; touching ends do not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """One stretch of a provider's week. `weekday` is ISO: 1 is Monday.

    An end at or before the start is on the following day: 22:00 to 06:00 is a night, 18:00 to
    00:00 an evening.
    """

    weekday: int
    starts: time
    ends: time


def instant(day: date, wall: time, zone: ZoneInfo, *, later: bool = False) -> datetime:
    """The moment at which the facility's clock shows `wall` on `day`.

    A time that comes twice is the first of the two, or the second when `later`. A time that does
    not exist is the moment of the jump.
    """
    local = datetime.combine(day, wall, tzinfo=zone)
    first, second = (local.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    if second >= first:  # an ordinary time, or one that comes twice
        return second if later else first
    return _jump_between(second, first, zone)


def _jump_between(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment the zone's offset changes, known to lie in (before, after]."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + timedelta(seconds=int((after - before).total_seconds() // 2))
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after


def day_range(day: date, zone: ZoneInfo) -> Interval:
    """From the facility's midnight to the next one: 23, 24 or 25 hours."""
    return Interval(instant(day, _MIDNIGHT, zone), instant(day + _DAY, _MIDNIGHT, zone))


def week_of(day: date) -> list[date]:
    """The seven days, Monday first, of the week that holds `day`."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return [monday + timedelta(days=n) for n in range(7)]


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """The date the facility's calendar shows at that moment."""
    return at.astimezone(zone).date()


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time without overlaps, in order; touching stretches become one."""
    result: list[Interval] = []
    for one in sorted(i for i in intervals if i.starts_at < i.ends_at):
        if result and one.starts_at <= result[-1].ends_at:
            result[-1] = Interval(result[-1].starts_at, max(result[-1].ends_at, one.ends_at))
        else:
            result.append(one)
    return result


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """What is left of `intervals` when the time in `taken` is cut out, in order."""
    left = merged(intervals)
    for cut in merged(taken):
        rest: list[Interval] = []
        for one in left:
            if not one.meets(cut):
                rest.append(one)
                continue
            if one.starts_at < cut.starts_at:
                rest.append(Interval(one.starts_at, cut.starts_at))
            if cut.ends_at < one.ends_at:
                rest.append(Interval(cut.ends_at, one.ends_at))
        left = rest
    return left


def working(
    day: date, zone: ZoneInfo, weekly: Sequence[WeeklyHours], time_off: Iterable[Interval] = ()
) -> list[Interval]:
    """When a provider with these weekly hours and this time off is there on that date, in order.

    The night shift of the evening before counts for the hours it reaches into the date.
    """
    whole_day = day_range(day, zone)
    stretches: list[Interval] = []
    for began in (day - _DAY, day):
        for hours in weekly:
            if hours.weekday != began.isoweekday():
                continue
            ends_on = began if hours.ends > hours.starts else began + _DAY
            starts_at = instant(began, hours.starts, zone)
            ends_at = instant(ends_on, hours.ends, zone, later=hours.ends != _MIDNIGHT)
            stretches.append(
                Interval(max(starts_at, whole_day.starts_at), min(ends_at, whole_day.ends_at))
            )
    return without(stretches, time_off)


def is_working(span: Interval, stretches: Iterable[Interval]) -> bool:
    """Whether the whole span lies inside one working stretch."""
    return any(stretch.covers(span) for stretch in merged(stretches))
