"""A field that finds while somebody types, with the key that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStyle, QWidget

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
        self._make_room()
        looks().changed.connect(self._make_room)

    def _make_room(self) -> None:
        self.setTextMargins(theme().text("large") + 6, 0, 0, 0)

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
        worn, ratio = theme(), self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = worn.text("large")
        glass = QRect(10, (self.height() - side) // 2, side, side)
        picture = icons.pixmap("search", side, worn.color("muted"), ratio)
        painter.drawPixmap(self._mirrored(glass), picture)
        if not self._hint or self.text():
            return
        words = key_text(self._hint)
        painter.setFont(worn.font("small"))
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(words) + 12, metrics.height() + 4
        if self.width() < width + self.fontMetrics().horizontalAdvance(self.placeholderText()) + 60:
            return
        box = QRect(self.width() - width - 9, (self.height() - height) // 2, width, height)
        edge = QRectF(self._mirrored(box)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(worn.color("line"))
        painter.setBrush(worn.color("surface"))
        painter.drawRoundedRect(edge, worn.radius("small"), worn.radius("small"))
        painter.setPen(worn.color("muted"))
        painter.drawText(edge, Qt.AlignmentFlag.AlignCenter, words)

    def _mirrored(self, place: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), place)
