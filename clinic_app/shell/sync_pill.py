"""The pill at the lower left: is everything sent, what waits, when is the next try."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from clinic_app.shell.sync_words import PillWords, words
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
        self._deed = ""
        self.shown: PillWords | None = None
        self.dot = _Dot(self)
        self.title = Label("", "pill-title", self, wrap=True)
        self.text = Label("", "pill", self, wrap=True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.action = QPushButton("", self)
        self.action.setProperty("role", "pill")
        self.action.setAutoDefault(False)
        self.action.clicked.connect(self._on_pressed)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.dot)
        head.addWidget(self.title, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.action)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 9, 10, 9)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.progress)
        layout.addLayout(foot)
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
        self._deed = said.deed
        self.dot.set_tone(said.tone)
        self.title.setText(said.title)
        self.text.setText("\n".join(said.lines))
        self.text.setVisible(bool(said.lines))
        self.progress.setVisible(said.progress is not None)
        if said.progress is not None:
            self.progress.setValue(round(said.progress * 1000))
        self.action.setText(said.action)
        self.action.setAccessibleName(said.action)
        self.action.setVisible(bool(said.action))
        self.setAccessibleName(said.title)
        self.setAccessibleDescription(", ".join(said.lines))

    def _on_pressed(self) -> None:
        self.pressed.emit(self._deed)
