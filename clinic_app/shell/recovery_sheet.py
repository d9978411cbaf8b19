"""Sheets for the code on paper: shown once when it is made, typed when the password is forgotten."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QLineEdit, QWidget

from clinic_app.errors import words
from clinic_app.shell.paper_code import PaperCode
from clinic_app.ui.ask import Sheet
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Field, Label
from sync.errors import Expected
from sync.replica.recovery import MistypedCode

LEAST_PASSWORD = 8
_WIDTH = 520

SaveText = Callable[[str, str], None]
"""Writes a text to a path. Raises an Expected."""


class CodeSheet(Sheet):
    """Shows a new code. It can be left only by saying that the code is written down.

    `left` carries how the code is about to leave this computer: "print" or "export".
    """

    left = Signal(str)

    def __init__(self, parent: QWidget | None, paper: PaperCode, save: SaveText) -> None:
        super().__init__(
            parent,
            tr("Recovery", "Your recovery code"),
            tr(
                "Recovery",
                "It opens what is kept on this computer when you have forgotten the password. It is"
                " shown this once and kept nowhere: print it, or write it down.",
            ),
            width=round(_WIDTH * theme().text_scale),
        )
        self._paper, self._save = paper, save
        self.code = Label("\n".join(paper.rows()), "mono", self, selectable=True)
        self.code.setAccessibleName(tr("Recovery", "Recovery code"))
        self.code.setAccessibleDescription(" ".join(paper.code))
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        font = self.code.font()
        font.setPixelSize(round(font.pixelSize() * 1.5) if font.pixelSize() > 0 else 20)
        self.code.setFont(font)
        self.body.addWidget(self.code)
        self.trouble = Label("", "error", self, wrap=True)
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.noted = QCheckBox(tr("Recovery", "I have it on paper"), self)
        self.body.addWidget(self.noted)
        self.save_button = self.add_button(tr("Recovery", "Save as text…"))
        self.print_button = self.add_button(tr("Recovery", "Print…"))
        self.done_button = self.add_button(tr("Recovery", "Done"), "primary", hint="Enter")
        self.done_button.setEnabled(False)
        self.done_button.setDefault(True)
        self.noted.toggled.connect(self.done_button.setEnabled)
        self.save_button.clicked.connect(self._on_save)
        self.print_button.clicked.connect(self._on_print)
        self.done_button.clicked.connect(self.accept)
        self.print_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def reject(self) -> None:
        """Escape does not take away what is shown only once."""
        if self.noted.isChecked():
            self.accept()
        else:
            self.noted.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_on(self, printer: QPrinter) -> None:
        """Print the page."""
        self.left.emit("print")
        self._paper.print_on(printer)

    def save_to(self, path: str) -> None:
        """Save the page as text."""
        self.left.emit("export")
        try:
            self._save(path, self._paper.as_text())
        except Expected as error:
            self._say(words(error).title)
        else:
            self._say("")

    def _on_print(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self._say(tr("Recovery", "This computer knows no printer. Save it, or write it down."))
            return
        dialog = QPrintDialog(QPrinter(QPrinter.PrinterMode.HighResolution), self)
        dialog.accepted.connect(self._on_printer_chosen)
        QDialog.open(dialog)

    def _on_printer_chosen(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, QPrintDialog):
            self.print_on(dialog.printer())
            dialog.deleteLater()

    def _on_save(self) -> None:
        dialog = QFileDialog(self, tr("Recovery", "Save the recovery code"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(tr("Recovery", "recovery code") + ".txt")
        dialog.fileSelected.connect(self.save_to)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _say(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))


UseCode = Callable[[str, str], Awaitable[None]]
"""Takes a code and a new password. Raises an Expected when the code does not open anything."""


class ForgotSheet(Sheet):
    """Takes the code from the paper and a new password; ends with `accept` when both were taken."""

    def __init__(self, parent: QWidget | None, person: str, use: UseCode) -> None:
        super().__init__(
            parent,
            tr("Recovery", "Open with the recovery code"),
            tr(
                "Recovery",
                "For what is kept of {person} on this computer. The code is spent by it; make a new"
                " one afterwards.",
                person=person,
            ),
            width=round(_WIDTH * theme().text_scale),
        )
        self._use = use
        self.scope = TaskScope(self)
        self.code = QLineEdit(self)
        self.code.setPlaceholderText("XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX-XXXXX")
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self.password, self.again = _secret(self), _secret(self)
        self.code_field = Field(tr("Recovery", "Recovery code"), self.code, self)
        self.password_field = Field(
            tr("Recovery", "New password for this computer"), self.password, self
        )
        self.again_field = Field(tr("Recovery", "The same again"), self.again, self)
        for field in (self.code_field, self.password_field, self.again_field):
            self.body.addWidget(field)
        self.go, _ = self.add_answers(tr("Recovery", "Open"))
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Enter: look at what was typed, then let it be used."""
        fields = (self.code_field, self.password_field, self.again_field)
        for field in fields:
            field.set_error("")
        if not self.code.text().strip():
            self.code_field.set_error(tr("Recovery", "Type the code from the paper."))
        elif len(self.password.text()) < LEAST_PASSWORD:
            self.password_field.set_error(
                tr("Recovery", "At least {count} characters.", count=LEAST_PASSWORD)
            )
        elif self.password.text() != self.again.text():
            self.again_field.set_error(tr("Recovery", "The two are not the same."))
        elif self.go.isEnabled():
            self.go.setEnabled(False)
            self.scope.start("recover", self._take(self.code.text(), self.password.text()))
            return
        for field in fields:
            if field.error:
                field.control.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def done(self, result: int) -> None:
        """Forget what was typed, whatever becomes of it."""
        for line in (self.code, self.password, self.again):
            line.setText("")
        self.scope.close()
        super().done(result)

    async def _take(self, code: str, password: str) -> None:
        try:
            await self._use(code, password)
        except MistypedCode as error:
            self._refuse(_mistyped(error.group))
        except Expected as error:
            self._refuse(f"{words(error).title}. {words(error).sentence}")
        else:
            QDialog.accept(self)

    def _refuse(self, text: str) -> None:
        self.go.setEnabled(True)
        self.code_field.set_error(text)
        self.code.setFocus(Qt.FocusReason.OtherFocusReason)


def _mistyped(group: int) -> str:
    if group == 0:
        return tr("Recovery", "A code has eight groups of five; this is longer.")
    return tr("Recovery", "Something in group {number} is not as on the paper.", number=group)


def _secret(parent: QWidget) -> QLineEdit:
    line = QLineEdit(parent)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    line.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
    )
    return line
