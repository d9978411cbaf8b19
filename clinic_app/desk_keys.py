"""What a person can do about the keys of what is kept on this computer: commands of the palette."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from sqlalchemy import select

from clinic_app.domain.roles import ADMINISTERING
from clinic_app.parts.step_up import step_up
from clinic_app.platform.place import place
from clinic_app.prover import DeskProver
from clinic_app.session import OpenSession
from clinic_app.shell.new_keys_sheet import NewKeysSheet
from clinic_app.shell.paper_code import PaperCode
from clinic_app.shell.recovery_sheet import CodeSheet
from clinic_app.shell.window import MainWindow
from clinic_app.ui import ask
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.keys import Command
from sync.clock import Clock
from sync.errors import Expected, StorageFull
from sync.replica import escrow, keys, recovery, rekey
from sync.replica.attempts import Attempts
from sync.replica.files import out_of_room, write_whole
from sync.replica.sealed_file import FileTrouble
from sync.replica.tables import facilities

MAKE_CODE = marked("Deed", "Make a recovery code")
TRUST = marked("Deed", "Trust this computer")
DISTRUST = marked("Deed", "Trust this computer no more")
MAKE_KEYS = marked("Deed", "Make new keys")
PRINT = marked("Deed", "Print the recovery code")
SAVE = marked("Deed", "Save the recovery code")


class DeskKeys:
    """Adds its commands to the window; `renewed` is awaited after new keys were made."""

    def __init__(
        self,
        session: OpenSession,
        window: MainWindow,
        prover: DeskProver,
        clock: Clock,
        renewed: Callable[[], Awaitable[None]],
    ) -> None:
        self._session, self._window, self._renewed = session, window, renewed
        self._prover, self._clock = prover, clock
        self._made: list[str] = []
        for command in (
            Command("keys.code", tr("Keys", "Recovery code for this computer"), "", self._on_code),
            Command(
                "keys.trust",
                tr("Keys", "Trust this computer: open without the password"),
                "",
                self._on_trust,
                self._is_not_trusted,
            ),
            Command(
                "keys.distrust",
                tr("Keys", "Trust this computer no more"),
                "",
                self._on_distrust,
                self._is_trusted,
            ),
            Command("keys.renew", tr("Keys", "New keys for this computer"), "", self._on_renew),
        ):
            window.commands.add(command)
        if window.ctx.person.role in ADMINISTERING:
            title = tr("Keys", "The clinic's escrow key")
            window.commands.add(Command("keys.escrow", title, "", self._on_escrow))

    # What is done

    async def make_code(self) -> None:
        """A new code on paper, in the place of any earlier one."""
        reason = tr("Keys", "A recovery code opens everything that is kept here.")
        if await step_up(self._window, self._prover, reason):
            folder, person = self._place
            code = await self._session.replica.with_key(
                lambda key: recovery.add_code(folder, person, key)
            )
            await self._note("recovery_code", MAKE_CODE)
            await self.show_code(code)

    async def show_code(self, code: str) -> None:
        """Show a code, once."""
        person = self._window.ctx.person
        paper = PaperCode(
            code,
            person.name,
            person.facility_name,
            place(),
            fmt.full_date(self._clock.now().date()),
        )
        sheet = CodeSheet(self._window, paper, _save_text)
        sheet.left.connect(self._on_code_left)
        await ask.ask(sheet)

    async def trust(self) -> None:
        """Let the keyring of this computer open what is kept here."""
        reason = tr(
            "Keys",
            "Then the program opens for whoever is signed in to this computer as you. A locked"
            " window still asks for the password.",
        )
        if not await step_up(self._window, self._prover, reason):
            return
        folder, person = self._place
        done = await self._session.replica.with_key(
            lambda key: keys.trust_workstation(folder, person, key)
        )
        if done:
            await self._note("trust", TRUST)
            self._say(tr("Keys", "This computer is trusted."))
        else:
            self._say(
                tr("Keys", "This computer has no keyring that works."),
                tr("Keys", "The password opens it, as before."),
            )

    async def distrust(self) -> None:
        """Only the password opens it."""
        folder, person = self._place
        await asyncio.to_thread(keys.distrust_workstation, folder, person)
        await self._note("distrust", DISTRUST)
        self._say(tr("Keys", "From now on the password is asked for."))

    async def renew(self) -> None:
        """Put the replica under another key."""
        self._made.clear()
        sheet = NewKeysSheet(self._window, self._renew)
        try:
            done = await ask.ask(sheet)
        finally:
            await sheet.scope.closed()
        if done:
            await self._renewed()
            self._say(tr("Keys", "What is kept here has new keys."))
            while self._made:
                await self.show_code(self._made.pop())

    async def set_escrow(self) -> None:
        """Install the public half of the clinic's escrow key, or take it away."""
        person = self._window.ctx.person
        reason = tr("Keys", "Whoever has the private half can open the replicas of this clinic.")
        if not await step_up(self._window, self._prover, reason):
            return
        known = await self._session.replica.read(
            lambda db: db.scalar(
                select(facilities.c.escrow_key).where(facilities.c.id == person.facility_id)
            )
        )
        typed = await ask.text(
            self._window,
            tr("Keys", "The clinic's escrow key"),
            tr("Keys", "Public key"),
            words=tr(
                "Keys",
                "What `clinic-app escrow new` has printed. Each computer seals its key to it, so"
                " that you can open what a forgotten password has closed. Empty: no escrow.",
            ),
            initial=known or "",
            check=_escrow_trouble,
        )
        if typed is None:
            return
        label = tr("Keys", "Change the clinic's escrow key")
        await self._session.replica.write(
            label, lambda tx: tx.update(facilities, person.facility_id, escrow_key=typed or None)
        )
        self._say(tr("Keys", "The escrow key was changed."))

    # Private

    @property
    def _place(self) -> tuple[Path, str]:
        replica = self._session.replica
        return replica.path.parent, replica.person

    async def _renew(self, password: str) -> None:
        replica = self._session.replica
        folder, person = self._place
        tries = Attempts(folder, person, self._clock)
        # Guessing here is guessing all the same.
        await asyncio.to_thread(tries.make, partial(keys.unlock, folder, person, password))
        done = await rekey.rekey(replica, password, self._clock.now())
        await self._note("new_keys", MAKE_KEYS)
        if done.code is not None:
            self._made.append(done.code)

    async def _note(self, action: str, label: str) -> None:
        await self._session.replica.note(action, label, durable=True)

    def _on_code_left(self, action: str) -> None:
        label = PRINT if action == "print" else SAVE
        self._window.scope.start("the code leaves", self._note(action, label))

    def _is_trusted(self) -> bool:
        try:
            return keys.has_slot(*self._place, "keyring")
        except Expected:
            return False

    def _is_not_trusted(self) -> bool:
        return not self._is_trusted()

    def _say(self, text: str, detail: str = "") -> None:
        self._window.toasts.say(text, detail)

    # Slots

    def _on_code(self) -> None:
        self._window.scope.restart("keys", self.make_code())

    def _on_trust(self) -> None:
        self._window.scope.restart("keys", self.trust())

    def _on_distrust(self) -> None:
        self._window.scope.restart("keys", self.distrust())

    def _on_renew(self) -> None:
        self._window.scope.restart("keys", self.renew())

    def _on_escrow(self) -> None:
        self._window.scope.restart("keys", self.set_escrow())


def _escrow_trouble(typed: str) -> str:
    if typed and not escrow.is_public_key(typed):
        return tr("Keys", "A public key has 44 characters and ends with an equals sign.")
    return ""


def _save_text(path: str, text: str) -> None:
    """Raises StorageFull or FileTrouble; a file that was there is then as it was."""
    try:
        write_whole(Path(path), text.encode())
    except OSError as error:
        kind = StorageFull if out_of_room(error) else FileTrouble
        raise kind(f"cannot be written: {error.strerror}") from error
