"""Sign-in and security: the sheet with a real account behind it, and the proof that is asked for again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from clinic_app.account import DeskAccount
from clinic_app.features.auth.model.account import grouped, place_of
from clinic_app.features.auth.view.enrol import CodesSheet, EnrolSheet, drawing
from clinic_app.features.auth.view.new_password import NewPasswordSheet
from clinic_app.features.auth.view.security import SecuritySheet
from clinic_app.parts.step_up import StepUpSheet, step_up
from clinic_app.prover import RECENT_S, DeskProver
from clinic_app.session import OpenSession, open_session, sign_in, unlock
from clinic_app.ui.context import Proof
from clinic_app.workstation import Address, Workstation
from sync.backend.supabase import SupabaseBackend
from sync.clock import FakeClock, SystemClock
from sync.embedded import totp
from sync.errors import Expected, SignedOut, WrongCode, WrongPassword
from sync.replica.attempts import TooManyTries
from tests.support.desk import NOW
from tests.support.hands import Hands, Key
from tests.support.server import PASSWORD, Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")
NEW = "four words in a row"
_numbers = iter(range(1, 10_000))


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend() as backend:
        yield backend


@dataclass
class Desk:
    """Somebody at work, with the sheet of their account."""

    running: Running
    station: Workstation
    address: Address
    session: OpenSession
    email: str

    @property
    def account(self) -> DeskAccount:
        return DeskAccount(self.station, self.session)

    def prover(self) -> DeskProver:
        return DeskProver(self.session, SystemClock())

    async def another(self) -> SupabaseBackend:
        """The same person at another computer."""
        backend = SupabaseBackend(
            self.address.url, self.address.key, SystemClock(), version="1", place="macOS; ward-2"
        )
        await backend.sign_in(self.email, PASSWORD)
        return backend

    async def enrol(self) -> str:
        made = await self.account.add_authenticator("Phone")
        code = totp.code_at(made.secret, time.time())
        await self.account.confirm_authenticator(made.id, code)
        return made.secret


@asynccontextmanager
async def desk(running: Running, home: Path) -> AsyncIterator[Desk]:
    email = f"security{next(_numbers)}@clinic.test"
    running.create_user(email)
    station = Workstation(home)
    address = Address(running.url, running.publishable_key)
    clock = SystemClock()
    let_in = await sign_in(station, address, email, PASSWORD, clock)
    async with open_session(station, address, let_in, clock) as session:
        async with asyncio.timeout(10):
            async for status in session.engine.statuses():
                if status.online:
                    break
        yield Desk(running, station, address, session, email)


@asynccontextmanager
async def sheet_of(here: Desk) -> AsyncIterator[tuple[SecuritySheet, Hands]]:
    sheet = SecuritySheet(None, here.account, here.prover(), SystemClock())
    sheet.show()
    sheet.activateWindow()
    hands = Hands(sheet)
    try:
        await hands.until(lambda: sheet.computers.rows)
        yield sheet, hands
    finally:
        await sheet.scope.closed()
        sheet.deleteLater()


def top(kind: type[QDialog]) -> Any:
    """The dialog of this kind on top of everything."""
    return next(
        (
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, kind) and each.isVisible()
        ),
        None,
    )


async def answer_step_up(hands: Hands, typed: str) -> None:
    await hands.until(lambda: top(StepUpSheet))
    sheet = top(StepUpSheet)
    sheet.line.setText(typed)
    sheet.accept()
    await hands.until(lambda: top(StepUpSheet) is None)


# --- the sheet ------------------------------------------------------------------------------------


def test_an_authenticator_is_added_with_its_codes_on_paper(
    run: Run, running: Running, tmp_path: Path, shot: Callable[..., None]
) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here, sheet_of(here) as (sheet, hands):
            assert sheet.proofs.rows == []
            shot(sheet, "security-empty")
            sheet.proofs.offers[0].click()
            await answer_step_up(hands, PASSWORD)
            await hands.until(lambda: top(EnrolSheet))
            enrol = top(EnrolSheet)
            shot(enrol, "security-enrol")
            secret = enrol.secret.text().replace(" ", "")
            enrol.code.setText("12345")
            enrol.accept()
            assert enrol.field.error == "A code has six digits."
            enrol.code.setText(totp.code_at(secret, 0))
            enrol.accept()
            await hands.until(lambda: "too old" in enrol.field.error)
            enrol.code.setText(totp.code_at(secret, time.time()))
            enrol.accept()
            await hands.until(lambda: top(CodesSheet))
            codes = top(CodesSheet)
            shot(codes, "security-codes")
            assert len([label for label in codes.findChildren(QLabel) if " " in label.text()]) >= 10
            codes.accept()
            await hands.until(lambda: sheet.proofs.rows)
            assert sheet.proofs.rows[0].name.text() == "Authenticator"
            assert "10 left" in sheet.proofs.offers[1].text()
            shot(sheet, "security-one")
            assert here.session.backend.factors.is_proved

    run(story())


def test_an_authenticator_that_was_not_finished_leaves_nothing(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here, sheet_of(here) as (sheet, hands):
            sheet.proofs.offers[0].click()
            await answer_step_up(hands, PASSWORD)
            await hands.until(lambda: top(EnrolSheet))
            top(EnrolSheet).reject()
            await hands.until(lambda: top(EnrolSheet) is None)
            await hands.until(lambda: not any("deed" in name for name in sheet.scope.names))
            assert not sheet.strip.isVisible()
            assert await here.account.authenticators() == []

    run(story())


def test_removing_the_authenticator_wants_its_code_first(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here:
            secret = await here.enrol()
            async with sheet_of(here) as (sheet, hands):
                await hands.until(lambda: sheet.proofs.rows)
                button = sheet.proofs.rows[0].button
                assert button is not None
                assert button.accessibleName() == "Remove… Phone"
                button.click()
                await answer_step_up(hands, totp.code_at(secret, time.time()))
                await hands.until(lambda: not sheet.proofs.rows)
                assert await here.account.authenticators() == []
                assert not here.session.backend.factors.is_proved

    run(story())


def test_another_computer_is_signed_out_from_here(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here:
            there = await here.another()
            async with sheet_of(here) as (sheet, hands):
                assert len(sheet.computers.rows) == 2
                named = {row.name.text(): row.button for row in sheet.computers.rows}
                button = named["ward-2 · macOS"]
                assert button is not None
                assert [each for each in named.values() if each is None] == [None]
                button.click()
                await hands.until(lambda: len(sheet.computers.rows) == 1)
            with pytest.raises(SignedOut):
                await there.devices.all()
            await there.close()

    run(story())


def test_everywhere_else_is_one_button(run: Run, running: Running, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here:
            others = [await here.another() for _ in range(2)]
            async with sheet_of(here) as (sheet, hands):
                assert len(sheet.computers.rows) == 3
                sheet.computers.offers[0].click()
                await hands.until(lambda: len(sheet.computers.rows) == 1)
                assert sheet.computers.offers == []
            for other in others:
                with pytest.raises(SignedOut):
                    await other.devices.all()
                await other.close()

    run(story())


def test_a_new_password_counts_everywhere_and_here_without_a_line(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here:
            async with sheet_of(here) as (sheet, hands):
                sheet.change_button.click()
                await answer_step_up(hands, PASSWORD)
                await hands.until(lambda: top(NewPasswordSheet))
                new = top(NewPasswordSheet)
                for words, first, second in (
                    ("Take at least 8 characters.", "short", "short"),
                    ("do not agree", NEW, f"{NEW}x"),
                    ("Take at least 12 characters.", "nine char", "nine char"),
                ):
                    new.password.setText(first)
                    new.repeat.setText(second)
                    new.accept()
                    await hands.until(
                        lambda words=words: any(words in f.error for f in new.fields.values())
                    )
                new.password.setText(NEW)
                new.repeat.setText(NEW)
                new.accept()
                await hands.until(lambda: top(NewPasswordSheet) is None)
            clock = SystemClock()
            assert await unlock(here.station, here.email, NEW, clock)
            with pytest.raises(WrongPassword):
                await unlock(here.station, here.email, PASSWORD, clock)
            elsewhere = SupabaseBackend(here.address.url, here.address.key, clock)
            await elsewhere.sign_in(here.email, NEW)
            await elsewhere.close()
            assert await here.account.signed_in_at()

    run(story())


def test_without_a_line_the_sheet_says_so(run: Run, running: Running, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here:
            here.session.backend.cable.pull()
            sheet = SecuritySheet(None, here.account, here.prover(), SystemClock())
            sheet.show()
            await Hands(sheet).until(sheet.strip.isVisible)
            assert sheet.strip.text.text() == "The server cannot be reached."
            await sheet.scope.closed()
            sheet.deleteLater()

    run(story())


# --- the proof again ------------------------------------------------------------------------------


def test_the_proof_is_a_code_where_there_is_one_and_a_password_without_a_line(
    run: Run, running: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here:
            assert await here.prover().wanted() is Proof.PASSWORD
            secret = await here.enrol()
            prover = here.prover()
            assert await prover.wanted() is Proof.CODE
            with pytest.raises(WrongCode):
                await prover.prove(Proof.CODE, totp.code_at(secret, 0))
            assert await prover.wanted() is Proof.CODE
            await prover.prove(Proof.CODE, totp.code_at(secret, time.time()))
            assert await prover.wanted() is None
            prover.forget()
            here.session.backend.cable.pull()
            here.session.engine.wake("test")
            async with asyncio.timeout(10):
                async for status in here.session.engine.statuses():
                    if not status.online:
                        break
            assert await prover.wanted() is Proof.PASSWORD
            with pytest.raises(WrongPassword):
                await prover.prove(Proof.PASSWORD, "wrong")
            await prover.prove(Proof.PASSWORD, PASSWORD)
            assert await prover.wanted() is None

    run(story())


@dataclass
class FakeProver:
    """Wants this, and takes one word."""

    kind: Proof | None
    right: str = "right horse"
    error: Expected | None = None

    async def wanted(self) -> Proof | None:
        return self.kind

    async def prove(self, proof: Proof, typed: str) -> None:
        if typed != self.right:
            raise self.error or WrongPassword


def test_a_proof_of_a_moment_ago_asks_nothing_and_without_a_prover_the_answer_is_no(
    run: Run,
) -> None:
    async def story() -> None:
        assert await step_up(None, FakeProver(None), "why") is True
        assert await step_up(None, None, "why") is False

    run(story())


@pytest.mark.parametrize(
    ("kind", "right", "wrong", "error", "said"),
    [
        (Proof.PASSWORD, "right horse", "wrong horse", WrongPassword(), "used on this computer."),
        (Proof.PASSWORD, "right horse", "wrong horse", TooManyTries(90), "The next try in 2 min."),
        (Proof.CODE, "805214", "111111", WrongCode(), "This code is not right"),
    ],
)
def test_the_proof_is_typed_with_the_keyboard_alone(
    run: Run,
    shot: Callable[..., None],
    kind: Proof,
    right: str,
    wrong: str,
    error: Expected,
    said: str,
) -> None:
    async def story() -> None:
        host = QWidget()
        host.show()
        asked = asyncio.create_task(
            step_up(host, FakeProver(kind, right, error), "You export records.")
        )
        hands = Hands(host)
        await hands.until(lambda: top(StepUpSheet))
        sheet = top(StepUpSheet)
        sheet.activateWindow()
        hands = Hands(sheet)
        await hands.until(lambda: hands.focus is sheet.line)
        hands.press(Key.Key_Return)
        assert sheet.field.error == "Type it first."
        hands.type(wrong)
        hands.press(Key.Key_Return)
        await hands.until(lambda: said in sheet.field.error)
        assert sheet.line.text() == ""
        shot(sheet, f"step-up-{kind}")
        await hands.until(lambda: hands.focus is sheet.line)
        hands.type(right)
        hands.press(Key.Key_Return)
        assert await asked is True
        host.deleteLater()

    run(story())


def test_whoever_leaves_the_question_has_proved_nothing(run: Run) -> None:
    async def story() -> None:
        host = QWidget()
        host.show()
        asked = asyncio.create_task(step_up(host, FakeProver(Proof.PASSWORD), "why"))
        hands = Hands(host)
        await hands.until(lambda: top(StepUpSheet))
        top(StepUpSheet).reject()
        assert await asked is False
        host.deleteLater()

    run(story())


def test_a_proof_counts_for_five_minutes(run: Run, running: Running, tmp_path: Path) -> None:
    async def story() -> None:
        async with desk(running, tmp_path) as here:
            clock = FakeClock(NOW)
            prover = DeskProver(here.session, clock)
            await prover.prove(Proof.PASSWORD, PASSWORD)
            clock.advance(RECENT_S - 1)
            assert await prover.wanted() is None
            clock.advance(2)
            assert await prover.wanted() is Proof.PASSWORD

    run(story())


# --- small things ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agent", "place"),
    [
        ("clinic-app/1.2 (Windows 11; RECEPTION-2) device/0a", "RECEPTION-2 · Windows 11"),
        ("clinic-app/1.2 (Linux)", "Linux"),
        ("Mozilla/5.0 (X11; Linux x86_64)", "Mozilla/5.0 (X11; Linux x86_64)"),
        ("", ""),
        (None, ""),
        ("x" * 500, "x" * 60),
    ],
)
def test_a_computer_is_called_what_it_is_called(agent: str | None, place: str) -> None:
    assert place_of(agent) == place


def test_a_secret_is_read_out_in_groups() -> None:
    assert grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_the_picture_is_dark_on_white_in_every_theme(
    qapp: QApplication, themed: Callable[..., None]
) -> None:
    themed("dark")
    image = drawing(totp.picture("otpauth://totp/x").encode(), 200, 1.0).toImage()
    assert image.pixelColor(1, 1).name() == "#ffffff"
    dark = sum(
        image.pixelColor(x, y).lightness() < 50 for x in range(0, 200, 3) for y in range(0, 200, 3)
    )
    assert dark > 300
    assert drawing(b"no drawing", 200, 1.0).isNull()
