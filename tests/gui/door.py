"""A page of the way in, with hands on its keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QLineEdit

from clinic_app.features.auth import AuthPage, KnownPerson, Server, Step
from sync.clock import FakeClock
from tests.support.desk import NOW
from tests.support.doors import FakeDoors
from tests.support.hands import Hands

KEY = "sb_publishable_0123456789abcdef"
HERE = Server("https://norte.supabase.co", KEY)
LUCIA = KnownPerson("p1", "Lucía Herrera", "lucia@norte.example")
SAM = KnownPerson("p2", "Sam Ortiz", "sam@norte.example", can_unlock=False)


@dataclass
class Door(Hands):
    """The page, and what it told the program."""

    page: AuthPage
    doors: FakeDoors
    clock: FakeClock
    told: list[Any]

    @property
    def step(self) -> Step:
        return self.page.state.step

    async def idle(self) -> None:
        await self.until(lambda: not self.page.state.is_busy)


@asynccontextmanager
async def door(
    doors: FakeDoors | None = None,
    server: Server | None = HERE,
    people: tuple[KnownPerson, ...] = (LUCIA, SAM),
) -> AsyncIterator[Door]:
    doors, clock, told = doors or FakeDoors(), FakeClock(NOW), []
    page = AuthPage(doors, clock, server, people)
    page.server_found.connect(told.append)
    page.passed.connect(told.append)

    def opened() -> None:
        told.append("opened")

    def demo() -> None:
        told.append("demo")

    page.opened.connect(opened)
    page.demo_asked.connect(demo)
    page.resize(1360, 850)
    page.show()
    page.activateWindow()
    here = Door(page, page, doors, clock, told)
    try:
        await here.until(lambda: isinstance(here.focus, QLineEdit))
        yield here
    finally:
        page.hide()
        await page.scope.closed()
        page.deleteLater()
