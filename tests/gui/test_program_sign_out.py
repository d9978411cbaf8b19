"""The whole program: in at the door, to the desk, out again, and the door is there for the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.app import Program
from clinic_app.features.auth import AuthPage, Step
from clinic_app.features.auth.view.again import AgainSheet
from clinic_app.shell.window import MainWindow
from clinic_app.ui.ask import Sheet
from clinic_app.workstation import Address, Workstation
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.embedded import seed
from tests.support.hands import Hands, Key
from tests.support.server import Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]
W = TypeVar("W", bound=QWidget)
pytestmark = pytest.mark.usefixtures("themed")


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend(seed=seed.sample) as backend:
        yield backend


def shown(kind: type[W]) -> W | None:
    """The window of this kind that is open."""
    return next(
        (
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, kind) and each.isVisible()
        ),
        None,
    )


async def come_in(hands: Hands, email: str) -> MainWindow:
    """Through the door with the keyboard."""
    await hands.until(lambda: shown(AuthPage))
    door = shown(AuthPage)
    assert door is not None
    door.activateWindow()
    here = Hands(door)
    await here.until(lambda: here.focus in (door.who.email, door.who.password))
    door.who.email.setFocus()
    here.retype(email)
    here.press(Key.Key_Tab)
    here.type(seed.PASSWORD)
    here.press(Key.Key_Return)
    async with asyncio.timeout(15):
        while shown(MainWindow) is None:
            if door.state.step is Step.FILLING:
                door.fill.enough.emit()
            await asyncio.sleep(0.02)
    window = shown(MainWindow)
    assert window is not None
    return window


async def press(hands: Hands, text: str) -> None:
    """Answer a question with this button."""
    await hands.until(lambda: shown(Sheet))
    sheet = shown(Sheet)
    assert sheet is not None
    next(b for b in sheet.findChildren(QWidget) if getattr(b, "text", str)() == text).click()  # type: ignore[attr-defined]


def test_signing_out_leads_back_to_the_door(run: Run, running: Running, tmp_path: Path) -> None:
    async def story() -> None:
        station = Workstation(tmp_path)
        station.use_server(Address(running.url, running.publishable_key))
        email = seed.ACCOUNTS["reception"]
        program = asyncio.create_task(Program(station, SystemClock()).run())
        hands = Hands(QWidget())
        window = await come_in(hands, email)
        assert email not in window.windowTitle()
        elsewhere = SupabaseBackend(running.url, running.publishable_key, SystemClock())
        await elsewhere.sign_in(email, seed.PASSWORD)
        assert len(await elsewhere.devices.all()) == 2

        assert window.commands.run("account.sign_out")
        await press(hands, "Sign out")
        await hands.until(lambda: shown(MainWindow) is None and shown(AuthPage))
        assert len(await elsewhere.devices.all()) == 1
        assert station.has_data_of(station.people[0].id)

        # Signed out from afar, the work stays open under the sign-in.
        window = await come_in(hands, email)
        await hands.until(lambda: window.ctx.engine.status.live)
        await elsewhere.devices.end_others()
        await hands.until(lambda: window.offline.isVisible())
        window.asked.emit("sign_in")
        await hands.until(lambda: shown(AgainSheet))
        sheet = shown(AgainSheet)
        assert sheet is not None
        sheet.activateWindow()
        keys = Hands(sheet)
        await keys.until(lambda: keys.focus is sheet.way.cards.who.password)
        keys.type(seed.PASSWORD)
        keys.press(Key.Key_Return)
        await keys.until(lambda: shown(AgainSheet) is None)
        await hands.until(lambda: not window.offline.isVisible())

        window.close()
        assert await program == 0
        await elsewhere.close()

    run(story())
