"""Making new keys for what is kept on this computer: the password, a moment's patience, done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressBar, QWidget

from clinic_app.errors import words
from clinic_app.ui.ask import Sheet
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Field
from sync.errors import Expected, WrongPassword

_WIDTH = 480

Renew = Callable[[str], Awaitable[None]]
"""Takes the password. Raises an Expected when nothing was changed."""


class NewKeysSheet(Sheet):
    """Ends with `accept` when the keys are new."""

    def __init__(self, parent: QWidget | None, renew: Renew) -> None:
        super().__init__(
            parent,
            tr("Keys", "New keys for this computer"),
            tr(
                "Keys",
                "Everything kept here is locked with a new key. Do it when this computer, its disk"
                " or a copy may have been in other hands. Trust in this computer ends with it, and a"
                " printed recovery code becomes worthless. Your password stays the same.",
            ),
            width=round(_WIDTH * theme().text_scale),
        )
        self._renew = renew
        self._is_running = False
        self.scope = TaskScope(self)
        self.line = QLineEdit(self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.field = Field(tr("Keys", "Password used on this computer"), self.line, self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Keys", "Making new keys"))
        self.bar.hide()
        self.body.addWidget(self.field)
        self.body.addWidget(self.bar)
        self.go, self.out = self.add_answers(tr("Keys", "Make new keys"))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Enter: begin, once."""
        if not self.line.text():
            self.field.set_error(tr("Keys", "Type your password."))
        elif not self._is_running:
            typed = self.line.text()
            self.line.setText("")
            self.field.set_error("")
            self._set_running(True)
            self.scope.start("new keys", self._run(typed))

    def reject(self) -> None:
        """What has begun runs to its end: it is a matter of seconds."""
        if not self._is_running:
            super().reject()

    async def _run(self, password: str) -> None:
        try:
            await self._renew(password)
        except WrongPassword:
            self._refuse(tr("Keys", "This password does not open it. Nothing was changed."))
        except Expected as error:
            self._refuse(f"{words(error).title}. {tr('Keys', 'Nothing was changed.')}")
        else:
            self._is_running = False
            QDialog.accept(self)

    def _refuse(self, text: str) -> None:
        self._set_running(False)
        self.field.set_error(text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_running(self, is_running: bool) -> None:
        self._is_running = is_running
        self.bar.setVisible(is_running)
        for each in (self.line, self.go, self.out):
            each.setEnabled(not is_running)
