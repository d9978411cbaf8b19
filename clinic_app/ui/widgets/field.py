"""A form's fields: a label that belongs to its input, a hint, and the error where it happened."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.label import Label, restyle

_AIR = 9


class Field(QWidget):
    """An input under its label; any QWidget will do, a line of text is the default."""

    def __init__(
        self,
        label: str,
        control: QWidget | None = None,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
    ) -> None:
        super().__init__(parent)
        self.control: QWidget = control if control is not None else QLineEdit(self)
        self.required = required
        self._hint = hint
        self.label = Label(label, "field", self)
        self.label.setBuddy(self.control)
        self.note = Label(hint, "note", self, wrap=True)
        self.control.setAccessibleName(label)
        if isinstance(self.control, QSpinBox | QTimeEdit):
            # Qt lays the line of these at the very edge, whatever the style sheet's padding.
            line = self.control.findChild(QLineEdit)
            if line is not None:
                line.setTextMargins(_AIR, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().space("tiny"))
        top = QHBoxLayout()
        top.setSpacing(theme().space("tiny"))
        top.addWidget(self.label)
        self.mark = Label("*", "required", self)
        self.mark.setVisible(required)
        top.addWidget(self.mark)
        top.addStretch(1)
        layout.addLayout(top)
        layout.addWidget(self.control)
        layout.addWidget(self.note)
        self.note.setVisible(bool(hint))
        if not self.control.sizePolicy().expandingDirections() & Qt.Orientation.Vertical:
            layout.addStretch(1)  # beside a field with a longer note, the labels stay in line

    @property
    def text(self) -> str:
        """What was typed, without the blanks around it; only for a line of text."""
        return self.control.text().strip() if isinstance(self.control, QLineEdit) else ""

    def set_error(self, text: str) -> None:
        """Say what is wrong with this input, or nothing to say that it is right."""
        restyle(self.control, "state", "error" if text else "")
        self.note.set_role("error" if text else "note")
        self.note.setText(text or self._hint)
        self.note.setVisible(bool(text or self._hint))
        self.control.setAccessibleDescription(text or self._hint)

    @property
    def error(self) -> str:
        """What is said to be wrong now."""
        return self.note.text() if self.note.property("role") == "error" else ""


class Form(QWidget):
    """Fields in rows; two share a row when they belong together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme().space("medium"))
        self._grid.setVerticalSpacing(theme().space("medium"))
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.fields: list[Field] = []

    def add(self, *fields: Field) -> None:
        """Add one field over the whole width, or two side by side."""
        row = self._grid.rowCount()
        for column, field in enumerate(fields):
            self._grid.addWidget(field, row, column, 1, 2 if len(fields) == 1 else 1)
            self.fields.append(field)

    def clear_errors(self) -> None:
        """Take every error text away."""
        for field in self.fields:
            field.set_error("")

    def focus_first_error(self) -> bool:
        """Put the cursor where the first error is; False when there is none."""
        for field in self.fields:
            if field.error:
                field.control.setFocus()
                return True
        return False
