"""The program: from the door to the desk and back. The only place that wires.

A start ends with the window closed. Locking covers the window and keeps everything; signing out is
not needed to leave.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from clinic_app.at_the_desk import AtTheDesk
from clinic_app.desk import Desk
from clinic_app.doors import StationDoors, show_page
from clinic_app.features.auth import AuthPage, KnownPerson, Server, Step
from clinic_app.platform import crash
from clinic_app.platform.log import start_log
from clinic_app.platform.paths import paths
from clinic_app.platform.single_instance import SingleInstance
from clinic_app.session import LetIn, membership, open_session
from clinic_app.ui import loop, scope
from clinic_app.ui.i18n import chosen_language, tr, use_language
from clinic_app.ui.theme import looks
from clinic_app.workstation import Address, Workstation
from sync.clock import Clock, SystemClock
from sync.errors import Expected, Misconfigured

SELF_TEST_S: Final = 3.0


def run_window(*, self_test: bool = False) -> int:
    """`clinic-app`. With `self_test`, opens the first window, looks at it for a moment and ends."""
    if self_test:
        with tempfile.TemporaryDirectory(prefix="clinic-") as folder:
            return loop.run(lambda: _self_test(Workstation(Path(folder))))
    here = paths()
    start_log(here.logs)
    crash.watch(here.logs)
    scope.report_to(crash.report)
    loop.application()
    single = SingleInstance(here.data)
    if not single.first():
        return 0
    try:
        return loop.run(lambda: Program(Workstation(here.data), SystemClock(), single).run())
    finally:
        single.close()


async def _self_test(station: Workstation) -> int:
    """0 when a window was open all the while; what broke it is raised."""
    program = Program(station, SystemClock())
    async with asyncio.timeout(30):
        running = asyncio.create_task(program.run(), name="self-test")  # ends before this function
        ended, _ = await asyncio.wait({running}, timeout=SELF_TEST_S)
        if ended:
            running.result()
            return 1
        is_open = any(each.isVisible() for each in loop.application().topLevelWidgets())
        running.cancel()
        await asyncio.wait({running})
    return 0 if is_open else 1


class DemoMissing(Expected):
    """This installation came without the demo."""

    code = "demo.missing"


class Program:
    """One run of the window, for one person after another."""

    def __init__(
        self, station: Workstation, clock: Clock, single: SingleInstance | None = None
    ) -> None:
        self._station, self._clock, self._single = station, clock, single
        self._doors = StationDoors(station, clock, show_page)

    async def run(self) -> int:
        """Door, desk, end. Returns the exit code."""
        use_language(chosen_language(self._station.language))
        looks().use(self._station.theme)
        door = self._door()
        try:
            while True:
                who = await self._at_the_door(door)
                try:
                    if isinstance(who, LetIn):
                        if await self._work(door, who):
                            door = await self._next_door(door)
                            continue
                    elif who == "demo":
                        return await self._demo(door)
                    return 0
                except Expected as trouble:
                    door.say_failed(trouble)
                    door.show()
        finally:
            door.close()
            await door.scope.closed()
            await self._doors.leave()

    def _door(self) -> AuthPage:
        server = self._station.server
        page = AuthPage(
            self._doors,
            self._clock,
            Server(server.url, server.key) if server else None,
            [
                KnownPerson(p.id, p.name, p.email, self._station.has_data_of(p.id))
                for p in self._station.people
            ],
        )
        page.setWindowTitle(tr("Shell", "Clinic"))
        page.resize(900, 700)
        page.server_found.connect(self._on_server_found)
        return page

    async def _next_door(self, door: AuthPage) -> AuthPage:
        """For the next person: nothing of the last one is on it."""
        door.close()
        await door.scope.closed()
        return self._door()

    def _on_server_found(self, server: Server) -> None:
        self._station.use_server(Address(server.url, server.key))

    async def _at_the_door(self, door: AuthPage) -> LetIn | Literal["demo", "left"]:
        """Who came through; "demo" or "left" when nobody did."""
        answer: asyncio.Future[LetIn | Literal["demo", "left"]]
        answer = asyncio.get_running_loop().create_future()

        def on_passed(token: LetIn) -> None:
            if not answer.done():
                answer.set_result(token)

        def on_demo_asked() -> None:
            if not answer.done():
                answer.set_result("demo")

        door.passed.connect(on_passed)
        door.demo_asked.connect(on_demo_asked)
        door.show()
        closed = asyncio.create_task(loop.until_closed(door), name="the door")
        try:
            either: set[asyncio.Future[Any]] = {answer, closed}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            return answer.result() if answer.done() else "left"
        finally:
            closed.cancel()
            door.passed.disconnect(on_passed)
            door.demo_asked.disconnect(on_demo_asked)

    async def _demo(self, door: AuthPage) -> int:
        try:
            from clinic_app.demo_window import show_demo
        except ImportError as missing:
            raise DemoMissing("the demo is an extra of this program") from missing
        door.hide()
        return await show_demo(self._station.home / "demo", "reception")

    async def _work(self, door: AuthPage, let_in: LetIn) -> bool:
        """Door, first fill, desk. Whether the person signed out, which leads back to the door."""
        server = self._station.server
        if server is None:
            raise Misconfigured("No server is known on this computer.")
        async with open_session(self._station, server, let_in, self._clock) as session:
            door.follow_fill(session.engine.statuses())
            here = await membership(session)
            person = msgspec.structs.replace(session.person, name=here.name)
            self._station.remember(person)
            desk = Desk(session, here, self._clock, self._station.wear, self._station.speak)
            opened = asyncio.create_task(_emitted(door), name="first fill")
            try:
                if door.state.step is Step.FILLING:
                    await opened
            finally:
                opened.cancel()
            helper = AtTheDesk(self._station, server, session, desk, self._clock)
            if self._single is not None:
                self._single.raised.connect(helper.come_forward)
            door.hide()
            try:
                await desk.until_closed()
            finally:
                if self._single is not None:
                    self._single.raised.disconnect(helper.come_forward)
        return helper.signed_out


async def _emitted(door: AuthPage) -> None:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def on_opened() -> None:
        if not done.done():
            done.set_result(None)

    door.opened.connect(on_opened)
    try:
        await done
    finally:
        door.opened.disconnect(on_opened)
