"""How a table's cell is painted: calm lines, text with air around it, a chip where a column has a tone."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clinic_app.ui.live_table import TONE
from clinic_app.ui.theme import theme

PAD = 14

_Index = QModelIndex | QPersistentModelIndex


class Cells(QStyledItemDelegate):
    """The delegate of every table: it knows tokens, not data."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        font = index.data(Qt.ItemDataRole.FontRole)
        metrics = QFontMetrics(font if isinstance(font, QFont) else theme().font())
        width = metrics.horizontalAdvance(str(index.data() or "")) + 2 * PAD
        if index.data(TONE):
            width += 18
        return QSize(width, round(metrics.height() * 2.2))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        worn = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(room, worn.color("brand_weak"))
            if index.column() == 0:
                edge = _mirrored(option, QRect(room.left(), room.top(), 3, room.height()))
                painter.fillRect(edge, worn.color("brand"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(room, worn.color("hover"))
        painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 1), worn.color("line"))
        text = str(index.data() or "")
        tone = index.data(TONE)
        inner = room.adjusted(PAD, 0, -PAD, -1)
        if tone and text:
            _paint_chip(painter, option, inner, text, str(tone))
        else:
            font, ink = (
                index.data(Qt.ItemDataRole.FontRole),
                index.data(Qt.ItemDataRole.ForegroundRole),
            )
            painter.setFont(font if isinstance(font, QFont) else worn.font())
            painter.setPen(ink if isinstance(ink, QColor) else worn.color("ink"))
            align = Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, inner.width()
            )
            painter.drawText(inner, QStyle.visualAlignment(option.direction, align), shown)
        painter.restore()


def _paint_chip(
    painter: QPainter, option: QStyleOptionViewItem, room: QRect, text: str, tone: str
) -> None:
    worn = theme()
    painter.setFont(worn.font("note", bold=True))
    metrics = painter.fontMetrics()
    width = min(metrics.horizontalAdvance(text) + 16, room.width())
    height = metrics.height() + 4
    box = QRect(room.left(), room.center().y() - height // 2 + 1, width, height)
    box = _mirrored(option, box)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(worn.color(f"{tone}_weak"))
    painter.drawRoundedRect(QRectF(box), height / 2, height / 2)
    painter.setPen(worn.color(tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _mirrored(option: QStyleOptionViewItem, place: QRect) -> QRect:
    return QStyle.visualRect(option.direction, option.rect, place)
