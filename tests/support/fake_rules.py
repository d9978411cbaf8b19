"""What the server in memory allows: constraints in the order PostgreSQL asks them, and who may write."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

from tests.support.fake_schema import BLANK, MANAGED, NEXT_STATUS, Refused, Row, invalid, verdict

Check = tuple[str, Callable[[Row], bool | None]]

_NULLABLE = {
    "member_id",
    "room_id",
    "type_id",
    "record_number",
    "birth_date",
    "patient_user_id",
    "to_user_id",
    "escrow_key",
    "keys_since",
    "created_by",
    "updated_by",
}
_DESK = {"doctor", "nurse", "reception", "facility_admin"}
ADMINS = {"facility_admin", "system_admin"}
WRITERS = {
    "patients": _DESK,
    "appointments": _DESK,
    "time_off": _DESK,
    "handovers": _DESK | ADMINS,
}
"""Who writes a table; administrators where nothing else is said."""
DELETABLE = {"provider_hours", "time_off"}
UNIQUE = {
    "facility_members": ("facility_id", "user_id"),
    "patients": ("facility_id", "record_number"),
    "facility_policies": ("facility_id",),
}
_BORN_WITH = {
    "facility_members": {"user_id"},
    "provider_hours": {"provider_id"},
    "time_off": {"provider_id"},
    "handovers": {"to_member_id", "card", "note"},
}
_SERVERS_OWN = {
    "profiles": {"email"},
    "patients": {"user_id", "record_number"},
    "appointments": {"patient_user_id", "status_since"},
    "handovers": {"to_user_id"},
}
_BORN_OPEN = {"handovers": {"status"}}
"""What an update may name and an insert may not."""
_HELD_TOGETHER = ("member_id", "to_member_id", "patient_id", "provider_id", "room_id", "type_id")


def readers(kind: str) -> set[str]:
    """Which roles hold a scope of this kind."""
    return {
        "directory": {"patient"} | _DESK | ADMINS,
        "facility": _DESK | ADMINS,
        "clinical": {"doctor", "nurse"},
    }.get(kind, set())


def writers(table: str) -> set[str]:
    """Which roles write this table."""
    return WRITERS.get(table, ADMINS)


@cache
def updatable(table: str) -> frozenset[str]:
    """The columns that an update may name."""
    fixed = {"id", "facility_id"} | _BORN_WITH.get(table, set()) | _SERVERS_OWN.get(table, set())
    return frozenset(BLANK[table].keys() - MANAGED.keys() - fixed)


@cache
def insertable(table: str) -> frozenset[str]:
    """The columns that an insert may name; none where people add no rows."""
    if table in ("facilities", "profiles"):
        return frozenset()
    born = {"id", "facility_id"} | _BORN_WITH.get(table, set())
    return updatable(table) - _BORN_OPEN.get(table, set()) | born


# --- constraints ----------------------------------------------------------------------------------


def _long(table: str, most: dict[str, int]) -> list[Check]:
    def shorter(name: str, n: int) -> Callable[[Row], bool | None]:
        return lambda row: row[name] is None or len(row[name]) <= n

    return [(f"{table}_{name}_check", shorter(name, n)) for name, n in most.items()]


def _named(table: str, name: str, most: int) -> Check:
    return f"{table}_{name}_check", lambda row: 1 <= len(row[name].strip(" ")) <= most


def _one_of(table: str, name: str, words: str) -> Check:
    return f"{table}_{name}_check", lambda row: row[name] in words.split()


def _between(table: str, name: str, low: int | str, high: int | str) -> Check:
    return f"{table}_{name}_check", lambda row: row[name] is None or low <= row[name] <= high


def _shaped(table: str, name: str, pattern: str) -> Check:
    shape = re.compile(pattern)
    return (
        f"{table}_{name}_check",
        lambda row: row[name] is None or shape.fullmatch(row[name]) is not None,
    )


def _ordered(table: str, first: str, second: str) -> Check:
    return f"{table}_check", lambda row: row[first] < row[second]


def _half_a_day(row: Row) -> bool:
    start, end = (datetime.fromisoformat(row[name]) for name in ("starts_at", "ends_at"))
    return end - start <= timedelta(hours=12)


_MODALITIES = "in_person video audio chat"
_CHECKS: dict[str, list[Check]] = {
    "facilities": [
        _named("facilities", "name", 200),
        _shaped("facilities", "escrow_key", "[A-Za-z0-9+/]{43}="),
        *_long("facilities", {"phone": 50, "address": 500}),
    ],
    "profiles": _long("profiles", {"full_name": 200, "email": 320, "locale": 20}),
    "facility_members": [
        _one_of("facility_members", "role", "patient doctor nurse reception "
                "facility_admin system_admin"),
        *_long("facility_members", {"display_name": 200}),
    ],
    "rooms": [_named("rooms", "name", 100)],
    "providers": [
        _named("providers", "display_name", 200),
        *_long("providers", {"specialty": 200}),
    ],
    "provider_hours": [
        _between("provider_hours", "weekday", 1, 7),
        _ordered("provider_hours", "starts", "ends"),
    ],
    "time_off": [
        _ordered("time_off", "starts_at", "ends_at"),
        *_long("time_off", {"reason": 200}),
    ],
    "appointment_types": [
        _named("appointment_types", "name", 100),
        _between("appointment_types", "minutes", 5, 720),
        _shaped("appointment_types", "color", "|#[0-9A-Fa-f]{6}"),
        _one_of("appointment_types", "modality", _MODALITIES),
    ],
    "patients": [
        _named("patients", "family_name", 200),
        _between("patients", "birth_date", "1875-01-01", "2200-01-01"),
        _one_of("patients", "gender", "male female other unknown"),
        *_long("patients", {"record_number": 30, "given_name": 200, "phone": 50, "email": 320,
                            "address": 500, "note": 4000}),
    ],
    "appointments": [
        _one_of("appointments", "status", " ".join(NEXT_STATUS)),
        _one_of("appointments", "modality", _MODALITIES),
        *_long("appointments", {"reason": 1000, "overbook_reason": 500, "cancel_reason": 500}),
        _ordered("appointments", "starts_at", "ends_at"),
        ("appointments_check1", _half_a_day),
    ],
    "facility_policies": [
        _between("facility_policies", "auto_lock_minutes", 1, 240),
        _between("facility_policies", "lease_days", 1, 90),
    ],
    "handovers": [
        _one_of("handovers", "status", "open done"),
        *_long("handovers", {"card": 200_000, "note": 2000}),
    ],
}  # fmt: skip


def check_handover(row: Row, taker: Row | None, author: str | None, roles: set[str]) -> None:
    """As app.guard_handover says of a new one; `taker` is the membership it goes to. Raises Refused."""
    try:
        card = None if row["card"] is None else json.loads(row["card"])
    except ValueError:
        raise invalid("22P02") from None
    about = card.get("tbl") if isinstance(card, dict) else None
    if about is None:
        raise invalid("card")
    if row["to_user_id"] in (None, author):
        raise invalid("to_member_id")
    treats = readers("clinical")
    if about not in BLANK.keys() - {"handovers"} and not (
        taker is not None and taker["role"] in treats and roles & treats
    ):
        raise Refused(verdict("forbidden", "not_allowed"))


def check_before(
    table: str, was: Row | None, row: Row, home_of: Callable[[str, str], str | None]
) -> None:
    """What the triggers say before a row is written; `home_of` tells the facility of a reference.

    Raises Refused.
    """
    if table == "facilities" and row["time_zone"] not in _time_zones():
        raise invalid("time_zone")
    if table == "appointments":
        _check_step(was, row)
        reason = row["overbook_reason"]
        if row["is_overbooked"] and reason is not None and not reason.strip(" "):
            raise invalid("overbook_reason")
    if was and "facility_id" in row and row["facility_id"] != was["facility_id"]:
        raise invalid("facility_id")
    for column in _HELD_TOGETHER:
        target = row.get(column)
        home = home_of(column, target) if target is not None else None
        if home is not None and home != row["facility_id"]:
            raise invalid(column)


@cache
def _time_zones() -> set[str]:
    """Asked of the disk once."""
    return available_timezones()


def _check_step(was: Row | None, row: Row) -> None:
    if was is None or row["status"] is None:
        return
    if row["status"] not in NEXT_STATUS[was["status"]] | {was["status"]}:
        step = f"an appointment cannot go from {was['status']} to {row['status']}"
        raise Refused(verdict("rejected", "bad_transition", detail=step))


def check_row(table: str, row: Row) -> None:
    """NOT NULL in the order of the columns, then CHECK in the order of the names. Raises Refused."""
    for name, value in row.items():
        if value is None and name not in _NULLABLE and (table, name) != ("patients", "user_id"):
            raise invalid(name)
    for name, holds in sorted(_CHECKS[table], key=lambda check: check[0]):
        if not holds(row):
            raise invalid(name)
