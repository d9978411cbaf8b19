"""The calendar's surface: what is scrolled, measured and painted, without keys and mouse.

A `Picture` is laid out once and painted where exposed; names and hours stay while the rest scrolls.
"""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from clinic_app.features.schedule.model import GRID, CalendarState, Column
from clinic_app.features.schedule.view import frame, paint
from clinic_app.features.schedule.view.axis import PAD, Axis
from clinic_app.features.schedule.view.layout import Layout, Type
from clinic_app.features.schedule.view.picture import Picture
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import looks, theme

HOURS = (40, 52, 64, 84, 112)
"""Pixels of an hour, from the whole day at a glance to room for every word."""
_USUAL = 2
_GUTTER = 56
_LEAST_COLUMN = 128
_MARGIN = 40


class Surface(QAbstractScrollArea):
    """Shows a picture and a state of the cursor; knows which point is which time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = CalendarState()
        self.picture = Picture()
        self.hovered: str | None = None
        self.ghost: tuple[Column, int, int] | None = None
        self._zoom = _USUAL
        self._type = Type(theme())
        self._layout: Layout | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setMouseTracking(True)
        # The card around has round corners, which a filled rectangle would cut off.
        self.viewport().setAutoFillBackground(False)
        self.setMinimumSize(320, 200)
        self.setCornerWidget(QWidget(self))
        looks().changed.connect(self._on_looks_changed)

    def show_ghost(self, provider_id: str, day: date, minute: int, length: int) -> None:
        """Draw what is about to be booked where it would lie."""
        self.ghost = (Column(provider_id, day), minute, length)
        self.viewport().update()

    def hide_ghost(self) -> None:
        """Nothing is about to be booked."""
        self.ghost = None
        self.viewport().update()

    # Scrolling and size

    def scroll_to(self, minute: int) -> None:
        """Bring a minute to the top, below the columns' names."""
        self.verticalScrollBar().setValue(round(PAD + minute * self._hour / 60 - 9))

    def reveal(self) -> None:
        """Scroll what the cursor stands on, or what is moved, into sight."""
        moving, cursor, block = self.state.moving, self.state.cursor, self.state.selected
        column, starts = cursor.column, cursor.minute
        ends = block.ends if block is not None else starts + GRID
        if moving is not None:
            column, starts, ends = moving.column, moving.minute, moving.minute + moving.length
        axis, bar = self.axis, self.verticalScrollBar()
        top, bottom = axis.y(starts) - axis.head, axis.y(ends)
        if bottom > axis.height - _MARGIN:
            bar.setValue(bar.value() + round(bottom - axis.height + _MARGIN))
        if top < _MARGIN:
            bar.setValue(bar.value() + round(min(top - _MARGIN, 0)))
        self.reveal_column(column)

    def reveal_column(self, column: int | None = None) -> None:
        """Scroll a column into sight, the cursor's unless told otherwise."""
        axis, across = self.axis, self.horizontalScrollBar()
        at = self.state.cursor.column if column is None else column
        first = round(at * axis.column_width)
        room = axis.width - axis.gutter
        across.setValue(max(first + round(axis.column_width) - room, min(across.value(), first)))

    def set_zoom(self, zoom: int) -> None:
        """Make an hour higher or lower; the time in the middle stays there."""
        zoom = max(0, min(zoom, len(HOURS) - 1))
        if zoom == self._zoom:
            return
        middle = self.axis.minute_at(self.axis.head + (self.axis.height - self.axis.head) / 2)
        self._zoom = zoom
        self.relayout()
        room = self.viewport().height() - self.axis.head
        self.verticalScrollBar().setValue(round(PAD + middle * self._hour / 60 - room / 2))

    @property
    def zoom(self) -> int:
        """Which of the heights of an hour is in use."""
        return self._zoom

    # Geometry

    @property
    def _hour(self) -> float:
        return HOURS[self._zoom] * theme().text_scale

    @property
    def axis(self) -> Axis:
        """The measures of what is in sight now."""
        return self._axis(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _axis(self, scroll_x: int = 0, scroll_y: int = 0) -> Axis:
        worn = theme()
        return Axis(
            width=self.viewport().width(),
            height=self.viewport().height(),
            columns=len(self.picture.columns),
            hour=self._hour,
            head=self._type.head_height,
            gutter=round(_GUTTER * worn.text_scale),
            least_column=round(_LEAST_COLUMN * worn.text_scale),
            scroll_x=scroll_x,
            scroll_y=scroll_y,
            is_mirrored=self.layoutDirection() == Qt.LayoutDirection.RightToLeft,
        )

    @property
    def layout_(self) -> Layout:
        """The measured picture; measured again after a change."""
        if self._layout is None:
            self._layout = Layout(self.picture, self._axis(), self._type)
        return self._layout

    def to_content(self, point: QPointF) -> QPointF:
        """A point of the viewport in the coordinates of the layout."""
        across = self.horizontalScrollBar().value()
        if self.axis.is_mirrored:
            across = -across
        return point + QPointF(across, self.verticalScrollBar().value())

    def block_at(self, point: QPointF) -> str | None:
        """The appointment under a point of the viewport, the topmost when they overlap."""
        if not self.axis.is_grid(point):
            return None
        inside = self.to_content(point)
        for laid in reversed(self.layout_.blocks):
            if laid.box.contains(inside):
                return laid.shown.block.id
        return None

    def place_of(self, block_id: str) -> QRectF | None:
        """Where an appointment is in the viewport now; None when it is not shown."""
        laid = self.layout_.by_id.get(block_id)
        return None if laid is None else laid.box.translated(-self.to_content(QPointF()))

    def relayout(self) -> None:
        """Measure again: other rows, another size, another theme."""
        self._layout = None
        axis = self._axis()
        room = axis.height - axis.head
        self.verticalScrollBar().setRange(0, max(0, axis.content_height - room))
        self.verticalScrollBar().setPageStep(max(1, room))
        self.verticalScrollBar().setSingleStep(round(self._hour / 2))
        across = axis.width - axis.gutter
        self.horizontalScrollBar().setRange(0, max(0, axis.content_width - across))
        self.horizontalScrollBar().setPageStep(max(1, across))
        self.horizontalScrollBar().setSingleStep(40)
        self.viewport().update()

    def _on_looks_changed(self) -> None:
        self._type = Type(theme())
        self.relayout()

    # Overrides of Qt

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.relayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.relayout()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        del dx, dy  # names and hours stay where they are, so everything is painted again
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        exposed = QRectF(event.rect())
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axis, worn = self.axis, theme()
        card = QRectF(0, 0, axis.width, axis.height)
        if not card.adjusted(10, 10, -10, -10).contains(exposed):
            painter.setClipPath(paint.rounded(card, worn.radius("card") - 1))
        painter.fillRect(exposed, worn.color("surface"))
        left = 0 if axis.is_mirrored else axis.gutter
        content = QRectF(left, axis.head, axis.width - axis.gutter, axis.height - axis.head)
        if content.intersects(exposed):
            painter.save()
            painter.setClipRect(content, Qt.ClipOperation.IntersectClip)
            shift = self.to_content(QPointF())
            painter.translate(-shift)
            self._paint_content(painter, (content & exposed).translated(shift), axis)
            painter.restore()
            painter.save()
            painter.setClipRect(
                QRectF(0, axis.head, axis.width, axis.height), Qt.ClipOperation.IntersectClip
            )
            frame.paint_gutter(painter, self.picture, axis, self._type)
            frame.paint_now_dot(painter, self.picture, axis, self._type)
            painter.restore()
        frame.paint_head(painter, self.picture, axis, self._type)
        painter.end()

    def _paint_content(self, painter: QPainter, exposed: QRectF, axis: Axis) -> None:
        layout, state = self.layout_, self.state
        ratio = self.devicePixelRatioF()
        paint.paint_grid(painter, layout, exposed)
        paint.paint_time_off(painter, layout, exposed, axis.head + axis.scroll_y + 2.0)
        # Under the appointments: a line across a name would read as struck through.
        frame.paint_now(painter, self.picture, layout.axis, self._type)
        moving = state.moving
        last = None
        for laid in layout.blocks:
            if laid.shown.block.id == state.cursor.block_id:
                last = laid
            elif laid.box.adjusted(-3, -3, 3, 3).intersects(exposed):
                is_hovered = laid.shown.block.id == self.hovered
                paint.paint_block(painter, layout, laid, ratio, is_hovered=is_hovered)
        if last is not None:
            paint.paint_block(
                painter,
                layout,
                last,
                ratio,
                is_hovered=last.shown.block.id == self.hovered,
                is_selected=moving is None,
                is_faded=moving is not None,
            )
        if moving is not None:
            caption = f"{frame.minute_words(moving.minute)} · {self._moved_name()}"
            ends = moving.minute + moving.length
            self._paint_wish(
                painter, moving.column, moving.minute, ends, caption, besides=moving.block_id
            )
        elif state.drawing is not None:
            drawn = state.drawing
            caption = f"{frame.minute_words(drawn.starts)} – {frame.minute_words(drawn.ends)}"
            self._paint_wish(painter, drawn.column, drawn.starts, drawn.ends, caption)
        elif self.ghost is not None:
            column, minute, length = self.ghost
            if column in state.columns:
                caption = f"{frame.minute_words(minute)} – {frame.minute_words(minute + length)}"
                at = state.columns.index(column)
                self._paint_wish(painter, at, minute, minute + length, caption)
        elif state.cursor.block_id is None and self.hasFocus() and self.picture.columns:
            caption = f"{frame.minute_words(state.cursor.minute)} · " + tr("Schedule", "B books")
            paint.paint_cursor(
                painter, layout, state.cursor.column, state.cursor.minute, GRID, caption
            )

    def _paint_wish(
        self,
        painter: QPainter,
        column: int,
        starts: int,
        ends: int,
        caption: str,
        *,
        besides: str = "",
    ) -> None:
        """Beside whoever has the time already, so that both can be read."""
        is_taken = any(
            block.column == column and block.starts < ends and starts < block.ends
            for block in self.state.blocks
            if block.holds_time and block.id != besides
        )
        lane, lanes = (1, 2) if is_taken else (0, 1)
        box = self.layout_.rect(column, starts, ends, lane, lanes)
        paint.paint_wish(
            painter, self.layout_, box, caption.split(" – ")[0] if is_taken else caption
        )

    def _moved_name(self) -> str:
        moving = self.state.moving
        laid = self.layout_.by_id.get(moving.block_id) if moving is not None else None
        return laid.shown.name if laid is not None else tr("Schedule", "Appointment")
