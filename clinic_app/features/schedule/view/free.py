"""The next free time of each provider, from what was read of their hours and their bookings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clinic_app.domain.hours import Interval, WeeklyHours, local_day, working
from clinic_app.domain.slots import free_slots
from clinic_app.features.schedule.queries import BUSY_LIMIT, BusyRow, HoursRow, TimeOffRow

DAYS_AHEAD: Final = 14
"""How far the search goes: further ahead nobody asks for the next one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What free time is found from; `until` is where the knowledge ends."""

    hours: tuple[HoursRow, ...] = ()
    time_off: tuple[TimeOffRow, ...] = ()
    busy: tuple[BusyRow, ...] = ()

    @property
    def until(self) -> datetime | None:
        """The moment from which on nothing is known, because the answer was cut there."""
        return self.busy[-1].starts_at if len(self.busy) >= BUSY_LIMIT else None


def free_after(
    known: Known,
    provider_id: str,
    after: datetime,
    length: timedelta,
    zone: ZoneInfo,
    *,
    limit: int = 1,
    days: int = DAYS_AHEAD,
) -> list[Interval]:
    """The first free slots of a provider that start at or after a moment, over the coming days."""
    busy = [
        Interval(row.starts_at, row.ends_at)
        for row in known.busy
        if row.provider_id == provider_id and row.ends_at > after
    ]
    found: list[Interval] = []
    first = local_day(after, zone)
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        hours = working_of(known.hours, known.time_off, provider_id, day, zone)
        found += free_slots(hours, busy, length, after, limit - len(found))
        if len(found) >= limit:
            break
    return [slot for slot in found if known.until is None or slot.ends_at <= known.until]


def next_by_provider(
    known: Known, provider_ids: Sequence[str], after: datetime, length: timedelta, zone: ZoneInfo
) -> dict[str, Interval | None]:
    """The first free slot of each provider, None where there is none in sight."""
    answer: dict[str, Interval | None] = {}
    for provider_id in provider_ids:
        slots = free_after(known, provider_id, after, length, zone)
        answer[provider_id] = slots[0] if slots else None
    return answer


def working_of(
    rows: Iterable[HoursRow],
    time_off: Iterable[TimeOffRow],
    provider_id: str,
    day: date,
    zone: ZoneInfo,
) -> list[Interval]:
    """When a provider works on a date, from the rows as they were read."""
    weekly = [
        WeeklyHours(row.weekday, row.starts, row.ends)
        for row in rows
        if row.provider_id == provider_id
    ]
    absent = [
        Interval(row.starts_at, row.ends_at) for row in time_off if row.provider_id == provider_id
    ]
    return working(day, zone, weekly, absent)
