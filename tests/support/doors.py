"""A door for the pages of the way in: a server and a computer that know one of everything."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from clinic_app.features.auth import Asked, Missing, Outcome, Passed, Server, Way, Ways
from sync.errors import (
    Expected,
    NotAgreed,
    Offline,
    TookTooLong,
    WeakPassword,
    WrongCode,
    WrongPassword,
)

RIGHT, WRONG, BEFORE = "right horse", "wrong horse", "old horse"
CODE, PROOF, PAPER = "805214", "931746", "ABCD2345"
NEW = "a long new password"


@dataclass
class FakeDoors:
    """Counts who is asked. `then` is what is missing after a right first proof, one after the other."""

    probe_error: Expected | None = None
    away: bool = False
    needs_fill: bool = False
    offered: Ways = field(default_factory=Ways)
    then: list[Missing] = field(default_factory=list)
    mail_error: Expected | None = None
    asked: list[str] = field(default_factory=list)
    slow: asyncio.Event | None = None
    link: asyncio.Event = field(default_factory=asyncio.Event)
    browser: asyncio.Event = field(default_factory=asyncio.Event)
    agrees: bool = True
    least: int = 8
    left: int = 0

    async def probe(self, server: Server) -> None:
        self.asked.append(f"probe {server.url}")
        if self.probe_error is not None:
            raise self.probe_error

    async def ways(self, server: Server) -> Ways:
        if self.away:
            raise Offline
        return self.offered

    async def sign_in(self, server: Server, email: str, password: str) -> Outcome:
        self.asked.append(f"sign in {email}")
        if self.slow is not None:
            await self.slow.wait()
        if self.away:
            raise Offline
        if password != RIGHT:
            raise WrongPassword
        return self._next(email)

    async def unlock(self, email: str, password: str) -> Passed:
        self.asked.append(f"unlock {email}")
        if password != RIGHT:
            raise WrongPassword
        return Passed(f"token of {email}", False)

    async def send_code(self, server: Server, email: str, way: Way) -> None:
        self.asked.append(f"mail {way} {email}")
        if self.mail_error is not None:
            raise self.mail_error

    async def enter_code(self, server: Server, email: str, code: str, way: Way) -> Outcome:
        self.asked.append(f"code {way} {email}")
        if code != CODE:
            raise WrongCode
        return self._next(email)

    async def link_opened(self) -> None:
        await self.link.wait()

    async def follow_link(self) -> Outcome:
        self.asked.append("link")
        return self._next("link")

    async def browse(self, server: Server, provider: str) -> Outcome:
        self.asked.append(f"browse {provider}")
        await self.browser.wait()
        if not self.agrees:
            raise NotAgreed
        return self._next(provider)

    async def prove(self, code: str, *, on_paper: bool) -> Outcome:
        self.asked.append("paper" if on_paper else "proof")
        if code != (PAPER if on_paper else PROOF):
            raise WrongCode
        return self._next("proof")

    async def choose_password(self, password: str) -> Outcome:
        self.asked.append("choose")
        if len(password) < self.least:
            raise WeakPassword("", self.least)
        return self._next("chosen")

    async def open_with(self, password: str) -> Outcome:
        self.asked.append("open")
        if password != BEFORE:
            raise WrongPassword
        return self._next("opened")

    async def open_with_paper(self, code: str) -> Outcome:
        self.asked.append("open with paper")
        if code != PAPER:
            raise TookTooLong
        return self._next("opened")

    async def set_aside(self) -> Outcome:
        self.asked.append("set aside")
        return self._next("aside")

    async def leave(self) -> None:
        self.left += 1

    def _next(self, whose: str) -> Outcome:
        if self.then:
            return Asked(self.then.pop(0))
        return Passed(f"token of {whose}", self.needs_fill)
