"""The further ways in with the keyboard alone: mailed codes, the browser, a second proof, passwords."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clinic_app.features.auth import Missing, Step, Ways
from clinic_app.features.auth.view.again import AgainSheet
from clinic_app.ui.widgets import Button
from sync.clock import FakeClock
from sync.errors import Busy, Expected, MailedJustNow, NotOffered, Offline
from tests.gui.door import HERE, LUCIA, Door, door
from tests.support.desk import NOW
from tests.support.doors import BEFORE, CODE, NEW, PAPER, PROOF, RIGHT, WRONG, FakeDoors
from tests.support.hands import Hands, Key

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")

EVERYTHING = Ways(by_mail=True, providers=("azure", "demo"))


def offering(**more: Any) -> FakeDoors:
    return FakeDoors(offered=EVERYTHING, **more)


def go_to(here: Hands, button: QWidget) -> None:
    """Walk there with the tab key."""
    for _ in range(40):
        if here.focus is button:
            return
        here.press(Key.Key_Tab)
    raise AssertionError("not reached with the tab key")


async def ask_for_code(here: Door) -> None:
    await here.until(lambda: here.page.who.code_button.isVisible())
    go_to(here, here.page.who.code_button)
    here.press(Key.Key_Space)
    await here.until(lambda: here.step is Step.CODE)


# --- what is offered ------------------------------------------------------------------------------


def test_only_what_the_project_has_switched_on_is_offered(run: Run) -> None:
    async def story() -> None:
        async with door(FakeDoors()) as here:
            await here.nothing_happens()
            assert not here.page.who.code_button.isVisible()
            assert here.page.who.provider_buttons == []
        async with door(offering()) as here:
            await here.until(lambda: here.page.who.provider_buttons)
            said = [button.text() for button in here.page.who.provider_buttons]
            assert said == ["Sign in with Microsoft", "Sign in with Demo identity"]
            assert here.page.who.code_button.isVisible()

    run(story())


def test_without_a_line_the_password_is_what_is_left(run: Run) -> None:
    async def story() -> None:
        async with door(offering(away=True)) as here:
            await here.nothing_happens()
            assert not here.page.who.code_button.isVisible()
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)

    run(story())


# --- codes ----------------------------------------------------------------------------------------


def test_a_mailed_code_lets_in(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await ask_for_code(here)
            assert here.focus is here.page.code.code
            assert LUCIA.email in here.page.code.text.text()
            here.type(CODE[:3])
            here.press(Key.Key_Return)
            assert here.page.code.fields["code"].error == "A code has six digits."
            here.type(CODE[3:])
            here.press(Key.Key_Return, Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)
            assert here.doors.asked == [f"mail code {LUCIA.email}", f"code code {LUCIA.email}"]
            assert here.page.code.code.text() == ""

    run(story())


def test_a_code_can_be_pasted_as_it_came(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await ask_for_code(here)
            clipboard = QApplication.clipboard()
            clipboard.setText(f" {CODE[:3]} {CODE[3:]}\n")
            here.press(Key.Key_V, control=True)
            assert here.page.code.code.text() == CODE
            here.type("x")
            assert here.page.code.code.text() == CODE
            clipboard.clear()

    run(story())


def test_a_wrong_code_says_so_and_the_next_one_counts(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await ask_for_code(here)
            here.type("999999")
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.code.fields["code"].error)
            assert here.focus is here.page.code.code
            here.type(CODE)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)

    run(story())


def test_the_link_of_the_same_mail_lets_in_too(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await ask_for_code(here)
            here.doors.link.set()
            await here.until(lambda: here.step is Step.OPEN)
            assert here.doors.asked[-1] == "link"

    run(story())


def test_another_mail_waits_for_its_minute(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await ask_for_code(here)
            again = here.page.code.again_button
            assert again.text() == "Send another code (in 60 s)"
            assert not again.isEnabled()
            await here.nothing_happens()
            here.clock.advance(20)
            await here.until(lambda: again.text() == "Send another code (in 40 s)")
            here.clock.advance(40)
            await here.until(again.isEnabled)
            go_to(here, again)
            here.press(Key.Key_Space)
            await here.until(lambda: len(here.doors.asked) == 2)

    run(story())


def test_a_mail_of_a_moment_ago_is_still_good(run: Run) -> None:
    async def story() -> None:
        async with door(offering(mail_error=MailedJustNow("", 47))) as here:
            await ask_for_code(here)
            assert "on its way" in here.page.code.strip.text.text()
            assert here.page.code.again_button.text() == "Send another code (in 47 s)"
            here.type(CODE)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)

    run(story())


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Busy("", 12), "Try again in 12 s."),
        (Offline(), "This way in needs the line."),
        (NotOffered(), "Use your password"),
    ],
)
def test_trouble_with_the_mail_is_one_plain_sentence(run: Run, error: Expected, words: str) -> None:
    async def story() -> None:
        async with door(offering(mail_error=error)) as here:
            await here.until(lambda: here.page.who.code_button.isVisible())
            go_to(here, here.page.who.code_button)
            here.press(Key.Key_Space)
            await here.until(lambda: here.page.who.strip.isVisible())
            assert here.step is Step.WHO
            assert words in here.page.who.strip.detail.text()

    run(story())


def test_escape_leads_back_and_nothing_stays_behind(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await ask_for_code(here)
            here.type("123")
            here.press(Key.Key_Escape)
            assert here.step is Step.WHO
            await here.until(lambda: here.doors.left == 1)
            here.doors.link.set()
            await here.nothing_happens()
            assert here.step is Step.WHO
            assert here.page.who.email.text() == LUCIA.email

    run(story())


def test_a_forgotten_password_is_replaced_by_a_code(run: Run) -> None:
    async def story() -> None:
        async with door(offering(then=[Missing.ACCOUNT_PASSWORD], least=12)) as here:
            go_to(here, here.page.who.forgotten_button)
            here.press(Key.Key_Space)
            await here.until(lambda: here.step is Step.CODE)
            here.type(CODE)
            here.press(Key.Key_Return)
            await here.until(lambda: here.focus is here.page.key.password)
            assert "every computer" in here.page.key.text.text()
            here.type("nine char")
            here.press(Key.Key_Tab)
            here.type("nine chax")
            here.press(Key.Key_Return)
            assert "do not agree" in here.page.key.fields["repeat"].error
            here.retype("nine char")
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.key.fields["password"].error)
            assert here.page.key.fields["password"].error == "Take at least 12 characters."
            assert here.page.key.password.text() == here.page.key.repeat.text() == ""
            here.type(NEW)
            here.press(Key.Key_Tab)
            here.type(NEW)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)
            assert here.doors.asked == [
                f"mail recovery {LUCIA.email}",
                f"code recovery {LUCIA.email}",
                "choose",
                "choose",
            ]

    run(story())


def test_an_invited_person_types_address_and_code(run: Run) -> None:
    async def story() -> None:
        doors = offering(then=[Missing.ACCOUNT_PASSWORD])
        async with door(doors, people=()) as here:
            go_to(here, here.page.who.invited_button)
            here.press(Key.Key_Space)
            assert here.focus is here.page.code.email
            here.type("ines@norte.example")
            here.press(Key.Key_Tab)
            here.type(CODE)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.KEY)
            assert here.doors.asked == ["code invite ines@norte.example"]

    run(story())


# --- the browser ----------------------------------------------------------------------------------


async def browse(here: Door) -> None:
    await here.until(lambda: here.page.who.provider_buttons)
    go_to(here, here.page.who.provider_buttons[1])
    here.press(Key.Key_Space)
    await here.until(lambda: here.doors.asked)
    assert here.step is Step.BROWSER


def test_the_browser_vouches_and_a_password_for_this_computer_is_chosen(run: Run) -> None:
    async def story() -> None:
        async with door(offering(then=[Missing.LOCAL_PASSWORD])) as here:
            await browse(here)
            assert here.doors.asked == ["browse demo"]
            here.doors.browser.set()
            await here.until(lambda: here.focus is here.page.key.password)
            assert "work without the network" in here.page.key.text.text()
            here.type("short")
            here.press(Key.Key_Return)
            assert here.page.key.fields["password"].error == "Take at least 8 characters."
            here.retype(NEW)
            here.press(Key.Key_Tab)
            here.type(NEW)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)

    run(story())


def test_whoever_cancels_in_the_browser_is_back_at_the_sign_in(run: Run) -> None:
    async def story() -> None:
        async with door(offering(agrees=False)) as here:
            await browse(here)
            here.doors.browser.set()
            await here.until(lambda: here.step is Step.WHO)
            assert here.page.who.strip.text.text() == "Nobody was signed in in the browser."

    run(story())


def test_a_browser_that_never_comes_back_is_left_with_escape(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await browse(here)
            here.press(Key.Key_Escape)
            assert here.step is Step.WHO
            here.doors.browser.set()
            await here.nothing_happens()
            assert here.step is Step.WHO
            assert here.told == []

    run(story())


def test_the_page_can_be_opened_once_more(run: Run) -> None:
    async def story() -> None:
        async with door(offering()) as here:
            await browse(here)
            go_to(here, here.page.browser.go_button)
            here.press(Key.Key_Space)
            await here.until(lambda: here.doors.asked == ["browse demo", "browse demo"])
            here.doors.browser.set()
            await here.until(lambda: here.step is Step.OPEN)
            assert here.told.count("opened") == 1

    run(story())


# --- the second proof and what is kept here -------------------------------------------------------


def test_a_second_proof_is_asked_for_after_the_password(run: Run) -> None:
    async def story() -> None:
        async with door(offering(then=[Missing.FACTOR])) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.focus is here.page.factor.code)
            here.type("12 34")
            here.press(Key.Key_Return)
            assert here.page.factor.fields["code"].error == "A code has six digits."
            here.retype("000000")
            here.press(Key.Key_Return)
            await here.until(lambda: "too old" in here.page.factor.fields["code"].error)
            here.type(PROOF)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)
            assert here.doors.asked == [f"sign in {LUCIA.email}", "proof", "proof"]

    run(story())


def test_a_code_on_paper_stands_in_for_the_authenticator(run: Run) -> None:
    async def story() -> None:
        async with door(offering(then=[Missing.FACTOR])) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.FACTOR)
            go_to(here, here.page.factor.turn_button)
            here.press(Key.Key_Space)
            assert here.focus is here.page.factor.code
            here.type(PAPER)
            assert here.page.factor.code.text() == PAPER
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)
            assert here.doors.asked[-1] == "paper"

    run(story())


def test_a_password_changed_elsewhere_asks_for_the_one_used_here(run: Run) -> None:
    async def story() -> None:
        async with door(offering(then=[Missing.OLD_PASSWORD])) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.focus is here.page.key.password)
            assert not here.page.key.repeat.isVisible()
            here.type(WRONG)
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.key.fields["password"].error)
            here.type(BEFORE)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.OPEN)

    run(story())


def test_what_nobody_can_open_is_put_aside_after_a_question(run: Run) -> None:
    async def story() -> None:
        async with door(offering(then=[Missing.OLD_PASSWORD])) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.step is Step.KEY)
            for answer in (Key.Key_Escape, Key.Key_Space):
                here.page.activateWindow()
                await here.until(lambda: here.page.isActiveWindow())
                go_to(here, here.page.key.aside_button)
                here.press(Key.Key_Space)
                await here.until(lambda: _sheet_button("Put aside"))
                button = _sheet_button("Put aside")
                assert button is not None
                if answer is Key.Key_Space:
                    button.setFocus()
                here.press(answer)
                await here.until(lambda: _sheet_button("Put aside") is None)
            await here.until(lambda: here.step is Step.OPEN)
            assert here.doors.asked[1:] == ["set aside"]

    run(story())


def _sheet_button(text: str) -> Button | None:
    dialog = QApplication.activeModalWidget()
    if dialog is None:
        return None
    return next((b for b in dialog.findChildren(Button) if b.text() == text), None)


def test_nothing_typed_here_is_in_a_state_a_log_or_a_field_afterwards(
    run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    states: list[str] = []

    async def story() -> None:
        doors = offering(then=[Missing.FACTOR, Missing.LOCAL_PASSWORD])
        async with door(doors) as here:
            await ask_for_code(here)
            for step, typed in ((Step.CODE, CODE), (Step.FACTOR, PROOF)):
                await here.until(lambda step=step: here.step is step)
                here.type(typed)
                here.press(Key.Key_Return)
                states.append(repr(here.page.state))
            await here.until(lambda: here.step is Step.KEY)
            here.type(NEW)
            here.press(Key.Key_Tab)
            here.type(NEW)
            here.press(Key.Key_Return)
            states.append(repr(here.page.state))
            await here.until(lambda: here.step is Step.OPEN)
            for line in (here.page.code.code, here.page.factor.code, here.page.key.password):
                assert line.text() == ""
                assert not line.isUndoAvailable()

    run(story())
    for secret in (CODE, PROOF, NEW):
        assert secret not in caplog.text
        assert not any(secret in state for state in states)


# --- again, over open work ------------------------------------------------------------------------


def test_signing_in_again_is_for_the_same_person_and_leaves_the_work_alone(run: Run) -> None:
    async def story() -> None:
        doors, clock = offering(then=[Missing.FACTOR]), FakeClock(NOW)
        work = QLabel("half a sentence")
        work.show()
        sheet = AgainSheet(work, doors, clock, HERE, LUCIA)
        sheet.show()
        sheet.activateWindow()
        here = Hands(sheet)
        cards = sheet.way.cards
        await here.until(lambda: here.focus is cards.who.password)
        assert cards.who.email.isReadOnly()
        assert not cards.who.leave_button.isVisible()
        assert not cards.who.invited_button.isVisible()
        assert "kept here" in cards.who.text.text()
        here.type(RIGHT)
        here.press(Key.Key_Return)
        await here.until(lambda: here.focus is cards.factor.code)
        here.type(PROOF)
        here.press(Key.Key_Return)
        await here.until(lambda: sheet.result() == 1)
        assert work.text() == "half a sentence"
        await sheet.way.scope.closed()
        work.deleteLater()

    run(story())


# --- pictures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("light", 1.5)])
def test_every_card_is_whole_in_every_dress(
    run: Run, themed: Callable[..., None], shot: Callable[..., None], theme: str, scale: float
) -> None:
    themed(theme, scale)
    name = f"{theme}-{scale}"

    async def story() -> None:
        async with door(offering()) as here:
            await here.until(lambda: here.page.who.provider_buttons)
            await here.nothing_happens()
            shot(here.page, f"way-who-{name}")
            await ask_for_code(here)
            here.type("999999")
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.code.fields["code"].error)
            shot(here.page, f"way-code-{name}")
        async with door(offering()) as here:
            await browse(here)
            shot(here.page, f"way-browser-{name}")
        for missing in Missing:
            async with door(offering(then=[missing])) as here:
                here.type(RIGHT)
                here.press(Key.Key_Return)
                await here.until(lambda: here.step in (Step.FACTOR, Step.KEY))
                shot(here.page, f"way-{missing}-{name}")

    run(story())


def test_a_way_in_ends_with_its_page(run: Run) -> None:
    async def story() -> None:
        async with door(offering(slow=asyncio.Event())) as here:
            here.type(RIGHT)
            here.press(Key.Key_Return)
            await here.until(lambda: here.doors.asked)
            await here.page.scope.closed()
            assert here.page.scope.names == []

    run(story())
