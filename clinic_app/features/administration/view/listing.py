"""A list of records beside the form of one: rooms, kinds of visit, those one can book with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinic_app import errors
from clinic_app.features.administration.actions import (
    Add,
    Added,
    Change,
    Changed,
    ChangedMeanwhile,
    Gone,
    Overlapping,
    Unchanged,
)
from clinic_app.features.administration.model import Spec
from clinic_app.features.administration.view.editor import Edit, Editor
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.page import Said
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, EmptyState, LiveView, list_view
from sync.errors import Expected
from sync.replica.query import Query

LIST_WIDTH, LIST_LEAST = 360, 220


@dataclass(frozen=True)
class Kind:
    """One kind of record: where it is kept, how it is asked for, what its list and form are called.

    `deeds` are the labels of its writes: add, change, out, back.
    """

    table: str
    specs: Sequence[Spec]
    query: Callable[[str], Query[Any]]
    line: Callable[[Any], Lines]
    title: str
    new: str
    empty: tuple[str, str]
    deeds: Mapping[str, str]
    name: Callable[[Any], str] = field(default=lambda row: str(row.name))


class Listing(QWidget):
    """Arrows choose, Enter goes into the form, Escape comes back."""

    said = Signal(object)

    def __init__(self, ctx: Context, kind: Kind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.kind = ctx, kind
        self.rows: LiveList[Any] = LiveList(self._title, self, detail=self._detail)
        self.rows.shown.connect(self._on_rows)
        self.list = list_view(self.rows, kind.title, self)
        self.list.setItemDelegate(TwoLines(kind.line, self))
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.editor = Editor(ctx, kind.table, kind.specs, self._save, self)
        self.editor.saved.connect(self._on_saved)
        self.editor.left.connect(self.go_to_list)
        self.use = Button("", "plain", self.editor, on_click=None)
        self.use.clicked.connect(self.switch_use)
        self.editor.extras.addWidget(self.use)
        self.add = Button(tr("Administration", "New"), "plain", self, icon="plus", hint="Ctrl+N")
        self.add.setAccessibleName(kind.new)
        self.add.clicked.connect(self.new)
        self._wanted = ""
        self._goes_when_read, self._picks_first = False, True
        self._lay_out()
        ctx.scope.start(f"list {kind.table}", self._follow())

    # What the page calls

    def begin(self) -> None:
        """The section comes to the front."""
        if self.editor.is_open and self.editor.is_touched:
            self.editor.form.set_place(*self.editor.form.place())
        else:
            self.go_to_list()

    def new(self) -> None:
        """Begin a new record."""
        self._goes_when_read = self._picks_first = False
        self.list.clearSelection()
        self.list.setCurrentIndex(QModelIndex())
        self._wanted = ""
        self.ctx.scope.restart(f"form {self.kind.table}", self._open_new())

    def go_to_list(self) -> None:
        """Put the focus on the list."""
        self._goes_when_read = not self.rows.is_read
        self._picks_first = True
        if self._goes_when_read:
            return
        if self.editor.is_new:
            self.editor.shut()
        if not self.list.currentIndex().isValid() and self.rows.rows:
            self.list.setCurrentIndex(self.rows.index(0, 0))
        (self.list if self.rows.rows else self.add).setFocus(Qt.FocusReason.OtherFocusReason)

    def switch_use(self) -> None:
        """Take the record out of use, or put it back."""
        row = self.editor.row
        if row is not None:
            self.ctx.scope.start("in use", self._guarded(row.id, active=not row.is_active))

    def _title(self, row: Any) -> str:
        return self.kind.line(row).title

    def _detail(self, row: Any) -> str:
        return self.kind.line(row).detail

    # What a kind may add

    def row_opened(self, row: Any) -> None:
        """A record is shown, or none."""

    async def keep(self) -> None:
        """The window is about to go: keep what is being typed."""
        await self.editor.kept.keep()

    # Private

    async def _follow(self) -> None:
        query = self.kind.query(self.ctx.person.facility_id)
        await self.rows.follow(self.ctx.replica.watch(query))

    async def _open_new(self) -> None:
        self.right.setCurrentWidget(self._area)
        self.use.hide()
        self.row_opened(None)
        await self.editor.open_new(self.kind.new)

    async def _open(self, row: Any, *, go: bool) -> None:
        self.right.setCurrentWidget(self._area)
        self._show_use(row)
        self.row_opened(row)
        await self.editor.open_row(row, self.kind.name(row), go=go)

    async def _save(self, edit: Edit) -> object:
        if edit.is_new:
            command: Add | Change = Add(
                self.kind.table, self.ctx.person.facility_id, edit.changes, edit.row_id
            )
            return await self.ctx.replica.write(self.kind.deeds["add"], command)
        command = Change(self.kind.table, edit.row_id, edit.changes, edit.seen)
        return await self.ctx.replica.write(self.kind.deeds["change"], command)

    async def _guarded(self, row_id: str, *, active: bool) -> None:
        try:
            await self._set_active(row_id, active=active)
        except Expected as error:
            said = errors.words(error)
            self.editor.refuse(f"{said.title}.", said.sentence)

    async def _set_active(self, row_id: str, *, active: bool) -> None:
        label = self.kind.deeds["back" if active else "out"]
        command = Change(self.kind.table, row_id, {"is_active": active})
        outcome = await self.ctx.replica.write(label, command)
        if isinstance(outcome, Changed):
            text = tr("Administration", "In use again")
            if not active:
                text = tr("Administration", "Out of use")
            undo = partial(self._set_active, row_id, active=not active)
            self.said.emit(Said(text, tr("Administration", "Kept on this computer"), undo))

    async def _put_back(self, row_id: str, before: Mapping[str, Any]) -> None:
        label = self.kind.deeds["change"]
        await self.ctx.replica.write(label, Change(self.kind.table, row_id, before))

    def _show_use(self, row: Any) -> None:
        self.use.setText(
            tr("Administration", "Take out of use")
            if row.is_active
            else tr("Administration", "Put back into use")
        )
        self.use.set_role("warn" if row.is_active else "plain")
        self.use.show()

    # Slots

    def _on_rows(self) -> None:
        if self._goes_when_read:
            self.go_to_list()
        if self._wanted:
            index = self.rows.index_of(self._wanted)
            if index.isValid():
                self._wanted = ""
                self.list.setCurrentIndex(index)
        row = self.editor.row
        found = self.rows.index_of(row.id) if row is not None else QModelIndex()
        if row is not None and found.isValid():
            now = self.rows.at(found)
            self._show_use(now)
            self.editor.row_changed(now, self.kind.name(now))
        elif self._picks_first and not self.editor.is_open and self.rows.rows:
            self._pick_first()

    def _pick_first(self) -> None:
        """Not over something new that was begun before the list had been read."""
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.rows.index(0, 0))

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            row = self.rows.at(current)
            if self.editor.row is None or self.editor.row.id != row.id:
                form = f"form {self.kind.table}"
                self.ctx.scope.restart(form, self._open(row, go=False))

    def _on_activated(self, index: QModelIndex) -> None:
        if self.editor.row is not None and self.editor.row.id == self.rows.at(index).id:
            self.editor.form.set_place()

    def _on_saved(self, outcome: object) -> None:
        match outcome:
            case Added(row_id):
                undo = partial(self._set_active, row_id, active=False)
                text = tr("Administration", "Added")
                self.said.emit(Said(text, tr("Administration", "Kept on this computer"), undo))
                self._wanted = row_id
                self.editor.shut()
                self._on_rows()
            case Changed(row_id, before):
                undo_ = partial(self._put_back, row_id, before)
                text = tr("Administration", "Saved")
                self.said.emit(Said(text, tr("Administration", "Kept on this computer"), undo_))
            case Unchanged() | ChangedMeanwhile() | Gone() | Overlapping():
                pass
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("medium") + 2)
        card = Card(self.kind.title, self, flush=True)
        card.head.addWidget(self.add)
        empty = EmptyState(*self.kind.empty, parent=card)
        empty.button.setText(self.kind.new)
        empty.button.show()
        empty.button.clicked.connect(self.new)
        card.body.addWidget(LiveView(self.list, self.rows, empty, card), 1)
        card.setMinimumWidth(LIST_LEAST)
        card.setMaximumWidth(LIST_WIDTH)
        row.addWidget(card, 2)
        self.right = QStackedWidget(self)
        self.right.addWidget(EmptyState("", parent=self))
        self._area = Scrolled(self.editor, self)
        self.right.addWidget(self._area)
        row.addWidget(self.right, 4)


class Scrolled(QScrollArea):
    """A form that scrolls where the window is too low for it, and keeps to the top where it is not."""

    def __init__(self, content: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(content)
        column.addStretch(1)
        self.setWidget(inside)
