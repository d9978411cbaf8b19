"""What the page follows: queries of the replica, each part of the picture replaced when it changes.

The page never asks twice and never patches: whatever changed (here, by a colleague, by the engine's
merge), the stream brings the rows and `changed` is told once the first answers are all in.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from clinic_app.domain.hours import Interval, day_range, week_of
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.queries import (
    AppointmentRow,
    BusyRow,
    HoursRow,
    ProviderRow,
    TimeOffRow,
    TypeRow,
)
from clinic_app.features.schedule.view.free import DAYS_AHEAD, Known
from clinic_app.features.schedule.view.picture import Rows
from clinic_app.ui.scope import TaskScope
from sync.clock import Clock, righted

if TYPE_CHECKING:
    from sync.replica.query import Query
    from sync.replica.replica import Replica

Row = TypeVar("Row")
_SHOWN = frozenset({"appointments", "providers", "hours", "time off"})
_AHEAD = frozenset({"hours", "busy", "absences ahead"})
_FREE = _AHEAD | {"bookable"}
"""What free time depends on; `revision` counts the answers to these."""


class Sources(QObject):
    """Follows the shown day or week, and what is needed of today."""

    changed = Signal()

    def __init__(
        self,
        replica: Replica,
        clock: Clock,
        scope: TaskScope,
        facility_id: str,
        zone: ZoneInfo,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._replica, self._clock, self._scope = replica, clock, scope
        self._facility_id, self._zone = facility_id, zone
        self._seen: set[str] = set()
        self._today: date | None = None
        # Several answers often come in one turn of the loop; they are one change to look at.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_soon)
        self.revision = 0
        self.rows = Rows()
        self.known = Known()
        self.providers: tuple[ProviderRow, ...] = ()
        self.types: tuple[TypeRow, ...] = ()
        self.waiting: tuple[AppointmentRow, ...] = ()
        self.scope_shown: tuple[date, str] | None = None

    @property
    def is_read(self) -> bool:
        """Whether everything that is shown has been read at least once."""
        return self._seen >= _SHOWN

    @property
    def is_ahead_read(self) -> bool:
        """Whether free time can be told: what was not read yet looks free and is not."""
        return self._seen >= _AHEAD

    # What to follow

    def follow_facility(self) -> None:
        """Whom one can book with, when they work, what kinds of visit there are."""
        self._follow("hours", queries.hours_of(self._facility_id), self._take_hours)
        self._follow("bookable", queries.providers_of(self._facility_id), self._take_bookable)
        self._follow("types", queries.types_of(self._facility_id), self._take_types)

    def follow_today(self, today: date) -> None:
        """Who waits, and the taken time of the coming days; again when a new day begins."""
        if today == self._today:
            return
        self._today = today
        self._seen -= {"busy", "absences ahead"}
        whole = day_range(today, self._zone)
        until = whole.starts_at + timedelta(days=DAYS_AHEAD + 1)
        waiting = queries.waiting_now(self._facility_id, whole.starts_at, whole.ends_at)
        self._follow("waiting", waiting, self._take_waiting)
        busy = queries.busy_of(self._facility_id, whole.starts_at, until)
        self._follow("busy", busy, self._take_busy)
        absent = queries.time_off_between(self._facility_id, whole.starts_at, until)
        self._follow("absences ahead", absent, self._take_absences)

    def show_day(self, day: date) -> None:
        """Follow one date of the facility."""
        self._show(day, "", day_range(day, self._zone))

    def show_week(self, day: date, provider_id: str) -> None:
        """Follow the week of that date, of one provider."""
        days = week_of(day)
        first, last = day_range(days[0], self._zone), day_range(days[-1], self._zone)
        self._show(days[0], provider_id, Interval(first.starts_at, last.ends_at))

    def _show(self, day: date, provider_id: str, span: Interval) -> None:
        if self.scope_shown == (day, provider_id):
            return
        self.scope_shown = (day, provider_id)
        self._seen -= {"appointments", "providers", "time off"}
        found = (
            queries.week_of(provider_id, span.starts_at, span.ends_at)
            if provider_id
            else queries.day_of(self._facility_id, span.starts_at, span.ends_at)
        )
        self._follow("appointments", found, self._take_appointments)
        there = queries.providers_of_day(self._facility_id, span.starts_at, span.ends_at)
        self._follow("providers", there, self._take_providers)
        absent = queries.time_off_between(self._facility_id, span.starts_at, span.ends_at)
        self._follow("time off", absent, self._take_time_off)

    # Following

    def _follow(
        self, name: str, query: Query[Row], take: Callable[[tuple[Row, ...]], None]
    ) -> None:
        self._scope.restart(name, self._read(name, self._replica.watch(query), take))

    async def _read(
        self,
        name: str,
        stream: AsyncGenerator[list[Row], None],
        take: Callable[[tuple[Row, ...]], None],
    ) -> None:
        async with aclosing(stream):
            async for rows in stream:
                take(tuple(rows))
                self.revision += name in _FREE
                self._seen.add(name)
                self._soon.start()

    @Slot()
    def _on_soon(self) -> None:
        if self.is_read:
            self.changed.emit()

    def _take_appointments(self, rows: tuple[AppointmentRow, ...]) -> None:
        self.rows = replace(self.rows, appointments=self._righted(rows))

    def _take_providers(self, rows: tuple[ProviderRow, ...]) -> None:
        self.rows = replace(self.rows, providers=rows)

    def _take_hours(self, rows: tuple[HoursRow, ...]) -> None:
        self.rows = replace(self.rows, hours=rows)
        self.known = replace(self.known, hours=rows)

    def _take_time_off(self, rows: tuple[TimeOffRow, ...]) -> None:
        self.rows = replace(self.rows, time_off=rows)

    def _take_bookable(self, rows: tuple[ProviderRow, ...]) -> None:
        self.providers = rows

    def _take_types(self, rows: tuple[TypeRow, ...]) -> None:
        self.types = rows

    def _take_waiting(self, rows: tuple[AppointmentRow, ...]) -> None:
        self.waiting = self._righted(rows)

    def _righted(self, rows: tuple[AppointmentRow, ...]) -> tuple[AppointmentRow, ...]:
        """With the moments that a wrong clock of this computer wrote down set right."""
        return tuple(
            replace(row, since=righted(row.since, self._clock))
            if row.is_set_here and row.since is not None
            else row
            for row in rows
        )

    def _take_busy(self, rows: tuple[BusyRow, ...]) -> None:
        self.known = replace(self.known, busy=rows)

    def _take_absences(self, rows: tuple[TimeOffRow, ...]) -> None:
        self.known = replace(self.known, time_off=rows)

    def appointment(self, appointment_id: str | None) -> AppointmentRow | None:
        """One of those that are shown, or of those who wait."""
        for row in (*self.rows.appointments, *self.waiting):
            if row.id == appointment_id:
                return row
        return None

    def provider(self, provider_id: str) -> ProviderRow | None:
        """One of those that are shown or can be booked."""
        for row in (*self.rows.providers, *self.providers):
            if row.id == provider_id:
                return row
        return None


def minute_of(at: datetime, zone: ZoneInfo) -> int:
    """The minute of the day on the facility's clock."""
    here = at.astimezone(zone)
    return here.hour * 60 + here.minute
