"""One sentence on how things stand, in the words of the pill, and what a person can do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from clinic_app.parts.sync_words import PillWords, words
from clinic_app.ui.i18n import tr
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets import Button, Card, Label
from sync.errors import NewerReplica

_TICK_MS = 1000
_SIDE = 14
_TONES = {"good": "green", "wait": "amber", "bad": "red"}


class Shape(QWidget):
    """Round when good, a diamond when something waits, a square when stuck: never a colour alone."""

    def __init__(self, parent: QWidget | None = None, tone: str = "wait") -> None:
        super().__init__(parent)
        self._tone = tone
        self.setFixedSize(_SIDE + 2, _SIDE + 2)
        looks().changed.connect(self.update)

    def set_tone(self, tone: str) -> None:
        """Show another one."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color(_TONES[self._tone]))
        if self._tone == "good":
            painter.drawEllipse(2, 2, _SIDE - 2, _SIDE - 2)
        elif self._tone == "wait":
            painter.translate(_SIDE / 2 + 1, _SIDE / 2 + 1)
            painter.rotate(45)
            painter.drawRect(-5, -5, 10, 10)
        else:
            painter.drawRect(2, 2, _SIDE - 2, _SIDE - 2)


class Standing(Card):
    """`retry_asked`, `pause_asked`, `resume_asked` and `cards_asked` are its buttons. Signing in again
    is offered by the pill and the banner.
    """

    retry_asked = Signal()
    pause_asked = Signal()
    resume_asked = Signal()
    cards_asked = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._now = now
        self._status: SyncStatus | None = None
        self.said: PillWords | None = None
        self.shape = Shape(self)
        self.title = Label("", "large", self, wrap=True)
        self.lines = Label("", "muted", self, wrap=True)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.hide()
        self.also = Button("", "plain", self)
        self.also.clicked.connect(self.cards_asked)
        self.also.hide()
        self.retry = Button(tr("SyncStatus", "Retry now"), "primary", self, hint="Ctrl+R")
        self.retry.clicked.connect(self.retry_asked)
        self.pause = Button("", "plain", self, hint="Ctrl+P")
        self.pause.clicked.connect(self._on_pause)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    @property
    def is_held(self) -> bool:
        """This person has paused the sync."""
        return self._status is not None and self._status.phase == "held"

    def set_status(self, status: SyncStatus) -> None:
        """Show this status from now on."""
        self._status = status
        self.tick()

    def tick(self) -> None:
        """Say the status again for the present moment; nothing is touched when the words stay."""
        if self._status is None:
            return
        self.retry.setEnabled(self._status.phase != "syncing")
        said = words(self._status, self._now())
        if said == self.said:
            return
        self.said = said
        self.shape.set_tone(said.tone)
        self.title.setText(f"{said.title}.")
        rest = [*said.lines, said.foot if said.deed != "cards" else ""]
        self.lines.setText(". ".join(line[:1].upper() + line[1:] for line in rest if line))
        self.setAccessibleName(f"{self.title.text()} {self.lines.text()}")
        self.progress.setVisible(said.progress is not None)
        if said.progress is not None:
            self.progress.setValue(round(said.progress * 1000))
        self.also.setText(said.foot)
        self.also.setVisible(said.deed == "cards")
        is_signed_in = self._status.phase != "signed_out"
        self.retry.setVisible(is_signed_in and not self.is_held)
        self.pause.setVisible(is_signed_in and self._status.error != NewerReplica.code)
        self.pause.setText(
            tr("SyncStatus", "Resume") if self.is_held else tr("SyncStatus", "Pause")
        )
        self.pause.set_role("primary" if self.is_held else "plain")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium"))
        row.addWidget(self.shape, 0, Qt.AlignmentFlag.AlignTop)
        words_ = QVBoxLayout()
        words_.setSpacing(theme().space("tiny"))
        words_.addWidget(self.title)
        words_.addWidget(self.lines)
        words_.addWidget(self.progress)
        row.addLayout(words_, 1)
        for button in (self.also, self.pause, self.retry):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def _on_pause(self) -> None:
        (self.resume_asked if self.is_held else self.pause_asked).emit()
