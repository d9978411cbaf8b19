"""What is planned for one provider, a line each: shown, added and taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QTableView, QWidget

from clinic_app import errors
from clinic_app.features.administration.actions import Add, Added, Overlapping, Remove, Removed
from clinic_app.features.administration.view import words
from clinic_app.parts.strip import Strip
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.page import Said
from clinic_app.ui.undo import Compensation
from clinic_app.ui.widgets import Button, Card, EmptyState, LiveView, table_view
from sync.errors import Expected
from sync.ids import new_id
from sync.replica.query import Query

LEAST_LINES, MOST_LINES = 2, 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What a kind of plan is called. `add` and `remove` are the labels of its writes, `added` and
    `removed` what is said afterwards.
    """

    title: str
    nothing: str
    button: str
    add: str
    remove: str
    added: str
    removed: str


class Plan(Card):
    """Delete takes the chosen line back; the toast brings it again. `said` carries a Said.

    What is asked for, and the line in which a new one is entered, are for the kinds to say.
    """

    said = Signal(object)

    def __init__(
        self,
        ctx: Context,
        table: str,
        said: PlanWords,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(said.title, parent, flush=True)
        self._ctx, self._table, self._words = ctx, table, said
        self._provider = ""
        state = Column(tr("Administration", "State"), _state, width="fit", tone=_tone)
        self.rows: LiveTable[Any] = LiveTable((*self.columns(), state), self)
        self.trouble = Strip("danger", self)
        self.list = PlanList(self.rows, said.title, said.nothing, self)
        self.list.delete_asked.connect(self.remove)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.list)
        self.add_line()

    def end_line(self, line: QLayout, last: QLayout) -> None:
        """The line is `line`, and its button comes at the end of `last`. Called when the controls
        are made: Tab goes to what was made first.
        """
        self.add_button = Button(self._words.button, "plain", self)
        self.remove_button = Button(tr("Administration", "Take back"), "warn", self, hint="Del")
        self.add_button.clicked.connect(self.add)
        self.remove_button.clicked.connect(self.remove)
        self.list.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.rows.shown.connect(self._on_current)
        self.head.addWidget(self.remove_button)
        last.addWidget(self.add_button)
        self.body.addLayout(line)

    # What a kind of plan says

    def columns(self) -> Sequence[Column[Any]]:
        """What is said of a line, before its state."""
        raise NotImplementedError

    def asked(self, provider_id: str) -> Query[Any]:
        """The lines of this provider."""
        raise NotImplementedError

    def entered(self) -> Mapping[str, Any] | None:
        """The values in the line; None when it ends before it begins."""
        raise NotImplementedError

    def is_in_line(self) -> bool:
        """Whether the cursor is in the line, so that Enter adds it."""
        raise NotImplementedError

    def was_added(self) -> None:
        """The line was added: make room for the next one."""

    # What a person does

    def follow(self, provider_id: str) -> None:
        """Show what is planned for this provider, or for nobody."""
        if provider_id == self._provider:
            return
        self._provider = provider_id
        self.trouble.say("")
        if provider_id:
            stream = self._ctx.replica.watch(self.asked(provider_id))
            self._ctx.scope.restart(self._table, self.rows.follow(stream))
        else:
            self._ctx.scope.stop(self._table)

    def add(self) -> None:
        """Add what is in the line."""
        values = self.entered()
        if values is None:
            self.trouble.say(tr("Administration", "It has to end after it begins."))
            return
        values = {"provider_id": self._provider, **values}
        self._ctx.scope.start(f"add {self._table}", self._add(values))

    def remove(self) -> None:
        """Take the chosen line back."""
        index = self.list.current()
        if index.isValid():
            row_id = self.rows.at(index).id
            self._ctx.scope.start(f"remove {self._table}", self._remove(row_id))

    # Private

    async def _add(self, values: Mapping[str, Any]) -> None:
        command = Add(self._table, self._ctx.person.facility_id, values, new_id())
        try:
            outcome = await self._ctx.replica.write(self._words.add, command)
        except Expected as error:
            self.trouble.say(f"{errors.words(error).title}.", errors.words(error).sentence)
            return
        match outcome:
            case Added(row_id):
                self.trouble.say("")
                self.was_added()
                self._say(self._words.added, partial(self._remove, row_id))
            case Overlapping():
                self.trouble.say(tr("Administration", "There are hours at that time already."))

    async def _remove(self, row_id: str) -> None:
        outcome = await self._ctx.replica.write(self._words.remove, Remove(self._table, row_id))
        if isinstance(outcome, Removed):
            self._say(self._words.removed, partial(self._add, dict(outcome.values)))

    def _say(self, text: str, undo: Compensation) -> None:
        self.said.emit(Said(text, tr("Administration", "Kept on this computer"), undo))

    def _on_current(self, *_: object) -> None:
        self.remove_button.setEnabled(self.list.current().isValid())

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and self.is_in_line():
            self.add()
        else:
            super().keyPressEvent(event)


class PlanList(LiveView):
    """A short table, as high as what is in it; `delete_asked` on the Delete key."""

    delete_asked = Signal()

    def __init__(self, model: LiveTable[Any], name: str, nothing: str, parent: QWidget) -> None:
        self.table: QTableView = table_view(model, name, parent)
        super().__init__(self.table, model, EmptyState("", nothing, parent=parent), parent)
        self._rows = model
        self.table.horizontalHeader().hide()
        self.table.installEventFilter(self)
        model.shown.connect(self._fit)
        self._fit()

    def current(self) -> QModelIndex:
        """The chosen line."""
        return self.table.currentIndex()

    def _fit(self) -> None:
        line = self.table.verticalHeader().defaultSectionSize()
        lines = min(max(len(self._rows.rows), LEAST_LINES), MOST_LINES)
        self.setFixedHeight(lines * line + 2)

    # Overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.key() == Qt.Key.Key_Delete:
                self.delete_asked.emit()
                return True
        return super().eventFilter(watched, event)


def _state(row: Any) -> str:
    return words.draft(row.draft)


def _tone(row: Any) -> str | None:
    return "amber" if row.draft else None
