"""The widget: entries at the left, the texts of the chosen one at the right."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import aclosing

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinic_app.parts.record_history.model import Entry, entries
from clinic_app.parts.record_history.queries import HistoryRow, history
from clinic_app.parts.record_history.words import Telling
from clinic_app.parts.record_words import Mention, Names, Speech, labels, names_of
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Chip, EmptyState, Label, LiveView, SearchField, list_view
from sync.clock import correction

_LIST_WIDTH = 300


class RecordHistory(QWidget):
    """Who changed what of one record and when, with every text that was ever in doubt.

    `follow` shows a record and stays with it; `leave` follows none.
    """

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._table = ""
        self._all: list[Entry] = []
        self._telling = self._speak(Names())
        self.entries: LiveList[Entry] = LiveList(self._title, self, detail=self._detail, key=_key)
        self.list = list_view(self.entries, tr("History", "Changes of this record"), self)
        self.list.setItemDelegate(TwoLines(self._lines, self, count=3))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.filter = SearchField(tr("History", "Find in the changes"), self)
        self.filter.searched.connect(self._show)
        self.filter.left_down.connect(self._on_left_down)
        self.texts = Texts(self)
        self._lay_out()

    def follow(self, table: str, row_id: str) -> None:
        """Show this record's past, and what is added to it."""
        self._table = table
        self._all = []
        self.texts.clear()
        self._ctx.scope.restart("record history", self._follow(table, row_id))

    def leave(self) -> None:
        """Follow nothing."""
        self._ctx.scope.stop("record history")

    async def _follow(self, table: str, row_id: str) -> None:
        stream = self._ctx.replica.watch(history(table, row_id))
        async with aclosing(stream):
            async for rows in stream:
                mentions = _mentions(table, row_id, rows)
                read = names_of(self._ctx.person.facility_id, mentions)
                self._telling = self._speak(await self._ctx.replica.read(read))
                self._all = entries(rows, table, self._ctx.person.id)
                self._show()

    def _speak(self, names: Names) -> Telling:
        zone = self._ctx.person.time_zone
        today = fmt.local(self._ctx.clock.now(), zone).date()
        off = correction(self._ctx.engine.status.skew)
        return Telling(Speech(names, zone, today), self._table, off)

    def _show(self, _: str = "") -> None:
        wanted = self.filter.text().casefold().split()
        shown = [
            entry
            for entry in self._all
            if all(word in self._telling.searched(entry) for word in wanted)
        ]
        self.entries.show(shown)
        if shown and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.entries.index(0, 0))
        else:
            self._on_current(self.list.currentIndex())

    # How an entry reads

    def _lines(self, entry: Entry) -> Lines:
        return self._telling.lines(entry)

    def _title(self, entry: Entry) -> str:
        return self._lines(entry).title

    def _detail(self, entry: Entry) -> str:
        lines = self._lines(entry)
        return f"{lines.detail}. {lines.faint}"

    # Slots

    def _on_current(self, index: QModelIndex, _: object = None) -> None:
        if index.isValid():
            self.texts.show_entry(self.entries.at(index), self._telling)
        else:
            self.texts.clear()

    def _on_left_down(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        left = QWidget(self)
        left.setFixedWidth(_LIST_WIDTH)
        column = QVBoxLayout(left)
        space = theme().space()
        column.setContentsMargins(space, space, space, 0)
        column.setSpacing(space)
        column.addWidget(self.filter)
        none = EmptyState(
            tr("History", "No change is known here"),
            tr("History", "What is changed on this computer is kept here, with all its texts."),
            parent=left,
        )
        column.addWidget(LiveView(self.list, self.entries, none, left), 1)
        row.addWidget(left)
        row.addWidget(self.texts, 1)


class Texts(QScrollArea):
    """All texts of one entry, field by field; they can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAccessibleName(tr("History", "What was changed"))
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.setWidget(QWidget(self))

    def show_entry(self, entry: Entry, telling: Telling) -> None:
        """Show these texts."""
        holder = QWidget(self)
        grid = QGridLayout(holder)
        large = theme().space("large")
        grid.setContentsMargins(large, theme().space("medium"), large, large)
        grid.setHorizontalSpacing(large)
        grid.setVerticalSpacing(theme().space())
        lines = telling.lines(entry)
        grid.addWidget(Label(lines.title, "heading", holder, wrap=True), 0, 0, 1, 4)
        grid.addWidget(Label(lines.detail, "muted", holder, wrap=True), 1, 0, 1, 4)
        if entry.changes and entry.is_known:
            self._add_texts(grid, holder, entry, telling)
        else:
            said = (
                tr("History", "Fields: {fields}", fields=telling.fields(entry))
                if entry.changes
                else tr("History", "What it was before is not kept on this computer.")
            )
            grid.addWidget(Label(said, "plain", holder, wrap=True), 2, 0, 1, 4)
        grid.setRowStretch(grid.rowCount(), 1)
        self.setWidget(holder)

    @staticmethod
    def _add_texts(grid: QGridLayout, holder: QWidget, entry: Entry, telling: Telling) -> None:
        heads = telling.heads(entry)
        for column, head in enumerate(heads, start=1):
            grid.addWidget(Label(head, "field", holder, wrap=True), 2, column)
            grid.setColumnStretch(column, 1)
        top = Qt.AlignmentFlag.AlignTop
        for at, change in enumerate(entry.changes, start=3):
            label = labels.field(telling.table, change.field)
            grid.addWidget(Label(label, "muted", holder), at, 0, top)
            kept = {"mine": 2, "theirs": 3}.get(change.kept)
            for column, text in enumerate(telling.sides(entry, change), start=1):
                cell = QVBoxLayout()
                cell.setContentsMargins(0, 0, 0, 0)
                cell.setSpacing(theme().space("tiny"))
                role = "faint" if not text else "strong" if column == kept else "plain"
                said = Label(
                    text or tr("History", "nothing"), role, holder, wrap=True, selectable=True
                )
                said.setAccessibleName(f"{label}, {heads[column - 1]}")
                cell.addWidget(said)
                if column == kept:
                    chip = Chip(tr("History", "kept"), "green", holder)
                    cell.addWidget(chip, 0, Qt.AlignmentFlag.AlignLeading)
                cell.addStretch(1)
                # A widget, not the layout itself: only a widget grows with the lines of its text.
                side = QWidget(holder)
                side.setLayout(cell)
                grid.addWidget(side, at, column)


def _mentions(table: str, row_id: str, rows: Sequence[HistoryRow]) -> list[Mention]:
    """Every id that is spoken of in these rows."""
    found = [Mention(table, row_id)]
    for row in rows:
        body = row.body or {}
        sides = (row.base, row.patch, body.get("base"), body.get("mine"), body.get("theirs"))
        found.append(Mention(table, row_id, tuple(side for side in sides if side)))
    return found


def _key(entry: Entry) -> str:
    return entry.key
