"""What the calendar shows, as plain values: columns with their hours, appointments with their words.

Rows of the replica come in, a `Picture` comes out; the widget lays it out and paints it. Everything
is said in the facility's time zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from clinic_app.domain.appointments import ACTIVE, MOVABLE, overlap, side_by_side
from clinic_app.domain.hours import Interval, WeeklyHours, day_range, working
from clinic_app.features.schedule.model import Block, Column
from clinic_app.features.schedule.queries import (
    AppointmentRow,
    HoursRow,
    ProviderRow,
    TimeOffRow,
)
from clinic_app.features.schedule.view import words
from clinic_app.features.schedule.view.axis import wall_minute
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr

_UTC = ZoneInfo("UTC")
_NEVER = datetime.min.replace(tzinfo=UTC)

SHORTEST_SHOWN = 13
"""Minutes an appointment takes up at least when lanes are given out: less could not be read."""


@dataclass(frozen=True, slots=True)
class Away:
    """Time off in a column, with what it is for."""

    starts: int
    ends: int
    reason: str


@dataclass(frozen=True, slots=True)
class ColumnPicture:
    """A column's name and when its provider works."""

    column: Column
    title: str
    subtitle: str
    is_today: bool
    open: tuple[tuple[int, int], ...]
    away: tuple[Away, ...]


