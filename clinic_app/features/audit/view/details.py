"""One line of the trail, whole, and the two questions it leads to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from clinic_app.features.audit.model import Entry
from clinic_app.features.audit.view import words
from clinic_app.features.audit.view.words import Telling
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Chip, Label

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHORT = 8
"""So much of a computer's number tells two of them apart."""


class Details(Card):
    """`person_wanted` and `record_wanted` carry the line; `left` when somebody goes back to the list."""

    person_wanted = Signal(object)
    record_wanted = Signal(object)
    left = Signal()

    def __init__(self, device: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._device = device
        self.entry: Entry | None = None
        self.title = Label("", "heading", self, wrap=True, selectable=True)
        self.kind = Chip("", "slate", self)
        self._grid = QGridLayout()
        self._values: dict[str, tuple[Label, Label]] = {}
        self.person = Button(tr("Audit", "Only this person"), "plain", self)
        self.record = Button(tr("Audit", "Only this record"), "plain", self)
        self.person.clicked.connect(self._on_person)
        self.record.clicked.connect(self._on_record)
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.entry = None
        self.hide()

    def show_entry(self, entry: Entry, telling: Telling) -> None:
        """Show this line."""
        self.entry = entry
        self.title.setText(telling.what(entry))
        self.kind.set(words.action(entry.action), words.tone(entry))
        here = entry.device == self._device
        computer = tr("Audit", "This one") if here else entry.device[:_SHORT]
        shown = {
            "when": telling.moment(entry),
            "who": telling.who(entry),
            "record": telling.record(entry),
            "fields": telling.fields(entry),
            "why": telling.reason(entry),
            "computer": tr(
                "Audit", "{computer}, line {line}", computer=computer, line=str(entry.seq)
            ),
            "told": telling.told(entry),
        }
        for name, (key, value) in self._values.items():
            value.setText(shown[name])
            key.setVisible(bool(shown[name]))
            value.setVisible(bool(shown[name]))
        self.record.setVisible(bool(entry.row_id))
        self.setAccessibleName(
            ", ".join(text for text in (self.title.text(), *shown.values()) if text)
        )
        self.show()

    def go(self) -> None:
        """Put the focus on what can be done with it."""
        button = self.record if self.record.isVisible() else self.person
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme().space())
        top.addWidget(self.title, 1)
        top.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self._grid.setHorizontalSpacing(theme().space("large"))
        self._grid.setVerticalSpacing(theme().space("tiny"))
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        places = (
            ("when", tr("Audit", "When"), 0, 0),
            ("who", tr("Audit", "Who"), 0, 2),
            ("computer", tr("Audit", "Computer"), 1, 0),
            ("told", tr("Audit", "On the server since"), 1, 2),
            ("record", tr("Audit", "Record"), 2, 0),
            ("fields", tr("Audit", "Fields"), 3, 0),
            ("why", tr("Audit", "Why"), 4, 0),
        )
        for name, title, row, column in places:
            key = Label(title, "muted", self)
            value = Label("", "plain", self, wrap=True, selectable=True)
            value.setAccessibleName(title)
            value.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self._values[name] = (key, value)
            span = 3 if row > 1 else 1
            self._grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(value, row, column + 1, 1, span, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme().space())
        buttons.addWidget(self.record)
        buttons.addWidget(self.person)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    def _on_person(self) -> None:
        self.person_wanted.emit(self.entry)

    def _on_record(self) -> None:
        self.record_wanted.emit(self.entry)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in ENTER and isinstance(focused, Button):
            focused.click()
        else:
            super().keyPressEvent(event)
