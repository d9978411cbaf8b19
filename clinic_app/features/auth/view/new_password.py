"""Choosing another password while signed in."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinic_app.errors import words as words_for
from clinic_app.features.auth.model.account import Account
from clinic_app.features.auth.model.server import Refusal
from clinic_app.features.auth.view import words
from clinic_app.features.auth.view.panel import Secrets
from clinic_app.parts.code_line import CodeLine
from clinic_app.ui import ask
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.widgets import Field
from sync.errors import Expected, ProofNeeded, WeakPassword, WrongCode

_SHORTEST = 8


class NewPasswordSheet(ask.Sheet):
    """Accepted once the server took the new password. A mailed code is asked for when it wants one."""

    def __init__(self, parent: QWidget | None, account: Account) -> None:
        super().__init__(
            parent,
            tr("Account", "Change the password"),
            tr("Account", "All your other computers are signed out and ask for the new one."),
        )
        self._account = account
        self.scope = TaskScope(self)
        self.secrets = Secrets(self, count=2)
        self.password, self.repeat = self.secrets.lines
        self.code = CodeLine(self)
        self.fields = {
            "password": Field(tr("Auth", "New password"), self.password, self),
            "repeat": Field(tr("Auth", "The same once more"), self.repeat, self),
            "code": Field(tr("Account", "Code from your mailbox"), self.code, self),
        }
        for field in self.fields.values():
            self.body.addWidget(field)
        self.fields["code"].hide()
        self.body.addWidget(self.secrets.show_box)
        self.go_button, _ = self.add_answers(tr("Account", "Change"))
        self.password.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Enter: look first, then ask the server."""
        if not self.go_button.isEnabled():
            return
        for field in self.fields.values():
            field.set_error("")
        new, again = self.password.text(), self.repeat.text()
        if len(new) < _SHORTEST:
            self._refuse("password", words.refusal(Refusal("password", "short", str(_SHORTEST))))
        elif new != again:
            self._refuse("repeat", words.refusal(Refusal("repeat", "differs")))
        else:
            self.go_button.setEnabled(False)
            self.scope.start("change", self._change(new, self.code.text()))

    async def _change(self, new: str, code: str) -> None:
        try:
            await self._account.change_password(new, code)
        except ProofNeeded as error:
            self.fields["code"].show()
            self._refuse("code", words_for(error).sentence)
        except WrongCode as error:
            self.code.setText("")
            self._refuse("code", f"{words_for(error).title}.")
        except WeakPassword as error:
            shown = Refusal("password", "short", str(error.least)) if error.least else None
            self._refuse("password", words.refusal(shown) if shown else words_for(error).sentence)
        except Expected as error:
            self._refuse("password", f"{words_for(error).title}.")
        else:
            self.secrets.take()
            super().accept()

    def _refuse(self, name: str, sentence: str) -> None:
        self.go_button.setEnabled(True)
        self.fields[name].set_error(sentence)
        self.fields[name].control.setFocus(Qt.FocusReason.OtherFocusReason)
