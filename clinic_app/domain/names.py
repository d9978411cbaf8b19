"""People's names as a clinic needs them: shown, sorted, shortened, compared.

Comparing is advice, never a verdict: a clerk who registers Maria Nunez should hear that there is
a María-José Núñez born on the same day, and decides. Reasons are values; the screen has the words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

T = TypeVar("T")

_FOLDED: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)
_PHONE_TAIL: Final = 9
"""Digits of a phone number that are compared: enough to tell people apart, no country code."""
_PHONE_SHORTEST: Final = 6

LIKELY: Final = 70
"""From this score on the two are probably one person."""

WORTH_A_LOOK: Final = 30
"""From this score on the screen mentions the other one."""


def display_name(given: str, family: str) -> str:
    """The whole name in the order it is spoken, e.g. "Grace Mbeki"."""
    return " ".join(part for part in (given.strip(), family.strip()) if part)


def listed_name(given: str, family: str) -> str:
    """The whole name as lists write it, e.g. "Mbeki, Grace"."""
    return ", ".join(part for part in (family.strip(), given.strip()) if part)


def fold(text: str) -> str:
    """Lower case without accents, hyphens, apostrophes: what two spellings of a name share."""
    # Taken apart before the case is folded: "𝔍" is a letter that only then becomes a J.
    apart = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", apart).translate(_FOLDED)
    kept = (
        letter if letter.isalnum() else " "
        for letter in plain
        if not unicodedata.combining(letter) and letter not in "'’`´"
    )
    return " ".join("".join(kept).split())


def sort_key(given: str, family: str) -> tuple[str, str, str]:
    """Orders by family name, then given name; accents only break ties."""
    return fold(family), fold(given), f"{family} {given}"


def initials(given: str, family: str) -> str:
    """One or two capital letters for a small badge; "?" when there is no name."""
    letters = [part.strip()[0].upper() for part in (given, family) if part.strip()]
    return "".join(letters) or "?"


class Reason(StrEnum):
    """Why two patients look alike, or apart."""

    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    SWAPPED_NAME = "swapped_name"
    SAME_BIRTH_DATE = "same_birth_date"
    SIMILAR_BIRTH_DATE = "similar_birth_date"
    OTHER_BIRTH_DATE = "other_birth_date"
    SAME_PHONE = "same_phone"


_POINTS: Final[dict[Reason, int]] = {
    Reason.SAME_NAME: 50,
    Reason.SWAPPED_NAME: 45,
    Reason.SIMILAR_NAME: 35,
    Reason.SAME_BIRTH_DATE: 35,
    Reason.SIMILAR_BIRTH_DATE: 20,
    Reason.OTHER_BIRTH_DATE: -25,
    Reason.SAME_PHONE: 30,
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What two registrations of one person usually have in common."""

    given_name: str
    family_name: str
    birth_date: date | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two people look: 0 (nothing in common) to 100, and why."""

    score: int
    reasons: tuple[Reason, ...]

    @property
    def is_worth_a_look(self) -> bool:
        """Whether a clerk should hear of it before registering somebody new."""
        return self.score >= WORTH_A_LOOK

    @property
    def is_likely(self) -> bool:
        """Whether they are probably one person."""
        return self.score >= LIKELY


def likeness(first: Identity, second: Identity) -> Likeness:
    """Compare two registrations; the order of the two does not matter.

    A date of birth alone says nothing (every day has many): it counts beside a name or a phone.
    """
    name = _name_reason(first, second)
    phone = Reason.SAME_PHONE if _same_phone(first.phone, second.phone) else None
    if name is None and phone is None:
        return Likeness(0, ())
    born = _birth_reason(first.birth_date, second.birth_date)
    if name is None and born is Reason.OTHER_BIRTH_DATE:
        born = None  # a family shares its phone: worth a look, and no more likely for it
    reasons = tuple(reason for reason in (name, born, phone) if reason is not None)
    return Likeness(max(0, min(100, sum(_POINTS[reason] for reason in reasons))), reasons)


def lookalikes(
    new: Identity, known: Iterable[tuple[T, Identity]], limit: int
) -> list[tuple[T, Likeness]]:
    """Those of `known` a clerk should look at before registering `new`, the most alike first."""
    found = [(who, likeness(new, identity)) for who, identity in known]
    found = [pair for pair in found if pair[1].is_worth_a_look]
    found.sort(key=lambda pair: -pair[1].score)
    return found[:limit]


def _name_reason(first: Identity, second: Identity) -> Reason | None:
    given, family = fold(first.given_name), fold(first.family_name)
    other_given, other_family = fold(second.given_name), fold(second.family_name)
    if not (given or family) or not (other_given or other_family):
        return None
    if (given, family) == (other_given, other_family):
        return Reason.SAME_NAME
    if _close(given, other_family) and _close(family, other_given):
        return Reason.SWAPPED_NAME
    if _close(given, other_given) and _close(family, other_family):
        return Reason.SIMILAR_NAME
    return None


def _close(one: str, other: str) -> bool:
    """Whether two folded names may be one: typing slips, second names left out, initials."""
    if not one or not other:
        return False
    if one == other or one.replace(" ", "") == other.replace(" ", ""):
        return True
    short, long = sorted((one.split(), other.split()), key=len)
    if len(short) < len(long) and all(part in long for part in short):
        return True
    if len(short) == len(long) and all(
        a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in zip(short, long, strict=True)
    ):
        return True
    allowed = 1 if min(len(one), len(other)) <= 6 else 2
    return min(len(one), len(other)) >= 3 and _slips(one, other, allowed) <= allowed


def _slips(one: str, other: str, most: int) -> int:
    """Letters added, dropped, replaced or swapped with their neighbour; counts no further than
    one above `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, against in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]


def _birth_reason(one: date | None, other: date | None) -> Reason | None:
    if one is None or other is None:
        return None
    if one == other:
        return Reason.SAME_BIRTH_DATE
    swapped = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    one_digit = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True)) == 1
    return Reason.SIMILAR_BIRTH_DATE if swapped or one_digit else Reason.OTHER_BIRTH_DATE


def _same_phone(one: str, other: str) -> bool:
    a, b = (_digits(number)[-_PHONE_TAIL:] for number in (one, other))
    return min(len(a), len(b)) >= _PHONE_SHORTEST and (a.endswith(b) or b.endswith(a))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdecimal())
