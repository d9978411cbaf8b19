"""What of the trail is shown: whose, what kind, which record, which days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from clinic_app.domain.hours import day_range
from clinic_app.features.audit.model import ACTIONS, Entry, Wanted
from clinic_app.features.audit.queries import PersonRow
from clinic_app.features.audit.view import words
from clinic_app.parts.day_field import DayField
from clinic_app.parts.patient_picker import PatientPicker
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Button, Card, Field, Label
from sync.replica.search import PatientFound

DAYS, LONG_DAYS = 7, 90
_PAUSE_MS = 250
"""Somebody who steps through the days asks once, at the last of them."""


class Filters(Card):
    """`changed` when something else is wanted, a moment after the last change of many."""

    changed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Audit", "Show"), parent)
        self._zone = ctx.person.time_zone
        self._today = fmt.local(ctx.clock.now(), self._zone).date()
        self._row_id = ""
        self.person, self.action = QComboBox(self), QComboBox(self)
        self.action.addItem(tr("Audit", "Everything"), "")
        for each in ACTIONS:
            self.action.addItem(words.action(each), each)
        self.action.setMaxVisibleItems(len(ACTIONS) + 1)
        self.patient = PatientPicker(
            ctx.replica, ctx.person.facility_id, self._today, ctx.scope, self, may_register=False
        )
        self.record = Label("", "strong", self, wrap=True)
        self.any_record = Button(tr("Audit", "Any record"), "quiet", self)
        self.since = DayField(tr("Audit", "From"), self)
        self.until = DayField(tr("Audit", "Until"), self)
        self.again = Button(tr("Audit", "Start over"), "plain", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.offer_people(())
        self._put_days()
        self._lay_out()
        self.person.currentIndexChanged.connect(self._on_changed)
        self.action.currentIndexChanged.connect(self._on_changed)
        self.since.dateChanged.connect(self._on_days_changed)
        self.until.dateChanged.connect(self._on_days_changed)
        self.patient.picked.connect(self._on_picked)
        self.patient.dropped.connect(self._on_dropped)
        self.any_record.clicked.connect(self._on_any_record)
        self.again.clicked.connect(self.start_over)

    @property
    def wanted(self) -> Wanted:
        """What is asked for now."""
        zone = ZoneInfo(self._zone)
        first, last = fmt.from_qdate(self.since.date()), fmt.from_qdate(self.until.date())
        return Wanted(
            person=str(self.person.currentData() or ""),
            action=str(self.action.currentData() or ""),
            row_id=self._row_id,
            since=day_range(first, zone).starts_at,
            until=day_range(last, zone).ends_at,
        )

    def offer_people(self, rows: Sequence[PersonRow]) -> None:
        """Whom one can choose; who is chosen stays."""
        chosen = self.person.currentData()
        blocked = self.person.blockSignals(True)
        self.person.clear()
        for key, name in words.choices([(row.user_id, row.display_name) for row in rows]):
            self.person.addItem(name, key)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))
        self.person.blockSignals(blocked)

    def take_person(self, entry: Entry, name: str) -> None:
        """Only what this person did."""
        if self.person.findData(entry.person) < 0:
            self.person.addItem(name, entry.person)
        self.person.setCurrentIndex(self.person.findData(entry.person))

    def take_record(self, entry: Entry, name: str) -> None:
        """Only what was done with this record."""
        self.patient.clear()
        self._row_id = entry.row_id
        self._show_record(name)
        self._on_changed()

    async def take_patient(self, patient_id: str) -> None:
        """Only what was done with this patient's record, over the last months."""
        self.start_over()
        self.since.setDate(fmt.to_qdate(self._today - timedelta(days=LONG_DAYS)))
        await self.patient.choose_id(patient_id)

    def start_over(self) -> None:
        """Everybody, everything, the last days."""
        self._row_id = ""
        self.patient.clear()
        self._show_record("")
        self.person.setCurrentIndex(0)
        self.action.setCurrentIndex(0)
        self._put_days()
        self._on_changed()

    def _put_days(self) -> None:
        for field, day in ((self.since, self._first), (self.until, self._today)):
            blocked = field.blockSignals(True)
            field.setMaximumDate(fmt.to_qdate(self._today + timedelta(days=1)))
            field.setDate(fmt.to_qdate(day))
            field.blockSignals(blocked)

    @property
    def _first(self) -> date:
        return self._today - timedelta(days=DAYS - 1)

    def _show_record(self, name: str) -> None:
        self.record.setText(name)
        for each in (self.record, self.any_record):
            each.setVisible(bool(name))
        self.patient.setVisible(not name)

    def _lay_out(self) -> None:
        self.body.addWidget(Field(tr("Audit", "Who"), self.person, self))
        self.body.addWidget(Field(tr("Audit", "What"), self.action, self))
        self.body.addWidget(Label(tr("Audit", "Patient"), "field", self))
        self.patient.field.setAccessibleName(tr("Audit", "Patient"))
        self.body.addWidget(self.patient)
        self.body.addWidget(self.record)
        self.body.addWidget(self.any_record)
        self.body.addWidget(Field(tr("Audit", "From"), self.since, self))
        self.body.addWidget(Field(tr("Audit", "Until"), self.until, self))
        self.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeading)
        self.body.addStretch(1)
        self._show_record("")

    # Slots

    def _on_changed(self) -> None:
        self._timer.start()

    def _on_days_changed(self) -> None:
        if self.since.date() > self.until.date():
            other = self.until if self.since.hasFocus() else self.since
            blocked = other.blockSignals(True)
            other.setDate(self.since.date() if other is self.until else self.until.date())
            other.blockSignals(blocked)
        self._timer.start()

    def _on_picked(self, patient: PatientFound) -> None:
        self._row_id = patient.id
        self._on_changed()

    def _on_dropped(self) -> None:
        self._row_id = ""
        self._on_changed()

    def _on_any_record(self) -> None:
        self._row_id = ""
        self._show_record("")
        self.patient.field.setFocus()
        self._on_changed()
