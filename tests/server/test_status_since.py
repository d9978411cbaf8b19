"""Since when an appointment is what it is: the moment it happened, wherever and whenever it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.server.clinic import Clinic, Person


@pytest.fixture(scope="module")
def desk(shared_clinic: Clinic) -> tuple[Clinic, str, Person]:
    facility = shared_clinic.facility()
    return shared_clinic, facility, shared_clinic.member(facility, "reception")


def booked(clinic: Clinic, facility: str, **values: Any) -> str:
    return clinic.appointment(
        facility, clinic.patient(facility), clinic.provider(facility), **values
    )


def since(clinic: Clinic, appointment: str) -> datetime:
    row = clinic.row("appointments", appointment)
    assert row is not None
    return datetime.fromisoformat(row["status_since"])


def arrive(
    clinic: Clinic, person: Person, visit: str, at: datetime, clock: datetime | None = None
) -> str:
    """The desk marks somebody as arrived at `at` and tells it when its clock says `clock`."""
    told = clinic.mutation(
        person, "update", "appointments", visit, {"status": "arrived"}, at=at.isoformat()
    )
    more = {"now": clock.isoformat()} if clock else {}
    (verdict,) = clinic.push(person, told, **more)
    return str(verdict["status"])


def near(found: datetime, wanted: datetime) -> bool:
    return abs(found - wanted) < timedelta(seconds=30)


def test_an_arrival_told_an_hour_later_counts_from_the_desk(
    desk: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, person = desk
    now = datetime.now(UTC)
    visit = booked(clinic, facility, status_since=now - timedelta(days=3))
    assert arrive(clinic, person, visit, now - timedelta(hours=1), now) == "applied"
    assert near(since(clinic, visit), now - timedelta(hours=1))


@pytest.mark.parametrize("off", [timedelta(days=-365), timedelta(days=365)])
def test_a_wrong_clock_at_the_desk_changes_nothing(
    desk: tuple[Clinic, str, Person], off: timedelta
) -> None:
    clinic, facility, person = desk
    now = datetime.now(UTC)
    visit = booked(clinic, facility, status_since=now - timedelta(days=3))
    told = now - timedelta(minutes=40) + off
    assert arrive(clinic, person, visit, told, now + off) == "applied"
    assert near(since(clinic, visit), now - timedelta(minutes=40))


def test_a_state_never_began_before_the_one_before_it_nor_lies_ahead(
    desk: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, person = desk
    now = datetime.now(UTC)
    booked_at = now - timedelta(hours=2)
    for told, kept in ((now - timedelta(days=9), booked_at), (now + timedelta(days=9), now)):
        visit = booked(clinic, facility, status_since=booked_at)
        assert arrive(clinic, person, visit, told, now) == "applied"
        assert near(since(clinic, visit), kept)


def test_an_older_program_says_no_time_of_its_own_and_its_draft_counts_as_it_is(
    desk: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, person = desk
    now = datetime.now(UTC)
    visit = booked(clinic, facility, status_since=now - timedelta(days=1))
    assert arrive(clinic, person, visit, now - timedelta(minutes=5)) == "applied"
    assert near(since(clinic, visit), now - timedelta(minutes=5))


def test_other_edits_leave_it_alone_and_the_owner_gets_now(
    desk: tuple[Clinic, str, Person],
) -> None:
    clinic, facility, person = desk
    before = datetime.now(UTC) - timedelta(days=1)
    visit = booked(clinic, facility, status_since=before)
    edit = clinic.mutation(person, "update", "appointments", visit, {"reason": "Cough"})
    assert clinic.push(person, edit)[0]["status"] == "applied"
    assert near(since(clinic, visit), before)
    clinic.change("appointments", visit, status="confirmed")
    assert near(since(clinic, visit), datetime.now(UTC))


def test_one_drafts_moment_is_not_the_next_ones(desk: tuple[Clinic, str, Person]) -> None:
    clinic, facility, person = desk
    now = datetime.now(UTC)
    visits = [booked(clinic, facility, status_since=now - timedelta(days=1)) for _ in range(2)]
    told = [
        clinic.mutation(
            person,
            "update",
            "appointments",
            visit,
            {"status": "arrived"},
            at=(now - timedelta(minutes=ago)).isoformat(),
        )
        for visit, ago in zip(visits, (50, 10), strict=True)
    ]
    assert {v["status"] for v in clinic.push(person, *told, now=now.isoformat())} == {"applied"}
    assert near(since(clinic, visits[0]), now - timedelta(minutes=50))
    assert near(since(clinic, visits[1]), now - timedelta(minutes=10))