@dataclass(frozen=True, slots=True)
class BlockPicture:
    """An appointment's place and its words, the most important first."""

    block: Block
    row: AppointmentRow
    name: str
    time: str
    lines: tuple[str, ...]
    draft: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All of one day of a facility, or of one week of a provider, as it is `at` a moment.

    `now` is that moment as a minute of today, when today is shown.
    """

    columns: tuple[ColumnPicture, ...] = ()
    blocks: tuple[BlockPicture, ...] = ()
    at: datetime = _NEVER
    zone: ZoneInfo = _UTC
    now: int | None = None

    @property
    def opens_at(self) -> int:
        """The minute at which the first of the columns opens, or the first appointment begins."""
        starts = [stretch[0] for column in self.columns for stretch in column.open]
        starts += [shown.block.starts for shown in self.blocks]
        return min(starts, default=8 * 60)


@dataclass(frozen=True, slots=True)
class Rows:
    """What was read from the replica, each part replaced whenever its query yields."""

    appointments: tuple[AppointmentRow, ...] = ()
    providers: tuple[ProviderRow, ...] = ()
    hours: tuple[HoursRow, ...] = ()
    time_off: tuple[TimeOffRow, ...] = ()


def day_picture(rows: Rows, day: date, now: datetime, zone: ZoneInfo) -> Picture:
    """The providers of one date side by side."""
    columns = [Column(provider.id, day) for provider in rows.providers]
    names = {provider.id: provider for provider in rows.providers}
    pictures = [
        _column(
            rows,
            column,
            names[column.provider_id].display_name,
            _place(names[column.provider_id]),
            now,
            zone,
        )
        for column in columns
    ]
    return _picture(rows, columns, pictures, now, zone)


def week_picture(
    rows: Rows, provider_id: str, days: Sequence[date], now: datetime, zone: ZoneInfo
) -> Picture:
    """The dates of one provider side by side; a weekend without work and visits is left out."""
    shown = []
    for day in days:
        whole = day_range(day, zone)
        is_used = any(
            row.starts_at < whole.ends_at and row.ends_at > whole.starts_at
            for row in rows.appointments
        )
        is_open = any(
            h.provider_id == provider_id and h.weekday == day.isoweekday() for h in rows.hours
        )
        if day.isoweekday() < 6 or is_used or is_open:
            shown.append(Column(provider_id, day))
    pictures = []
    for column in shown:
        booked = sum(
            1
            for row in rows.appointments
            if row.status in ACTIVE and row.starts_at.astimezone(zone).date() == column.day
        )
        subtitle = tr("Schedule", "%n appointment(s)", booked) if booked else tr("Schedule", "Free")
        pictures.append(_column(rows, column, fmt.day_short(column.day), subtitle, now, zone))
    return _picture(rows, shown, pictures, now, zone)


def _place(provider: ProviderRow) -> str:
    return " · ".join(part for part in (provider.specialty, provider.room_name or "") if part)


def _column(
    rows: Rows, column: Column, title: str, subtitle: str, now: datetime, zone: ZoneInfo
) -> ColumnPicture:
    day = column.day
    weekly = [
        WeeklyHours(row.weekday, row.starts, row.ends)
        for row in rows.hours
        if row.provider_id == column.provider_id
    ]
    opened = [_minutes(stretch, day, zone) for stretch in working(day, zone, weekly)]
    whole = day_range(day, zone)
    away = [
        Away(*_minutes(Interval(row.starts_at, row.ends_at), day, zone), row.reason)
        for row in rows.time_off
        if row.provider_id == column.provider_id
        and row.starts_at < whole.ends_at
        and row.ends_at > whole.starts_at
    ]
    return ColumnPicture(
        column,
        title,
        subtitle,
        now.astimezone(zone).date() == day,
        tuple(opened),
        tuple(_within_hours(one, opened) for one in away),
    )


def _within_hours(away: Away, opened: Sequence[tuple[int, int]]) -> Away:
    """A leave of two weeks is drawn over the hours it takes away, not over the night."""
    if not opened:
        return away
    first, last = opened[0][0], opened[-1][1]
    if away.starts < last and away.ends > first:
        return Away(max(away.starts, first), min(away.ends, last), away.reason)
    return away


def _minutes(span: Interval, day: date, zone: ZoneInfo) -> tuple[int, int]:
    return wall_minute(span.starts_at, day, zone), wall_minute(span.ends_at, day, zone)


def _picture(
    rows: Rows,
    columns: Sequence[Column],
    pictures: Sequence[ColumnPicture],
    now: datetime,
    zone: ZoneInfo,
) -> Picture:
    by_place = {column: at for at, column in enumerate(columns)}
    found: dict[int, list[tuple[AppointmentRow, int, int]]] = {}
    for row in _shown(rows.appointments):
        day = row.starts_at.astimezone(zone).date()
        last = (row.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
        # An appointment across midnight stands where it begins, if that is shown.
        for on in dict.fromkeys((day, last)):
            at = by_place.get(Column(row.provider_id, on))
            if at is not None:
                starts, ends = _minutes(Interval(row.starts_at, row.ends_at), on, zone)
                found.setdefault(at, []).append((row, starts, max(ends, starts + 1)))
                break
    blocks: list[BlockPicture] = []
    for at, here in found.items():
        # Who has the time stands first, who was laid over it behind.
        here.sort(key=lambda one: (one[1], one[0].is_overbooked))
        lanes = side_by_side([(s, max(e, s + SHORTEST_SHOWN)) for _, s, e in here])
        for (row, starts, ends), (lane, of) in zip(here, lanes, strict=True):
            blocks.append(_block(row, at, starts, ends, lane, of, now, zone))
    today = now.astimezone(zone)
    is_shown = any(column.is_today for column in pictures)
    blocks.sort(key=lambda shown: (shown.block.column, shown.block.starts, shown.block.lane))
    minute = today.hour * 60 + today.minute if is_shown else None
    return Picture(
        tuple(pictures), tuple(blocks), now.replace(second=0, microsecond=0), zone, minute
    )


def _shown(rows: Sequence[AppointmentRow]) -> list[AppointmentRow]:
    """All but what was cancelled or missed and whose time somebody else has by now."""
    active = [row for row in rows if row.status in ACTIVE]
    return [
        row
        for row in rows
        if row.status in ACTIVE
        or not any(
            row.provider_id == other.provider_id
            and overlap(row.starts_at, row.ends_at, other.starts_at, other.ends_at)
            for other in active
        )
    ]


def _block(
    row: AppointmentRow,
    column: int,
    starts: int,
    ends: int,
    lane: int,
    lanes: int,
    now: datetime,
    zone: ZoneInfo,
) -> BlockPicture:
    block = Block(
        row.id,
        column,
        starts,
        ends,
        lane,
        lanes,
        holds_time=row.status in ACTIVE,
        is_movable=row.status in MOVABLE,
    )
    return BlockPicture(
        block,
        row,
        words.patient_name(row),
        fmt.clock_time(row.starts_at.astimezone(zone)),
        words.block_lines(row, now),
        words.draft_word(row.draft),
    )
