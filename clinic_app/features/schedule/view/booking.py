"""The panel that books; what speaks against a wish stands there inline, before it is an error.

The id of the appointment is made when the panel opens. However often somebody presses Enter or
clicks, the same id is booked, and a booking that exists is not made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from clinic_app.domain.booking import Concern
from clinic_app.domain.hours import Interval
from clinic_app.features.schedule.actions import BookAppointment
from clinic_app.features.schedule.view.controls import Fitted
from clinic_app.features.schedule.view.form import BookingForm, Wish
from clinic_app.parts.patient_picker import PatientPicker
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card


class BookingPanel(Card):
    """`wanted` carries a BookAppointment; `wish_changed`, `typed` and `closed` nothing."""

    wanted = Signal(object)
    wish_changed = Signal()
    typed = Signal()
    closed = Signal()

    def __init__(
        self,
        facility_id: str,
        zone: ZoneInfo,
        picker: PatientPicker,
        new_id: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(tr("Schedule", "Book appointment"), parent, flush=True)
        self._facility_id, self._zone, self._new_id = facility_id, zone, new_id
        self._appointment_id = ""
        self._is_running = False
        self.form = BookingForm(zone, picker, self)
        self.book = Button(tr("Schedule", "Book"), "primary", self, hint="Enter")
        self.close_ = Button(tr("Schedule", "Close"), "plain", self, hint="Esc")
        self._lay_out()
        self.form.changed.connect(self._on_changed)
        self.form.patient_changed.connect(self._on_patient)
        self.form.typed.connect(self.typed)
        self.form.concerns.changed.connect(self._say_button)
        self.form.concerns.slot_wanted.connect(self._on_slot)
        self.book.clicked.connect(self._on_book)
        self.close_.clicked.connect(self.give_up)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 4, 12, 12)
        buttons.setSpacing(theme().space())
        buttons.addWidget(self.book)
        buttons.addWidget(self.close_)
        buttons.addStretch(1)
        # Right below the form: at the foot of the window a toast would lie over them.
        self.body.addWidget(Fitted(self.form, self))
        self.body.addLayout(buttons)
        self.body.addStretch(1)

    # What the page calls

    @property
    def is_open(self) -> bool:
        """Whether a booking has been begun."""
        return bool(self._appointment_id)

    def open(self, wish: Wish) -> None:
        """Begin a booking there. A panel already open takes the new place and keeps the rest."""
        if not self._appointment_id:
            self._appointment_id = self._new_id()
            self.form.clear()
        self.form.take(wish)

    def finish(self) -> None:
        """The booking is made or given up: the next opening is another one."""
        self._appointment_id = ""
        self._set_running(False)

    def snapshot(self) -> dict[str, Any] | None:
        """What was filled in, for another day; None when nothing was begun."""
        return {"id": self._appointment_id, **self.form.snapshot()} if self.is_open else None

    async def restore(self, value: Mapping[str, Any]) -> None:
        """Go on with what was begun."""
        self._appointment_id = str(value["id"])
        await self.form.restore(value)
        self._say_button()

    def show_concerns(self, concerns: Sequence[Concern], slots: Sequence[Interval]) -> None:
        """Say inline what speaks against the time."""
        provider = self.form.provider_row
        name = provider.display_name if provider is not None else ""
        self.form.concerns.show_concerns(concerns, name, slots)
        self._say_button()

    def refuse(self) -> None:
        """It was not written: lead to what is missing or must be answered."""
        self._set_running(False)
        if self.form.concerns.is_accepted:
            self.book.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.concerns.focus_answer()

    # Slots

    @Slot()
    def _on_patient(self) -> None:
        self._on_changed()
        if self.form.picker.patient is not None and self.isVisible():
            self.form.type.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_changed(self) -> None:
        if self._appointment_id:
            self.wish_changed.emit()

    @Slot(object)
    def _on_slot(self, slot: Interval) -> None:
        here = slot.starts_at.astimezone(self._zone)
        minute = here.hour * 60 + here.minute
        self.form.take(Wish(self.form.provider.value, here.date(), minute))
        self.book.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_book(self) -> None:
        form = self.form
        if self._is_running or not self._appointment_id:
            return
        if form.picker.patient is None:
            form.patient_field.set_error(tr("Schedule", "Choose the patient first."))
            form.picker.setFocus(Qt.FocusReason.OtherFocusReason)
        elif form.provider_row is None:
            form.explain(tr("Schedule", "There is nobody to book with yet."))
        elif not form.concerns.is_accepted:
            form.concerns.focus_answer()
        else:
            wanted = self._wanted(form.picker.patient.id)
            self._set_running(True)
            self.wanted.emit(wanted)

    def _wanted(self, patient_id: str) -> BookAppointment:
        form, provider = self.form, self.form.provider_row
        return BookAppointment(
            appointment_id=self._appointment_id,
            facility_id=self._facility_id,
            patient_id=patient_id,
            provider_id=form.provider.value,
            starts_at=form.time.starts_at,
            ends_at=form.time.ends_at,
            time_zone=self._zone.key,
            room_id=provider.room_id if provider is not None else None,
            type_id=form.type.value or None,
            modality=form.modality.value or "in_person",
            reason=form.reason.text(),
            deliberately=form.concerns.deliberately,
            overbook_reason=form.concerns.overbook_reason,
        )

    def _set_running(self, is_running: bool) -> None:
        if is_running:
            # A button that is disabled hands its focus on, and the next Enter would press another.
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_running = is_running
        self._say_button()

    @Slot()
    def _say_button(self) -> None:
        over = self.form.concerns.is_taken
        self.book.setEnabled(not self._is_running)
        self.book.setText(tr("Schedule", "Book over it") if over else tr("Schedule", "Book"))

    @Slot()
    def give_up(self) -> None:
        """Close without booking; not while the booking is being written."""
        if not self._is_running:
            self.closed.emit()

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                focused = self.focusWidget()
                if (
                    isinstance(focused, QPushButton)
                    and focused.hasFocus()
                    and focused is not self.book
                ):
                    focused.click()
                elif not event.isAutoRepeat():
                    self._on_book()
            case Qt.Key.Key_Escape:
                self.give_up()
            case _:
                super().keyPressEvent(event)
