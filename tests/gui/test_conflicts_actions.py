"""What becomes of a refused draft, as commands on a real replica: nothing is lost, nothing is sent twice."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from clinic_app.features.conflicts import queries
from clinic_app.features.conflicts.actions import (
    NOTE_LIMIT,
    AlreadySettled,
    Discard,
    KeepBoth,
    KeepPerField,
    MoveTo,
    NoRoom,
    NotFree,
    NotPossible,
    Reopen,
    Reopened,
    SendAgain,
    Settled,
    TooLate,
    keep_mine,
    keep_theirs,
)
from clinic_app.features.conflicts.queries import CardRow
from sync.backend.wire import Blocking
from sync.replica import outbox
from sync.replica.batch import next_batch
from sync.replica.tables import appointments, patients
from tests.support.desk import (
    AMARA,
    CLINIC,
    FOLLOW_UP,
    GRACE,
    LUCIA,
    MUELLER,
    NEW_PATIENT,
    OKAFOR,
    TOMAS,
    YUSUF,
    Desk,
    add_visit,
    moment_text,
    open_desk,
)

Run = Callable[[Coroutine[Any, Any, Any]], Any]
THEIR_PHONE, MY_PHONE, OLD_PHONE = "+52 55 1199 0000", "+52 55 1188 4400", "+52 55 1100 2200"


async def tell(desk: Desk, command: Callable[[Any], Any]) -> Any:
    return await desk.replica.write("a test", command)


async def the_card(desk: Desk, card_id: str) -> CardRow:
    return (await desk.replica.read(queries.card(card_id).run))[0]


async def book(desk: Desk, patient: str = GRACE, hour: int = 14, **more: Any) -> str:
    def command(tx: Any) -> str:
        return str(
            tx.insert(
                appointments,
                facility_id=CLINIC,
                patient_id=patient,
                provider_id=OKAFOR,
                type_id=NEW_PATIENT,
                starts_at=desk.at(hour),
                ends_at=desk.at(hour, 45),
                reason="Hypertension review",
                **more,
            )
        )

    return str(await tell(desk, command))


async def a_taken_slot(desk: Desk) -> tuple[str, str]:
    """(card, appointment) of a booking whose time Yusuf has."""
    visit = await book(desk)
    other = await add_visit(desk, "yusuf", YUSUF, desk.at(14))
    (draft,) = await desk.drafts()
    blocking = Blocking(desk.at(14), desk.at(14, 45), other)
    return await desk.refuse(draft.id, "conflict", "slot_taken", blocking=blocking), visit


async def a_clash(desk: Desk, **mine: Any) -> str:
    """A card: Tomás' phone was changed here and by Dr. Okafor, who changed his address too."""
    mine = mine or {"phone": MY_PHONE}
    await tell(desk, lambda tx: tx.update(patients, TOMAS, **mine))
    draft = (await desk.drafts())[-1]
    theirs = dict(draft.base) | {
        "phone": THEIR_PHONE,
        "address": "Calle 9 #40",
        "version": 2,
        "updated_by": AMARA,
    }
    return await desk.refuse(draft.id, "conflict", "same_field", fields=sorted(mine), row=theirs)


async def a_registration_with_booking(desk: Desk) -> tuple[str, str, str]:
    """(card, patient, appointment): a registration was not accepted, a booking hangs on it."""
    patient = await tell(
        desk,
        lambda tx: tx.insert(
            patients, facility_id=CLINIC, family_name="Ferreira", given_name="Inês", phone="9" * 60
        ),
    )
    visit = await book(desk, patient)
    first = (await desk.drafts())[0]
    card = await desk.refuse(first.id, "rejected", "invalid", detail="patients_phone_check")
    return card, patient, visit


async def sendable(desk: Desk) -> list[str]:
    """The rows whose drafts may go now."""
    groups = await desk.replica.read(lambda db: next_batch(db, desk.clock.now()))
    return [draft.row_id for group in groups for draft in group.drafts]


def move(desk: Desk, card: str, hour: int, *, provider: str = OKAFOR) -> MoveTo:
    return MoveTo(card, provider, None, desk.at(hour), desk.at(hour, 45))


# A taken slot


