"""Where minutes and columns lie on the screen, and which minute and column a point means.

Content coordinates: the head with the columns' names and the gutter with the hours stay where they
are, the rest scrolls under them. On a right-to-left desktop everything is mirrored.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QPointF, QRectF

from clinic_app.features.schedule.model import DAY

PAD: Final = 10
"""Room above 00:00 and below 24:00, so that the first and the last hour can be read."""


def wall_minute(at: datetime, day: date, zone: ZoneInfo) -> int:
    """Minutes from midnight on the facility's clock, 0 before that date and 24 hours after it."""
    here = at.astimezone(zone)
    if here.date() < day:
        return 0
    if here.date() > day:
        return DAY
    return here.hour * 60 + here.minute


@dataclass(frozen=True, slots=True)
class Axis:
    """The measures of one picture of the calendar, in logical pixels."""

    width: int
    height: int
    columns: int
    hour: float
    head: int
    gutter: int
    least_column: int
    scroll_x: int = 0
    scroll_y: int = 0
    is_mirrored: bool = False

    @property
    def column_width(self) -> float:
        """Columns share the room there is, and scroll when they would become too narrow."""
        if not self.columns:
            return float(self.width - self.gutter)
        return max(float(self.least_column), (self.width - self.gutter) / self.columns)

    @property
    def content_width(self) -> int:
        """How wide all columns are together."""
        return round(self.column_width * self.columns)

    @property
    def content_height(self) -> int:
        """How high the whole day is."""
        return round(self.hour * 24) + 2 * PAD

    def y(self, minute: float) -> float:
        """The height of a minute in the viewport."""
        return self.head + PAD + minute * self.hour / 60 - self.scroll_y

    def x(self, column: float) -> float:
        """The leading edge of a column in the viewport (the right one when mirrored)."""
        at = self.gutter + column * self.column_width - self.scroll_x
        return self.width - at if self.is_mirrored else at

    def column_rect(self, column: int) -> QRectF:
        """A column over the whole height of the viewport, its name included."""
        left = self.x(column + 1) if self.is_mirrored else self.x(column)
        return QRectF(left, 0, self.column_width, self.height)

    def span_rect(
        self, column: int, starts: float, ends: float, lane: int = 0, lanes: int = 1
    ) -> QRectF:
        """A stretch of time in a column, or in one of the lanes that share the column."""
        whole = self.column_rect(column)
        share = whole.width() / max(1, lanes)
        at = lanes - 1 - lane if self.is_mirrored else lane
        top = self.y(starts)
        return QRectF(whole.left() + at * share, top, share, self.y(ends) - top)

    def minute_at(self, y: float) -> float:
        """The minute under a height of the viewport, kept within the day."""
        minute = (y - self.head - PAD + self.scroll_y) * 60 / self.hour
        return max(0.0, min(minute, float(DAY)))

    def column_at(self, x: float) -> int:
        """The column under a place of the viewport, the nearest one beside the columns."""
        along = self.width - x if self.is_mirrored else x
        column = int((along - self.gutter + self.scroll_x) // self.column_width)
        return max(0, min(column, self.columns - 1))

    def is_grid(self, point: QPointF) -> bool:
        """Whether the point lies on the columns, below their names and beside the hours."""
        along = self.width - point.x() if self.is_mirrored else point.x()
        return (
            point.y() >= self.head
            and along >= self.gutter
            and along - self.gutter + self.scroll_x < self.content_width
        )
