"""What all cards on the way in are made of."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from clinic_app.features.auth.model.state import (
    Entrance,
)
from clinic_app.features.auth.view import words
from clinic_app.parts.code_line import secret_line
from clinic_app.parts.strip import Strip
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Card, Field, Label


class Panel(Card):
    """A card with a title, a strip for what went wrong, and a line for what is under way."""

    def __init__(self, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent, flush=True)
        self.setAccessibleName(title)
        self.strip = Strip("danger", self, side="wide")
        self.body.addWidget(self.strip)
        self.inner = QVBoxLayout()
        wide = theme().space("wide") + 4
        self.inner.setContentsMargins(wide, wide, wide, wide)
        self.inner.setSpacing(theme().space("medium") + 2)
        self.heading = Label(title, "title", self, wrap=True)
        self.text = Label(text, "muted", self, wrap=True)
        self.inner.addWidget(self.heading)
        self.inner.addWidget(self.text)
        self.body.addLayout(self.inner)
        self.doing = Label("", "muted", self, wrap=True)

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        """Show what is wrong and what is under way; `wait_s` is left until the next try."""
        strong, more = words.trouble(state, wait_s)
        self.strip.set_tone("amber" if state.is_away else "danger")
        self.strip.say(strong, more)
        self.doing.setText(words.doing(state))

    def go(self) -> None:
        """Put the cursor where something is missing."""

    def add_rule(self) -> QFrame:
        """A thin line between two parts of the card."""
        line = QFrame(self)
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        self.inner.addWidget(line)
        return line

    def show_errors(
        self, fields: Mapping[str, Field], state: Entrance, wait_s: float = 0.0
    ) -> None:
        """Say at each field what is wrong with it, and put the cursor there."""
        for name, field in fields.items():
            refusal = state.refusal
            is_here = refusal is not None and refusal.field == name
            said = words.refusal(refusal, wait_s) if is_here and refusal else ""
            # Words that count seconds must not pull the cursor back every second.
            is_new = bool(said) and not field.error
            field.set_error(said)
            if is_new:
                field.control.setFocus(Qt.FocusReason.OtherFocusReason)


class Secrets(QWidget):
    """Lines for a password, and one box that shows them all. `sent` comes with Enter."""

    sent = Signal()

    def __init__(self, parent: QWidget | None = None, *, count: int = 1) -> None:
        super().__init__(parent)
        self.lines = [secret_line(self) for _ in range(count)]
        self.show_box = QCheckBox(tr("Auth", "Show the password"), self)
        self.show_box.toggled.connect(self._on_toggled)
        for line in self.lines:
            line.returnPressed.connect(self.sent)
        self.hide()  # only holds them; each has its own place in a form

    def take(self) -> list[str]:
        """What was typed, once: the lines are empty afterwards and cannot bring it back."""
        typed = [line.text() for line in self.lines]
        for line in self.lines:
            line.setText("")  # unlike clear(), this forgets what could be undone
        self.show_box.setChecked(False)
        return typed

    def _on_toggled(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        for line in self.lines:
            line.setEchoMode(mode)
