"""Somebody on the way in: what was proved so far, and what is still missing.

A first proof (a password, a mailed code, a browser that came back) opens a session at the server. It
may want a second proof; a forgotten password wants a new one; and what is kept on this computer opens
with a password of its own, for it must open without a network too. Only then is somebody in.

Knows no Qt. A visit that is left ends its session at the server.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Final

from clinic_app import app_version
from clinic_app.domain.signing_in import Missing, Way
from clinic_app.platform.place import place
from clinic_app.session import LetIn
from clinic_app.workstation import Address, Known, Workstation
from sync.backend.loopback import Loopback, PageWords, listening
from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.backend.ways_in import CodeFor
from sync.clock import Clock
from sync.errors import Defect, Expected, OtherPerson, SamePassword, TookTooLong, WrongPassword
from sync.replica import keys, recovery
from sync.replica.attempts import try_password

LEAVE_WITHIN_S: Final = 5.0
_CODE_FOR: Final[dict[Way, CodeFor]] = {
    Way.CODE: "email",
    Way.RECOVERY: "recovery",
    Way.INVITE: "invite",
}

Next = LetIn | Missing
OpenPage = Callable[[str], Awaitable[None]]


class Visit:
    """One person's way in. Each proof returns what follows: the person is in, or what is missing.

    `again` names the person whose work is open already: then nobody else comes in, and nothing of
    what is kept here has to be opened.
    """

    def __init__(
        self, station: Workstation, server: Address, clock: Clock, *, again: str | None = None
    ) -> None:
        self.backend = SupabaseBackend(
            server.url, server.key, clock, version=app_version(), place=place()
        )
        self._station, self._clock, self._again = station, clock, again
        self._way = Way.PASSWORD
        self._session: Session | None = None
        self._password: str | None = None
        self._changed = False
        self._tried: str | None = None
        self._key: bytes | None = None
        self._is_own = False
        self._is_in = False
        self._mails = AsyncExitStack()
        self._loopback: Loopback | None = None

    # --- first proofs -----------------------------------------------------------------------------

    async def by_password(self, email: str, password: str) -> Next:
        """Raises Offline, WrongPassword, NotAllowed, Busy."""
        self._session = await self.backend.sign_in(email, password)
        self._way, self._password = Way.PASSWORD, password
        return await self._next()

    async def send_code(self, email: str, way: Way, words: PageWords) -> None:
        """Have a code mailed, with a link that leads back to this program. Raises Offline, Busy."""
        await self._mails.aclose()
        self._mails, self._way = AsyncExitStack(), way
        self._loopback = await self._mails.enter_async_context(listening(words))
        recovery_wanted = way is Way.RECOVERY
        await self.backend.ways.send_code(
            email, recovery=recovery_wanted, back=self._loopback.address
        )

    async def by_code(self, email: str, code: str, way: Way) -> Next:
        """Raises WrongCode, Offline, Busy."""
        self._session = await self.backend.ways.enter_code(email, code, _CODE_FOR[way])
        self._way = way
        return await self._next()

    async def link_opened(self) -> None:
        """Wait for the mailed link. Raises TookTooLong, NotAgreed."""
        if self._loopback is None:
            raise TookTooLong("no mail was asked for")
        await self._loopback.code()

    async def by_link(self) -> Next:
        """Come in by the link that was opened."""
        assert self._loopback is not None, "awaited before"
        self._session = await self.backend.ways.exchange(await self._loopback.code())
        return await self._next()

    async def by_browser(self, provider: str, words: PageWords, show: OpenPage) -> Next:
        """Let another service vouch for somebody. Raises TookTooLong, NotAgreed, NoAccount."""
        self._way = Way.BROWSER
        async with listening(words) as back:
            await show(self.backend.ways.address_of(provider, back.address))
            self._session = await self.backend.ways.exchange(await back.code())
        return await self._next()

    # --- what was missing -------------------------------------------------------------------------

    async def prove(self, code: str, *, on_paper: bool) -> Next:
        """Raises WrongCode, Busy, Offline."""
        factors = self.backend.factors
        if on_paper:
            self._session = await factors.use_recovery_code(code)
        else:
            self._session = await factors.prove_any(code)
        return await self._next()

    async def choose_password(self, password: str) -> Next:
        """For the account, or for what is kept here. Raises WeakPassword, SamePassword, Offline."""
        if self._way in (Way.RECOVERY, Way.INVITE) and not self._changed:
            await self._change_account(password)
            self._changed, self._password = True, password
        else:
            self._password, self._is_own = password, True
        return await self._next()

    async def open_with(self, password: str) -> Next:
        """Raises WrongPassword, TooManyTries."""
        self._key = await asyncio.to_thread(
            try_password, self._folder, self._person, password, self._clock
        )
        return await self._next()

    async def open_with_paper(self, code: str) -> Next:
        """Raises MistypedCode and WrongCode of `sync.replica.recovery`."""
        self._key = await asyncio.to_thread(
            recovery.open_with_code, self._folder, self._person, code
        )
        if self._password is None:
            return Missing.LOCAL_PASSWORD
        return await self._next()

    async def set_aside(self) -> Next:
        """Put everything that is kept here of this person aside, unopened and whole."""
        stamp = self._clock.now().strftime("%Y%m%d-%H%M%S")
        aside = self._folder.with_name(f"{self._person}.aside-{stamp}")
        await asyncio.to_thread(self._folder.rename, aside)
        return await self._next()

    async def leave(self) -> None:
        """Who has not come in leaves no session behind, as far as the line allows."""
        await self._mails.aclose()
        if self._session is not None and not self._is_in:
            with suppress(Expected, TimeoutError):
                async with asyncio.timeout(LEAVE_WITHIN_S):
                    await self.backend.sign_out()
        await self.backend.close()
        self._password = self._key = None

    # --- inside -----------------------------------------------------------------------------------

    @property
    def _person(self) -> str:
        if self._session is None:
            raise Defect("nobody has proved anything yet")
        return self._session.person

    @property
    def _folder(self) -> Path:
        return self._station.folder(self._person)

    async def _change_account(self, password: str) -> None:
        """Change it; where the answer to the last try was lost, the same one again is no mistake."""
        tried, self._tried = self._tried, password
        try:
            await self.backend.ways.change_password(password)
        except SamePassword:
            if tried != password:
                raise

    async def _next(self) -> Next:
        factors = self.backend.factors
        if not factors.is_proved and await factors.mine():
            return Missing.FACTOR
        if self._way in (Way.RECOVERY, Way.INVITE) and not self._changed:
            return Missing.ACCOUNT_PASSWORD
        if self._again is None:
            return await asyncio.to_thread(self._open)
        if self._person != self._again:
            raise OtherPerson("not the person whose work is open")
        return self._let_in(b"")

    def _open(self) -> Next:
        folder, person = self._folder, self._person
        if not keys.has_keys(folder, person):
            if self._password is None:
                return Missing.LOCAL_PASSWORD
            self._key = self._station.make_keys(person, self._password, self._clock.now())
        elif self._key is not None:
            if self._password is not None:
                keys.change_password(folder, person, self._key, self._password)
        else:
            try:
                if self._password is None:
                    return Missing.OLD_PASSWORD
                self._key = keys.unlock(folder, person, self._password)
            except WrongPassword:
                return Missing.OLD_PASSWORD
        return self._let_in(self._key)

    def _let_in(self, key: bytes) -> LetIn:
        assert self._session is not None
        known = next((p for p in self._station.people if p.id == self._person), None)
        was_own = known.has_own_password if known else True
        is_own = self._is_own if self._password is not None else was_own
        person = Known(
            id=self._person,
            email=self._session.email or (known.email if known else ""),
            name=known.name if known else "",
            has_own_password=is_own,
        )
        self._station.remember(person)
        self._is_in = True
        return LetIn(person, key, self._session)
