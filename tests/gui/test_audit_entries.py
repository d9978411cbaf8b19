"""Every act on the screen is in the audit trail, and stands there once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit
from sqlalchemy import select

from clinic_app.desk import features
from clinic_app.features.sync_status.view import sheets
from clinic_app.parts.step_up import step_up
from clinic_app.shell.window import MainWindow
from clinic_app.told_server import ToldServer
from sync.errors import NotAllowed, Offline
from sync.replica.tables import audit, patients, rooms
from tests.gui.administration import FRONT, FakeProver, FakeServer
from tests.support.desk import (
    AMARA,
    CLINIC,
    GRACE,
    LUCIA,
    SAM,
    TOMAS,
    YUSUF,
    Desk,
    add_visit,
    an_id,
    open_desk,
)
from tests.support.hands import Hands, Key
from tests.support.window import shown
from tests.support.workplace import PASSWORDS, Workplace, open_workplace

Run = Any
pytestmark = pytest.mark.usefixtures("themed")
VISIT, ROOM = an_id("visit a"), an_id("room 1")


class Server(FakeServer):
    """Knows a trail, too: an empty one."""

    def _audit_read(self, request: dict[str, Any]) -> dict[str, Any]:
        del request
        return {"lines": []}


class Told(NamedTuple):
    """What of a line counts here."""

    action: str
    table: str = ""
    row_id: str = ""


@dataclass
class Clinic(Hands):
    """Lucía at a window with every page; she administers the clinic, and books."""

    desk: Desk
    main: MainWindow
    server: FakeServer
    prover: FakeProver
    folder: Path
    before: int = field(default=0)

    def page(self, key: str) -> Any:
        """A page, in front."""
        self.main.navigate(key)
        return self.main.pages[key]

    async def lines(self) -> list[Any]:
        return await self.desk.rows(select(audit).order_by(audit.c.seq))

    async def new(self) -> list[Told]:
        """What was added since `settled`."""
        lines = (await self.lines())[self.before :]
        return [Told(each.action, each.tbl, each.row_id) for each in lines]

    async def settled(self) -> None:
        """What comes from here on counts."""
        await self.nothing_happens()
        self.before = len(await self.lines())

    async def sheet(self, kind: type[QDialog] = QDialog) -> Any:
        def open_ones() -> list[QDialog]:
            tops = QApplication.topLevelWidgets()
            return [each for each in tops if isinstance(each, kind) and each.isVisible()]

        await self.until(open_ones)
        return open_ones()[0]

    async def save_as(self, name: str) -> Path:
        dialog = await self.sheet(QFileDialog)
        line = dialog.findChild(QLineEdit)
        line.setText(str(self.folder / name))
        dialog.accept()
        return self.folder / name


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[Clinic]:
    async with open_desk(folder, "facility_admin") as desk:
        await desk.server_has("facility_members", an_id(f"member {LUCIA}"), role="facility_admin")
        await desk.server_has(
            "rooms", ROOM, facility_id=CLINIC, name="Room 1", position=0, is_active=True
        )
        await add_visit(desk, "a", GRACE, desk.at(14))
        server, prover = Server(), FakeProver()
        told = ToldServer(server, desk.replica)
        window = MainWindow(replace(desk.ctx, server=told, prover=prover), features())
        window.resize(1360, 850)
        async with shown(window):
            here = Clinic(window, desk, window, server, prover, folder)
            await here.until(lambda: window.pages["schedule"].calendar.state.columns)  # type: ignore[attr-defined]
            yield here


# --- the acts -------------------------------------------------------------------------------------


async def open_record(here: Clinic, patient: str = GRACE) -> None:
    here.main.navigate("patients", patient_id=patient)
    record = here.main.pages["patients"].record  # type: ignore[attr-defined]
    await here.until(lambda: record.row is not None and record.row.id == patient)


async def with_record(here: Clinic) -> None:
    await open_record(here)


async def come_back(here: Clinic) -> None:
    here.main.navigate("sync_status")
    here.main.navigate("patients")


async def see_it_change(here: Clinic) -> None:
    await here.desk.server_has("patients", GRACE, phone="+27 21 555 0199")
    record = here.main.pages["patients"].record  # type: ignore[attr-defined]
    await here.until(lambda: record.row.phone.endswith("0199"))


async def correct(here: Clinic) -> None:
    page = here.page("patients")
    here.main.commands.run("patients.edit")
    await here.until(lambda: page.editing.is_open and page.editing.isAncestorOf(here.focus))
    here.retype("Mbeki-Koch")
    here.press(Key.Key_Return)
    await here.until(lambda: page.record.row.family_name == "Mbeki-Koch")


async def leave_as_it_is(here: Clinic) -> None:
    page = here.page("patients")
    here.main.commands.run("patients.edit")
    await here.until(lambda: page.editing.is_open and page.editing.isAncestorOf(here.focus))
    here.press(Key.Key_Return)
    await here.until(lambda: not page.editing.is_open)


async def register(here: Clinic) -> None:
    page = here.page("patients")
    here.main.commands.run("patients.register")
    await here.until(lambda: page.editing.is_open and page.editing.isAncestorOf(here.focus))
    here.type("Adeyemi")
    here.press(Key.Key_Return)
    await here.until(lambda: page.record.row and page.record.row.family_name == "Adeyemi")


async def archive(here: Clinic) -> None:
    page = here.page("patients")
    page.record.archive.click()
    await here.until(lambda: not page.record.row.is_active)


async def open_visit(here: Clinic) -> None:
    page = here.page("schedule")
    here.main.navigate("schedule", appointment_id=VISIT)
    await here.until(lambda: page.aside.details_id == VISIT)


async def reach_visit(here: Clinic) -> None:
    """The details of the visit, as in `open_visit`, with the cursor on it."""
    await open_visit(here)
    calendar = here.page("schedule").calendar
    calendar.setFocus()
    await here.until(lambda: calendar.state.cursor.block_id == VISIT)


async def confirm_visit(here: Clinic) -> None:
    here.press(Key.Key_C)
    await here.until(lambda: is_status(here, "confirmed"))


async def cancel_visit(here: Clinic) -> None:
    question = here.page("schedule").aside.question
    here.press(Key.Key_Delete)
    await here.until(lambda: question.is_open)
    here.press(Key.Key_Return)
    await here.until(lambda: is_status(here, "cancelled"))


async def is_status(here: Clinic, status: str) -> bool:
    return ((await here.desk.shown("appointments", VISIT)) or {}).get("status") == status


async def with_card(here: Clinic) -> None:
    await here.desk.replica.write(
        "Correct", lambda tx: tx.update(patients, TOMAS, phone="+52 55 1188 4400")
    )
    (draft,) = await here.desk.drafts()
    await here.desk.refuse(draft.id, "forbidden", "not_allowed")


async def open_card(here: Clinic) -> None:
    page = here.page("conflicts")
    await here.until(lambda: page.opened.detail is not None)


async def with_open_card(here: Clinic) -> None:
    await with_card(here)
    await open_card(here)


async def discard(here: Clinic) -> None:
    page = here.page("conflicts")
    from clinic_app.features.conflicts.actions import Discard

    page.opened.decided.emit(Discard(page.cards.rows[0].id))
    await here.until(lambda: not page.cards.rows)


async def discarded(here: Clinic) -> None:
    await with_open_card(here)
    await discard(here)
    await here.until(lambda: len(here.main.undo))


async def take_back(here: Clinic) -> None:
    here.main.navigate("sync_status")
    here.main.take_back()
    await here.until(lambda: here.main.pages["conflicts"].cards.rows)  # type: ignore[attr-defined]


async def save_diagnostics(here: Clinic) -> None:
    here.page("sync_status")
    here.main.commands.run("sync_status.support")
    sheet = await here.sheet(sheets.Support)
    sheet._on_save()
    path = await here.save_as("diagnostics.txt")
    await here.until(path.exists)


async def save_drafts(here: Clinic) -> None:
    here.page("sync_status")
    here.main.commands.run("sync_status.export")
    path = await here.save_as("drafts.clinic-drafts")
    sheet = await here.sheet(sheets.NewPassphrase)
    for line in (sheet.first, sheet.second):
        line.setText("five small grey cats")
    sheet.accept()
    await here.until(path.exists)


async def with_draft(here: Clinic) -> None:
    await here.desk.replica.write(
        "Correct", lambda tx: tx.update(patients, YUSUF, phone="+90 212 555 0100")
    )


async def administer(here: Clinic, section: str) -> Any:
    page = here.page("administration")
    page.choose(section)
    found = page.sections[section]
    await here.until(lambda: not hasattr(found, "rows") or found.rows.is_read)
    return found


async def out_of_use(here: Clinic) -> None:
    section = await administer(here, "rooms")
    await here.until(lambda: section.editor.row)
    section.switch_use()
    await here.until(lambda: is_used(here, on=False))


async def is_used(here: Clinic, *, on: bool) -> bool:
    return bool(await here.desk.rows(select(rooms.c.id).where(rooms.c.is_active == on)))


async def deactivate(here: Clinic) -> None:
    people = await administer(here, "people")
    people.list.setCurrentIndex(people.rows.index_of(an_id(f"member {SAM}")))
    await here.until(lambda: people.card.row and people.card.row.user_id == SAM)
    people.card.out.click()
    people.card.question.yes.click()
    await here.until(lambda: not people.card.row.is_active)


async def invite(here: Clinic, email: str = "ona@clinic.example") -> None:
    page = here.page("administration")
    page.invite()
    form = page.people.inviting.editor.form
    await here.until(form.field("email").control.hasFocus)
    await here.until(form.field("display_name").control.isVisible)
    here.type(email)
    here.press(Key.Key_Tab)
    here.type("Ona Serra")
    here.press(Key.Key_Return)


async def invite_ona(here: Clinic) -> None:
    await invite(here)
    await here.until(lambda: here.server.invited)


async def invite_sam(here: Clinic) -> None:
    await invite(here, "sam@clinic.example")
    trouble = here.page("administration").people.inviting.editor.trouble
    await here.until(lambda: "works here already" in trouble.text.text())


async def withdraw(here: Clinic) -> None:
    inviting = here.page("administration").people.inviting
    await here.until(lambda: inviting.rows.rows)
    inviting.list.setCurrentIndex(inviting.rows.index(0, 0))
    inviting.withdraw_button.click()
    await here.until(lambda: not inviting.rows.rows)


async def wipe(here: Clinic) -> None:
    people = await administer(here, "people")
    people.list.setCurrentIndex(people.rows.index_of(an_id(f"member {SAM}")))
    await here.until(lambda: people.card.computers.buttons.get(FRONT))
    people.card.computers.buttons[FRONT].click()
    people.card.question.yes.click()
    await here.until(lambda: here.server.wipes)


async def be_refused(here: Clinic) -> None:
    here.server.refuses = True
    told = here.main.ctx.server
    assert told is not None
    with pytest.raises(NotAllowed):
        await told.ask("order_wipe", {"user_id": AMARA, "device": None})


async def be_offline(here: Clinic) -> None:
    here.server.is_offline = True
    told = here.main.ctx.server
    assert told is not None
    with pytest.raises(Offline):
        await told.ask("order_wipe", {"user_id": AMARA, "device": None})


async def look_at_the_trail(here: Clinic) -> None:
    page = here.page("audit")
    await here.until(lambda: page.rows.is_read)


async def nothing(here: Clinic) -> None:
    """What `before` does is what counts."""


Act = Callable[[Clinic], Awaitable[None]]
ACTS: list[tuple[str, Act, Act, list[Told]]] = [
    ("a patient's record is opened", nothing, open_record, [Told("view", "patients", GRACE)]),
    ("it is opened again", with_record, open_record, []),
    ("it is come back to", with_record, come_back, [Told("view", "patients", GRACE)]),
    ("it changes while it is shown", with_record, see_it_change, []),
    ("it is corrected", with_record, correct, [Told("update", "patients", GRACE)]),
    ("it is left as it is", with_record, leave_as_it_is, []),
    ("it is archived", with_record, archive, [Told("update", "patients", GRACE)]),
    ("somebody is registered", with_record, register, [Told("insert", "patients", "?")]),
    ("an appointment is opened", nothing, open_visit, [Told("view", "appointments", VISIT)]),
    ("it is confirmed", reach_visit, confirm_visit, [Told("update", "appointments", VISIT)]),
    ("it is cancelled", reach_visit, cancel_visit, [Told("update", "appointments", VISIT)]),
    ("a refused change is opened", with_card, open_card, [Told("view", "patients", TOMAS)]),
    ("it is let go", with_open_card, discard, [Told("decision", "patients", TOMAS)]),
    ("that is taken back", discarded, take_back, [Told("decision", "patients", TOMAS)]),
    ("diagnostics are saved", nothing, save_diagnostics, [Told("export")]),
    ("drafts are saved", with_draft, save_drafts, [Told("export")]),
    ("a room goes out of use", nothing, out_of_use, [Told("update", "rooms", ROOM)]),
    (
        "somebody is deactivated",
        nothing,
        deactivate,
        [Told("update", "facility_members", an_id(f"member {SAM}"))],
    ),
    (
        "somebody is invited",
        nothing,
        invite_ona,
        [Told("people", "invitations", an_id("ona@clinic.example"))],
    ),
    ("who works here is invited", nothing, invite_sam, []),
    (
        "an invitation is withdrawn",
        invite_ona,
        withdraw,
        [Told("people", "invitations", an_id("ona@clinic.example"))],
    ),
    ("a computer is to forget somebody", nothing, wipe, [Told("people", "profiles", SAM)]),
    ("the server says no", nothing, be_refused, [Told("refusal", "profiles", AMARA)]),
    ("the server does not hear it", nothing, be_offline, []),
    ("the trail is looked at", nothing, look_at_the_trail, [Told("view")]),
]


@pytest.mark.parametrize(
    ("before", "act", "told"), [row[1:] for row in ACTS], ids=[row[0] for row in ACTS]
)
def test_an_act_has_its_line(
    run: Run, tmp_path: Path, before: Act, act: Act, told: list[Told]
) -> None:
    async def story() -> None:
        async with at_work(tmp_path) as here:
            await before(here)
            await here.settled()
            await act(here)
            await here.until(lambda: has_come(here, len(told)))
            await here.nothing_happens()
            found = await here.new()
            known = [
                each._replace(row_id="?") if wanted.row_id == "?" else each
                for each, wanted in zip(found, told, strict=False)
            ]
            assert [*known, *found[len(told) :]] == told
            lines = (await here.lines())[here.before :]
            assert all(each.label and each.person == LUCIA for each in lines)

    run(story())


async def has_come(here: Clinic, many: int) -> bool:
    return len(await here.new()) >= many


def test_walking_through_the_list_is_a_look_at_each(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with at_work(tmp_path) as here:
            page = here.page("patients")
            await here.until(lambda: page.finder.rows.is_read)
            await here.settled()
            shown = []
            for _ in range(3):
                here.press(Key.Key_Down)
                last = shown[-1] if shown else None
                await here.until(lambda was=last: page.record.row and page.record.row.id != was)  # type: ignore[misc]
                shown.append(page.record.row.id)
            await here.until(lambda: has_come(here, 3))
            assert await here.new() == [Told("view", "patients", each) for each in shown]

    run(story())


def test_a_window_that_is_locked_and_opened_shows_what_was_looked_at_already(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with at_work(tmp_path) as here:
            await open_record(here)
            await here.settled()
            here.main.lock()
            here.main.unlock()
            await here.nothing_happens()
            assert await here.new() == []

    run(story())


def test_a_page_that_is_not_looked_at_looks_at_nothing(run: Run, tmp_path: Path) -> None:
    """The pages are made in the background, and follow the data from their first visit on."""

    async def story() -> None:
        async with at_work(tmp_path) as here:
            await with_card(here)
            await here.settled()
            here.main.page("conflicts")
            await asyncio.sleep(0)
            await here.nothing_happens()
            assert await here.new() == []

    run(story())


def test_a_morning_at_the_desk_is_told_line_by_line(run: Run, tmp_path: Path) -> None:
    def told(place: Workplace, person: str) -> list[str]:
        asked = "SELECT action FROM audit ORDER BY seq"
        return [action for (action,) in place.on_disk(person, asked)]

    async def story() -> None:
        async with open_workplace(tmp_path / "home") as place:
            window = await place.comes(LUCIA)
            hands = Hands(window)
            await hands.until(lambda: told(place, LUCIA) == ["unlock"])
            hands.press(Key.Key_L, control=True)
            await hands.until(lambda: told(place, LUCIA)[1:] == ["lock"])
            hands.type("not her words")
            hands.press(Key.Key_Return)
            await hands.until(lambda: window.cover.field.error)
            hands.type(PASSWORDS[LUCIA])
            hands.press(Key.Key_Return)
            await hands.until(lambda: not window.is_locked)
            await hands.until(lambda: told(place, LUCIA)[2:] == ["refusal", "unlock"])
            await place.comes(AMARA)
            await hands.until(lambda: told(place, AMARA) == ["unlock"])
            await hands.until(lambda: told(place, LUCIA)[4:] == ["lock"])

    run(story())


def test_whoever_proves_wrong_before_something_grave_is_in_the_trail(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_workplace(tmp_path / "home") as place:
            window = await place.comes(LUCIA)
            seat = place.desks.seat_of(LUCIA)
            assert seat is not None
            asking = asyncio.create_task(step_up(window, seat.desk.prover, "a reason"))
            hands = Hands(window)
            await hands.until(
                lambda: any(
                    isinstance(each, QDialog) and each.isVisible()
                    for each in QApplication.topLevelWidgets()
                )
            )
            hands.type("somebody else's words")
            hands.press(Key.Key_Return)

            async def refused() -> bool:
                found = await seat.session.replica.read(
                    lambda db: list(
                        db.execute(select(audit.c.fields).where(audit.c.action == "refusal"))
                    )
                )
                return [row.fields for row in found] == [["auth.wrong_password"]]

            await hands.until(refused)
            asking.cancel()

    run(story())
