"""Finding and picking a patient, with the keyboard alone, on a real replica."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from clinic_app.parts.patient_picker import PatientPicker
from tests.support.desk import CLINIC, GRACE, an_id, open_desk

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Key = Qt.Key


@dataclass
class Picking:
    """A picker, and the hands on the keyboard."""

    picker: PatientPicker
    desk: Any

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.picker.field, key)

    async def search(self, text: str) -> list[str]:
        """Type, and return what the list then says."""
        self.picker.field.clear()
        QTest.keyClicks(self.picker.field, text)
        await self.until(lambda: self.picker._is_answered and self.picker.list.isVisible())
        return [self.picker._title(row) for row in self.picker.rows.rows]


@pytest.fixture
def tell(run: Run, themed: Any, tmp_path: Path) -> Callable[..., None]:
    def told(story: Callable[[Picking], Coroutine[Any, Any, None]]) -> None:
        async def whole() -> None:
            async with open_desk(tmp_path) as desk:
                picker = PatientPicker(desk.replica, CLINIC, date(2026, 11, 20), desk.ctx.scope)
                picker.resize(300, 400)
                picker.show()
                picker.activateWindow()
                picker.setFocus()
                try:
                    await story(Picking(picker, desk))
                finally:
                    await desk.ctx.scope.closed()
                    picker.hide()
                    picker.deleteLater()

        run(whole())

    return told


@pytest.mark.parametrize(
    "typed", ["mbek", "Grace Mbeki", "mbeki gra", "R100234", "0134", "12.03.1968"]
)
def test_anything_the_desk_is_told_finds_them(tell: Callable[..., None], typed: str) -> None:
    async def story(here: Picking) -> None:
        first, last = await here.search(typed)
        assert first == "Grace Mbeki, 12/03/1968 (58 y), +27 21 555 0134 · R100234"
        assert last == f"Register new patient, “{typed}”"

    tell(story)


def test_arrows_walk_the_list_and_enter_picks(tell: Callable[..., None]) -> None:
    async def story(here: Picking) -> None:
        picked = QSignalSpy(here.picker.picked)
        found = await here.search("R1002")
        assert len(found) > 3
        here.press(Key.Key_Down, Key.Key_Down, Key.Key_Up)
        wanted = here.picker.rows.rows[1]
        assert here.picker.field.hasFocus()
        assert here.picker.field.accessibleDescription() == found[1]
        here.press(Key.Key_Return)
        assert picked.count() == 1
        assert here.picker.patient == wanted
        assert not here.picker.field.isVisible()

    tell(story)


def test_enter_before_the_answer_picks_the_only_one_that_fits(tell: Callable[..., None]) -> None:
    async def story(here: Picking) -> None:
        QTest.keyClicks(here.picker.field, "demir")
        here.press(Key.Key_Return)
        assert here.picker.patient is None
        await here.until(lambda: here.picker.patient is not None)
        assert here.picker.name.text() == "Yusuf Demir"

    tell(story)


def test_enter_never_picks_from_the_list_of_another_name(tell: Callable[..., None]) -> None:
    """The list on the screen still shows Grace when "R1002" has been typed and Enter is pressed."""

    async def story(here: Picking) -> None:
        await here.search("mbeki")
        here.picker.field.clear()
        QTest.keyClicks(here.picker.field, "R1002")
        here.press(Key.Key_Return)
        await here.until(lambda: here.picker._is_answered and len(here.picker.rows.rows) > 3)
        await asyncio.sleep(0)
        assert here.picker.patient is None

    tell(story)


@pytest.mark.parametrize("way", ["typed over", "cleared first"])
def test_enter_after_a_slip_means_the_first_that_fits_the_new_text(
    tell: Callable[..., None], way: str
) -> None:
    """Nobody fits the slip, so the offer to register was pointed at: it must not stay so."""

    async def story(here: Picking) -> None:
        wanted = QSignalSpy(here.picker.register_wanted)
        await here.search("qqqq")
        assert here.picker.list.currentIndex().row() == 0
        if way == "typed over":
            here.picker.field.selectAll()
            QTest.keyClicks(here.picker.field, "mbek")
            await here.until(lambda: here.picker._is_answered)
        else:
            await here.search("mbek")
        assert here.picker.list.currentIndex().row() == 0
        here.press(Key.Key_Return)
        assert here.picker.patient is not None
        assert here.picker.patient.family_name == "Mbeki"
        assert wanted.count() == 0

    tell(story)


def test_somebody_new_is_offered_last_and_told_with_the_name(tell: Callable[..., None]) -> None:
    async def story(here: Picking) -> None:
        wanted = QSignalSpy(here.picker.register_wanted)
        found = await here.search("Zoltan Nagy")
        assert len(found) == 1
        here.press(Key.Key_Return)
        assert wanted.at(0) == ["Zoltan Nagy"]
        assert here.picker.patient is None

    tell(story)


def test_a_patient_registered_elsewhere_appears_in_the_open_list(tell: Callable[..., None]) -> None:
    async def story(here: Picking) -> None:
        assert len(await here.search("nagy")) == 1
        await here.desk.server_has(
            "patients",
            an_id("zoltan"),
            facility_id=CLINIC,
            family_name="Nagy",
            given_name="Zoltan",
            is_active=True,
        )
        await here.until(lambda: len(here.picker.rows.rows) == 2)

    tell(story)


def test_the_choice_can_be_changed(tell: Callable[..., None]) -> None:
    async def story(here: Picking) -> None:
        dropped = QSignalSpy(here.picker.dropped)
        assert await here.picker.choose_id(GRACE)
        assert here.picker.name.text() == "Grace Mbeki"
        here.picker.change.setFocus()
        QTest.keyClick(here.picker.change, Key.Key_Space)
        assert here.picker.patient is None
        assert dropped.count() == 1
        assert here.picker.field.hasFocus()
        assert not await here.picker.choose_id(an_id("nobody"))

    tell(story)


def test_nothing_typed_shows_no_list(tell: Callable[..., None]) -> None:
    async def story(here: Picking) -> None:
        await here.search("mbeki")
        here.picker.field.clear()
        await here.until(lambda: not here.picker.list.isVisible())
        here.press(Key.Key_Return)
        assert here.picker.patient is None

    tell(story)


def test_a_name_that_looks_like_markup_is_shown_as_it_is(tell: Callable[..., None]) -> None:
    async def story(here: Picking) -> None:
        await here.desk.server_has("patients", GRACE, family_name="<b>Mbeki</b>")
        assert await here.picker.choose_id(GRACE)
        assert here.picker.name.text() == "Grace <b>Mbeki</b>"
        assert here.picker.name.textFormat() == Qt.TextFormat.PlainText

    tell(story)
