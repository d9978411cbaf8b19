"""A record's past: who changed what and when, and every text that was ever in doubt, found again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton

from clinic_app.features.conflicts.actions import Discard, keep_mine
from clinic_app.features.patients import FEATURE
from clinic_app.features.patients.view import PatientsPage
from clinic_app.parts.record_history.model import Entry, entries
from clinic_app.parts.record_history.queries import LIMIT, history
from clinic_app.parts.record_history.view import RecordHistory
from clinic_app.shell.window import MainWindow
from clinic_app.ui.widgets import Label
from sync.clock import CorrectedClock
from sync.replica import settled
from sync.replica.overlay import settle
from sync.replica.tables import patients
from tests.support.desk import AMARA, GRACE, LUCIA, SAM, TOMAS, Desk, FakeEngine, open_desk
from tests.support.hands import Hands, Key
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]


async def past(desk: Desk, row_id: str = TOMAS, table: str = "patients") -> list[Entry]:
    rows = await desk.replica.read(history(table, row_id).run)
    return entries(rows, table, LUCIA)


async def correct(desk: Desk, row_id: str = TOMAS, **patch: Any) -> str:
    desk.clock.advance(60)
    await desk.replica.write("Correct details", lambda tx: tx.update(patients, row_id, **patch))
    return (await desk.drafts())[-1].id


async def take(desk: Desk, draft: str) -> None:
    def confirm(db: Any) -> None:
        settled.keep_all(db, [draft], desk.clock.now())
        settle(db, draft)

    await desk.replica.apply(confirm, {"outbox", "settled", "patients"})


async def a_clash(desk: Desk) -> str:
    """Tomás' telephone was changed here and by Dr. Okafor, who changed the address too."""
    draft = await correct(desk, phone="+52 55 1188 4400")
    base = (await desk.drafts())[-1].base
    theirs = base | {
        "phone": "+52 55 1199 0000",
        "address": "Calle 9 #40",
        "version": 2,
        "updated_by": AMARA,
    }
    return await desk.refuse(draft, "conflict", "same_field", fields=["phone"], row=theirs)


