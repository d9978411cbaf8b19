"""The way in with the keyboard alone: connect, sign in, unlock, first fill; passwords go nowhere else."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from clinic_app.features.auth import Step
from sync.errors import Damaged, Expected, Misconfigured, Offline
from tests.gui.door import HERE, KEY, LUCIA, SAM, door
from tests.support.desk import NOW, FakeStatus
from tests.support.doors import RIGHT, WRONG, FakeDoors
from tests.support.hands import Key

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")


def test_a_first_run_connects_and_goes_on_to_the_sign_in(run: Run) -> None:
    async def story() -> None:
        async with door(server=None, people=()) as here:
            here.type("norte.supabase.co")
            here.press(Key.Key_Tab)
            here.type(KEY)
            here.press(Key.Key_Return, Key.Key_Return)
            await here.until(lambda: here.step is Step.WHO)
            assert here.told == [HERE]
            assert here.doors.asked == ["probe https://norte.supabase.co"]
            assert here.focus is here.page.who.email

    run(story())


def test_a_secret_key_is_refused_and_never_leaves(run: Run) -> None:
    async def story() -> None:
        async with door(server=None) as here:
            here.type("norte.supabase.co")
            here.press(Key.Key_Tab)
            here.type("sb_secret_0123456789abcdef")
            here.press(Key.Key_Return)
            await here.nothing_happens()
            assert here.doors.asked == []
            assert "secret key" in here.page.where.fields["key"].error
            assert here.focus is here.page.where.key

    run(story())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Offline(), "The server cannot be reached."),
        (Misconfigured(), "This is not the server of a clinic."),
    ],
)
def test_an_address_that_does_not_answer_well_can_be_put_right(
    run: Run, error: Expected, words: str
) -> None:
    async def story() -> None:
        async with door(FakeDoors(probe_error=error), server=None) as here:
            here.type("norte.supabase.co")
            here.press(Key.Key_Tab)
            here.type(KEY)
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.where.strip.isVisible())
            assert here.page.where.strip.text.text() == words
            assert here.page.where.address.text() == "norte.supabase.co"
            here.doors.probe_error = None
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.WHO)

    run(story())


def test_the_demo_is_one_key_away_and_asked_for_once(run: Run) -> None:
    async def story() -> None:
        async with door(server=None) as here:
            while here.focus is not here.page.where.demo_button:
                here.press(Key.Key_Tab)
            here.press(Key.Key_Space, Key.Key_Space)
            assert here.told == ["demo"]
            here.page.say_failed(Damaged())
            assert here.page.where.strip.isVisible()
            assert here.page.where.demo_button.isEnabled()

    run(story())


def test_a_wrong_password_then_the_right_one(run: Run) -> None:
    async def story() -> None:
        async with door() as here:
            assert here.focus is here.page.who.password
            here.type(WRONG)
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.who.fields["password"].error)
            assert here.page.who.strip.isVisible()
            assert here.page.who.password.text() == ""
            assert here.focus is here.page.who.password

            here.type(RIGHT)
            here.press(Key.Key_Return, Key.Key_Return)

            await here.until(lambda: here.step is Step.OPEN)
            assert here.told == [f"token of {LUCIA.email}", "opened"]
            assert here.doors.asked == [f"sign in {LUCIA.email}"] * 2

    run(story())


def test_a_second_enter_while_the_server_thinks_asks_nobody(run: Run) -> None:
    async def story() -> None:
        doors = FakeDoors(slow=asyncio.Event())
        async with door(doors) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return, Key.Key_Return)
            await here.until(lambda: here.doors.asked)
            here.press(Key.Key_Return)
            assert not here.page.who.sign_in_button.isEnabled()
            assert doors.slow is not None
            doors.slow.set()
            await here.until(lambda: here.step is Step.OPEN)
            assert len(here.doors.asked) == 1

    run(story())


def test_without_a_line_the_same_password_opens_what_is_here(run: Run) -> None:
    async def story() -> None:
        async with door(FakeDoors(away=True)) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)
            assert here.doors.asked == [f"sign in {LUCIA.email}", f"unlock {LUCIA.email}"]
            assert here.told == [f"token of {LUCIA.email}", "opened"]

    run(story())


def test_without_a_line_a_wrong_password_says_which_one_counts(run: Run) -> None:
    async def story() -> None:
        async with door(FakeDoors(away=True)) as here:
            here.type(WRONG)
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.who.strip.isVisible())
            assert "last used on this computer" in here.page.who.strip.detail.text()
            assert here.page.who.strip.property("tone") == "amber"

    run(story())


def test_without_a_line_somebody_new_here_is_told_to_connect(run: Run) -> None:
    async def story() -> None:
        async with door(FakeDoors(away=True)) as here:
            here.press(Key.Key_Backtab)
            assert here.focus is here.page.who.email
            here.retype(SAM.email)
            here.press(Key.Key_Tab)
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.who.strip.isVisible())
            assert "sign in once" in here.page.who.strip.detail.text()
            assert here.doors.asked == [f"sign in {SAM.email}"]

    run(story())


def test_a_known_person_is_chosen_with_a_key(run: Run) -> None:
    async def story() -> None:
        async with door() as here:
            while here.focus is not here.page.who.person_buttons[1]:
                here.press(Key.Key_Backtab)
            here.press(Key.Key_Space)
            assert here.page.who.email.text() == SAM.email
            assert here.focus is here.page.who.password

    run(story())


def test_many_wrong_passwords_cost_time(run: Run) -> None:
    async def story() -> None:
        async with door() as here:
            for _ in range(3):
                here.type(WRONG)
                here.press(Key.Key_Return)
                await here.until(lambda: here.page.state.is_busy)
                await here.idle()
            here.type(RIGHT)
            here.press(Key.Key_Return)
            assert "Wait 2 s" in here.page.who.fields["password"].error
            assert len(here.doors.asked) == 3
            assert here.page.who.password.text() == RIGHT
            here.clock.advance(2)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)

    run(story())


def test_a_first_fill_shows_how_far_it_is_and_opens_when_it_is_done(run: Run) -> None:
    async def story() -> None:
        async with door(FakeDoors(needs_fill=True)) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.FILLING)
            assert here.told == [f"token of {LUCIA.email}"]
            more = asyncio.Event()
            beginning = FakeStatus(phase="syncing", last_synced_at=None)

            async def statuses() -> AsyncGenerator[FakeStatus, None]:
                yield beginning
                yield replace(beginning, filling=(400, 2000))
                await more.wait()
                yield replace(beginning, filling=None, last_synced_at=NOW)

            here.page.follow_fill(statuses())
            await here.until(lambda: here.page.fill.bar.value() == 400)
            assert here.page.fill.bar.maximum() == 2000
            assert here.page.fill.doing.text() == "400 of 2,000 records"
            assert here.told[-1] != "opened"
            more.set()
            await here.until(lambda: here.told[-1] == "opened")

    run(story())


def test_nobody_has_to_wait_for_the_first_fill(run: Run) -> None:
    async def story() -> None:
        async with door(FakeDoors(needs_fill=True)) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.focus is here.page.fill.start_button)
            here.press(Key.Key_Return)
            assert here.told == [f"token of {LUCIA.email}", "opened"]

    run(story())


def test_trouble_behind_the_door_leads_back_to_it_in_plain_words(run: Run) -> None:
    async def story() -> None:
        async with door() as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)
            here.page.say_failed(Damaged("/home/clinic/replica"))
            assert here.step is Step.WHO
            assert "damaged" in here.page.who.strip.text.text()
            assert "/home" not in here.page.who.strip.detail.text()
            assert here.focus is here.page.who.password

    run(story())


def test_passwords_are_in_no_log_no_state_and_no_field_afterwards(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    async def story() -> None:
        async with door() as here:
            for password in (WRONG, RIGHT):
                here.type(password)
                here.press(Key.Key_Return)
                await here.until(lambda: here.page.state.is_busy)
                assert password not in repr(here.page.state)
                assert here.page.who.password.text() == ""
                assert not here.page.who.password.isUndoAvailable()
                await here.idle()
            assert here.page.who.password.echoMode() is QLineEdit.EchoMode.Password

    run(story())
    assert WRONG not in caplog.text
    assert RIGHT not in caplog.text


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_the_page_is_whole_in_every_dress(
    run: Run, themed: Callable[..., None], shot: Callable[..., None], theme: str, scale: float
) -> None:
    themed(theme, scale)

    async def story() -> None:
        async with door() as here:
            shot(here.page, f"sign-in-{theme}-{scale}")
        async with door(server=None) as here:
            shot(here.page, f"first-run-{theme}-{scale}")

    run(story())
