"""The fields of a patient's record: text in, text out, and every message beside its field."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from clinic_app.features.patients import model
from clinic_app.features.patients.queries import PatientCard
from clinic_app.features.patients.view import words
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Field, Form

BLANK = {**dict.fromkeys(model.FIELDS, ""), "gender": "unknown"}
"""The text of a form in which nothing was filled in."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_NOTE_LINES = 4


class PatientForm(Form):
    """`edited` when any text changes, `entered` when somebody asks to save."""

    edited = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_name: dict[str, Field] = {}
        self._clashes: dict[str, str] = {}
        self._place = ("", 0)
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
            self._by_name[name] = field
        of = self._by_name
        self.add(of["family_name"], of["given_name"])
        self.add(of["birth_date"], of["gender"])
        self.add(of["phone"], of["email"])
        self.add(of["address"])
        self.add(of["note"])

    @property
    def typed(self) -> dict[str, str]:
        """The text of every field, as it stands."""
        return {name: self._text(name) for name in model.FIELDS}

    def field(self, name: str) -> Field:
        """One field of the form."""
        return self._by_name[name]

    def put(self, texts: Mapping[str, str]) -> None:
        """Write texts into fields without counting them as typed."""
        for name, text in texts.items():
            control = self._by_name[name].control
            blocked = control.blockSignals(True)
            if isinstance(control, QLineEdit):
                if control.text() != text:
                    control.setText(text)
            elif isinstance(control, QPlainTextEdit):
                if control.toPlainText() != text:
                    control.setPlainText(text)
            elif isinstance(control, QComboBox):
                self._choose(control, text)
            control.blockSignals(blocked)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong, each beside its field, and go to the first."""
        for name, field in self._by_name.items():
            code = problems.get(name)
            field.set_error(words.problem(name, code) if code else "")
        self._show_clashes()
        self.focus_first_error()

    def show_clashes(self, clashes: Mapping[str, str]) -> None:
        """Say beside each of these fields what the record says now; the text stays as typed."""
        gone = self._clashes.keys() - clashes.keys()
        self._clashes = dict(clashes)
        for name in gone:
            self._by_name[name].set_error("")
        self._show_clashes()

    def look_at_phone(self, region: str) -> None:
        """Hint at a phone number that looks mistyped."""
        field = self._by_name["phone"]
        if "phone" in self._clashes:
            return
        odd = model.is_odd_phone(field.text, region)
        field.note.setText(words.odd_phone() if odd else "")
        field.note.set_role("amber" if odd else "note")
        field.note.setVisible(odd)

    def place(self) -> tuple[str, int]:
        """Where the cursor is, or was when the form lost it: a field and a position in its text."""
        self._place = self._place_now() or self._place
        return self._place

    def _place_now(self) -> tuple[str, int] | None:
        for name, field in self._by_name.items():
            control = field.control
            if control.hasFocus():
                if isinstance(control, QLineEdit):
                    return name, control.cursorPosition()
                if isinstance(control, QPlainTextEdit):
                    return name, control.textCursor().position()
                return name, 0
        return None

    def set_place(self, name: str, position: int = -1) -> None:
        """Put the cursor there; -1 is the end of the text."""
        field = self._by_name.get(name) or self._by_name["family_name"]
        control = field.control
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(control, QLineEdit):
            control.setCursorPosition(len(control.text()) if position < 0 else position)
        elif isinstance(control, QPlainTextEdit):
            cursor = control.textCursor()
            end = len(control.toPlainText())
            cursor.setPosition(end if position < 0 else min(position, end))
            control.setTextCursor(cursor)

    def _control(self, name: str) -> QWidget:
        if name == "gender":
            box = QComboBox(self)
            for value in words.GENDERS:
                box.addItem(words.gender(value), value)
            box.currentIndexChanged.connect(self._on_edited)
            return box
        if name == "note":
            text = _Note(self)
            text.textChanged.connect(self._on_edited)
            text.entered.connect(self.entered)
            return text
        line = QLineEdit(self)
        line.textEdited.connect(self._on_edited)
        line.returnPressed.connect(self.entered)
        return line

    def _text(self, name: str) -> str:
        control = self._by_name[name].control
        if isinstance(control, QLineEdit):
            return control.text()
        if isinstance(control, QPlainTextEdit):
            return control.toPlainText()
        return str(control.currentData()) if isinstance(control, QComboBox) else ""

    def _choose(self, box: QComboBox, value: str) -> None:
        at = box.findData(value or "unknown")
        if at < 0:  # a newer server knows more words than this program: keep theirs
            box.addItem(words.gender(value), value)
            at = box.count() - 1
        box.setCurrentIndex(at)

    def _show_clashes(self) -> None:
        for name, text in self._clashes.items():
            note = self._by_name[name].note
            said = text or tr("Patients", "nothing")
            note.setText(tr("Patients", "Now in the record: {value}. Yours is kept.", value=said))
            note.set_role("amber")
            note.show()

    def _on_edited(self) -> None:
        self.place()
        self.edited.emit()


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
