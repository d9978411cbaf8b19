"""The working week of one provider: a line per stretch, and a line to add one."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from clinic_app import errors
from clinic_app.features.administration import queries
from clinic_app.features.administration.actions import Add, Added, Overlapping, Remove, Removed
from clinic_app.features.administration.queries import HoursRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.controls import TimeField
from clinic_app.features.administration.view.plan import PlanList
from clinic_app.parts.flow import Flow
from clinic_app.parts.strip import Strip
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.page import Said
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card
from sync.errors import Expected
from sync.ids import new_id

ADD = marked("Deed", "Add working hours")
REMOVE = marked("Deed", "Take working hours back")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Week(Card):
    """Monday first. Delete takes the chosen stretch back; the toast brings it again."""

    said = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Administration", "Working hours"), parent, flush=True)
        self._ctx, self._provider = ctx, ""
        self.rows: LiveTable[HoursRow] = LiveTable(
            (
                Column(tr("Administration", "Day"), _day, bold=True),
                Column(tr("Administration", "Time"), _span, width="fit"),
                Column(tr("Administration", "State"), _state, width="fit", tone=_tone),
            ),
            self,
        )
        self.trouble = Strip("danger", self)
        self.list = PlanList(
            self.rows,
            tr("Administration", "Working hours"),
            tr("Administration", "No hours yet: nobody can be booked before there are some."),
            self,
        )
        self.list.delete_asked.connect(self.remove)
        self.day = QComboBox(self)
        for number, said in words.weekdays():
            self.day.addItem(said, int(number))
        self.starts = TimeField(tr("Administration", "From"), 8, self)
        self.ends = TimeField(tr("Administration", "Until"), 17, self)
        self.add_button = Button(tr("Administration", "Add"), "plain", self)
        self.remove_button = Button(tr("Administration", "Take back"), "warn", self, hint="Del")
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.day.setAccessibleName(tr("Administration", "Day"))
        self.list.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.rows.shown.connect(self._on_current)
        self._lay_out()

    def follow(self, provider_id: str) -> None:
        """Show the week of this provider, or of nobody."""
        if provider_id == self._provider:
            return
        self._provider = provider_id
        self.trouble.say("")
        if provider_id:
            stream = self._ctx.replica.watch(queries.hours_of(provider_id))
            self._ctx.scope.restart("week", self.rows.follow(stream))
        else:
            self._ctx.scope.stop("week")

    def add(self) -> None:
        """Add the stretch that is in the line."""
        starts, ends = self.starts.value, self.ends.value
        if starts >= ends:
            self.trouble.say(tr("Administration", "It has to end after it begins."))
            return
        values = {
            "provider_id": self._provider,
            "weekday": int(self.day.currentData()),
            "starts": starts,
            "ends": ends,
        }
        self._ctx.scope.start("add hours", self._add(values))

    def remove(self) -> None:
        """Take the chosen stretch back."""
        index = self.list.current()
        if index.isValid():
            self._ctx.scope.start("remove hours", self._remove(self.rows.at(index).id))

    # Private

    async def _add(self, values: dict[str, Any]) -> None:
        command = Add("provider_hours", self._ctx.person.facility_id, values, new_id())
        try:
            outcome = await self._ctx.replica.write(ADD, command)
        except Expected as error:
            self.trouble.say(f"{errors.words(error).title}.", errors.words(error).sentence)
            return
        match outcome:
            case Added(row_id):
                self.trouble.say("")
                text = tr("Administration", "Hours added")
                self.said.emit(Said(text, _kept(), partial(self._remove, row_id)))
            case Overlapping():
                self.trouble.say(tr("Administration", "There are hours at that time already."))

    async def _remove(self, row_id: str) -> None:
        outcome = await self._ctx.replica.write(REMOVE, Remove("provider_hours", row_id))
        if isinstance(outcome, Removed):
            text = tr("Administration", "Hours taken back")
            undo = partial(self._add, dict(outcome.values))
            self.said.emit(Said(text, _kept(), undo))

    def _on_current(self, *_: object) -> None:
        self.remove_button.setEnabled(self.list.current().isValid())

    def _lay_out(self) -> None:
        self.head.addWidget(self.remove_button)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.list)
        self.add_line()
        row = Flow()
        for each in (self.day, self.starts, self.ends, self.add_button):
            row.addWidget(each)
        around = QVBoxLayout()
        space, medium = theme().space(), theme().space("medium")
        around.setContentsMargins(medium, space, medium, space)
        around.addLayout(row)
        self.body.addLayout(around)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        is_in_line = focused is not None and focused in (self.day, self.starts, self.ends)
        if event.key() in _ENTER and is_in_line:
            self.add()
        else:
            super().keyPressEvent(event)


def _kept() -> str:
    return tr("Administration", "Kept on this computer")


def _day(row: HoursRow) -> str:
    return words.weekday(row.weekday)


def _span(row: HoursRow) -> str:
    return f"{fmt.clock_time(row.starts)} – {fmt.clock_time(row.ends)}"


def _state(row: HoursRow) -> str:
    return words.draft(row.draft)


def _tone(row: HoursRow) -> str | None:
    return "amber" if row.draft else None
