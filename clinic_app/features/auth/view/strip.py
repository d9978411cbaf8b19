"""What went wrong at the door, over the form it concerns."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Label
from clinic_app.ui.widgets.label import restyle


class Strip(QFrame):
    """Strong words over quieter ones: a card is too narrow for both on one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.strong = Label("", "banner-strong", self, wrap=True)
        self.more = Label("", "banner", self, wrap=True)
        layout = QVBoxLayout(self)
        wide = theme().space("wide") + 4
        layout.setContentsMargins(wide, theme().space("medium"), wide, theme().space("medium"))
        layout.setSpacing(theme().space("hair"))
        layout.addWidget(self.strong)
        layout.addWidget(self.more)
        self.hide()

    def say(self, strong: str, more: str, tone: str) -> None:
        """Show it, or hide when there is nothing to say."""
        for each in (self, self.strong, self.more):
            restyle(each, "tone", tone)
        self.strong.setText(strong)
        self.more.setText(more)
        self.more.setVisible(bool(more))
        self.setAccessibleName(f"{strong} {more}".strip())
        self.setVisible(bool(strong))