def test_a_taken_slot_is_booked_anew_with_everything_it_said(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id, visit = await a_taken_slot(desk)
            before = await the_card(desk, card_id)

            outcome = await tell(desk, move(desk, card_id, 15))

            assert isinstance(outcome, Settled)
            (draft,) = await desk.drafts()
            assert outcome.drafts == (draft.id,)
            assert (draft.kind, draft.row_id) == ("insert", visit)
            assert draft.id != before.mutation_id
            assert draft.patch["starts_at"] == moment_text(desk.at(15))
            assert draft.patch["reason"] == "Hypertension review"
            card = await the_card(desk, card_id)
            assert (card.outcome, card.closed_at) == ("moved", desk.clock.now())
            assert (card.mine, card.blocking) == (before.mine, before.blocking)

    run(story())


def test_a_second_enter_books_nothing_more(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id, _ = await a_taken_slot(desk)
            await tell(desk, move(desk, card_id, 15))
            assert await tell(desk, move(desk, card_id, 16)) == AlreadySettled(card_id)
            assert len(await desk.drafts()) == 1

    run(story())


def test_a_time_taken_in_the_last_moment_is_not_booked(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id, _ = await a_taken_slot(desk)
            await add_visit(desk, "late", TOMAS, desk.at(15))
            assert await tell(desk, move(desk, card_id, 15)) == NotFree(
                desk.at(15), desk.at(15, 45)
            )
            assert (await the_card(desk, card_id)).closed_at is None
            assert isinstance(await tell(desk, move(desk, card_id, 15, provider=MUELLER)), Settled)

    run(story())


def test_an_appointment_that_could_not_be_moved_is_moved_elsewhere(
    run: Run, tmp_path: Path
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            visit = await add_visit(desk, "grace", GRACE, desk.at(9), reason="Cough")
            await tell(
                desk,
                lambda tx: tx.update(
                    appointments, visit, starts_at=desk.at(14), ends_at=desk.at(14, 45)
                ),
            )
            (draft,) = await desk.drafts()
            card = await desk.refuse(
                draft.id, "conflict", "slot_taken", blocking=Blocking(desk.at(14), desk.at(15))
            )
            row = await desk.shown("appointments", visit)
            assert row is not None
            assert row["starts_at"] == moment_text(desk.at(9))

            await tell(desk, move(desk, card, 16))

            (again,) = await desk.drafts()
            assert (again.kind, again.base_version) == ("update", row["version"])
            assert set(again.patch) == {"starts_at", "ends_at"}

    run(story())


def test_edits_of_a_refused_booking_become_part_of_the_new_one(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            visit = await book(desk)
            await tell(desk, lambda tx: tx.update(appointments, visit, reason="Chest pain"))
            first, second = await desk.drafts()
            card = await desk.refuse(
                first.id, "conflict", "slot_taken", blocking=Blocking(desk.at(14), desk.at(15))
            )
            assert (await desk.drafts())[0].state == outbox.PARKED

            await tell(desk, move(desk, card, 15))

            (draft,) = await desk.drafts()
            assert (draft.kind, draft.patch["reason"]) == ("insert", "Chest pain")
            assert await sendable(desk) == [visit]
            assert isinstance(await tell(desk, Reopen(card)), Reopened)
            (back,) = await desk.drafts()
            assert (back.id, back.state, back.card_id) == (second.id, outbox.PARKED, card)

    run(story())


# Two changes of one field


def test_keeping_mine_writes_it_over_the_servers_present_record(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            assert (await desk.shown("patients", TOMAS) or {})["phone"] == THEIR_PHONE

            assert isinstance(await tell(desk, keep_mine(card_id)), Settled)

            (draft,) = await desk.drafts()
            assert draft.patch == {"phone": MY_PHONE}
            assert (draft.base["phone"], draft.base_version) == (THEIR_PHONE, 2)
            card = await the_card(desk, card_id)
            assert card.resolution["chosen"] == {"phone": "mine"}
            assert card.base["phone"] == OLD_PHONE
            assert card.mine["phone"] == MY_PHONE
            assert (card.theirs or {})["phone"] == THEIR_PHONE

    run(story())


def test_keeping_theirs_sends_nothing_and_keeps_all_three_texts(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            assert await tell(desk, keep_theirs(card_id)) == Settled(card_id, "kept_theirs")
            assert await desk.drafts() == []
            card = await the_card(desk, card_id)
            assert [card.base["phone"], card.mine["phone"]] == [OLD_PHONE, MY_PHONE]
            settled = await desk.replica.read(queries.settled_cards(LUCIA).run)
            assert [row.id for row in settled] == [card_id]

    run(story())


def test_choosing_field_by_field_sends_what_was_chosen(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk, phone=MY_PHONE, address="Calle 7")
            await tell(desk, KeepPerField(card_id, frozenset({"address"})))
            (draft,) = await desk.drafts()
            assert draft.patch == {"address": "Calle 7"}
            chosen = (await the_card(desk, card_id)).resolution["chosen"]
            assert chosen == {"phone": "theirs", "address": "mine"}

    run(story())


def test_keeping_both_adds_my_words_to_the_note(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            await desk.server_has("patients", TOMAS, note="Speaks Spanish")
            too_long = KeepBoth(card_id, "x" * NOTE_LIMIT)
            assert await tell(desk, too_long) == NoRoom(NOTE_LIMIT)

            await tell(desk, KeepBoth(card_id, f"Lucía: {MY_PHONE}"))

            (draft,) = await desk.drafts()
            assert draft.patch == {"note": f"Speaks Spanish\nLucía: {MY_PHONE}"}

    run(story())


def test_a_state_is_a_step_and_not_a_value(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            visit = await add_visit(desk, "grace", GRACE, desk.at(10))
            await tell(desk, lambda tx: tx.update(appointments, visit, status="arrived"))
            (draft,) = await desk.drafts()
            theirs = dict(draft.base) | {"status": "completed", "version": 2}
            card = await desk.refuse(draft.id, "conflict", "closed", fields=["status"], row=theirs)
            assert await tell(desk, keep_mine(card)) == NotPossible(card, "completed")
            assert isinstance(await tell(desk, keep_theirs(card)), Settled)

    run(story())


# What hangs on a refused draft


def test_a_booking_follows_the_registration_it_hung_on(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card, patient, visit = await a_registration_with_booking(desk)
            parked = await desk.replica.read(queries.parked_under(card).run)
            assert [row.row_id for row in parked] == [visit]
            assert await sendable(desk) == []

            await tell(desk, SendAgain(card, {"phone": "+351 21 555 0100"}))

            fresh = next(draft for draft in await desk.drafts() if draft.row_id == patient)
            assert fresh.patch["phone"] == "+351 21 555 0100"
            assert fresh.patch["family_name"] == "Ferreira"
            booking = next(draft for draft in await desk.drafts() if draft.row_id == visit)
            assert (booking.state, booking.depends_on) == (outbox.WAITING, [fresh.id])
            assert await sendable(desk) == [patient]
            await desk.replica.apply(lambda db: outbox.acked(db, [fresh.id]), {"outbox"})
            assert await sendable(desk) == [visit]

    run(story())


def test_discarding_a_registration_puts_its_booking_away_readable(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card, patient, visit = await a_registration_with_booking(desk)

            assert await tell(desk, Discard(card)) == Settled(card, "discarded")

            assert await desk.drafts() == []
            assert await desk.shown("patients", patient) is None
            assert await desk.shown("appointments", visit) is None
            settled = await desk.replica.read(queries.settled_cards(LUCIA).run)
            assert {row.row_id: row.mine.get("reason") for row in settled} == {
                patient: None,
                visit: "Hypertension review",
            }

    run(story())


def test_taking_a_discard_back_brings_everything_back(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card, patient, visit = await a_registration_with_booking(desk)
            before, shown = await desk.drafts(), await desk.shown("appointments", visit)
            await tell(desk, Discard(card))

            assert await tell(desk, Reopen(card)) == Reopened(card)

            assert await desk.drafts() == before
            assert await desk.shown("appointments", visit) == shown
            (open_one,) = await desk.replica.read(queries.open_cards(LUCIA).run)
            assert (open_one.id, open_one.resolution) == (card, {})
            assert await desk.replica.read(queries.settled_cards(LUCIA).run) == []
            assert isinstance(await tell(desk, SendAgain(card, {"phone": "1"})), Settled)
            assert await sendable(desk) == [patient]

    run(story())


def test_discarding_an_edit_lets_go_what_waited_for_it(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await tell(desk, lambda tx: tx.update(patients, TOMAS, phone=MY_PHONE))
            (edit,) = await desk.drafts()

            def after(tx: Any) -> None:
                tx.depends_on([edit.id])
                tx.update(patients, GRACE, note="Brother of Tomás")

            await tell(desk, after)
            card = await desk.refuse(edit.id, "forbidden", "not_allowed")
            assert await sendable(desk) == []

            await tell(desk, Discard(card))

            (waiting,) = await desk.drafts()
            assert waiting.depends_on == []
            assert await sendable(desk) == [GRACE]

    run(story())


# Refused for good


def test_what_hung_on_a_deleted_record_comes_back_as_a_new_one(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await tell(desk, lambda tx: tx.update(patients, TOMAS, phone=MY_PHONE))
            (draft,) = await desk.drafts()
            card = await desk.refuse(draft.id, "conflict", "deleted")
            await desk.replica.apply(
                lambda db: db.execute(patients.delete().where(patients.c.id == TOMAS))
            )

            await tell(desk, SendAgain(card))

            (fresh,) = await desk.drafts()
            assert (fresh.kind, fresh.row_id != TOMAS) == ("insert", True)
            assert (fresh.patch["family_name"], fresh.patch["phone"]) == ("Ibarra", MY_PHONE)
            assert "record_number" not in fresh.patch

    run(story())


def test_a_record_out_of_reach_can_only_be_let_go(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await tell(desk, lambda tx: tx.update(patients, TOMAS, phone=MY_PHONE))
            (draft,) = await desk.drafts()
            card = await desk.refuse(draft.id, "forbidden", "not_visible")
            await desk.replica.apply(
                lambda db: db.execute(patients.delete().where(patients.c.id == TOMAS))
            )
            assert await tell(desk, SendAgain(card)) == NotPossible(card)
            assert await tell(desk, keep_mine(card)) == NotPossible(card)
            assert isinstance(await tell(desk, Discard(card)), Settled)
            assert (await the_card(desk, card)).mine == {"phone": MY_PHONE}

    run(story())


# Taking a decision back


def test_a_decision_can_be_taken_back_while_nothing_was_sent(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            before, shown = await the_card(desk, card_id), await desk.shown("patients", TOMAS)
            await tell(desk, keep_mine(card_id))

            assert await tell(desk, Reopen(card_id)) == Reopened(card_id)

            assert await desk.drafts() == []
            assert await desk.shown("patients", TOMAS) == shown
            assert await the_card(desk, card_id) == before

    run(story())


def test_a_decision_that_left_this_computer_stays(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card_id = await a_clash(desk)
            outcome = await tell(desk, keep_mine(card_id))
            await desk.take(outcome.drafts[0])
            assert await tell(desk, Reopen(card_id)) == TooLate(card_id)
            assert len(await desk.drafts()) == 1

    run(story())


def test_a_decision_that_others_build_on_stays(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            card, patient, _ = await a_registration_with_booking(desk)
            await tell(desk, SendAgain(card, {"phone": "1"}))
            await book(desk, patient, 16, is_overbooked=False)
            assert await tell(desk, Reopen(card)) == TooLate(card)

    run(story())


def test_a_booking_refused_with_its_registration_waits_for_one_decision(
    run: Run, tmp_path: Path
) -> None:
    """Both were one write: the registration is parked under the booking's card and goes with it."""

    async def story() -> None:
        async with open_desk(tmp_path) as desk:

            def both(tx: Any) -> str:
                patient = tx.insert(patients, facility_id=CLINIC, family_name="Ferreira")
                tx.insert(
                    appointments,
                    facility_id=CLINIC,
                    patient_id=patient,
                    provider_id=OKAFOR,
                    type_id=FOLLOW_UP,
                    starts_at=desk.at(14),
                    ends_at=desk.at(14, 20),
                )
                return str(patient)

            patient = await tell(desk, both)
            registration, booking = await desk.drafts()
            card = await desk.refuse(
                booking.id, "conflict", "slot_taken", blocking=Blocking(desk.at(14), desk.at(15))
            )
            await desk.replica.apply(
                lambda db: outbox.park(db, [registration.id], card), {"outbox"}
            )

            await tell(desk, MoveTo(card, OKAFOR, None, desk.at(15), desk.at(15, 20)))

            drafts = {draft.tbl: draft for draft in await desk.drafts()}
            assert drafts["patients"].state == outbox.WAITING
            assert drafts["appointments"].depends_on == [registration.id]
            assert await sendable(desk) == [patient, booking.row_id]

    run(story())
