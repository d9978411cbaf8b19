"""A list that follows a stream of rows, for one-column views with a painter of their own."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Hashable, Sequence
from contextlib import aclosing
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from clinic_app.ui.live_table import ROW, row_id
from clinic_app.ui.row_diff import show_rows

Row = TypeVar("Row")

DETAIL = int(Qt.ItemDataRole.UserRole) + 2  # the second, quieter line

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class LiveList(QAbstractListModel, Generic[Row]):
    """Rows of one query, one item each; `shown` tells each time they were read."""

    shown = Signal()

    def __init__(
        self,
        text: Callable[[Row], str],
        parent: QObject | None = None,
        *,
        detail: Callable[[Row], str] | None = None,
        key: Callable[[Row], Hashable] = row_id,
    ) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.is_read = False
        self._text, self._detail, self._key = text, detail, key

    async def follow(self, stream: AsyncGenerator[list[Row], None]) -> None:
        """Show what the stream yields until it ends or is cancelled."""
        async with aclosing(stream):
            async for rows in stream:
                self.show(rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show these rows now; what stays keeps its selection."""
        show_rows(self, self.rows, rows, self._key, 1)
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

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole or role == DETAIL:
            return self._detail(row) if self._detail else None
        if role == ROW:
            return row
        return None
