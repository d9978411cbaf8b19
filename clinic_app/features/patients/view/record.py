"""One patient's record as it stands: who they are, how to reach them, when they come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinic_app.domain.roles import may_book
from clinic_app.features.patients import queries
from clinic_app.features.patients.queries import PatientCard, VisitRow
from clinic_app.features.patients.view import words
from clinic_app.features.patients.view.past import Past
from clinic_app.parts.flow import Flow
from clinic_app.parts.looking import PATIENT, Looking
from clinic_app.parts.strip import Strip
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import (
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
_NARROW = 620


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
        self.unsaved = Strip("amber", self)
        self.unsaved.acted.connect(self.form_asked)
        self._keys: dict[str, Label] = {}
        self._values: dict[str, Label] = {}
        self._grid = QGridLayout()
        self._is_narrow = False
        self.ahead = _visits_table(self, ctx)
        self.behind = _visits_table(self, ctx)
        self.past = Past(ctx, self.behind, self)
        self.looking = Looking(ctx, PATIENT, parent or self)
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
        self.past.follow(patient_id)

    def leave(self) -> None:
        """Follow nobody."""
        for name in ("record", "record visits ahead", "record visits behind"):
            self._ctx.scope.stop(name)
        self.past.leave()
        self.looking.away()
        self.row = None

    def show_unsaved(self, words_: str) -> None:
        """Say that text of an earlier edit is kept, or nothing when there is none."""
        strong = tr("Patients", "Unsaved changes.") if words_ else ""
        self.unsaved.say(strong, words_, tr("Patients", "Go on with them"))

    async def _follow(self, patient_id: str) -> None:
        async for rows in self._ctx.replica.watch(queries.patient_card(patient_id)):
            self.row = rows[0] if rows else None
            if self.row is not None:
                self._show(self.row)
                self.looking.at("patients", self.row.id)
            else:
                self.looking.away()
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
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(area)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        outer = QVBoxLayout(inside)
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
        ahead.setMinimumHeight(row_height * 2 + 60)
        outer.addWidget(ahead, 2)
        self.past.setMinimumHeight(row_height * 3 + 60)
        outer.addWidget(self.past, 3)

    def _head(self) -> Card:
        card = Card("", self, flush=True)
        card.body.addWidget(self.unsaved)
        inner = QVBoxLayout()
        large = theme().space("large")
        inner.setContentsMargins(large + 2, large, large + 2, large)
        inner.setSpacing(theme().space("tiny"))
        top = Flow(ends=True)
        buttons = QWidget(card)
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space())
        for button in (self.book, self.edit, self.archive):
            row.addWidget(button)
        for each in (self.name, self.mark, self.state, buttons):
            top.addWidget(each)
        inner.addLayout(top)
        inner.addWidget(self.line)
        inner.addSpacing(theme().space())
        self._grid.setHorizontalSpacing(theme().space("large"))
        self._grid.setVerticalSpacing(theme().space())
        for name, label in (
            ("phone", words.field("phone")),
            ("email", words.field("email")),
            ("address", words.field("address")),
            ("changed", tr("Patients", "Last change")),
            ("note", words.field("note")),
        ):
            value = Label("", "plain", card, wrap=True, selectable=True)
            value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            value.setAccessibleName(label)
            self._keys[name] = Label(label, "muted", card)
            self._values[name] = value
        self._arrange(is_narrow=False)
        inner.addLayout(self._grid)
        card.body.addLayout(inner)
        return card

    def _arrange(self, *, is_narrow: bool) -> None:
        """Details side by side, or one under the other where there is no room."""
        self._is_narrow = is_narrow
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 0 if is_narrow else 1)
        for at, name in enumerate(self._values):
            row, column = (at, 0) if is_narrow else divmod(at, 2)
            is_last = at == len(self._values) - 1 and not is_narrow
            self._grid.addWidget(self._keys[name], row, 2 * column, _TOP)
            self._grid.addWidget(
                self._values[name], row, 2 * column + 1, 1, 3 if is_last else 1, _TOP
            )

    # Overrides of Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        is_narrow = event.size().width() < _NARROW
        if is_narrow != self._is_narrow:
            self._arrange(is_narrow=is_narrow)
        super().resizeEvent(event)


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
