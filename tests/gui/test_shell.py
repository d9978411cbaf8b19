"""The window around the pages, with the keyboard alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget

from clinic_app.shell.palette import Found
from clinic_app.shell.window import MainWindow
from clinic_app.ui import ask
from clinic_app.ui.context import Context, Navigate, Person
from clinic_app.ui.keys import Command
from clinic_app.ui.page import Feature, Page
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.widgets import Button
from sync.clock import FakeClock
from sync.engine.status import StatusBoard, SyncStatus
from sync.errors import StorageFull

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Until = Callable[..., Coroutine[Any, Any, None]]

NOW = datetime(2026, 11, 20, 10, 46, tzinfo=UTC)
DESK = frozenset({"reception", "doctor"})
IDLE = SyncStatus(phase="idle", online=True, live=True, last_synced_at=NOW)
OFFLINE = SyncStatus(
    phase="offline", waiting=4, offline_since=NOW, next_try_at=NOW + timedelta(seconds=18)
)


class Wakeable:
    """The engine as the window knows it, over the real board of statuses."""

    def __init__(self) -> None:
        self.board = StatusBoard()
        self.woken: list[str] = []

    @property
    def status(self) -> SyncStatus:
        return self.board.status

    def wake(self, reason: str) -> None:
        self.woken.append(reason)

    def statuses(self) -> AsyncGenerator[SyncStatus, None]:
        return self.board.stream()


class Desk(Page):
    """A page with one of everything the shell cares for."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "Friday 20 November")
        self.asked: list[dict[str, object]] = []
        self.shown = 0
        self.booked = 0
        self.line = QLineEdit(self)
        self.line.setAccessibleName("Reason")
        self.body.addWidget(self.line)
        self.book = Button("Book appointment", "primary", hint="B")

    def action_widgets(self) -> Sequence[QWidget]:
        return [self.book]

    def commands(self) -> Sequence[Command]:
        return [Command("desk.book", "Book appointment", "B", self.take_booking)]

    def take_booking(self) -> None:
        self.booked += 1

    def go_to(self, **where: object) -> None:
        self.asked.append(where)

    def on_shown(self) -> None:
        self.shown += 1


async def three(ctx: Context) -> AsyncGenerator[int, None]:
    """A badge that counts to three and then stays."""
    yield 3
    await asyncio.Event().wait()


FEATURES = [
    Feature("desk", "Schedule", "schedule", DESK, Desk),
    Feature("patients", "Patients", "patients", DESK, Desk, badge=three),
    Feature("audit", "Audit trail", "files", frozenset({"facility_admin"}), Desk),
    Feature("conflicts", "Needs attention", "attention", DESK, Desk),
]


@pytest.fixture
def engine() -> Wakeable:
    return Wakeable()


@pytest.fixture
def window(qapp: QApplication, themed: object, engine: Wakeable, run: Run) -> Iterator[MainWindow]:
    person = Person("p1", "Lucía Herrera", "reception", "f1", "Clínica Norte", "UTC")
    # No page here reads the replica, and the window never does.
    ctx = Context(
        cast("Any", None), engine, FakeClock(NOW), person, TaskScope(), cast("Navigate", None)
    )
    made = MainWindow(ctx, FEATURES)

    async def open_it() -> None:
        made.show()
        made.activateWindow()
        made.start()
        await asyncio.sleep(0.05)

    run(open_it())
    yield made

    async def close_it() -> None:
        made.close()
        made.deleteLater()
        await asyncio.sleep(0.01)

    run(close_it())


def desk(window: MainWindow, key: str = "desk") -> Desk:
    page = window.page(key)
    assert isinstance(page, Desk)
    return page


def test_it_opens_on_the_first_page_of_the_role(window: MainWindow) -> None:
    assert window.current == "desk"
    assert window.navigation.keys == ["desk", "patients", "conflicts"]
    assert "audit" not in window.features
    assert desk(window).shown == 1


