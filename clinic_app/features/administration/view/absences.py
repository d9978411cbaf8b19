"""When one provider is away: a line per absence, and a line to enter one."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_app import errors
from clinic_app.features.administration import queries
from clinic_app.features.administration.actions import Add, Added, Remove, Removed
from clinic_app.features.administration.queries import AbsenceRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.controls import MomentField
from clinic_app.features.administration.view.plan import PlanList
from clinic_app.parts.flow import Flow
from clinic_app.parts.strip import Strip
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.page import Said
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Field
from sync.errors import Expected
from sync.ids import new_id

ADD = marked("Deed", "Enter an absence")
REMOVE = marked("Deed", "Take an absence back")
REASON_LENGTH = 200
A_DAY = timedelta(hours=9)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Absences(Card):
    """Soonest first, what is over left out. Delete takes the chosen one back."""

    said = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Administration", "Away"), parent, flush=True)
        self._ctx, self._provider = ctx, ""
        self.rows: LiveTable[AbsenceRow] = LiveTable(
            (
                Column(tr("Administration", "When"), self._when, bold=True),
                Column(tr("Administration", "Why"), _why),
                Column(tr("Administration", "State"), _state, width="fit", tone=_tone),
            ),
            self,
        )
        self.trouble = Strip("danger", self)
        self.list = PlanList(
            self.rows,
            tr("Administration", "Away"),
            tr("Administration", "Nothing ahead. Leave, training or a long lunch goes here."),
            self,
        )
        self.list.delete_asked.connect(self.remove)
        zone = ctx.person.time_zone
        self.starts = MomentField(tr("Administration", "From"), zone, self)
        self.ends = MomentField(tr("Administration", "Until"), zone, self)
        morning = fmt.local(ctx.clock.now(), zone).replace(hour=8, minute=0, second=0)
        self.starts.put(morning)
        self.ends.put(morning + A_DAY)
        self.starts.moved.connect(self._on_begin_moved)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(REASON_LENGTH)
        self.reason.setPlaceholderText(tr("Administration", "Why (may stay empty)"))
        self.add_button = Button(tr("Administration", "Enter the absence"), "plain", self)
        self.remove_button = Button(tr("Administration", "Take back"), "warn", self, hint="Del")
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.reason.setAccessibleName(tr("Administration", "Why"))
        self.list.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.rows.shown.connect(self._on_current)
        self._lay_out()

    def follow(self, provider_id: str) -> None:
        """Show when this provider is away, or nobody."""
        if provider_id == self._provider:
            return
        self._provider = provider_id
        self.trouble.say("")
        if provider_id:
            query = queries.absences_of(provider_id, self._ctx.clock.now())
            stream = self._ctx.replica.watch(query)
            self._ctx.scope.restart("absences", self.rows.follow(stream))
        else:
            self._ctx.scope.stop("absences")

    def add(self) -> None:
        """Enter the absence that is in the line."""
        starts, ends = self.starts.moment, self.ends.moment
        if starts >= ends:
            self.trouble.say(tr("Administration", "It has to end after it begins."))
            return
        values = {
            "provider_id": self._provider,
            "starts_at": starts,
            "ends_at": ends,
            "reason": self.reason.text().strip(),
        }
        self._ctx.scope.start("add absence", self._add(values))

    def remove(self) -> None:
        """Take the chosen absence back."""
        index = self.list.current()
        if index.isValid():
            self._ctx.scope.start("remove absence", self._remove(self.rows.at(index).id))

    # Private

    async def _add(self, values: dict[str, Any]) -> None:
        command = Add("time_off", self._ctx.person.facility_id, values, new_id())
        try:
            outcome = await self._ctx.replica.write(ADD, command)
        except Expected as error:
            self.trouble.say(f"{errors.words(error).title}.", errors.words(error).sentence)
            return
        if isinstance(outcome, Added):
            self.trouble.say("")
            self.reason.clear()
            undo = partial(self._remove, outcome.row_id)
            kept = tr("Administration", "Kept on this computer")
            self.said.emit(Said(tr("Administration", "Absence entered"), kept, undo))

    async def _remove(self, row_id: str) -> None:
        outcome = await self._ctx.replica.write(REMOVE, Remove("time_off", row_id))
        if isinstance(outcome, Removed):
            undo = partial(self._add, dict(outcome.values))
            kept = tr("Administration", "Kept on this computer")
            self.said.emit(Said(tr("Administration", "Absence taken back"), kept, undo))

    def _on_begin_moved(self) -> None:
        """The end comes along, so that it is never before the beginning."""
        if self.ends.moment <= self.starts.moment:
            self.ends.put(self.starts.moment + A_DAY)

    def _on_current(self, *_: object) -> None:
        self.remove_button.setEnabled(self.list.current().isValid())

    def _when(self, row: AbsenceRow) -> str:
        zone = self._ctx.person.time_zone
        return words.absence(row.starts_at, row.ends_at, zone, words.today(self._ctx))

    def _lay_out(self) -> None:
        self.head.addWidget(self.remove_button)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.list)
        self.add_line()
        space, medium = theme().space(), theme().space("medium")
        lines = QVBoxLayout()
        lines.setContentsMargins(medium, space, medium, space)
        lines.setSpacing(space)
        row = Flow()
        row.addWidget(Field(tr("Administration", "From"), self.starts, self))
        row.addWidget(Field(tr("Administration", "Until"), self.ends, self))
        lines.addLayout(row)
        second = QHBoxLayout()
        second.setSpacing(space)
        second.addWidget(self.reason, 1)
        second.addWidget(self.add_button)
        lines.addLayout(second)
        self.body.addLayout(lines)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_in_line = self.reason.hasFocus() or self.starts.has_focus() or self.ends.has_focus()
        if event.key() in _ENTER and is_in_line:
            self.add()
        else:
            super().keyPressEvent(event)


def _why(row: AbsenceRow) -> str:
    return row.reason


def _state(row: AbsenceRow) -> str:
    return words.draft(row.draft)


def _tone(row: AbsenceRow) -> str | None:
    return "amber" if row.draft else None
