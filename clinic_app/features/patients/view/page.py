"""The patients page: find at the left, the record or its form at the right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QWidget

from clinic_app import errors
from clinic_app.domain.roles import ADMINISTERING, may_book
from clinic_app.features.patients.actions import (
    Archived,
    ArchivePatient,
    CorrectDetails,
    Corrected,
    Gone,
    Reactivate,
    Reactivated,
    Registered,
    Unchanged,
)
from clinic_app.features.patients.queries import PatientCard
from clinic_app.features.patients.view import words
from clinic_app.features.patients.view.editing import Editing
from clinic_app.features.patients.view.finder import Finder
from clinic_app.features.patients.view.record import Record
from clinic_app.parts.kept_text import form_key, kept_form
from clinic_app.parts.why import why
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command
from clinic_app.ui.page import Page
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, EmptyState
from sync.errors import Expected

_LIST_WIDTH, _LIST_LEAST = 340, 220


class PatientsPage(Page):
    """Find a patient as you type; open, register and correct them with the keyboard alone."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, tr("Patients", "Patients"), parent)
        self.finder = Finder(self.ctx, self)
        self.finder.chosen.connect(self._on_chosen)
        self.finder.entered.connect(self.open)
        self.finder.register_asked.connect(self._on_register_asked)
        self.record = Record(self.ctx, self)
        self.record.changed.connect(self._on_record_changed)
        self.record.edit_asked.connect(self.edit)
        self.record.book_asked.connect(self.book)
        self.record.archive_asked.connect(self._on_archive_asked)
        self.record.form_asked.connect(self.edit)
        self._form_area = QScrollArea(self)
        self.editing = Editing(self.ctx, self)
        self.editing.saved.connect(self._on_saved)
        self.editing.left.connect(self._on_form_left)
        self.editing.known_chosen.connect(self._on_known_chosen)
        self.nobody = EmptyState(icon="patients", parent=self)
        # A signal holds no page; the state's own callback would be a cycle that Qt dies of.
        self.nobody.button.clicked.connect(self._on_register_clicked)
        self.register_button = Button(
            tr("Patients", "New patient"), "primary", hint="Ctrl+N", icon="plus"
        )
        self.register_button.clicked.connect(self._on_register_clicked)
        self._wanted = ""
        self._may_write = may_book(ctx.person.role)
        self.finder.offer_registering(on=self._may_write)
        self._lay_out()
        self._show_nobody()

    # What the window calls

    def action_widgets(self) -> Sequence[QWidget]:
        return (self.register_button,) if self._may_write else ()

    def commands(self) -> Sequence[Command]:
        find = Command("patients.find", tr("Patients", "Find a patient"), "Ctrl+F", self.seek)
        audit = Command(
            "patients.audit",
            tr("Patients", "Who did what with this record"),
            "",
            self.audit,
            self._has,
        )
        reading = (find, audit) if self.ctx.person.role in ADMINISTERING else (find,)
        if not self._may_write:
            return reading
        return (
            *reading,
            Command("patients.register", tr("Patients", "New patient"), "Ctrl+N", self.register),
            Command(
                "patients.edit", tr("Patients", "Edit this patient"), "Ctrl+E", self.edit, self._has
            ),
            Command(
                "patients.book",
                tr("Patients", "Book for this patient"),
                "Ctrl+B",
                self.book,
                self._has,
            ),
        )

    def go_to(self, **where: object) -> None:
        """`patient_id` opens a record; `register=True` a new one, with `family_name` and so on."""
        patient_id = where.pop("patient_id", None)
        if patient_id is not None:
            self.open(str(patient_id))
        elif where.pop("register", False):
            self.scope.restart("open form", self._register({k: str(v) for k, v in where.items()}))

    def on_shown(self) -> None:
        if self.editing.is_open:
            self.editing.form.set_place(*self.editing.form.place())
        else:
            self.seek()

    async def leave(self) -> None:
        await self.editing.kept.keep()

    # What a person does

    def seek(self) -> None:
        """Go to the search field."""
        self.finder.go()

    def open(self, patient_id: str) -> None:
        """Show one record, closing a form over another (its text is kept)."""
        if self.editing.is_open and self.editing.patient_id != patient_id:
            self.editing.leave()
        self._wanted = patient_id
        self.finder.mark(patient_id)
        self.record.follow(patient_id)
        self.scope.restart("unsaved", self._look_for_unsaved(patient_id))

    def register(self) -> None:
        """Open the form for somebody new; a name that was searched for is theirs."""
        self._on_register_clicked()

    def edit(self) -> None:
        """Open the form over the record that is shown."""
        row = self.record.row
        if row is not None and self._may_write and not self.editing.is_open:
            self.scope.restart("open form", self._edit(row))

    def book(self) -> None:
        """Go to the schedule with this patient."""
        row = self.record.row
        if row is not None and row.is_active:
            self.ctx.navigate("schedule", patient_id=row.id)

    def audit(self) -> None:
        """Go to the audit trail of this record."""
        if self.record.row is not None:
            self.ctx.navigate("audit", patient_id=self.record.row.id)

    # Private

    async def _register(self, typed: dict[str, str]) -> None:
        if self.editing.is_open:
            self.editing.leave()
        self.finder.mark("")
        self._wanted = ""
        self.right.setCurrentWidget(self._form_area)
        await self.editing.open_new(typed)

    async def _edit(self, row: PatientCard) -> None:
        self.right.setCurrentWidget(self._form_area)
        await self.editing.open_row(row)

    async def _look_for_unsaved(self, patient_id: str) -> None:
        key = form_key(self.ctx.person.id, "patients", patient_id)
        async for kept in self.ctx.replica.watch(kept_form(key)):
            when = ""
            if kept:
                at = datetime.fromisoformat(kept[0].value["at"])
                when = fmt.moment(at, self.ctx.person.time_zone, words.today(self.ctx))
            self.record.show_unsaved(when)

    async def _set_active(self, patient_id: str, *, active: bool) -> None:
        command = Reactivate(patient_id) if active else ArchivePatient(patient_id)
        label = (
            tr("Patients", "Reactivate a patient")
            if active
            else tr("Patients", "Archive a patient")
        )
        match await self.ctx.replica.write(label, command):
            case Archived():
                back = partial(self._set_active, patient_id, active=True)
                self.say(tr("Patients", "Archived"), tr("Patients", "Kept, out of the lists"), back)
            case Reactivated():
                back = partial(self._set_active, patient_id, active=False)
                self.say(tr("Patients", "Back in the lists"), "", back)
            case Gone():
                self.show_trouble(tr("Patients", "This record is not here any more."))

    async def _guarded(self, patient_id: str, *, active: bool) -> None:
        try:
            await self._set_active(patient_id, active=active)
        except Expected as error:
            said = errors.words(error)
            self.show_trouble(f"{said.title}.", said.sentence)

    async def _put_back(self, outcome: Corrected) -> None:
        """Undo a correction: only the fields it changed, and only if nobody changed them since."""
        label = tr("Patients", "Undo a correction")
        await self.ctx.replica.write(label, CorrectDetails(outcome.patient_id, outcome.before))

    def _show_nobody(self) -> None:
        self.nobody.say(
            tr("Patients", "Nobody chosen"),
            tr("Patients", "Type a name, a phone number or a birth date; Enter opens the first."),
            tr("Patients", "New patient") if self._may_write else "",
        )
        self.right.setCurrentWidget(self.nobody)

    def _show_missing(self) -> None:
        """A record that was asked for is not here: whoever asks is told the rule."""
        if not self._wanted:
            self._show_nobody()
            return
        rule = why(self.ctx.person.role, "patients", "read")
        self.nobody.say(tr("Patients", "This record is not here."), rule)
        self.right.setCurrentWidget(self.nobody)

    def _has(self) -> bool:
        return self.record.row is not None and not self.editing.is_open

    # Slots

    def _on_chosen(self, patient_id: str) -> None:
        if patient_id != self._wanted:
            self.open(patient_id)

    def _on_record_changed(self, row: PatientCard | None) -> None:
        if self.editing.is_open:
            if row is not None:
                self.editing.row_changed(row)
            return
        if row is None:
            self._show_missing()
        else:
            self.right.setCurrentWidget(self.record)

    def _on_register_clicked(self) -> None:
        self._on_register_asked(self.finder.typed)

    def _on_register_asked(self, typed: str) -> None:
        family, _, given = typed.partition(" ")
        is_name = typed.replace(" ", "").isalpha()
        first = {"family_name": family, "given_name": given} if is_name else {}
        self.scope.restart("open form", self._register(first))

    def _on_archive_asked(self) -> None:
        row = self.record.row
        if row is not None:
            self.scope.start("archive", self._guarded(row.id, active=not row.is_active))

    def _on_saved(self, outcome: Registered | Corrected | Unchanged) -> None:
        self.record.looking.known("patients", outcome.patient_id)
        self.open(outcome.patient_id)
        self.right.setCurrentWidget(self.record)
        match outcome:
            case Registered(patient_id):
                back = partial(self._set_active, patient_id, active=False)
                self.say(
                    tr("Patients", "Registered"), tr("Patients", "Kept on this computer"), back
                )
            case Corrected():
                back_ = partial(self._put_back, outcome)
                self.say(tr("Patients", "Saved"), tr("Patients", "Kept on this computer"), back_)
            case Unchanged():
                pass
        self.finder.go_to_list()

    def _on_form_left(self) -> None:
        row = self.record.row
        if row is not None:
            self._wanted = row.id
            self.finder.mark(row.id)
            self.right.setCurrentWidget(self.record)
        else:
            self._show_nobody()
        self.finder.go_to_list()

    def _on_known_chosen(self, patient_id: str) -> None:
        self.editing.leave()
        self.open(patient_id)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium") + 2)
        self.finder.setMinimumWidth(_LIST_LEAST)
        self.finder.setMaximumWidth(_LIST_WIDTH)
        row.addWidget(self.finder, 2)
        self.right = QStackedWidget(self)
        self._form_area.setWidgetResizable(True)
        self._form_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._form_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._form_area.setWidget(self.editing)
        for each in (self.nobody, self.record, self._form_area):
            self.right.addWidget(each)
        row.addWidget(self.right, 4)
        self.body.addLayout(row)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        if event.key() == Qt.Key.Key_Escape and self.editing.is_open:
            self.editing.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, Button):
            focused.click()
        else:
            super().keyPressEvent(event)