def test_a_change_is_told_with_both_values_from_the_moment_it_is_written(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            draft = await correct(desk, phone="22", note="Prefers mornings")
            waiting = (await past(desk))[0]
            assert (waiting.person, waiting.label, waiting.state) == (
                LUCIA,
                "Correct details",
                "waiting",
            )
            texts = {each.field: (each.before, each.after) for each in waiting.changes}
            assert texts == {
                "phone": ("+52 55 1100 2200", "22"),
                "note": ("", "Prefers mornings"),
            }
            await take(desk, draft)
            taken = (await past(desk))[0]
            assert taken.state == "taken"
            assert taken.changes == waiting.changes

    run(story())


def test_what_was_pruned_after_two_weeks_keeps_who_when_and_which_fields(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await take(desk, await correct(desk, phone="22"))
            much_later = desk.clock.now() + settled.KEPT_FOR * 2
            await desk.replica.apply(lambda db: settled.prune(db, much_later), {"settled"})
            entry = (await past(desk))[0]
            assert [change.field for change in entry.changes] == ["phone"]
            assert not entry.is_known
            assert entry.person == LUCIA

    run(story())


def test_the_newest_is_first_and_the_list_is_bounded(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            for number in range(LIMIT + 5):
                await correct(desk, phone=str(number))
            told = await past(desk)
            assert len(told) in (LIMIT - 1, LIMIT)  # the record itself is one of the rows
            newest = told[0].changes[0]
            assert newest.after == str(LIMIT + 4)
            assert [entry.at for entry in told] == sorted((e.at for e in told), reverse=True)

    run(story())


def test_several_edits_of_one_write_are_one_entry(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:

            def twice(tx: Any) -> None:
                tx.update(patients, TOMAS, phone="22")
                tx.update(patients, TOMAS, email="a@b.example")

            await desk.replica.write("Correct details", twice)
            first = (await past(desk))[0]
            assert {change.field for change in first.changes} == {"phone", "email"}
            assert [e.label for e in await past(desk)].count("Correct details") == 1

    run(story())


def test_a_decided_card_keeps_all_three_texts_for_ever(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card = await a_clash(desk)
            waits = next(e for e in await past(desk) if e.source == "card")
            assert waits.state == "open"
            desk.clock.advance(300)
            await desk.replica.write("Settle", keep_mine(card))
            await take(desk, (await desk.drafts())[-1].id)
            much_later = desk.clock.now() + timedelta(days=400)
            await desk.replica.apply(lambda db: settled.prune(db, much_later), {"settled"})

            decided = next(e for e in await past(desk) if e.source == "card")
            assert (decided.state, decided.outcome, decided.decided_by) == (
                "decided",
                "kept_mine",
                LUCIA,
            )
            phone = next(change for change in decided.changes if change.field == "phone")
            assert (phone.before, phone.after, phone.theirs, phone.kept) == (
                "+52 55 1100 2200",
                "+52 55 1188 4400",
                "+52 55 1199 0000",
                "mine",
            )
            # What the colleague changed beside it is there as well.
            address = next(change for change in decided.changes if change.field == "address")
            assert (address.before, address.theirs) == ("Calle 5 #12", "Calle 9 #40")

    run(story())


def test_a_colleagues_change_is_told_as_far_as_the_record_knows_it(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            desk.clock.advance(60)
            await desk.server_has("patients", TOMAS, by=AMARA, phone="33")
            (entry,) = await past(desk)
            assert (entry.source, entry.person, entry.at) == ("row", AMARA, desk.clock.now())
            # My own draft on top of it: the record's last change is mine, and told once.
            await correct(desk, phone="44")
            assert [e.source for e in await past(desk)] == ["line"]

    run(story())


def test_who_only_looked_is_not_the_past_of_a_record(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        from sync.replica.audit import Line, append

        async with open_desk(tmp_path) as desk:
            look = Line(desk.clock.now(), SAM, "d", "Open a record", "view", "patients", TOMAS)
            await desk.replica.apply(lambda db: append(db, [look]), {"audit"})
            assert [e.source for e in await past(desk)] == ["row"]

    run(story())


def test_a_long_trail_is_not_read_to_find_one_record(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            statement = history("patients", TOMAS).statement

            def plan(db: Any) -> list[str]:
                text = statement.compile(db, compile_kwargs={"literal_binds": True})
                steps = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")
                return [str(step[3]) for step in steps]

            steps = await desk.replica.read(plan)
            for table in ("audit", "settled", "outbox", "cards", "patients"):
                (step,) = (s for s in steps if f" {table}" in s and s.startswith(("S", "SCAN")))
                assert step.startswith("SEARCH"), step

    run(story())


# On the screen


@dataclass
class Reader(Hands):
    """Somebody who looks at a patient's changes."""

    window: MainWindow
    desk: Desk
    page: PatientsPage

    @property
    def history(self) -> RecordHistory:
        return self.page.record.past.history

    @property
    def shown(self) -> list[str]:
        """Titles of the list."""
        model = self.history.entries
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    @property
    def texts(self) -> list[str]:
        """Every text of the pane at the right."""
        inside = self.history.texts.widget()
        return [] if inside is None else [each.text() for each in inside.findChildren(Label)]

    async def open(self, patient: str = TOMAS) -> None:
        self.page.open(patient)
        await self.until(lambda: self.page.record.row)
        changes = next(
            button
            for button in self.page.record.past.which.findChildren(QAbstractButton)
            if button.text() == "Changes"
        )
        changes.setFocus()
        self.press(Key.Key_Space)
        await self.until(lambda: self.history.entries.is_read and self.history.isVisible())


@asynccontextmanager
async def reader(folder: Path) -> AsyncIterator[Reader]:
    async with open_desk(folder) as desk:
        engine = cast(FakeEngine, desk.ctx.engine)
        clock = CorrectedClock(desk.clock, lambda: engine.status.skew)
        window = MainWindow(replace(desk.ctx, clock=clock), [FEATURE])
        window.resize(1360, 850)
        async with shown(window):
            page = cast(PatientsPage, window.pages["patients"])
            yield Reader(window, desk, page)


def test_all_three_texts_are_read_and_searched_at_the_patient(
    run: Run, themed: Callable[..., None], shot: Callable[..., None], tmp_path: Path
) -> None:
    async def story() -> None:
        async with reader(tmp_path) as here:
            card = await a_clash(here.desk)
            await here.desk.replica.write("Settle a refused draft", keep_mine(card))
            await correct(here.desk, note="Prefers mornings")
            await here.open()
            await here.until(lambda: len(here.shown) >= 3)
            assert "Decided: Kept mine" in here.shown
            here.history.list.setFocus()
            here.press(Key.Key_Home)
            await here.until(lambda: "Prefers mornings" in here.texts)
            while "Decided: Kept mine" not in here.texts:
                here.press(Key.Key_Down)
            for text in ("+52 55 1100 2200", "+52 55 1188 4400", "+52 55 1199 0000", "kept"):
                assert text in here.texts
            assert "Written by Lucía Herrera" in here.texts
            for name in ("light", "dark"):
                themed(name)
                shot(here.window, f"record-history-{name}")

            # A number that was not kept is found all the same: on the card, and before the decision.
            here.history.filter.setFocus()
            here.type("1199 0000")
            here.press(Key.Key_Return)
            found = ["Decided: Kept mine", "Settle a refused draft"]
            await here.until(lambda: here.shown == found)

    run(story())


def test_what_happens_while_somebody_reads_moves_the_list(
    run: Run, themed: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reader(tmp_path) as here:
            await here.open(GRACE)
            await here.until(lambda: here.shown == ["Changed elsewhere"])
            draft = await correct(here.desk, GRACE, phone="22")
            await here.until(lambda: here.shown[0] == "Correct details")
            card = await here.desk.refuse(draft, "rejected", "invalid")
            await here.until(lambda: "Waits for a decision" in here.shown)
            await here.desk.replica.write("Settle", Discard(card))
            await here.until(lambda: "Decided: Discarded" in here.shown)

    run(story())


@pytest.mark.parametrize("year", [365, -365])
def test_with_a_wrong_clock_the_past_is_set_right_and_says_about(
    run: Run, themed: Any, tmp_path: Path, year: int
) -> None:
    async def story() -> None:
        async with reader(tmp_path) as here:
            skew = timedelta(days=year)
            here.desk.clock.skew(-skew)
            cast(FakeEngine, here.desk.ctx.engine).status.skew = skew
            await correct(here.desk, phone="22")
            await here.open()
            await here.until(lambda: "Correct details" in here.shown)
            here.history.list.setFocus()
            while "Correct details" not in here.texts:
                here.press(Key.Key_Down)
            assert "Lucía Herrera · about 10:56" in here.texts

    run(story())
