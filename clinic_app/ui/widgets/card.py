"""A white surface with a thin edge that holds things that belong together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.label import Label


class Card(QFrame):
    """Put widgets into `self.body`; a title stands in a head row of its own, `self.head`."""

    def __init__(
        self, title: str = "", parent: QWidget | None = None, *, flush: bool = False, note: str = ""
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        medium = theme().space("medium")
        self.title = Label(title, "heading", self)
        self.note = Label(note, "faint", self)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(medium, medium - 1, medium, medium - 1)
        self.head.setSpacing(theme().space())
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        self.head.addWidget(self.note)
        if title:
            outer.addLayout(self.head)
        else:
            self.title.hide()
            self.note.hide()
        self.body = QVBoxLayout()
        if flush:
            self.body.setContentsMargins(0, 0, 0, 0)
            self.body.setSpacing(0)
        else:
            self.body.setContentsMargins(medium, 0 if title else medium, medium, medium)
            self.body.setSpacing(theme().space())
        outer.addLayout(self.body, 1)

    def add_line(self) -> None:
        """A thin line between two parts of the body."""
        line = QFrame(self)
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        self.body.addWidget(line)
