"""What the page at the door asks, answered by this computer and the clinic's server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from clinic_app.comings import knocked
from clinic_app.features.auth import Asked, Doors, Missing, Outcome, Passed, Server, Way, Ways
from clinic_app.session import LetIn, unlock
from clinic_app.ui.i18n import tr
from clinic_app.visit import Next, Visit
from clinic_app.workstation import Address, Workstation
from sync.backend.loopback import PageWords
from sync.backend.supabase import SupabaseBackend
from sync.clock import Clock
from sync.errors import Expected, Misconfigured, TookTooLong, WrongCode, WrongPassword

ShowPage = Callable[[str], bool]
"""Opens an address in the person's browser; False when there is none."""

_LEAST: Final = {Missing.ACCOUNT_PASSWORD: 8, Missing.LOCAL_PASSWORD: 8}


class StationDoors(Doors):
    """One person at a time is on the way in, as a `Visit`. `again`: see there."""

    def __init__(
        self,
        station: Workstation,
        clock: Clock,
        show_page: ShowPage,
        *,
        again: str | None = None,
    ) -> None:
        self._station, self._clock, self._show_page = station, clock, show_page
        self._again = again
        self._visit: Visit | None = None
        self._who = ""
        self._turn = asyncio.Lock()

    async def probe(self, server: Server) -> None:
        backend = SupabaseBackend(server.url, server.key, self._clock)
        try:
            project = await backend.probe()
        finally:
            await backend.close()
        if not project.has_clinic:
            raise Misconfigured("The project is there, but the clinic's schema is not.")

    async def ways(self, server: Server) -> Ways:
        backend = SupabaseBackend(server.url, server.key, self._clock)
        try:
            offered = await backend.ways.offered()
        finally:
            await backend.close()
        return Ways(offered.by_mail, offered.providers)

    async def sign_in(self, server: Server, email: str, password: str) -> Outcome:
        was_wrong = False
        if self._again is None and self._has_own_password(email):
            try:
                return await self._unlock(email, password)
            except WrongPassword:
                was_wrong = True  # it may be the account's
        visit = await self._begin(server, email)
        try:
            return await self._outcome(await visit.by_password(email, password))
        except Expected as error:
            await self.leave()
            if was_wrong or isinstance(error, WrongPassword):
                await self._knocked(WrongPassword())
            raise

    async def unlock(self, email: str, password: str) -> Passed:
        self._who = email
        try:
            return await self._unlock(email, password)
        except WrongPassword as wrong:
            await self._knocked(wrong)
            raise

    async def _unlock(self, email: str, password: str) -> Passed:
        return Passed(await unlock(self._station, email, password, self._clock), needs_fill=False)

    async def _knocked(self, wrong: Expected) -> None:
        """Whoever is let in as this person finds it in their audit trail."""
        at = self._clock.now()
        await asyncio.to_thread(knocked, self._station, self._who, wrong.code, at)

    async def send_code(self, server: Server, email: str, way: Way) -> None:
        visit = self._visit or await self._begin(server, email)
        await visit.send_code(email, way, page_words())

    async def enter_code(self, server: Server, email: str, code: str, way: Way) -> Outcome:
        visit = self._visit or await self._begin(server, email)
        try:
            return await self._outcome(await visit.by_code(email, code, way))
        except WrongCode as wrong:
            await self._knocked(wrong)
            raise

    async def link_opened(self) -> None:
        await self._on_the_way.link_opened()

    async def follow_link(self) -> Outcome:
        return await self._outcome(await self._on_the_way.by_link())

    async def browse(self, server: Server, provider: str) -> Outcome:
        visit = await self._begin(server)
        return await self._outcome(await visit.by_browser(provider, page_words(), self._show))

    async def prove(self, code: str, *, on_paper: bool) -> Outcome:
        try:
            return await self._outcome(await self._on_the_way.prove(code, on_paper=on_paper))
        except WrongCode as wrong:
            await self._knocked(wrong)
            raise

    async def choose_password(self, password: str) -> Outcome:
        return await self._outcome(await self._on_the_way.choose_password(password))

    async def open_with(self, password: str) -> Outcome:
        try:
            return await self._outcome(await self._on_the_way.open_with(password))
        except WrongPassword as wrong:
            await self._knocked(wrong)
            raise

    async def open_with_paper(self, code: str) -> Outcome:
        return await self._outcome(await self._on_the_way.open_with_paper(code))

    async def set_aside(self) -> Outcome:
        return await self._outcome(await self._on_the_way.set_aside())

    async def leave(self) -> None:
        async with self._turn:
            visit, self._visit = self._visit, None
            if visit is not None:
                await visit.leave()

    @property
    def _on_the_way(self) -> Visit:
        if self._visit is None:
            raise TookTooLong("nobody is on the way in")
        return self._visit

    async def _begin(self, server: Server, email: str = "") -> Visit:
        await self.leave()
        self._who = self._again or email
        address = Address(server.url, server.key)
        self._visit = Visit(self._station, address, self._clock, again=self._again)
        return self._visit

    async def _show(self, address: str) -> None:
        if not self._show_page(address):
            raise NoBrowser("no program of this computer opens web pages")

    def _has_own_password(self, email: str) -> bool:
        wanted = email.strip().casefold()
        return any(
            each.email.casefold() == wanted
            and each.has_own_password
            and self._station.has_data_of(each.id)
            for each in self._station.people
        )

    async def _outcome(self, step: Next) -> Outcome:
        if not isinstance(step, LetIn):
            return Asked(step, _LEAST.get(step, 1))
        is_new = self._again is None and not self._station.replica(step.person.id).exists()
        await self.leave()  # in: only the connections are let go
        return Passed(step, needs_fill=is_new)


class NoBrowser(Expected):
    """The system has no program that opens web pages."""

    code = "auth.no_browser"


def show_page(address: str) -> bool:
    """Open a page in the person's own browser; False when there is none."""
    return QDesktopServices.openUrl(QUrl(address))


def page_words() -> PageWords:
    """What the browser shows when it has brought somebody back."""
    return PageWords(
        title=tr("Auth", "You are signed in"),
        sentence=tr("Auth", "You can close this window and go back to the program."),
        failed_title=tr("Auth", "Nobody was signed in"),
    )
