"""A row that goes on in the next line when there is no room: for tiles and buttons in narrow windows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget

from clinic_app.ui.theme import theme


class Flow(QLayout):
    """Items in reading order, each as large as it wants to be; the last stays at the end of its line
    when `ends` is given.
    """

    def __init__(self, parent: QWidget | None = None, *, ends: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._ends = ends
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme().space())

    def insert(self, at: int, widget: QWidget) -> None:
        """Put a widget before the item of this number."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    # Overrides of Qt

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, really=True)

    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(item.sizeHint().width() for item in shown) + self.spacing() * (len(shown) - 1)
        height = max((item.sizeHint().height() for item in shown), default=0)
        return QSize(max(0, width), height)

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, really: bool) -> int:
        """Lay the items out within the width of `rect`; returns the height that takes."""
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            width = item.sizeHint().width()
            if lines[-1] and used + self.spacing() + width > rect.width():
                lines.append([])
                used = 0
            used += width + (self.spacing() if lines[-1] else 0)
            lines[-1].append(item)
        top = rect.top()
        last = self._items[-1] if self._items and self._ends else None
        for line in lines:
            height = max((item.sizeHint().height() for item in line), default=0)
            if really:
                self._place_line(line, QRect(rect.left(), top, rect.width(), height), last)
            top += height + self.spacing()
        return max(0, top - self.spacing() - rect.top())

    def _place_line(self, line: list[QLayoutItem], rect: QRect, last: QLayoutItem | None) -> None:
        parent = self.parentWidget()
        mirrored = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        left = rect.left()
        for item in line:
            size = item.sizeHint().boundedTo(QSize(rect.width(), item.sizeHint().height()))
            if item is last:
                left = max(left, rect.right() - size.width() + 1)
            place = QRect(QPoint(left, rect.top() + (rect.height() - size.height()) // 2), size)
            item.setGeometry(QStyle.visualRect(mirrored, rect, place))
            left += size.width() + self.spacing()
