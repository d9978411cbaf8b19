"""Lines for what is typed once and kept nowhere: codes and passwords."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QLineEdit, QWidget

_LONGEST = 10


class CodeLine(QLineEdit):
    """A line that takes digits and drops everything else, so that a code can be pasted as it came."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_free = False
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        )
        self.textEdited.connect(self._on_edited)

    def take_anything(self, free: bool) -> None:
        """Take letters too, as codes on paper have them."""
        if free != self.is_free:
            self.is_free = free
            self.setText("")

    def _on_edited(self, typed: str) -> None:
        kept = typed if self.is_free else _digits(typed)[:_LONGEST]
        if kept != typed:
            at = len(_digits(typed[: self.cursorPosition()]))
            with QSignalBlocker(self):
                self.setText(kept)
                self.setCursorPosition(at)


def secret_line(parent: QWidget) -> QLineEdit:
    """A line for a password."""
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return line


def _digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))
