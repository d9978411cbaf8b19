"""What an empty list shows: what would be here, and how to make the first one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_app.ui import icons
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.label import Label

_ICON = 32


class EmptyState(QWidget):
    """A calm sentence in the middle of an empty place."""

    def __init__(
        self, title: str = "", text: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._run: Callable[[], object] | None = None
        self.picture = QLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = Label("", "heading", self, wrap=True)
        self.text = Label("", "muted", self, wrap=True)
        self.button = Button("", "plain", self)
        self.button.clicked.connect(self._on_clicked)
        for each in (self.title, self.text):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme().space())
        layout.addStretch(2)
        layout.addWidget(self.picture)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.say(title, text)
        self._tint()
        looks().changed.connect(self._tint)

    def say(
        self, title: str, text: str = "", action: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """Say what would be here and offer the first step."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._run = run
        self.setAccessibleName(f"{title} {text}".strip())

    def _tint(self) -> None:
        self.picture.setVisible(bool(self._icon_name))
        if self._icon_name:
            color = theme().color("faint")
            self.picture.setPixmap(
                icons.pixmap(self._icon_name, _ICON, color, self.devicePixelRatio())
            )

    def _on_clicked(self) -> None:
        if self._run is not None:
            self._run()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event  # transparent: it lies on whatever holds it
