"""The card of the sign-in: who somebody is, by a password or by another way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.domain.names import display_name
from clinic_app.domain.signing_in import Way
from clinic_app.features.auth.model.state import (
    Entrance,
    KnownPerson,
)
from clinic_app.features.auth.view import words
from clinic_app.features.auth.view.panel import Panel, Secrets
from clinic_app.parts.flow import Flow
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Field

MOST_PEOPLE = 4
MOST_PROVIDERS = 4


class WhoPanel(Panel):
    """`sent` says that the form was sent, `left` that another clinic is wanted, `chosen` an address,
    `way_chosen` another way in than a password, `browse_chosen` which service is to vouch.

    Who answers `sent` reads the password with `take_password`, once.
    """

    sent = Signal()
    left = Signal()
    chosen = Signal(str)
    way_chosen = Signal(str)
    browse_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Auth", "Sign in"), "", parent)
        self.people = QVBoxLayout()
        self.people.setSpacing(theme().space("tiny"))
        self.inner.addLayout(self.people)
        self.person_buttons: list[Button] = []
        self.email = QLineEdit(self)
        self.email.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.email.textEdited.connect(self.chosen)
        self.email.returnPressed.connect(self.sent)
        self.secrets = Secrets(self)
        self.secrets.sent.connect(self.sent)
        self.password = self.secrets.lines[0]
        self.fields = {
            "email": Field(tr("Auth", "E-mail"), self.email, self),
            "password": Field(tr("Auth", "Password"), self.password, self),
        }
        for field in self.fields.values():
            self.inner.addWidget(field)
        below = Flow(ends=True)
        below.addWidget(self.secrets.show_box)
        self.forgotten_button = self._way(tr("Auth", "Forgotten password?"), Way.RECOVERY)
        below.addWidget(self.forgotten_button)
        self.inner.addLayout(below)
        self.sign_in_button = Button(tr("Auth", "Sign in"), "primary", self, hint="Enter")
        self.sign_in_button.clicked.connect(self.sent)
        self.leave_button = Button(tr("Auth", "Another clinic…"), "quiet", self)
        self.leave_button.clicked.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium"))
        row.addWidget(self.sign_in_button)
        row.addWidget(self.doing, 1)
        row.addWidget(self.leave_button)
        self.inner.addLayout(row)
        self._add_other_ways()

    def show_people(self, people: Sequence[KnownPerson]) -> None:
        """Offer those who have signed in on this computer before."""
        for button in self.person_buttons:
            button.deleteLater()
        self.person_buttons = []
        for person in people[:MOST_PEOPLE]:
            words_on_it = display_name(person.name, "") or person.email
            button = Button(words_on_it, "plain", self, icon="person")
            button.setProperty("email", person.email)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setToolTip(person.email)
            button.clicked.connect(self._on_person_clicked)
            self.people.addWidget(button)
            self.person_buttons.append(button)

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        super().show_state(state, wait_s)
        host = state.server.host if state.server else ""
        self.text.setText(
            words.again() if state.is_again else tr("Auth", "at {server}", server=host)
        )
        if self.email.text() != state.email:
            self.email.setText(state.email)
        self.email.setReadOnly(state.is_again)
        for button in (self.leave_button, self.invited_button):
            button.setVisible(not state.is_again)
        for button in self.person_buttons:
            button.setVisible(not state.is_again)
        self.code_button.setVisible(state.ways.by_mail)
        self._show_providers(state.ways.providers)
        self.show_errors(self.fields, state, wait_s)
        for each in self._all_buttons():
            each.setEnabled(not state.is_busy)

    def take_password(self) -> str:
        """What was typed, once."""
        return self.secrets.take()[0]

    def go(self) -> None:
        """Put the cursor where something is missing."""
        line = self.password if self.email.text().strip() else self.email
        line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add_other_ways(self) -> None:
        self.add_rule()
        self.code_button = self._way(tr("Auth", "Send me a code"), Way.CODE, "plain", "mail")
        self.invited_button = self._way(tr("Auth", "I was invited"), Way.INVITE)
        self.provider_buttons: list[Button] = []
        self.providers = QVBoxLayout()
        self.providers.setSpacing(theme().space("tiny"))
        row = Flow(ends=True)
        row.addWidget(self.code_button)
        row.addWidget(self.invited_button)
        self.inner.addLayout(self.providers)
        self.inner.addLayout(row)

    def _way(self, text: str, way: Way, role: str = "link", icon: str = "") -> Button:
        button = Button(text, role, self, icon=icon)
        button.setProperty("way", way.value)
        button.clicked.connect(self._on_way_clicked)
        return button

    def _show_providers(self, names: Sequence[str]) -> None:
        wanted = list(names[:MOST_PROVIDERS])
        if [str(button.property("provider")) for button in self.provider_buttons] == wanted:
            return
        for button in self.provider_buttons:
            button.deleteLater()
        self.provider_buttons = []
        for name in wanted:
            said = tr("Auth", "Sign in with {service}", service=words.provider(name))
            button = Button(said, "plain", self)
            button.setProperty("provider", name)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._on_provider_clicked)
            self.providers.addWidget(button)
            self.provider_buttons.append(button)

    def _all_buttons(self) -> list[Button]:
        return [
            self.sign_in_button,
            self.leave_button,
            self.forgotten_button,
            self.code_button,
            self.invited_button,
            *self.provider_buttons,
            *self.person_buttons,
        ]

    # Slots

    def _on_way_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.way_chosen.emit(str(sender.property("way")))

    def _on_provider_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.browse_chosen.emit(str(sender.property("provider")))

    def _on_person_clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(str(sender.property("email")))
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
