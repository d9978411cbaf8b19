"""The schedule: the calendar, the column beside it, and what keys and buttons do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_app.domain.appointments import may_become
from clinic_app.domain.durations import DEFAULT_LENGTH
from clinic_app.domain.hours import Interval, local_day, week_of
from clinic_app.domain.roles import may_book
from clinic_app.features.schedule.model import Drop, Marked
from clinic_app.features.schedule.queries import AppointmentRow
from clinic_app.features.schedule.view import free, words
from clinic_app.features.schedule.view.aside import Aside
from clinic_app.features.schedule.view.booking import Wish
from clinic_app.features.schedule.view.calendar import Calendar
from clinic_app.features.schedule.view.controls import Choice
from clinic_app.features.schedule.view.deeds import Deeds
from clinic_app.features.schedule.view.picture import Picture, day_picture, week_picture
from clinic_app.features.schedule.view.sources import Sources, minute_of
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command
from clinic_app.ui.page import Page
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Segmented

_TICK_S = 20
"""The current-time line and the waiting minutes are never further behind than this."""


class SchedulePage(Page):
    """A day of the facility or a week of one provider; everything by keyboard and by mouse."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, "", parent)
        self.zone = ZoneInfo(ctx.person.time_zone)
        self.day = self.today
        self.mode = "day"
        self._wanted: str | None = None
        self._has_place = False
        self.may_book = may_book(ctx.person.role)
        self.sources = Sources(
            self.ctx.replica, self.scope, ctx.person.facility_id, self.zone, self
        )
        self.calendar = Calendar(self)
        self.aside = Aside(self.ctx, self.zone, self)
        self.deeds = Deeds(self)
        self._make_tools()
        frame = Card(parent=self, flush=True)
        frame.body.addWidget(self.calendar)
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium") + 2)
        row.addWidget(frame, 1)
        row.addWidget(self.aside)
        self.body.addLayout(row, 1)
        self._connect()
        self.show_loading()
        self.sources.follow_facility()
        self._show()
        self.scope.start("minutes", self._tick())

    def _make_tools(self) -> None:
        self.previous = Button("", "plain", icon="chevron_left", on_click=partial(self.step, -1))
        self.next = Button("", "plain", icon="chevron_right", on_click=partial(self.step, 1))
        self.previous.setAccessibleName(tr("Schedule", "Earlier"))
        self.next.setAccessibleName(tr("Schedule", "Later"))
        self.today_button = Button(tr("Schedule", "Today"), "plain", on_click=self.go_today)
        self.views = Segmented(
            [("day", tr("Schedule", "Day")), ("week", tr("Schedule", "Week"))],
            name=tr("Schedule", "View"),
        )
        self.provider = Choice(tr("Schedule", "Provider"))
        self.provider.setMinimumWidth(170)
        self.book_button = Button(
            tr("Schedule", "Book appointment"), "primary", hint="B", on_click=self.book_here
        )
        self.book_button.setEnabled(self.may_book)

    def _connect(self) -> None:
        self.sources.changed.connect(self._on_rows)
        self.calendar.opened.connect(self._on_opened)
        self.calendar.wished.connect(self._on_wished)
        self.calendar.dropped.connect(self._on_dropped)
        self.views.chosen.connect(self._on_view_chosen)
        self.provider.currentIndexChanged.connect(self._on_provider_chosen)
        self.aside.left.connect(self._on_aside_left)
        self.aside.slot_wanted.connect(self._on_slot_wanted)
        self.aside.appointment_wanted.connect(self.show_appointment)

    # What the window asks

    def toolbar_widgets(self) -> Sequence[QWidget]:
        return (self.previous, self.today_button, self.next, self.views, self.provider)

    def action_widgets(self) -> Sequence[QWidget]:
        return (self.book_button,) if self.may_book else ()

    def commands(self) -> Sequence[Command]:
        def to(
            key: str,
            title: str,
            shortcut: str,
            run: Callable[[], object],
            enabled: Callable[[], bool] = self._is_free,
        ) -> Command:
            return Command(f"schedule.{key}", title, shortcut, run, enabled)

        can = self._can_become
        deeds = self.deeds
        return (
            to("book", tr("Schedule", "Book appointment"), "B", self.book_here, self._may_begin),
            to("today", tr("Schedule", "Go to today"), "T", self.go_today),
            to("previous", tr("Schedule", "Earlier"), "PgUp", partial(self.step, -1)),
            to("next", tr("Schedule", "Later"), "PgDown", partial(self.step, 1)),
            to("day", tr("Schedule", "Show the day"), "D", partial(self.set_mode, "day")),
            to("week", tr("Schedule", "Show the week"), "W", partial(self.set_mode, "week")),
            to("free", tr("Schedule", "Next free time"), "N", self.go_next_free),
            to("open", tr("Schedule", "Open appointment"), "", self.open_selected, self._has_one),
            to("move", tr("Schedule", "Move appointment"), "M", self.lift, self._may_lift),
            to(
                "cancel",
                tr("Schedule", "Cancel appointment"),
                "Del",
                deeds.cancel_selected,
                partial(can, "cancelled"),
            ),
            to(
                "arrived",
                tr("Schedule", "Mark as arrived"),
                "A",
                partial(deeds.set_selected, "arrived"),
                partial(can, "arrived"),
            ),
            to(
                "confirm",
                tr("Schedule", "Confirm appointment"),
                "C",
                partial(deeds.set_selected, "confirmed"),
                partial(can, "confirmed"),
            ),
            to(
                "call_in",
                tr("Schedule", "Call in"),
                "",
                partial(deeds.set_selected, "in_progress"),
                partial(can, "in_progress"),
            ),
            to(
                "complete",
                tr("Schedule", "Complete visit"),
                "",
                partial(deeds.set_selected, "completed"),
                partial(can, "completed"),
            ),
            to(
                "missed",
                tr("Schedule", "Mark as no-show"),
                "",
                partial(deeds.set_selected, "no_show"),
                partial(can, "no_show"),
            ),
            to(
                "reinstate",
                tr("Schedule", "Put a cancelled appointment back"),
                "",
                deeds.reinstate_selected,
                self._may_reinstate,
            ),
            to("closer", tr("Schedule", "Larger hours"), "Ctrl++", partial(self._zoom, 1)),
            to("farther", tr("Schedule", "Smaller hours"), "Ctrl+-", partial(self._zoom, -1)),
        )

    def go_to(self, **where: object) -> None:
        """`appointment_id` shows one, `patient_id` books for somebody, `day` shows a date."""
        day = where.get("day")
        if isinstance(day, date):
            self.go(day)
        elif isinstance(day, str):
            self.go(date.fromisoformat(day))
        if where.get("appointment_id"):
            self.show_appointment(str(where["appointment_id"]))
        if where.get("patient_id") and self.may_book:
            self.book_here()
            self.scope.start(
                "choose patient", self.aside.booking.picker.choose_id(str(where["patient_id"]))
            )

    def on_shown(self) -> None:
        if not self.aside.has_form:
            self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)

    # Where and when

    @property
    def today(self) -> date:
        """Today in the facility."""
        return local_day(self.ctx.clock.now(), ZoneInfo(self.ctx.person.time_zone))

    def go(self, day: date) -> None:
        """Show another date, or the week that holds it."""
        self.day = day
        self._show()

    def go_today(self) -> None:
        """Show today, with the current time in sight."""
        self.go(self.today)
        self._scroll_to_work()

    def step(self, by: int) -> None:
        """One day or week earlier or later."""
        self.go(self.day + timedelta(days=by * (7 if self.mode == "week" else 1)))

    def set_mode(self, mode: str) -> None:
        """Show the day of everybody, or the week of the provider the cursor stands with."""
        place = self.calendar.state.place
        if mode == "week" and place is not None:
            self.provider.choose(place.provider_id)
        elif mode == "day" and place is not None:
            self.day = place.day
        self.mode = mode
        self.views.choose(mode)
        self._show()

    def _show(self) -> None:
        self.sources.follow_today(self.today)
        self.provider.setVisible(self.mode == "week")
        if self.mode == "week" and self.provider.value:
            days = week_of(self.day)
            is_one_month = days[0].month == days[-1].month
            first = str(days[0].day) if is_one_month else fmt.full_date(days[0])
            self.set_title(f"{first} – {fmt.full_date(days[-1])}")
            self.sources.show_week(self.day, self.provider.value)
        else:
            year = "" if self.day.year == self.today.year else f" {self.day.year}"
            self.set_title(f"{fmt.day_title(self.day)}{year}")
            self.sources.show_day(self.day)

    def _zoom(self, by: int) -> None:
        self.calendar.set_zoom(self.calendar.zoom + by)

    # What is shown

    @property
    def picture(self) -> Picture:
        """What the calendar should show now."""
        now, rows = self.ctx.clock.now(), self.sources.rows
        if self.mode == "week" and self.provider.value:
            return week_picture(rows, self.provider.value, week_of(self.day), now, self.zone)
        return day_picture(rows, self.day, now, self.zone)

    @Slot()
    def _on_rows(self) -> None:
        self.provider.offer([(row.id, row.display_name) for row in self.sources.providers])
        self.aside.booking.offer(self.sources.providers, self.sources.types)
        self.refresh()

    def refresh(self) -> None:
        """Paint what is known as it is at this moment."""
        if not self.sources.is_read:
            return
        if not self.sources.rows.providers:
            self.show_empty(
                tr("Schedule", "Nobody can be booked yet"),
                tr("Schedule", "An administrator adds providers and their hours."),
            )
            return
        self.show_content()
        self.calendar.show_picture(self.picture)
        self._show_aside()
        if self._wanted is not None and self.calendar.state.block(self._wanted) is not None:
            self.calendar.set_state(self.calendar.state.on(self._wanted))
            self._wanted = None
            self._has_place = True
        if not self._has_place:
            self._has_place = True
            self._scroll_to_work()
            self._place_cursor()
            if self.isVisible():
                self.on_shown()

    def _show_aside(self) -> None:
        now = self.ctx.clock.now()
        self.aside.waiting.show_rows(self.sources.waiting, now, self.zone)
        providers = self.sources.providers
        slots = free.next_by_provider(
            self.sources.known, [row.id for row in providers], now, DEFAULT_LENGTH, self.zone
        )
        self.aside.free.show_rows(providers, slots, now, self.zone)
        self.aside.refresh_details(self.sources.appointment(self.aside.details_id))

    def _scroll_to_work(self) -> None:
        picture = self.calendar.picture
        now = picture.now
        room = self.calendar.axis
        in_sight = (room.height - room.head) * 60 / room.hour
        top = picture.opens_at
        if now is not None and now > top + in_sight - 60:
            top = int(now - in_sight / 2)
        self.calendar.scroll_to(top)

    def _place_cursor(self) -> None:
        """Begin where the next booking of the first provider could be."""
        place = self.calendar.state.place
        slot = self.next_slot(place.provider_id) if place is not None else None
        if slot is not None and local_day(slot.starts_at, self.zone) == self.day:
            minute = minute_of(slot.starts_at, self.zone)
        else:
            minute = self.calendar.picture.opens_at
        self.calendar.set_state(self.calendar.state.at(0, minute), reveal=False)

    async def _tick(self) -> None:
        while True:
            await self.ctx.clock.sleep(_TICK_S)
            self.sources.follow_today(self.today)
            self.refresh()

    # What can be done now

    def _is_free(self) -> bool:
        return not self.aside.question.is_open

    def _may_begin(self) -> bool:
        return self.may_book and self.calendar.state.moving is None

    @property
    def selected(self) -> AppointmentRow | None:
        """The appointment under the cursor."""
        return self.sources.appointment(self.calendar.state.cursor.block_id)

    def _has_one(self) -> bool:
        is_idle = self.isVisible() and self._is_free() and not self.aside.booking.is_open
        return is_idle and self.selected is not None and self.calendar.state.moving is None

    def _can_become(self, status: str) -> bool:
        row = self.selected
        return (
            self.may_book and self._has_one() and row is not None and may_become(row.status, status)
        )

    def _may_reinstate(self) -> bool:
        row = self.selected
        return self._can_become("scheduled") and row is not None and row.status == "cancelled"

    def _may_lift(self) -> bool:
        block = self.calendar.state.selected
        return self.may_book and self._has_one() and block is not None and block.is_movable

    def lift(self) -> None:
        """Begin to move the selected appointment with the keyboard."""
        block = self.calendar.state.selected
        if block is not None:
            self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)
            self.calendar.set_state(self.calendar.state.lifted(block.id, by_keyboard=True))

    def open_selected(self) -> None:
        """Show all of the selected appointment."""
        if self.selected is not None:
            self.aside.show_details(self.selected, with_focus=True)

    def show_appointment(self, appointment_id: str) -> None:
        """Go to an appointment wherever it is, and show all of it."""
        self.scope.restart("show appointment", self.deeds.show(appointment_id))

    def want(self, appointment_id: str) -> None:
        """Put the cursor on this appointment as soon as it is shown."""
        self._wanted = appointment_id
        self.refresh()

    def next_slot(self, provider_id: str) -> Interval | None:
        """The next free time of a provider."""
        now = self.ctx.clock.now()
        slots = free.free_after(self.sources.known, provider_id, now, DEFAULT_LENGTH, self.zone)
        return slots[0] if slots else None

    def go_next_free(self) -> None:
        """Put the cursor on the next free time of the provider it stands with."""
        place = self.calendar.state.place
        slot = self.next_slot(place.provider_id) if place is not None else None
        if place is None or slot is None:
            self.say(tr("Schedule", "No free time in the next two weeks."))
            return
        self._on_slot_wanted(place.provider_id, slot)

    def book_here(self) -> None:
        """Open the booking panel at the cursor, or at the next free time when it is taken."""
        if not self.isVisible():
            self.ctx.navigate("schedule")
        state = self.calendar.state
        place = state.place
        if place is None:
            self.say(tr("Schedule", "Nobody can be booked yet"))
            return
        wish = Wish(place.provider_id, place.day, state.cursor.minute)
        if state.cursor.block_id is not None:
            slot = self.next_slot(place.provider_id)
            if slot is not None:
                day = local_day(slot.starts_at, self.zone)
                wish = Wish(place.provider_id, day, minute_of(slot.starts_at, self.zone))
        self.aside.open_booking(wish)

    # Slots

    @Slot(str)
    def _on_opened(self, appointment_id: str) -> None:
        row = self.sources.appointment(appointment_id)
        if row is not None:
            self.aside.show_details(row, with_focus=False)

    @Slot(object)
    def _on_wished(self, marked: Marked) -> None:
        if self.may_book:
            column = marked.column
            self.aside.open_booking(
                Wish(column.provider_id, column.day, marked.minute, marked.length)
            )

    @Slot(object)
    def _on_dropped(self, drop: Drop) -> None:
        self.deeds.move(drop)

    @Slot(str)
    def _on_view_chosen(self, mode: str) -> None:
        self.set_mode(mode)

    @Slot()
    def _on_provider_chosen(self) -> None:
        if self.mode == "week":
            self._show()

    @Slot(str, object)
    def _on_slot_wanted(self, provider_id: str, slot: Interval) -> None:
        """Go to a free time: its day, its provider's column."""
        day, minute = local_day(slot.starts_at, self.zone), minute_of(slot.starts_at, self.zone)
        if self.mode == "week":
            self.provider.choose(provider_id)
        if self.sources.scope_shown != (day, ""):
            self.go(day)
        self.scope.restart("go to slot", self._put_cursor(provider_id, day, minute))

    async def _put_cursor(self, provider_id: str, day: date, minute: int) -> None:
        await self.deeds.until_shown()
        for at, column in enumerate(self.calendar.state.columns):
            if (column.provider_id, column.day) == (provider_id, day):
                self.calendar.set_state(self.calendar.state.at(at, minute))
                self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_aside_left(self) -> None:
        self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.aside.leave():
            return
        super().keyPressEvent(event)


def name_and_time(row: AppointmentRow, zone: ZoneInfo) -> tuple[str, str]:
    """How an appointment is named in a sentence."""
    return words.patient_name(row), fmt.clock_time(row.starts_at.astimezone(zone))
