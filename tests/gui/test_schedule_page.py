"""A day at the desk with the keyboard alone, on a real replica, in the real window."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.features.schedule import FEATURE
from clinic_app.features.schedule.view import SchedulePage
from clinic_app.features.schedule.view.form import Wish
from clinic_app.features.schedule.view.kept import BOOKING, KIND
from clinic_app.parts.kept_text import KeepForm, form_key, kept_form
from clinic_app.shell.window import MainWindow
from sync.replica.tables import appointments
from tests.support.desk import (
    CLINIC,
    GRACE,
    LUCIA,
    MUELLER,
    OKAFOR,
    TOMAS,
    YUSUF,
    Desk,
    FakeEngine,
    add_visit,
    moment_text,
    open_desk,
)
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Key = Qt.Key
FRIDAY = date(2026, 11, 20)
TEN = 10 * 60
TWO = 14 * 60


@dataclass
class Reception:
    """The window at the reception, and the hands on its keyboard."""

    desk: Desk
    window: MainWindow
    page: SchedulePage

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)

    async def until_found(self, condition: Callable[[], Coroutine[Any, Any, object]]) -> None:
        async with asyncio.timeout(5):
            while not await condition():
                await asyncio.sleep(0.005)

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def press(self, *keys: Qt.Key, shift: bool = False, control: bool = False) -> None:
        mods = Qt.KeyboardModifier.NoModifier
        if shift:
            mods |= Qt.KeyboardModifier.ShiftModifier
        if control:
            mods |= Qt.KeyboardModifier.ControlModifier
        for key in keys:
            QTest.keyClick(self.focus, key, mods)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus, text)

    def on(self, visit: str) -> None:
        """The cursor on an appointment, as the arrow keys would bring it there."""
        calendar = self.page.calendar
        calendar.setFocus()
        block = calendar.state.block(visit)
        assert block is not None
        calendar.set_state(calendar.state.at(block.column, 0))
        for _ in range(200):
            if calendar.state.cursor.block_id == visit:
                return
            self.press(Key.Key_Down)
        raise AssertionError("the arrow keys do not reach it")

    def at(self, column: int, minute: int) -> None:
        """The cursor in free time."""
        calendar = self.page.calendar
        calendar.setFocus()
        calendar.set_state(calendar.state.at(column, minute))
        assert calendar.state.cursor.block_id is None

    async def visits(self) -> dict[str, Any]:
        """Every appointment of the replica that was not taken back."""
        rows = await self.desk.rows(appointments.select())
        return {row.id: row for row in rows if row.status != "cancelled"}

    async def row(self, visit: str) -> dict[str, Any]:
        return await self.desk.shown("appointments", visit) or {}

    async def pick(self, name: str) -> None:
        """Find somebody in the booking panel and take them."""
        picker = self.page.aside.booking.form.picker
        assert picker.field.hasFocus()
        self.type(name)
        self.press(Key.Key_Return)
        await self.until(lambda: picker.patient is not None)

    async def said(self, words: str) -> None:
        """Wait until the window tells this in passing; then it can be taken back as well."""
        await self.until(
            lambda: any(words in each.text.text() for each in self.window.toasts.shown)
        )

    async def shown(self, visit: str, minute: int, column: int | None = None) -> None:
        """Wait until the calendar shows an appointment there."""

        def is_there() -> bool:
            block = self.page.calendar.state.block(visit)
            return block is not None and block.starts == minute and column in (None, block.column)

        await self.until(is_there)


@asynccontextmanager
async def reception(
    folder: Path, role: str = "reception", **visits: Any
) -> AsyncIterator[Reception]:
    async with open_desk(folder, role) as desk:
        for name, (patient, hour, more) in visits.items():
            await add_visit(desk, name, patient, desk.at(hour), **more)
        window = MainWindow(desk.ctx, [FEATURE])
        async with shown(window):
            page = cast(SchedulePage, window.pages["schedule"])
            here = Reception(desk, window, page)
            await here.until(lambda: bool(page.calendar.state.columns) and page.calendar.hasFocus())
            await here.until(lambda: page.sources.is_ahead_read and bool(page.sources.types))
            yield here


@pytest.fixture
def tell(run: Run, themed: Any, tmp_path: Path) -> Callable[..., None]:
    """Tell a story at the reception; keyword arguments are visits: (patient, hour, more)."""

    def told(story: Callable[[Reception], Coroutine[Any, Any, None]], **visits: Any) -> None:
        async def whole() -> None:
            async with reception(tmp_path, **visits) as here:
                await story(here)

        run(whole())

    return told


def visit_id(name: str) -> str:
    from tests.support.desk import an_id

    return an_id(f"visit {name}")


def test_the_day_begins_at_the_opening_hour(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        axis = here.page.calendar.axis
        assert axis.head <= axis.y(8 * 60) <= axis.head + 20
        assert here.page.calendar.state.cursor.minute == 10 * 60 + 55

    tell(story)


# Booking


def test_booking_takes_four_keys_and_a_name(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_B)
        await here.pick("mbeki")
        here.press(Key.Key_Return)
        await here.until_found(here.visits)
        ((visit, row),) = (await here.visits()).items()
        assert (row.patient_id, row.provider_id) == (GRACE, OKAFOR)
        assert row.starts_at == here.desk.at(14)
        assert row.ends_at - row.starts_at == timedelta(minutes=20)
        await here.shown(visit, TWO, 0)
        await here.until(lambda: here.page.calendar.state.cursor.block_id == visit)
        assert here.page.calendar.hasFocus()
        await here.said("Grace Mbeki booked for 14:00")

        here.press(Key.Key_Z, control=True)
        await here.until(lambda: here.page.calendar.state.block(visit) is None)
        assert await here.visits() == {}

    tell(story)


@pytest.mark.parametrize("times", [2, 5])
def test_enter_pressed_again_and_again_books_once(tell: Callable[..., None], times: int) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_B)
        await here.pick("mbeki")
        here.press(*[Key.Key_Return] * times)
        await here.until(lambda: not here.page.aside.booking.is_open)
        here.press(*[Key.Key_Return] * times)
        await here.desk.replica.write("wait for every write before this", lambda tx: None)
        assert len(await here.visits()) == 1
        assert [draft.kind for draft in await here.desk.drafts()] == ["insert"]

    tell(story)


def test_a_double_click_on_book_books_once(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_B)
        await here.pick("mbeki")
        book = here.page.aside.booking.book
        QTest.mouseClick(book, Qt.MouseButton.LeftButton)
        assert not book.isEnabled()
        QTest.mouseDClick(book, Qt.MouseButton.LeftButton)
        await here.until(lambda: not here.page.aside.booking.is_open)
        await here.desk.replica.write("wait for every write before this", lambda tx: None)
        assert len(await here.visits()) == 1

    tell(story)


def test_letters_in_a_text_are_letters(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_B)
        await here.pick("mbeki")
        panel = here.page.aside.booking
        panel.form.reason.setFocus()
        here.type("Bad cough: a, c, m, n, t, w, d")
        assert panel.form.reason.text() == "Bad cough: a, c, m, n, t, w, d"
        panel.form.type.setFocus()
        here.type("f")
        assert panel.form.type.currentText().startswith("Follow-up")
        panel.form.provider.setFocus()
        here.press(Key.Key_W, Key.Key_PageDown)
        assert (here.page.board.mode, here.page.board.day) == ("day", FRIDAY)
        here.press(Key.Key_Escape)
        assert not panel.is_open
        assert here.page.calendar.hasFocus()
        assert await here.visits() == {}

    tell(story)


def test_the_type_sets_the_length(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_B)
        panel = here.page.aside.booking
        panel.form.type.setFocus()
        here.type("New")
        assert panel.form.length.value() == 45
        here.press(Key.Key_Up)
        assert panel.form.length.value() == 20

    tell(story)


@pytest.mark.parametrize(
    ("hour", "said"),
    [(9, "That time has passed."), (18, "Outside the working hours of Dr. Okafor")],
)
def test_a_doubtful_time_warns_first_and_is_booked_only_deliberately(
    tell: Callable[..., None], hour: int, said: str
) -> None:
    async def story(here: Reception) -> None:
        here.at(0, hour * 60)
        here.press(Key.Key_B)
        concerns = here.page.aside.booking.form.concerns
        await here.until(lambda: said in concerns.lines.text())
        await here.pick("mbeki")
        here.press(*[Key.Key_Return] * 4)
        assert concerns.tick.hasFocus()
        await here.desk.replica.write("wait for every write before this", lambda tx: None)
        assert await here.visits() == {}

        here.press(Key.Key_Space, Key.Key_Return)
        await here.until_found(here.visits)
        ((_, row),) = (await here.visits()).items()
        assert row.starts_at == here.desk.at(hour)

    tell(story)


def test_a_taken_slot_offers_others_and_is_overbooked_only_with_a_reason(
    tell: Callable[..., None],
) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("there"))
        here.press(Key.Key_B)
        panel = here.page.aside.booking
        panel.form.start.setFocus()
        panel.form.start.set_minute(TWO)
        await here.until(lambda: panel.form.concerns.is_taken)
        offered = [offer.text() for offer in panel.form.concerns.offers if offer.isVisible()]
        assert offered == ["14:45", "15:05", "15:25"]
        panel.form.picker.setFocus()
        await here.pick("mbeki")
        here.press(*[Key.Key_Return] * 4)
        assert panel.form.concerns.reason.hasFocus()
        assert len(await here.visits()) == 1

        here.type("High fever")
        here.press(Key.Key_Return)
        await here.until(lambda: not panel.is_open)
        (row,) = [row for row in (await here.visits()).values() if row.patient_id == GRACE]
        assert (row.is_overbooked, row.overbook_reason) == (True, "High fever")
        await here.shown(row.id, TWO)
        lanes = {block.id: (block.lane, block.lanes) for block in here.page.calendar.state.blocks}
        assert lanes == {visit_id("there"): (0, 2), row.id: (1, 2)}

    tell(story, there=(TOMAS, 14, {}))


def test_an_offered_slot_is_taken_with_one_press(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("there"))
        here.press(Key.Key_B)
        panel = here.page.aside.booking
        panel.form.start.set_minute(TWO)
        await here.until(lambda: panel.form.concerns.is_taken)
        panel.form.concerns.offers[0].setFocus()
        here.press(Key.Key_Return)
        await here.until(lambda: not panel.form.concerns.isVisible())
        assert panel.form.start.minute == TWO + 45

    tell(story, there=(TOMAS, 14, {}))


def test_somebody_elses_booking_warns_while_the_panel_is_open(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_B)
        panel = here.page.aside.booking
        await here.until(lambda: here.page.calendar.ghost is not None)
        assert not panel.form.concerns.isVisible()
        await add_visit(here.desk, "faster", TOMAS, here.desk.at(14))
        await here.until(panel.form.concerns.isVisible)
        assert panel.form.concerns.is_taken

    tell(story)


def test_what_the_patient_has_booked_already_is_said(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(1, TWO)
        here.press(Key.Key_B)
        await here.pick("mbeki")
        ahead = here.page.aside.booking.form.ahead
        await here.until(ahead.isVisible)
        assert "today 16:00 · Dr. Okafor" in ahead.text()

    tell(story, later=(GRACE, 16, {}))


def test_nobody_chosen_is_said_at_the_field(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_B, Key.Key_Return)
        panel = here.page.aside.booking
        panel.form.reason.setFocus()
        here.press(Key.Key_Return)
        assert panel.form.patient_field.error
        assert panel.form.picker.field.hasFocus()

    tell(story)


def test_b_on_an_appointment_proposes_the_next_free_time(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("now"))
        here.press(Key.Key_B)
        assert here.page.aside.booking.form.start.minute == 11 * 60 + 45

    tell(story, now=(TOMAS, 11, {}))


def test_a_booking_that_was_begun_comes_back_after_a_crash(
    run: Run, themed: Any, tmp_path: Path
) -> None:
    async def begin() -> None:
        async with reception(tmp_path) as here:
            here.at(1, TWO)
            here.press(Key.Key_B)
            await here.pick("mbeki")
            here.page.aside.booking.form.reason.setFocus()
            here.type("Cough since Monday")
            here.press(Key.Key_Left, Key.Key_Left)
            await here.page.leave()

    async def go_on() -> None:
        async with reception(tmp_path) as here:
            panel = here.page.aside.booking
            await here.until(lambda: panel.form.picker.patient is not None)
            assert here.page.aside.currentWidget() is panel
            assert panel.form.wish == Wish(MUELLER, FRIDAY, TWO, 20)
            await here.until(panel.form.reason.hasFocus)
            assert panel.form.reason.cursorPosition() == len("Cough since Mond")
            here.press(Key.Key_Return)
            await here.said("Grace Mbeki booked for 14:00")
            ((_, row),) = (await here.visits()).items()
            assert row.reason == "Cough since Monday"

    async def nothing_left() -> None:
        async with reception(tmp_path) as here:
            await here.desk.replica.write("wait for every write before this", lambda tx: None)
            assert not here.page.aside.booking.is_open

    for part in (begin, go_on, nothing_left):
        run(part())


def test_a_booking_that_was_made_does_not_come_back(run: Run, themed: Any, tmp_path: Path) -> None:
    """The power goes between the booking and the forgetting."""

    async def story() -> None:
        async with reception(tmp_path) as here:
            here.at(1, TWO)
            here.press(Key.Key_B)
            await here.pick("mbeki")
            snapshot = here.page.aside.booking.snapshot()
            here.press(Key.Key_Return)
            await here.said("Grace Mbeki booked")
        key = form_key(LUCIA, KIND, BOOKING)
        async with open_desk(tmp_path) as desk:
            await desk.replica.write("keep", KeepForm(key, snapshot))
        async with reception(tmp_path) as here:
            assert await here.desk.replica.read(kept_form(key).run)
            assert not await here.page.aside.kept.bring_back()
            assert not here.page.aside.booking.is_open

    run(story())


# Moving


def test_moving_with_the_keyboard_and_taking_it_back(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        visit = visit_id("a")
        here.on(visit)
        here.press(Key.Key_M, Key.Key_Right, Key.Key_Down, Key.Key_Down)
        here.press(Key.Key_Down, shift=True)
        assert "Dr. Müller, 14:35" in here.page.calendar.accessibleDescription()
        here.press(Key.Key_Return)
        await here.shown(visit, TWO + 35, 1)
        row = await here.row(visit)
        assert row["provider_id"] == MUELLER
        assert row["starts_at"] == moment_text(here.desk.at(14, 35))
        assert row["ends_at"] == moment_text(here.desk.at(15, 20))
        assert here.page.calendar.state.cursor.block_id == visit

        await here.said("Grace Mbeki moved to 14:35")
        here.press(Key.Key_Z, control=True)
        await here.shown(visit, TWO, 0)

    tell(story, a=(GRACE, 14, {}))


def test_escape_leaves_it_where_it_was(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("a"))
        here.press(Key.Key_M, Key.Key_Down, Key.Key_Escape)
        assert here.page.calendar.state.moving is None
        await here.desk.replica.write("wait for every write before this", lambda tx: None)
        assert await here.desk.drafts() == []

    tell(story, a=(GRACE, 14, {}))


def test_a_move_over_another_asks_once_and_is_left_by_a_careless_enter(
    tell: Callable[..., None],
) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("a"))
        here.press(Key.Key_M, Key.Key_Right, Key.Key_Return)
        question = here.page.aside.question
        await here.until(lambda: question.is_open)
        assert "Dr. Müller already has an appointment 14:00" in question.text.text()
        here.press(Key.Key_Return, Key.Key_Return)
        assert question.is_open
        here.press(Key.Key_Escape)
        await here.until(lambda: not question.is_open)
        assert await here.desk.drafts() == []
        assert here.page.calendar.hasFocus()

        here.press(Key.Key_M, Key.Key_Right, Key.Key_Return)
        await here.until(lambda: question.is_open)
        here.type("Twins")
        here.press(Key.Key_Return)
        await here.shown(visit_id("a"), TWO, 1)
        row = await here.row(visit_id("a"))
        assert (row["is_overbooked"], row["overbook_reason"]) == (True, "Twins")

    tell(story, a=(GRACE, 14, {}), b=(TOMAS, 14, {"provider": MUELLER}))


def test_a_move_out_of_hours_waits_for_a_yes(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        visit, question = visit_id("a"), here.page.aside.question
        here.on(visit)
        here.press(Key.Key_M, *[Key.Key_Down] * 5, Key.Key_Return)
        await here.until(lambda: question.is_open)
        assert "Outside the working hours" in question.text.text()
        here.press(Key.Key_Return)  # the focus is on the harmless answer
        await here.until(lambda: not question.is_open)
        assert await here.desk.drafts() == []

        here.press(Key.Key_M, *[Key.Key_Down] * 5, Key.Key_Return)
        await here.until(lambda: question.is_open)
        question.yes.setFocus()
        here.press(Key.Key_Return)
        await here.shown(visit, 16 * 60 + 75)

    tell(story, a=(GRACE, 16, {}))


def test_an_appointment_is_carried_to_another_day(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        visit = visit_id("a")
        here.on(visit)
        here.press(Key.Key_M)
        for _ in range(3):
            day = here.page.board.day
            here.press(Key.Key_PageDown)
            await here.until(lambda day=day: here.page.calendar.state.columns[0].day > day)
        assert here.page.calendar.state.moving is not None
        here.press(Key.Key_Return)
        await here.shown(visit, TWO, 0)
        row = await here.row(visit)
        assert row["starts_at"] == moment_text(here.desk.at(14, days=3))

    tell(story, a=(GRACE, 14, {}))


def test_an_undo_that_comes_too_late_says_so_and_pushes_nobody_out(
    tell: Callable[..., None],
) -> None:
    async def story(here: Reception) -> None:
        visit = visit_id("a")
        here.on(visit)
        here.press(Key.Key_M, *[Key.Key_Down] * 4, Key.Key_Return)
        await here.shown(visit, TWO + 60)
        await here.said("Grace Mbeki moved to 15:00")
        await add_visit(here.desk, "faster", TOMAS, here.desk.at(14))
        here.press(Key.Key_Z, control=True)
        await here.said("given to somebody else")
        assert (await here.row(visit))["starts_at"] == moment_text(here.desk.at(15))

    tell(story, a=(GRACE, 14, {}))


# Cancelling and states


def test_cancelling_asks_once_and_can_be_taken_back(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        visit, question = visit_id("a"), here.page.aside.question
        here.on(visit)
        here.press(Key.Key_Delete)
        await here.until(lambda: question.is_open)
        here.press(Key.Key_Escape)
        await here.until(lambda: not question.is_open)
        assert (await here.row(visit))["status"] == "confirmed"

        here.press(Key.Key_Delete)
        await here.until(lambda: question.is_open)
        here.press(Key.Key_Return)
        await here.said("Appointment of Grace Mbeki cancelled")
        assert await is_status(here, visit, "cancelled")
        here.press(Key.Key_Z, control=True)
        await here.until_found(lambda: is_status(here, visit, "confirmed"))

    tell(story, a=(GRACE, 14, {"status": "confirmed"}))


async def is_status(here: Reception, visit: str, status: str) -> bool:
    return (await here.row(visit)).get("status") == status


def test_who_had_arrived_has_arrived_again_after_the_undo(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        visit, question = visit_id("a"), here.page.aside.question
        here.on(visit)
        here.press(Key.Key_Delete)
        await here.until(lambda: question.is_open)
        here.press(Key.Key_Return)
        await here.said("Appointment of Grace Mbeki cancelled")
        assert await is_status(here, visit, "cancelled")
        here.press(Key.Key_Z, control=True)
        await here.until_found(lambda: is_status(here, visit, "arrived"))
        steps = [d.patch["status"] for d in await here.desk.drafts() if "status" in d.patch]
        assert steps == ["cancelled", "confirmed", "arrived"]

    tell(story, a=(GRACE, 14, {"status": "arrived"}))


def test_arriving_fills_the_waiting_room(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        visit, waiting = visit_id("a"), here.page.aside.waiting
        assert waiting.empty.isVisible()
        here.on(visit)
        here.press(Key.Key_C)
        await here.until_found(lambda: is_status(here, visit, "confirmed"))
        here.press(Key.Key_A)
        await here.until(lambda: not waiting.empty.isVisible())
        row = waiting._rows[0]
        assert row.name.text() == "Grace Mbeki"
        assert row.chip.text() == "0 min"
        here.desk.clock.advance(12 * 60)
        await here.until(lambda: row.chip.text() == "12 min")

        row.call.setFocus()
        here.press(Key.Key_Space)
        await here.until_found(lambda: is_status(here, visit, "in_progress"))
        await here.until(lambda: waiting.empty.isVisible())

    tell(story, a=(GRACE, 14, {}))


def test_a_key_that_makes_no_sense_here_does_nothing(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("done"))
        here.press(Key.Key_C, Key.Key_A, Key.Key_M, Key.Key_Delete)
        await here.desk.replica.write("wait for every write before this", lambda tx: None)
        assert await here.desk.drafts() == []
        assert here.page.calendar.state.moving is None
        assert not here.page.aside.question.is_open

    tell(story, done=(GRACE, 9, {"status": "completed"}))


# What arrives from elsewhere


def test_a_change_from_the_server_moves_on_the_screen_and_the_cursor_with_it(
    tell: Callable[..., None],
) -> None:
    async def story(here: Reception) -> None:
        visit = visit_id("a")
        here.on(visit)
        await here.desk.server_has(
            "appointments",
            visit,
            starts_at=moment_text(here.desk.at(16)),
            ends_at=moment_text(here.desk.at(16, 45)),
            provider_id=MUELLER,
        )
        await here.shown(visit, 16 * 60, 1)
        assert here.page.calendar.state.cursor.block_id == visit

    tell(story, a=(GRACE, 14, {}))


def test_a_state_of_a_newer_server_is_shown_as_it_is(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("a"))
        assert "waitlisted" in here.page.calendar.accessibleDescription()
        here.press(Key.Key_Return)
        assert here.page.aside.details.state.text() == "waitlisted"
        assert not here.page.aside.details.next.isVisible()

    tell(story, a=(GRACE, 14, {"status": "waitlisted"}))


def test_a_draft_says_that_it_is_one_until_the_server_has_it(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        visit = visit_id("a")
        here.on(visit)
        here.press(Key.Key_C)
        await here.until(
            lambda: "Draft, not sent yet" in here.page.calendar.accessibleDescription()
        )
        (draft,) = await here.desk.drafts()
        await here.desk.take(draft.id)
        await here.until(lambda: "Sending" in here.page.calendar.accessibleDescription())

    tell(story, a=(GRACE, 14, {}))


# Getting about


def test_days_weeks_and_the_way_back(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        page = here.page
        assert page.title == "Friday 20 November"
        here.press(Key.Key_PageDown)
        assert page.title == "Saturday 21 November"
        await here.until(lambda: page.calendar.state.columns[0].day == FRIDAY + timedelta(days=1))
        here.press(Key.Key_T)
        await here.until(lambda: page.calendar.state.columns[0].day == FRIDAY)
        here.press(Key.Key_Right, Key.Key_W)
        await here.until(lambda: len(page.calendar.state.columns) == 5)
        assert {column.provider_id for column in page.calendar.state.columns} == {MUELLER}
        assert page.title == "16 – 22 Nov 2026"
        assert page.calendar.state.place is not None
        here.press(Key.Key_PageUp)
        await here.until(lambda: page.calendar.state.columns[0].day == date(2026, 11, 9))
        here.press(Key.Key_D)
        await here.until(lambda: len(page.calendar.state.columns) == 2)

    tell(story)


def test_n_goes_to_the_next_free_time(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, 8 * 60)
        here.press(Key.Key_N)
        wanted = 11 * 60 + 45
        await here.until(lambda: here.page.calendar.state.cursor.minute == wanted)

    tell(story, a=(GRACE, 11, {}))


def test_enter_opens_and_escape_closes(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.on(visit_id("a"))
        here.press(Key.Key_Return)
        details = here.page.aside.details
        assert here.page.aside.currentWidget() is details
        assert details.name.text() == "Grace Mbeki"
        assert "14:00 – 14:45 · 45 min" in details.facts.text()
        assert "R100234" in details.person.text()
        here.press(Key.Key_Escape)
        assert here.page.aside.currentWidget() is here.page.aside.overview

    tell(story, a=(GRACE, 14, {}))


def test_the_patients_page_can_send_somebody_to_be_booked(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.window.navigate("schedule", patient_id=YUSUF)
        panel = here.page.aside.booking
        await here.until(lambda: panel.form.picker.patient is not None)
        assert panel.form.picker.name.text() == "Yusuf Demir"
        here.press(Key.Key_Return)
        await here.until_found(here.visits)

    tell(story)


def test_an_appointment_of_another_day_can_be_gone_to(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        await add_visit(here.desk, "later", GRACE, here.desk.at(10, days=5))
        here.window.navigate("schedule", appointment_id=visit_id("later"))
        await here.shown(visit_id("later"), TEN)
        assert here.page.title == "Wednesday 25 November"
        assert here.page.calendar.state.cursor.block_id == visit_id("later")

    tell(story)


def test_every_deed_is_in_the_palette_under_a_name(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        commands = here.page.commands()
        assert len({command.key for command in commands}) == len(commands)
        shortcuts = [command.shortcut for command in commands if command.shortcut]
        assert len(set(shortcuts)) == len(shortcuts)
        assert {"B", "M", "Del", "A", "C", "N", "T", "PgUp", "PgDown", "W", "D"} <= set(shortcuts)
        assert all(command.title for command in commands)

    tell(story)


def test_every_control_has_a_name_for_who_does_not_see_it(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.press(Key.Key_B)
        await here.until(lambda: here.page.aside.booking.is_open)
        nameless = [
            widget
            for widget in here.window.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.focusProxy() is None
            and not widget.accessibleName()
            and widget.window() is here.window
        ]
        assert nameless == []

    tell(story, a=(GRACE, 11, {"status": "arrived"}))


def test_the_tab_key_reaches_the_calendar_and_leaves_it(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.at(0, TWO)
        here.press(Key.Key_Tab)
        assert not here.page.calendar.hasFocus()

    tell(story)


@pytest.mark.parametrize("role", ["reception", "system_admin"])
def test_who_may_not_book_is_not_offered_to(
    run: Run, themed: Any, tmp_path: Path, role: str
) -> None:
    async def whole() -> None:
        async with reception(tmp_path, role) as here:
            may = role == "reception"
            assert bool(here.page.action_widgets()) is may
            here.at(0, TWO)
            here.press(Key.Key_B, Key.Key_Return)
            assert here.page.aside.booking.is_open is may

    run(whole())


def test_without_a_line_what_was_done_is_said_to_be_kept_here(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        cast(FakeEngine, here.desk.ctx.engine).status.online = False
        here.on(visit_id("a"))
        here.press(Key.Key_C)
        await here.until(lambda: here.window.toasts.shown)
        assert here.window.toasts.shown[-1].detail.text() == "Kept on this computer"

    tell(story, a=(GRACE, 14, {}))


def test_nobody_to_book_with_is_said_and_not_shown_as_an_empty_day(
    tell: Callable[..., None],
) -> None:
    async def story(here: Reception) -> None:
        for provider in (OKAFOR, MUELLER):
            await here.desk.server_has("providers", provider, is_active=False)
        await here.until(lambda: not here.page.calendar.isVisible())

    tell(story)


@pytest.mark.parametrize("machine", ["Pacific/Auckland", "America/Los_Angeles"])
def test_times_are_the_facilitys_wherever_the_machine_stands(
    tell: Callable[..., None], monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    import time

    monkeypatch.setenv("TZ", machine)
    time.tzset()
    try:

        async def story(here: Reception) -> None:
            assert datetime.now().astimezone().utcoffset() != timedelta(hours=1)
            await here.shown(visit_id("a"), TWO)
            here.on(visit_id("a"))
            assert "14:00 – 14:45" in here.page.calendar.accessibleDescription()
            assert here.page.calendar.picture.now == 10 * 60 + 55
            here.at(1, TWO)
            here.press(Key.Key_B)
            await here.pick("demir")
            here.press(Key.Key_Return)
            await here.until(lambda: not here.page.aside.booking.is_open)
            rows = [row for row in (await here.visits()).values() if row.patient_id == YUSUF]
            assert [row.starts_at for row in rows] == [here.desk.at(14)]

        tell(story, a=(GRACE, 14, {}))
    finally:
        monkeypatch.undo()
        time.tzset()


def test_the_day_turns_at_the_facilitys_midnight(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        here.desk.clock.advance(13 * 3600 + 6 * 60)
        await here.until(lambda: here.page.board.today == FRIDAY + timedelta(days=1))
        await here.until(lambda: here.page.calendar.picture.now is None)

    tell(story)


def test_the_facility_of_the_rows_is_the_facility_of_the_person(tell: Callable[..., None]) -> None:
    async def story(here: Reception) -> None:
        await add_visit(
            here.desk, "other", GRACE, here.desk.at(14), facility_id="0" * 8 + CLINIC[8:]
        )
        await add_visit(here.desk, "ours", TOMAS, here.desk.at(15))
        await here.shown(visit_id("ours"), 15 * 60)
        assert here.page.calendar.state.block(visit_id("other")) is None

    tell(story)
