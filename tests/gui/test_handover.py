"""A refused draft goes to a colleague with all its text, is decided there, and is never in nobody's hands."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from clinic_app.features.conflicts import queries as conflict_queries
from clinic_app.features.conflicts.actions import (
    Discard,
    Reopen,
    Reopened,
    Settled,
    keep_mine,
    keep_theirs,
)
from clinic_app.parts.handover import HandedOver, HandOver, NotHandedOver, Why, ask_whom
from clinic_app.parts.handover.view import WhomSheet
from clinic_app.parts.handover.words import handed_over_by, not_handed_over, refused_words
from clinic_app.parts.record_words import Names, Speech
from clinic_app.shell.window import MainWindow
from sync.replica import handing
from sync.replica.overlay import settle
from sync.replica.tables import appointments, cards, handovers, patients
from sync.steps.handovers import keep_up
from tests.support.desk import (
    AMARA,
    CLINIC,
    GRACE,
    LUCIA,
    NEW_PATIENT,
    OKAFOR,
    SAM,
    TOMAS,
    ZONE,
    Desk,
    an_id,
    open_desk,
)
from tests.support.hands import Hands, Key

Run = Callable[[Coroutine[Any, Any, Any]], Any]
TO_AMARA = an_id(f"member {AMARA}")
HANDOVER = an_id("a handover")


async def a_clash(desk: Desk) -> str:
    """A card: Tomás' telephone was changed here and by Dr. Okafor."""
    await desk.replica.write(
        "Correct details", lambda tx: tx.update(patients, TOMAS, phone="+52 55 1188 4400")
    )
    draft = (await desk.drafts())[-1]
    theirs = draft.base | {"phone": "+52 55 1199 0000", "version": 2, "updated_by": AMARA}
    return await desk.refuse(draft.id, "conflict", "same_field", fields=["phone"], row=theirs)


async def tell(desk: Desk, command: Any) -> Any:
    return await desk.replica.write("a test", command)


async def the_card(desk: Desk, card_id: str) -> Any:
    found = select(cards).where(cards.c.id == card_id)
    return await desk.replica.read(lambda db: db.execute(found).first())


async def the_handover(desk: Desk, row_id: str = HANDOVER) -> Any:
    found = select(handovers).where(handovers.c.id == row_id)
    return await desk.replica.read(lambda db: db.execute(found).first())


async def arrives(desk: Desk, status: str = "open", by: str = SAM, **card: Any) -> None:
    """Sam has handed a card to Lucía, and a pull has brought it."""
    body = {
        "base": {"phone": "11", "facility_id": CLINIC},
        "base_version": 1,
        "mine": {"phone": "22"},
        "theirs": {"id": GRACE, "phone": "33", "version": 2},
        "fields": ["phone"],
    }
    told = {
        "kind": "update",
        "tbl": "patients",
        "row_id": GRACE,
        "label": "Correct details",
        "status": "conflict",
        "code": "same_field",
        "body": body,
        "edited_at": "2026-11-20T09:00:00+00:00",
        "author": SAM,
    } | card
    await desk.server_has(
        "handovers",
        HANDOVER,
        by=by,
        facility_id=CLINIC,
        to_member_id=an_id(f"member {LUCIA}"),
        to_user_id=LUCIA,
        card=json.dumps(told),
        note="Please ring her",
        status=status,
        created_by=SAM,
    )


# Giving away


