"""One quiet strip across a page or the window, with at most one thing to do about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.label import Label, restyle


class Banner(QFrame):
    """`tone` is amber, danger, info or good; `acted` when its button is pressed."""

    acted = Signal()

    def __init__(self, tone: str = "amber", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.text = Label("", "banner-strong", self)
        self.text.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.detail = Label("", "banner", self, wrap=True)
        self.button = Button("", "banner", self)
        self.button.clicked.connect(self._on_clicked)
        layout = QHBoxLayout(self)
        wide = theme().space("wide") - 2
        layout.setContentsMargins(wide, 7, wide, 7)
        layout.setSpacing(10)
        layout.addWidget(self.text)
        layout.addWidget(self.detail, 1)
        layout.addWidget(self.button)
        self.say("")

    def say(self, text: str, detail: str = "", action: str = "") -> None:
        """Show a strong word, what follows from it, and the name of a button or none."""
        self.text.setText(text)
        self.detail.setText(detail)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(f"{text} {detail}".strip())

    def set_tone(self, tone: str) -> None:
        """Make it more or less grave."""
        restyle(self, "tone", tone)
        for each in (self.text, self.detail, self.button):
            each.style().unpolish(each)
            each.style().polish(each)

    def _on_clicked(self) -> None:
        self.acted.emit()
