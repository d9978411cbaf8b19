"""What a card is about, as lines a person can decide: which field, what each side says, who clashes.

Fields that only make sense together (start, end and provider of a visit; both parts of a name) are
one line and are chosen together, as the server merges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from clinic_app.domain.groups import GROUPS

_ORDER: Final = (
    "time",
    "status",
    "patient_id",
    "name",
    "birth_date",
    "gender",
    "phone",
    "email",
    "address",
    "type_id",
    "room_id",
    "modality",
    "reason",
    "note",
    "is_active",
)
MANAGED: Final = frozenset(
    {
        "id",
        "version",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "facility_id",
        "user_id",
        "patient_user_id",
        "record_number",
    }
)


class Trouble(StrEnum):
    """What kind of decision a card asks for."""

    SLOT = "slot"
    CLASH = "clash"
    DELETED = "deleted"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    OUTDATED = "outdated"


def trouble(status: str, code: str) -> Trouble:
    """The kind of a card, from the server's verdict; words it may invent read as a refusal."""
    if code == "slot_taken":
        return Trouble.SLOT
    if code == "deleted":
        return Trouble.DELETED
    if status == "conflict":
        return Trouble.CLASH
    if status == "forbidden":
        return Trouble.FORBIDDEN
    if status == "upgrade_required":
        return Trouble.OUTDATED
    return Trouble.INVALID


@dataclass(frozen=True, slots=True)
class Line:
    """One decision. `is_clash`: both sides changed it and the server waits for a word."""

    key: str
    fields: tuple[str, ...]
    is_clash: bool
    is_mine: bool
    is_theirs: bool

    def side(self, values: Mapping[str, Any] | None) -> dict[str, Any]:
        """This line's part of a record."""
        return {name: (values or {}).get(name) for name in self.fields}


def lines(
    table: str,
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any] | None,
    clashing: Iterable[str],
) -> list[Line]:
    """Everything either side changed, one line per group, in the order people read a record."""
    groups = GROUPS.get(table, {})
    changed_there = {
        name
        for name, value in (theirs or {}).items()
        if name not in MANAGED and base and name in base and base[name] != value
    }
    changed_here = {name for name in mine if name not in MANAGED}
    by_key: dict[str, list[str]] = {}
    for name in sorted(changed_here | changed_there):
        by_key.setdefault(groups.get(name, name), []).append(name)
    waits = set(clashing)
    found = []
    for key, names in by_key.items():
        members = [name for name, group in groups.items() if group == key] or names
        found.append(
            Line(
                key,
                tuple(members),
                is_clash=any(name in waits and name in changed_here for name in names),
                is_mine=any(name in changed_here for name in names),
                is_theirs=any(name in changed_there for name in names),
            )
        )
    return sorted(found, key=_place)


def _place(line: Line) -> tuple[int, str]:
    return (_ORDER.index(line.key) if line.key in _ORDER else len(_ORDER), line.key)
