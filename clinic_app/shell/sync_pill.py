"""The pill at the lower left: is everything sent, what waits, when is the next try."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_app.parts.sync_words import PillWords, words
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets.label import Label
from sync.clock import Clock

_TICK_MS = 1000


class _Dot(QWidget):
    """A small shape: round when good, a diamond when something waits, a square when stuck."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone = "wait"
        self.setFixedSize(10, 10)
        looks().changed.connect(self.update)

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(theme().color(f"dot_{self._tone}"))
        if self._tone == "good":
            painter.drawEllipse(1, 1, 8, 8)
        elif self._tone == "wait":
            painter.translate(5, 5)
            painter.rotate(45)
            painter.drawRect(-3, -3, 6, 6)
        else:
            painter.drawRect(1, 1, 8, 8)


class SyncPill(QFrame):
    """Shows a status and keeps its times true by a tick a second; `pressed` carries the deed."""

    pressed = Signal(str)

    def __init__(self, clock: Clock, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "pill")
        self._clock, self._zone = clock, ZoneInfo(zone)
        self._status: SyncStatus | None = None
        self.shown: PillWords | None = None
        self.dot = _Dot(self)
        self.title = Label("", "pill-title", self, wrap=True)
        self.text = Label("", "pill", self, wrap=True)
        self.foot = Label("", "pill", self)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.action = QPushButton("", self)
        self.action.setProperty("role", "pill")
        self.action.setCursor(Qt.CursorShape.PointingHandCursor)
        self.action.setAutoDefault(False)
        self.action.clicked.connect(self._on_pressed)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.dot)
        head.addWidget(self.title, 1)
        self._foot_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot_row.setSpacing(3)
        self._foot_row.addWidget(self.foot)
        self._foot_row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeading)
        self._foot_row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 9)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.progress)
        layout.addLayout(self._foot_row)
        for each in (self.text, self.foot, self.progress, self.action):
            each.hide()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def set_status(self, status: SyncStatus) -> None:
        """Show this status from now on."""
        self._status = status
        self.tick()

    def tick(self) -> None:
        """Say the status again for the present moment; nothing is touched when the words stay."""
        if self._status is None:
            return
        said = words(self._status, self._clock.now().astimezone(self._zone))
        if said == self.shown:
            return
        self.shown = said
        self.dot.set_tone(said.tone)
        self.title.setText(said.title)
        _say(self.text, "\n".join(said.lines))
        _say(self.foot, f"{said.foot} ·" if said.foot and said.action else said.foot)
        _say(self.action, said.action)
        self.progress.setVisible(said.progress is not None)
        if said.progress is not None:
            self.progress.setValue(round(said.progress * 1000))
        self.action.setAccessibleName(said.action)
        self.setAccessibleName(said.title)
        self.setAccessibleDescription(", ".join((*said.lines, said.foot)))
        self._fold_foot()

    def _fold_foot(self) -> None:
        """Put the button under its words where a language needs more than the width."""
        wanted = self.foot.sizeHint().width() + self.action.sizeHint().width() + 3
        fits = wanted <= self.width() - 20 or not self.foot.text()
        self._foot_row.setDirection(
            QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        )

    def _on_pressed(self) -> None:
        if self.shown is not None:
            self.pressed.emit(self.shown.deed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_foot()


def _say(widget: Label | QPushButton, text: str) -> None:
    widget.setText(text)
    widget.setVisible(bool(text))
