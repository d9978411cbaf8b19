"""The fields of a patient's record, and what is said beside them."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from clinic_app.features.patients import model
from clinic_app.features.patients.queries import PatientCard
from clinic_app.features.patients.view import words
from clinic_app.parts.text_form import TextForm
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Field

BLANK = {**dict.fromkeys(model.FIELDS, ""), "gender": "unknown"}
"""The text of a form in which nothing was filled in."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOTE_LINES = 4


class PatientForm(TextForm):
    """All details of a patient, the family name first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hints = {
            "birth_date": tr("Patients", "like {example}", example=words.birth_example()),
            "note": tr("Patients", "For the desk only: nothing clinical belongs here."),
        }
        for name in model.FIELDS:
            field = Field(
                words.field(name),
                self._control(name),
                hint=hints.get(name, ""),
                required=name == "family_name",
                parent=self,
            )
            self.name_field(name, field)
        self.add(self.field("family_name"), self.field("given_name"))
        self.add(self.field("birth_date"), self.field("gender"))
        self.add(self.field("phone"), self.field("email"))
        self.add(self.field("address"))
        self.add(self.field("note"))

    def look_at_phone(self, region: str) -> None:
        """Hint at a phone number that looks mistyped."""
        field = self.field("phone")
        if self.is_clashing("phone"):
            return
        odd = model.is_odd_phone(field.text, region)
        field.note.setText(words.odd_phone() if odd else "")
        field.note.set_role("amber" if odd else "note")
        field.note.setVisible(odd)

    def problem(self, name: str, code: str) -> str:
        return words.problem(name, code)

    def clash(self, value: str) -> str:
        said = value or tr("Patients", "nothing")
        return tr("Patients", "Now in the record: {value}. Yours is kept.", value=said)

    def unheard_of(self, value: str) -> str:
        return words.gender(value)

    def _control(self, name: str) -> QWidget:
        if name == "gender":
            box = QComboBox(self)
            for value in words.GENDERS:
                box.addItem(words.gender(value), value)
            box.currentIndexChanged.connect(self.note_edit)
            return box
        if name == "note":
            text = _Note(self)
            text.textChanged.connect(self.note_edit)
            text.entered.connect(self.entered)
            return text
        line = QLineEdit(self)
        line.textEdited.connect(self.note_edit)
        line.returnPressed.connect(self.entered)
        return line


class _Note(QPlainTextEdit):
    """Several lines; Tab goes on to the next field, Ctrl+Enter saves."""

    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(_NOTE_LINES * self.fontMetrics().lineSpacing() + 2 * theme().space())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.entered.emit()
            return
        super().keyPressEvent(event)


def texts_of(row: PatientCard) -> dict[str, str]:
    """The text each field shows for this record."""
    return {
        "family_name": row.family_name,
        "given_name": row.given_name,
        "birth_date": words.birth_text(row.birth_date),
        "gender": row.gender,
        "phone": row.phone,
        "email": row.email,
        "address": row.address,
        "note": row.note,
    }


def phone_region() -> str:
    """The country a number without + is taken to be in: the one the locale speaks of."""
    return QLocale.territoryToCode(fmt.locale().territory())
