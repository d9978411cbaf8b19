"""The tables of the server in memory, beside `resources/supabase` column by column.

Where both differ, the migrations are right and this is a bug; tests/contract looks for it.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, date, datetime, time
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
    "facilities": {
        "name": None,
        "time_zone": None,
        "phone": "",
        "address": "",
        **MANAGED,
        "escrow_key": None,
    },
    "profiles": {"full_name": "", "email": "", "locale": "en"},
    "facility_members": {
        "facility_id": None,
        "user_id": None,
        "role": None,
        "display_name": "",
        "is_active": True,
    },
    "rooms": {"facility_id": None, "name": None, "position": 0, "is_active": True},
    "providers": {
        "facility_id": None,
        "member_id": None,
        "display_name": None,
        "specialty": "",
        "room_id": None,
        "position": 0,
        "is_active": True,
    },
    "provider_hours": {
        "facility_id": None,
        "provider_id": None,
        "weekday": None,
        "starts": None,
        "ends": None,
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
        "name": None,
        "minutes": None,
        "color": "",
        "modality": "in_person",
        "position": 0,
        "is_active": True,
    },
    "patients": {
        "facility_id": None,
        "user_id": None,
        "record_number": None,
        "family_name": None,
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
    "facility_policies": {
        "facility_id": None,
        "auto_lock_minutes": 10,
        "lease_days": 14,
        "is_locked_after_lease": False,
        "is_second_factor_required": False,
        "is_recording_allowed": False,
        "keys_since": None,
    },
    "handovers": {
        "facility_id": None,
        "to_member_id": None,
        "to_user_id": None,
        "card": None,
        "note": "",
        "status": "open",
    },
}
BLANK: dict[str, Row] = {name: {"id": None} | own | MANAGED for name, own in _TABLES.items()}
"""Every replicated table: its columns in order, with what an insert that names none of them gets.
"""
NUMBERS = {name: at for at, name in enumerate(BLANK, start=1)} | {
    "handovers": 11,
    "facility_policies": 12,
}
"""The number of each table in the feed."""

CONVENIENT: dict[str, Row] = {
    "facilities": {"time_zone": "UTC"},
    "provider_hours": {"weekday": 1, "starts": "08:00:00", "ends": "17:00:00"},
    "appointment_types": {"minutes": 20},
}
"""What a test that does not care gets without asking; the real server wants to be told."""

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
    "facility_policies": {"directory": "facility_id"},
    "handovers": {"user": "to_user_id"},
}
PARENTS = {
    "facility_id": "facilities",
    "patient_id": "patients",
    "provider_id": "providers",
    "user_id": "profiles",
    "member_id": "facility_members",
    "to_member_id": "facility_members",
    "room_id": "rooms",
    "type_id": "appointment_types",
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
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SMALL = {"position", "weekday", "minutes"}
_WHOLE = {"auto_lock_minutes", "lease_days"} | _SMALL


class Refused(Exception):
    """A rule of the server said no; the verdict tells which."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.verdict = verdict


def verdict(status: str, code: str | None = None, **more: Any) -> Verdict:
    """A verdict without the fields that say nothing."""
    told = {"status": status, "code": code, **more}
    return {name: value for name, value in told.items() if value is not None}


def invalid(detail: str) -> Refused:
    """What a constraint, a column or a type would have raised, by its name or number."""
    return Refused(verdict("rejected", "invalid", detail=detail))


def is_id(text: str | None) -> bool:
    """As sync.is_id."""
    return text is not None and _ID.fullmatch(text) is not None


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
    """The row as the columns' types write it, so that two spellings compare equal.

    Raises Refused with the number PostgreSQL gives to what is no value of the type.
    """
    return {name: cell(name, value) for name, value in row.items()}


def cell(name: str, value: Any) -> Any:
    """One value as the type of its column writes it; a column says its type by its name."""
    if value is None:
        return None
    text = value if isinstance(value, str) else _plain(value)
    if name == "id" or name.endswith("_id") or name in ("created_by", "updated_by"):
        if not is_id(text):
            raise invalid("22P02")
        return text.lower()
    if name.startswith("is_"):
        return _switch(text)
    if name == "version" or name in _WHOLE:
        return _number(text, 2 if name in _SMALL else 8 if name == "version" else 4)
    if name.endswith(("_at", "_since")):
        moment = _read(datetime, text)
        return text_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    if name == "birth_date":
        return _read(date, text).isoformat()
    if name in ("starts", "ends"):
        return _read(time, text).isoformat()
    return text


def _plain(value: Any) -> str:
    moment: Any = text_of(value)
    return moment if isinstance(moment, str) else json.dumps(moment, ensure_ascii=False)


def _switch(text: str) -> bool:
    word = text.strip().lower()
    for value, words in ((True, ("true", "yes", "on", "1")), (False, ("false", "no", "off", "0"))):
        if word and word != "o" and any(known.startswith(word) for known in words):
            return value
    raise invalid("22P02")


def _number(text: str, size: int) -> int:
    if not re.fullmatch(r"\s*[+-]?\d+\s*", text):
        raise invalid("22P02")
    if not -(2 ** (8 * size - 1)) <= int(text) < 2 ** (8 * size - 1):
        raise invalid("22003")
    return int(text)


def _read(kind: Any, text: str) -> Any:
    try:
        return kind.fromisoformat(text.strip())
    except ValueError:
        # The shape of a moment, but there is no such one.
        raise invalid("22008" if re.match(r"\d+[-:]\d+", text) else "22007") from None
