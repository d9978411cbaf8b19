"""The questions around a file: where, and with which passphrase; and the text for support."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPlainTextEdit, QWidget

from clinic_app.parts.save_file import picked
from clinic_app.ui.ask import Sheet, ask
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Field
from sync.replica.export import SUFFIX

SHORTEST: Final = 10
"""A passphrase is typed rarely and guessed at leisure: it must not be a short one."""


class NewPassphrase(Sheet):
    """A passphrase typed twice, for a file that is about to be written."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent, tr("SyncStatus", "A passphrase for the file"), text)
        self.first, self.second = _secret(self), _secret(self)
        self.fields = (
            Field(
                tr("SyncStatus", "Passphrase"),
                self.first,
                self,
                hint=tr("SyncStatus", "At least %n letter(s); a few words are good.", SHORTEST),
            ),
            Field(tr("SyncStatus", "The same again"), self.second, self),
        )
        for field in self.fields:
            self.body.addWidget(field)
        self.add_answers(tr("SyncStatus", "Save the file"))
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Go on only with two of the same, and long enough."""
        for field in self.fields:
            field.set_error("")
        if len(self.first.text()) < SHORTEST:
            self.fields[0].set_error(
                tr("SyncStatus", "Too short: at least %n letter(s).", SHORTEST)
            )
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.first.text() != self.second.text():
            self.fields[1].set_error(tr("SyncStatus", "The two are not the same."))
            self.second.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().accept()


class OldPassphrase(Sheet):
    """The passphrase of a file that is about to be read; `wrong` is what was said of the last one."""

    def __init__(self, parent: QWidget | None, text: str, wrong: str = "") -> None:
        super().__init__(parent, tr("SyncStatus", "The passphrase of the file"), text)
        self.line = _secret(self)
        self.field = Field(tr("SyncStatus", "Passphrase"), self.line, self)
        self.field.set_error(wrong)
        self.body.addWidget(self.field)
        self.add_answers(tr("SyncStatus", "Bring in"))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


class Support(Sheet):
    """A text to read, copy or save: what it says is all that leaves."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(
            parent,
            tr("SyncStatus", "Diagnostics"),
            tr(
                "SyncStatus",
                "Numbers and codes for support. No name and no text of a patient is in it.",
            ),
            width=680,
        )
        self.saves = False
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("SyncStatus", "Diagnostics"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme().text("note"))
        self.text.setFont(font)
        self.text.setMinimumHeight(340)
        self.text.setTabChangesFocus(True)
        self.body.addWidget(self.text)
        close = self.add_button(tr("SyncStatus", "Close"))
        close.clicked.connect(self.reject)
        save = self.add_button(tr("SyncStatus", "Save…"))
        save.clicked.connect(self._on_save)
        self.copy: Button = self.add_button(tr("SyncStatus", "Copy"), "primary", hint="Enter")
        self.copy.clicked.connect(self._on_copy)
        self.copy.setDefault(True)
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy.setText(tr("SyncStatus", "Copied"))

    def _on_save(self) -> None:
        self.saves = True
        self.accept()


async def new_passphrase(parent: QWidget, text: str) -> str | None:
    """A passphrase that was typed twice; None when the person leaves."""
    sheet = NewPassphrase(parent, text)
    return sheet.first.text() if await ask(sheet) else None


async def old_passphrase(parent: QWidget, text: str, wrong: str = "") -> str | None:
    """A passphrase typed once; None when the person leaves."""
    sheet = OldPassphrase(parent, text, wrong)
    return sheet.line.text() if await ask(sheet) else None


async def file_to_read(parent: QWidget) -> Path | None:
    """Which file to bring in."""
    dialog = QFileDialog(parent, tr("SyncStatus", "Bring drafts in"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(
        [tr("SyncStatus", "Drafts") + f" (*{SUFFIX})", tr("SyncStatus", "All files") + " (*)"]
    )
    return await picked(dialog)


def _secret(parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
