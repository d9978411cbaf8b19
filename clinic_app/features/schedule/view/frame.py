"""What stays in place while the calendar scrolls: the columns' names, the hours, the current time."""

from __future__ import annotations

from datetime import time
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter

from clinic_app.features.schedule.view.axis import Axis
from clinic_app.features.schedule.view.layout import Type
from clinic_app.features.schedule.view.paint import leading
from clinic_app.features.schedule.view.picture import ColumnPicture, Picture
from clinic_app.ui import format as fmt


def minute_words(minute: int) -> str:
    """A minute of the day as a clock writes it."""
    return _clock(minute, fmt.locale().name())


@lru_cache(maxsize=2048)
def _clock(minute: int, locale_name: str) -> str:
    del locale_name  # a part of the key: another language writes another clock
    return fmt.clock_time(time(minute // 60 % 24, minute % 60))


def paint_now(painter: QPainter, picture: Picture, axis: Axis, type_: Type) -> None:
    """The line of the current time over the columns of today."""
    if picture.now is None:
        return
    today = [at for at, column in enumerate(picture.columns) if column.is_today]
    y = round(axis.y(picture.now))
    start, end = axis.x(today[0]), axis.x(today[-1] + 1)
    red = type_.worn.color("red_edge")
    painter.fillRect(QRectF(min(start, end), y - 1, abs(end - start), 2), red)


def paint_now_dot(painter: QPainter, picture: Picture, axis: Axis, type_: Type) -> None:
    """The dot where the line of the current time begins, on the edge of the hours."""
    today = [at for at, column in enumerate(picture.columns) if column.is_today]
    x = axis.x(today[0]) if today else 0.0
    along = axis.width - x if axis.is_mirrored else x
    if picture.now is None or along < axis.gutter - 1:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(type_.worn.color("red_edge")))
    painter.drawEllipse(QPointF(x, round(axis.y(picture.now))), 4, 4)


def paint_gutter(painter: QPainter, picture: Picture, axis: Axis, type_: Type) -> None:
    """The hours beside the columns; an hour makes way for the current time."""
    left = axis.width - axis.gutter if axis.is_mirrored else 0
    band = QRectF(left, axis.head, axis.gutter - 0.5, axis.height - axis.head)
    painter.fillRect(band, type_.worn.color("surface"))
    height = type_.of_tiny.height()
    side = Qt.AlignmentFlag.AlignLeft if axis.is_mirrored else Qt.AlignmentFlag.AlignRight
    flags = int((side | Qt.AlignmentFlag.AlignVCenter).value)

    def write(minute: int) -> None:
        y = axis.y(minute)
        if axis.head - height < y < axis.height + height:
            box = QRectF(band.left() + 6, y - height / 2, band.width() - 14, height)
            painter.drawText(box, flags, minute_words(minute))

    painter.setFont(type_.tiny)
    painter.setPen(type_.pen("faint"))
    for hour in range(24):
        covered = picture.now is not None and abs(axis.y(picture.now) - axis.y(hour * 60)) < height
        if not covered:
            write(hour * 60)
    if picture.now is not None:
        painter.setFont(type_.tiny_bold)
        painter.setPen(type_.pen("red"))
        write(picture.now)


def paint_head(painter: QPainter, picture: Picture, axis: Axis, type_: Type) -> None:
    """The columns' names, over everything that scrolls below them."""
    band = QRectF(0, 0, axis.width, axis.head)
    painter.fillRect(band, type_.worn.color("surface"))
    painter.setPen(type_.pen("line"))
    painter.drawLine(QLineF(0, axis.head - 0.5, axis.width, axis.head - 0.5))
    painter.save()
    left = 0 if axis.is_mirrored else axis.gutter
    painter.setClipRect(
        QRectF(left, 0, axis.width - axis.gutter, axis.head), Qt.ClipOperation.IntersectClip
    )
    is_week = len({column.column.day for column in picture.columns}) > 1
    for at, column in enumerate(picture.columns):
        rect = axis.column_rect(at)
        box = QRectF(rect.left(), 0, rect.width(), axis.head)
        _paint_name(painter, box, column, axis, type_, is_marked=is_week and column.is_today)
    painter.restore()


def _paint_name(
    painter: QPainter,
    rect: QRectF,
    column: ColumnPicture,
    axis: Axis,
    type_: Type,
    *,
    is_marked: bool,
) -> None:
    edge = round(rect.right() if axis.is_mirrored else rect.left()) + 0.5
    painter.setPen(type_.pen("line"))
    painter.drawLine(QLineF(edge, 0, edge, rect.bottom() - 1))
    room = rect.adjusted(11, 0, -8, 0)
    first, second = type_.of_head_bold.height(), type_.of_head_plain.height()
    top = (rect.height() - first - (second if column.subtitle else 0)) / 2
    painter.setFont(type_.head_bold)
    painter.setPen(type_.pen("brand" if is_marked else "ink"))
    title = type_.of_head_bold.elidedText(column.title, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(QRectF(room.left(), top, room.width(), first), leading(axis), title)
    if column.subtitle:
        painter.setFont(type_.head_plain)
        painter.setPen(type_.pen("muted"))
        words = type_.of_head_plain.elidedText(
            column.subtitle, Qt.TextElideMode.ElideRight, room.width()
        )
        box = QRectF(room.left(), top + first, room.width(), second)
        painter.drawText(box, leading(axis), words)
    if is_marked:
        painter.fillRect(
            QRectF(rect.left() + 1, rect.bottom() - 3, rect.width() - 1, 2),
            type_.worn.color("brand"),
        )
