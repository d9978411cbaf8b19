"""What a locked window is asked: whose password, which code, who else; and what follows."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

import msgspec

from clinic_app.comings import RECOVER, knocked
from clinic_app.desk import Desk
from clinic_app.desk_rules import keep_typed_text
from clinic_app.errors import words
from clinic_app.session import LetIn, OpenSession, unlock
from clinic_app.shell.recovery_sheet import ForgotSheet
from clinic_app.shell.rules_banner import Wish
from clinic_app.slumber import Slumber
from clinic_app.ui import ask
from clinic_app.ui.i18n import marked, tr
from clinic_app.workstation import Known, Workstation
from sync.clock import Clock
from sync.errors import ClinicError, Expected, Offline, WrongPassword
from sync.replica import recovery
from sync.replica.attempts import Attempts, TooManyTries, try_password
from sync.replica.salvage import Salvaged

if TYPE_CHECKING:
    from clinic_app.desks import Desks

log = logging.getLogger("clinic.session")

KEEP_WITHIN_S: Final = 3.0
LOCK: Final = marked("Deed", "Lock")
WRONG_PASSWORD: Final = marked("Deed", "Wrong password")


def set_aside_words() -> str:
    """What somebody agrees to who has a damaged replica set aside."""
    return tr(
        "Shell",
        "The file is put aside and kept as it is. Everything the server has is fetched again, and"
        " what can still be read of your unsent work is brought over.",
    )


class Threshold:
    """Between one person's window and whoever stands before it while it is locked."""

    def __init__(
        self,
        desks: Desks,
        station: Workstation,
        session: OpenSession,
        desk: Desk,
        slumber: Slumber,
        clock: Clock,
    ) -> None:
        self._desks, self._station = desks, station
        self._session, self._desk, self._clock = session, desk, clock
        self._slumber = slumber
        self._window = desk.window
        cover = self._window.cover
        cover.unlock_wanted.connect(self._on_unlock_wanted)
        cover.forgot_wanted.connect(self._on_forgot_wanted)
        cover.another_wanted.connect(self._on_another_wanted)
        self._window.covers.locked.connect(self._on_locked)
        self._window.covers.opened.connect(self._on_opened)
        self._window.rules.wanted.connect(self._on_wish)
        self._window.closing.connect(self._on_closing)

    def tell_salvaged(self, salvaged: Salvaged) -> None:
        """Say what became of the unsent work in a damaged file."""
        self._window.scope.start("salvaged", self._tell_salvaged(salvaged))

    # Coming in

    async def _unlock(self, person: str, password: str) -> None:
        try:
            await self._let_in(person, password)
        except TooManyTries as trouble:
            self._window.refuse(words(trouble).title, trouble.wait_s)
        except WrongPassword:
            await self._note_refusal(person)
            wait_s = await asyncio.to_thread(self._wait_s, person)
            self._window.refuse(tr("Lock", "This password does not open it."), wait_s)
        except Expected as trouble:
            self._window.refuse(f"{words(trouble).title}.")

    async def _let_in(self, person: str, password: str) -> None:
        seat = self._desks.seat_of(person)
        if seat is None:
            let_in = await unlock(self._station, self._known(person).email, password, self._clock)
            await self._desks.seat(let_in)
        else:
            folder = self._station.folder(person)
            key = await asyncio.to_thread(try_password, folder, person, password, self._clock)
            await self._desks.open_up(seat, key)

    async def _recover(self, person: str) -> None:
        known = self._known(person)

        async def use(code: str, password: str) -> None:
            folder = self._station.folder(person)
            key = await asyncio.to_thread(
                recovery.new_password_with_code, folder, person, code, password
            )
            # The account at the server has another one; the door has to know.
            own = msgspec.structs.replace(known, has_own_password=True)
            self._station.remember(own)
            seat = self._desks.seat_of(person)
            if seat is None:
                await self._desks.seat(LetIn(own, key), by=RECOVER)
            else:
                await self._desks.open_up(seat, key, by=RECOVER)

        sheet = ForgotSheet(self._window, known.name or known.email, use)
        try:
            await ask.ask(sheet)
        finally:
            await sheet.scope.closed()

    def _known(self, person: str) -> Known:
        found = next((each for each in self._station.people if each.id == person), None)
        if found is None:
            raise Offline("this person has not worked on this computer yet")
        return found

    def _wait_s(self, person: str) -> float:
        return Attempts(self._station.folder(person), person, self._clock).wait_s()

    async def _note_refusal(self, person: str) -> None:
        seat = self._desks.seat_of(person)
        if seat is not None:
            await seat.slumber.note("refusal", WRONG_PASSWORD)
        else:
            now, code = self._clock.now(), WrongPassword.code
            await asyncio.to_thread(knocked, self._station, person, code, now)

    # Going away

    async def _step_back(self) -> None:
        """The window is hidden already: keep what is being typed, write down that it was left, and rest."""
        try:
            await keep_typed_text(self._window, KEEP_WITHIN_S)
            await self._session.replica.note("lock", LOCK)
        except ClinicError as trouble:
            # A full disk keeps nothing; the words stay in the window, and the key must go all the same.
            log.warning("what was typed could not be kept: %s", trouble.code)
        await self._slumber.begin()

    async def _tell_salvaged(self, salvaged: Salvaged) -> None:
        brought = salvaged.drafts + salvaged.cards
        said = tr("Shell", "%n unsent change(s) were brought over.", brought)
        if salvaged.lost is None:
            said += " " + tr(
                "Shell",
                "There may have been more: that part of the file cannot be read. It is kept beside"
                " the new one.",
            )
        elif salvaged.lost:
            said += " " + tr(
                "Shell",
                "%n of them cannot be read any more. The damaged file is kept beside the new one.",
                salvaged.lost,
            )
        title = tr("Shell", "What was kept on this computer was damaged")
        sheet = ask.Sheet(self._window, title, said)
        understood = sheet.add_button(tr("Shell", "OK"), "primary", hint="Enter")
        understood.setDefault(True)
        understood.clicked.connect(sheet.accept)
        await ask.ask(sheet)

    async def _fetch_again(self) -> None:
        title = tr("Shell", "Fetch everything again?")
        yes = tr("Shell", "Set aside and fetch again")
        if await ask.confirm(self._window, title, set_aside_words(), yes=yes):
            self._desks.set_aside(self._session.person.id)

    # Slots

    def _on_unlock_wanted(self, person: str, password: str) -> None:
        self._window.scope.restart("unlock", self._unlock(person, password))

    def _on_forgot_wanted(self, person: str) -> None:
        self._window.scope.restart("recover", self._recover(person))

    def _on_another_wanted(self) -> None:
        self._desks.want_door()

    def _on_wish(self, wish: str) -> None:
        if wish == Wish.REFILL:
            self._window.scope.restart("fetch again", self._fetch_again())

    def _on_closing(self) -> None:
        self._desks.leaves(self._session.person.id)

    def _on_locked(self) -> None:
        self._desk.prover.forget()
        self._slumber.allow()
        self._window.scope.restart("step back", self._step_back())

    def _on_opened(self) -> None:
        self._window.scope.restart("step back", self._slumber.end())
