"""Whoever asks why gets the rule in words: in a sheet of its own, and on the card of what was refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from clinic_app.domain.access import policy
from clinic_app.features.conflicts import queries
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.parts.record_words import Names
from clinic_app.parts.why import WhySheet, ask_why, why, why_not
from sync.replica.tables import cards, rooms
from tests.support.desk import CLINIC, NOW, ZONE, open_desk
from tests.support.hands import Hands, Key

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
