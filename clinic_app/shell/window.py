"""The window: navigation at the left, header row, pages, and what lies over them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from clinic_app.domain.access import policy
from clinic_app.errors import words as words_for
from clinic_app.parts.why import why_page
from clinic_app.shell.covers import Covers
from clinic_app.shell.guard import allowed
from clinic_app.shell.header import Header
from clinic_app.shell.lock_cover import Colleague
from clinic_app.shell.navigation import Navigation
from clinic_app.shell.offline_banner import OfflineBanner
from clinic_app.shell.palette import Found, Palette, PeopleFinder
from clinic_app.shell.rules_banner import RulesBanner
from clinic_app.shell.toasts import Toasts
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command, Commands, key_text
from clinic_app.ui.page import Feature, Page, Said
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.undo import Step, UndoStack
from clinic_app.ui.widgets import EmptyState
from sync.errors import Expected

MOST_FUNCTION_KEYS = 8
PAUSE_S = 0.25  # between two pages made in the background, so that no key press waits for both
_FIRST_PAGE = "schedule"
SMALLEST = (900, 500)  # what is left of a 1366x768 screen at 150 %


class MainWindow(QMainWindow):
    """One person's window over one replica; `asked` carries what the program must do itself.

    `asked` is "sign_in" when the pill's button says so. `closing` comes before the window goes.
    `unlock_wanted` carries whose password was typed, and the password.
    """

    asked = Signal(str)
    closing = Signal()
    unlock_wanted = Signal(str, str)

    def __init__(
        self, ctx: Context, features: Sequence[Feature], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # Titles are seen in task bars and on shared screens: never a patient's name.
        self.setWindowTitle(tr("Shell", "Clinic"))
        self.resize(1360, 850)
        self.setMinimumSize(*SMALLEST)
        self.scope = TaskScope(self)
        self.ctx = replace(ctx, navigate=self.navigate, scope=self.scope)
        self.features = {each.key: each for each in allowed(features, ctx.person.role)}
        self.pages: dict[str, Page] = {}
        self.current = ""
        self.undo = UndoStack(self)
        self.commands = Commands(self)

        self.navigation = Navigation(list(self.features.values()), ctx.person, ctx.clock, self)
        self.header = Header(self)
        self.offline = OfflineBanner(self)
        self.stack = QStackedWidget(self)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.rules = RulesBanner(self)
        for each in (self.header, self.rules, self.offline):
            column.addWidget(each)
        column.addWidget(self.stack, 1)
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(right, 1)
        self.setCentralWidget(centre)
        self.toasts = Toasts(centre)
        self.palette_view = Palette(centre, self._offers)
        self.navigation.chosen.connect(self._on_chosen)
        self.navigation.pill.pressed.connect(self._on_pill_pressed)
        self.offline.sign_in_wanted.connect(self._on_sign_in_pressed)
        self.header.search_wanted.connect(self.palette_view.open)
        self.palette_view.closed.connect(self._on_palette_closed)
        self.covers = Covers(self, Colleague(ctx.person.id, ctx.person.name), ctx.clock)
        self.cover = self.covers.lock_cover
        self.cover.unlock_wanted.connect(self.unlock_wanted)
        self.covers.changed.connect(self._on_covered)
        self.closing.connect(self.covers.copied.forget)
        self._add_commands()

    # What the program calls

    def start(self) -> None:
        """Show the first page and begin to follow the engine and the badges."""
        if self.features and not self.current:
            self.navigate(next(iter(self.features)))
        elif not self.features:
            self._show_nothing()
        self.scope.restart("sync status", self._follow_status())
        for feature in self.features.values():
            if feature.badge is not None:
                name = f"badge {feature.key}"
                self.scope.restart(name, self._follow_badge(feature.key, feature.badge(self.ctx)))
        self.scope.restart("make pages", self._make_pages())

    def navigate(self, key: str, **where: object) -> None:
        """Show a page, made at its first visit; `where` goes to its `go_to`."""
        page = self.page(key)
        if page is None:
            self._say_why_not(key)
            return
        self.current = key
        self.navigation.show_chosen(key)
        self.stack.setCurrentWidget(page)
        if where:
            page.go_to(**where)
        self.header.show_page(page)
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        page.on_shown()

    def page(self, key: str) -> Page | None:
        """The page of a feature, made if it was not yet; None when this role has none."""
        feature = self.features.get(key)
        if feature is None:
            return None
        if key not in self.pages:
            page = feature.page(self.ctx)
            self.pages[key] = page
            self.stack.addWidget(page)
            self.header.add_page(page)
            page.title_changed.connect(self._on_title_changed)
            page.said.connect(self._on_said)
            for command in page.commands():
                run = partial(self._run_there, key, command.run)
                self.commands.add(replace(command, run=run), on=page)
        return self.pages[key]

    def add_header_widget(self, widget: QWidget) -> None:
        """Put a widget at the end of the header row, as the demo does with its switch."""
        self.header.add_widget(widget)

    def set_people_finder(self, find: PeopleFinder) -> None:
        """Let the palette find patients."""
        self.palette_view.set_people_finder(find)

    def set_status(self, status: SyncStatus) -> None:
        """Show how sync is doing: pill and banner."""
        self.navigation.pill.set_status(status)
        self.offline.set_status(status)

    def lock(self) -> None:
        """Hide everything; `unlock_wanted` carries the password, `unlock` or `refuse` answers it."""
        self.palette_view.leave()
        self.toasts.clear()
        self.covers.lock()

    def unlock(self) -> None:
        """Show everything again, as it was."""
        self.covers.unlock()

    def refuse(self, text: str, wait_s: float = 0.0) -> None:
        """The password was not right; with `wait_s`, none is taken for so long."""
        self.cover.refuse(text, wait_s)

    @property
    def is_locked(self) -> bool:
        """Whether a password is asked for."""
        return self.covers.is_locked

    def take_back(self, step: Step | None = None) -> None:
        """Undo this deed, or the latest."""
        self.scope.start("undo", self._take_back(step))

    def _say_why_not(self, key: str) -> None:
        """A page that this person does not find: the rule, in passing."""
        rule = policy().pages.get(key)
        if rule is not None and self.ctx.person.role not in rule.roles:
            said = tr("Shell", "This page is not for you")
            self.toasts.say(said, why_page(self.ctx.person.role, key))

    def _run_there(self, key: str, run: Callable[[], object]) -> None:
        """An action of a page, asked for from anywhere: go there first."""
        if self.current != key:
            self.navigate(key)
        run()

    # Slots

    def _on_covered(self, is_covered: bool) -> None:
        self.commands.pause(is_covered)

    def _on_chosen(self, key: str) -> None:
        self.navigate(key)

    def _on_title_changed(self) -> None:
        page = self.pages.get(self.current)
        if page is not None:
            self.header.show_page(page)

    def _on_said(self, said: Said) -> None:
        if said.undo is None:
            self.toasts.say(said.text, said.detail)
            return
        step = self.undo.push(said.text, said.undo)
        words = tr("Shell", "Undo") + f"  {key_text('Ctrl+Z')}"
        self.toasts.say(said.text, said.detail, words, partial(self.take_back, step))

    def _on_pill_pressed(self, deed: str) -> None:
        if deed == "try":
            self.ctx.engine.wake("asked")
        elif deed == "resume":
            self.ctx.engine.resume()
        elif deed == "cards":
            self.navigate("conflicts")
        elif deed:
            self.asked.emit(deed)

    def _on_why(self) -> None:
        self.commands.run("access.why")

    def _on_sign_in_pressed(self) -> None:
        self.asked.emit("sign_in")

    def _on_palette_closed(self) -> None:
        page = self.pages.get(self.current)
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    # Private

    def _add_commands(self) -> None:
        for number, feature in enumerate(self.features.values(), start=1):
            own = f"F{number}" if number <= MOST_FUNCTION_KEYS else ""
            title = tr("Feature", feature.title)
            self.commands.add(
                Command(
                    f"go.{feature.key}",
                    title,
                    feature.shortcut or own,
                    partial(self.navigate, feature.key),
                ),
                on=self,
            )
        for command in (
            Command("palette", tr("Shell", "Find anything"), "Ctrl+K", self.palette_view.open),
            Command("lock", tr("Shell", "Lock this window"), "Ctrl+L", self.lock),
            Command("undo", tr("Shell", "Undo"), "Ctrl+Z", self.take_back, self._can_undo),
            Command(
                "sync.now", tr("Shell", "Sync now"), "", partial(self.ctx.engine.wake, "asked")
            ),
        ):
            self.commands.add(command, on=self)

    def _show_nothing(self) -> None:
        """Whoever finds no page at all is told why, and where to ask further."""
        nothing = EmptyState(icon="person", parent=self.stack)
        nothing.say(
            tr("Shell", "There is no page for you here"),
            why_page(self.ctx.person.role, _FIRST_PAGE),
            tr("Access", "Why can I not see …?"),
        )
        nothing.button.clicked.connect(self._on_why)
        self.stack.addWidget(nothing)
        self.stack.setCurrentWidget(nothing)

    def _can_undo(self) -> bool:
        return len(self.undo) > 0

    def _offers(self) -> list[Found]:
        offers = []
        for command in self.commands.all():
            if command.key == "palette":
                continue
            is_page = command.key.startswith("go.")
            feature = self.features.get(command.key.removeprefix("go.")) if is_page else None
            offers.append(
                Found(
                    command.key,
                    command.title,
                    tr("Palette", "Page") if is_page else tr("Palette", "Action"),
                    partial(self.commands.run, command.key),
                    feature.icon if feature else "command",
                    command.shortcut,
                )
            )
        return offers

    async def _make_pages(self) -> None:
        """Make the other pages while nobody waits: the palette then knows all their actions."""
        for key in self.features:
            await asyncio.sleep(PAUSE_S)
            self.page(key)

    async def _take_back(self, step: Step | None) -> None:
        try:
            label = await self.undo.undo(step)
        except Expected as error:
            self.toasts.say(tr("Shell", "This could not be taken back."), words_for(error).title)
            return
        if label is not None:
            self.toasts.say(tr("Shell", "Taken back: {what}", what=label))

    async def _follow_status(self) -> None:
        async for status in self.ctx.engine.statuses():
            self.set_status(status)

    async def _follow_badge(self, key: str, counts: AsyncGenerator[int, None]) -> None:
        async with aclosing(counts):
            async for count in counts:
                self.navigation.set_badge(key, count)

    # Overrides of Qt

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        self.scope.close()
        for page in self.pages.values():
            page.scope.close()
        super().closeEvent(event)
