"""The panel of one appointment: all that is known of it, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.appointments import MOVABLE, may_become
from clinic_app.domain.durations import minutes
from clinic_app.features.schedule.queries import AppointmentRow
from clinic_app.features.schedule.view import words
from clinic_app.features.schedule.view.layout import STATES
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Chip, Label, StateChip

_NEXT = {
    "scheduled": "arrived",
    "confirmed": "arrived",
    "arrived": "in_progress",
    "in_progress": "completed",
    "cancelled": "scheduled",
    "no_show": "arrived",
}
"""The step that comes next on most days."""


class DetailsPanel(Card):
    """`status_wanted` carries (id, status), the other signals the appointment's or patient's id."""

    status_wanted = Signal(str, str)
    move_wanted = Signal(str)
    cancel_wanted = Signal(str)
    reinstate_wanted = Signal(str)
    record_wanted = Signal(str)
    closed = Signal()

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(tr("Schedule", "Appointment"), parent)
        self._zone = zone
        self.row: AppointmentRow | None = None
        self.name = Label("", "large", self, wrap=True, selectable=True)
        self.state = StateChip("scheduled", self)
        self.draft = Chip("", "amber", self)
        self.facts = Label("", "plain", self, wrap=True, selectable=True)
        self.person = Label("", "muted", self, wrap=True, selectable=True)
        self.ahead = Label("", "note", self, wrap=True)
        self.next = Button("", "primary", self)
        self.confirm = Button(tr("Schedule", "Confirm"), "plain", self, hint="C")
        self.missed = Button(tr("Schedule", "No-show"), "plain", self)
        self.back = Button("", "plain", self)
        self.shift = Button(tr("Schedule", "Move"), "plain", self, hint="M")
        self.record = Button(tr("Schedule", "Open record"), "plain", self)
        self.cancel = Button(tr("Schedule", "Cancel appointment"), "warn", self, hint="Del")
        self.close_ = Button(tr("Schedule", "Close"), "quiet", self, hint="Esc")
        chips = QHBoxLayout()
        chips.setSpacing(theme().space("tiny") + 2)
        chips.addWidget(self.state)
        chips.addWidget(self.draft)
        chips.addStretch(1)
        self.body.addWidget(self.name)
        self.body.addLayout(chips)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.person)
        self.body.addWidget(self.ahead)
        self.body.addLayout(self._buttons())
        self.body.addStretch(1)
        self.head.addWidget(self.close_)
        self._connect()

    def _buttons(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setContentsMargins(0, theme().space("tiny"), 0, 0)
        box.setSpacing(theme().space())
        box.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        for pair in ((self.confirm, self.missed, self.back), (self.shift, self.record)):
            row = QHBoxLayout()
            row.setSpacing(theme().space())
            for button in pair:
                row.addWidget(button)
            row.addStretch(1)
            box.addLayout(row)
        box.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _connect(self) -> None:
        self.next.clicked.connect(self._on_next)
        self.confirm.clicked.connect(self._on_confirm)
        self.missed.clicked.connect(self._on_missed)
        self.back.clicked.connect(self._on_back)
        self.shift.clicked.connect(self._on_move)
        self.record.clicked.connect(self._on_record)
        self.cancel.clicked.connect(self._on_cancel)
        self.close_.clicked.connect(self._on_close)

    # What the page calls

    def show_row(self, row: AppointmentRow, now: datetime) -> None:
        """Show this appointment as it is now."""
        self.row = row
        self.name.setText(words.patient_name(row))
        if row.status in STATES:
            self.state.set_state(row.status)
        else:
            self.state.set(row.status, "slate")
        if row.status in ("arrived", "in_progress"):
            self.state.setText(words.state_line(row, now))
        self.draft.setText(words.draft_word(row.draft))
        self.draft.setVisible(row.draft is not None)
        self.facts.setText("\n".join(self._facts(row, now)))
        self.person.setText("\n".join(self._person(row, now)))
        self._say_buttons(row)
        self.setAccessibleDescription(words.spoken(row, self._zone))

    def show_ahead(self, rows: Sequence[AppointmentRow], now: datetime) -> None:
        """What else the patient has booked."""
        today = now.astimezone(self._zone).date()
        others = [row for row in rows if self.row is None or row.id != self.row.id]
        said = [
            f"{fmt.moment(row.starts_at, self._zone.key, today)} · {row.provider_name or ''}"
            for row in others
        ]
        self.ahead.setText(tr("Schedule", "Also booked:") + "\n" + "\n".join(said))
        self.ahead.setVisible(bool(said))

    def _facts(self, row: AppointmentRow, now: datetime) -> list[str]:
        starts, ends = row.starts_at.astimezone(self._zone), row.ends_at.astimezone(self._zone)
        today = now.astimezone(self._zone).date()
        length = fmt.duration(minutes(row.ends_at - row.starts_at))
        day = fmt.day_near(starts.date(), today)
        lines = [
            f"{day[:1].upper()}{day[1:]}, {fmt.span(starts, ends, '')} · {length}",
            f"{row.provider_name or ''} · {words.modality_word(row.modality)}",
            " · ".join(dict.fromkeys(p for p in (row.type_name or "", row.reason) if p)),
        ]
        if row.is_overbooked:
            lines.append(tr("Schedule", "Overbooked: {reason}", reason=row.overbook_reason))
        if row.status == "cancelled" and row.cancel_reason:
            lines.append(tr("Schedule", "Cancelled: {reason}", reason=row.cancel_reason))
        return [line for line in lines if line]

    def _person(self, row: AppointmentRow, now: datetime) -> list[str]:
        born = row.birth_date
        today = now.astimezone(self._zone).date()
        return [
            line
            for line in (
                f"{fmt.full_date(born)} · {fmt.age(born, today)}" if born else "",
                fmt.phone(row.phone or ""),
                row.record_number or tr("Schedule", "no record number yet"),
            )
            if line
        ]

    def _say_buttons(self, row: AppointmentRow) -> None:
        verbs = {
            "scheduled": (tr("Schedule", "Arrived"), "A"),
            "confirmed": (tr("Schedule", "Arrived"), "A"),
            "arrived": (tr("Schedule", "Call in"), ""),
            "in_progress": (tr("Schedule", "Complete"), ""),
            "cancelled": (tr("Schedule", "Put it back"), ""),
            "no_show": (tr("Schedule", "Arrived after all"), "A"),
        }
        verb, hint = verbs.get(row.status, ("", ""))
        self.next.setText(verb)
        self.next.set_hint(hint)
        self.next.setVisible(bool(verb))
        self.confirm.setVisible(row.status == "scheduled")
        self.missed.setVisible(
            row.status in ("scheduled", "confirmed") and may_become(row.status, "no_show")
        )
        backwards = {
            "arrived": tr("Schedule", "Not here yet"),
            "in_progress": tr("Schedule", "Back to waiting"),
            "completed": tr("Schedule", "Not done yet"),
        }
        self.back.setText(backwards.get(row.status, ""))
        self.back.setVisible(row.status in backwards)
        self.shift.setVisible(row.status in MOVABLE)
        self.cancel.setVisible(may_become(row.status, "cancelled"))

    # Slots

    @Slot()
    def _on_next(self) -> None:
        if self.row is None:
            return
        if self.row.status == "cancelled":
            self.reinstate_wanted.emit(self.row.id)
        elif self.row.status in _NEXT:
            self.status_wanted.emit(self.row.id, _NEXT[self.row.status])

    @Slot()
    def _on_confirm(self) -> None:
        self._want("confirmed")

    @Slot()
    def _on_missed(self) -> None:
        self._want("no_show")

    @Slot()
    def _on_back(self) -> None:
        before = {"arrived": "confirmed", "in_progress": "arrived", "completed": "in_progress"}
        if self.row is not None and self.row.status in before:
            self._want(before[self.row.status])

    def _want(self, status: str) -> None:
        if self.row is not None:
            self.status_wanted.emit(self.row.id, status)

    @Slot()
    def _on_move(self) -> None:
        if self.row is not None:
            self.move_wanted.emit(self.row.id)

    @Slot()
    def _on_cancel(self) -> None:
        if self.row is not None:
            self.cancel_wanted.emit(self.row.id)

    @Slot()
    def _on_record(self) -> None:
        if self.row is not None:
            self.record_wanted.emit(self.row.patient_id)

    @Slot()
    def _on_close(self) -> None:
        self.closed.emit()

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.focusWidget()
        match event.key():
            case Qt.Key.Key_Escape:
                self._on_close()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if isinstance(focused, QPushButton):
                focused.click()
            case _:
                super().keyPressEvent(event)
