"""The column beside the calendar: an overview, or a panel that was opened over it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinic_app.domain.hours import local_day
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.queries import AppointmentRow
from clinic_app.features.schedule.view.booking import BookingPanel
from clinic_app.features.schedule.view.details import DetailsPanel
from clinic_app.features.schedule.view.form import Wish
from clinic_app.features.schedule.view.kept import KeptBooking
from clinic_app.features.schedule.view.question import Question
from clinic_app.features.schedule.view.side import FreeCard, WaitingCard
from clinic_app.parts.looking import APPOINTMENT, Looking
from clinic_app.parts.patient_picker import PatientPicker
from clinic_app.ui.context import Context
from clinic_app.ui.theme import looks, theme
from sync.ids import new_id

WIDTH = 292
_AHEAD = 4


class Aside(QStackedWidget):
    """`left` when a panel closed, `booking_left` when it was the booking; `slot_wanted` carries a
    provider's id and an Interval, `appointment_wanted` an id."""

    left = Signal()
    booking_left = Signal()
    slot_wanted = Signal(str, object)
    appointment_wanted = Signal(str)

    def __init__(self, ctx: Context, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._zone = ctx, zone
        today = local_day(ctx.clock.now(), zone)
        self.waiting, self.free = WaitingCard(self), FreeCard(self)
        self.overview = QWidget(self)
        column = QVBoxLayout(self.overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme().space("medium") + 2)
        column.addWidget(self.waiting)
        column.addWidget(self.free)
        column.addStretch(1)
        picker = PatientPicker(ctx.replica, ctx.person.facility_id, today, ctx.scope)
        self.booking = BookingPanel(ctx.person.facility_id, zone, picker, new_id, self)
        self.kept = KeptBooking(ctx, self.booking)
        self.details = DetailsPanel(zone, self)
        self.looking = Looking(ctx, APPOINTMENT, parent or self)
        self.question = Question(self)
        for each in (self.overview, self.booking, self.details, self.question):
            self.addWidget(each)
        self._take_width()
        looks().changed.connect(self._take_width)
        self.booking.closed.connect(self.close_booking)
        self.details.closed.connect(self.close_details)
        self.question.opened.connect(self._on_question_opened)
        self.question.closed.connect(self._on_question_closed)
        self.waiting.opened.connect(self.appointment_wanted)
        self.free.wanted.connect(self.slot_wanted)
        self._before: QWidget = self.overview

    @Slot()
    def _take_width(self) -> None:
        self.setFixedWidth(round(WIDTH * theme().text_scale))

    @property
    def has_form(self) -> bool:
        """Whether somebody is writing or answering here."""
        return self.booking.is_open or self.question.is_open

    @property
    def details_id(self) -> str | None:
        """The appointment that is shown in full."""
        is_shown = self.currentWidget() is self.details
        return self.details.row.id if is_shown and self.details.row is not None else None

    # Panels

    def open_booking(self, wish: Wish) -> None:
        """Begin a booking there, or take the one begun to another time."""
        self.question.dismiss()
        self.looking.away()
        was_open = self.booking.is_open
        self.setCurrentWidget(self.booking)
        self.booking.open(wish)
        if not was_open or self.booking.form.picker.patient is None:
            self.booking.form.picker.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.booking.book.setFocus(Qt.FocusReason.OtherFocusReason)

    async def bring_back(self) -> None:
        """Open the booking panel again on what was begun and not made."""
        if await self.kept.bring_back():
            self.setCurrentWidget(self.booking)
            self.booking.form.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def close_booking(self) -> None:
        """Give the booking up, or be done with it."""
        self.booking.finish()
        self.kept.forget()
        self.booking_left.emit()
        self._leave()

    def show_details(self, row: AppointmentRow, *, with_focus: bool) -> None:
        """Show all of an appointment. A booking that was begun stays as it is, and in front."""
        if self.has_form:
            return
        is_new = self.details_id != row.id
        self.details.show_row(row, self._ctx.clock.now())
        self.setCurrentWidget(self.details)
        self.looking.at("appointments", row.id)
        if is_new:
            self.details.show_ahead((), self._ctx.clock.now())
            self.follow_ahead(row.patient_id)
        if with_focus:
            target = self.details.next if self.details.next.isVisible() else self.details.close_
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh_details(self, row: AppointmentRow | None) -> None:
        """The rows have changed, or a minute has passed."""
        if self.details_id is None:
            return
        if row is not None and row.id == self.details_id:
            self.details.show_row(row, self._ctx.clock.now())

    @Slot()
    def close_details(self) -> None:
        """Back to the overview."""
        self._leave()

    def leave(self) -> bool:
        """Escape on the page: close what is open. False when nothing was."""
        if self.question.is_open:
            self.question.dismiss()
        elif self.booking.is_open:
            self.booking.give_up()
        elif self.currentWidget() is not self.overview:
            self._leave()
        else:
            return False
        return True

    def _leave(self) -> None:
        self.looking.away()
        self._ctx.scope.stop(_AHEAD_TASK)
        self.setCurrentWidget(self.overview)
        self.left.emit()

    @Slot()
    def _on_question_opened(self) -> None:
        if self.currentWidget() is not self.question:
            self._before = self.currentWidget() or self.overview
        self.setCurrentWidget(self.question)

    @Slot()
    def _on_question_closed(self) -> None:
        self.setCurrentWidget(self._before)
        self.left.emit()

    # What the patient has ahead

    def follow_ahead(self, patient_id: str | None) -> None:
        """Show what a patient has booked already, in whichever panel is open."""
        if patient_id is None:
            self._ctx.scope.stop(_AHEAD_TASK)
            self.booking.form.show_ahead((), self._ctx.clock.now())
            return
        now = self._ctx.clock.now()
        found = queries.next_appointments_of(patient_id, now - timedelta(hours=1), limit=_AHEAD)
        self._ctx.scope.restart(_AHEAD_TASK, self._ahead(self._ctx.replica.watch(found), now))

    async def _ahead(
        self, stream: AsyncGenerator[list[AppointmentRow], None], now: datetime
    ) -> None:
        async with aclosing(stream):
            async for rows in stream:
                if self.booking.is_open:
                    self.booking.form.show_ahead(rows, now)
                else:
                    self.details.show_ahead(rows, now)


_AHEAD_TASK = "booked ahead"
