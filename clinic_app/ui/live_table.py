"""A table that follows a stream of rows: it only shows, the replica decides."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Hashable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from clinic_app.ui.row_diff import show_rows
from clinic_app.ui.theme import theme

Row = TypeVar("Row")

ROW = Qt.ItemDataRole.UserRole  # the row object itself
TONE = int(Qt.ItemDataRole.UserRole) + 1  # the token of a chip drawn behind the text, or None

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ALIGN = {
    "start": Qt.AlignmentFlag.AlignLeading,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "end": Qt.AlignmentFlag.AlignTrailing,
}


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: what it says of a row and how.

    `align` is start, center or end; `width` is "fit", "stretch" or a number of characters;
    `ink` names a colour token for the text and `tone` one for a chip around it, by row.
    """

    title: str
    text: Callable[[Row], str]
    align: str = "start"
    tooltip: Callable[[Row], str] | None = None
    width: str | int = "stretch"
    ink: Callable[[Row], str] | None = None
    tone: Callable[[Row], str | None] | None = None
    bold: bool = False


def row_id(row: Any) -> Hashable:
    """The key of a row that has an `id`."""
    return row.id  # type: ignore[no-any-return]


class LiveTable(QAbstractTableModel, Generic[Row]):
    """Rows of one query under a few columns; `shown` tells each time they were read."""

    shown = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        parent: QObject | None = None,
        *,
        key: Callable[[Row], Hashable] = row_id,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Row] = []
        self.is_read = False
        self._key = key

    async def follow(self, stream: AsyncGenerator[list[Row], None]) -> None:
        """Show what the stream yields until it ends or is cancelled."""
        async with aclosing(stream):
            async for rows in stream:
                self.show(rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows now; what stays keeps its selection."""
        show_rows(self, self.rows, rows, self._key, len(self.columns))
        self.is_read = True
        self.shown.emit()

    def at(self, index: _Index | int) -> Row:
        """The row at an index or a row number; IndexError when there is none."""
        number = index if isinstance(index, int) else index.row()
        if number < 0:
            raise IndexError(number)
        return self.rows[number]

    def key_at(self, index: _Index | int) -> Hashable:
        """The key of the row at an index, for `index_of` later."""
        return self._key(self.at(index))

    def index_of(self, key: Hashable) -> QModelIndex:
        """Where a row is now; an invalid index when it is not shown."""
        for number, row in enumerate(self.rows):
            if self._key(row) == key:
                return self.index(number, 0)
        return QModelIndex()

    # What Qt asks

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(row) if column.tooltip else None
            case Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGN[column.align] | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                return theme().color(column.ink(row)) if column.ink else None
            case Qt.ItemDataRole.FontRole:
                return theme().font(bold=True) if column.bold else None
            case _ if role == ROW:
                return row
            case _ if role == TONE:
                return column.tone(row) if column.tone else None
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGN[self.columns[section].align] | Qt.AlignmentFlag.AlignVCenter
        return None
