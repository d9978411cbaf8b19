"""Asks the doors and tells the machine what they answered: the part of the way in without buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app.features.auth.model import entrance
from clinic_app.features.auth.model import events as happens
from clinic_app.features.auth.model.doors import Doors, Outcome, Passed
from clinic_app.features.auth.model.events import (
    Event,
)
from clinic_app.features.auth.model.further import MAIL_PAUSE_S
from clinic_app.features.auth.model.server import Refusal, Server
from clinic_app.features.auth.model.state import (
    Doing,
    Entrance,
    KnownPerson,
    Step,
)
from clinic_app.features.auth.view.cards import Cards
from clinic_app.ui import ask
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.sync_status import SyncStatus
from sync.clock import Clock
from sync.errors import Busy, Expected, WeakPassword

Ask = Callable[[], Awaitable[Outcome]]


class Guide(QWidget):
    """`demo_asked`: start the demo. `server_found`: remember this `Server`. `passed` carries the
    token of `Passed`. `opened` comes once the window may be shown: at once, or after the first fill.
    """

    demo_asked = Signal()
    server_found = Signal(object)
    passed = Signal(object)
    opened = Signal()

    def __init__(
        self,
        doors: Doors,
        clock: Clock,
        state: Entrance,
        people: Sequence[KnownPerson] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.doors, self.clock = doors, clock
        self.scope = TaskScope(self)
        self.state = state
        self.cards = Cards(self)
        self.cards.who.show_people(people)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.cards)
        self.refresh()

    # What the program calls

    def follow_fill(self, statuses: AsyncIterator[SyncStatus]) -> None:
        """Show how far the first fill is, from the engine's statuses; `opened` when it is done."""
        self.scope.restart("fill", self._follow_fill(statuses))

    def say_failed(self, error: Expected) -> None:
        """What the program did with a signal failed: opening the replica, starting the demo."""
        if self.state.step in (Step.FILLING, Step.OPEN):
            self.state = entrance.first(self.state.server, self.state.people)
        self.state = entrance.replaced(self.state, Refusal("", error.code))
        self.refresh()

    def go(self) -> None:
        """Put the cursor where something is missing."""
        self.cards.go(self.state)

    # What happens

    def tell(self, event: Event) -> bool:
        """Let an event happen; False when it made no sense and changed nothing."""
        before = self.state
        self.state = entrance.after(before, event)
        if self.state is before:
            return False
        self.refresh()
        if self.state.step is Step.OPEN and before.step is not Step.OPEN:
            self.opened.emit()
        return True

    def refresh(self) -> None:
        """Show the state, and count seconds down while there are some."""
        now = self.clock.monotonic()
        self.cards.show_state(self.state, now)
        if max(self.state.wait_until, self.state.again_at) > now and self.isVisible():
            self.scope.restart("clock", self._count_down())

    async def _count_down(self) -> None:
        """The words with seconds in them are right every second."""
        while True:
            await self.clock.sleep(1.0)
            now = self.clock.monotonic()
            self.cards.show_state(self.state, now)
            if max(self.state.wait_until, self.state.again_at) <= now:
                return

    def inquire(self, what: Ask) -> None:
        """Ask the doors, in the place of what was asked before."""
        self.scope.restart("door", self.answered(what))

    async def answered(self, what: Ask) -> None:
        """Ask, and go on with what the door says."""
        try:
            outcome = await what()
        except Expected as error:
            self.failed(error)
            return
        self.arrived(outcome)

    def arrived(self, outcome: Outcome) -> None:
        """A proof was right."""
        self.scope.stop("link")
        if isinstance(outcome, Passed):
            self.passed.emit(outcome.token)
            self.tell(happens.Entered(outcome.needs_fill))
        else:
            self.tell(outcome)

    def failed(self, error: Expected) -> None:
        """What was asked went wrong."""
        wait = error.retry_after if isinstance(error, Busy) else getattr(error, "wait_s", None)
        least = error.least if isinstance(error, WeakPassword) else None
        now = self.clock.monotonic()
        self.tell(happens.Failed(error.code, now, float(wait or 0.0), least))

    async def probe(self, server: Server) -> None:
        """Look whether a clinic is there."""
        try:
            await self.doors.probe(server)
        except Expected as error:
            self.failed(error)
            return
        self.tell(happens.ServerFound())
        self.server_found.emit(server)
        await self.find_ways(server)

    async def find_ways(self, server: Server) -> None:
        """Learn what the clinic lets people come in by."""
        try:
            ways = await self.doors.ways(server)
        except Expected:
            return  # without a line only the password helps, and that card says so
        self.tell(happens.WaysFound(ways))

    async def sign_in(self, server: Server, password: str) -> None:
        """Try a password at the server, and without a line on what is kept here."""
        email = self.state.email
        try:
            outcome: Outcome = await self.doors.sign_in(server, email, password)
        except Expected as error:
            self.failed(error)
            if self.state.doing is Doing.UNLOCKING:
                await self.answered(lambda: self.doors.unlock(email, password))
            return
        self.arrived(outcome)

    async def mail(self, server: Server) -> None:
        """Have a code mailed."""
        email, way = self.state.email, self.state.way
        try:
            await self.doors.send_code(server, email, way)
        except Expected as error:
            self.failed(error)
            return
        self.tell(happens.MailSent(self.clock.monotonic() + MAIL_PAUSE_S))
        self.scope.restart("link", self.wait_for_link())

    async def wait_for_link(self) -> None:
        """Go on when the link of the mail was opened instead."""
        try:
            await self.doors.link_opened()
        except Expected:
            return  # the code in the same mail still works
        if not self.state.is_busy and self.tell(happens.LinkFollowed()):
            self.inquire(self.doors.follow_link)

    async def put_aside(self) -> None:
        """Ask first: a fresh beginning leaves unsent work behind."""
        agreed = await ask.confirm(
            self,
            tr("Auth", "Put it aside and begin afresh?"),
            tr(
                "Auth",
                "What the server has comes again. Work that was not sent yet stays in the part put"
                " aside: nothing is deleted, and who finds the old password can open it.",
            ),
            yes=tr("Auth", "Put aside"),
            danger=True,
        )
        if agreed and self.tell(happens.AsideWanted()):
            self.inquire(self.doors.set_aside)

    async def _follow_fill(self, statuses: AsyncIterator[SyncStatus]) -> None:
        async for status in statuses:
            if status.filling is not None:
                self.tell(happens.FillMoved(*status.filling))
            elif status.last_synced_at is not None:
                self.tell(happens.FillEnough())
                return
