"""Names shown, sorted and compared; ages and waits in whole numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_app.domain.durations import (
    Age,
    age_on,
    late_minutes,
    length_of,
    snapped,
    waiting_minutes,
)
from clinic_app.domain.names import (
    Identity,
    Reason,
    display_name,
    fold,
    initials,
    likeness,
    listed_name,
    lookalikes,
    sort_key,
)
from clinic_app.domain.roles import BOOKING, CLINICAL, STAFF, Role, is_staff, may_book

BORN = date(1984, 5, 9)
MARIA = Identity("María-José", "Núñez", BORN, "+34 612 345 678")


def test_names_as_spoken_and_as_listed() -> None:
    assert display_name("Grace", "Mbeki") == "Grace Mbeki"
    assert listed_name("Grace", "Mbeki") == "Mbeki, Grace"
    assert display_name("", "Prince") == listed_name("", "Prince") == "Prince"
    assert initials("Grace", "Mbeki") == "GM"
    assert initials("", " ") == "?"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("María-José  NÚÑEZ", "maria jose nunez"),
        ("O’Brien", "obrien"),
        ("Łukasz Groß", "lukasz gross"),
        ("Søren Þór", "soren thor"),
        ("İbrahim Yıldız", "ibrahim yildiz"),
    ],
)
def test_spellings_meet_when_folded(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_sorting_looks_past_accents() -> None:
    people = [("Zoe", "Ávila"), ("Ana", "Avila"), ("Bob", "Zed"), ("Al", "Banks")]
    assert sorted(people, key=lambda p: sort_key(*p)) == [
        ("Ana", "Avila"),
        ("Zoe", "Ávila"),
        ("Al", "Banks"),
        ("Bob", "Zed"),
    ]


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (Identity("Maria Jose", "Nunez", BORN), (Reason.SAME_NAME, Reason.SAME_BIRTH_DATE)),
        (Identity("Maria", "Nuñes", BORN), (Reason.SIMILAR_NAME, Reason.SAME_BIRTH_DATE)),
        (Identity("Núñez", "María José", BORN), (Reason.SWAPPED_NAME, Reason.SAME_BIRTH_DATE)),
        (
            Identity("María José", "Núñez", date(1984, 9, 5)),
            (Reason.SAME_NAME, Reason.SIMILAR_BIRTH_DATE),
        ),
        (
            Identity("M. J.", "Núñez", BORN, "612345678"),
            (Reason.SIMILAR_NAME, Reason.SAME_BIRTH_DATE, Reason.SAME_PHONE),
        ),
    ],
)
def test_probably_the_same_person(other: Identity, reasons: tuple[Reason, ...]) -> None:
    found = likeness(MARIA, other)
    assert found.is_likely
    assert found.reasons == reasons


def test_a_shared_phone_is_worth_a_look_and_no_more() -> None:
    child = Identity("Leo", "Campos", date(2015, 1, 1), "0034-612-345-678")
    found = likeness(MARIA, child)
    assert found.is_worth_a_look
    assert not found.is_likely
    assert found.reasons == (Reason.SAME_PHONE,)


@pytest.mark.parametrize(
    "other",
    [
        Identity("Tomás", "Ibarra", BORN),
        Identity("María-José", "Castellanos", BORN),
        Identity("María-José", "Núñez", date(1941, 12, 30)),
        Identity("", "", BORN, ""),
        Identity("Leo", "Campos", None, "78"),
    ],
)
def test_not_the_same_person(other: Identity) -> None:
    assert not likeness(MARIA, other).is_likely
    assert not likeness(other, MARIA).is_likely


def test_two_brothers_are_not_one() -> None:
    one = Identity("Juan", "Pérez", date(2014, 2, 1))
    other = Identity("José", "Pérez", date(2011, 7, 30))
    assert not likeness(one, other).is_worth_a_look


def test_the_most_alike_come_first_and_the_list_ends() -> None:
    known = [
        ("phone", Identity("Leo", "Campos", None, "612 345 678")),
        ("other", Identity("Tomás", "Ibarra", BORN)),
        ("same", Identity("maria jose", "nunez", BORN)),
    ]
    assert [who for who, _ in lookalikes(MARIA, known, 5)] == ["same", "phone"]
    assert [who for who, _ in lookalikes(MARIA, known, 1)] == ["same"]


identities = st.builds(
    Identity,
    st.text(max_size=12),
    st.text(max_size=12),
    st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.text("+- 0123456789", max_size=14),
)


@given(identities, identities)
def test_likeness_has_no_direction_and_stays_in_its_scale(one: Identity, other: Identity) -> None:
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert 0 <= found.score <= 100


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_ages() -> None:
    assert age_on(date(2023, 11, 21), date(2026, 11, 20)) == Age(2, 11)
    assert age_on(date(2023, 11, 20), date(2026, 11, 20)) == Age(3, 0)
    assert age_on(date(2024, 2, 29), date(2025, 2, 28)) == Age(0, 11)
    assert age_on(date(2024, 2, 29), date(2025, 3, 1)) == Age(1, 0)
    assert age_on(date(2027, 1, 1), date(2026, 11, 20)) is None


NOW = datetime(2026, 11, 20, 10, 42, tzinfo=UTC)


def test_waits_are_never_negative() -> None:
    assert waiting_minutes(NOW - timedelta(minutes=7, seconds=59), NOW) == 7
    assert waiting_minutes(NOW + timedelta(minutes=3), NOW) == 0
    assert late_minutes(NOW - timedelta(minutes=12), NOW) == 12


@pytest.mark.parametrize(
    ("asked", "length"), [(None, 30), (0, 30), (-5, 30), (45, 45), (1, 5), (99999, 720)]
)
def test_lengths_stay_within_a_day(asked: int | None, length: int) -> None:
    assert length_of(asked) == timedelta(minutes=length)


@given(st.integers(-10_000, 10_000))
def test_snapping_goes_to_the_nearest_step(seconds: int) -> None:
    step = timedelta(minutes=5)
    moment = NOW + timedelta(seconds=seconds)
    result = snapped(moment, step, NOW)
    assert (result - NOW) % step == timedelta(0)
    assert abs(result - moment) <= step / 2


def test_who_may_do_what() -> None:
    assert CLINICAL < BOOKING < STAFF
    assert may_book(Role.RECEPTION)
    assert not may_book(Role.PATIENT)
    assert not may_book(Role.SYSTEM_ADMIN)
    assert is_staff(Role.SYSTEM_ADMIN)
    assert not is_staff("visitor")
