"""A form over a record: texts in, texts out, whatever its controls look like; messages beside the fields."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)

from clinic_app.domain.edits import YES
from clinic_app.ui.widgets import Field, Form


class TextForm(Form):
    """`edited` when anything changes, `entered` when Enter asks to save.

    Whoever makes one names its fields, lays them out, and has the words.
    """

    edited = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._by_name: dict[str, Field] = {}
        self._clashes: dict[str, str] = {}
        self._place = ("", 0)

    @property
    def typed(self) -> dict[str, str]:
        """The text of every field, as it stands."""
        return {name: _text(field.control) for name, field in self._by_name.items()}

    def field(self, name: str) -> Field:
        """One field of the form."""
        return self._by_name[name]

    def name_field(self, name: str, field: Field) -> None:
        """A field of the form, in the order of the record."""
        self._by_name[name] = field

    def put(self, texts: Mapping[str, str]) -> None:
        """Write texts into fields without counting them as typed."""
        for name, text in texts.items():
            control = self._by_name[name].control
            blocked = control.blockSignals(True)
            if isinstance(control, QComboBox):
                self.choose(control, text)
            else:
                _write(control, text)
            control.blockSignals(blocked)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong, each beside its field, and go to the first."""
        for name, field in self._by_name.items():
            code = problems.get(name)
            field.set_error(self.problem(name, code) if code else "")
        self._show_clashes()
        self.focus_first_error()

    def show_clashes(self, clashes: Mapping[str, str]) -> None:
        """Say beside each of these fields what the record says now; the text stays as typed."""
        gone = self._clashes.keys() - clashes.keys()
        self._clashes = dict(clashes)
        for name in gone:
            self._by_name[name].set_error("")
        self._show_clashes()

    def is_clashing(self, name: str) -> bool:
        """Whether such words stand beside this field."""
        return name in self._clashes

    def place(self) -> tuple[str, int]:
        """Where the cursor is, or was when the form lost it: a field and a position in its text."""
        for name, field in self._by_name.items():
            if field.control.hasFocus():
                self._place = (name, _cursor(field.control))
        return self._place

    def forget_place(self) -> None:
        """The next place is the first field."""
        self._place = ("", 0)

    def set_place(self, name: str = "", position: int = -1) -> None:
        """Put the cursor there; -1 is the end of the text, no name the first field."""
        field = self._by_name.get(name) or next(iter(self._by_name.values()))
        control = field.control
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        end = len(_text(control))
        at = end if position < 0 else min(position, end)
        if isinstance(control, QLineEdit):
            control.setCursorPosition(at)
        elif isinstance(control, QPlainTextEdit):
            cursor = control.textCursor()
            cursor.setPosition(at)
            control.setTextCursor(cursor)

    # What a kind of form says

    def problem(self, name: str, code: str) -> str:
        """What is wrong, in words."""
        raise NotImplementedError

    def clash(self, value: str) -> str:
        """That the record holds something else by now, in words."""
        raise NotImplementedError

    def unheard_of(self, value: str) -> str:
        """A choice that only a newer server knows, in words."""
        return value

    # For the controls

    def choose(self, box: QComboBox, value: str) -> None:
        """Choose a value, also one this program has never heard of: theirs is kept."""
        at = box.findData(value)
        if at < 0 and value:
            box.addItem(self.unheard_of(value), value)
            at = box.count() - 1
        box.setCurrentIndex(max(at, 0))

    def note_edit(self) -> None:
        """Something was typed or chosen."""
        self.place()
        self.edited.emit()

    def _show_clashes(self) -> None:
        for name, text in self._clashes.items():
            note = self._by_name[name].note
            note.setText(self.clash(text))
            note.set_role("amber")
            note.show()


def _text(control: QWidget) -> str:
    if isinstance(control, QLineEdit):
        return control.text()
    if isinstance(control, QPlainTextEdit):
        return control.toPlainText()
    if isinstance(control, QSpinBox):
        return str(control.value())
    if isinstance(control, QCheckBox):
        return YES if control.isChecked() else ""
    assert isinstance(control, QComboBox)
    return str(control.currentData() or "")


def _write(control: QWidget, text: str) -> None:
    if isinstance(control, QLineEdit):
        if control.text() != text:  # else the cursor would go to the end
            control.setText(text)
    elif isinstance(control, QPlainTextEdit):
        if control.toPlainText() != text:
            control.setPlainText(text)
    elif isinstance(control, QSpinBox):
        control.setValue(int(text) if text.isdecimal() else control.minimum())
    elif isinstance(control, QCheckBox):
        control.setChecked(bool(text))


def _cursor(control: QWidget) -> int:
    if isinstance(control, QLineEdit):
        return control.cursorPosition()
    return control.textCursor().position() if isinstance(control, QPlainTextEdit) else 0