def test_function_keys_change_the_page(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        QTest.keyClick(window, Qt.Key.Key_F2)
        assert window.current == "patients"
        QTest.keyClick(window, Qt.Key.Key_F3)
        assert window.current == "conflicts"
        QTest.keyClick(window, Qt.Key.Key_F1)
        assert window.current == "desk"

    run(story())


def test_a_page_is_told_where_to_go_before_it_is_shown(window: MainWindow) -> None:
    window.ctx.navigate("patients", patient_id="p7")

    page = desk(window, "patients")
    assert page.asked == [{"patient_id": "p7"}]
    assert window.stack.currentWidget() is page


def test_no_patient_in_the_title_of_the_window(window: MainWindow) -> None:
    desk(window).set_title("Grace Mbeki", "45 y")

    assert window.header.title.text() == "Grace Mbeki"
    assert window.windowTitle() == "Clinic"


def test_a_badge_says_how_many_wait(window: MainWindow) -> None:
    assert window.navigation.badge("patients") == 3


def test_the_palette_finds_a_page_and_enter_opens_it(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        assert window.palette_view.isVisible()
        QTest.keyClicks(window.palette_view.line, "needs")
        QTest.keyClick(window.palette_view.line, Qt.Key.Key_Return)

        assert window.current == "conflicts"
        assert not window.palette_view.isVisible()

    run(story())


def test_the_palette_knows_what_can_be_done_once_a_page_was_seen(
    window: MainWindow, run: Run
) -> None:
    async def story() -> None:
        window.palette_view.open("book")
        assert [each.title for each in window.palette_view.rows.rows] == ["Book appointment"]
        QTest.keyClick(window.palette_view.line, Qt.Key.Key_Return)

    run(story())
    assert desk(window).booked == 1


def test_escape_leaves_everything_as_it_was(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(window.palette_view.line, Qt.Key.Key_Escape)

    run(story())
    assert window.current == "desk"
    assert not window.palette_view.isVisible()


def test_people_come_first_and_a_late_answer_to_old_letters_is_dropped(
    window: MainWindow, run: Run, until: Until
) -> None:
    opened: list[str] = []
    slow = asyncio.Event()

    async def find(typed: str) -> list[Found]:
        if typed == "gr":
            await slow.wait()
        return [Found(typed, f"Person {typed}", "MRN 1", lambda: opened.append(typed))]

    async def story() -> None:
        window.set_people_finder(find)
        window.palette_view.open()
        QTest.keyClicks(window.palette_view.line, "gr")
        await asyncio.sleep(0.02)
        QTest.keyClicks(window.palette_view.line, "a")
        await until(lambda: window.palette_view.rows.rows[:1] and opened == [])
        await until(lambda: any(row.id == "gra" for row in window.palette_view.rows.rows))
        slow.set()
        await asyncio.sleep(0.05)
        assert window.palette_view.rows.rows[0].id == "gra"
        QTest.keyClick(window.palette_view.line, Qt.Key.Key_Return)

    run(story())
    assert opened == ["gra"]


def test_typing_into_the_search_of_the_header_goes_to_the_palette(
    window: MainWindow, run: Run
) -> None:
    async def story() -> None:
        window.header.search.setFocus()
        QTest.keyClicks(window.header.search, "p")
        assert window.palette_view.line.text() == "p"
        QTest.keyClicks(window.palette_view.line, "at")
        assert window.palette_view.line.text() == "pat"

    run(story())


def test_pill_and_banner_follow_the_engine(
    window: MainWindow, engine: Wakeable, run: Run, until: Until
) -> None:
    async def story() -> None:
        engine.board.show(OFFLINE)
        await until(lambda: window.navigation.pill.title.text() == "Offline since 10:46")
        assert not window.offline.isHidden()
        assert "Next try in 18 s" in window.navigation.pill.foot.text()

        engine.board.show(IDLE)
        await until(lambda: window.navigation.pill.title.text() == "Up to date")
        assert window.offline.isHidden()

    run(story())


def test_the_pill_counts_down_by_itself(window: MainWindow, engine: Wakeable, run: Run) -> None:
    window.set_status(OFFLINE)
    clock = window.ctx.clock
    assert isinstance(clock, FakeClock)

    clock.advance(5)
    window.navigation.pill.tick()

    assert "Next try in 13 s" in window.navigation.pill.foot.text()


def test_try_now_wakes_the_engine(window: MainWindow, engine: Wakeable, run: Run) -> None:
    async def story() -> None:
        window.set_status(OFFLINE)
        window.navigation.pill.action.setFocus()
        QTest.keyClick(window.navigation.pill.action, Qt.Key.Key_Space)

    run(story())
    assert engine.woken == ["asked"]


@pytest.mark.parametrize(
    "status",
    [
        SyncStatus(phase="signed_out", waiting=2),
        SyncStatus(phase="idle", online=True, error="auth.session_doubted"),
        SyncStatus(phase="idle", online=True, error="auth.second_factor_needed"),
    ],
)
def test_a_session_that_is_over_offers_to_sign_in(
    window: MainWindow, run: Run, status: SyncStatus
) -> None:
    asked: list[str] = []
    window.asked.connect(asked.append)

    window.set_status(status)
    window.navigation.pill.action.click()
    window.offline.button.click()

    assert asked == ["sign_in", "sign_in"]


def test_ctrl_z_takes_back_the_latest_first(window: MainWindow, run: Run, until: Until) -> None:
    back: list[str] = []

    async def story() -> None:
        for name in ("first", "second"):

            async def take_back(name: str = name) -> None:
                back.append(name)

            desk(window).say(f"{name} booked", "Kept on this computer", take_back)
        desk(window).setFocus()
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: back == ["second"])
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await until(lambda: back == ["second", "first"])
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await asyncio.sleep(0.02)

    run(story())
    assert back == ["second", "first"]


def test_the_button_of_a_toast_takes_back_its_own_deed_not_a_later_one(
    window: MainWindow, run: Run, until: Until
) -> None:
    back: list[str] = []

    async def story() -> None:
        for name in ("first", "second"):

            async def take_back(name: str = name) -> None:
                back.append(name)

            desk(window).say(f"{name} booked", "", take_back)
        first = window.toasts.shown[0]
        assert first.text.text() == "first booked"
        first.button.click()
        await until(lambda: back == ["first"])
        window.take_back()
        await until(lambda: back == ["first", "second"])

    run(story())


def test_an_undo_that_the_world_refuses_is_told(window: MainWindow, run: Run, until: Until) -> None:
    async def refuse() -> None:
        raise StorageFull

    async def story() -> None:
        desk(window).say("booked", "", refuse)
        window.take_back()
        await until(lambda: "could not be taken back" in window.toasts.shown[-1].text.text())

    run(story())


def test_ctrl_z_in_a_text_takes_back_the_typing_only(window: MainWindow, run: Run) -> None:
    back: list[str] = []

    async def take_back() -> None:
        back.append("deed")

    async def story() -> None:
        line = desk(window).line
        desk(window).say("booked", "", take_back)
        line.setFocus()
        QTest.keyClicks(line, "cough")
        QTest.keyClick(line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        await asyncio.sleep(0.02)
        assert line.text() == ""

    run(story())
    assert back == []


def test_a_letter_is_a_shortcut_on_its_page_and_text_in_a_field(
    window: MainWindow, run: Run
) -> None:
    async def story() -> None:
        page = desk(window)
        page.setFocus()
        QTest.keyClick(window, Qt.Key.Key_B)
        assert page.booked == 1
        page.line.setFocus()
        QTest.keyClicks(page.line, "b")
        assert (page.booked, page.line.text()) == (1, "b")
        window.navigate("conflicts")
        QTest.keyClick(window, Qt.Key.Key_B)
        assert page.booked == 1

    run(story())


def test_the_lock_hides_everything_and_loses_nothing(window: MainWindow, run: Run) -> None:
    wanted: list[tuple[str, str]] = []
    window.unlock_wanted.connect(lambda who, password: wanted.append((who, password)))

    async def story() -> None:
        line = desk(window).line
        line.setFocus()
        QTest.keyClicks(line, "half a sent")
        line.cursorBackward(False, 4)
        desk(window).say("Grace Mbeki booked for 14:00")
        window.lock()

        assert window.is_locked
        assert window.cover.geometry() == window.rect()
        assert window.toasts.shown == []
        for key in (
            Qt.Key.Key_F2,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Tab,
            Qt.Key.Key_Escape,
        ):
            QTest.keyClick(QApplication.focusWidget() or window, key)
        assert window.current == "desk"
        assert window.cover.isAncestorOf(QApplication.focusWidget() or window)

        window.cover.line.setFocus()
        QTest.keyClicks(window.cover.line, "wrong")
        QTest.keyClick(window.cover.line, Qt.Key.Key_Return)
        window.refuse("The password is not right.")
        assert window.is_locked

        window.unlock()
        assert not window.is_locked
        assert (line.text(), line.cursorPosition()) == ("half a sent", 7)
        assert line.hasFocus()
        QTest.keyClick(window, Qt.Key.Key_F2)
        assert window.current == "patients"

    run(story())
    assert wanted == [("p1", "wrong")]


def test_the_lock_hides_an_open_question_and_keeps_what_was_typed(
    window: MainWindow, run: Run, until: Until
) -> None:
    async def story() -> str | None:
        asked = asyncio.create_task(ask.text(window, "Cancel", "Reason"))
        await until(lambda: QApplication.activeModalWidget() is not None)
        sheet = QApplication.activeModalWidget()
        assert sheet is not None
        QTest.keyClicks(QApplication.focusWidget(), "fever")
        window.lock()
        assert not sheet.isVisible()
        await asyncio.sleep(0.02)
        assert not asked.done()
        window.unlock()
        assert sheet.isVisible()
        QTest.keyClick(sheet, Qt.Key.Key_Return)
        return await asked

    assert run(story()) == "fever"


def test_every_action_of_every_page_is_in_the_palette_before_it_was_seen(
    window: MainWindow, run: Run, until: Until
) -> None:
    async def story() -> None:
        await until(lambda: set(window.pages) == set(window.features))

    run(story())
    assert window.current == "desk"


def test_an_action_of_another_page_goes_there_first(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        window.page("conflicts")
        window.commands.run("desk.book")

    run(story())
    assert window.current == "conflicts"


def test_closing_ends_every_task(window: MainWindow, run: Run) -> None:
    async def story() -> None:
        desk(window).scope.start("forever", asyncio.Event().wait())
        await asyncio.sleep(0.01)
        window.close()
        await asyncio.sleep(0.05)
        assert desk(window).scope.names == []
        assert window.scope.names == []

    run(story())


def test_every_control_says_what_it_is(window: MainWindow) -> None:
    window.set_status(OFFLINE)
    silent = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.isHidden()
        and isinstance(widget, QAbstractButton | QLineEdit)
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert silent == []


@pytest.mark.parametrize("name", ["light", "dark", "contrast"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [1360, 910])
def test_nothing_is_cut_off(
    window: MainWindow,
    run: Run,
    themed: Callable[..., None],
    shot: Callable[[QWidget, str], None],
    name: str,
    scale: float,
    width: int,
) -> None:
    async def story() -> None:
        themed(name, scale)
        window.resize(width, 850)
        window.set_status(OFFLINE)
        desk(window).say("Grace Mbeki booked for 14:00", "Kept on this computer")
        await asyncio.sleep(0.05)

    run(story())
    cut = {
        button.text(): (button.size(), button.sizeHint())
        for button in window.findChildren(QPushButton)
        if button.isVisible()
        and (
            button.width() < button.sizeHint().width()
            or button.height() < button.sizeHint().height()
        )
    }
    title = window.header.title
    assert cut == {}
    assert title.width() >= title.sizeHint().width()
    assert window.header.width() + window.navigation.width() <= width
    shot(window, f"shell-{name}-{scale}-{width}")
