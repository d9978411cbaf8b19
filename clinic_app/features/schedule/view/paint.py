"""How what lies on the calendar's columns is drawn: closed hours, time off, appointments, the cursor.

Everything was measured by `Layout`; here it is only painted, and only where the widget is exposed.
The painter's origin is the content's, so scrolling changes nothing here.
"""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from clinic_app.features.schedule.model import DAY
from clinic_app.features.schedule.view import glyphs
from clinic_app.features.schedule.view.axis import Axis
from clinic_app.features.schedule.view.layout import (
    BAR,
    CORNER,
    STATES,
    LaidOut,
    Layout,
    tokens_of,
)
from clinic_app.features.schedule.view.picture import Away, ColumnPicture
from clinic_app.ui import icons
from clinic_app.ui.i18n import tr

_HATCH = 6.0
"""Width of a stripe of hatched time, and of the gap to the next."""


def leading(axis: Axis) -> int:
    """Text begins where the reader begins, centred in its line."""
    side = Qt.AlignmentFlag.AlignRight if axis.is_mirrored else Qt.AlignmentFlag.AlignLeft
    # Absolute: a name in Arabic letters stands where the column's other names stand.
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    return int(flags.value)


def rounded(box: QRectF, radius: float) -> QPainterPath:
    """The shape of everything that stands on the calendar."""
    shape = QPainterPath()
    shape.addRoundedRect(box, radius, radius)
    return shape


