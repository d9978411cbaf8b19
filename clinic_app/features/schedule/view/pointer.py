"""The mouse on the calendar: hover, click, drag an appointment, mark free time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from clinic_app.features.schedule.model import GRID, Marked

if TYPE_CHECKING:
    from clinic_app.features.schedule.view.calendar import Calendar


class Pointer(QObject):
    """Turns what the mouse does into calls of the calendar's state."""

    def __init__(self, calendar: Calendar) -> None:
        super().__init__(calendar)
        self._calendar = calendar
        self.place = QPointF()
        self._pressed_at: QPointF | None = None
        self._pressed_block: str | None = None

    def press(self, event: QMouseEvent) -> None:
        """Take hold of an appointment or of free time; nothing happens before the mouse moves."""
        calendar, at = self._calendar, event.position()
        if event.button() != Qt.MouseButton.LeftButton or not calendar.axis.is_grid(at):
            return
        self.place = self._pressed_at = at
        self._pressed_block = calendar.block_at(at)
        if self._pressed_block is not None:
            calendar.set_state(calendar.state.on(self._pressed_block), reveal=False)
        else:
            minute = int(calendar.axis.minute_at(at.y())) // GRID * GRID
            column = calendar.axis.column_at(at.x())
            calendar.set_state(calendar.state.given_up().at(column, minute), reveal=False)

    def move(self, event: QMouseEvent) -> None:
        """Hover, or carry what is held."""
        self.place = event.position()
        if self._pressed_at is None:
            self.hover(self._calendar.block_at(self.place))
            return
        state = self._calendar.state
        if state.moving is None and state.drawing is None:
            far = (self.place - self._pressed_at).manhattanLength()
            if far < QApplication.startDragDistance():
                return
            self._begin()
        self.follow()
        self._calendar.drift(is_on=True)

    def _begin(self) -> None:
        calendar, at = self._calendar, self._pressed_at
        assert at is not None
        axis, state = calendar.axis, calendar.state
        minute = axis.minute_at(at.y())
        if self._pressed_block is None:
            calendar.set_state(state.drawn_from(axis.column_at(at.x()), minute), reveal=False)
            return
        block = state.block(self._pressed_block)
        if block is not None and block.is_movable:
            grab = int(minute) - block.starts
            calendar.set_state(state.lifted(block.id, grab=grab), reveal=False)
            calendar.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def follow(self) -> None:
        """Bring what is carried under the pointer, also while the calendar scrolls below it."""
        calendar = self._calendar
        axis, state = calendar.axis, calendar.state
        minute = axis.minute_at(self.place.y())
        if state.moving is not None and not state.moving.by_keyboard:
            column = axis.column_at(self.place.x())
            calendar.set_state(state.carried_to(column, minute), reveal=False)
        elif state.drawing is not None:
            calendar.set_state(state.drawn_to(minute), reveal=False)

    def release(self, event: QMouseEvent) -> None:
        """Put down what is carried; a press that never moved opens the appointment."""
        if event.button() != Qt.MouseButton.LeftButton or self._pressed_at is None:
            return
        calendar, block = self._calendar, self._pressed_block
        state = calendar.state
        self.forget()
        if state.moving is not None:
            calendar.put_down()
        elif state.drawing is not None:
            after, marked = state.marked()
            calendar.set_state(after, reveal=False)
            if marked is not None:
                calendar.wished.emit(marked)
        elif block is not None and state.cursor.block_id == block:
            calendar.opened.emit(block)

    def double_click(self, event: QMouseEvent) -> None:
        """Book where there is nothing."""
        calendar, at = self._calendar, event.position()
        self.forget()
        if event.button() != Qt.MouseButton.LeftButton or not calendar.axis.is_grid(at):
            return
        place = calendar.state.place
        if calendar.block_at(at) is None and place is not None:
            calendar.wished.emit(Marked(place, calendar.state.cursor.minute, 0))

    def hover(self, block_id: str | None) -> None:
        """Light up the appointment under the pointer."""
        calendar = self._calendar
        if block_id == calendar.hovered:
            return
        for touched in (calendar.hovered, block_id):
            place = calendar.place_of(touched) if touched else None
            if place is not None:
                calendar.viewport().update(_around(place))
        calendar.hovered = block_id
        over = Qt.CursorShape.PointingHandCursor if block_id else Qt.CursorShape.ArrowCursor
        calendar.viewport().setCursor(over)

    def forget(self) -> None:
        """Nothing is held any more."""
        self._pressed_at = self._pressed_block = None
        self._calendar.drift(is_on=False)
        self._calendar.viewport().setCursor(Qt.CursorShape.ArrowCursor)


def _around(place: QRectF) -> QRect:
    return place.adjusted(-4, -4, 4, 4).toAlignedRect()
