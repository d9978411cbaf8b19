"""A free time to pick: the moment in bold, with whom and how long under it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from clinic_app.ui.theme import looks, theme

_SIDE = 12


class Tile(QAbstractButton):
    """Checkable; `stepped` carries -1 or 1 when an arrow key asks for the neighbour."""

    stepped = Signal(int)

    def __init__(self, title: str, detail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.detail = title, detail
        self.setCheckable(True)
        self.setText(title)
        self.setAccessibleName(f"{title}, {detail}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        looks().changed.connect(self.updateGeometry)

    # Overrides of Qt

    def sizeHint(self) -> QSize:
        worn = theme()
        bold, plain = QFontMetrics(worn.font(bold=True)), QFontMetrics(worn.font())
        width = max(bold.horizontalAdvance(self.title), plain.horizontalAdvance(self.detail))
        return QSize(width + 2 * _SIDE + 4, 2 * (plain.lineSpacing() + 2) + 2 * worn.space())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        is_sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        self.stepped.emit(-step if mirrored and is_sideways else step)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = 2.0 if self.hasFocus() or self.isChecked() else 1.0
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        pen = painter.pen()
        edge = "focus" if self.hasFocus() else "brand" if self.isChecked() else "line_strong"
        pen.setColor(worn.color(edge))
        pen.setWidthF(thick)
        painter.setPen(pen)
        ground = "brand_weak" if self.isChecked() else "hover" if self.underMouse() else "surface"
        painter.setBrush(worn.color(ground))
        painter.drawRoundedRect(box, worn.radius("control"), worn.radius("control"))
        line = QFontMetrics(worn.font()).lineSpacing() + 2
        room = self.rect().adjusted(_SIDE, worn.space(), -_SIDE, -worn.space())
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        for number, (text, bold, ink) in enumerate(
            ((self.title, True, "ink"), (self.detail, False, "muted"))
        ):
            painter.setFont(worn.font(bold=bold))
            painter.setPen(worn.color(ink))
            place = room.adjusted(0, number * line, 0, 0)
            place.setHeight(line)
            painter.drawText(place, align, text)
        painter.end()
