"""A strip inside a card: strong words over quieter ones, and at most one thing to do about them.

A card is too narrow for the window's banner, which has everything on one line.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Label
from clinic_app.ui.widgets.label import restyle


class Strip(QFrame):
    """`tone` is amber, danger, info or good; hidden while it says nothing; `acted` on its button."""

    acted = Signal()

    def __init__(
        self, tone: str = "danger", parent: QWidget | None = None, *, side: str = "large"
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.text = Label("", "banner-strong", self, wrap=True)
        self.detail = Label("", "banner", self, wrap=True)
        self.button = Button("", "banner", self)
        self.button.clicked.connect(self.acted)
        words = QVBoxLayout()
        words.setSpacing(theme().space("hair"))
        words.addWidget(self.text)
        words.addWidget(self.detail)
        row = QHBoxLayout(self)
        space, medium = theme().space(side) + 2, theme().space("medium")
        row.setContentsMargins(space, medium - 2, space, medium - 2)
        row.setSpacing(medium)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.say("")
        self.set_tone(tone)

    def say(self, text: str, detail: str = "", action: str = "") -> None:
        """Show it, or hide when there is nothing to say."""
        self.text.setText(text)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.setAccessibleName(f"{text} {detail}".strip())
        self.setVisible(bool(text))

    def set_tone(self, tone: str) -> None:
        """Make it more or less grave."""
        for each in (self, self.text, self.detail, self.button):
            restyle(each, "tone", tone)
