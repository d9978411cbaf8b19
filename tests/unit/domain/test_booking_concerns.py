"""What speaks against a time, in which order, and what it takes to book it all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from clinic_app.domain.appointments import Taken
from clinic_app.domain.booking import (
    Around,
    InPast,
    OutsideHours,
    PatientBusy,
    SlotTaken,
    concerns,
    unaccepted,
)
from clinic_app.domain.hours import Interval

EIGHT = datetime(2026, 11, 20, 8, tzinfo=UTC)
NOW = EIGHT + timedelta(hours=2)


def span(starts: int, ends: int) -> Interval:
    return Interval(EIGHT + timedelta(minutes=starts), EIGHT + timedelta(minutes=ends))


def taken(name: str, starts: int, ends: int, status: str = "scheduled") -> Taken:
    time = span(starts, ends)
    return Taken(name, time.starts_at, time.ends_at, status, False)


DAY = (span(0, 540),)


def test_a_free_hour_ahead_raises_nothing() -> None:
    around = Around(DAY, (taken("a", 120, 180),))
    assert concerns(span(180, 210), around, NOW) == ()


def test_every_concern_is_told_the_weightiest_first() -> None:
    around = Around((), (taken("a", 0, 60),), (taken("b", 15, 30),))
    found = concerns(span(0, 30), around, NOW)
    assert [type(concern) for concern in found] == [SlotTaken, OutsideHours, InPast, PatientBusy]


def test_an_appointment_is_no_hindrance_to_itself() -> None:
    mine = taken("mine", 120, 180)
    around = Around(DAY, (mine,), (mine,))
    assert concerns(span(130, 190), around, NOW, besides="mine") == ()


def test_a_patient_already_in_the_taken_slot_is_told_once() -> None:
    same = taken("same", 120, 180)
    found = concerns(span(120, 150), Around(DAY, (same,), (same,)), NOW)
    assert [type(concern) for concern in found] == [SlotTaken]


def test_a_cancelled_visit_of_the_patient_is_no_concern() -> None:
    around = Around(DAY, (), (taken("a", 120, 180, "cancelled"),))
    assert concerns(span(120, 150), around, NOW) == ()


def test_the_first_unaccepted_concern_stops_it() -> None:
    found = concerns(span(-60, 30), Around(DAY, (taken("a", 0, 60),)), NOW)
    first = unaccepted(found, deliberately=False, overbook_reason="")
    assert isinstance(first, SlotTaken)


def test_nobody_overbooks_by_confirming_something_else() -> None:
    found = concerns(span(0, 30), Around(DAY, (taken("a", 0, 60),)), NOW)
    assert isinstance(unaccepted(found, deliberately=True, overbook_reason="  "), SlotTaken)
    assert isinstance(unaccepted(found, deliberately=False, overbook_reason="urgent"), SlotTaken)
    assert unaccepted(found, deliberately=True, overbook_reason="urgent") is None


def test_past_and_closed_hours_are_accepted_deliberately() -> None:
    found = concerns(span(-60, -30), Around(DAY, ()), NOW)
    assert {type(concern) for concern in found} == {OutsideHours, InPast}
    assert unaccepted(found, deliberately=False, overbook_reason="") is not None
    assert unaccepted(found, deliberately=True, overbook_reason="") is None
