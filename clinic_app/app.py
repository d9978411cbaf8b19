"""The program: from the door to the desk and back. The only place that wires.

A start ends with the window closed. Locking covers the window and keeps everything; signing out is
not needed to leave.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
from pathlib import Path
from typing import Any, Final, Literal

from clinic_app.arrival import Arrival
from clinic_app.desks import Desks
from clinic_app.doors import StationDoors, show_page
from clinic_app.errors import words
from clinic_app.features.auth import AuthPage, KnownPerson, Server, Step
from clinic_app.platform import crash
from clinic_app.platform.log import start_log
from clinic_app.platform.paths import paths
from clinic_app.platform.single_instance import SingleInstance
from clinic_app.session import LetIn, OpenSession
from clinic_app.threshold import set_aside_words
from clinic_app.ui import ask, loop, scope
from clinic_app.ui.i18n import chosen_language, tr, use_language
from clinic_app.ui.theme import looks
from clinic_app.workstation import Address, Workstation
from sync.clock import Clock, SystemClock
from sync.errors import Damaged, Expected
from sync.replica import keys
from sync.replica.cipher import set_aside

SELF_TEST_S: Final = 3.0
log = logging.getLogger("clinic.program")


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
    """One run of the window, for one person after another, or several in turn."""

    def __init__(
        self, station: Workstation, clock: Clock, single: SingleInstance | None = None
    ) -> None:
        self._station, self._clock, self._single = station, clock, single
        self._doors = StationDoors(station, clock, show_page)
        self._door: AuthPage | None = None
        self._desks: Desks | None = None

    async def run(self) -> int:
        """Door, desks, end. Returns the exit code."""
        use_language(chosen_language(self._station.language))
        looks().use(self._station.theme)
        if self._single is not None:
            self._single.raised.connect(self._on_started_again)
        try:
            async with asyncio.TaskGroup() as tasks:
                self._desks = Desks(self._station, self._clock, tasks)
                return await self._serve(self._desks)
        finally:
            if self._single is not None:
                self._single.raised.disconnect(self._on_started_again)
            await self._leave_door()
            await self._doors.leave()

    async def _serve(self, desks: Desks) -> int:
        who = await self._trusted()
        while True:
            door = self._door or self._make_door()
            answer = who or await self._at_the_door(door)
            who = None
            try:
                if answer == "demo":
                    return await self._demo(door)
                if isinstance(answer, LetIn):
                    await desks.seat(answer, _ThroughTheDoor(door))
                elif desks.front is None:
                    return 0
            except Expected as trouble:
                who = await self._fetch_again(door, answer, trouble)
                continue
            await self._leave_door()  # for the next person: nothing of the last one is on it
            desks.come_forward()
            if not await desks.until_door_wanted():
                return 0

    async def _trusted(self) -> LetIn | None:
        """Whoever was here last, where they trust this computer and its keyring still knows them."""
        for person in self._station.people[:1]:
            folder = self._station.folder(person.id)
            try:
                key = await asyncio.to_thread(keys.unlock_from_keyring, folder, person.id)
                if key is not None and self._station.has_data_of(person.id):
                    return LetIn(person, key)
            except Expected as trouble:
                log.info("the keyring did not open it: %s", trouble.code)
        return None

    async def _fetch_again(
        self, door: AuthPage, let_in: LetIn | Literal["demo", "left"], trouble: Expected
    ) -> LetIn | None:
        """Say what is wrong; a damaged replica is put aside when the server can fill a new one."""
        door.say_failed(trouble)
        door.show()
        if not isinstance(let_in, LetIn) or let_in.session is None:
            return None
        if not isinstance(trouble, Damaged):
            return None
        said = words(trouble)
        yes = tr("Shell", "Set aside and fetch again")
        if not await ask.confirm(door, said.title, set_aside_words(), yes=yes):
            return None
        path = self._station.replica(let_in.person.id)
        await asyncio.to_thread(set_aside, path, self._clock.now())
        return let_in

    def _make_door(self) -> AuthPage:
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
        self._door = page
        return page

    async def _leave_door(self) -> None:
        door, self._door = self._door, None
        if door is not None:
            door.close()
            await door.scope.closed()

    def _on_started_again(self) -> None:
        if self._door is not None and self._door.isVisible():
            self._door.raise_()
            self._door.activateWindow()
        elif self._desks is not None:
            self._desks.come_forward()

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


class _ThroughTheDoor(Arrival):
    """The door shows how far the first fill is, and goes when the window may be shown."""

    def __init__(self, door: AuthPage) -> None:
        self._door = door
        self._opened = asyncio.Event()
        door.opened.connect(self._opened.set)

    def begin(self, session: OpenSession) -> None:
        self._door.follow_fill(session.engine.statuses())

    async def come_through(self) -> None:
        if self._door.state.step is Step.FILLING:
            await self._opened.wait()
        self._door.hide()
