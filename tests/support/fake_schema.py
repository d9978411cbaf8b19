"""The tables and the rules of the server in memory, beside `resources/supabase` rule by rule.

Where both differ, the migrations are right and this is a bug.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Row = dict[str, Any]
Verdict = dict[str, Any]

MANAGED = {
    "version": 1,
    "created_at": None,
    "created_by": None,
    "updated_at": None,
    "updated_by": None,
}
_TABLES: dict[str, Row] = {
    "facilities": {"name": "", "time_zone": "UTC", "phone": "", "address": ""},
    "profiles": {"full_name": "", "email": "", "locale": "en"},
    "facility_members": {
        "facility_id": None,
        "user_id": None,
        "role": None,
        "display_name": "",
        "is_active": True,
    },
    "rooms": {"facility_id": None, "name": "", "position": 0, "is_active": True},
    "providers": {
        "facility_id": None,
        "member_id": None,
        "display_name": "",
        "specialty": "",
        "room_id": None,
        "position": 0,
        "is_active": True,
    },
    "provider_hours": {
        "facility_id": None,
        "provider_id": None,
        "weekday": 1,
        "starts": "08:00:00",
        "ends": "17:00:00",
    },
    "time_off": {
        "facility_id": None,
        "provider_id": None,
        "starts_at": None,
        "ends_at": None,
        "reason": "",
    },
    "appointment_types": {
        "facility_id": None,
        "name": "",
        "minutes": 20,
        "color": "",
        "modality": "in_person",
        "position": 0,
        "is_active": True,
    },
    "patients": {
        "facility_id": None,
        "user_id": None,
        "record_number": None,
        "family_name": "",
        "given_name": "",
        "birth_date": None,
        "gender": "unknown",
        "phone": "",
        "email": "",
        "address": "",
        "note": "",
        "is_active": True,
    },
    "appointments": {
        "facility_id": None,
        "patient_id": None,
        "provider_id": None,
        "room_id": None,
        "type_id": None,
        "starts_at": None,
        "ends_at": None,
        "status": "scheduled",
        "modality": "in_person",
        "reason": "",
        "is_overbooked": False,
        "overbook_reason": "",
        "cancel_reason": "",
        "patient_user_id": None,
        "status_since": None,
    },
}
BLANK: dict[str, Row] = {name: {"id": None} | own | MANAGED for name, own in _TABLES.items()}
"""Every replicated table: its columns in order, with what an insert that names none of them gets.
"""

FOLLOW: dict[str, dict[str, str]] = {
    "facilities": {"directory": "id"},
    "profiles": {"user": "id"},
    "facility_members": {"facility": "facility_id", "user": "user_id"},
    "rooms": {"facility": "facility_id"},
    "providers": {"directory": "facility_id"},
    "provider_hours": {"facility": "facility_id"},
    "time_off": {"facility": "facility_id"},
    "appointment_types": {"directory": "facility_id"},
    "patients": {"facility": "facility_id", "user": "user_id"},
    "appointments": {"facility": "facility_id", "user": "patient_user_id"},
}
PARENTS = {
    "facility_id": "facilities",
    "member_id": "facility_members",
    "room_id": "rooms",
    "provider_id": "providers",
    "type_id": "appointment_types",
    "patient_id": "patients",
}
_DESK = {"doctor", "nurse", "reception", "facility_admin"}
ADMINS = {"facility_admin", "system_admin"}
WRITERS = {"patients": _DESK, "appointments": _DESK, "time_off": _DESK}
NOT_WRITABLE = set(MANAGED) | {"patient_user_id", "status_since"}

_GROUPS = {  # (table, field): (merge group, fields of other groups whose change is a conflict too)
    **{
        ("appointments", name): ("time", ("status",))
        for name in ("starts_at", "ends_at", "provider_id", "is_overbooked", "overbook_reason")
    },
    ("appointments", "status"): ("status", ("starts_at", "ends_at", "provider_id", "patient_id")),
    ("appointments", "cancel_reason"): ("status", ()),
    ("appointments", "patient_id"): ("patient", ("status",)),
    ("patients", "family_name"): ("name", ()),
    ("patients", "given_name"): ("name", ()),
    ("provider_hours", "weekday"): ("hours", ()),
    ("provider_hours", "starts"): ("hours", ()),
    ("provider_hours", "ends"): ("hours", ()),
    ("time_off", "starts_at"): ("time", ()),
    ("time_off", "ends_at"): ("time", ()),
}
NEXT_STATUS = {
    "scheduled": {"confirmed", "arrived", "cancelled", "no_show", "in_progress"},
    "confirmed": {"scheduled", "arrived", "cancelled", "no_show", "in_progress"},
    "arrived": {"in_progress", "confirmed", "scheduled", "cancelled", "no_show", "completed"},
    "in_progress": {"completed", "arrived"},
    "completed": {"in_progress"},
    "cancelled": {"scheduled", "confirmed"},
    "no_show": {"scheduled", "confirmed", "arrived"},
}


def md5(text: str) -> str:
    """The hash the server names things with; it protects nothing."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def scope_id(kind: str, owner: str) -> str:
    """The id of a scope, made from what it is about."""
    digest = md5(f"{kind}:{owner}")
    return "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))


