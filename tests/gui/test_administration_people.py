"""People of the clinic with the keyboard alone: names, roles, the way out, lost computers, invitations."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from clinic_app.features.administration.view.computers import ALL
from sync.replica.tables import audit, facility_members
from tests.gui.administration import FRONT, LAPTOP, FakeServer, Office, office
from tests.support.desk import AMARA, JENS, LUCIA, SAM, an_id
from tests.support.hands import Key

Run = Callable[[Coroutine[Any, Any, Any]], Any]
pytestmark = pytest.mark.usefixtures("themed")


def member(person: str) -> str:
    return an_id(f"member {person}")


async def choose(here: Office, person: str) -> Any:
    """Walk down the list to somebody, and wait until they are shown."""
    people = here.page.people
    people.go_to_list()
    index = people.rows.index_of(member(person))
    here.press(Key.Key_Home, *[Key.Key_Down] * index.row())
    await here.until(lambda: people.card.row is not None and people.card.row.user_id == person)
    await here.until(lambda: people.registry.is_known or people.registry.trouble)
    return people.card


async def state(here: Office, person: str) -> dict[str, Any]:
    row = await here.desk.shown("facility_members", member(person))
    assert row is not None
    return {name: row[name] for name in ("display_name", "role", "is_active")}


def test_a_colleague_is_renamed_and_it_is_taken_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            card = await choose(here, SAM)
            here.press(Key.Key_Return)
            await here.until(card.form.field("display_name").control.hasFocus)
            here.retype("Sam Ortiz Vega")
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.main.undo))
            assert (await state(here, SAM))["display_name"] == "Sam Ortiz Vega"
            (draft,) = await here.desk.drafts()
            assert (draft.kind, draft.patch) == ("update", {"display_name": "Sam Ortiz Vega"})
            assert here.prover.asked == 0, "a name opens no door"
            here.main.take_back()
            await here.until(lambda: _is(here, SAM, display_name="Sam Ortiz"))

    run(story())


async def _is(here: Office, person: str, **values: Any) -> bool:
    now = await state(here, person)
    return all(now[name] == value for name, value in values.items())


def test_another_role_wants_a_proof_and_is_told_what_it_may(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            here.prover.is_recent = False
            card = await choose(here, SAM)
            here.press(Key.Key_Return, Key.Key_Tab)
            box = card.form.field("role").control
            assert isinstance(box, QComboBox)
            assert box.hasFocus()
            here.type("Nur")
            assert box.currentData() == "nurse"
            assert "Treats" in card.form.field("role").note.text()
            here.press(Key.Key_Return)
            await here.until(
                lambda: isinstance(here.focus, QLineEdit) and here.focus.window() is not here.main
            )
            here.type("correct horse")
            here.press(Key.Key_Return)
            await here.until(lambda: _is(here, SAM, role="nurse"))
            assert here.prover.asked == 1

    run(story())


def test_whoever_proves_nothing_changes_no_role(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            here.prover.is_recent = False
            await choose(here, SAM)
            here.press(Key.Key_Return, Key.Key_Tab)
            here.type("Nur")
            here.press(Key.Key_Return)
            await here.until(
                lambda: isinstance(here.focus, QLineEdit) and here.focus.window() is not here.main
            )
            here.press(Key.Key_Escape)
            await here.nothing_happens()
            assert await _is(here, SAM, role="reception")
            assert await here.desk.drafts() == []

    run(story())


def test_putting_somebody_out_is_asked_once_and_taken_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            card = await choose(here, SAM)
            card.out.click()
            assert card.question.isVisible()
            assert card.question.yes.role == "danger"
            assert here.focus is card.question.no, "a careless Enter leaves it"
            here.press(Key.Key_Return)
            assert not card.question.isVisible()
            assert await _is(here, SAM, is_active=True)

            card.out.click()
            here.press(Key.Key_Backtab)
            assert here.focus is card.question.yes
            here.press(Key.Key_Return)
            await here.until(lambda: _is(here, SAM, is_active=False))
            people = here.page.people
            await here.until(lambda: "Deactivated" in people._detail(card.row))
            assert card.out.text() == "Activate again"
            await here.until(lambda: len(here.main.undo))
            here.main.take_back()
            await here.until(lambda: _is(here, SAM, is_active=True))

    run(story())


@pytest.mark.parametrize("deed", ["role", "out"])
def test_the_last_administrator_stays(run: Run, tmp_path: Path, deed: str) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            card = await choose(here, LUCIA)
            if deed == "out":
                card.out.click()
                here.press(Key.Key_Backtab, Key.Key_Return)
            else:
                here.press(Key.Key_Return, Key.Key_Tab)
                here.type("Nur")
                here.press(Key.Key_Return)
            await here.until(card.trouble.isVisible)
            assert "last administrator" in card.trouble.text.text()
            assert await _is(here, LUCIA, role="facility_admin", is_active=True)

    run(story())


def test_a_system_administrator_is_beyond_reach(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            await here.desk.server_has("facility_members", member(AMARA), role="system_admin")
            card = await choose(here, AMARA)
            await here.until(lambda: not card.save_button.isVisible())
            assert not card.out.isVisible()
            assert not card.form.field("role").control.isEnabled()

    run(story())


# --- computers ------------------------------------------------------------------------------------


def test_a_lost_computer_is_told_to_forget_and_the_order_is_taken_back(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            card = await choose(here, SAM)
            await here.until(lambda: set(card.computers.buttons) == {FRONT, LAPTOP})
            assert card.email.text() == f"{SAM[:8]}@clinic.example"
            card.computers.buttons[LAPTOP].click()
            assert "also what was not sent yet" in card.question.detail.text()
            here.press(Key.Key_Backtab, Key.Key_Return)
            await here.until(lambda: here.server.wipes == {(SAM, LAPTOP)})
            await here.until(lambda: card.computers.buttons[LAPTOP].text() == "Take the order back")
            await here.until(lambda: len(here.main.undo))
            here.main.take_back()
            await here.until(lambda: here.server.wipes == set())

            card.computers.everywhere.click()
            here.press(Key.Key_Backtab, Key.Key_Return)
            await here.until(lambda: here.server.wipes == {(SAM, None)})
            await here.until(lambda: card.computers.buttons[FRONT].text() == "Take the order back")
            card.computers.buttons[FRONT].click()
            await here.until(lambda: here.server.wipes == set())
            assert ALL == ""

    run(story())


def test_whose_computers_are_not_yours_to_empty_is_said(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            card = await choose(here, JENS)
            await here.until(lambda: "None has been heard of" in card.computers.note.text())
            assert card.computers.buttons == {}
            assert not card.computers.everywhere.isVisible()

    run(story())


def test_without_a_line_the_rest_works_and_the_words_say_what_does_not(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with office(tmp_path, server=FakeServer(is_offline=True)) as here:
            card = await choose(here, SAM)
            await here.until(lambda: "needs the server" in card.computers.note.text())
            here.press(Key.Key_Return)
            here.retype("Sam O.")
            here.press(Key.Key_Return)
            await here.until(lambda: _is(here, SAM, display_name="Sam O."))

    run(story())


# --- invitations ----------------------------------------------------------------------------------


async def fill_invitation(here: Office, email: str, name: str) -> Any:
    here.page.invite()
    inviting = here.page.people.inviting
    await here.until(inviting.editor.form.field("email").control.hasFocus)
    here.type(email)
    here.press(Key.Key_Tab)
    here.type(name)
    return inviting


def test_somebody_is_invited_with_the_keyboard(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            inviting = await fill_invitation(here, "ona@clinic.example", "Ona Serra")
            here.press(Key.Key_Tab)
            here.type("Nur")
            here.press(Key.Key_Return)
            await here.until(lambda: inviting.rows.rows)
            (row,) = inviting.rows.rows
            assert (row.email, row.display_name, row.role) == (
                "ona@clinic.example",
                "Ona Serra",
                "nurse",
            )
            assert here.prover.asked == 0
            email = inviting.editor.form.field("email").control
            await here.until(lambda: email.hasFocus() and email.text() == "")

            inviting.list.setCurrentIndex(inviting.rows.index(0, 0))
            inviting.withdraw_button.click()
            await here.until(lambda: not inviting.rows.rows and len(here.main.undo))
            here.main.take_back()
            await here.until(lambda: inviting.rows.rows)

    run(story())


def test_making_an_administrator_wants_a_proof(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            inviting = await fill_invitation(here, "ona@clinic.example", "Ona Serra")
            here.press(Key.Key_Tab)
            here.type("Adm")
            here.press(Key.Key_Return)
            await here.until(lambda: inviting.rows.rows)
            assert here.prover.asked == 1

    run(story())


@pytest.mark.parametrize(
    ("email", "name", "field", "said"),
    [
        ("", "Ona", "email", "filled in"),
        ("ona at clinic", "Ona", "email", "looks like"),
        ("ona@clinic.example", "", "display_name", "filled in"),
    ],
)
def test_what_is_missing_is_said_beside_it(
    run: Run, tmp_path: Path, email: str, name: str, field: str, said: str
) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            inviting = await fill_invitation(here, email, name)
            here.press(Key.Key_Return)
            assert said in inviting.editor.form.field(field).error
            assert inviting.editor.form.field(field).control.hasFocus()
            assert here.server.invited == []

    run(story())


def test_who_works_here_already_is_not_invited(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            inviting = await fill_invitation(here, "sam@clinic.example", "Sam")
            here.press(Key.Key_Return)
            await here.until(lambda: "works here already" in inviting.editor.trouble.text.text())
            assert inviting.editor.form.typed["email"] == "sam@clinic.example"

    run(story())


def test_an_invitation_without_a_line_is_kept_and_comes_back_with_the_window(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with office(tmp_path, server=FakeServer(is_offline=True)) as here:
            inviting = await fill_invitation(here, "ona@clinic.example", "Ona Serra")
            here.press(Key.Key_Return)
            await here.until(lambda: "needs the server" in inviting.editor.trouble.text.text())
            await here.page.leave()
        async with office(tmp_path) as here:
            here.page.invite()
            inviting = here.page.people.inviting
            await here.until(inviting.editor.restored.isVisible)
            typed = inviting.editor.form.typed
            assert (typed["email"], typed["display_name"]) == ("ona@clinic.example", "Ona Serra")
            assert inviting.editor.form.field("display_name").control.hasFocus()
            here.press(Key.Key_Return)
            await here.until(lambda: here.server.invited)

    run(story())


def test_every_write_is_in_the_audit_trail_in_words(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with office(tmp_path) as here:
            card = await choose(here, SAM)
            card.out.click()
            here.press(Key.Key_Backtab, Key.Key_Return)
            await here.until(lambda: _is(here, SAM, is_active=False))
            rows = await here.desk.rows(
                facility_members.select().where(facility_members.c.user_id == SAM)
            )
            lines = await here.desk.rows(audit.select().where(audit.c.row_id == rows[0].id))
            assert [(line.label, line.fields) for line in lines] == [
                ("Deactivate somebody", ["is_active"])
            ]

    run(story())
