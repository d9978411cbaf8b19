"""A patient's form without a screen: what the typed text means and what is wrong with it.

Texts go in, values and codes come out; the form has the words. Nothing here stops a person who
knows better, except where the record would be useless: no name, a date that does not exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

FIELDS: Final = (
    "family_name",
    "given_name",
    "birth_date",
    "gender",
    "phone",
    "email",
    "address",
    "note",
)
LONGEST: Final = {
    "family_name": 200,
    "given_name": 200,
    "phone": 50,
    "email": 320,
    "address": 500,
    "note": 4000,
}
"""What the server's table takes; refusing it here saves a card later."""
OLDEST: Final = 130
"""Years somebody may be old before a birth date is taken for a slip of the fingers."""

_EMAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says: a value per field that could be read, a code per field that could not."""

    values: Mapping[str, Any]
    problems: Mapping[str, str]


def read(typed: Mapping[str, str], order: str, today: date) -> Read:
    """Understand the text of a form. `order` is how the locale writes a date: dmy, mdy or ymd.

    Codes: missing, long, impossible, future, too_old, shape.
    """
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name in FIELDS:
        text = typed.get(name, "").strip()
        if name == "birth_date":
            found = read_date(text, order, today)
            if isinstance(found, str):
                problems[name] = found
            else:
                values[name] = found
            continue
        values[name] = text or ("unknown" if name == "gender" else "")
        if len(text) > LONGEST.get(name, len(text)):
            problems[name] = "long"
    if not values["family_name"]:
        problems["family_name"] = "missing"
    if values["email"] and not _EMAIL.fullmatch(values["email"]):
        problems["email"] = "shape"
    return Read(values, problems)


def read_date(text: str, order: str, today: date) -> date | str | None:
    """A date of birth as somebody types it, None for nothing, or the code of what is wrong.

    Any mark may stand between the numbers, or none: 3.4.85, 03/04/1985, 03041985 and 1985-04-03 are
    one date where days come first. A year of two digits lies in the last hundred years.
    """
    text = text.strip()
    if not text:
        return None
    numbers = _DIGITS.findall(text)
    if len(numbers) == 1 and len(numbers[0]) == 8:
        numbers = _split(numbers[0], order)
    if len(numbers) != 3 or any(letter.isalpha() for letter in text):
        return "impossible"
    if len(numbers[0]) == 4:
        order = "ymd"  # nobody writes the year first and means anything else
    parts = dict(zip(order, numbers, strict=True))
    if len(parts["y"]) not in (2, 4) or len(parts["m"]) > 2 or len(parts["d"]) > 2:
        return "impossible"
    is_short = len(parts["y"]) == 2
    year = int(parts["y"]) + (today.year // 100 * 100 if is_short else 0)
    try:
        if is_short and (year, int(parts["m"]), int(parts["d"])) > today.timetuple()[:3]:
            year -= 100
        found = date(year, int(parts["m"]), int(parts["d"]))
    except ValueError:
        return "impossible"
    if found > today:
        return "future"
    return "too_old" if today.year - found.year > OLDEST else found


def date_order(pattern: str) -> str:
    """The order of day, month and year in a locale's date pattern, e.g. "dmy" for "dd/MM/yyyy"."""
    places = {letter: pattern.casefold().find(letter) for letter in "dmy"}
    if min(places.values()) < 0:
        return "dmy"
    return "".join(sorted(places, key=lambda letter: places[letter]))


def is_odd_phone(text: str, region: str) -> bool:
    """Whether a phone number looks mistyped. A hint only: clinics write down odd numbers too."""
    if not text.strip():
        return False
    import phonenumbers  # late: 30 ms and several MB that a start does not need

    try:
        number = phonenumbers.parse(text, region or None)
    except phonenumbers.NumberParseException:
        return True
    return not phonenumbers.is_possible_number(number)


def _split(digits: str, order: str) -> list[str]:
    """Eight digits in a row, cut where the locale's order says (year first when it is one)."""
    if order == "ymd" or (digits[:2] in ("19", "20") and not _is_day_first(digits, order)):
        return [digits[:4], digits[4:6], digits[6:]]
    return [digits[:2], digits[2:4], digits[4:]]


def _is_day_first(digits: str, order: str) -> bool:
    """Whether eight digits make a date with the year last, e.g. 19121985 where days come first."""
    day, month = (digits[:2], digits[2:4]) if order == "dmy" else (digits[2:4], digits[:2])
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31 and digits[4:6] in ("18", "19", "20")