def paint_grid(painter: QPainter, layout: Layout, exposed: QRectF) -> None:
    """Closed hours, the lines of hours and columns."""
    axis, type_ = layout.axis, layout.type
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    closed = type_.worn.color("sunken")
    for at, column in enumerate(layout.picture.columns):
        for starts, ends in _closed(column):
            box = axis.span_rect(at, starts, ends)
            if starts == 0:
                box.setTop(axis.head)
            if ends == DAY:
                box.setBottom(axis.head + max(axis.content_height, axis.height))
            if box.intersects(exposed):
                painter.fillRect(box & exposed, closed)
    left, right = sorted((axis.x(0), axis.x(len(layout.picture.columns))))
    painter.setPen(type_.pen("line"))
    for hour in range(25):
        y = round(axis.y(hour * 60)) + 0.5
        if exposed.top() - 1 <= y <= exposed.bottom() + 1:
            painter.drawLine(QLineF(left, y, right, y))
    for at in range(len(layout.picture.columns) + 1):
        x = round(axis.x(at)) + 0.5
        painter.drawLine(QLineF(x, exposed.top(), x, exposed.bottom() + 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def paint_time_off(painter: QPainter, layout: Layout, exposed: QRectF, top: float) -> None:
    """Hatched time; its reason stays in sight while a long absence scrolls by."""
    for at, column in enumerate(layout.picture.columns):
        for away in column.away:
            box = layout.rect(at, away.starts, away.ends)
            if box.intersects(exposed):
                _paint_away(painter, layout, box, away, top)


def _paint_away(painter: QPainter, layout: Layout, box: QRectF, away: Away, top: float) -> None:
    type_ = layout.type
    painter.save()
    painter.setClipPath(rounded(box, CORNER), Qt.ClipOperation.IntersectClip)
    painter.fillRect(box, type_.worn.color("hatch_line"))
    painter.setPen(QPen(type_.worn.color("hatch"), _HATCH))
    step = _HATCH * 2 * 1.414
    at = box.left() - box.height()
    while at < box.right() + _HATCH:
        painter.drawLine(QLineF(at - 8, box.bottom() + 8, at + box.height() + 8, box.top() - 8))
        at += step
    _paint_bar(painter, layout, box, type_.worn.color("hatch_edge"))
    painter.restore()
    room = box.adjusted(BAR + 7, 0, -8, 0)
    height = min(type_.of_plain.height() + 8, box.height())
    place = max(box.top(), min(top, box.bottom() - height))
    words = away.reason or tr("Schedule", "Away")
    painter.setFont(type_.plain)
    painter.setPen(type_.pen("muted"))
    painter.drawText(
        QRectF(room.left(), place, room.width(), height),
        leading(layout.axis),
        type_.of_plain.elidedText(words, Qt.TextElideMode.ElideRight, room.width()),
    )


def paint_block(
    painter: QPainter,
    layout: Layout,
    laid: LaidOut,
    ratio: float,
    *,
    is_hovered: bool = False,
    is_selected: bool = False,
    is_faded: bool = False,
) -> None:
    """One appointment: its state's colour and shape, its words, the edge of a draft."""
    row, box, worn = laid.shown.row, laid.box, layout.type.worn
    edge, weak, _ = tokens_of(row.status)
    radius = min(CORNER, box.height() / 3)
    shape = rounded(box, radius)
    painter.save()
    if is_faded:
        painter.setOpacity(0.4)
    painter.fillPath(shape, worn.color(weak))
    if is_hovered:
        painter.fillPath(shape, worn.color(edge, 0.12))
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    _paint_bar(painter, layout, box, worn.color(edge))
    painter.restore()
    if row.draft is not None:
        pen = QPen(worn.color("amber_edge"), 2)
        pen.setDashPattern([3, 2])
        outline(painter, box.adjusted(1, 1, -1, -1), radius - 1, pen)
    elif row.status == "cancelled" or row.is_overbooked:
        dotted = Qt.PenStyle.DotLine if row.is_overbooked else Qt.PenStyle.SolidLine
        outline(
            painter,
            box.adjusted(0.5, 0.5, -0.5, -0.5),
            radius,
            QPen(worn.color(edge), 1, dotted),
        )
    _paint_words(painter, layout, laid, ratio)
    if is_selected:
        outline(painter, box.adjusted(-0.5, -0.5, 0.5, 0.5), radius, layout.type.pen("surface", 1))
        outline(painter, box.adjusted(-2, -2, 2, 2), radius + 2, layout.type.pen("focus", 2))
    painter.restore()


def _paint_words(painter: QPainter, layout: Layout, laid: LaidOut, ratio: float) -> None:
    row, type_ = laid.shown.row, layout.type
    side = leading(layout.axis)
    for line in laid.lines:
        font = type_.tiny_bold if laid.is_short else type_.bold if line.is_bold else type_.plain
        if line.is_bold and row.status == "cancelled":
            font = QFont(font)
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(type_.pen(line.token))
        painter.drawText(line.box, side, line.text)
    edge = type_.worn.color(tokens_of(row.status)[0])
    for mark, box in laid.marks:
        if mark == "draft":
            glyphs.paint_draft(painter, box, type_.worn.color("amber"))
        elif mark in STATES:
            glyphs.paint_state(painter, box, mark, edge)
        else:
            size = round(box.width()) + 2
            picture = icons.pixmap(mark, size, type_.worn.color("muted"), ratio)
            painter.drawPixmap(box.topLeft() - QPointF(1, 1), picture)


def _paint_bar(painter: QPainter, layout: Layout, box: QRectF, color: QColor) -> None:
    left = box.right() - BAR if layout.axis.is_mirrored else box.left()
    painter.fillRect(QRectF(left, box.top(), BAR, box.height()), color)


def paint_cursor(
    painter: QPainter, layout: Layout, column: int, minute: int, length: int, words: str
) -> None:
    """The free time the cursor stands on."""
    box = layout.rect(column, minute, minute + length)
    painter.fillPath(rounded(box, 6), layout.type.worn.color("brand", 0.10))
    outline(painter, box.adjusted(1, 1, -1, -1), 5, layout.type.pen("focus", 2))
    _caption(painter, layout, box, words)


def paint_wish(painter: QPainter, layout: Layout, box: QRectF, words: str) -> None:
    """Time being marked, or the place where an appointment would land."""
    painter.fillPath(rounded(box, CORNER), layout.type.worn.color("brand_weak", 0.94))
    outline(painter, box.adjusted(1, 1, -1, -1), CORNER - 1, layout.type.pen("brand", 2))
    _caption(painter, layout, box, words)


def _caption(painter: QPainter, layout: Layout, box: QRectF, words: str) -> None:
    type_ = layout.type
    is_short = box.height() < type_.of_bold.height() + 4
    font, metrics = (
        (type_.tiny_bold, type_.of_tiny_bold) if is_short else (type_.bold, type_.of_bold)
    )
    room = box.adjusted(10, 0, -8, 0)
    painter.setFont(font)
    painter.setPen(type_.pen("brand"))
    painter.drawText(
        QRectF(room.left(), box.top(), room.width(), min(box.height(), metrics.height() + 8)),
        leading(layout.axis),
        metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width()),
    )


def outline(painter: QPainter, box: QRectF, radius: float, pen: QPen) -> None:
    """A rounded edge without a filling."""
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, max(0.0, radius), max(0.0, radius))


def _closed(column: ColumnPicture) -> list[tuple[int, int]]:
    """The stretches of a column's day in which its provider does not work."""
    closed: list[tuple[int, int]] = []
    at = 0
    for starts, ends in column.open:
        if starts > at:
            closed.append((at, starts))
        at = max(at, ends)
    if at < DAY:
        closed.append((at, DAY))
    return closed
