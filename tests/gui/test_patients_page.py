"""Finding, registering and correcting patients with the keyboard alone, in the real window."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import pytest

from clinic_app.features.patients import FEATURE
from clinic_app.features.patients.view import PatientsPage
from clinic_app.parts.kept_text import form_key, kept_form
from clinic_app.shell.window import MainWindow
from sync.replica.tables import patients
from tests.support.desk import AMARA, GRACE, LUCIA, TOMAS, Desk, add_visit, an_id, open_desk
from tests.support.hands import Hands, Key
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")


@dataclass
class Reception(Hands):
    """The patients page in the window of the reception."""

    desk: Desk
    page: PatientsPage
    main: MainWindow

    @property
    def form(self) -> Any:
        return self.page.editing.form

    @property
    def in_form(self) -> bool:
        return bool(self.form.isAncestorOf(self.focus))

    def text(self, field: str) -> str:
        return str(self.form.typed[field])

    async def find(self, text: str) -> None:
        """Type into the search and wait for what it finds."""
        self.press(Key.Key_F, control=True)
        self.retype(text)
        finder = self.page.finder
        await self.until(lambda: finder.rows.rows and finder.typed == text)

    async def open(self, text: str, patient_id: str) -> None:
        """Find somebody and open their record."""
        await self.find(text)
        self.press(Key.Key_Return)
        await self.until(lambda: (row := self.page.record.row) and row.id == patient_id)

    async def edit(self) -> None:
        """Open the form over the record that is shown."""
        self.press(Key.Key_E, control=True)
        await self.until(lambda: self.page.editing.is_open and self.in_form)

    def go(self, field: str) -> None:
        """Walk to a field with Tab."""
        for _ in range(12):
            if self.form.place()[0] == field:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"Tab does not reach {field}")

    async def kept(self, about: str) -> dict[str, Any] | None:
        rows = await self.desk.replica.read(kept_form(form_key(LUCIA, "patients", about)).run)
        return rows[0].value if rows else None

    async def registered(self) -> list[Any]:
        return await self.desk.rows(patients.select().where(patients.c.version.is_(None)))


@asynccontextmanager
async def reception(folder: Path, role: str = "reception") -> AsyncIterator[Reception]:
    async with open_desk(folder, role) as desk:
        window = MainWindow(desk.ctx, [FEATURE])
        async with shown(window):
            page = cast(PatientsPage, window.pages["patients"])
            here = Reception(window, desk, page, window)
            await here.until(lambda: page.finder.rows.is_read and here.focus is page.finder.search)
            yield here


def test_somebody_is_found_while_their_name_is_typed_and_opened_with_enter(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            here.type("nun")
            here.press(Key.Key_Return)
            await here.until(lambda: here.page.record.row)
            assert here.page.record.row.id == an_id("maria")
            assert here.page.record.name.text() == "María-José Núñez"

    run(story())


def test_the_arrows_walk_through_the_list_and_back_to_the_search(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            here.press(Key.Key_Down)
            await here.until(lambda: here.page.record.row)
            assert here.page.record.name.text() == "Aisha Bello"
            here.press(Key.Key_Down)
            await here.until(lambda: here.page.record.name.text() == "Yusuf Demir")
            here.press(Key.Key_Up, Key.Key_Up)
            assert here.focus is here.page.finder.search

    run(story())


def test_a_record_shows_its_appointments_ahead_and_behind(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            await add_visit(here.desk, "next", GRACE, here.desk.at(14))
            await add_visit(here.desk, "last", GRACE, here.desk.at(9, days=-7), status="completed")
            await here.open("mbeki", GRACE)
            record = here.page.record
            await here.until(lambda: record.ahead.rows and record.behind.rows)
            assert record.ahead.rows[0].id == an_id("visit next")
            assert record.ahead.index(0, 0).data() == "today 14:00"
            assert record.behind.index(0, 3).data() == "Completed"

    run(story())


def test_booking_goes_to_the_schedule_with_the_patient(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            await here.open("mbeki", GRACE)
            went: list[tuple[str, dict[str, object]]] = []
            here.page.ctx = replace(
                here.page.ctx, navigate=lambda key, **where: went.append((key, where))
            )
            here.press(Key.Key_B, control=True)
            assert went == [("schedule", {"patient_id": GRACE})]

    run(story())


def test_registering_warns_of_a_likely_duplicate_and_enter_opens_them(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            here.press(Key.Key_N, control=True)
            await here.until(lambda: here.page.editing.is_open and here.in_form)
            here.type("Nunez")
            here.press(Key.Key_Tab)
            here.type("Maria")
            here.press(Key.Key_Tab)
            here.type("15071979")
            here.press(Key.Key_Return)
            alike = here.page.editing.alike
            await here.until(lambda: alike.isVisible() and here.focus is alike.list)
            assert alike.rows.rows[0].patient.id == an_id("maria")
            assert await here.registered() == []

            here.press(Key.Key_Return)

            await here.until(lambda: (row := here.page.record.row) and row.id == an_id("maria"))
            assert not here.page.editing.is_open
            assert await here.registered() == []

    run(story())


def test_somebody_new_is_registered_all_the_same_once_for_two_enters(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            here.press(Key.Key_N, control=True)
            await here.until(lambda: here.page.editing.is_open and here.in_form)
            here.type("Nunez")
            here.press(Key.Key_Tab)
            here.type("Maria")
            here.go("phone")
            here.type("91 555 01 22")
            here.press(Key.Key_Return, Key.Key_Return)
            alike = here.page.editing.alike
            await here.until(lambda: here.focus is alike.list)

            here.press(Key.Key_Return, control=True)
            here.press(Key.Key_Return, control=True)

            await here.until(here.registered)
            await here.until(lambda: not here.page.editing.is_open)
            (row,) = await here.registered()
            assert (row.family_name, row.given_name) == ("Nunez", "Maria")
            await here.until(lambda: here.page.record.isVisible() and here.page.record.row)
            assert here.page.record.mark.text() == "Saved here, not sent yet"
            assert "number given when sent" in here.page.record.line.text()
            assert len(await here.desk.drafts()) == 1
            assert await here.kept("new") is None

    run(story())


def test_a_form_says_what_is_wrong_where_it_is_wrong_and_saves_nothing(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            here.press(Key.Key_N, control=True)
            await here.until(lambda: here.page.editing.is_open and here.in_form)
            here.go("birth_date")
            here.type("31/02/1985")
            here.go("email")
            here.type("grace at home")
            here.press(Key.Key_Return)
            assert {name: bool(here.form.field(name).error) for name in here.form.typed} == {
                "family_name": True,
                "given_name": False,
                "birth_date": True,
                "gender": False,
                "phone": False,
                "email": True,
                "address": False,
                "note": False,
            }
            assert here.form.place()[0] == "family_name"
            await here.nothing_happens()
            assert await here.registered() == []

    run(story())


def test_a_correction_is_saved_with_enter_and_taken_back_with_ctrl_z(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            await here.open("ibarra", TOMAS)
            await here.edit()
            here.go("phone")
            here.retype("+52 55 1188 4400")
            here.press(Key.Key_Return, Key.Key_Return)
            await here.until(here.desk.drafts)
            (draft,) = await here.desk.drafts()
            assert draft.patch == {"phone": "+52 55 1188 4400"}
            await here.until(lambda: not here.page.editing.is_open)

            here.press(Key.Key_Z, control=True)

            async def is_back() -> bool:
                row = await here.desk.shown("patients", TOMAS)
                return (row or {})["phone"] == "+52 55 1100 2200"

            await here.until(is_back)

    run(story())


def test_what_is_typed_is_never_written_over_by_a_colleague(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            await here.open("ibarra", TOMAS)
            await here.edit()
            here.go("phone")
            here.retype("+52 55 1188 4400")
            await here.desk.server_has(
                "patients", TOMAS, by=AMARA, phone="+52 55 1199 0000", address="Calle 9 #40"
            )
            changed = here.page.editing.card.changed
            await here.until(changed.isVisible)

            assert "Dr. Amara Okafor" in changed.text.text()
            assert here.text("phone") == "+52 55 1188 4400"
            assert here.text("address") == "Calle 9 #40"
            assert "+52 55 1199 0000" in here.form.field("phone").note.text()

            here.press(Key.Key_Return)
            await here.until(here.desk.drafts)
            (draft,) = await here.desk.drafts()
            assert draft.patch == {"phone": "+52 55 1188 4400"}
            assert draft.base["phone"] == "+52 55 1199 0000"

    run(story())


def test_an_echo_of_my_own_draft_says_nothing(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            await here.open("ibarra", TOMAS)
            await here.edit()
            here.go("phone")
            here.retype("1")
            await here.desk.server_has("patients", TOMAS)
            await here.until(lambda: here.page.record.row and here.page.record.row.version == 2)
            await here.nothing_happens()
            assert not here.page.editing.card.changed.isVisible()

    run(story())


def test_typed_text_survives_leaving_the_form_with_its_cursor(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            await here.open("ibarra", TOMAS)
            await here.edit()
            here.go("address")
            here.retype("Calle 7")
            here.press(Key.Key_Left, Key.Key_Left)
            here.press(Key.Key_Escape)
            await here.until(
                lambda: here.page.record.isVisible() and here.page.record.unsaved.isVisible()
            )
            assert await here.desk.drafts() == []

            await here.edit()

            await here.until(lambda: here.text("address") == "Calle 7")
            assert here.form.place() == ("address", len("Calle 7") - 2)
            assert here.page.editing.card.restored.isVisible()
            here.press(Key.Key_Return)
            await here.until(here.desk.drafts)
            assert (await here.desk.drafts())[0].patch == {"address": "Calle 7"}
            await here.until(lambda: not here.page.editing.is_open)
            assert await here.kept(TOMAS) is None

    run(story())


def test_typed_text_survives_the_window(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            here.press(Key.Key_N, control=True)
            await here.until(lambda: here.page.editing.is_open and here.in_form)
            here.type("Ferreira")
            here.main.close()
        async with reception(tmp_path) as again:
            again.press(Key.Key_N, control=True)
            await again.until(lambda: again.page.editing.is_open and again.in_form)
            await again.until(lambda: again.text("family_name") == "Ferreira")
            assert again.form.place() == ("family_name", len("Ferreira"))

    run(story())


def test_a_window_that_leaves_keeps_what_is_typed_before_it_goes_on(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            await here.open("ibarra", TOMAS)
            await here.edit()
            here.go("note")
            here.type("Prefers mornings")
            await here.page.leave()
            kept = await here.kept(TOMAS)
            assert kept is not None
            assert kept["typed"]["note"] == "Prefers mornings"

    run(story())


def test_typing_is_written_down_by_itself(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinic_app.parts.kept_text.view.KEEP_AFTER_MS", 10)

    async def story() -> None:
        async with reception(tmp_path) as here:
            await here.open("ibarra", TOMAS)
            await here.edit()
            here.go("note")
            here.type("Prefers mor")
            await here.until(lambda: here.kept(TOMAS))
            kept = await here.kept(TOMAS)
            assert kept is not None
            assert kept["typed"]["note"].startswith("P")

    run(story())


def test_a_role_that_only_looks_is_offered_nothing_to_change(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path, "system_admin") as here:
            assert not here.page.action_widgets()
            offered = [command.key for command in here.page.commands()]
            assert offered == ["patients.find", "patients.audit"]
            await here.open("ibarra", TOMAS)
            record = here.page.record
            assert not any(each.isVisible() for each in (record.book, record.edit, record.archive))
            here.page.edit()
            await here.nothing_happens()
            assert not here.page.editing.is_open

    run(story())


@pytest.mark.parametrize(("theme", "scale"), [("light", 1.0), ("dark", 1.5)])
def test_the_page_is_whole_in_every_dress(
    run: Run,
    tmp_path: Path,
    themed: Callable[..., None],
    shot: Callable[..., None],
    theme: str,
    scale: float,
) -> None:
    themed(theme, scale)

    async def story() -> None:
        async with reception(tmp_path) as here:
            here.main.resize(1360, 850)
            await add_visit(here.desk, "next", GRACE, here.desk.at(14), reason="Blood pressure")
            await here.open("mbeki", GRACE)
            await here.until(lambda: here.page.record.ahead.rows)
            shot(here.main, f"patients-{theme}-{scale}")

    run(story())
