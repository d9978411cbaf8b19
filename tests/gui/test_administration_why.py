"""Whoever asks why gets the rule in words: in a sheet of its own, and on the card of what was refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from clinic_app.desk import features
from clinic_app.domain.access import policy
from clinic_app.features.conflicts import queries
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.parts.record_words import Names
from clinic_app.parts.why import WhySheet, ask_why, why, why_not, why_page
from clinic_app.shell.window import MainWindow
from clinic_app.ui.widgets import EmptyState
from sync.replica.tables import cards, rooms
from tests.support.desk import CLINIC, LUCIA, NOW, ZONE, an_id, open_desk
from tests.support.hands import Hands, Key
from tests.support.window import put_away
from tests.support.workplace import open_workplace, tell

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Themed = Callable[..., None]
pytestmark = pytest.mark.usefixtures("themed")


def test_the_sheet_answers_every_question_with_the_keyboard(run: Run) -> None:
    async def story() -> None:
        window = QWidget()
        window.show()
        asking = asyncio.create_task(ask_why(window, "reception"))
        hands = Hands(window)
        await hands.until(lambda: window.findChild(WhySheet))
        sheet = window.findChild(WhySheet)
        assert isinstance(sheet, WhySheet)
        await hands.until(sheet.verb.hasFocus)
        assert sheet.answer.text() == why("reception", "patients", "read")
        hands.press(Key.Key_Down, Key.Key_Tab)
        assert sheet.table.hasFocus()
        hands.type("roo")
        assert sheet.answer.text() == why("reception", "rooms", "add")
        assert "Your role here is reception." in sheet.answer.text()
        hands.press(Key.Key_Escape)
        await asking
        window.deleteLater()

    run(story())


def test_the_sheet_says_that_a_proof_is_missing(run: Run, themed: Themed, shot: Any) -> None:
    async def story() -> None:
        for theme, scale in (("light", 1.0), ("dark", 1.0), ("light", 1.5)):
            themed(theme, scale)
            sheet = WhySheet(None, "doctor", proof_missing=True)
            assert sheet.answer.text() == policy().proof
            sheet.adjustSize()
            shot(sheet, f"why-{theme}-{scale}")
            sheet.deleteLater()

    run(story())


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("not_allowed", why_not("reception", "rooms", "insert")),
        ("not_visible", why_not("reception", "rooms", "insert", is_seen=False)),
    ],
)
def test_a_refused_card_tells_the_rule(run: Run, tmp_path: Path, code: str, rule: str) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await desk.replica.write(
                "Add a room", lambda tx: tx.insert(rooms, facility_id=CLINIC, name="Room 9")
            )
            (draft,) = await desk.drafts()
            await desk.refuse(draft.id, "forbidden", code)
            row = (await desk.rows(cards.select()))[0]
            card = (await desk.replica.read(queries.card(row.id).run))[0]
            speech = Speech(Names(), ZONE, NOW.date(), "reception")
            assert rule in speech.story(card)
            assert rule not in Speech(Names(), ZONE, NOW.date()).story(card)

    run(story())


def test_the_sheet_answers_about_pages_that_one_does_not_find(run: Run) -> None:
    async def story() -> None:
        window = QWidget()
        window.show()
        asking = asyncio.create_task(ask_why(window, "reception"))
        hands = Hands(window)
        await hands.until(lambda: window.findChild(WhySheet))
        sheet = window.findChild(WhySheet)
        assert isinstance(sheet, WhySheet)
        await hands.until(sheet.verb.hasFocus)
        sheet.table.setCurrentIndex(sheet.table.findData("page:administration"))
        assert sheet.answer.text() == why_page("reception", "administration")
        assert "for administrators" in sheet.answer.text()
        assert not sheet.verb.isEnabled()
        sheet.table.setCurrentIndex(sheet.table.findData("rooms"))
        assert sheet.verb.isEnabled()
        hands.press(Key.Key_Escape)
        await asking
        window.deleteLater()

    run(story())


@pytest.mark.parametrize("role", ["patient", "doctor", "nurse", "reception"])
def test_a_page_that_is_not_for_somebody_says_why(run: Run, tmp_path: Path, role: str) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, role) as desk:
            window = MainWindow(desk.ctx, features())
            window.show()
            window.start()
            hands = Hands(window)
            try:
                window.navigate("administration", section="rules")
                await hands.until(lambda: window.toasts.shown)
                said = window.toasts.shown[0]
                assert said.detail.text() == why_page(role, "administration")
                assert "administration" not in window.pages
                # A page of which nobody has heard is not spoken of.
                window.navigate("calls")
                assert len(window.toasts.shown) == 1
            finally:
                await put_away(window)

    run(story())


def test_who_finds_no_page_at_all_does_not_look_at_an_empty_window(
    run: Run, tmp_path: Path, shot: Any
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, "patient") as desk:
            window = MainWindow(desk.ctx, features())
            window.resize(1360, 850)
            window.show()
            window.start()
            try:
                nothing = window.stack.currentWidget()
                assert isinstance(nothing, EmptyState)
                assert nothing.text.text() == why_page("patient", "schedule")
                assert nothing.button.isVisible()
                shot(window, "no-page-light")
            finally:
                await put_away(window)

    run(story())


@pytest.mark.parametrize("role", ["doctor", "reception"])
def test_a_record_that_is_not_here_says_who_would_see_it(
    run: Run, tmp_path: Path, role: str
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path, role) as desk:
            window = MainWindow(desk.ctx, features())
            window.show()
            window.start()
            hands = Hands(window)
            try:
                window.navigate("patients", patient_id=an_id("of another clinic"))
                page: Any = window.pages["patients"]
                await hands.until(lambda: page.nobody.text.text() == why(role, "patients", "read"))
                assert page.right.currentWidget() is page.nobody
                assert page.nobody.title.text() == "This record is not here."
            finally:
                await put_away(window)

    run(story())


def test_who_was_put_out_while_the_window_was_open_is_told_so(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_workplace(tmp_path / "home") as place:
            window = await place.comes(LUCIA)
            hands = Hands(window)
            seat = place.desks.seat_of(LUCIA)
            assert seat is not None
            assert window.rules.isHidden()
            member = an_id(f"member {LUCIA}")
            for is_active in (False, True):
                values = {"facility_id": CLINIC, "user_id": LUCIA, "role": "reception"}
                values |= {"display_name": "Lucía Herrera", "is_active": is_active}
                version = 2 + is_active
                await seat.session.replica.apply(
                    lambda db, v=values, n=version: tell(  # type: ignore[misc]
                        db, "facility_members", member, **{**v, "version": n}
                    )
                )
                await hands.until(lambda is_in=is_active: window.rules.isHidden() is is_in)  # type: ignore[misc]
                if not is_active:
                    assert "Clínica Norte" in window.rules.text.text()

    run(story())
