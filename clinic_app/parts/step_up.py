"""Asking for a proof again, before something that must not be done at an unattended desk.

    if await step_up(self, ctx.prover, tr("Files", "You are about to export records.")):
        ...

True when the person proved to be themself just now or a few minutes ago. Where the account has a
second proof and the server can be reached, its code is asked for; else the password that opens what is
kept on this computer, which works without a line too.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinic_app.errors import words
from clinic_app.parts.code_line import CodeLine, secret_line
from clinic_app.ui import ask
from clinic_app.ui.context import Proof, Prover
from clinic_app.ui.format import at_most
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.widgets import Field
from sync.errors import Expected, WrongPassword
from sync.replica.attempts import TooManyTries

_DIGITS = 6


async def step_up(parent: QWidget | None, prover: Prover | None, reason: str) -> bool:
    """Ask for what `prover` wants, again and again until it is right or the person leaves.

    Without anybody who could look at a proof the answer is no.
    """
    if prover is None:
        return False
    wanted = await prover.wanted()
    if wanted is None:
        return True
    sheet = StepUpSheet(parent, prover, wanted, reason)
    try:
        return await ask.ask(sheet)
    finally:
        await sheet.scope.closed()


class StepUpSheet(ask.Sheet):
    """One field, a code or a password."""

    def __init__(self, parent: QWidget | None, prover: Prover, wanted: Proof, reason: str) -> None:
        super().__init__(parent, tr("StepUp", "Confirm that it is you"), reason)
        self._prover, self._wanted = prover, wanted
        self.scope = TaskScope(self)
        self.line = CodeLine(self) if wanted is Proof.CODE else secret_line(self)
        label = (
            tr("StepUp", "Code of your authenticator")
            if wanted is Proof.CODE
            else tr("StepUp", "Password used on this computer")
        )
        self.field = Field(label, self.line, self)
        self.body.addWidget(self.field)
        self.go_button, _ = self.add_answers(tr("StepUp", "Confirm"))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Enter: look first whether it is right."""
        typed = self.line.text()
        if not typed:
            self.field.set_error(tr("StepUp", "Type it first."))
        elif self._wanted is Proof.CODE and len(typed) != _DIGITS:
            self.field.set_error(tr("StepUp", "A code has six digits."))
        elif self.go_button.isEnabled():
            self.line.setText("")
            self.go_button.setEnabled(False)
            self.scope.start("prove", self._prove(typed))

    async def _prove(self, typed: str) -> None:
        try:
            await self._prover.prove(self._wanted, typed)
        except Expected as error:
            self.field.set_error(_sentence(error))
            self.go_button.setEnabled(True)
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().accept()


def _sentence(error: Expected) -> str:
    """What is said beside the field. Nobody was asked for an address here."""
    if isinstance(error, WrongPassword):
        return tr("StepUp", "This is not the password used on this computer.")
    if isinstance(error, TooManyTries):
        time = at_most(error.wait_s)
        return tr("Lock", "Too many wrong passwords. The next try in {time}.", time=time)
    return f"{words(error).title}."
