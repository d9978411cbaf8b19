"""A draft the server would not take at all: why, what it said, and what can still be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_app.features.conflicts.actions import SendAgain
from clinic_app.features.conflicts.model.lines import Trouble, trouble
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.features.conflicts.view import rules
from clinic_app.features.conflicts.view.detail import Detail
from clinic_app.features.conflicts.view.sides import Sides
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Field, Form

CORRECTABLE: Final = (
    "family_name",
    "given_name",
    "phone",
    "email",
    "address",
    "note",
    "reason",
    "overbook_reason",
    "cancel_reason",
)
"""Texts that can be put right on the card itself."""


class PlainDetail(Detail):
    """Not accepted, not allowed, gone, too new: the text is shown whole and, where it helps, editable."""

    def __init__(self, card: CardRow, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(card, speech, parent)
        self._kind = trouble(card.status, card.code)
        self.fields: dict[str, Field] = {}
        if self._kind is Trouble.INVALID:
            self._add_form()
        rest = [line for line in self.lines if not set(line.fields) & self.fields.keys()]
        if rest:
            self.middle.addWidget(Sides(card, rest, speech, self))
        self.again = self.add_button(self._again_words(), "primary", hint="Enter")
        self.again.clicked.connect(self.enter)
        is_possible = self._kind is not Trouble.DELETED or "facility_id" in card.base
        self.again.setVisible(is_possible and card.code != "not_visible")

    def begin(self) -> None:
        first = next(iter(self.fields.values()), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.discard if self.again.isHidden() else self.again).setFocus(
                Qt.FocusReason.OtherFocusReason
            )

    def enter(self) -> None:
        if self.again.isHidden():
            return
        mine = self.row.mine
        corrections = {
            name: field.text
            for name, field in self.fields.items()
            if field.text != str(mine.get(name, "")).strip()
        }
        self.decided.emit(SendAgain(self.row.id, corrections))

    def _add_form(self) -> None:
        form = Form(self)
        for name in CORRECTABLE:
            if name not in self.row.mine:
                continue
            line = QLineEdit(self)
            line.setText(str(self.row.mine[name]))
            self.fields[name] = Field(rules.line_name(self.row.tbl, name), line, form)
        names = list(self.fields)
        for at in range(0, len(names), 2):
            form.add(*(self.fields[name] for name in names[at : at + 2]))
        self.middle.addWidget(form)

    def _again_words(self) -> str:
        if self._kind is Trouble.DELETED:
            return tr("Conflicts", "Write it as a new record")
        if self.fields:
            return tr("Conflicts", "Send it like this")
        return tr("Conflicts", "Send again")
