"""Deciding refused drafts with the keyboard alone, in the real window."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select

from clinic_app.features.conflicts import FEATURE, queries
from clinic_app.features.conflicts.view import ConflictsPage
from clinic_app.features.conflicts.view.clash_detail import ClashDetail
from clinic_app.features.conflicts.view.plain_detail import PlainDetail
from clinic_app.features.conflicts.view.settled_detail import SettledDetail
from clinic_app.features.conflicts.view.slot_detail import SlotDetail
from clinic_app.shell.window import MainWindow
from sync.backend.wire import Blocking
from sync.replica import outbox
from sync.replica.tables import appointments, cards, patients
from tests.support.desk import (
    AMARA,
    CLINIC,
    GRACE,
    LUCIA,
    MUELLER,
    NEW_PATIENT,
    OKAFOR,
    TOMAS,
    YUSUF,
    Desk,
    add_visit,
    an_id,
    moment_text,
    open_desk,
)
from tests.support.hands import Hands, Key
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Before = Callable[[Desk], Coroutine[Any, Any, Any]]
pytestmark = pytest.mark.usefixtures("themed")


@dataclass
class Reception(Hands):
    """The page in the window of the reception."""

    desk: Desk
    page: ConflictsPage
    main: MainWindow

    @property
    def detail(self) -> Any:
        return self.page.opened.detail

    async def opened(self, kind: type) -> Any:
        """Wait for a card of this kind, with the focus where its answer is."""
        await self.until(
            lambda: isinstance(self.detail, kind) and self.detail.isAncestorOf(self.focus)
        )
        return self.detail

    async def card(self) -> Any:
        """The only card there is."""
        (row,) = await self.desk.rows(select(cards.c.id))
        return (await self.desk.replica.read(queries.card(row.id).run))[0]

    async def settled(self) -> bool:
        return bool((await self.card()).closed_at)


@asynccontextmanager
async def reception(folder: Path, *before: Before) -> AsyncIterator[Reception]:
    async with open_desk(folder) as desk:
        for story in before:
            await story(desk)
        window = MainWindow(desk.ctx, [FEATURE])
        async with shown(window):
            page = cast(ConflictsPage, window.pages["conflicts"])
            here = Reception(window, desk, page, window)
            await here.until(lambda: page.cards.is_read)
            yield here


async def a_taken_slot(desk: Desk) -> None:
    def book(tx: Any) -> None:
        tx.insert(
            appointments,
            facility_id=CLINIC,
            patient_id=GRACE,
            provider_id=OKAFOR,
            type_id=NEW_PATIENT,
            starts_at=desk.at(14),
            ends_at=desk.at(14, 45),
            reason="Hypertension review",
        )

    await desk.replica.write("Book an appointment", book)
    draft = (await desk.drafts())[-1]
    other = await add_visit(desk, "yusuf", YUSUF, desk.at(14))
    await desk.refuse(
        draft.id,
        "conflict",
        "slot_taken",
        blocking=Blocking(desk.at(14), desk.at(14, 45), other),
    )


async def a_clash(desk: Desk) -> None:
    """Phone and birth date were changed by both, the address by Dr. Okafor alone."""
    mine = {"phone": "+52 55 1188 4400", "email": "tomas@casa.example"}
    await desk.replica.write("Correct", lambda tx: tx.update(patients, TOMAS, **mine))
    draft = (await desk.drafts())[-1]
    theirs = dict(draft.base) | {
        "phone": "+52 55 1199 0000",
        "email": "tomas@trabajo.example",
        "address": "Calle 9 #40",
        "version": 2,
        "updated_by": AMARA,
        "updated_at": moment_text(desk.clock.now()),
    }
    await desk.refuse(draft.id, "conflict", "same_field", fields=["phone", "email"], row=theirs)


async def a_registration_with_booking(desk: Desk) -> None:
    def both(tx: Any) -> str:
        return str(
            tx.insert(
                patients,
                id=an_id("ines"),
                facility_id=CLINIC,
                family_name="Ferreira",
                given_name="Inês",
                phone="9" * 60,
            )
        )

    patient = await desk.replica.write("Register a patient", both)
    await desk.replica.write(
        "Book an appointment",
        lambda tx: tx.insert(
            appointments,
            id=an_id("visit of ines"),
            facility_id=CLINIC,
            patient_id=patient,
            provider_id=MUELLER,
            starts_at=desk.at(9, days=3),
            ends_at=desk.at(9, 20, days=3),
        ),
    )
    first = (await desk.drafts())[-2]
    await desk.refuse(first.id, "rejected", "invalid", detail="patients_phone_check")


def test_a_taken_slot_is_booked_at_the_proposed_time_with_one_enter(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_taken_slot) as here:
            slot = await here.opened(SlotDetail)
            assert "Sam Ortiz booked Yusuf Demir into the same time" in slot.story.text()
            assert [tile.title for tile in slot.tiles] == [
                "Today 14:45",
                "Today 14:00",
                "Mon 23, 08:00",
            ]

            here.press(Key.Key_Return, Key.Key_Return)

            await here.until(here.settled)
            (draft,) = await here.desk.drafts()
            assert draft.patch["starts_at"] == moment_text(here.desk.at(14, 45))
            assert draft.patch["reason"] == "Hypertension review"
            await here.until(lambda: not here.page.cards.rows)

    run(story())


def test_the_arrows_pick_another_doctor_and_ctrl_z_takes_it_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_taken_slot) as here:
            await here.opened(SlotDetail)
            here.press(Key.Key_Right, Key.Key_Return)
            await here.until(here.settled)
            (draft,) = await here.desk.drafts()
            assert draft.patch["provider_id"] == MUELLER

            await here.until(lambda: len(here.main.undo) == 1)
            here.press(Key.Key_Z, control=True)

            async def is_open() -> bool:
                return not await here.settled()

            await here.until(is_open)
            assert await here.desk.drafts() == []
            await here.until(lambda: isinstance(here.detail, SlotDetail))

    run(story())


def test_free_times_follow_what_colleagues_book_meanwhile(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_taken_slot) as here:
            slot = await here.opened(SlotDetail)
            await add_visit(here.desk, "quick", TOMAS, here.desk.at(14, 45))
            await here.until(lambda: slot.tiles[0].title == "Today 15:30")
            here.press(Key.Key_Return)
            await here.until(here.settled)
            (draft,) = await here.desk.drafts()
            assert draft.patch["starts_at"] == moment_text(here.desk.at(15, 30))

    run(story())


def test_another_patient_is_named_only_where_their_visit_is_known(run: Run, tmp_path: Path) -> None:
    async def only_the_time(desk: Desk) -> None:
        visit = await add_visit(desk, "grace", GRACE, desk.at(9))
        await desk.replica.write(
            "Move",
            lambda tx: tx.update(
                appointments, visit, starts_at=desk.at(14), ends_at=desk.at(14, 45)
            ),
        )
        (draft,) = await desk.drafts()
        blocking = Blocking(desk.at(14), desk.at(15))
        await desk.refuse(draft.id, "conflict", "slot_taken", blocking=blocking)

    async def story() -> None:
        async with reception(tmp_path, only_the_time) as here:
            slot = await here.opened(SlotDetail)
            said = "Somebody else has 14:00 – 15:00 with Dr. Okafor now."
            assert slot.story.text().startswith(said)

    run(story())


def test_who_was_quicker_is_named_as_soon_as_their_visit_is_here(run: Run, tmp_path: Path) -> None:
    async def before_the_pull(desk: Desk) -> None:
        visit = await add_visit(desk, "grace", GRACE, desk.at(9))
        moved = {"starts_at": desk.at(14), "ends_at": desk.at(14, 45)}
        await desk.replica.write("Move", lambda tx: tx.update(appointments, visit, **moved))
        (draft,) = await desk.drafts()
        blocking = Blocking(desk.at(14), desk.at(15), an_id("visit yusuf"))
        await desk.refuse(draft.id, "conflict", "slot_taken", blocking=blocking)

    async def story() -> None:
        async with reception(tmp_path, before_the_pull) as here:
            slot = await here.opened(SlotDetail)
            assert slot.story.text().startswith("Somebody else has 14:00")
            await add_visit(here.desk, "yusuf", YUSUF, here.desk.at(14))
            said = "Sam Ortiz booked Yusuf Demir into the same time"
            await here.until(lambda: said in slot.story.text())
            assert here.detail is slot, "and what was picked stays picked"

    run(story())


def test_choosing_another_time_opens_the_schedule_with_the_booking(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_taken_slot) as here:
            slot = await here.opened(SlotDetail)
            asked: list[dict[str, object]] = []
            slot.choose_asked.connect(asked.append)
            while here.focus is not slot.another:
                here.press(Key.Key_Tab)
            here.press(Key.Key_Return)
            assert asked[0]["patient_id"] == GRACE
            assert asked[0]["reason"] == "Hypertension review"
            assert asked[0]["day"] == date(2026, 11, 20)
            assert not await here.settled()

            later = {"starts_at": here.desk.at(16), "ends_at": here.desk.at(16, 45)}
            wanted = {name: asked[0][name] for name in ("patient_id", "provider_id", "reason")}
            here.desk.clock.advance(60)
            await here.desk.replica.write(
                "Book an appointment",
                lambda tx: tx.insert(appointments, facility_id=CLINIC, **wanted, **later),
            )
            await here.until(lambda: here.focus is slot.booked.button)
            assert "Today 16:00" in slot.booked.detail.text()
            here.press(Key.Key_Return)
            await here.until(here.settled)
            assert (await here.card()).outcome == "booked_elsewhere"
            assert len(await here.desk.drafts()) == 1

    run(story())


def test_each_field_is_chosen_with_the_arrows_and_saved_with_enter(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_clash) as here:
            clash = await here.opened(ClashDetail)
            assert clash.sides.keys == {"phone", "email"}
            assert clash.apply.text() == "Keep mine"
            here.press(Key.Key_Right)
            assert clash.sides.mine == {"email"}
            assert clash.apply.text() == "Keep what is picked"

            here.press(Key.Key_Return, Key.Key_Return)

            await here.until(here.settled)
            (draft,) = await here.desk.drafts()
            assert draft.patch == {"email": "tomas@casa.example"}
            card = await here.card()
            assert card.resolution["chosen"] == {"phone": "theirs", "email": "mine"}

    run(story())


def test_all_of_mine_is_kept_with_one_enter(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_clash) as here:
            await here.opened(ClashDetail)
            here.press(Key.Key_Return)
            await here.until(here.settled)
            (draft,) = await here.desk.drafts()
            assert draft.patch == {"phone": "+52 55 1188 4400", "email": "tomas@casa.example"}

    run(story())


def test_the_servers_side_and_both_sides_are_buttons_away(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_clash) as here:
            clash = await here.opened(ClashDetail)
            while here.focus is not clash.both:
                here.press(Key.Key_Tab)
            here.press(Key.Key_Return)
            await here.until(here.settled)
            (draft,) = await here.desk.drafts()
            assert draft.patch.keys() == {"note"}
            assert "+52 55 1188 4400" in draft.patch["note"]
            assert "Lucía Herrera" in draft.patch["note"]

    run(story())


def test_a_registration_is_put_right_on_its_card_and_its_booking_follows(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_registration_with_booking) as here:
            plain = await here.opened(PlainDetail)
            await here.until(lambda: here.page.opened.parked.rows)
            assert here.page.opened.parked.rows[0].row_id == an_id("visit of ines")
            assert "The phone number is too long." in plain.story.text()
            while here.focus is not plain.fields["phone"].control:
                here.press(Key.Key_Tab)
            here.retype("+351 21 555 0100")

            here.press(Key.Key_Return, Key.Key_Return)

            await here.until(here.settled)
            drafts = {draft.tbl: draft for draft in await here.desk.drafts()}
            assert len(await here.desk.drafts()) == 2
            assert drafts["patients"].patch["phone"] == "+351 21 555 0100"
            assert drafts["appointments"].state == outbox.WAITING
            assert drafts["appointments"].depends_on == [drafts["patients"].id]

    run(story())


def test_discarding_asks_once_in_place_and_takes_more_than_a_double_enter(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_registration_with_booking) as here:
            plain = await here.opened(PlainDetail)
            while here.focus is not plain.discard:
                here.press(Key.Key_Tab)
            here.press(Key.Key_Return)
            assert here.focus is plain.keep
            here.press(Key.Key_Return)
            await here.nothing_happens()
            assert not await here.settled()

            plain.discard.setFocus()
            here.press(Key.Key_Return)
            here.press(Key.Key_Tab, Key.Key_Return)

            async def is_away() -> bool:
                return len(await here.desk.replica.read(queries.settled_cards(LUCIA).run)) == 2

            await here.until(is_away)
            assert await here.desk.drafts() == []

    run(story())


def test_settled_cards_stay_findable_with_all_three_texts(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_clash) as here:
            await here.opened(ClashDetail)
            here.press(Key.Key_Return)
            await here.until(here.settled)
            here.page.which.setFocus()
            here.page.choose_settled()
            await here.until(lambda: isinstance(here.detail, SettledDetail))
            said = " ".join(
                label.text() for label in here.detail.findChildren(type(here.detail.story))
            )
            for phone in ("+52 55 1100 2200", "+52 55 1188 4400", "+52 55 1199 0000"):
                assert phone in said
            here.page.filter.setFocus()
            here.type("nobody of this name")
            await here.until(lambda: not here.page.cards.rows)
            here.retype("ibarra kept mine")
            await here.until(lambda: len(here.page.cards.rows) == 1)

    run(story())


def test_a_decision_that_was_sent_cannot_be_taken_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_clash) as here:
            await here.opened(ClashDetail)
            here.press(Key.Key_Return)
            await here.until(here.settled)
            await here.until(lambda: len(here.main.undo) == 1)
            (draft,) = await here.desk.drafts()
            await here.desk.take(draft.id)
            said: list[Any] = []
            here.page.said.connect(said.append)
            here.press(Key.Key_Z, control=True)
            await here.until(lambda: said)
            assert said[0].text == "It is on its way to the server already"
            assert await here.settled()

    run(story())


def test_two_cards_are_decided_one_after_the_other_never_by_accident(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path, a_taken_slot, a_clash) as here:
            await here.opened(SlotDetail)
            here.press(Key.Key_Return)
            await here.until(lambda: len(here.page.cards.rows) == 1)
            await here.until(lambda: isinstance(here.detail, ClashDetail))
            assert here.focus is here.page.list
            here.press(Key.Key_Return)
            await here.opened(ClashDetail)
            assert len(await here.desk.replica.read(queries.open_cards(LUCIA).run)) == 1
            here.press(Key.Key_Return)
            await here.until(lambda: not here.page.cards.rows)

    run(story())


def test_nothing_to_decide_says_what_would_be_here_and_the_badge_counts(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with reception(tmp_path) as here:
            assert here.page._empty.isVisible()
            assert FEATURE.badge is not None
            counts = FEATURE.badge(here.page.ctx)
            assert await anext(counts) == 0
            await a_taken_slot(here.desk)
            assert await anext(counts) == 1
            await counts.aclose()
            await here.until(lambda: isinstance(here.detail, SlotDetail))
            assert here.page.subtitle == "1 draft met a newer change. Nothing was lost."

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
        async with reception(tmp_path, a_taken_slot, a_clash) as here:
            here.main.resize(1360, 850)
            await here.opened(SlotDetail)
            shot(here.main, f"conflicts-{theme}-{scale}")

    run(story())
