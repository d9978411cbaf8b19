"""The window of a computer that was away for too long, where the clinic wants it closed then."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from clinic_app.shell.cover import Cover, Shade
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.label import Label

_WIDTH = 480


class ClosedCover(Cover):
    """`contact_wanted`: look for the server now. `glass_wanted`: open it in an emergency."""

    contact_wanted = Signal()
    glass_wanted = Signal()

    def __init__(self, host: QMainWindow, shade: Shade) -> None:
        super().__init__(host, shade, _WIDTH)
        self.setAccessibleName(tr("Lease", "Closed"))
        self.title = Label(
            tr("Lease", "Closed until this computer hears from the clinic"),
            "title",
            self.card,
            wrap=True,
        )
        self.words = Label("", "muted", self.card, wrap=True)
        self.state = Label("", "muted", self.card, wrap=True)
        self.contact = Button(tr("Lease", "Try to connect"), "primary", self.card, hint="Enter")
        self.glass = Button(tr("Lease", "Open in an emergency…"), "warn", self.card)
        for each in (self.title, self.words, self.state):
            self.card.body.addWidget(each)
        row = QHBoxLayout()
        row.addWidget(self.glass)
        row.addStretch(1)
        row.addWidget(self.contact)
        self.card.body.addLayout(row)
        self.contact.setAutoDefault(True)
        self.contact.clicked.connect(self.contact_wanted)
        self.glass.clicked.connect(self.glass_wanted)

    def say(self, since: str) -> None:
        """`since` says when it last heard from the clinic, in words."""
        self.words.setText(
            tr(
                "Lease",
                "The last contact was {since}. Your clinic keeps its records closed on a computer"
                " that was away for so long. What you wrote is kept, and nothing is lost.",
                since=since,
            )
        )

    def say_unreadable(self) -> None:
        """What the server allowed was edited, or is for somebody else."""
        self.words.setText(
            tr(
                "Lease",
                "This computer's permission to work without the server cannot be read. Your clinic"
                " keeps its records closed until the server gives a new one. What you wrote is kept,"
                " and nothing is lost.",
            )
        )

    def set_state(self, text: str, *, is_signed_out: bool = False) -> None:
        """How the line is doing; signed out, the way to the server leads through signing in."""
        self.state.setText(text)
        self.state.setVisible(bool(text))
        self.contact.setText(
            tr("Lease", "Sign in") if is_signed_out else tr("Lease", "Try to connect")
        )

    def focus_order(self) -> list[QWidget]:
        return [self.contact, self.glass]
