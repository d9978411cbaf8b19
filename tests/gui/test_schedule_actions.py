"""What booking, moving and cancelling write, what stops them, and what takes them back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from clinic_app.domain.appointments import ACTIVE
from clinic_app.domain.booking import InPast, OutsideHours, PatientBusy, SlotTaken
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.actions import (
    BookAppointment,
    Booked,
    CancelAppointment,
    Cancelled,
    Gone,
    MoveAppointment,
    Moved,
    NotPossible,
    Place,
    Reinstate,
    Reinstated,
    SetStatus,
    StatusSet,
)
from sync.ids import new_id
from sync.replica.overlay import settle
from sync.replica.tables import MANAGED
from sync.replica.tables.types import moment_text
from tests.support.desk import (
    CLINIC,
    GRACE,
    MUELLER,
    OKAFOR,
    TOMAS,
    YUSUF,
    ZONE,
    Desk,
    add_visit,
    open_desk,
)

Run = Callable[[Coroutine[Any, Any, Any]], Any]


def story(run: Run, folder: Path, tell: Callable[[Desk], Coroutine[Any, Any, None]]) -> None:
    """Tell a story at a desk of its own."""

    @asynccontextmanager
    async def at_desk() -> AsyncIterator[Desk]:
        async with open_desk(folder) as desk:
            yield desk

    async def whole() -> None:
        async with at_desk() as desk:
            await tell(desk)

    run(whole())


def booking(
    desk: Desk, hour: int, minute: int = 0, minutes: int = 30, **more: Any
) -> BookAppointment:
    starts_at = desk.at(hour, minute)
    wish = BookAppointment(
        new_id(), CLINIC, GRACE, OKAFOR, starts_at, starts_at + timedelta(minutes=minutes), ZONE
    )
    return replace(wish, **more)


def place(desk: Desk, hour: int, minutes: int = 45, provider: str = OKAFOR) -> Place:
    return Place(provider, desk.at(hour), desk.at(hour) + timedelta(minutes=minutes))


async def do(desk: Desk, command: Callable[[Any], Any]) -> Any:
    return await desk.replica.write("test", command)


def test_a_free_hour_is_booked_once_however_often_it_is_asked(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        wish = booking(desk, 14, reason=" Cough ")
        assert await do(desk, wish) == Booked(wish.appointment_id)
        assert await do(desk, wish) == Booked(wish.appointment_id)
        assert [draft.kind for draft in await desk.drafts()] == ["insert"]
        row = await desk.shown("appointments", wish.appointment_id)
        assert row is not None
        assert (row["reason"], row["status"], row["is_overbooked"]) == ("Cough", "scheduled", False)

    story(run, tmp_path, tell)


@pytest.mark.parametrize(
    ("wish", "concern"),
    [
        (lambda desk: booking(desk, 10, 15), SlotTaken),
        (lambda desk: booking(desk, 18), OutsideHours),
        (lambda desk: booking(desk, 16, 45), OutsideHours),
        (lambda desk: booking(desk, 9), InPast),
        (lambda desk: booking(desk, 11, 30, patient_id=TOMAS), PatientBusy),
    ],
)
def test_what_speaks_against_it_comes_back_and_nothing_is_written(
    run: Run, tmp_path: Path, wish: Callable[[Desk], BookAppointment], concern: type[object]
) -> None:
    async def tell(desk: Desk) -> None:
        await add_visit(desk, "there", YUSUF, desk.at(10), 60)
        await add_visit(desk, "elsewhere", TOMAS, desk.at(11, 30), 30, provider=MUELLER)
        outcome = await do(desk, wish(desk))
        assert type(outcome) is concern
        assert await desk.drafts() == []

        again = replace(wish(desk), deliberately=True, overbook_reason="urgent")
        assert isinstance(await do(desk, again), Booked)

    story(run, tmp_path, tell)


def test_overbooking_takes_a_reason_and_says_so_on_the_row(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        await add_visit(desk, "there", YUSUF, desk.at(14), 60)
        wish = booking(desk, 14, deliberately=True)
        assert isinstance(await do(desk, wish), SlotTaken)
        wish = replace(wish, overbook_reason=" fever ")
        assert isinstance(await do(desk, wish), Booked)
        row = await desk.shown("appointments", wish.appointment_id)
        assert row is not None
        assert row["is_overbooked"] is True
        assert row["overbook_reason"] == "fever"

    story(run, tmp_path, tell)


def test_a_reason_alone_does_not_mark_a_free_slot_as_overbooked(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        wish = booking(desk, 14, deliberately=True, overbook_reason="fever")
        assert isinstance(await do(desk, wish), Booked)
        row = await desk.shown("appointments", wish.appointment_id)
        assert row is not None
        assert (row["is_overbooked"], row["overbook_reason"]) == (False, "")

    story(run, tmp_path, tell)


@pytest.mark.parametrize("status", ["cancelled", "no_show"])
def test_a_given_up_time_can_be_booked(run: Run, tmp_path: Path, status: str) -> None:
    async def tell(desk: Desk) -> None:
        await add_visit(desk, "gone", YUSUF, desk.at(14), 60, status=status)
        assert isinstance(await do(desk, booking(desk, 14)), Booked)

    story(run, tmp_path, tell)


def test_a_move_changes_the_place_alone_and_its_undo_restores_it(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14))
        before = await desk.shown("appointments", visit) or {}
        outcome = await do(desk, MoveAppointment(visit, place(desk, 15), ZONE))
        assert isinstance(outcome, Moved)
        (draft,) = await desk.drafts()
        assert set(draft.patch) == {"starts_at", "ends_at"}
        back = MoveAppointment.back(visit, outcome.before, ZONE)
        assert isinstance(await do(desk, back), Moved)
        after = await desk.shown("appointments", visit) or {}
        assert {k: v for k, v in after.items() if k not in MANAGED} == {
            k: v for k, v in before.items() if k not in MANAGED
        }

    story(run, tmp_path, tell)


def test_an_appointment_may_move_into_its_own_time(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14), 60)
        to = Place(OKAFOR, desk.at(14, 15), desk.at(15, 15))
        assert isinstance(await do(desk, MoveAppointment(visit, to, ZONE)), Moved)

    story(run, tmp_path, tell)


def test_a_move_nowhere_writes_nothing(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14))
        outcome = await do(desk, MoveAppointment(visit, place(desk, 14), ZONE))
        assert isinstance(outcome, Moved)
        assert await desk.drafts() == []

    story(run, tmp_path, tell)


def test_an_overbooked_one_moved_to_free_time_is_an_ordinary_one(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        await add_visit(desk, "there", YUSUF, desk.at(14))
        visit = await add_visit(
            desk, "over", GRACE, desk.at(14), is_overbooked=True, overbook_reason="fever"
        )
        outcome = await do(desk, MoveAppointment(visit, place(desk, 15), ZONE))
        assert isinstance(outcome, Moved)
        row = await desk.shown("appointments", visit)
        assert row is not None
        assert (row["is_overbooked"], row["overbook_reason"]) == (False, "")
        assert isinstance(await do(desk, MoveAppointment.back(visit, outcome.before, ZONE)), Moved)
        row = await desk.shown("appointments", visit)
        assert row is not None
        assert (row["is_overbooked"], row["overbook_reason"]) == (True, "fever")

    story(run, tmp_path, tell)


def test_an_undone_move_does_not_push_out_who_came_meanwhile(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14))
        moved = await do(desk, MoveAppointment(visit, place(desk, 15), ZONE))
        await add_visit(desk, "b", YUSUF, desk.at(14))
        outcome = await do(desk, MoveAppointment.back(visit, moved.before, ZONE))
        assert isinstance(outcome, SlotTaken)

    story(run, tmp_path, tell)


@pytest.mark.parametrize("status", ["in_progress", "completed", "cancelled", "no_show"])
def test_what_is_under_way_or_over_is_not_moved(run: Run, tmp_path: Path, status: str) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14), status=status)
        outcome = await do(desk, MoveAppointment(visit, place(desk, 15), ZONE))
        assert outcome == NotPossible(visit, status)

    story(run, tmp_path, tell)


def test_cancelling_and_its_undo(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14), status="confirmed")
        outcome = await do(desk, CancelAppointment(visit, " ill "))
        assert outcome == Cancelled(visit, "confirmed", "")
        row = await desk.shown("appointments", visit)
        assert row is not None
        assert (row["status"], row["cancel_reason"]) == ("cancelled", "ill")
        back = await do(desk, Reinstate(visit, outcome.before, outcome.cancel_reason))
        assert back == Reinstated(visit, "confirmed", "ill")
        row = await desk.shown("appointments", visit)
        assert row is not None
        assert (row["status"], row["cancel_reason"]) == ("confirmed", "")

    story(run, tmp_path, tell)


def test_nobody_is_reinstated_into_a_time_that_was_given_away(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14), status="cancelled")
        await add_visit(desk, "b", YUSUF, desk.at(14))
        assert isinstance(await do(desk, Reinstate(visit)), SlotTaken)
        assert await desk.drafts() == []

    story(run, tmp_path, tell)


def test_a_missed_visit_whose_time_was_given_away_does_not_arrive_into_it(
    run: Run, tmp_path: Path
) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14), status="no_show")
        await add_visit(desk, "b", YUSUF, desk.at(14))
        assert isinstance(await do(desk, SetStatus(visit, "arrived")), SlotTaken)

    story(run, tmp_path, tell)


def test_states_take_allowed_steps_only(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14))
        assert await do(desk, SetStatus(visit, "completed")) == NotPossible(visit, "scheduled")
        outcome = await do(desk, SetStatus(visit, "arrived"))
        assert outcome == StatusSet(visit, "scheduled", "arrived")
        assert outcome.can_be_undone
        assert await do(desk, SetStatus(visit, "arrived")) == StatusSet(visit, "arrived", "arrived")
        assert len(await desk.drafts()) == 1

    story(run, tmp_path, tell)


def test_a_state_of_a_newer_server_is_left_alone(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        visit = await add_visit(desk, "a", GRACE, desk.at(14), status="waitlisted")
        assert await do(desk, SetStatus(visit, "arrived")) == NotPossible(visit, "waitlisted")
        assert await do(desk, CancelAppointment(visit)) == NotPossible(visit, "waitlisted")

    story(run, tmp_path, tell)


@pytest.mark.parametrize(
    "command",
    [
        lambda desk: CancelAppointment("nobody"),
        lambda desk: Reinstate("nobody"),
        lambda desk: SetStatus("nobody", "arrived"),
        lambda desk: MoveAppointment("nobody", place(desk, 15), ZONE),
    ],
)
def test_what_is_gone_is_said_to_be_gone(
    run: Run, tmp_path: Path, command: Callable[[Desk], Any]
) -> None:
    async def tell(desk: Desk) -> None:
        assert await do(desk, command(desk)) == Gone("nobody")

    story(run, tmp_path, tell)


def test_an_arrival_without_a_line_counts_from_when_it_was_marked(run: Run, tmp_path: Path) -> None:
    """Until the server has it, and afterwards: then the server says since when."""

    async def tell(desk: Desk) -> None:
        async def waiting() -> list[tuple[str, object, bool]]:
            query = queries.waiting_now(CLINIC, desk.at(0), desk.at(24))
            rows = await desk.replica.read(query.run)
            return [(row.id, row.since, row.is_set_here) for row in rows]

        visit = await add_visit(desk, "a", GRACE, desk.at(11))
        marked_at = desk.clock.now()
        await desk.replica.write("Mark as arrived", SetStatus(visit, "arrived"))
        desk.clock.advance(3600)
        assert await waiting() == [(visit, marked_at, True)]

        (draft,) = await desk.drafts()
        kept = moment_text(marked_at)
        await desk.server_has("appointments", visit, status="arrived", status_since=kept)
        await desk.replica.apply(lambda db: settle(db, draft.id))
        assert await waiting() == [(visit, marked_at, False)]

    story(run, tmp_path, tell)


def test_a_later_correction_does_not_begin_the_waiting_anew(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        since = desk.clock.now()
        visit = await add_visit(
            desk, "a", GRACE, desk.at(11), status="arrived", status_since=moment_text(since)
        )
        desk.clock.advance(900)
        await desk.server_has("appointments", visit, reason="Cough")
        await do(desk, MoveAppointment(visit, place(desk, 15), ZONE))
        rows = await desk.replica.read(queries.waiting_now(CLINIC, desk.at(0), desk.at(24)).run)
        assert [(row.reason, row.since) for row in rows] == [("Cough", since)]

    story(run, tmp_path, tell)


def test_a_booking_taken_back_at_once_is_on_no_calendar(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        kept = await add_visit(
            desk, "a", GRACE, desk.at(11), status="cancelled", cancel_reason="ill"
        )
        wish = booking(desk, 14)
        await do(desk, wish)
        await do(desk, CancelAppointment(wish.appointment_id, queries.UNDONE))
        rows = await desk.replica.read(queries.day_of(CLINIC, desk.at(0), desk.at(24)).run)
        assert [row.id for row in rows] == [kept]

    story(run, tmp_path, tell)


def test_a_day_holds_what_touches_it_and_nothing_else(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        await add_visit(desk, "before", GRACE, desk.at(-1), 60)
        over = await add_visit(desk, "over midnight", YUSUF, desk.at(0) - timedelta(minutes=30), 60)
        inside = await add_visit(desk, "inside", GRACE, desk.at(23, 30), 90)
        await add_visit(desk, "after", YUSUF, desk.at(24), 30, provider=MUELLER)
        rows = await desk.replica.read(queries.day_of(CLINIC, desk.at(0), desk.at(24)).run)
        assert [row.id for row in rows] == [over, inside]

    story(run, tmp_path, tell)


def test_a_day_is_found_by_index_among_years(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        query = queries.day_of(CLINIC, desk.at(0), desk.at(24))

        def explain(db: Connection) -> list[str]:
            compiled = query.statement.compile(dialect=db.dialect)
            blanks = ("",) * len(compiled.positiontup or ())
            found = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", blanks)
            return [str(row[-1]) for row in found]

        plan = await desk.replica.read(explain)
        first = next(step for step in plan if " appointments " in step)
        assert "USING INDEX" in first
        assert "starts_at>?" in first

    story(run, tmp_path, tell)


def test_every_list_is_bounded() -> None:
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    asked = [
        queries.day_of(CLINIC, moment, moment),
        queries.week_of(OKAFOR, moment, moment),
        queries.waiting_now(CLINIC, moment, moment),
        queries.next_appointments_of(GRACE, moment),
        queries.providers_of(CLINIC),
        queries.providers_of_day(CLINIC, moment, moment),
        queries.types_of(CLINIC),
        queries.hours_of(CLINIC),
        queries.time_off_between(CLINIC, moment, moment),
        queries.busy_of(CLINIC, moment, moment),
        queries.busy_between([OKAFOR], moment, moment),
        queries.patient_busy_between(GRACE, moment, moment),
    ]
    assert all(query.statement._limit_clause is not None for query in asked)


def test_the_busy_states_are_the_active_ones(run: Run, tmp_path: Path) -> None:
    async def tell(desk: Desk) -> None:
        for number, status in enumerate([*sorted(ACTIVE), "cancelled", "no_show"]):
            await add_visit(desk, status, GRACE, desk.at(8 + number), 30, status=status)
        rows = await desk.replica.read(queries.busy_of(CLINIC, desk.at(0), desk.at(24)).run)
        assert {row.status for row in rows} == ACTIVE

    story(run, tmp_path, tell)
