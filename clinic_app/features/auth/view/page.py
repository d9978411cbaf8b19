"""The page before the window: it leads somebody from an address to an open door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinic_app.features.auth.model import entrance
from clinic_app.features.auth.model.doors import Doors
from clinic_app.features.auth.model.entrance import (
    DemoAsked,
    Doing,
    Entered,
    Entrance,
    Event,
    Failed,
    FillEnough,
    FillMoved,
    KnownPerson,
    PersonChosen,
    ServerFound,
    ServerGiven,
    ServerLeft,
    SignInAsked,
    Step,
)
from clinic_app.features.auth.model.server import Refusal, Server, server_of
from clinic_app.features.auth.view.panels import FillPanel, WherePanel, WhoPanel
from clinic_app.ui import icons
from clinic_app.ui.i18n import tr
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets import Label
from sync.clock import Clock
from sync.errors import Expected

_WIDTH = 460
_MARK = 28


class AuthPage(QWidget):
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
        server: Server | None = None,
        people: Sequence[KnownPerson] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._doors, self._clock = doors, clock
        self.scope = TaskScope(self)
        self.state = entrance.first(server, tuple(people))
        self.setProperty("kind", "page")
        self.setAccessibleName(tr("Auth", "Sign in"))
        self.where, self.who, self.fill = WherePanel(self), WhoPanel(self), FillPanel(self)
        self.where.sent.connect(self._on_server_sent)
        self.where.demo_asked.connect(self._on_demo_asked)
        self.who.sent.connect(self._on_sign_in_sent)
        self.who.left.connect(self._on_server_left)
        self.who.chosen.connect(self._on_person_chosen)
        self.fill.enough.connect(self._on_enough)
        self.who.show_people(people)
        self._lay_out()
        self._show()

    # What the program calls

    def follow_fill(self, statuses: AsyncIterator[SyncStatus]) -> None:
        """Show how far the first fill is, from the engine's statuses; `opened` when it is done."""
        self.scope.restart("fill", self._follow_fill(statuses))

    def say_failed(self, error: Expected) -> None:
        """What the program did with a signal failed: opening the replica, starting the demo."""
        if self.state.step in (Step.FILLING, Step.OPEN):
            self.state = entrance.first(self.state.server, self.state.people)
        self.state = entrance.replaced(self.state, Refusal("", error.code))
        self._show()

    # Private

    def _tell(self, event: Event) -> bool:
        """Let an event happen; False when it made no sense and changed nothing."""
        before = self.state
        self.state = entrance.after(before, event)
        if self.state is before:
            return False
        self._show()
        if self.state.step is Step.OPEN and before.step is not Step.OPEN:
            self.opened.emit()
        return True

    async def _probe(self, server: Server) -> None:
        try:
            await self._doors.probe(server)
        except Expected as error:
            self._tell(Failed(error.code))
            return
        self._tell(ServerFound())
        self.server_found.emit(server)

    async def _sign_in(self, server: Server, password: str, old_password: str) -> None:
        email = self.state.email
        try:
            passed = await self._doors.sign_in(server, email, password, old_password)
        except Expected as error:
            self._tell(Failed(error.code, self._clock.monotonic()))
            if self.state.doing is Doing.UNLOCKING:
                await self._unlock(email, password)
            return
        self.passed.emit(passed.token)
        self._tell(Entered(passed.needs_fill))

    async def _unlock(self, email: str, password: str) -> None:
        try:
            passed = await self._doors.unlock(email, password)
        except Expected as error:
            self._tell(Failed(error.code, self._clock.monotonic()))
            return
        self.passed.emit(passed.token)
        self._tell(Entered(passed.needs_fill))

    async def _follow_fill(self, statuses: AsyncIterator[SyncStatus]) -> None:
        async for status in statuses:
            if status.filling is not None:
                self._tell(FillMoved(*status.filling))
            elif status.last_synced_at is not None:
                self._tell(FillEnough())
                return

    def _show(self) -> None:
        state = self.state
        panel = self._panel(state)
        is_new = panel.isHidden()
        for each in (self.where, self.who, self.fill):
            each.setVisible(each is panel)
        if panel is self.who:
            self.who.show_state(state, state.wait_until - self._clock.monotonic())
        else:
            panel.show_state(state)
        if is_new:
            self._go()

    def _panel(self, state: Entrance) -> WherePanel | WhoPanel | FillPanel:
        match state.step:
            case Step.WHERE:
                return self.where
            case Step.WHO:
                return self.who
            case Step.FILLING | Step.OPEN:
                return self.fill

    def _go(self) -> None:
        match self.state.step:
            case Step.WHERE:
                self.where.address.setFocus(Qt.FocusReason.OtherFocusReason)
            case Step.WHO:
                self.who.go()
            case Step.FILLING | Step.OPEN:
                self.fill.go()

    def _lay_out(self) -> None:
        self._mark = QLabel(self)
        name = Label(tr("Shell", "Clinic"), "title", self)
        brand = QHBoxLayout()
        brand.setSpacing(theme().space())
        brand.addWidget(self._mark)
        brand.addWidget(name)
        brand.addStretch(1)
        column = QWidget(self)
        column.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, theme().space("huge"), 0, theme().space("huge"))
        inner.setSpacing(theme().space("large"))
        inner.addStretch(1)
        inner.addLayout(brand)
        for panel in (self.where, self.who, self.fill):
            inner.addWidget(panel)
            panel.hide()
        inner.addStretch(2)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        middle = QWidget(area)
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(column)
        row.addStretch(1)
        area.setWidget(middle)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self._tint()
        looks().changed.connect(self._tint)

    def _tint(self) -> None:
        color = theme().color("brand")
        self._mark.setPixmap(icons.pixmap("brand", _MARK, color, self.devicePixelRatioF()))

    # Slots

    def _on_server_sent(self, address: str, key: str) -> None:
        found = server_of(address, key)
        if isinstance(found, Refusal):
            self._tell(ServerGiven(None, found))
        elif self._tell(ServerGiven(found)):
            self.scope.start("probe", self._probe(found))

    def _on_demo_asked(self) -> None:
        if self._tell(DemoAsked()):
            self.demo_asked.emit()

    def _on_sign_in_sent(self) -> None:
        server = self.state.server
        if server is None or self.state.is_busy:
            return
        has_password = bool(self.who.password.text())
        email = self.who.email.text()
        self._tell(SignInAsked(email, has_password, self._clock.monotonic()))
        if self.state.doing is Doing.ASKING:
            password, old_password = self.who.take_passwords()
            self.scope.start("sign in", self._sign_in(server, password, old_password))

    def _on_server_left(self) -> None:
        self._tell(ServerLeft())

    def _on_person_chosen(self, email: str) -> None:
        self._tell(PersonChosen(email))

    def _on_enough(self) -> None:
        self._tell(FillEnough())

    # Overrides of Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and self.state.step is Step.FILLING:
            self._on_enough()
            return
        super().keyPressEvent(event)