def test_a_card_goes_with_all_its_text_and_stays_readable_here(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            before = await the_card(desk, card_id)
            told = await tell(desk, HandOver(card_id, TO_AMARA, "  Please ring him  "))
            assert told == HandedOver(card_id, told.handover_id, "Dr. Amara Okafor")
            (draft,) = await desk.drafts()
            assert (draft.tbl, draft.kind, draft.row_id) == (
                "handovers",
                "insert",
                told.handover_id,
            )
            assert draft.patch["to_member_id"] == TO_AMARA
            assert draft.patch["note"] == "Please ring him"
            gone = json.loads(draft.patch["card"])
            for side in ("base", "mine", "theirs", "fields"):
                assert gone["body"][side] == before.body[side]
            assert (gone["author"], gone["row_id"]) == (LUCIA, TOMAS)
            after = await the_card(desk, card_id)
            assert (after.outcome, after.closed_at) == ("handed_over", desk.clock.now())
            assert {**after.body, "resolution": None} == {**before.body, "resolution": None}

    run(story())


def test_it_can_be_taken_back_while_it_has_not_been_sent(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            before = await the_card(desk, card_id)
            told = await tell(desk, HandOver(card_id, TO_AMARA))
            assert await tell(desk, Reopen(card_id)) == Reopened(card_id)
            assert await the_card(desk, card_id) == before
            assert await desk.drafts() == []
            assert await the_handover(desk, told.handover_id) is None

    run(story())


def test_drafts_that_only_waited_for_it_go_by_themselves(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        from sync.replica.batch import next_batch
        from sync.replica.outbox import park

        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            await tell(desk, lambda tx: tx.update(patients, TOMAS, email="a@b.example"))
            later = (await desk.drafts())[-1]
            await desk.replica.apply(lambda db: park(db, [later.id], card_id), {"outbox"})
            await tell(desk, HandOver(card_id, TO_AMARA))
            groups = await desk.replica.read(lambda db: next_batch(db, desk.clock.now()))
            going = [draft.id for group in groups for draft in group.drafts]
            assert later.id in going
            assert await tell(desk, Reopen(card_id)) == Reopened(card_id)
            back = next(d for d in await desk.drafts() if d.id == later.id)
            assert (back.state, back.card_id) == ("parked", card_id)

    run(story())


def test_a_registration_with_bookings_on_it_is_decided_here(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:

            def register_and_book(tx: Any) -> None:
                patient = tx.insert(patients, facility_id=CLINIC, family_name="Ferreira")
                tx.insert(
                    appointments,
                    facility_id=CLINIC,
                    patient_id=patient,
                    provider_id=OKAFOR,
                    type_id=NEW_PATIENT,
                    starts_at=desk.at(14),
                    ends_at=desk.at(15),
                )

            await tell(desk, register_and_book)
            first, _ = await desk.drafts()
            card_id = await desk.refuse(first.id, "rejected", "invalid")
            outcome = await tell(desk, HandOver(card_id, TO_AMARA))
            assert outcome == NotHandedOver(card_id, Why.HANGING)
            assert "hang on this record" in not_handed_over(outcome)
            assert (await the_card(desk, card_id)).closed_at is None

    run(story())


@pytest.mark.parametrize("member", [an_id(f"member {LUCIA}"), an_id("nobody")])
def test_it_goes_to_somebody_else_who_works_there(run: Run, tmp_path: Path, member: str) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            outcome = await tell(desk, HandOver(card_id, member))
            assert outcome == NotHandedOver(card_id, Why.NOBODY)
            assert await desk.drafts() == []

    run(story())


def test_nothing_goes_twice_and_nothing_too_long(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            long = "x" * (handing.LONGEST_NOTE + 1)
            outcome = await tell(desk, HandOver(card_id, TO_AMARA, long))
            assert outcome == NotHandedOver(card_id, Why.TOO_LONG)
            await tell(desk, HandOver(card_id, TO_AMARA))
            outcome = await tell(desk, HandOver(card_id, TO_AMARA))
            assert outcome == NotHandedOver(card_id, Why.SETTLED)
            assert len(await desk.drafts()) == 1

    run(story())


def test_what_the_server_refuses_to_hand_over_is_here_again(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            before = await the_card(desk, card_id)
            await tell(desk, HandOver(card_id, TO_AMARA))
            (draft,) = await desk.drafts()
            refused = await desk.refuse(
                draft.id, "rejected", "invalid", detail="a card is handed to somebody else"
            )
            assert await keep_up(desk.replica)
            again = await the_card(desk, card_id)
            assert (again.closed_at, again.outcome) == (None, None)
            assert again.body["mine"] == before.body["mine"]
            assert "could not be handed over" in refused_words(again.body)
            assert (await the_card(desk, refused)).outcome == "returned"
            assert not await keep_up(desk.replica)
            # It can be decided or handed to somebody else as before.
            told = await tell(desk, HandOver(card_id, an_id(f"member {SAM}")))
            assert isinstance(told, HandedOver)

    run(story())


# Getting


def test_a_handed_card_opens_as_a_card_and_says_from_whom(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await arrives(desk)
            assert await keep_up(desk.replica)
            waiting = await desk.replica.read(conflict_queries.open_cards(LUCIA).run)
            (card,) = waiting
            assert (card.id, card.person, card.row_id) == (HANDOVER, LUCIA, GRACE)
            assert (card.base["phone"], card.mine["phone"]) == ("11", "22")
            assert card.theirs is not None
            assert card.theirs["phone"] == "33"
            speech = Speech(Names(people={SAM: "Sam Ortiz"}), ZONE, desk.clock.now().date())
            said = handed_over_by(card.body, speech)
            assert said == "Handed over by Sam Ortiz, 10:55. Please ring her"
            assert not await keep_up(desk.replica), "once"

    run(story())


@pytest.mark.parametrize("decide", [keep_mine, keep_theirs, Discard])
def test_deciding_it_settles_the_handover_too(run: Run, tmp_path: Path, decide: Any) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await arrives(desk)
            await keep_up(desk.replica)
            assert isinstance(await tell(desk, decide(HANDOVER)), Settled)
            assert await keep_up(desk.replica)
            assert (await the_handover(desk)).status == "done"
            told = [d for d in await desk.drafts() if d.tbl == "handovers"]
            assert [(d.kind, d.patch) for d in told] == [("update", {"status": "done"})]
            assert not await keep_up(desk.replica)

    run(story())


def test_a_decision_taken_back_opens_both_again(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await arrives(desk)
            await keep_up(desk.replica)
            await tell(desk, keep_theirs(HANDOVER))
            await keep_up(desk.replica)
            for draft in await desk.drafts():  # the server has heard that it was done
                await desk.replica.apply(lambda db, d=draft: settle(db, d.id), {"outbox"})
            await desk.server_has("handovers", HANDOVER, by=LUCIA, status="done")
            assert await tell(desk, Reopen(HANDOVER)) == Reopened(HANDOVER)
            await keep_up(desk.replica)
            assert (await the_card(desk, HANDOVER)).closed_at is None
            assert (await the_handover(desk)).status == "open"
            assert not await keep_up(desk.replica)

    run(story())


def test_what_was_decided_at_another_computer_closes_here_and_opens_here(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await arrives(desk)
            await keep_up(desk.replica)
            await desk.server_has("handovers", HANDOVER, by=LUCIA, status="done")
            assert await keep_up(desk.replica)
            card = await the_card(desk, HANDOVER)
            assert (card.outcome, card.body["mine"]) == ("elsewhere", {"phone": "22"})
            assert not await keep_up(desk.replica)
            await desk.server_has("handovers", HANDOVER, by=LUCIA, status="open")
            assert await keep_up(desk.replica)
            assert (await the_card(desk, HANDOVER)).closed_at is None
            assert await desk.drafts() == [], "two computers do not tell each other for ever"

    run(story())


def test_it_can_be_handed_on(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await arrives(desk)
            await keep_up(desk.replica)
            told = await tell(desk, HandOver(HANDOVER, TO_AMARA, "Yours after all"))
            assert isinstance(told, HandedOver)
            await keep_up(desk.replica)
            assert (await the_handover(desk)).status == "done"
            new = next(d for d in await desk.drafts() if d.kind == "insert")
            assert json.loads(new.patch["card"])["body"]["mine"] == {"phone": "22"}

    run(story())


def test_a_card_of_a_newer_program_waits_and_one_in_another_form_is_kept_whole(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await arrives(desk, tbl="holograms")
            assert not await keep_up(desk.replica)
            await desk.server_has("handovers", HANDOVER, card="not even json")
            assert not await keep_up(desk.replica)
            odd = json.dumps({"tbl": "patients", "shape": "another", "text": "Prefers mornings"})
            await desk.server_has("handovers", HANDOVER, card=odd)
            assert await keep_up(desk.replica)
            card = await the_card(desk, HANDOVER)
            assert card.body["detail"] == odd
            assert not await keep_up(desk.replica)

    run(story())


def test_somebody_elses_card_never_opens_here(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await arrives(desk)
            await desk.server_has("handovers", HANDOVER, to_user_id=SAM)
            assert not await keep_up(desk.replica)

    run(story())


# Asking


def test_whom_is_chosen_with_the_keyboard_alone(run: Run, themed: Any, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            window = MainWindow(desk.ctx, [])
            window.show()
            hands = Hands(window)
            asked: list[Any] = []

            async def ask() -> None:
                asked.append(await ask_whom(window, window.ctx))

            window.scope.start("ask", ask())
            sheets: list[WhomSheet] = []

            def is_open() -> bool:
                sheets[:] = [w for w in QApplication.topLevelWidgets() if isinstance(w, WhomSheet)]
                return bool(sheets) and len(sheets[0].rows.rows) == 3

            await hands.until(is_open)
            sheet = sheets[0]
            names = [row.name for row in sheet.rows.rows]
            assert names == ["Dr. Amara Okafor", "Dr. Jens Müller", "Sam Ortiz"]
            sheet.activateWindow()
            await hands.until(lambda: hands.focus is sheet.list)
            hands.press(Key.Key_Home, Key.Key_Down, Key.Key_Up)
            assert sheet.chosen is not None
            assert sheet.chosen.name == "Dr. Amara Okafor"
            hands.press(Key.Key_Tab)
            hands.type("Please ring him")
            hands.press(Key.Key_Tab)
            while hands.focus is not sheet.go:
                hands.press(Key.Key_Tab)
            hands.press(Key.Key_Return)
            await hands.until(lambda: asked)
            assert asked == [(TO_AMARA, "Please ring him")]
            window.close()
            await window.scope.closed()
            window.deleteLater()

    run(story())
