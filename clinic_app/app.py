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

from clinic_app.desk import Desk
from clinic_app.errors import words
from clinic_app.features.auth import AuthPage, Doors, KnownPerson, Passed, Server
from clinic_app.features.auth.model.entrance import Step
from clinic_app.platform import crash
from clinic_app.platform.log import start_log
from clinic_app.platform.paths import paths
from clinic_app.platform.single_instance import SingleInstance
from clinic_app.session import LetIn, OpenSession, membership, open_session, sign_in, unlock
from clinic_app.ui import ask, loop, scope
from clinic_app.ui.i18n import system_language, tr, use_language
from clinic_app.ui.theme import looks
from clinic_app.workstation import Address, Workstation
from sync.backend.supabase import SupabaseBackend
from sync.clock import Clock, SystemClock
from sync.errors import Expected, Misconfigured, WrongPassword
from sync.replica import keys

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


class _StationDoors(Doors):
    """What the page at the door asks, answered by this computer and the clinic's server."""

    def __init__(self, station: Workstation, clock: Clock) -> None:
        self._station, self._clock = station, clock

    async def probe(self, server: Server) -> None:
        backend = SupabaseBackend(server.url, server.key, self._clock)
        try:
            project = await backend.probe()
        finally:
            await backend.close()
        if not project.has_clinic:
            raise Misconfigured("The project is there, but the clinic's schema is not.")

    async def sign_in(self, server: Server, email: str, password: str, old_password: str) -> Passed:
        address = Address(server.url, server.key)
        let_in = await sign_in(
            self._station, address, email, password, self._clock, old_password=old_password
        )
        is_new = not self._station.replica(let_in.person.id).exists()
        return Passed(let_in, needs_fill=is_new)

    async def unlock(self, email: str, password: str) -> Passed:
        return Passed(await unlock(self._station, email, password, self._clock), needs_fill=False)


class Program:
    """One run of the window, for one person after another."""

    def __init__(
        self, station: Workstation, clock: Clock, single: SingleInstance | None = None
    ) -> None:
        self._station, self._clock, self._single = station, clock, single

    async def run(self) -> int:
        """Door, desk, end. Returns the exit code."""
        use_language(system_language())
        looks().use(self._station.theme)
        door = self._door()
        try:
            while True:
                who = await self._at_the_door(door)
                try:
                    if isinstance(who, LetIn):
                        await self._work(door, who)
                    elif who == "demo":
                        return await self._demo(door)
                    return 0
                except Expected as trouble:
                    door.say_failed(trouble)
                    door.show()
        finally:
            door.close()
            await door.scope.closed()

    def _door(self) -> AuthPage:
        server = self._station.server
        page = AuthPage(
            _StationDoors(self._station, self._clock),
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

    async def _work(self, door: AuthPage, let_in: LetIn) -> None:
        server = self._station.server
        if server is None:
            raise Misconfigured("No server is known on this computer.")
        async with open_session(self._station, server, let_in, self._clock) as session:
            door.follow_fill(session.engine.statuses())
            here = await membership(session)
            person = msgspec.structs.replace(session.person, name=here.name)
            self._station.remember(person)
            desk = Desk(session, here, self._clock, self._station.wear)
            opened = asyncio.create_task(_emitted(door), name="first fill")
            try:
                if door.state.step is Step.FILLING:
                    await opened
            finally:
                opened.cancel()
            helper = _AtTheDesk(self._station, server, session, desk, self._clock)
            if self._single is not None:
                self._single.raised.connect(helper.come_forward)
            door.hide()
            await desk.until_closed()


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


class _AtTheDesk:
    """What the window asks of the program while somebody works: unlock, sign in again."""

    def __init__(
        self,
        station: Workstation,
        server: Address,
        session: OpenSession,
        desk: Desk,
        clock: Clock,
    ) -> None:
        self._station, self._server, self._session = station, server, session
        self._window, self._clock = desk.window, clock
        self._window.asked.connect(self._on_asked)
        self._window.unlock_wanted.connect(self._on_unlock_wanted)

    def come_forward(self) -> None:
        """Somebody started the program again: show this window instead."""
        self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()

    def _on_asked(self, deed: str) -> None:
        if deed == "sign_in":
            self._window.scope.restart("sign in again", self._sign_in_again())

    def _on_unlock_wanted(self, password: str) -> None:
        self._window.scope.restart("unlock", self._unlock(password))

    async def _unlock(self, password: str) -> None:
        person = self._session.person.id
        try:
            await asyncio.to_thread(keys.unlock, self._station.folder(person), person, password)
        except WrongPassword as wrong:
            self._window.refuse(words(wrong).title)
        else:
            self._window.unlock()

    async def _sign_in_again(self) -> None:
        email = self._session.person.email
        sentence = tr("Shell", "What you wrote is kept here and goes as soon as you are in.")
        while True:
            password = await ask.text(
                self._window,
                tr("Shell", "Sign in again"),
                tr("Shell", "Password of {email}", email=email),
                words=sentence,
                yes=tr("Shell", "Sign in"),
                secret=True,
            )
            if not password:
                return
            try:
                let_in = await sign_in(self._station, self._server, email, password, self._clock)
            except Expected as trouble:
                sentence = words(trouble).sentence
                continue
            if let_in.session is not None:
                await self._session.engine.signed_in(let_in.session)
            return
