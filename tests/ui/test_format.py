"""Dates, times, ages and phone numbers as people write them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from clinic_app.ui import format as written
from clinic_app.ui.i18n import tr, use_language

FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Friday 20 November"),
        ("es", "Viernes, 20 de noviembre"),
        ("fr", "Vendredi 20 novembre"),
    ],
)
def test_a_day_is_titled_as_the_language_says_it(language: str, title: str) -> None:
    use_language(language)

    assert written.day_title(FRIDAY) == title


def test_a_moment_is_shown_on_the_facilitys_clock() -> None:
    at = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)

    assert written.clock_time(at, "Europe/Madrid") == "10:30"
    assert written.clock_time(at, "America/New_York") == "04:30"
    assert written.clock_time(time(9, 5)) == "09:05"


def test_the_hour_that_does_not_exist_is_skipped() -> None:
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    after = before + timedelta(minutes=1)

    assert written.clock_time(before, "Europe/Madrid") == "01:59"
    assert written.clock_time(after, "Europe/Madrid") == "03:00"


@pytest.mark.parametrize(
    ("away", "said"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "Mon 23"),
        (27, "Thu 17"),
        (28, "18 Dec 2026"),
        (-7, "13 Nov 2026"),
    ],
)
def test_a_near_day_is_said_short_and_a_far_one_without_doubt(away: int, said: str) -> None:
    assert written.day_near(FRIDAY + timedelta(days=away), FRIDAY) == said


def test_a_moment_is_said_as_one_says_it() -> None:
    at = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)

    assert written.moment(at, "Europe/Madrid", FRIDAY) == "Mon 23, 09:20"
    assert written.moment(at, "Europe/Madrid", date(2026, 11, 23)) == "today 09:20"


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(1968, 3, 1), "58 y"),
        (date(1968, 11, 21), "57 y"),
        (date(2024, 11, 20), "2 y"),
        (date(2024, 11, 21), "23 months"),
        (date(2026, 9, 20), "2 months"),
        (date(2026, 11, 11), "9 days"),
        (date(2026, 11, 19), "1 day"),
        (date(2026, 11, 20), "0 days"),
        (date(2027, 1, 1), ""),
        (None, ""),
    ],
)
def test_an_age_is_told_as_a_clinic_tells_it(born: date | None, said: str) -> None:
    assert written.age(born, FRIDAY) == said


@pytest.mark.parametrize(
    ("minutes", "said"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (0, "0 min")]
)
def test_a_length_is_told_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert written.duration(minutes) == said


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert written.number(12300) == "12,300"
    use_language("es")
    assert written.number(12300) == "12.300"


@pytest.mark.parametrize(
    ("typed", "region", "shown"),
    [
        ("+34600112233", "", "+34 600 11 22 33"),
        ("600 11 22 33", "ES", "+34 600 11 22 33"),
        ("ask the daughter", "", "ask the daughter"),
        ("12", "ES", "12"),
        ("", "", ""),
    ],
)
def test_a_phone_number_gets_its_groups_and_anything_else_stays(
    typed: str, region: str, shown: str
) -> None:
    assert written.phone(typed, region) == shown


def test_values_are_put_into_words_and_never_read_as_words() -> None:
    assert tr("Test", "Hello {name}", name="{other} %n") == "Hello {other} %n"
    assert tr("Test", "%n draft(s) of {name}", 1, name="(s)") == "1 draft of (s)"
    assert tr("Test", "%n draft(s)", 12) == "12 drafts"
