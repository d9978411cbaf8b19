"""A field that finds while somebody types, with the key that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from clinic_app.ui import icons
from clinic_app.ui.keys import key_text
from clinic_app.ui.theme import looks, theme


class SearchField(QLineEdit):
    """`searched` carries the text once typing rests for `delay_ms`, at once when cleared or entered."""

    searched = Signal(str)
    left_down = Signal()  # the down key: move on to the results

    def __init__(
        self, placeholder: str, parent: QWidget | None = None, *, hint: str = "", delay_ms: int = 60
    ) -> None:
        super().__init__(parent)
        self._hint = hint
        self.setProperty("role", "search")
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setClearButtonEnabled(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(120)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._on_rested)
        self.textChanged.connect(self._on_text_changed)
        self.returnPressed.connect(self._on_rested)
        self._tint()
        looks().changed.connect(self._tint)

    def _tint(self) -> None:
        for action in self.actions():
            if action.property("glass"):
                self.removeAction(action)
        glass = self.addAction(
            icons.icon("search", theme().color("muted")), QLineEdit.ActionPosition.LeadingPosition
        )
        glass.setProperty("glass", True)

    def _on_text_changed(self, text: str) -> None:
        if text:
            self._timer.start()
        else:
            self._on_rested()

    def _on_rested(self) -> None:
        self._timer.stop()
        self.searched.emit(self.text().strip())

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(420, super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._hint or self.text():
            return
        worn = theme()
        words = key_text(self._hint)
        metrics = QFontMetrics(worn.font("small"))
        width, height = metrics.horizontalAdvance(words) + 12, metrics.height() + 4
        if self.width() < width + 160:
            return
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = 10 if mirrored else self.width() - width - 10
        box = QRectF(left + 0.5, (self.height() - height) / 2 + 0.5, width - 1, height - 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(worn.color("line"))
        painter.setBrush(worn.color("surface"))
        painter.drawRoundedRect(box, worn.radius("small"), worn.radius("small"))
        painter.setPen(worn.color("muted"))
        painter.setFont(worn.font("small"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
