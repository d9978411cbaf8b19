"""The column beside the calendar: who waits, and when each provider is free next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.domain.durations import late_minutes, waiting_minutes
from clinic_app.domain.hours import Interval
from clinic_app.features.schedule.queries import AppointmentRow, ProviderRow
from clinic_app.features.schedule.view import words
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets import Button, Card, Chip, Label

LATE_FROM = 5
"""Minutes behind its time from which a visit is called late."""
_MOST_WAITING = 6
_MOST_FREE = 8


class WaitingRow(QFrame):
    """One person who is here. Enter or a click shows the appointment, the button calls them in."""

    opened = Signal(str)
    called = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.name = Label("", "strong", self)
        self.chip = Chip("", "slate", self)
        self.detail = Label("", "muted", self, wrap=True)
        self.call = Button(tr("Schedule", "Call in"), "primary", self)
        self.call.clicked.connect(self._on_call)
        head = QHBoxLayout()
        head.setSpacing(theme().space())
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 10)
        layout.setSpacing(2)
        layout.addLayout(head)
        layout.addWidget(self.detail)
        layout.addSpacing(4)
        layout.addWidget(self.call, 0, Qt.AlignmentFlag.AlignLeft)

    def show_row(
        self, row: AppointmentRow, now: datetime, zone: ZoneInfo, *, is_first: bool
    ) -> None:
        """Say who it is and how long they have been here."""
        self._id = row.id
        self.name.setText(words.patient_name(row))
        self.name.setToolTip(words.patient_name(row))
        late = late_minutes(row.starts_at, now)
        waited = waiting_minutes(row.since, now) if row.since is not None else None
        if late >= LATE_FROM:
            self.chip.set(tr("Schedule", "{length} late", length=fmt.duration(late)), "amber")
        else:
            self.chip.set(fmt.duration(waited) if waited is not None else "", "slate")
        self.chip.setVisible(bool(self.chip.text()))
        arrived = (
            tr("Schedule", "arrived {time}", time=fmt.clock_time(row.since.astimezone(zone)))
            if row.since is not None
            else ""
        )
        time = fmt.clock_time(row.starts_at.astimezone(zone))
        parts = (time, row.provider_name or "", arrived)
        self.detail.setText(" · ".join(part for part in parts if part))
        self.call.setVisible(is_first)
        self.call.setAccessibleName(tr("Schedule", "Call in {name}", name=words.patient_name(row)))
        self.setAccessibleName(
            ", ".join((words.patient_name(row), self.detail.text(), self.chip.text()))
        )

    def _on_call(self) -> None:
        self.called.emit(self._id)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.opened.emit(self._id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._id)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = painter.pen()
            pen.setColor(theme().color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), 6, 6)


class WaitingCard(Card):
    """Who is in the waiting room now, the longest waiting first."""

    opened = Signal(str)
    called = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Schedule", "Waiting room"), parent, flush=True)
        self._rows: list[WaitingRow] = []
        self._lines: list[QFrame] = []
        self.empty = Label(tr("Schedule", "Nobody is waiting."), "muted", self)
        self.empty.setContentsMargins(12, 0, 12, 12)
        self.more = Label("", "muted", self)
        self.more.setContentsMargins(12, 6, 12, 10)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.body.addWidget(self.empty)
        self.body.addWidget(self.more)
        self.more.hide()

    def show_rows(self, rows: Sequence[AppointmentRow], now: datetime, zone: ZoneInfo) -> None:
        """Show who waits; rows that stay keep their place and focus."""
        shown = rows[:_MOST_WAITING]
        while len(self._rows) < len(shown):
            line, row = QFrame(self), WaitingRow(self)
            line.setProperty("kind", "line")
            line.setFixedHeight(1)
            row.opened.connect(self.opened)
            row.called.connect(self.called)
            self._list.addWidget(line)
            self._list.addWidget(row)
            self._lines.append(line)
            self._rows.append(row)
        for number, (line, widget) in enumerate(zip(self._lines, self._rows, strict=True)):
            line.setVisible(number < len(shown))
            widget.setVisible(number < len(shown))
            if number < len(shown):
                widget.show_row(shown[number], now, zone, is_first=number == 0)
        self.note.setText(tr("Schedule", "%n waiting", len(rows)) if rows else "")
        self.empty.setVisible(not rows)
        rest = len(rows) - len(shown)
        self.more.setVisible(rest > 0)
        self.more.setText(tr("Schedule", "and %n more", rest))


class FreeRow(QAbstractButton):
    """A provider and the next free time, as one line that leads there."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.provider_id = ""
        self.slot: Interval | None = None
        self._name = self._when = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        looks().changed.connect(self.update)

    def say(self, provider: ProviderRow, slot: Interval | None, when: str) -> None:
        """Show this provider's next free time."""
        self.provider_id, self.slot = provider.id, slot
        self._name, self._when = provider.display_name, when
        self.setEnabled(slot is not None)
        self.setAccessibleName(f"{provider.display_name}, {when}")
        self.setToolTip(f"{provider.display_name} · {when}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, round(QFontMetricsF(theme().font()).height()) + 10)

    def enterEvent(self, event: QEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        del event
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        box = QRectF(self.rect())
        if self.isEnabled() and self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.color("hover"))
            painter.drawRoundedRect(box.adjusted(6, 0, -6, 0), 6, 6)
        if self.hasFocus():
            pen = painter.pen()
            pen.setStyle(Qt.PenStyle.SolidLine)
            pen.setColor(worn.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(7, 1, -7, -1), 6, 6)
        font = worn.font()
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        room = box.adjusted(12, 0, -12, 0)
        trailing = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(worn.color("ink" if self.isEnabled() else "muted"))
        painter.drawText(room, int(trailing.value), self._when)
        left = room.width() - metrics.horizontalAdvance(self._when) - 10
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, left)
        painter.setPen(worn.color("muted"))
        painter.drawText(room, int(leading.value), name)


class FreeCard(Card):
    """When each provider is free next; a line leads to that time."""

    wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Schedule", "Next free"), parent, flush=True)
        self._rows: list[FreeRow] = []
        self.body.setContentsMargins(0, 0, 0, 8)

    def show_rows(
        self,
        providers: Sequence[ProviderRow],
        slots: Mapping[str, Interval | None],
        now: datetime,
        zone: ZoneInfo,
    ) -> None:
        """Show the next free time of each; one without any in sight says so."""
        shown = providers[:_MOST_FREE]
        while len(self._rows) < len(shown):
            row = FreeRow(self)
            row.clicked.connect(self._on_clicked)
            self.body.addWidget(row)
            self._rows.append(row)
        today = now.astimezone(zone).date()
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(shown))
            if number < len(shown):
                slot = slots.get(shown[number].id)
                when = "…" if not slots else tr("Schedule", "none in two weeks")
                if slot is not None:
                    when = fmt.moment(slot.starts_at, zone.key, today)
                row.say(shown[number], slot, when)

    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, FreeRow) and row.slot is not None:
            self.wanted.emit(row.provider_id, row.slot)
