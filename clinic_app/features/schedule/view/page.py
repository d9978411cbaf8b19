"""The schedule: the board, the column beside it, and what buttons and keys ask of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinic_app.domain.appointments import may_become
from clinic_app.domain.hours import local_day
from clinic_app.domain.roles import may_book
from clinic_app.features.schedule.model import Drop, Marked
from clinic_app.features.schedule.view.aside import Aside
from clinic_app.features.schedule.view.board import Board
from clinic_app.features.schedule.view.controls import Choice
from clinic_app.features.schedule.view.deeds import Deeds
from clinic_app.features.schedule.view.form import Wish
from clinic_app.features.schedule.view.keyboard import commands_of
from clinic_app.features.schedule.view.sources import minute_of
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command
from clinic_app.ui.page import Page
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Segmented

_TICK_S = 20
"""The current-time line and the waiting minutes are never further behind than this."""


class SchedulePage(Page):
    """A day of the facility or a week of one provider; everything by keyboard and by mouse."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, "", parent)
        self.may_book = may_book(ctx.person.role)
        self._is_first, self._was_brought_back = True, False
        self.board = Board(self.ctx, self)
        self.calendar, self.sources = self.board.calendar, self.board.sources
        self.aside = Aside(self.ctx, self.board.zone, self)
        self.deeds = Deeds(self)
        self._make_tools()
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium") + 2)
        row.addWidget(self.board, 1)
        row.addWidget(self.aside)
        self.body.addLayout(row, 1)
        self._connect()
        self.show_loading()
        self.board.start()
        self.scope.start("minutes", self._tick())

    def _make_tools(self) -> None:
        board = self.board
        self.previous = Button("", "plain", icon="chevron_left", on_click=partial(board.step, -1))
        self.previous.setAccessibleName(tr("Schedule", "Earlier"))
        self.next = Button("", "plain", icon="chevron_right", on_click=partial(board.step, 1))
        self.next.setAccessibleName(tr("Schedule", "Later"))
        self.today_button = Button(tr("Schedule", "Today"), "plain", on_click=board.go_today)
        self.views = Segmented(
            [("day", tr("Schedule", "Day")), ("week", tr("Schedule", "Week"))],
            name=tr("Schedule", "View"),
        )
        self.provider = Choice(tr("Schedule", "Provider"))
        self.provider.setMinimumWidth(170)
        self.book_button = Button(
            tr("Schedule", "Book appointment"), "primary", hint="B", on_click=self.book_here
        )

    def _connect(self) -> None:
        self.board.painted.connect(self._on_painted)
        self.board.named.connect(self._on_named)
        self.calendar.opened.connect(self._on_opened)
        self.calendar.wished.connect(self._on_wished)
        self.calendar.dropped.connect(self._on_dropped)
        self.views.chosen.connect(self.board.show_as)
        self.provider.currentIndexChanged.connect(self._on_provider_chosen)
        self.aside.left.connect(self._on_aside_left)
        self.aside.slot_wanted.connect(self.board.go_to_slot)
        self.aside.appointment_wanted.connect(self.show_appointment)

    # What the window asks

    def toolbar_widgets(self) -> Sequence[QWidget]:
        return (self.previous, self.today_button, self.next, self.views, self.provider)

    def action_widgets(self) -> Sequence[QWidget]:
        return (self.book_button,) if self.may_book else ()

    def commands(self) -> Sequence[Command]:
        return commands_of(self)

    def go_to(self, **where: object) -> None:
        """`appointment_id` shows one, `patient_id` books for somebody, `day` shows a date."""
        day = where.get("day")
        if isinstance(day, date):
            self.board.go(day)
        elif isinstance(day, str):
            self.board.go(date.fromisoformat(day))
        if where.get("appointment_id"):
            self.show_appointment(str(where["appointment_id"]))
        if where.get("patient_id") and self.may_book:
            choose = self._book_for(str(where["patient_id"]))
            self.scope.restart("book for somebody", choose)

    def on_shown(self) -> None:
        if not self.aside.has_form:
            self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)

    # What is shown

    @Slot()
    def _on_named(self) -> None:
        is_week = self.board.mode == "week"
        self.views.choose(self.board.mode)
        self.provider.choose(self.board.provider_id)
        self.provider.setVisible(is_week)
        self.set_title(self.board.title_text)

    @Slot()
    def _on_painted(self) -> None:
        sources, now = self.sources, self.ctx.clock.now()
        self.provider.offer([(row.id, row.display_name) for row in sources.providers])
        self.aside.booking.form.offer(sources.providers, sources.types)
        if not sources.rows.providers:
            self.show_empty(
                tr("Schedule", "Nobody can be booked yet"),
                tr("Schedule", "An administrator adds providers and their hours."),
            )
            return
        self.show_content()
        self.aside.waiting.show_rows(sources.waiting, now, self.board.zone)
        self.aside.free.show_rows(sources.providers, self.board.free_slots(), now, self.board.zone)
        self.aside.refresh_details(sources.appointment(self.aside.details_id))
        if self._is_first:
            self._is_first = False
            if self.isVisible():
                self.on_shown()
        if not self._was_brought_back and sources.types and self.may_book:
            self._was_brought_back = True
            self.scope.start("bring back", self.aside.bring_back())

    async def leave(self) -> None:
        """Called before the window closes: a booking that was begun is written down."""
        await self.aside.kept.keep()

    async def _tick(self) -> None:
        while True:
            await self.ctx.clock.sleep(_TICK_S)
            self.board.refresh()

    # What can be done now

    def is_free(self) -> bool:
        """Nothing is being asked that must be answered first."""
        return not self.aside.question.is_open

    def may_begin(self) -> bool:
        """A booking can be begun."""
        return self.may_book and self.calendar.state.moving is None

    def has_selected(self) -> bool:
        """The keys that do something to an appointment have one to do it to."""
        is_idle = self.isVisible() and self.is_free() and not self.aside.booking.is_open
        return is_idle and self.board.selected is not None and self.calendar.state.moving is None

    def can_become(self, status: str) -> bool:
        """The selected appointment can be given this state."""
        row = self.board.selected
        allowed = row is not None and may_become(row.status, status)
        return allowed and self.may_book and self.has_selected()

    def may_reinstate(self) -> bool:
        """The selected appointment is cancelled and can be put back."""
        row = self.board.selected
        return row is not None and row.status == "cancelled" and self.can_become("scheduled")

    def may_lift(self) -> bool:
        """The selected appointment can be moved."""
        block = self.calendar.state.selected
        return block is not None and block.is_movable and self.may_book and self.has_selected()

    # Doing

    def zoom(self, by: int) -> None:
        """Make the hours higher or lower."""
        self.calendar.set_zoom(self.calendar.zoom + by)

    def lift(self) -> None:
        """Begin to move the selected appointment with the keyboard."""
        block = self.calendar.state.selected
        if block is not None:
            self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)
            self.calendar.set_state(self.calendar.state.lifted(block.id, by_keyboard=True))

    def open_selected(self) -> None:
        """Show all of the selected appointment."""
        if self.board.selected is not None:
            self.aside.show_details(self.board.selected, with_focus=True)

    @Slot(str)
    def show_appointment(self, appointment_id: str) -> None:
        """Go to an appointment wherever it is, and show all of it."""
        self.scope.restart("show appointment", self.deeds.show(appointment_id))

    def go_next_free(self) -> None:
        """Put the cursor on the next free time of the provider it stands with."""
        place = self.calendar.state.place
        slot = self.board.next_slot(place.provider_id) if place is not None else None
        if not self.sources.is_ahead_read:
            return
        if place is None or slot is None:
            self.say(tr("Schedule", "No free time in the next two weeks."))
        else:
            self.board.go_to_slot(place.provider_id, slot)

    def book_here(self) -> None:
        """Open the booking panel at the cursor, or at the next free time when it is taken."""
        if not self.isVisible():
            self.ctx.navigate("schedule")
        state, zone = self.calendar.state, self.board.zone
        place = state.place
        if place is None:
            self.say(tr("Schedule", "Nobody can be booked yet"))
            return
        wish = Wish(place.provider_id, place.day, state.cursor.minute)
        slot = self.board.next_slot(place.provider_id)
        if state.cursor.block_id is not None and slot is not None:
            day = local_day(slot.starts_at, zone)
            wish = Wish(place.provider_id, day, minute_of(slot.starts_at, zone))
        self.aside.open_booking(wish)

    async def _book_for(self, patient_id: str) -> None:
        await self.board.until_read()
        # Somebody just registered out of a booking goes into that booking.
        if not self.aside.booking.is_open:
            self.book_here()
        await self.aside.booking.form.picker.choose_id(patient_id)

    # Slots

    @Slot(str)
    def _on_opened(self, appointment_id: str) -> None:
        row = self.sources.appointment(appointment_id)
        if row is not None:
            self.aside.show_details(row, with_focus=False)

    @Slot(object)
    def _on_wished(self, marked: Marked) -> None:
        if self.may_book:
            place = marked.column
            wish = Wish(place.provider_id, place.day, marked.minute, marked.length)
            self.aside.open_booking(wish)

    @Slot(object)
    def _on_dropped(self, drop: Drop) -> None:
        self.deeds.move(drop)

    @Slot()
    def _on_provider_chosen(self) -> None:
        if self.board.mode == "week" and self.provider.value != self.board.provider_id:
            self.board.show_as("week", self.provider.value)

    @Slot()
    def _on_aside_left(self) -> None:
        self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.aside.leave():
            return
        super().keyPressEvent(event)
