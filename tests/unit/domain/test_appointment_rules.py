"""Which state may follow which, when two appointments want the same time, where they are drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.appointments import (
    ACTIVE,
    FOLLOWS,
    MOVABLE,
    Status,
    Taken,
    claims_time,
    first_blocking,
    may_become,
    overlap,
    side_by_side,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_every_state_has_its_row_and_leads_only_to_known_states() -> None:
    known = {str(status) for status in Status}
    assert set(FOLLOWS) == known
    assert all(after <= known for after in FOLLOWS.values())
    assert known - ACTIVE == {"cancelled", "no_show"}
    assert MOVABLE < ACTIVE


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("scheduled", "arrived", True),
        ("scheduled", "completed", False),
        ("arrived", "completed", True),
        ("in_progress", "cancelled", False),
        ("completed", "in_progress", True),
        ("completed", "cancelled", False),
        ("cancelled", "confirmed", True),
        ("cancelled", "arrived", False),
        ("no_show", "arrived", True),
    ],
)
def test_steps(before: str, after: str, allowed: bool) -> None:
    assert may_become(before, after) is allowed


def test_a_state_of_a_newer_server_is_left_alone() -> None:
    assert not may_become("waitlisted", "arrived")
    assert not claims_time("waitlisted", is_overbooked=False)


def test_no_state_follows_itself() -> None:
    assert not any(may_become(status, status) for status in FOLLOWS)


def test_touching_appointments_do_not_overlap() -> None:
    assert not overlap(at(0), at(30), at(30), at(60))
    assert overlap(at(0), at(31), at(30), at(60))


def taken(
    name: str, starts: int, ends: int, status: str = "scheduled", over: bool = False
) -> Taken:
    return Taken(name, at(starts), at(ends), status, over)


def test_the_first_one_in_the_way_is_named() -> None:
    others = [taken("late", 40, 60), taken("early", 20, 45)]
    found = first_blocking(at(30), at(60), others)
    assert found is not None
    assert found.appointment_id == "early"


@pytest.mark.parametrize(
    "other",
    [
        taken("a", 0, 30, "cancelled"),
        taken("a", 0, 30, "no_show"),
        taken("a", 0, 30, over=True),
        taken("a", 30, 60),
        taken("me", 0, 30),
    ],
)
def test_what_does_not_stand_in_the_way(other: Taken) -> None:
    assert first_blocking(at(0), at(30), [other], besides="me") is None


spans = st.lists(
    st.tuples(st.integers(0, 300), st.integers(5, 90)).map(
        lambda pair: (at(pair[0]), at(pair[0] + pair[1]))
    ),
    max_size=25,
)


@given(spans)
def test_no_two_that_overlap_share_a_lane(found: list[tuple[datetime, datetime]]) -> None:
    lanes = side_by_side(found)
    for i, (lane, of) in enumerate(lanes):
        assert 0 <= lane < of
        for j in range(i):
            if overlap(*found[i], *found[j]):
                assert lanes[j][0] != lane
                assert lanes[j][1] == of


@given(spans)
def test_who_overlaps_nobody_has_the_whole_width(found: list[tuple[datetime, datetime]]) -> None:
    for i, place in enumerate(side_by_side(found)):
        if not any(i != j and overlap(*found[i], *found[j]) for j in range(len(found))):
            assert place == (0, 1)
