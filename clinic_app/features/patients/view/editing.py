"""Filling in a record: a form that survives everything, and the question whether we know them already.

What is typed is kept every few moments and whenever the form goes out of sight; it comes back with
its cursor. The stream of the record never writes over it: fields nobody touched follow, the others
say beside them what the record holds now.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app import errors
from clinic_app.domain.edits import met, touched
from clinic_app.features.patients import model, queries
from clinic_app.features.patients.actions import (
    ChangedMeanwhile,
    CorrectDetails,
    Corrected,
    Gone,
    PossibleDuplicates,
    Registered,
    RegisterPatient,
    Unchanged,
)
from clinic_app.features.patients.queries import PatientCard
from clinic_app.features.patients.view import words
from clinic_app.features.patients.view.form import BLANK, phone_region, texts_of
from clinic_app.features.patients.view.form_card import FormCard
from clinic_app.parts.kept_text import NEW, KeptText
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from sync.errors import Expected
from sync.ids import new_id


class Editing(QWidget):
    """A form over one record or a new one.

    `saved` carries the outcome (Registered, Corrected or Unchanged); `left` says that the form was
    closed, its text kept; `known_chosen` carries the id of somebody who is registered already.
    """

    saved = Signal(object)
    left = Signal()
    known_chosen = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._id = ""
        self._row: PatientCard | None = None
        self._seen = BLANK
        self._is_saving = False
        self.kept = KeptText(ctx, "patients", self._snapshot, self)
        self.kept.rested.connect(self._on_rested)
        self.card = FormCard(ctx, self)
        self.form, self.alike = self.card.form, self.card.alike
        self.form.edited.connect(self._on_edited)
        self.form.entered.connect(self.save)
        self.card.restored.acted.connect(self._on_start_over)
        self.card.save.clicked.connect(self.save)
        self.card.leave.clicked.connect(self.leave)
        self.card.discard.clicked.connect(self._on_start_over)
        self.alike.opened.connect(self.known_chosen)
        self.alike.refused.connect(self._on_register_anyway)
        self.alike.back.connect(self._on_back_to_form)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.card)
        outer.addStretch(1)

    @property
    def is_open(self) -> bool:
        """Whether a record is being filled in."""
        return bool(self._id)

    @property
    def patient_id(self) -> str:
        """The record that is being corrected; empty for a new one."""
        return self._row.id if self._row is not None else ""

    # What the page calls

    async def open_new(self, typed: Mapping[str, str] | None = None) -> None:
        """Start a registration, or go on with the one that was begun."""
        self._begin(None, new_id())
        if await self._bring_back():
            return
        if typed:
            self.form.put(typed)
            self.kept.note_edit()
        self.form.set_place("family_name")

    async def open_row(self, row: PatientCard) -> None:
        """Correct this record, with what was typed about it before and not saved."""
        self._begin(row, row.id)
        if not await self._bring_back():
            self.form.set_place("family_name")

    def row_changed(self, row: PatientCard) -> None:
        """The record changed under the form."""
        if self._row is None or row.id != self._row.id or self._is_saving:
            return
        is_news = row.version != self._row.version or texts_of(row) != texts_of(self._row)
        self._row = row
        if is_news:
            self._meet(row)

    def leave(self) -> None:
        """Close the form; what was typed is kept for later."""
        if not self.is_open:
            return
        self.kept.keep_soon()
        self._id = ""
        self.left.emit()

    def save(self) -> None:
        """Save; a second Enter meanwhile does nothing."""
        self._save(deliberately=False)

    # Private

    def _begin(self, row: PatientCard | None, patient_id: str) -> None:
        self._row, self._id = row, patient_id
        self._seen = texts_of(row) if row else BLANK
        self._is_saving = False
        self.kept.begin(row.id if row else NEW)
        self.form.put(self._seen)
        self.form.clear_errors()
        self.form.show_clashes({})
        self.card.hide_strips()
        self.card.show_form()
        self.card.discard.hide()
        name = words.spoken_name(row) if row else ""
        self.card.title.setText(
            tr("Patients", "Edit {name}", name=name) if row else tr("Patients", "New patient")
        )
        self.card.save.setText(tr("Patients", "Save") if row else tr("Patients", "Register"))

    async def _bring_back(self) -> bool:
        """Put back what was typed before; False when there is nothing."""
        value = await self.kept.bring_back()
        if value is None or not self.is_open:
            return False
        if self._row is None:
            self._id = value["id"]
        else:
            self._seen = dict(value["seen"])
        self.form.put({name: value["typed"].get(name, "") for name in model.FIELDS})
        when = words.kept_since(
            datetime.fromisoformat(value["at"]), self._ctx.person.time_zone, words.today(self._ctx)
        )
        self.card.restored.say(when, "", tr("Patients", "Start over"))
        self.card.discard.show()
        if self._row is not None:
            self._meet(self._row)
        self.form.set_place(value["field"], value["cursor"])
        return True

    def _meet(self, row: PatientCard) -> None:
        """Let the form and the record's new state meet."""
        now = texts_of(row)
        found = met(self.form.typed, self._seen, now)
        self.form.put({name: now[name] for name in found.follow})
        self._seen = self._seen | {n: now[n] for n in model.FIELDS if n not in found.clash}
        self.form.show_clashes({name: now[name] for name in found.clash})
        if not found.fields:
            return
        detail = tr("Patients", "{fields}.", fields=words.fields(found.fields))
        if found.clash:
            kept = tr("Patients", "What you typed was left alone; saving writes yours.")
            detail = f"{detail} {kept}"
        self.card.changed.say(words.changed_by(row, self._ctx.person.time_zone), detail)

    def _save(self, *, deliberately: bool) -> None:
        if self._is_saving or not self.is_open:
            return
        found = model.read(
            self.form.typed, model.date_order(words.birth_pattern()), words.today(self._ctx)
        )
        self.form.show_problems(found.problems)
        if found.problems:
            self._on_back_to_form()
            return
        self._is_saving = True
        self.card.trouble.say("")
        self._ctx.scope.start("save patient", self._write(found.values, deliberately=deliberately))

    async def _write(self, values: Mapping[str, Any], *, deliberately: bool) -> None:
        try:
            if self._row is None:
                await self._register(values, deliberately=deliberately)
            else:
                await self._correct(self._row, values)
        except Expected as error:
            said = errors.words(error)
            self._say(f"{said.title}.", said.sentence)
        finally:
            self._is_saving = False

    def _say(self, text: str, detail: str) -> None:
        self.card.trouble.say(text, detail)

    async def _register(self, values: Mapping[str, Any], *, deliberately: bool) -> None:
        command = RegisterPatient(
            self._id, self._ctx.person.facility_id, values, deliberately=deliberately
        )
        label = tr("Patients", "Register a patient")
        match await self._ctx.replica.write(label, command):
            case Registered() as outcome:
                await self._finish(outcome)
            case PossibleDuplicates(rows):
                self.card.show_alike()
                self.alike.show_rows(rows, words.newcomer(values, words.today(self._ctx)))
            case other:
                assert_never(other)

    async def _correct(self, row: PatientCard, values: Mapping[str, Any]) -> None:
        edited = touched(self.form.typed, self._seen)
        # Whoever saves has seen the clashes that are shown, and means it.
        seen = {name: getattr(row, name) for name in edited}
        command = CorrectDetails(row.id, {name: values[name] for name in edited}, seen)
        label = tr("Patients", "Correct a patient's details")
        match await self._ctx.replica.write(label, command):
            case Corrected() | Unchanged() as outcome:
                await self._finish(outcome)
            case ChangedMeanwhile():
                await self._look_again(row.id)
            case Gone():
                self._say(
                    tr("Patients", "This record is not here any more."),
                    tr("Patients", "What you typed is kept. Close the form to see who is here."),
                )
            case other:
                assert_never(other)

    async def _look_again(self, patient_id: str) -> None:
        """The record moved in the moment of saving: show it before anything is written."""
        rows = await self._ctx.replica.read(queries.patient_card(patient_id).run)
        if rows:
            self._row = rows[0]
            self._meet(rows[0])

    async def _finish(self, outcome: Registered | Corrected | Unchanged) -> None:
        await self.kept.forget()
        self._id = ""
        self.saved.emit(outcome)

    def _snapshot(self) -> Mapping[str, Any] | None:
        """What of the form is worth keeping."""
        typed = self.form.typed
        if typed == self._seen:
            return None
        field, cursor = self.form.place()
        return {
            "typed": typed,
            "seen": self._seen,
            "id": self._id,
            "field": field,
            "cursor": cursor,
            "at": self._ctx.clock.now().isoformat(),
        }

    def _on_edited(self) -> None:
        self.kept.note_edit()
        self.card.discard.setVisible(True)

    def _on_rested(self) -> None:
        if self.is_open:
            self.form.look_at_phone(phone_region())

    def _on_start_over(self) -> None:
        row, patient_id = self._row, self._id
        self._begin(row, patient_id if row else new_id())
        self._ctx.scope.start("forget form", self.kept.forget())
        self.form.set_place("family_name")

    def _on_register_anyway(self) -> None:
        self._save(deliberately=True)

    def _on_back_to_form(self) -> None:
        self.card.show_form()
        if not self.form.focus_first_error():
            self.form.set_place("family_name")

    # Overrides of Qt

    def hideEvent(self, event: QHideEvent) -> None:
        if self.is_open:
            self.kept.keep_soon()
        super().hideEvent(event)
