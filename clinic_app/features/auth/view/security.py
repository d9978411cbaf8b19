"""Sign-in and security: second proofs, the computers one is signed in at, the password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinic_app.errors import words as words_for
from clinic_app.features.auth.model.account import Account, Authenticator, SignedInAt
from clinic_app.features.auth.view.enrol import CodesSheet, EnrolSheet
from clinic_app.features.auth.view.new_password import NewPasswordSheet
from clinic_app.parts.flow import Flow
from clinic_app.parts.step_up import step_up
from clinic_app.parts.strip import Strip
from clinic_app.ui import ask
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Prover
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Chip, Label
from sync.clock import Clock
from sync.errors import Expected, NotOffered

Deed = Callable[[], Awaitable[None]]


class SecuritySheet(ask.Sheet):
    """Reads everything anew after each deed; one deed at a time."""

    def __init__(
        self, parent: QWidget | None, account: Account, prover: Prover | None, clock: Clock
    ) -> None:
        super().__init__(parent, tr("Account", "Sign-in and security"), width=600)
        self._account, self._prover, self._clock = account, prover, clock
        self.scope = TaskScope(self)
        self.strip = Strip("danger", self)
        self.body.addWidget(self.strip)
        self.proofs = _Part(tr("Account", "Second proof"), self)
        self.computers = _Part(tr("Account", "Where you are signed in"), self)
        self.password = _Part(tr("Account", "Password"), self)
        column = QWidget(self)
        layout = QVBoxLayout(column)
        layout.setContentsMargins(0, 0, theme().space(), 0)
        layout.setSpacing(theme().space("medium"))
        for part in (self.proofs, self.computers, self.password):
            layout.addWidget(part)
        layout.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(column)
        area.setMinimumHeight(420)
        self.body.addWidget(area, 1)
        self.add_button(tr("Account", "Close")).clicked.connect(self.reject)
        self.change_button = self.password.offer(
            tr("Account", "Change the password…"), self._on_change_password
        )
        self.password.say(
            tr("Account", "One password for the account and for what is kept on this computer.")
        )
        self.scope.restart("read", self.read())

    async def read(self) -> None:
        """Show how things stand."""
        try:
            proofs = await self._account.authenticators()
            left = await self._account.recovery_codes_left() if proofs else None
            computers = await self._account.signed_in_at()
        except Expected as error:
            self._fail(error)
            return
        self._show_proofs(proofs, left)
        self._show_computers(computers)

    # Second proofs

    def _show_proofs(self, proofs: list[Authenticator], left: int | None) -> None:
        self.proofs.clear()
        if proofs:
            self.proofs.say(tr("Account", "Signing in asks for a code of one of these as well."))
        else:
            self.proofs.say(
                tr(
                    "Account",
                    "With an authenticator on your phone, a stolen password alone opens nothing.",
                )
            )
        for proof in proofs:
            row = self.proofs.row(proof.name or tr("Account", "Authenticator"))
            row.remove(self._removing(proof.id))
        self.proofs.offer(tr("Account", "Add an authenticator…"), self._on_add)
        if proofs:
            said = tr("Account", "New recovery codes…")
            if left is not None:
                said = tr("Account", "New recovery codes ({left} left)…", left=left)
            self.proofs.offer(said, self._on_codes)

    def _removing(self, proof: str) -> Callable[[], None]:
        async def remove() -> None:
            reason = tr("Account", "Without it, signing in takes the password alone.")
            if await step_up(self, self._prover, reason):
                await self._account.remove_authenticator(proof)

        return lambda: self._do(remove)

    def _on_add(self) -> None:
        self._do(self._add)

    async def _add(self) -> None:
        names = {proof.name for proof in await self._account.authenticators()}
        reason = tr("Account", "You are about to change how you sign in.")
        if not await step_up(self, self._prover, reason):
            return
        number = next(n for n in range(1, 100) if _named(n) not in names)
        new = await self._account.add_authenticator(_named(number))
        sheet = EnrolSheet(self, self._account, new)
        added = await ask.ask(sheet)
        await sheet.scope.closed()
        if not added:
            await self._account.remove_authenticator(new.id)
        elif not names:
            await self._make_codes()

    def _on_codes(self) -> None:
        self._do(self._new_codes)

    async def _new_codes(self) -> None:
        reason = tr("Account", "New codes make the old ones worthless.")
        if await step_up(self, self._prover, reason):
            await self._make_codes()

    async def _make_codes(self) -> None:
        try:
            codes = await self._account.make_recovery_codes()
        except NotOffered:
            return  # this server has none: an administrator helps who loses the authenticator
        await ask.ask(CodesSheet(self, codes))

    # Computers

    def _show_computers(self, computers: list[SignedInAt]) -> None:
        self.computers.clear()
        now = self._clock.now()
        for computer in computers:
            name = computer.place or tr("Account", "Unknown program")
            row = self.computers.row(name, fmt.ago(computer.seen_at, now))
            if computer.is_here:
                row.mark(tr("Account", "This computer"))
            else:
                row.remove(self._ending(computer.id), tr("Account", "Sign out there"))
        if len(computers) > 1:
            self.computers.offer(tr("Account", "Sign out everywhere else"), self._on_elsewhere)

    def _ending(self, computer: str) -> Callable[[], None]:
        async def end() -> None:
            await self._account.sign_out_at(computer)

        return lambda: self._do(end)

    def _on_elsewhere(self) -> None:
        self._do(self._account.sign_out_elsewhere)

    # Password

    def _on_change_password(self) -> None:
        self._do(self._change_password)

    async def _change_password(self) -> None:
        reason = tr("Account", "You are about to change how you sign in.")
        if await step_up(self, self._prover, reason):
            sheet = NewPasswordSheet(self, self._account)
            await ask.ask(sheet)
            await sheet.scope.closed()

    # Private

    def _do(self, deed: Deed) -> None:
        self.scope.restart("deed", self._done(deed))

    async def _done(self, deed: Deed) -> None:
        self.strip.say("")
        try:
            await deed()
        except Expected as error:
            self._fail(error)
            return
        await self.read()

    def _fail(self, error: Expected) -> None:
        said = words_for(error)
        self.strip.say(f"{said.title}.", said.sentence)


class _Part(Card):
    """A title, a sentence, rows, and what can be done."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.sentence = Label("", "muted", self, wrap=True)
        self.sentence.hide()
        self.body.addWidget(self.sentence)
        self.rows: list[_Row] = []
        self.offers: list[Button] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme().space())
        self.body.addLayout(self._rows)
        self._offers = Flow()
        self.body.addLayout(self._offers)

    def say(self, sentence: str) -> None:
        """The sentence under the title."""
        self.sentence.setText(sentence)
        self.sentence.show()

    def row(self, name: str, note: str = "") -> _Row:
        """Another row."""
        row = _Row(name, note, self)
        self._rows.addWidget(row)
        self.rows.append(row)
        return row

    def offer(self, text: str, on_click: Callable[[], object]) -> Button:
        """Something to do."""
        button = Button(text, "plain", self, on_click=on_click)
        self._offers.addWidget(button)
        self.offers.append(button)
        return button

    def clear(self) -> None:
        """Take rows and offers away."""
        for widget in (*self.rows, *self.offers):
            widget.hide()
            widget.deleteLater()
        self.rows, self.offers = [], []


class _Row(QWidget):
    """A name with a note, and one thing to do or to know."""

    def __init__(self, name: str, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.note = Label(name, "strong", self, wrap=True), Label(note, "muted", self)
        self.button: Button | None = None
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme().space("medium"))
        self._layout.addWidget(self.name, 1)
        self._layout.addWidget(self.note)

    def mark(self, text: str) -> None:
        """Say something about it."""
        self._layout.addWidget(Chip(text, "brand", self))

    def remove(self, on_click: Callable[[], object], text: str = "") -> None:
        """Offer to end it."""
        said = text or tr("Account", "Remove…")
        self.button = Button(said, "warn", self, on_click=on_click)
        self.button.setAccessibleName(f"{said} {self.name.text()}")
        self._layout.addWidget(self.button)


def _named(number: int) -> str:
    name = tr("Account", "Authenticator")
    return name if number == 1 else f"{name} {number}"


async def show_security(
    parent: QWidget | None, account: Account, prover: Prover | None, clock: Clock
) -> None:
    """Show the sheet until it is closed."""
    sheet = SecuritySheet(parent, account, prover, clock)
    try:
        await ask.ask(sheet)
    finally:
        await sheet.scope.closed()
