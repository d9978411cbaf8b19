"""The three cards on the way in: where the clinic is, who somebody is, how far the first fill is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from clinic_app.domain.names import display_name
from clinic_app.features.auth.model.entrance import Entrance, KnownPerson
from clinic_app.features.auth.view import words
from clinic_app.parts.strip import Strip
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Field, Label

MOST_PEOPLE = 4


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

    def show_state(self, state: Entrance) -> None:
        """Show what is wrong and what is under way."""
        strong, more = words.trouble(state)
        self.strip.set_tone("amber" if state.is_away else "danger")
        self.strip.say(strong, more)
        self.doing.setText(words.doing(state))


class WherePanel(Panel):
    """`sent` carries address and key, `demo_asked` says that somebody only wants to look around."""

    sent = Signal(str, str)
    demo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Auth", "Connect to a clinic"),
            tr(
                "Auth",
                "Your administrator has both of these. They are kept on this computer and asked for"
                " once.",
            ),
            parent,
        )
        self.address = QLineEdit(self)
        self.address.setPlaceholderText("https://clinic.supabase.co")
        self.key = QLineEdit(self)
        self.key.setPlaceholderText("sb_publishable_…")
        self.fields = {
            "address": Field(tr("Auth", "Address"), self.address, self),
            "key": Field(
                tr("Auth", "Publishable key"),
                self.key,
                self,
                hint=tr("Auth", "Never a secret key: it would open every record."),
            ),
        }
        for field in self.fields.values():
            self.inner.addWidget(field)
        self.address.returnPressed.connect(self._on_sent)
        self.key.returnPressed.connect(self._on_sent)
        self.connect_button = Button(tr("Auth", "Connect"), "primary", self, hint="Enter")
        self.connect_button.clicked.connect(self._on_sent)
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium"))
        row.addWidget(self.connect_button)
        row.addWidget(self.doing, 1)
        self.inner.addLayout(row)
        self.inner.addSpacing(theme().space())
        line = QFrame(self)
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        self.inner.addWidget(line)
        demo = QHBoxLayout()
        demo.setSpacing(theme().space("medium"))
        look = Label(
            tr("Auth", "Only looking? The demo is an invented clinic on this computer."),
            "muted",
            self,
            wrap=True,
        )
        demo.addWidget(look, 1)
        self.demo_button = Button(tr("Auth", "Try the demo"), "plain", self)
        self.demo_button.clicked.connect(self.demo_asked)
        demo.addWidget(self.demo_button)
        self.inner.addLayout(demo)

    def show_state(self, state: Entrance) -> None:
        super().show_state(state)
        for name, field in self.fields.items():
            is_here = state.refusal is not None and state.refusal.field == name
            field.set_error(words.refusal(state.refusal) if is_here and state.refusal else "")
            if is_here:
                field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        self.connect_button.setEnabled(not state.is_busy)
        self.demo_button.setEnabled(not state.is_busy)

    def _on_sent(self) -> None:
        self.sent.emit(self.address.text(), self.key.text())


class WhoPanel(Panel):
    """`sent` says that the form was sent, `left` that another clinic is wanted, `chosen` an address.

    Who answers `sent` reads `password` and clears it at once with `take_passwords`.
    """

    sent = Signal()
    left = Signal()
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Auth", "Sign in"), "", parent)
        self.people = QVBoxLayout()
        self.people.setSpacing(theme().space("tiny"))
        self.inner.addLayout(self.people)
        self.person_buttons: list[Button] = []
        self.email = QLineEdit(self)
        self.email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.email.textEdited.connect(self.chosen)
        self.password = _secret(self)
        self.old_password = _secret(self)
        self.fields = {
            "email": Field(tr("Auth", "E-mail"), self.email, self),
            "password": Field(tr("Auth", "Password"), self.password, self),
            "old_password": Field(tr("Auth", "Password used here before"), self.old_password, self),
        }
        for field in self.fields.values():
            self.inner.addWidget(field)
        for line in (self.email, self.password, self.old_password):
            line.returnPressed.connect(self._on_sent)
        self.show_box = QCheckBox(tr("Auth", "Show the password"), self)
        self.show_box.toggled.connect(self._on_show_toggled)
        self.inner.addWidget(self.show_box)
        self.sign_in_button = Button(tr("Auth", "Sign in"), "primary", self, hint="Enter")
        self.sign_in_button.clicked.connect(self._on_sent)
        self.leave_button = Button(tr("Auth", "Another clinic…"), "quiet", self)
        self.leave_button.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium"))
        row.addWidget(self.sign_in_button)
        row.addWidget(self.doing, 1)
        row.addWidget(self.leave_button)
        self.inner.addLayout(row)

    def show_people(self, people: Sequence[KnownPerson]) -> None:
        """Offer those who have signed in on this computer before."""
        for button in self.person_buttons:
            button.deleteLater()
        self.person_buttons = []
        for person in people[:MOST_PEOPLE]:
            button = Button(
                display_name(person.name, "") or person.email, "plain", self, icon="person"
            )
            button.setProperty("email", person.email)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setToolTip(person.email)
            button.clicked.connect(self._on_person_clicked)
            self.people.addWidget(button)
            self.person_buttons.append(button)

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        super().show_state(state)
        host = state.server.host if state.server else ""
        self.text.setText(tr("Auth", "at {server}", server=host))
        if self.email.text() != state.email:
            self.email.setText(state.email)
        self.fields["old_password"].setVisible(state.needs_old)
        for name, field in self.fields.items():
            is_here = state.refusal is not None and state.refusal.field == name
            field.set_error(
                words.refusal(state.refusal, wait_s) if is_here and state.refusal else ""
            )
            if is_here:
                field.control.setFocus(Qt.FocusReason.OtherFocusReason)
        for each in (self.sign_in_button, self.leave_button, *self.person_buttons):
            each.setEnabled(not state.is_busy)

    def take_passwords(self) -> tuple[str, str]:
        """What was typed, once: the fields are empty afterwards and cannot bring it back."""
        typed = self.password.text(), self.old_password.text()
        for line in (self.password, self.old_password):
            line.setText("")  # unlike clear(), this forgets what could be undone
        self.show_box.setChecked(False)
        return typed

    def go(self) -> None:
        """Put the cursor where something is missing."""
        line = self.password if self.email.text().strip() else self.email
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sent(self) -> None:
        self.sent.emit()

    def _on_show_toggled(self, on: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.password.setEchoMode(mode)
        self.old_password.setEchoMode(mode)

    def _on_person_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("email")))
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)


class FillPanel(Panel):
    """How far the first fill is; `enough` says that somebody starts to work meanwhile."""

    enough = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            tr("Auth", "Bringing the clinic to this computer"),
            tr(
                "Auth",
                "Today's appointments come first. You can start to work now: the rest arrives"
                " meanwhile, and from then on everything works without the network too.",
            ),
            parent,
        )
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Auth", "Progress"))
        self.inner.addWidget(self.bar)
        self.inner.addWidget(self.doing)
        self.start_button = Button(tr("Auth", "Start to work"), "primary", self, hint="Enter")
        self.start_button.setAutoDefault(True)
        self.start_button.clicked.connect(self.enough)
        row = QHBoxLayout()
        row.addWidget(self.start_button)
        row.addStretch(1)
        self.inner.addLayout(row)

    def show_state(self, state: Entrance) -> None:
        super().show_state(state)
        done, total = state.filled
        # A maximum of 0 makes Qt show that something is going on, without saying how far.
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        self.doing.setText(words.filled(done, total))

    def go(self) -> None:
        """Put the focus on the one thing to do."""
        self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _secret(parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return line
