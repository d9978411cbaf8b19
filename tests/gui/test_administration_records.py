"""Rooms, kinds of visit, providers with their time, the clinic and its rules: with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton

from clinic_app.features.administration import model
from sync.replica.tables import (
    appointment_types,
    facility_policies,
    rooms,
    time_off,
)
from tests.gui.administration import Office, office
from tests.support.desk import CLINIC, FOLLOW_UP, OKAFOR, ZONE, an_id
from tests.support.hands import Key

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")


async def has_room(here: Office, name: str, **more: Any) -> str:
    row_id = an_id(f"room {name}")
    values = {"name": name, "position": 1, "is_active": True, **more}
    await here.desk.server_has("rooms", row_id, facility_id=CLINIC, **values)
    return row_id


async def names(here: Office, table: Any) -> dict[str, bool]:
    rows = await here.desk.rows(table.select())
    return {row.name: row.is_active for row in rows}


# --- lists ----------------------------------------------------------------------------------------


def test_a_room_is_added_and_comes_last(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            await has_room(here, "Room 1", position=4)
            section = await here.section("rooms")
            await here.until(lambda: len(section.rows.rows) == 1)
            here.page.new()
            await here.until(section.editor.form.field("name").control.hasFocus)
            here.type("Procedures")
            here.press(Key.Key_Return)
            await here.until(lambda: len(section.rows.rows) == 2)
            assert [row.name for row in section.rows.rows] == ["Room 1", "Procedures"]
            (draft,) = await here.desk.drafts()
            assert draft.patch == {"facility_id": CLINIC, "name": "Procedures", "position": 5}
            await here.until(lambda: section.editor.row and section.editor.row.name == "Procedures")
            assert here.focus is section.list
            assert "not sent yet" in section.editor.mark.text()

    run(story())


def test_a_nameless_room_is_not_added(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await here.section("rooms")
            here.page.new()
            await here.until(section.editor.form.field("name").control.hasFocus)
            here.press(Key.Key_Return)
            assert "filled in" in section.editor.form.field("name").error
            assert await names(here, rooms) == {}
            here.press(Key.Key_Escape)
            assert not section.editor.is_open

    run(story())


def test_a_room_goes_out_of_use_and_comes_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            await has_room(here, "Room 1")
            section = await here.section("rooms")
            await here.until(lambda: section.editor.row)
            section.switch_use()
            await here.until(lambda: section.use.text() == "Put back into use")
            assert await names(here, rooms) == {"Room 1": False}
            await here.until(lambda: len(here.main.undo))
            here.main.take_back()
            await here.until(lambda: section.use.text() == "Take out of use")

    run(story())


def test_a_kind_of_visit_is_changed_by_its_fields_alone(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await here.section("types")
            section.list.setCurrentIndex(section.rows.index_of(FOLLOW_UP))
            await here.until(lambda: section.editor.row and section.editor.row.id == FOLLOW_UP)
            here.press(Key.Key_Return, Key.Key_Tab)
            here.retype("25")
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.main.undo))
            (draft,) = await here.desk.drafts()
            assert (draft.row_id, draft.patch) == (FOLLOW_UP, {"minutes": 25})
            here.main.take_back()
            await here.until(lambda: _has(here, appointment_types, FOLLOW_UP, minutes=20))

    run(story())


async def _has(here: Office, table: Any, row_id: str, **values: Any) -> bool:
    row = (await here.desk.rows(table.select().where(table.c.id == row_id)))[0]
    return all(getattr(row, name) == value for name, value in values.items())


def test_what_is_typed_is_never_written_over(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await here.section("providers")
            section.list.setCurrentIndex(section.rows.index_of(OKAFOR))
            await here.until(lambda: section.editor.row and section.editor.row.id == OKAFOR)
            here.press(Key.Key_Return)
            here.retype("Dr. A. Okafor")
            await here.desk.server_has(
                "providers", OKAFOR, display_name="Dr. Amara Okafor", specialty="Family medicine"
            )
            form = section.editor.form
            await here.until(lambda: form.typed["specialty"] == "Family medicine")
            assert form.typed["display_name"] == "Dr. A. Okafor"
            assert "Dr. Amara Okafor" in form.field("display_name").note.text()
            assert section.editor.changed.isVisible()
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.main.undo))
            (draft,) = await here.desk.drafts()
            assert draft.patch == {"display_name": "Dr. A. Okafor"}

    run(story())


def test_text_that_was_not_saved_comes_back_with_its_cursor(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            await has_room(here, "Room 1")
            await has_room(here, "Room 2")
            await here.until(lambda: len(here.page.sections["rooms"].rows.rows) == 2)
            section = await here.section("rooms")
            await here.until(lambda: section.editor.row)
            here.press(Key.Key_Return)
            here.retype("Room 1, ground floor")
            here.press(Key.Key_Left, Key.Key_Left)
            here.press(Key.Key_Escape, Key.Key_Down)
            await here.until(lambda: section.editor.row.name == "Room 2")
            assert section.editor.form.typed == {"name": "Room 2"}
            here.press(Key.Key_Up)
            await here.until(lambda: section.editor.form.typed["name"] == "Room 1, ground floor")
            assert section.editor.restored.isVisible()
            assert section.editor.form.place() == ("name", len("Room 1, ground floor") - 2)
            section.editor.discard.click()
            assert section.editor.form.typed == {"name": "Room 1"}
            assert await here.desk.drafts() == []

    run(story())


# --- plans ----------------------------------------------------------------------------------------


async def provider(here: Office) -> Any:
    section = await here.section("providers")
    section.list.setCurrentIndex(section.rows.index_of(OKAFOR))
    await here.until(lambda: section.week.rows.is_read and len(section.week.rows.rows) == 5)
    return section


def test_working_hours_are_added_and_taken_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await provider(here)
            week = section.week
            week.day.setFocus()
            here.type("Sat")
            here.press(Key.Key_Return)
            await here.until(lambda: len(week.rows.rows) == 6)
            saturday = week.rows.rows[-1]
            assert (saturday.weekday, saturday.starts, saturday.ends) == (6, time(8), time(17))

            week.list.table.setFocus()
            week.list.table.setCurrentIndex(week.rows.index_of(saturday.id))
            here.press(Key.Key_Delete)
            await here.until(lambda: len(week.rows.rows) == 5)
            await here.until(lambda: len(here.main.undo) == 2)
            here.main.take_back()
            await here.until(lambda: len(week.rows.rows) == 6)

    run(story())


@pytest.mark.parametrize("case", ["overlap", "backwards"])
def test_hours_that_cannot_be_are_not_added(run: Run, tmp_path: Path, case: str) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await provider(here)
            week = section.week
            if case == "backwards":
                week.ends.setTime(week.starts.time().addSecs(-3600))
            week.day.setFocus()
            here.press(Key.Key_Return)
            await here.until(week.trouble.isVisible)
            said = week.trouble.text.text()
            assert ("already" if case == "overlap" else "end after") in said
            assert await here.desk.drafts() == []

    run(story())


def test_an_absence_is_entered_on_the_clinics_clock(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await provider(here)
            away = section.absences
            away.starts.day.setDate(date(2026, 12, 1))
            assert away.ends.moment - away.starts.moment == timedelta(hours=9)
            away.reason.setFocus()
            here.type("Training")
            here.press(Key.Key_Return)
            await here.until(lambda: away.rows.rows)
            (row,) = await here.desk.rows(time_off.select())
            assert row.reason == "Training"
            assert row.starts_at.isoformat() == "2026-12-01T07:00:00+00:00", f"08:00 in {ZONE}"
            assert row.provider_id == OKAFOR
            await here.until(lambda: len(here.main.undo))
            here.main.take_back()
            await here.until(lambda: not away.rows.rows)

    run(story())


# --- the clinic and its rules ---------------------------------------------------------------------


def test_the_clinics_phone_is_corrected(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await here.section("clinic")
            await here.until(lambda: section.editor.row)
            phone = section.editor.form.field("phone").control
            phone.setFocus()
            here.type("+34 91 555 01 01")
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.main.undo))
            (draft,) = await here.desk.drafts()
            assert (draft.tbl, draft.patch) == ("facilities", {"phone": "+34 91 555 01 01"})

    run(story())


def test_a_time_zone_that_is_none_is_said_to_be_none(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await here.section("clinic")
            await here.until(lambda: section.editor.row)
            section.editor.form.field("time_zone").control.setFocus()
            here.retype("Europe/Nowhere")
            here.press(Key.Key_Return)
            assert "no such time zone" in section.editor.form.field("time_zone").error
            assert await here.desk.drafts() == []

    run(story())


def test_the_first_rules_are_set_with_a_proof_and_then_changed(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await here.section("rules")
            await here.until(lambda: section.editor.row)
            await here.until(section.editor.form.field("auto_lock_minutes").control.hasFocus)
            here.retype("5")
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.main.undo) == 1)
            assert here.prover.asked == 1
            (made,) = await here.desk.rows(facility_policies.select())
            assert (made.auto_lock_minutes, made.lease_days, made.facility_id) == (5, 14, CLINIC)

            await here.until(lambda: section.editor.row.id == made.id)
            section.editor.form.field("lease_days").control.setFocus()
            here.retype("7")
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.main.undo) == 2)
            assert await _has(here, facility_policies, made.id, auto_lock_minutes=5, lease_days=7)
            here.main.take_back()
            await here.until(lambda: _has(here, facility_policies, made.id, lease_days=14))

    run(story())


def test_new_keys_are_asked_of_everybody_once_and_it_is_taken_back(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            section = await here.section("rules")
            await here.until(lambda: section.editor.row)
            assert section.asked.isHidden()
            await here.tab_to(section.renew)
            here.press(Key.Key_Return)
            assert here.focus is section.question.no, "a careless Enter leaves it"
            here.press(Key.Key_Return)
            assert section.question.isHidden()
            assert here.focus is section.renew
            assert await here.desk.drafts() == []

            here.press(Key.Key_Return)
            here.press(Key.Key_Tab, shift=True)
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.main.undo) == 1)
            assert here.prover.asked == 1
            (made,) = await here.desk.rows(facility_policies.select())
            assert made.keys_since == here.desk.clock.now()
            await here.until(lambda: "today" in section.asked.text())
            here.main.take_back()
            await here.until(lambda: _has(here, facility_policies, made.id, keys_since=None))
            await here.until(section.asked.isHidden)

    run(story())


@pytest.mark.parametrize("is_proven", [True, False])
def test_only_who_shows_a_second_proof_demands_one(
    run: Run, tmp_path: Path, is_proven: bool
) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            here.server.is_proven = is_proven
            section = await here.section("rules")
            await here.until(lambda: section.editor.row)
            section.editor.form.field("is_second_factor_required").control.setFocus()
            here.press(Key.Key_Space, Key.Key_Return)
            if is_proven:
                await here.until(lambda: len(here.main.undo))
            else:
                await here.until(section.editor.trouble.isVisible)
                assert "no second proof yourself" in section.editor.trouble.text.text()
            rows = await here.desk.rows(facility_policies.select())
            demanded = [row.is_second_factor_required for row in rows]
            assert demanded == ([True] if is_proven else [])

    run(story())


# --- the page -------------------------------------------------------------------------------------


def test_every_section_is_reached_by_key_and_by_its_number(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            keys = list(here.page.sections)
            for number, key in enumerate(keys, start=1):
                command = here.main.commands.get(f"administration.{key}")
                assert command is not None
                assert command.shortcut == f"Alt+{number}"
                here.main.commands.run(f"administration.{key}")
                assert here.page.which.value == key
                await here.nothing_happens()
            titles = {command.title for command in here.main.commands.all()}
            assert {"People", "Providers", "Rooms", "Rules", "Invite somebody"} <= titles

    run(story())


@pytest.mark.parametrize(
    ("theme", "scale"), [("light", 1.0), ("dark", 1.0), ("contrast", 1.0), ("light", 1.5)]
)
def test_it_is_looked_at(
    run: Run, tmp_path: Path, themed: Any, shot: Any, theme: str, scale: float
) -> None:
    async def story() -> None:
        themed(theme, scale)
        async with office(tmp_path) as here:
            await has_room(here, "Room 1")
            await has_room(here, "Room 2", is_active=False)
            here.window.resize(1360, 850)
            for key in here.page.sections:
                section = await here.section(key)
                editor = getattr(section, "editor", None) or section.card
                await here.until(lambda editor=editor: editor.row)
                await here.nothing_happens()
                for each in editor.findChildren(QAbstractButton):
                    if each.isVisible() and each.isEnabled():
                        assert each.accessibleName(), f"{key}: {each.metaObject().className()}"
                right = editor.mapTo(here.window, editor.rect().topRight()).x()
                assert right <= here.window.width(), f"{key} is cut off at the right"
                shot(here.window, f"administration-{key}-{theme}-{scale}")

    run(story())


@pytest.mark.parametrize(
    ("specs", "typed", "problems"),
    [
        (model.ROOM, {"name": " "}, {"name": "missing"}),
        (model.ROOM, {"name": "x" * 101}, {"name": "long"}),
        (
            model.POLICY,
            {"auto_lock_minutes": "0", "lease_days": "91"},
            {"auto_lock_minutes": "few", "lease_days": "many"},
        ),
        (model.VISIT_TYPE, {"name": "A", "minutes": "soon"}, {"minutes": "number"}),
        (model.INVITATION, {"email": "a b@c", "display_name": "A", "role": "nurse"}, {"email": "shape"}),
    ],
)  # fmt: skip
def test_a_form_knows_what_is_wrong(
    specs: Any, typed: dict[str, str], problems: dict[str, str]
) -> None:
    assert model.read(specs, typed).problems == problems


def test_a_form_reads_what_the_server_takes() -> None:
    read = model.read(
        model.PROVIDER,
        {"display_name": " Dr. Vega ", "specialty": "", "room_id": "", "member_id": "m"},
    )
    assert read.values == {
        "display_name": "Dr. Vega",
        "specialty": "",
        "room_id": None,
        "member_id": "m",
    }
