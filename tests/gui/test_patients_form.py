"""What a patient's form understands."""

from __future__ import annotations

from datetime import date

import pytest

from clinic_app.features.patients import model
from clinic_app.features.patients.model import FIELDS, date_order, read, read_date

TODAY = date(2026, 11, 20)
BLANK = dict.fromkeys(FIELDS, "")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("03/04/1985", "dmy"),
        ("3.4.85", "dmy"),
        ("3-4-1985", "dmy"),
        ("03041985", "dmy"),
        (" 3 4 1985 ", "dmy"),
        ("04/03/1985", "mdy"),
        ("04031985", "mdy"),
        ("1985-04-03", "dmy"),
        ("1985-04-03", "mdy"),
        ("1985/4/3", "ymd"),
        ("19850403", "ymd"),
        ("19850403", "dmy"),
    ],
)
def test_a_birth_date_is_read_as_the_locale_writes_it(text: str, order: str) -> None:
    assert read_date(text, order, TODAY) == date(1985, 4, 3)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/1985", "impossible"),
        ("yesterday", "impossible"),
        ("3 Apr 1985", "impossible"),
        ("03/04", "impossible"),
        ("03/04/985", "impossible"),
        ("13/13/1985", "impossible"),
        ("21/11/2026", "future"),
        ("01/01/1890", "too_old"),
    ],
)
def test_a_birth_date_that_cannot_be_is_told_why(text: str, code: str) -> None:
    assert read_date(text, "dmy", TODAY) == code


@pytest.mark.parametrize(
    ("text", "year"), [("20/11/26", 2026), ("21/11/26", 1926), ("1/1/30", 1930)]
)
def test_a_year_of_two_digits_lies_in_the_last_hundred_years(text: str, year: int) -> None:
    found = read_date(text, "dmy", TODAY)
    assert isinstance(found, date)
    assert found.year == year


def test_born_today_is_born() -> None:
    assert read_date("20/11/2026", "dmy", TODAY) == TODAY
    assert read_date("", "dmy", TODAY) is None


@pytest.mark.parametrize(
    ("pattern", "order"),
    [("dd/MM/yyyy", "dmy"), ("M/d/yy", "mdy"), ("yyyy-MM-dd", "ymd"), ("d. M. yyyy", "dmy")],
)
def test_the_order_of_a_date_comes_from_the_locale(pattern: str, order: str) -> None:
    assert date_order(pattern) == order


def test_a_form_says_every_mistake_at_once() -> None:
    found = read(
        BLANK | {"birth_date": "32/1/1980", "email": "grace at home", "note": "x" * 4001},
        "dmy",
        TODAY,
    )
    assert found.problems == {
        "family_name": "missing",
        "birth_date": "impossible",
        "email": "shape",
        "note": "long",
    }


def test_a_name_alone_is_enough() -> None:
    found = read(BLANK | {"family_name": "  Mbeki "}, "dmy", TODAY)
    assert not found.problems
    assert found.values["family_name"] == "Mbeki"
    assert found.values["birth_date"] is None
    assert found.values["gender"] == "unknown"


@pytest.mark.parametrize(
    ("text", "region", "odd"),
    [
        ("+52 55 1100 2200", "", False),
        ("91 123 45 67", "ES", False),
        ("12", "ES", True),
        ("call his sister", "ES", True),
        ("", "ES", False),
    ],
)
def test_an_odd_phone_number_is_noticed(text: str, region: str, odd: bool) -> None:
    assert model.is_odd_phone(text, region) is odd
