"""One patient's record as it stands: who they are, how to reach them, when they come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.domain.roles import may_book
from clinic_app.features.patients import queries
from clinic_app.features.patients.queries import PatientCard, VisitRow
from clinic_app.features.patients.view import words
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import (
    Banner,
    Button,
    Card,
    Chip,
    EmptyState,
    Label,
    LiveView,
    table_view,
)

_TONES = {
    "scheduled": "slate",
    "confirmed": "blue",
    "arrived": "amber",
    "in_progress": "brand",
    "completed": "green",
    "no_show": "red",
    "cancelled": "slate",
}
_ROWS_AHEAD = 5


class Record(QWidget):
    """Follows one patient; `changed` carries each new state of the record, None when it is gone."""

    changed = Signal(object)
    edit_asked = Signal()
    book_asked = Signal()
    archive_asked = Signal()
    form_asked = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._may_write = may_book(ctx.person.role)
        self.row: PatientCard | None = None
        self.name = Label("", "title", self)
        self.line = Label("", "muted", self)
        self.mark = Chip("", "amber", self)
        self.state = Chip(tr("Patients", "Archived"), "slate", self)
        self.book = Button(tr("Patients", "Book"), "primary", self, hint="Ctrl+B")
        self.edit = Button(tr("Patients", "Edit"), "plain", self, hint="Ctrl+E")
        self.archive = Button("", "warn", self)
        self.book.clicked.connect(self.book_asked)
        self.edit.clicked.connect(self.edit_asked)
        self.archive.clicked.connect(self.archive_asked)
        self.unsaved = Banner("amber", self)
        self.unsaved.acted.connect(self.form_asked)
        self.unsaved.hide()
        self._values: dict[str, Label] = {}
        self.ahead = _visits_table(self, ctx)
        self.behind = _visits_table(self, ctx)
        self._lay_out()

    def follow(self, patient_id: str) -> None:
        """Show this patient and stay with them."""
        now = self._ctx.clock.now()
        watch, scope = self._ctx.replica.watch, self._ctx.scope
        scope.restart("record", self._follow(patient_id))
        for name, table, query in (
            ("ahead", self.ahead, queries.visits_ahead(patient_id, now)),
            ("behind", self.behind, queries.visits_behind(patient_id, now)),
        ):
            scope.restart(f"record visits {name}", table.follow(watch(query)))

    def leave(self) -> None:
        """Follow nobody."""
        for name in ("record", "record visits ahead", "record visits behind"):
            self._ctx.scope.stop(name)
        self.row = None

    def show_unsaved(self, words_: str) -> None:
        """Say that text of an earlier edit is kept, or nothing when there is none."""
        self.unsaved.say(
            tr("Patients", "Unsaved changes."), words_, tr("Patients", "Go on with them")
        )
        self.unsaved.setVisible(bool(words_))

    async def _follow(self, patient_id: str) -> None:
        async for rows in self._ctx.replica.watch(queries.patient_card(patient_id)):
            self.row = rows[0] if rows else None
            if self.row is not None:
                self._show(self.row)
            self.changed.emit(self.row)

    def _show(self, row: PatientCard) -> None:
        today = words.today(self._ctx)
        self.name.setText(words.spoken_name(row))
        self.line.setText(
            words.joined(
                [
                    words.birth_and_age(row.birth_date, today),
                    words.gender(row.gender) if row.gender != "unknown" else "",
                    words.number(row.record_number),
                ]
            )
        )
        self.mark.setText(words.draft(row.draft))
        self.mark.setVisible(bool(row.draft))
        self.state.setVisible(not row.is_active)
        self.book.setVisible(row.is_active and self._may_write)
        self.edit.setVisible(self._may_write)
        self.archive.setVisible(self._may_write)
        self.archive.setText(
            tr("Patients", "Archive") if row.is_active else tr("Patients", "Reactivate")
        )
        self.archive.set_role("warn" if row.is_active else "plain")
        shown = {
            "phone": fmt.phone(row.phone),
            "email": row.email,
            "address": row.address,
            "note": row.note,
            "changed": words.last_change(row, self._ctx.person.time_zone, today),
        }
        for name, text in shown.items():
            label = self._values[name]
            label.setText(text or tr("Patients", "not given"))
            label.set_role("plain" if text else "faint")

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme().space("medium") + 2)
        outer.addWidget(self._head())
        ahead = Card(tr("Patients", "Coming"), self, flush=True)
        nothing = EmptyState(
            tr("Patients", "No appointment ahead"),
            tr("Patients", "Book one with Ctrl B."),
            parent=ahead,
        )
        coming = table_view(self.ahead, tr("Patients", "Coming appointments"), ahead)
        coming.horizontalHeader().hide()
        ahead.body.addWidget(LiveView(coming, self.ahead, nothing, ahead))
        row_height = coming.verticalHeader().defaultSectionSize()
        ahead.setMaximumHeight(row_height * _ROWS_AHEAD + 60)
        outer.addWidget(ahead, 2)
        behind = Card(tr("Patients", "Past"), self, flush=True)
        never = EmptyState(tr("Patients", "Nothing yet"), parent=behind)
        past = table_view(self.behind, tr("Patients", "Past appointments"), behind)
        past.horizontalHeader().hide()
        behind.body.addWidget(LiveView(past, self.behind, never, behind))
        outer.addWidget(behind, 3)

    def _head(self) -> Card:
        card = Card("", self, flush=True)
        card.body.addWidget(self.unsaved)
        inner = QVBoxLayout()
        large = theme().space("large")
        inner.setContentsMargins(large + 2, large, large + 2, large)
        inner.setSpacing(theme().space("tiny"))
        top = QHBoxLayout()
        top.setSpacing(theme().space())
        top.addWidget(self.name)
        top.addWidget(self.mark)
        top.addWidget(self.state)
        top.addStretch(1)
        for button in (self.book, self.edit, self.archive):
            top.addWidget(button)
        inner.addLayout(top)
        inner.addWidget(self.line)
        inner.addSpacing(theme().space())
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme().space("large"))
        grid.setVerticalSpacing(theme().space())
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        for name, label, row, column, span in (
            ("phone", words.field("phone"), 0, 0, 1),
            ("email", words.field("email"), 0, 2, 1),
            ("address", words.field("address"), 1, 0, 1),
            ("changed", tr("Patients", "Last change"), 1, 2, 1),
            ("note", words.field("note"), 2, 0, 3),
        ):
            key = Label(label, "muted", card)
            value = Label("", "plain", card, wrap=True, selectable=True)
            value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            value.setAccessibleName(label)
            self._values[name] = value
            grid.addWidget(key, row, column, _TOP)
            grid.addWidget(value, row, column + 1, 1, span, _TOP)
        inner.addLayout(grid)
        card.body.addLayout(inner)
        return card


_TOP = Qt.AlignmentFlag.AlignTop


def _visits_table(parent: QWidget, ctx: Context) -> LiveTable[VisitRow]:
    zone = ctx.person.time_zone

    def when(row: VisitRow) -> str:
        return fmt.moment(row.starts_at, zone, words.today(ctx))

    return LiveTable[VisitRow](
        (
            Column(tr("Patients", "When"), when, width=22, bold=True),
            Column(tr("Patients", "With"), _with, width=18),
            Column(tr("Patients", "For"), _for, ink=_quiet),
            Column(tr("Patients", "State"), words.visit_state, width="fit", tone=_tone),
        ),
        parent,
    )


def _with(row: VisitRow) -> str:
    return row.provider_name or ""


def _for(row: VisitRow) -> str:
    return words.joined([row.type_name or "", row.reason])


def _quiet(row: VisitRow) -> str:
    del row
    return "muted"


def _tone(row: VisitRow) -> str | None:
    return "amber" if row.draft else _TONES.get(row.status, "slate")
