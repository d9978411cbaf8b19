"""Who is right when two people changed one record: `sync.merge` of the server, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.support.fake_schema import Row

_WHEN = ("starts_at", "ends_at", "provider_id", "is_overbooked", "overbook_reason")
_GROUPS: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    # table: field: (merge group, fields of other groups whose change is a conflict too)
    "appointments": {
        **dict.fromkeys(_WHEN, ("time", ("status",))),
        "status": ("status", ("starts_at", "ends_at", "provider_id", "patient_id")),
        "cancel_reason": ("status", ()),
        "patient_id": ("patient", ("status", "reason")),
        "reason": ("reason", ("patient_id",)),
    },
    "patients": {"family_name": ("name", ()), "given_name": ("name", ()), "note": ("note", ())},
    "provider_hours": dict.fromkeys(("weekday", "starts", "ends"), ("hours", ())),
    "time_off": {"starts_at": ("time", ()), "ends_at": ("time", ())},
}
_STEPS = {
    ("appointments", "status"): ("scheduled", "confirmed", "arrived", "in_progress", "completed")
}
_OVER = ("cancelled", "completed", "no_show")
_NOTHING: Any = object()  # missing is not null


@dataclass(frozen=True)
class Merged:
    """What a three-way merge may write, which fields clash, and why."""

    write: Row
    conflicts: list[str]
    code: str | None


def merge(table: str, base: Row, mine: Row, theirs: Row) -> Merged:
    """Three-way, group by group: a group goes through as a whole or not at all."""
    rules = _GROUPS.get(table, {})
    groups: dict[str, list[str]] = {}
    ahead: set[str] = set()
    for name, value in mine.items():
        was, their_step, my_step = (
            _step(table, name, row.get(name)) for row in (base, theirs, mine)
        )
        if base.get(name, _NOTHING) == value or was < my_step < their_step:
            continue  # as it was, or they are further along the same way
        if was < their_step < my_step:
            ahead.add(name)
        groups.setdefault(rules.get(name, (name, ()))[0], []).append(name)

    def differs(name: str) -> bool:
        theirs_now = theirs.get(name, _NOTHING)
        return theirs_now not in (base.get(name, _NOTHING), mine.get(name, _NOTHING))

    write: Row = {}
    conflicts: list[str] = []
    code: str | None = None
    for group, fields in sorted(groups.items()):
        if all(mine[name] == theirs[name] for name in fields):
            continue
        members = {*fields, *(name for name, (own, _) in rules.items() if own == group)}
        watched = {w for own, watches in rules.values() if own == group for w in watches}
        overtaken = {name for name in watched if name in base and differs(name)}
        known = {name for name in members - ahead if name in base or name in mine}
        if any(differs(name) for name in known):
            conflicts += fields
            code = code or "same_field"
        elif "status" in overtaken:
            conflicts += fields
            code = "closed" if theirs["status"] in _OVER else "status_changed"
        elif overtaken:
            conflicts += fields
            code = "moved"
        else:
            write |= {name: mine[name] for name in fields}
    return Merged(write, conflicts, code)


def _step(table: str, name: str, value: Any) -> float:
    """How far along a transition is; no place at all compares with nothing."""
    steps = _STEPS.get((table, name), ())
    return steps.index(value) if value in steps else float("nan")
