"""What just happened, told in passing at the lower right, with the key that takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.label import Label

MOST = 3  # more at once are not read; the oldest goes
STAYS_MS = 7000  # long enough to read two lines and reach for the key
WIDTH = 300
_MARGIN = 18


class Toast(QFrame):
    """One message; it stays while the pointer rests on it."""

    gone = Signal(object)

    def __init__(
        self, text: str, detail: str, action: str, run: Callable[[], object] | None, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._run = run
        self.setProperty("kind", "toast")
        self.setAccessibleName(f"{text} {detail}".strip())
        self.text = Label(text, "toast", self, wrap=True)
        self.detail = Label(detail, "toast-detail", self, wrap=True)
        self.button = Button(action, "toast", self)
        self.button.setVisible(bool(action))
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._on_clicked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.detail, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 10, 10)
        layout.setSpacing(2)
        layout.addWidget(self.text)
        layout.addLayout(row)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(theme().color("shadow", 0.28))
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self.leave)
        self._timer.start()

    def leave(self) -> None:
        """Go now."""
        self._timer.stop()
        self.gone.emit(self)

    def _on_clicked(self) -> None:
        if self._run is not None:
            self._run()
        self.leave()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)


class Toasts(QObject):
    """Keeps at most a few messages stacked over the lower right corner of `host`."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.shown: list[Toast] = []
        host.installEventFilter(self)

    def say(
        self, text: str, detail: str = "", action: str = "", run: Callable[[], object] | None = None
    ) -> Toast:
        """Show a message with at most one thing to do."""
        toast = Toast(text, detail, action, run, self._host)
        toast.gone.connect(self._on_gone)
        self.shown.append(toast)
        while len(self.shown) > MOST:
            self.shown[0].leave()
        toast.show()
        toast.raise_()
        self._place()
        return toast

    def clear(self) -> None:
        """Take every message away, as when the window locks."""
        for toast in list(self.shown):
            toast.leave()

    def _on_gone(self, toast: Toast) -> None:
        if toast in self.shown:
            self.shown.remove(toast)
        toast.hide()
        toast.deleteLater()
        self._place()

    def _place(self) -> None:
        bottom = self._host.height() - _MARGIN
        width = min(round(WIDTH * theme().text_scale), self._host.width() - 2 * _MARGIN)
        for toast in reversed(self.shown):
            toast.setFixedWidth(width)
            height = toast.heightForWidth(width)
            mirrored = self._host.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = _MARGIN if mirrored else self._host.width() - width - _MARGIN
            toast.setGeometry(left, bottom - height, width, height)
            bottom -= height + 10

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)
