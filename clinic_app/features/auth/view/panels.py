"""The first and the last card on the way in: where the clinic is, how far the first fill is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QWidget

from clinic_app.features.auth.model.state import (
    Entrance,
)
from clinic_app.features.auth.view import words
from clinic_app.features.auth.view.panel import Panel
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Field, Label


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
        self.add_rule()
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

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        super().show_state(state, wait_s)
        self.show_errors(self.fields, state)
        self.connect_button.setEnabled(not state.is_busy)
        self.demo_button.setEnabled(not state.is_busy)

    def go(self) -> None:
        """Put the cursor into the first field."""
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_sent(self) -> None:
        self.sent.emit(self.address.text(), self.key.text())


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

    def show_state(self, state: Entrance, wait_s: float = 0.0) -> None:
        super().show_state(state, wait_s)
        done, total = state.filled
        # A maximum of 0 makes Qt show that something is going on, without saying how far.
        self.bar.setRange(0, max(0, total))
        self.bar.setValue(done)
        self.doing.setText(words.filled(done, total))

    def go(self) -> None:
        """Put the focus on the one thing to do."""
        self.start_button.setFocus(Qt.FocusReason.OtherFocusReason)
