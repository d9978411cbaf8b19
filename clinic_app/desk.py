"""One person's window over one open session: the only place that puts pages and data together."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from clinic_app.domain.names import display_name
from clinic_app.parts.why import ask_why
from clinic_app.prover import DeskProver
from clinic_app.session import Membership, OpenSession
from clinic_app.shell.palette import Found
from clinic_app.shell.window import MainWindow
from clinic_app.told_server import ToldServer
from clinic_app.ui import scope
from clinic_app.ui.context import Context, Person
from clinic_app.ui.format import numeric_date
from clinic_app.ui.i18n import LANGUAGES, marked, tr
from clinic_app.ui.keys import Command
from clinic_app.ui.page import Feature, Page
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import looks
from sync.clock import Clock, CorrectedClock
from sync.errors import Expected, SecondFactorNeeded
from sync.replica.search import search_patients

PAGES: Final = ("schedule", "patients", "conflicts", "sync_status", "administration", "audit")
"""The features of the navigation, in its order."""
MOST_PEOPLE: Final = 8
LEAVE_WITHIN_S: Final = 3.0
THEMES: Final = {
    "light": marked("Shell", "Light theme"),
    "dark": marked("Shell", "Dark theme"),
    "contrast": marked("Shell", "High contrast theme"),
}

Remember = Callable[[str], None]


def features() -> list[Feature]:
    """What the window offers; who sees what is each feature's own to say."""
    found: list[Feature] = []
    for name in PAGES:
        found.append(import_module(f"clinic_app.features.{name}").FEATURE)  # noqa: PERF401 - typed
    return found


class Desk:
    """Owns the window. `asked` of the window goes to whoever made the desk."""

    def __init__(
        self,
        session: OpenSession,
        membership: Membership,
        clock: Clock,
        remember_theme: Remember = lambda name: None,
        remember_language: Remember = lambda code: None,
    ) -> None:
        self.session = session
        self.prover = DeskProver(session, clock)
        self._remember_theme = remember_theme
        self._remember_language = remember_language
        person = Person(
            id=session.person.id,
            name=membership.name,
            role=membership.role,
            facility_id=membership.facility_id,
            facility_name=membership.facility_name,
            time_zone=membership.time_zone,
        )
        ctx = Context(
            replica=session.replica,
            engine=session.engine,
            # What is shown as now is right even where this computer's clock is not; what is written
            # keeps the clock it was written by.
            clock=CorrectedClock(clock, self._measured_skew),
            person=person,
            scope=TaskScope(),
            navigate=_nowhere,
            prover=self.prover,
            server=ToldServer(session.backend, session.replica),
        )
        self.window = MainWindow(ctx, features())
        # Not the hiding of the window: it is hidden while a colleague works.
        self._closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.window.closing.connect(self._on_closing)
        self.window.set_people_finder(self._find_people)
        for name, title in THEMES.items():
            command = Command(f"theme.{name}", tr("Shell", title), "", partial(self.wear, name))
            self.window.commands.add(command)
        for code, name in LANGUAGES.items():
            title = tr("Shell", "Language: {language}", language=name)
            self.window.commands.add(
                Command(f"language.{code}", title, "", partial(self.speak, code))
            )
        why = Command("access.why", tr("Access", "Why can I not see …?"), "", self.explain)
        self.window.commands.add(why)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._on_application_state)

    async def until_closed(self) -> None:
        """Show the window and return once it has been closed and its tasks have ended."""
        self.window.show()
        self.window.start()
        # What the program is made of stays: a full collection that walks it again and again would hold the
        # window for 50 ms and more while rows arrive.
        gc.freeze()
        try:
            await self._closed
        finally:
            for page in self.window.pages.values():
                # What rests was left when it was locked: what was typed is kept already.
                if not self.session.replica.is_resting:
                    await _leave(page)
                await page.scope.closed()
            await self.window.scope.closed()
            app = QGuiApplication.instance()
            if isinstance(app, QGuiApplication):
                with suppress(RuntimeError):
                    app.applicationStateChanged.disconnect(self._on_application_state)
            # On this thread: left to the garbage collector, it may go on a thread of the replica,
            # where a widget with a timer takes the program with it.
            self.window.deleteLater()

    def close(self) -> None:
        """Close the window, also one that is not on the screen."""
        if not self._closed.done():
            self.window.close()
            self._on_closing()

    def explain(self) -> None:
        """Let the person ask why they cannot see or do something."""
        must_prove = self.session.engine.status.error == SecondFactorNeeded.code
        asking = ask_why(self.window, self.window.ctx.person.role, proof_missing=must_prove)
        self.window.scope.restart("why", asking)

    def wear(self, name: str) -> None:
        """Put a theme on and remember it for this computer."""
        looks().use(name)
        self._remember_theme(name)

    def speak(self, code: str) -> None:
        """Remember a language for this computer. The words on the screen stay as they are until then:
        pages are not made anew while somebody is typing in them."""
        self._remember_language(code)
        self.window.toasts.say(
            tr("Shell", "{language} from the next start", language=LANGUAGES[code]),
            tr("Shell", "Close the program and open it again to see it."),
        )

    async def _find_people(self, typed: str) -> Sequence[Found]:
        rows = await self.session.replica.read(search_patients(typed, MOST_PEOPLE).run)
        return [
            Found(
                f"patient.{row.id}",
                display_name(row.given_name, row.family_name),
                ", ".join(
                    each
                    for each in (
                        numeric_date(row.birth_date) if row.birth_date else "",
                        row.record_number or "",
                    )
                    if each
                ),
                partial(self.window.navigate, "patients", patient_id=row.id),
                "patients",
                "",
            )
            for row in rows
        ]

    def _on_closing(self) -> None:
        if not self._closed.done():
            self._closed.set_result(None)

    def _measured_skew(self) -> timedelta | None:
        return self.session.engine.status.skew

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        # Looking at the window again, or waking from sleep, is a reason to look at the server.
        self.session.engine.watched(state == Qt.ApplicationState.ApplicationActive)


async def _leave(page: Page) -> None:
    """Let a page keep what is typed; what stands in the way stops nobody from leaving."""
    try:
        async with asyncio.timeout(LEAVE_WITHIN_S):
            await page.leave()
    except TimeoutError:
        pass
    except Expected as trouble:
        scope.report("leave", trouble)


def _nowhere(key: str, **where: object) -> None:
    """Replaced by the window's own as soon as it is made."""
