"""Small shapes that say a state without its colour, drawn so that they stay sharp at any size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

SIZE = 11.0
"""The side of a shape's square in logical pixels."""


def paint_state(painter: QPainter, box: QRectF, status: str, color: QColor) -> None:
    """The shape of an appointment's state; a state we do not know has none.

    Scheduled is an empty ring, confirmed a ring with a tick, arrived a person, in consultation a
    half filled disc, completed two ticks, no-show a cross, cancelled a ring struck through.
    """
    path = QPainterPath()
    unit = box.width() / SIZE

    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + x * unit, box.top() + y * unit)

    fill = QPainterPath()
    ring = QRectF(at(1, 1), at(10, 10))
    match status:
        case "scheduled":
            path.addEllipse(ring)
        case "confirmed":
            path.addEllipse(ring)
            _line(path, at(3.3, 5.7), at(4.9, 7.3), at(7.8, 3.9))
        case "arrived":
            path.addEllipse(QRectF(at(3.6, 0.8), at(7.4, 4.6)))
            path.moveTo(at(1.4, 10.2))
            path.cubicTo(at(1.4, 5.4), at(9.6, 5.4), at(9.6, 10.2))
        case "in_progress":
            path.addEllipse(ring)
            fill.moveTo(at(5.5, 1))
            fill.arcTo(ring, 90, 180)
            fill.closeSubpath()
        case "completed":
            _line(path, at(0.8, 6), at(3, 8.4), at(7, 2.8))
            _line(path, at(5.6, 8), at(6, 8.4), at(10.2, 2.8))
        case "no_show":
            _line(path, at(2, 2), at(9, 9))
            _line(path, at(9, 2), at(2, 9))
        case "cancelled":
            path.addEllipse(ring)
            _line(path, at(2.4, 8.6), at(8.6, 2.4))
        case _:
            return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color, 1.4 * unit))
    painter.drawPath(path)
    if not fill.isEmpty():
        painter.fillPath(fill, color)


def paint_draft(painter: QPainter, box: QRectF, color: QColor) -> None:
    """The arrow of what has not reached the server: up and away, dashed below."""
    unit = box.width() / SIZE

    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + x * unit, box.top() + y * unit)

    path = QPainterPath()
    _line(path, at(2, 4.6), at(5.5, 1), at(9, 4.6))
    _line(path, at(5.5, 1.2), at(5.5, 6))
    _line(path, at(5.5, 8), at(5.5, 10.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(color, 1.5 * unit))
    painter.drawPath(path)


def _line(path: QPainterPath, first: QPointF, *points: QPointF) -> None:
    path.moveTo(first)
    for point in points:
        path.lineTo(point)


def _pen(color: QColor, width: float) -> QPen:
    pen = QPen(color, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
