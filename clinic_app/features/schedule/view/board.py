"""The calendar with what it shows: which day or week, of whom, and where the cursor goes.

It follows the replica through `Sources`, turns rows into a picture and hands it to the calendar.
"""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from clinic_app.domain.durations import DEFAULT_LENGTH
from clinic_app.domain.hours import Interval, local_day, week_of
from clinic_app.features.schedule.queries import AppointmentRow
from clinic_app.features.schedule.view import free
from clinic_app.features.schedule.view.calendar import Calendar
from clinic_app.features.schedule.view.picture import Picture, day_picture, week_picture
from clinic_app.features.schedule.view.sources import Sources, minute_of
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.widgets import Card

_SHOWN_WITHIN_S = 5.0


class Board(Card):
    """`painted` after every picture, `named` when the title or the way of showing changed."""

    painted = Signal()
    named = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, flush=True)
        self._ctx = ctx
        self.zone = ZoneInfo(ctx.person.time_zone)
        self.day = self.today
        self.mode = "day"
        self.provider_id = ""
        self.title_text = ""
        self._wanted: str | None = None
        self._has_place = self._is_turned = False
        self._free: dict[str, Interval | None] = {}
        self._free_of: tuple[int, datetime] | None = None
        self.sources = Sources(
            ctx.replica, ctx.clock, ctx.scope, ctx.person.facility_id, self.zone, self
        )
        self.calendar = Calendar(self)
        self.body.addWidget(self.calendar)
        self.sources.changed.connect(self.refresh)

    def start(self) -> None:
        """Begin to follow the replica."""
        self.sources.follow_facility()
        self._show()

    # Where and when

    @property
    def today(self) -> date:
        """Today in the facility."""
        return local_day(self._ctx.clock.now(), self.zone)

    def go(self, day: date) -> None:
        """Show another date, or the week that holds it."""
        self.day = day
        self._show()

    def go_today(self) -> None:
        """Show today, with the current time in sight."""
        self.go(self.today)
        self.scroll_to_work()

    def step(self, by: int) -> None:
        """One day or week earlier or later."""
        self.go(self.day + timedelta(days=by * (7 if self.mode == "week" else 1)))

    def show_as(self, mode: str, provider_id: str = "") -> None:
        """Show the day of everybody, or the week of one provider: this one, or the cursor's."""
        place = self.calendar.state.place
        if mode == "week":
            self.provider_id = provider_id or (place.provider_id if place else "")
        elif place is not None and self.mode == "week":
            self.day = place.day
        self.mode = mode if self.provider_id else "day"
        self._show()

    def _show(self) -> None:
        self.sources.follow_today(self.today)
        if self.mode == "week":
            days = week_of(self.day)
            is_one_month = days[0].month == days[-1].month
            first = str(days[0].day) if is_one_month else fmt.full_date(days[0])
            self.title_text = f"{first} – {fmt.full_date(days[-1])}"
            self.sources.show_week(self.day, self.provider_id)
        else:
            year = "" if self.day.year == self.today.year else f" {self.day.year}"
            self.title_text = f"{fmt.day_title(self.day)}{year}"
            self.sources.show_day(self.day)
        self._is_turned = True
        self.named.emit()

    # What is shown

    @property
    def picture(self) -> Picture:
        """What the calendar should show now."""
        now, rows = self._ctx.clock.now(), self.sources.rows
        if self.mode == "week":
            return week_picture(rows, self.provider_id, week_of(self.day), now, self.zone)
        return day_picture(rows, self.day, now, self.zone)

    @Slot()
    def refresh(self) -> None:
        """Show what is known as it is at this moment."""
        self.sources.follow_today(self.today)
        if not self.sources.is_read:
            return
        if self.sources.rows.providers:
            self.calendar.show_picture(self.picture)
        # Whoever shows the calendar does so now: places are found once it has its size.
        self.painted.emit()
        if self.sources.rows.providers:
            self._place()

    def _place(self) -> None:
        state = self.calendar.state
        if self._wanted is not None and state.block(self._wanted) is not None:
            self.calendar.set_state(state.on(self._wanted))
            self._wanted, self._has_place = None, True
        if not self._has_place and self.sources.is_ahead_read:
            self._has_place = True
            self.scroll_to_work()
            self._begin()
        if self._is_turned:
            self._is_turned = False
            self.calendar.reveal_column()

    def scroll_to_work(self) -> None:
        """Bring the opening time to the top, or the current time where it would be out of sight."""
        picture, axis = self.calendar.picture, self.calendar.axis
        in_sight = (axis.height - axis.head) * 60 / axis.hour
        top = picture.opens_at
        if picture.now is not None and picture.now > top + in_sight - 60:
            top = int(picture.now - in_sight / 2)
        self.calendar.scroll_to(top)

    def _begin(self) -> None:
        """The cursor begins where the next booking of the first provider could be."""
        place = self.calendar.state.place
        slot = self.next_slot(place.provider_id) if place is not None else None
        if slot is not None and local_day(slot.starts_at, self.zone) == self.day:
            minute = minute_of(slot.starts_at, self.zone)
        else:
            minute = self.calendar.picture.opens_at
        self.calendar.set_state(self.calendar.state.at(0, minute), reveal=False)

    # The cursor

    @property
    def selected(self) -> AppointmentRow | None:
        """The appointment under the cursor."""
        return self.sources.appointment(self.calendar.state.cursor.block_id)

    def want(self, appointment_id: str) -> None:
        """Put the cursor on this appointment as soon as it is shown."""
        self._wanted = appointment_id
        self.refresh()

    def next_slot(self, provider_id: str) -> Interval | None:
        """The next free time of a provider; None as well while it is not known yet."""
        if not self.sources.is_ahead_read:
            return None
        now = self._ctx.clock.now()
        slots = free.free_after(self.sources.known, provider_id, now, DEFAULT_LENGTH, self.zone)
        return slots[0] if slots else None

    def free_slots(self) -> dict[str, Interval | None]:
        """The next free time of everybody; nobody is in it while that is not known yet."""
        if not self.sources.is_ahead_read:
            return {}
        known, people, now = self.sources.known, self.sources.providers, self._ctx.clock.now()
        key = (self.sources.revision, now.replace(second=0, microsecond=0))
        if key != self._free_of:
            # Searched anew once a minute or when something was read, not with every repaint.
            ids = [row.id for row in people]
            self._free = free.next_by_provider(known, ids, now, DEFAULT_LENGTH, self.zone)
            self._free_of = key
        return self._free

    def go_to_slot(self, provider_id: str, slot: Interval) -> None:
        """Put the cursor on a free time, whatever day it is on."""
        day, minute = local_day(slot.starts_at, self.zone), minute_of(slot.starts_at, self.zone)
        if self.mode == "week":
            self.show_as("week", provider_id)
        self.go(day)
        self._ctx.scope.restart("go to slot", self._put_cursor(provider_id, day, minute))

    async def _put_cursor(self, provider_id: str, day: date, minute: int) -> None:
        await self.until_read()
        for at, column in enumerate(self.calendar.state.columns):
            if (column.provider_id, column.day) == (provider_id, day):
                self.calendar.set_state(self.calendar.state.at(at, minute))
                self.calendar.setFocus()

    async def until_read(self) -> None:
        """Wait until the rows asked for are shown, a few seconds at most."""
        if self.sources.is_read:
            return
        read = asyncio.Event()
        self.painted.connect(read.set)
        try:
            async with asyncio.timeout(_SHOWN_WITHIN_S):
                await read.wait()
        except TimeoutError:
            return
        finally:
            self.painted.disconnect(read.set)
