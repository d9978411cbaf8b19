"""The whole program: in at the door, to the desk, out again, and the door is there for the next one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.app import Program
from clinic_app.features.auth import AuthPage, Step
from clinic_app.features.auth.view.again import AgainSheet
from clinic_app.features.auth.view.enrol import CodesSheet, EnrolSheet
from clinic_app.features.auth.view.security import SecuritySheet
from clinic_app.parts.step_up import StepUpSheet
from clinic_app.shell.window import MainWindow
from clinic_app.ui.ask import Sheet
from clinic_app.ui.widgets import Button
from clinic_app.workstation import Address, Workstation
from sync.backend.cable import Cable
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.embedded import seed, totp
from sync.errors import SignedOut
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


async def until(so: Callable[[], object]) -> None:
    """As `Hands.until`, for what takes a whole program: the test's own limit ends it."""
    while not so():
        await asyncio.sleep(0.02)


async def come_in(email: str) -> MainWindow:
    """Through the door with the keyboard."""
    await until(lambda: shown(AuthPage))
    door = shown(AuthPage)
    assert door is not None
    door.activateWindow()
    here = Hands(door)
    await until(lambda: here.focus in (door.who.email, door.who.password))
    door.who.email.setFocus()
    here.retype(email)
    here.press(Key.Key_Tab)
    here.type(seed.PASSWORD)
    here.press(Key.Key_Return)
    while shown(MainWindow) is None:
        if door.state.step is Step.FILLING:
            door.fill.enough.emit()
        await asyncio.sleep(0.02)
    window = shown(MainWindow)
    assert window is not None
    return window


async def press(text: str) -> None:
    """Answer a question with this button."""
    await until(lambda: shown(Sheet))
    sheet = shown(Sheet)
    assert sheet is not None
    [button] = [each for each in sheet.findChildren(Button) if each.text() == text]
    button.click()


def told(running: Running, email: str) -> list[str]:
    """What the server was told of somebody's doings, in the order in which it was."""
    with psycopg.connect(running.database.superuser_dsn) as db:
        found = db.execute(
            "select e.label from sync.audit_events e join auth.users u on u.id = e.user_id"
            " where u.email = %s order by e.received_at, e.seq",
            [email],
        )
        return [label for (label,) in found]


class Elsewhere:
    """A station with a program on it, and the same person at another computer."""

    def __init__(self, running: Running, home: Path, who: str) -> None:
        self.email = seed.ACCOUNTS[who]
        self.station = Workstation(home)
        self.station.use_server(Address(running.url, running.publishable_key))
        self.backend = SupabaseBackend(running.url, running.publishable_key, SystemClock())
        self.app = Program(self.station, SystemClock())
        self.program = asyncio.create_task(self.app.run())

    @property
    def cable(self) -> Cable:
        """The cable of who sits in front."""
        desks = self.app._desks
        assert desks is not None
        assert desks.front is not None
        return desks.front.session.backend.cable

    async def sessions(self) -> int:
        return len(await self.backend.devices.all())


def test_signing_out_leads_back_to_the_door(run: Run, running: Running, tmp_path: Path) -> None:
    async def story() -> None:
        there = Elsewhere(running, tmp_path, "reception")
        window = await come_in(there.email)
        assert there.email not in window.windowTitle()
        await there.backend.sign_in(there.email, seed.PASSWORD)
        assert await there.sessions() == 2
        assert window.commands.run("account.sign_out")
        await press("Sign out")
        await until(lambda: shown(MainWindow) is None and shown(AuthPage))
        assert await there.sessions() == 1
        # Before they were out of reach of the server, which listens to nobody afterwards.
        assert told(running, there.email) == ["Sign in", "Sign out"]
        assert there.station.has_data_of(there.station.people[0].id)
        door = shown(AuthPage)
        assert door is not None
        door.close()
        assert await there.program == 0
        await there.backend.close()

    run(story())