def row_hash(table: str, row_id: str, ver: int) -> int:
    """60 bits of one row of a scope, summed up over the scope."""
    return int(md5(f"{table}:{row_id}:{ver}")[:15], 16)


def text_of(value: Any) -> Any:
    """A value as the wire writes it: moments in UTC as PostgreSQL prints them."""
    if isinstance(value, datetime):
        text = value.astimezone(UTC).isoformat()
        return text if len(text) == 25 else f"{text[:26].rstrip('0')}+00:00"
    return value.isoformat() if hasattr(value, "isoformat") else value


def typed(row: Row) -> Row:
    """The row with every moment spelled in the one way, so that two spellings compare equal."""
    return {
        name: text_of(datetime.fromisoformat(value))
        if name.endswith("_at") and isinstance(value, str)
        else text_of(value)
        for name, value in row.items()
    }


class Refused(Exception):
    """A rule of the server said no; the verdict tells which."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


def verdict(status: str, code: str | None = None, **more: Any) -> Verdict:
    """A verdict without the fields that say nothing."""
    told = {"status": status, "code": code, **more}
    return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True)
class Merged:
    """What a three-way merge may write, which fields clash, and why."""

    write: Row
    conflicts: list[str]
    code: str | None


def merge(table: str, base: Row, mine: Row, theirs: Row) -> Merged:
    """Three-way, group by group: a group goes through as a whole or not at all."""

    def changed(name: str) -> bool:
        return (
            name in base
            and base[name] != theirs.get(name)
            and (name not in mine or mine[name] != theirs.get(name))
        )

    groups: dict[str, list[str]] = {}
    for name in mine:
        groups.setdefault(_GROUPS.get((table, name), (name, ()))[0], []).append(name)
    write: Row = {}
    conflicts: list[str] = []
    code: str | None = None
    for group, fields in groups.items():
        rules = {n: w for (t, n), (g, w) in _GROUPS.items() if t == table and g == group}
        overtaken = [name for watched in rules.values() for name in watched if changed(name)]
        if all(mine[name] == theirs.get(name) for name in fields):
            continue
        if any(changed(name) for name in {*rules, *fields}):
            conflicts += fields
            code = code or "same_field"
        elif overtaken:
            conflicts += fields
            over = theirs.get("status") in ("cancelled", "completed", "no_show")
            code = "moved" if overtaken[0] != "status" else "closed" if over else "status_changed"
        else:
            write |= {name: mine[name] for name in fields}
    return Merged(write, conflicts, code)
