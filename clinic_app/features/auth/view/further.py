"""The cards of the further ways in: the mailed code, the browser, the second proof, a password."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_app.domain.signing_in import Missing, Way
from clinic_app.features.auth.model.state import (
    Entrance,
)
from clinic_app.features.auth.view import words
from clinic_app.features.auth.view.panel import Panel, Secrets
from clinic_app.parts.code_line import CodeLine
from clinic_app.parts.flow import Flow
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Button, Field


class _Further(Panel):
    """A card with a way back, which Escape takes too. `sent` comes with Enter."""

    sent = Signal()
    went_back = Signal()

    def __init__(self, yes: str, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.go_button = Button(yes, "primary", self, hint="Enter")
        self.go_button.clicked.connect(self.sent)
        self.back_button = Button(tr("Auth", "Back"), "plain", self, hint="Esc")
        self.back_button.clicked.connect(self.went_back)

    def end_with(self, *others: Button) -> None:
        """Lay the last rows out: the answer and the way back, and under a line what else can be done."""
        self.inner.addWidget(self.doing)
        row = Flow(ends=True)
        row.addWidget(self.go_button)
        row.addWidget(self.back_button)
        self.inner.addLayout(row)
        self.line = self.add_rule()
        self.line.setVisible(bool(others))
        more = Flow()
        for button in others:
            more.addWidget(button)
        self.inner.addLayout(more)

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        super().show_state(state, wait_s)
        self.doing.setVisible(bool(self.doing.text()))

    def say(self, title: str, text: str) -> None:
        """Title and text of this state."""
        self.heading.setText(title)
        self.text.setText(text)
        self.setAccessibleName(title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.went_back.emit()
            return
        super().keyPressEvent(event)


class CodePanel(_Further):
    """`again_wanted`: another mail, please."""

    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Auth", "Go on"), parent)
        self.email = QLineEdit(self)
        self.email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.code = CodeLine(self)
        self.fields = {
            "email": Field(tr("Auth", "E-mail"), self.email, self),
            "code": Field(tr("Auth", "Code"), self.code, self),
        }
        for field in self.fields.values():
            self.inner.addWidget(field)
        self.email.returnPressed.connect(self.sent)
        self.code.returnPressed.connect(self.sent)
        self.again_button = Button("", "link", self)
        self.again_button.clicked.connect(self.again_wanted)
        self.end_with(self.again_button)

    def show_state(self, state: Entrance, wait_s: float = 0.0, again_s: float = 0.0) -> None:
        super().show_state(state, wait_s)
        is_invited = state.way is Way.INVITE
        self.say(*words.of_the_code(state))
        self.fields["email"].setVisible(is_invited)
        if self.email.text() != state.email:
            self.email.setText(state.email)
        self.show_errors(self.fields, state, wait_s)
        for each in (self.again_button, self.line):
            each.setVisible(not is_invited)
        self.again_button.setText(words.another_mail(again_s))
        self.again_button.setEnabled(not state.is_busy and again_s <= 0)
        self.go_button.setEnabled(not state.is_busy)

    def take_code(self) -> str:
        """What was typed, once."""
        typed = self.code.text()
        self.code.setText("")
        return typed

    def go(self) -> None:
        """Put the cursor where something is missing."""
        is_asked = not self.fields["email"].isHidden() and not self.email.text().strip()
        (self.email if is_asked else self.code).setFocus(Qt.FocusReason.OtherFocusReason)


class BrowserPanel(_Further):
    """`sent` wants the page opened once more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Auth", "Open the page again"), parent)
        self.go_button.set_role("plain")
        self.go_button.set_hint("")
        self.say(
            tr("Auth", "Go on in your browser"),
            tr(
                "Auth",
                "A page has opened there. Sign in on it and come back here; within five minutes"
                " this window notices by itself.",
            ),
        )
        self.end_with()

    def go(self) -> None:
        """Nothing is typed here; the way back is nearest."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)


class FactorPanel(_Further):
    """`turned`: the other kind of second proof."""

    turned = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Auth", "Go on"), parent)
        self.code = CodeLine(self)
        self.fields = {"code": Field(tr("Auth", "Code"), self.code, self)}
        self.inner.addWidget(self.fields["code"])
        self.code.returnPressed.connect(self.sent)
        self.turn_button = Button("", "link", self)
        self.turn_button.clicked.connect(self.turned)
        self.end_with(self.turn_button)

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        super().show_state(state, wait_s)
        self.say(*words.of_the_factor(on_paper=state.on_paper))
        self.code.take_anything(state.on_paper)
        self.turn_button.setText(words.other_proof(on_paper=state.on_paper))
        self.show_errors(self.fields, state, wait_s)
        for button in (self.go_button, self.turn_button):
            button.setEnabled(not state.is_busy)

    def take_code(self) -> str:
        """What was typed, once."""
        typed = self.code.text()
        self.code.setText("")
        return typed

    def go(self) -> None:
        """Put the cursor where the code goes."""
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)


class KeyPanel(_Further):
    """A password, new or old. `turned`: a code on paper instead; `aside_wanted`: begin afresh."""

    turned = Signal()
    aside_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Auth", "Go on"), parent)
        self.secrets = Secrets(self, count=2)
        self.secrets.sent.connect(self.sent)
        self.password, self.repeat = self.secrets.lines
        self.fields = {
            "password": Field(tr("Auth", "Password"), self.password, self),
            "repeat": Field(tr("Auth", "The same once more"), self.repeat, self),
        }
        for field in self.fields.values():
            self.inner.addWidget(field)
        self.inner.addWidget(self.secrets.show_box)
        self.turn_button = Button("", "link", self)
        self.turn_button.clicked.connect(self.turned)
        self.aside_button = Button(tr("Auth", "I do not know it…"), "link", self)
        self.aside_button.clicked.connect(self.aside_wanted)
        self.end_with(self.turn_button, self.aside_button)

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        super().show_state(state, wait_s)
        is_old = state.missing is Missing.OLD_PASSWORD
        self.say(*words.of_the_key(state))
        self.fields["password"].label.setText(words.key_label(state))
        self.fields["repeat"].setVisible(not is_old)
        self.line.setVisible(is_old)
        for button in (self.turn_button, self.aside_button):
            button.setVisible(is_old)
            button.setEnabled(not state.is_busy)
        self.turn_button.setText(words.other_key(on_paper=state.on_paper))
        self.show_errors(self.fields, state, wait_s)
        self.go_button.setEnabled(not state.is_busy)

    @property
    def agrees(self) -> bool:
        """Whether the password was typed twice alike."""
        return self.password.text() == self.repeat.text()

    def take_password(self) -> str:
        """What was typed, once."""
        return self.secrets.take()[0]

    def go(self) -> None:
        """Put the cursor where the password goes."""
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)
