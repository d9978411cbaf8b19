"""How long things take and how old people are: whole numbers for the screen to put into words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

DEFAULT_LENGTH: Final = timedelta(minutes=30)
"""The length of an appointment whose type says nothing."""

SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=12)

_MINUTE = timedelta(minutes=1)


def minutes(length: timedelta) -> int:
    """Whole minutes, rounded down, and never below zero."""
    return max(0, length // _MINUTE)


def waiting_minutes(since: datetime, now: datetime) -> int:
    """How long somebody has been waiting. A clock that is behind gives 0, not a negative wait."""
    return minutes(now - since)


def late_minutes(starts_at: datetime, now: datetime) -> int:
    """How far the start lies behind; 0 while it lies ahead."""
    return minutes(now - starts_at)


def length_of(type_minutes: int | None) -> timedelta:
    """The length an appointment type asks for, kept within what a day can hold."""
    if type_minutes is None or type_minutes <= 0:
        return DEFAULT_LENGTH
    return min(max(timedelta(minutes=type_minutes), SHORTEST), LONGEST)


def snapped(at: datetime, step: timedelta, origin: datetime) -> datetime:
    """The moment nearest to `at` that is a whole number of steps from `origin`; halves go up."""
    return origin + ((at - origin + step / 2) // step) * step


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years, and the completed months beyond them."""

    years: int
    months: int


def age_on(born_on: date, day: date) -> Age | None:
    """How old somebody is on that day; None before the birth.

    Born on 29 February turns on 1 March in other years.
    """
    if day < born_on:
        return None
    months = (day.year - born_on.year) * 12 + day.month - born_on.month
    if day.day < born_on.day:
        months -= 1
    return Age(*divmod(months, 12))
