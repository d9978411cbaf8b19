"""How a list of people or papers paints its rows: a strong line, a quiet one, perhaps a faint one.

The row says what it says through `Lines`; the painter knows no feature. The chosen row has a bar at
its edge as well as a tint, so that it is found without colour too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from clinic_app.ui import icons
from clinic_app.ui.live_table import ROW
from clinic_app.ui.theme import theme

_BAR = 3
_ICON = 14
_FOCUS_INSET = 2
_LEAST = 100


@dataclass(frozen=True, slots=True)
class Lines:
    """What one row shows. `mark` is an icon at the end of the first line, `tone` its colour token."""

    title: str
    detail: str = ""
    faint: str = ""
    mark: str = ""
    tone: str = "amber"
    is_struck: bool = False


class TwoLines(QStyledItemDelegate):
    """Paints rows of a live list; `lines` says what a row shows, `count` how many lines it has."""

    def __init__(
        self, lines: Callable[[Any], Lines], parent: QObject | None = None, *, count: int = 2
    ) -> None:
        super().__init__(parent)
        self._lines, self._count = lines, count

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index
        height = QFontMetrics(theme().font()).lineSpacing()
        # As wide as the list is: a row ends in "…" where there is no room.
        return QSize(_LEAST, self._count * (height + 2) + 2 * theme().space() + 3)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = index.data(ROW)
        if row is None:
            return
        painter.save()
        rect: QRect = option.rect
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        self._paint_ground(painter, option, is_mirrored=is_mirrored)
        side = theme().space("medium") + _BAR
        room = rect.adjusted(side, theme().space() + 1, -side, -theme().space())
        lines = self._lines(row)
        self._paint_lines(painter, lines, room, is_mirrored=is_mirrored)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, is_mirrored: bool
    ) -> None:
        worn, rect = theme(), option.rect
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_under_mouse = bool(state & QStyle.StateFlag.State_MouseOver)
        if is_chosen or is_under_mouse:
            painter.fillRect(rect, worn.color("brand_weak" if is_chosen else "hover"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), worn.color("line"))
        if is_chosen:
            left = rect.right() - _BAR + 1 if is_mirrored else rect.left()
            painter.fillRect(QRect(left, rect.top(), _BAR, rect.height()), worn.color("brand"))
        widget = option.widget
        if is_chosen and isinstance(widget, QWidget) and widget.hasFocus():
            painter.setPen(worn.color("focus"))
            inset = _FOCUS_INSET
            painter.drawRect(rect.adjusted(_BAR + inset, inset, -inset - 1, -inset - 2))

    def _paint_lines(
        self, painter: QPainter, lines: Lines, room: QRect, *, is_mirrored: bool
    ) -> None:
        worn = theme()
        bold = worn.font(bold=True)
        bold.setStrikeOut(lines.is_struck)
        height = QFontMetrics(worn.font()).lineSpacing() + 2
        first = QRect(room.left(), room.top(), room.width(), height)
        if lines.mark:
            left = room.left() if is_mirrored else room.right() - _ICON + 1
            ratio = painter.device().devicePixelRatioF()
            picture = icons.pixmap(lines.mark, _ICON, worn.color(lines.tone), ratio)
            painter.drawPixmap(left, first.top() + (height - _ICON) // 2, picture)
            gap = _ICON + worn.space()
            first = first.adjusted(gap if is_mirrored else 0, 0, 0 if is_mirrored else -gap, 0)
        ink = "muted" if lines.is_struck else "ink"
        self._write(painter, lines.title, bold, ink, first)
        for number, (text, token) in enumerate(
            ((lines.detail, "muted"), (lines.faint, "faint")), start=1
        ):
            if text:
                line = QRect(room.left(), room.top() + number * height, room.width(), height)
                self._write(painter, text, worn.font(), token, line)

    def _write(self, painter: QPainter, text: str, font: QFont, token: str, room: QRect) -> None:
        painter.setFont(font)
        painter.setPen(theme().color(token))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(room, flags, shown)