def test_signing_out_everywhere_asks_the_server_first(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        there = Elsewhere(running, tmp_path, "reception2")
        window = await come_in(there.email)
        await there.backend.sign_in(there.email, seed.PASSWORD)
        assert await there.sessions() >= 2
        there.cable.pull()
        assert window.commands.run("account.sign_out_everywhere")
        await press("Sign out")
        await until(lambda: window.toasts.shown)
        assert "Nobody was signed out." in window.toasts.shown[0].text.text()
        assert shown(MainWindow) is window

        there.cable.plug()
        assert window.commands.run("account.sign_out_everywhere")
        await press("Sign out")
        await until(lambda: shown(MainWindow) is None and shown(AuthPage))
        with pytest.raises(SignedOut):
            await there.backend.devices.all()
        door = shown(AuthPage)
        assert door is not None
        door.close()
        assert await there.program == 0
        await there.backend.close()

    run(story())


def test_a_session_ended_from_afar_leaves_the_work_open_under_the_sign_in(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        there = Elsewhere(running, tmp_path, "reception2")
        window = await come_in(there.email)
        await there.backend.sign_in(there.email, seed.PASSWORD)
        await until(lambda: window.ctx.engine.status.live)
        await there.backend.devices.end_others()
        window.ctx.engine.wake("the poke may be on its way")
        await until(lambda: window.offline.isVisible())
        window.asked.emit("sign_in")
        await until(lambda: shown(AgainSheet))
        sheet = shown(AgainSheet)
        assert sheet is not None
        sheet.activateWindow()
        keys = Hands(sheet)
        await until(lambda: keys.focus is sheet.way.cards.who.password)
        keys.type(seed.PASSWORD)
        keys.press(Key.Key_Return)
        await until(lambda: shown(AgainSheet) is None)
        await until(lambda: not window.offline.isVisible())
        await until(lambda: told(running, there.email)[-2:] == ["Sign in", "Sign in again"])
        assert shown(MainWindow) is window
        window.close()
        assert await there.program == 0
        await there.backend.close()

    run(story())


def test_a_clinic_that_demands_a_second_proof_is_served_after_it(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        there = Elsewhere(running, tmp_path, "doctor")
        window = await come_in(there.email)
        await until(lambda: window.ctx.engine.status.live)
        demand(running, True)
        try:
            window.ctx.engine.wake("the clinic has decided")
            await until(window.offline.isVisible)

            # Nobody who has none yet is asked for one: it is added.
            window.asked.emit("sign_in")
            await until(lambda: shown(SecuritySheet))
            sheet = shown(SecuritySheet)
            assert sheet is not None
            await until(lambda: sheet.computers.rows)
            sheet.proofs.offers[0].click()
            secret = await add_authenticator()
            await until(lambda: sheet.proofs.rows)
            sheet.reject()
            await until(lambda: not window.offline.isVisible())

            # A session without it is asked for the code alone, over the open work.
            await there.backend.sign_in(there.email, seed.PASSWORD)
            session = await there.backend.sign_in(there.email, seed.PASSWORD)
            await window.ctx.engine.signed_in(session)  # type: ignore[attr-defined]
            await until(window.offline.isVisible)
            window.asked.emit("sign_in")
            await until(lambda: shown(StepUpSheet))
            asked = shown(StepUpSheet)
            assert asked is not None
            asked.line.setText(totp.code_at(secret, time.time()))
            asked.accept()
            await until(lambda: not window.offline.isVisible())
        finally:
            demand(running, False)
        window.close()
        assert await there.program == 0
        await there.backend.close()

    run(story())


async def add_authenticator() -> str:
    """Answer everything that adding one asks; its secret."""
    await until(lambda: shown(StepUpSheet))
    password = shown(StepUpSheet)
    assert password is not None
    password.line.setText(seed.PASSWORD)
    password.accept()
    await until(lambda: shown(EnrolSheet))
    enrol = shown(EnrolSheet)
    assert enrol is not None
    secret = enrol.secret.text().replace(" ", "")
    enrol.code.setText(totp.code_at(secret, time.time()))
    enrol.accept()
    await until(lambda: shown(CodesSheet))
    codes = shown(CodesSheet)
    assert codes is not None
    codes.accept()
    return secret


def demand(running: Running, demanded: bool) -> None:
    """The clinic decides about the second proof."""
    with psycopg.connect(running.database.superuser_dsn, autocommit=True) as db:
        db.execute(
            "insert into facility_policies (facility_id, is_second_factor_required)"
            " select id, %s from facilities on conflict (facility_id) do update"
            " set is_second_factor_required = excluded.is_second_factor_required",
            [demanded],
        )
