"""The panel that books: who, what kind, with whom, when; what speaks against it stands there inline.

The id of the appointment is made when the panel opens. However often somebody presses Enter or
clicks, the same id is booked, and a booking that exists is not made twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_app.domain.booking import Concern
from clinic_app.domain.hours import Interval, instant
from clinic_app.features.schedule.actions import BookAppointment
from clinic_app.features.schedule.queries import AppointmentRow, ProviderRow, TypeRow
from clinic_app.features.schedule.view import words
from clinic_app.features.schedule.view.concerns import ConcernBox
from clinic_app.features.schedule.view.controls import Choice, DayField, LengthField, TimeField
from clinic_app.parts.patient_picker import PatientPicker
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Field, Label

REASON_LENGTH = 1000
_MODALITIES = ("in_person", "video", "audio", "chat")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a booking begins: a provider, a date, a minute of it; a length when one was marked."""

    provider_id: str
    day: date
    minute: int
    length: int = 0


class BookingPanel(Card):
    """`wanted` carries a BookAppointment, `wish_changed` nothing, `closed` nothing."""

    wanted = Signal(object)
    wish_changed = Signal()
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
        self._providers: dict[str, ProviderRow] = {}
        self._types: dict[str, TypeRow] = {}
        self._appointment_id = ""
        self._is_running = self._is_filling = False
        self.picker = picker
        self.type = Choice(tr("Schedule", "Type"), self)
        self.provider = Choice(tr("Schedule", "With"), self)
        self.day = DayField(tr("Schedule", "Date"), self)
        self.start = TimeField(tr("Schedule", "Start"), self)
        self.length = LengthField(tr("Schedule", "Length"), self)
        self.modality = Choice(tr("Schedule", "Meeting"), self)
        self.modality.offer([(each, words.modality_word(each)) for each in _MODALITIES])
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(REASON_LENGTH)
        self.concerns = ConcernBox(zone, self)
        self.ahead = Label("", "note", self, wrap=True)
        self.error = Label("", "error", self, wrap=True)
        self.book = Button(tr("Schedule", "Book"), "primary", self, hint="Enter")
        self.close_ = Button(tr("Schedule", "Close"), "plain", self, hint="Esc")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        worn = theme()
        inside = QWidget(self)
        form = QVBoxLayout(inside)
        form.setContentsMargins(12, 0, 12, 12)
        form.setSpacing(worn.space("small") + 2)
        self.patient_field = Field(tr("Schedule", "Patient"), self.picker, inside)
        form.addWidget(self.patient_field)
        form.addWidget(self.ahead)
        form.addWidget(Field(tr("Schedule", "Type"), self.type, inside))
        form.addWidget(Field(tr("Schedule", "With"), self.provider, inside))
        form.addWidget(Field(tr("Schedule", "Date"), self.day, inside))
        for pair in (
            (
                Field(tr("Schedule", "Start"), self.start, inside),
                Field(tr("Schedule", "Length"), self.length, inside),
            ),
        ):
            row = QHBoxLayout()
            row.setSpacing(worn.space())
            for field in pair:
                row.addWidget(field, 1)
            form.addLayout(row)
        form.addWidget(self.concerns)
        form.addWidget(Field(tr("Schedule", "Meeting"), self.modality, inside))
        form.addWidget(Field(tr("Schedule", "Reason"), self.reason, inside))
        form.addWidget(self.error)
        form.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(scroll, 1)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(12, 8, 12, 12)
        buttons.setSpacing(worn.space())
        buttons.addWidget(self.book)
        buttons.addWidget(self.close_)
        buttons.addStretch(1)
        self.add_line()
        self.body.addLayout(buttons)
        self.ahead.hide()
        self.error.hide()

    def _connect(self) -> None:
        self.picker.picked.connect(self._on_patient)
        self.picker.dropped.connect(self._on_patient)
        self.type.currentIndexChanged.connect(self._on_type)
        self.provider.currentIndexChanged.connect(self._on_wish)
        self.day.dateChanged.connect(self._on_wish)
        self.start.timeChanged.connect(self._on_wish)
        self.length.valueChanged.connect(self._on_wish)
        self.concerns.changed.connect(self._on_accepted)
        self.concerns.slot_wanted.connect(self._on_slot)
        self.book.clicked.connect(self._on_book)
        self.close_.clicked.connect(self._on_close)

    # What the page calls

    def offer(self, providers: Sequence[ProviderRow], types: Sequence[TypeRow]) -> None:
        """Offer these people and kinds of visit."""
        self._providers = {row.id: row for row in providers}
        self._types = {row.id: row for row in types}
        self.provider.offer([(row.id, row.display_name) for row in providers])
        self.type.offer([(row.id, f"{row.name} · {fmt.duration(row.minutes)}") for row in types])

    def open(self, wish: Wish) -> None:
        """Begin a new booking there. A panel already open takes the new place and keeps the rest."""
        is_new = not self._appointment_id
        if is_new:
            self._appointment_id = self._new_id()
            self.picker.clear()
            self.reason.clear()
            self.concerns.forget()
            self.explain("")
        self._is_filling = True
        self.provider.choose(wish.provider_id)
        self.day.setDate(fmt.to_qdate(wish.day))
        self.start.set_minute(wish.minute)
        if wish.length:
            self.length.setValue(wish.length)
        elif is_new:
            self._take_type()
        self._is_filling = False
        self._on_wish()

    def finish(self) -> None:
        """The booking is made or given up: the next opening is another one."""
        self._appointment_id = ""
        self.set_running(False)

    @property
    def is_open(self) -> bool:
        """Whether a booking has been begun."""
        return bool(self._appointment_id)

    @property
    def wish(self) -> tuple[str, Interval]:
        """The provider and the time chosen now."""
        minute = self.start.minute
        day = fmt.from_qdate(self.day.date())
        starts_at = instant(day, time(minute // 60, minute % 60), self._zone)
        return self.provider.value, Interval(
            starts_at, starts_at + timedelta(minutes=self.length.value())
        )

    @property
    def day_and_minute(self) -> tuple[date, int]:
        """Where the wish stands on the calendar."""
        return fmt.from_qdate(self.day.date()), self.start.minute

    def show_concerns(self, concerns: Sequence[Concern], slots: Sequence[Interval]) -> None:
        """Say inline what speaks against the time."""
        provider = self._providers.get(self.provider.value)
        self.concerns.show_concerns(concerns, provider.display_name if provider else "", slots)
        self._say_button()

    def show_ahead(self, rows: Sequence[AppointmentRow], now: datetime) -> None:
        """What the patient has booked already, so that nobody books it twice."""
        today = now.astimezone(self._zone).date()
        said = [
            f"{fmt.moment(row.starts_at, self._zone.key, today)} · {row.provider_name or ''}"
            for row in rows
        ]
        self.ahead.setText(tr("Schedule", "Already booked: {visits}", visits=", ".join(said)))
        self.ahead.setVisible(bool(rows))

    def explain(self, text: str) -> None:
        """Say why it was not booked; nothing to take the words away."""
        self.error.setText(text)
        self.error.setVisible(bool(text))

    def set_running(self, is_running: bool) -> None:
        """While a booking is being written, nothing else can be started here."""
        self._is_running = is_running
        self._say_button()

    def refuse(self) -> None:
        """It was not written: lead to what is missing or must be answered."""
        self.set_running(False)
        if not self.concerns.is_accepted:
            self.concerns.focus_answer()

    # Slots

    @Slot()
    def _on_patient(self) -> None:
        self.patient_field.set_error("")
        self._say_button()
        self.wish_changed.emit()
        if self.picker.patient is not None and self.isVisible():
            self.type.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_type(self) -> None:
        if not self._is_filling:
            self._is_filling = True
            self._take_type()
            self._is_filling = False
            self._on_wish()

    def _take_type(self) -> None:
        kind = self._types.get(self.type.value)
        if kind is not None:
            self.length.setValue(kind.minutes)
            self.modality.choose(kind.modality)

    @Slot()
    def _on_wish(self) -> None:
        if not self._is_filling and self._appointment_id:
            self.explain("")
            self.wish_changed.emit()

    @Slot()
    def _on_accepted(self) -> None:
        self._say_button()

    @Slot(object)
    def _on_slot(self, slot: Interval) -> None:
        here = slot.starts_at.astimezone(self._zone)
        self.open(Wish(self.provider.value, here.date(), here.hour * 60 + here.minute))
        self.book.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_book(self) -> None:
        if self._is_running or not self._appointment_id:
            return
        patient = self.picker.patient
        if patient is None:
            self.patient_field.set_error(tr("Schedule", "Choose the patient first."))
            self.picker.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.concerns.is_accepted:
            self.concerns.focus_answer()
            return
        provider_id, time_ = self.wish
        if not provider_id:
            self.explain(tr("Schedule", "There is nobody to book with yet."))
            return
        provider = self._providers.get(provider_id)
        self.set_running(True)
        self.wanted.emit(
            BookAppointment(
                appointment_id=self._appointment_id,
                facility_id=self._facility_id,
                patient_id=patient.id,
                provider_id=provider_id,
                starts_at=time_.starts_at,
                ends_at=time_.ends_at,
                time_zone=self._zone.key,
                room_id=provider.room_id if provider else None,
                type_id=self.type.value or None,
                modality=self.modality.value or "in_person",
                reason=self.reason.text(),
                deliberately=self.concerns.deliberately,
                overbook_reason=self.concerns.overbook_reason,
            )
        )

    @Slot()
    def _on_close(self) -> None:
        self.closed.emit()

    def _say_button(self) -> None:
        self.book.setEnabled(not self._is_running)
        over = self.concerns.is_taken
        self.book.setText(tr("Schedule", "Book over it") if over else tr("Schedule", "Book"))

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                focused = self.focusWidget()
                if isinstance(focused, QPushButton) and focused is not self.book:
                    focused.click()
                elif not event.isAutoRepeat():
                    self._on_book()
            case Qt.Key.Key_Escape:
                self._on_close()
            case _:
                super().keyPressEvent(event)
