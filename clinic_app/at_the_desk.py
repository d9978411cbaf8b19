"""What the window asks of the program while somebody works: sign in again, sign out, the account."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

from sqlalchemy import Connection

from clinic_app.account import DeskAccount
from clinic_app.comings import tell_knocks
from clinic_app.desk import Desk
from clinic_app.doors import StationDoors, show_page
from clinic_app.features.auth import KnownPerson, Server, show_security, sign_in_again
from clinic_app.parts.step_up import step_up
from clinic_app.session import LetIn, OpenSession
from clinic_app.ui import ask
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.keys import Command
from clinic_app.workstation import Address, Workstation
from sync.clock import Clock
from sync.engine.memory import unsettled
from sync.errors import Expected, SecondFactorNeeded
from sync.steps.audit import tell_if_taken

TELL_WITHIN_S: Final = 3.0
"""How long somebody waits who leaves for good, for the clinic to hear of it."""
SIGN_IN_AGAIN: Final = marked("Deed", "Sign in again")
SIGN_OUT: Final = marked("Deed", "Sign out")
FORGET: Final = marked("Deed", "Remove my work from this computer")
SIGN_OUT_EVERYWHERE: Final = marked("Deed", "Sign out on all computers")


class AtTheDesk:
    """`signed_out`: the person left for good, and the next one may come to the door. `forgets`: nothing
    of theirs is to stay here either.
    """

    def __init__(
        self,
        station: Workstation,
        server: Address,
        session: OpenSession,
        desk: Desk,
        clock: Clock,
    ) -> None:
        self.signed_out = self.forgets = False
        self._station, self._server, self._session = station, server, session
        self._desk, self._window, self._clock = desk, desk.window, clock
        self._window.asked.connect(self._on_asked)
        for key, title, run in (
            ("account.security", tr("Shell", "Sign-in and security"), self._on_security),
            ("account.sign_out", tr("Shell", "Sign out"), self._on_sign_out),
            (
                "account.sign_out_everywhere",
                tr("Shell", "Sign out on all computers"),
                self._on_sign_out_everywhere,
            ),
            ("account.forget", tr("Shell", "Remove my work from this computer"), self._on_forget),
        ):
            self._window.commands.add(Command(key, title, "", run))

    def _on_asked(self, deed: str) -> None:
        if deed == "sign_in":
            is_demanded = self._session.engine.status.error == SecondFactorNeeded.code
            answer = self._show_proof() if is_demanded else self._sign_in_again()
            self._window.scope.restart("sign in again", answer)

    def _on_security(self) -> None:
        self._window.scope.restart("account", self._show_security())

    def _on_sign_out(self) -> None:
        self._window.scope.restart("sign out", self._sign_out(everywhere=False))

    def _on_sign_out_everywhere(self) -> None:
        self._window.scope.restart("sign out", self._sign_out(everywhere=True))

    def _on_forget(self) -> None:
        self._window.scope.restart("forget", self._forget())

    async def _sign_in_again(self) -> None:
        who = self._session.person
        let_in = await sign_in_again(
            self._window,
            StationDoors(self._station, self._clock, show_page, again=who.id),
            self._clock,
            Server(self._server.url, self._server.key),
            KnownPerson(who.id, who.name, who.email),
        )
        await tell_knocks(self._station, self._session.replica)
        if isinstance(let_in, LetIn) and let_in.session is not None:
            await self._session.replica.note("sign_in", SIGN_IN_AGAIN, durable=True)
            await self._session.engine.signed_in(let_in.session)

    async def _show_proof(self) -> None:
        """The clinic demands a second proof: of who has one its code, of everybody else to add one."""
        try:
            has_one = bool(await self._session.backend.factors.mine())
        except Expected:
            await self._sign_in_again()
            return
        if has_one:
            self._desk.prover.forget()
            reason = tr("Shell", "Your clinic serves its records to who has shown a second proof.")
            await step_up(self._window, self._desk.prover, reason)
        else:
            await self._show_security()
        self._session.engine.wake("a second proof was shown")

    async def _show_security(self) -> None:
        account = DeskAccount(self._station, self._session)
        await show_security(self._window, account, self._desk.prover, self._clock)

    async def _sign_out(self, *, everywhere: bool) -> None:
        if not await self._is_meant(everywhere=everywhere):
            return
        if everywhere and not await self._session.backend.sign_out(everywhere=True):
            self._window.toasts.say(
                tr("Shell", "Nobody was signed out."),
                tr("Shell", "The server cannot be reached, and it has to tell your computers."),
            )
            return
        label = SIGN_OUT_EVERYWHERE if everywhere else SIGN_OUT
        await self._session.replica.note("sign_out", label, durable=True)
        if not everywhere:  # else the server listens to this computer no more
            await self._tell_trail()
        await self._session.engine.sign_out()
        self.signed_out = True
        self._window.close()

    async def _tell_trail(self) -> None:
        """What was done here reaches the clinic now, or with the next sign-in."""
        with suppress(Expected, TimeoutError):
            async with asyncio.timeout(TELL_WITHIN_S):
                await tell_if_taken(self._session.replica, self._session.backend)

    async def _forget(self) -> None:
        """Remove everything of this person from this computer, after a question and a proof."""
        only_here = await self._session.replica.read(_only_here)
        said = tr(
            "Shell",
            "Everything the clinic has stays there. It is fetched again when you sign in here.",
        )
        if only_here:
            lost = tr(
                "Shell",
                "%n change(s) would be lost that the clinic has not got. Sync status can save unsent"
                " work to a file.",
                only_here,
            )
            said = f"{lost} {said}"
        title = tr("Shell", "Remove your work from this computer?")
        yes = tr("Shell", "Remove it")
        if not await ask.confirm(self._window, title, said, yes=yes, danger=True):
            return
        reason = tr("Shell", "This cannot be taken back.")
        if not await step_up(self._window, self._desk.prover, reason):
            return
        await self._session.replica.note("forget", FORGET, durable=True)
        await self._tell_trail()
        await self._session.engine.sign_out()
        self.signed_out = self.forgets = True
        self._window.close()

    async def _is_meant(self, *, everywhere: bool) -> bool:
        waiting = self._session.engine.status.waiting
        said = tr("Shell", "What is kept on this computer stays, locked with your password.")
        if waiting:
            said += " " + tr(
                "Shell", "%n change(s) wait for the line and go when you sign in again.", waiting
            )
        return await ask.confirm(
            self._window,
            tr("Shell", "Sign out on all computers?") if everywhere else tr("Shell", "Sign out?"),
            said,
            yes=tr("Shell", "Sign out"),
        )


def _only_here(db: Connection) -> int:
    """How much the server has not got: drafts, and cards that nobody has decided."""
    counts = unsettled(db)
    return counts.waiting.drafts + counts.waiting.parked + counts.cards
