"""The fields of a booking: who, what kind, with whom, when, what for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.hours import Interval, instant
from clinic_app.features.schedule.queries import AppointmentRow, ProviderRow, TypeRow
from clinic_app.features.schedule.view import words
from clinic_app.features.schedule.view.concerns import ConcernBox
from clinic_app.features.schedule.view.controls import Choice, LengthField, TimeField
from clinic_app.parts.day_field import DayField
from clinic_app.parts.patient_picker import PatientPicker
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Field, Label

REASON_LENGTH = 1000
_MODALITIES = ("in_person", "video", "audio", "chat")


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a booking begins: a provider, a date, a minute of it; a length when one was marked."""

    provider_id: str
    day: date
    minute: int
    length: int = 0


class BookingForm(QWidget):
    """`changed` when the provider or the time is another one, `patient_changed` when the patient is."""

    changed = Signal()
    patient_changed = Signal()
    typed = Signal()

    def __init__(
        self, zone: ZoneInfo, picker: PatientPicker, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._zone = zone
        self._providers: dict[str, ProviderRow] = {}
        self._types: dict[str, TypeRow] = {}
        self._is_filling = False
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
        self._lay_out()
        picker.picked.connect(self._on_patient)
        picker.dropped.connect(self._on_patient)
        self.type.currentIndexChanged.connect(self._on_type)
        self.provider.currentIndexChanged.connect(self._on_changed)
        self.day.dateChanged.connect(self._on_changed)
        self.start.timeChanged.connect(self._on_changed)
        self.length.valueChanged.connect(self._on_changed)
        self.modality.currentIndexChanged.connect(self._on_typed)
        for text in (self.reason, self.concerns.reason, picker.field):
            text.textChanged.connect(self._on_typed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(theme().space("small") + 2)
        self.patient_field = Field(tr("Schedule", "Patient"), self.picker, self)
        times = QHBoxLayout()
        times.setSpacing(theme().space())
        times.addWidget(Field(tr("Schedule", "Start"), self.start, self), 1)
        times.addWidget(Field(tr("Schedule", "Length"), self.length, self), 1)
        column.addWidget(self.patient_field)
        column.addWidget(self.ahead)
        column.addWidget(Field(tr("Schedule", "Type"), self.type, self))
        column.addWidget(Field(tr("Schedule", "With"), self.provider, self))
        column.addWidget(Field(tr("Schedule", "Date"), self.day, self))
        column.addLayout(times)
        column.addWidget(self.concerns)
        column.addWidget(Field(tr("Schedule", "Meeting"), self.modality, self))
        column.addWidget(Field(tr("Schedule", "Reason"), self.reason, self))
        column.addWidget(self.error)
        self.ahead.hide()
        self.error.hide()

    # What the panel calls

    def offer(self, providers: Sequence[ProviderRow], types: Sequence[TypeRow]) -> None:
        """Offer these people and kinds of visit."""
        self._providers = {row.id: row for row in providers}
        self._types = {row.id: row for row in types}
        self.provider.offer([(row.id, row.display_name) for row in providers])
        self.type.offer([(row.id, f"{row.name} · {fmt.duration(row.minutes)}") for row in types])

    def clear(self) -> None:
        """Empty, as for another patient."""
        self.picker.clear()
        self.reason.clear()
        self.concerns.forget()
        self.explain("")
        self._is_filling = True
        self._take_type()
        self._is_filling = False

    def take(self, wish: Wish) -> None:
        """Take this place and time; who and what for stay."""
        self._is_filling = True
        self.provider.choose(wish.provider_id)
        self.day.setDate(fmt.to_qdate(wish.day))
        self.start.set_minute(wish.minute)
        if wish.length:
            self.length.setValue(wish.length)
        self._is_filling = False
        self._on_changed()

    def snapshot(self) -> dict[str, Any]:
        """All that was filled in, as JSON can hold it."""
        wish, patient = self.wish, self.picker.patient
        return {
            "provider_id": wish.provider_id,
            "day": wish.day.isoformat(),
            "minute": wish.minute,
            "length": wish.length,
            "type_id": self.type.value,
            "modality": self.modality.value,
            "patient_id": patient.id if patient is not None else "",
            "search": self.picker.field.text() if patient is None else "",
            "reason": self.reason.text(),
            "cursor": self.reason.cursorPosition(),
            "overbook_reason": self.concerns.reason.text(),
        }

    async def restore(self, value: Mapping[str, Any]) -> None:
        """Fill in what `snapshot` gave, with the cursor where it was."""
        self.clear()
        self._is_filling = True
        self.type.choose(str(value.get("type_id", "")))
        self.modality.choose(str(value.get("modality", "")))
        self._is_filling = False
        self.reason.setText(str(value.get("reason", "")))
        self.reason.setCursorPosition(int(value.get("cursor", 0)))
        self.concerns.reason.setText(str(value.get("overbook_reason", "")))
        day = date.fromisoformat(str(value["day"]))
        provider_id, length = str(value["provider_id"]), int(value["length"])
        self.take(Wish(provider_id, day, int(value["minute"]), length))
        if value.get("patient_id"):
            await self.picker.choose_id(str(value["patient_id"]))
        else:
            self.picker.clear(str(value.get("search", "")))

    @property
    def time(self) -> Interval:
        """The time chosen now."""
        minute = self.start.minute
        wall = time(minute // 60, minute % 60)
        starts_at = instant(fmt.from_qdate(self.day.date()), wall, self._zone)
        return Interval(starts_at, starts_at + timedelta(minutes=self.length.value()))

    @property
    def wish(self) -> Wish:
        """The place and time chosen now, as the calendar counts."""
        day = fmt.from_qdate(self.day.date())
        return Wish(self.provider.value, day, self.start.minute, self.length.value())

    @property
    def provider_row(self) -> ProviderRow | None:
        """Whom to book with."""
        return self._providers.get(self.provider.value)

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

    # Slots

    @Slot()
    def _on_patient(self) -> None:
        self.patient_field.set_error("")
        self.patient_changed.emit()
        self.typed.emit()

    @Slot()
    def _on_type(self) -> None:
        if self._is_filling:
            return
        self._is_filling = True
        self._take_type()
        self._is_filling = False
        self._on_changed()

    def _take_type(self) -> None:
        kind = self._types.get(self.type.value)
        if kind is not None:
            self.length.setValue(kind.minutes)
            self.modality.choose(kind.modality)

    @Slot()
    def _on_changed(self) -> None:
        if not self._is_filling:
            self.explain("")
            self.changed.emit()
            self.typed.emit()

    @Slot()
    def _on_typed(self) -> None:
        if not self._is_filling:
            self.typed.emit()
