"""The forms of the administration without a screen: which fields there are, and what is wrong in them.

A form holds texts, whatever its controls look like: a number is "20", a switch "yes" or "", a choice
the value it stands for. Codes of what is wrong: missing, long, number, few, many, shape, zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from clinic_app.domain.edits import YES

Kind = Literal["text", "number", "switch", "choice", "zone", "color"]
INVITABLE: Final = ("doctor", "nurse", "reception", "facility_admin")
"""The roles an administrator gives."""
_EMAIL: Final = re.compile(r"[^@\s,;]+@[^@\s,;]+")


@dataclass(frozen=True, slots=True)
class Spec:
    """One field. `least` and `most` bound a number, `longest` a text; an empty choice is None when
    `is_reference`.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    longest: int = 0
    least: int = 0
    most: int = 0
    is_reference: bool = False
    default: str = ""


ROOM: Final = (Spec("name", required=True, longest=100),)
PROVIDER: Final = (
    Spec("display_name", required=True, longest=200),
    Spec("specialty", longest=200),
    Spec("room_id", "choice", is_reference=True),
    Spec("member_id", "choice", is_reference=True),
)
VISIT_TYPE: Final = (
    Spec("name", required=True, longest=100),
    Spec("minutes", "number", least=5, most=720, default="20"),
    Spec("modality", "choice", default="in_person"),
    Spec("color", "color", longest=7),
)
FACILITY: Final = (
    Spec("name", required=True, longest=200),
    Spec("time_zone", "zone", required=True),
    Spec("phone", longest=50),
    Spec("address", longest=500),
)
POLICY: Final = (
    Spec("auto_lock_minutes", "number", least=1, most=240, default="10"),
    Spec("lease_days", "number", least=1, most=90, default="14"),
    Spec("is_locked_after_lease", "switch"),
    Spec("is_second_factor_required", "switch"),
    Spec("is_recording_allowed", "switch"),
)
INVITATION: Final = (
    Spec("email", required=True, longest=320),
    Spec("display_name", required=True, longest=200),
    Spec("role", "choice", default="reception"),
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a form says: a value per field that could be read, a code per field that could not."""

    values: Mapping[str, Any]
    problems: Mapping[str, str]


def blank(specs: Sequence[Spec]) -> dict[str, str]:
    """The texts of a form in which nothing was filled in."""
    return {spec.name: spec.default for spec in specs}


def texts_of(specs: Sequence[Spec], row: object) -> dict[str, str]:
    """The texts a form shows for a record."""
    return {spec.name: _text(spec, getattr(row, spec.name)) for spec in specs}


def read(specs: Sequence[Spec], typed: Mapping[str, str]) -> Read:
    """Understand the texts of a form."""
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for spec in specs:
        text = typed.get(spec.name, "").strip()
        code = _problem(spec, text)
        if code:
            problems[spec.name] = code
        else:
            values[spec.name] = _value(spec, text)
    return Read(values, problems)


def is_email(text: str) -> bool:
    """Whether a text looks like an address at all; whether it is one, the mail will tell."""
    return bool(_EMAIL.fullmatch(text.strip()))


def overlap(starts: time, ends: time, others: Sequence[tuple[time, time]]) -> bool:
    """Whether a stretch of a day shares a moment with another one."""
    return any(starts < other_ends and other_starts < ends for other_starts, other_ends in others)


def _text(spec: Spec, value: Any) -> str:
    if spec.kind == "switch":
        return YES if value else ""
    return "" if value is None else str(value)


def _value(spec: Spec, text: str) -> Any:
    if spec.kind == "number":
        return int(text)
    if spec.kind == "switch":
        return bool(text)
    return None if spec.is_reference and not text else text


def _problem(spec: Spec, text: str) -> str:
    if spec.required and not text:
        return "missing"
    if spec.longest and len(text) > spec.longest:
        return "long"
    if spec.name == "email" and not is_email(text):
        return "shape"
    if spec.kind == "number":
        if not text.isdecimal():
            return "number"
        return "few" if int(text) < spec.least else "many" if int(text) > spec.most else ""
    return "zone" if spec.kind == "zone" and not _is_zone(text) else ""


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, or no name at all
        return False
    return True
