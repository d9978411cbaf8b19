"""The calendar itself: one widget that paints columns of appointments and answers keys and the mouse.

It holds a picture and a state, both plain values. Keys and the mouse change the state; what follows
from that (open, book, move) is told by signals and decided by the page.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from clinic_app.features.schedule.model import GRID, SNAP, CalendarState, Drop, Marked
from clinic_app.features.schedule.view import words
from clinic_app.features.schedule.view.frame import minute_words
from clinic_app.features.schedule.view.picture import Picture
from clinic_app.features.schedule.view.pointer import Pointer
from clinic_app.features.schedule.view.surface import Surface
from clinic_app.ui.i18n import tr

_EDGE = 28
_SCROLL_MS = 30


class Calendar(Surface):
    """`opened` carries an appointment's id, `wished` a Marked (length 0: as long as its type says),
    `dropped` a Drop; `changed` comes with every change of the cursor or of what is moved."""

    opened = Signal(str)
    wished = Signal(object)
    dropped = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointer = Pointer(self)
        self._drifting = QTimer(self)
        self._drifting.setInterval(_SCROLL_MS)
        self._drifting.timeout.connect(self._on_drift)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Schedule", "Calendar"))

    # What the page calls

    def show_picture(self, picture: Picture) -> None:
        """Show other rows, or the same ones a minute later."""
        if picture == self.picture:
            return
        self.picture = picture
        self.relayout()
        self.set_state(
            self.state.shown(
                [column.column for column in picture.columns],
                [shown.block for shown in picture.blocks],
            ),
            reveal=False,
        )
        self._speak()

    def set_state(self, state: CalendarState, *, reveal: bool = True) -> None:
        """Put the cursor elsewhere, lift or put down an appointment; scroll it into sight."""
        if state == self.state:
            return
        self.state = state
        if reveal:
            self.reveal()
        self.viewport().update()
        self._speak()
        self.changed.emit()

    # What is said aloud

    def spoken(self) -> str:
        """Where the cursor stands, in a sentence."""
        state = self.state
        if not self.picture.columns:
            return ""
        if state.moving is not None:
            title = self.picture.columns[state.moving.column].title
            return tr(
                "Schedule",
                "Moving to {place}, {time}. Enter puts it down, Escape leaves it where it was.",
                place=title,
                time=minute_words(state.moving.minute),
            )
        laid = self.layout_.by_id.get(state.cursor.block_id or "")
        if laid is not None:
            return words.spoken(laid.shown.row, self.picture.zone)
        column = self.picture.columns[state.cursor.column]
        time = minute_words(state.cursor.minute)
        if any(a.starts <= state.cursor.minute < a.ends for a in column.away):
            return tr("Schedule", "{place}, {time}, away", place=column.title, time=time)
        if any(starts <= state.cursor.minute < ends for starts, ends in column.open):
            return tr("Schedule", "{place}, {time}, free", place=column.title, time=time)
        return tr("Schedule", "{place}, {time}, closed", place=column.title, time=time)

    def _speak(self) -> None:
        said = self.spoken()
        if said == self.accessibleDescription():
            return
        self.setAccessibleDescription(said)
        if self.hasFocus():
            event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
            QAccessible.updateAccessibility(event)

    # Drifting: a drag at the edge scrolls

    def drift(self, is_on: bool) -> None:
        """Scroll while something is dragged at the edge, until told otherwise."""
        if is_on and not self._drifting.isActive():
            self._drifting.start()
        elif not is_on:
            self._drifting.stop()

    def _on_drift(self) -> None:
        place, axis = self._pointer.place, self.axis
        bar, across = self.verticalScrollBar(), self.horizontalScrollBar()
        if place.y() < axis.head + _EDGE:
            bar.setValue(bar.value() - 12)
        elif place.y() > axis.height - _EDGE:
            bar.setValue(bar.value() + 12)
        if place.x() < axis.gutter + _EDGE:
            across.setValue(across.value() - 12)
        elif place.x() > axis.width - _EDGE:
            across.setValue(across.value() + 12)
        self._pointer.follow()

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        state, key = self.state, event.key()
        is_fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            super().keyPressEvent(event)
            return
        ahead = -1 if self.axis.is_mirrored else 1
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                by = 1 if key == Qt.Key.Key_Down else -1
                if state.moving is not None:
                    self.set_state(state.nudged(minutes=by * (SNAP if is_fine else GRID)))
                else:
                    self.set_state(state.fine(by) if is_fine else state.down(by))
            case Qt.Key.Key_Right | Qt.Key.Key_Left:
                by = ahead if key == Qt.Key.Key_Right else -ahead
                self.set_state(
                    state.right(by) if state.moving is None else state.nudged(columns=by)
                )
            case Qt.Key.Key_Home if state.moving is None:
                self.set_state(state.at(state.cursor.column, self.picture.opens_at))
            case Qt.Key.Key_End if state.moving is None:
                self.set_state(state.at(state.cursor.column, self._closes_at()))
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if not event.isAutoRepeat():
                    self._take()
            case Qt.Key.Key_Escape if state.moving is not None or state.drawing is not None:
                self._pointer.forget()
                self.set_state(state.given_up())
            case _:
                super().keyPressEvent(event)

    def _closes_at(self) -> int:
        ends = [end for column in self.picture.columns for _, end in column.open]
        return max(ends, default=18 * 60) - GRID

    def _take(self) -> None:
        """Enter: put down what is moved, open the appointment, or book the free time."""
        if self.state.moving is not None:
            self.put_down()
        elif self.state.cursor.block_id is not None:
            self.opened.emit(self.state.cursor.block_id)
        elif self.state.place is not None:
            self.wished.emit(Marked(self.state.place, self.state.cursor.minute, 0))

    def put_down(self) -> None:
        """End a move; tells `dropped` when the appointment lies elsewhere now."""
        after, drop = self.state.dropped()
        self.set_state(after)
        if isinstance(drop, Drop):
            self.dropped.emit(drop)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self.zoom + (1 if event.angleDelta().y() > 0 else -1))
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event.pos(), event.globalPos())
            return True
        if event.type() == QEvent.Type.Leave:
            self._pointer.hover(None)
        return super().viewportEvent(event)

    def _show_tip(self, at: QPoint, on_screen: QPoint) -> None:
        block_id = self.block_at(QPointF(at))
        laid = self.layout_.by_id.get(block_id or "")
        place = self.place_of(block_id) if block_id else None
        if laid is None or place is None or self.state.moving is not None:
            QToolTip.hideText()
            return
        said = words.tooltip(laid.shown.row, self.picture.at, self.picture.zone)
        QToolTip.showText(on_screen, said, self.viewport(), place.toAlignedRect())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._speak()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
