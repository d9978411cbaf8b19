"""What the people of a story write into fields: mostly sense, at times what no server should take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.support.fake_schema import BLANK, MANAGED, PARENTS, Refused, cell, text_of
from tests.support.fake_server import FakeServer

DAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ROLES = ("doctor", "nurse", "reception", "facility_admin", "system_admin", "patient")
_STATUS = ("scheduled", "confirmed", "arrived", "in_progress", "completed", "cancelled", "no_show")
_SENSE: dict[str, tuple[Any, ...]] = {
    "name": ("One", "Two", "Three"),
    "time_zone": ("Europe/Madrid", "UTC", "Atlantic/Canary"),
    "role": ROLES,
    "birth_date": ("1990-01-01", "1991-02-03", None),
    "gender": ("male", "female", "other", "unknown"),
    "modality": ("in_person", "video", "audio", "chat"),
    "color": ("#123456", "#ABCDEF", ""),
    "minutes": (15, 20, 30),
    "weekday": (1, 2, 7),
    "starts": ("08:00", "08:30:00", "09:00:00"),
    "ends": ("12:00", "12:30:00", "13:00:00"),
    "status": _STATUS,
    "position": (0, 1, 2),
    "auto_lock_minutes": (5, 10, 15),
    "lease_days": (7, 14, 30),
    "keys_since": ("2026-11-01T00:00:00Z", None),
    "escrow_key": ("A" * 43 + "=", "B" * 43 + "=", None),
    "locale": ("en", "es", "fr"),
    "overbook_reason": ("between two", "", "urgent"),
    "card": ('{"tbl": "patients"}', '{"tbl": "appointments"}', '{"tbl": "notes"}'),
}
_NONSENSE: dict[str, tuple[Any, ...]] = {
    "name": (None, "  ", "x" * 300),
    "family_name": (None, "  ", "x" * 300, 7),
    "display_name": (None, "", "x" * 300),
    "time_zone": ("Mars/Base", None),
    "role": ("owner", None),
    "birth_date": ("yesterday-ish", "1800-01-01", "2026-02-30", {}),
    "gender": ("?", None),
    "modality": ("fax", None),
    "color": ("red", None),
    "minutes": (1, 900, 40_000, "x", None),
    "weekday": (0, 8, None),
    "starts": ("25:00", "noon", None),
    "ends": ("07:00", None),
    "status": ("lost", None),
    "position": ("x", 40_000, None),
    "auto_lock_minutes": (0, 3_000_000_000),
    "lease_days": (0, 91, None),
    "keys_since": ("long ago",),
    "card": (None, "no card", "{}"),
    "escrow_key": ("short", ""),
    "starts_at": ("then", None, "2026-13-01T00:00:00Z"),
    "ends_at": ("2026-11-22T00:00:00Z", "2026-11-25T00:00:00Z", None),
}


def is_of_type(name: str, value: Any) -> bool:
    """Whether a column could hold the value at all."""
    try:
        held = cell(name, value)
    except Refused:
        return False
    return value is None or not isinstance(held, str) or isinstance(value, str)


class Values:
    """Draws values; of references, ids that are there."""

    def __init__(self, rng: Random, fake: FakeServer) -> None:
        self.rng = rng
        self.fake = fake
        self.nonsense = 0.06
        """How often a value is one that no server should take."""

    def some(self, table: str, facility: str | None = None) -> str | None:
        """The id of a row, of this facility where one is named."""
        rows = self.fake.tables[table].items()
        ids = sorted(i for i, row in rows if facility in (None, row.get("facility_id", i)))
        return self.rng.choice(ids) if ids else None

    def slot(self) -> dict[str, Any]:
        """A time to book; few, so that they clash."""
        starts = DAY + timedelta(minutes=15 * self.rng.randrange(14))
        ends = starts + timedelta(minutes=self.rng.choice((15, 30, 30, 60)))
        return {"starts_at": self.spelled(starts), "ends_at": self.spelled(ends)}

    def spelled(self, moment: datetime) -> str:
        """One moment has several spellings."""
        plain = str(text_of(moment))
        kind = self.rng.randrange(8)
        if kind == 0:
            return plain.replace("+00:00", "Z")
        if kind == 1:
            return str(moment.replace(tzinfo=None).isoformat(" ", "milliseconds")) + "+00"
        if kind == 2:
            return (moment + timedelta(hours=1)).isoformat().replace("+00:00", "+01:00")
        return plain

    def value(self, name: str, facility: str) -> Any:
        """A value for a column."""
        if self.rng.random() < self.nonsense:
            odd = _NONSENSE.get(name)
            if name.startswith("is_"):
                odd = ("maybe", None)
            elif name.endswith("_id"):
                odd = ("no id", None, "00000000-0000-0000-0000-000000000000")
            return self.rng.choice(odd or (None, "x" * 5000, 5, True))
        if name in ("starts_at", "ends_at"):
            return self.slot()[name]
        if name in PARENTS:
            elsewhere = self.rng.random() < 0.08
            found = self.some(PARENTS[name], None if elsewhere else facility)
            return found if name != "user_id" else self.some("profiles")
        if name.startswith("is_"):
            likely = name == "is_active"
            return self.rng.random() < (0.8 if likely else 0.2)
        if name == "version":
            return self.rng.randrange(5)
        if name in ("created_at", "updated_at", "status_since"):
            return text_of(DAY)
        if name in ("created_by", "updated_by", "patient_user_id"):
            return self.some("profiles")
        return self.rng.choice(_SENSE.get(name, (f"{name} a", f"{name} b", f"{name} c")))

    def row(self, table: str, facility: str) -> dict[str, Any]:
        """What somebody fills in for a new row."""
        named = {name: default for name, default in BLANK[table].items() if name != "id"}
        patch = {}
        for name, default in named.items():
            needed = default is None and name not in _OPTIONAL
            if (needed or self.rng.random() < 0.3) and name not in _SERVERS:
                patch[name] = self.value(name, facility)
        if "facility_id" in named and self.rng.random() < 0.95:
            patch["facility_id"] = facility
        if "starts_at" in named:
            patch |= self.slot()
        if table == "appointments" and self.rng.random() < 0.9:
            patch |= {"status": "scheduled"}
        if self.rng.random() < 0.02:
            extra = self.rng.choice(_SERVERS)
            patch |= {extra: self.value(extra, facility)} if extra in named else {}
        return patch


_SERVERS = (*MANAGED, "record_number", "user_id", "patient_user_id", "status_since")
_OPTIONAL = {*_SERVERS, "member_id", "room_id", "type_id", "birth_date", "escrow_key", "keys_since"}
