"""Who somebody is in a facility, and what the screen offers them.

Row level security in the database decides; these sets keep the screen from offering what it would
refuse.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A person's part in one facility."""

    PATIENT = "patient"
    DOCTOR = "doctor"
    NURSE = "nurse"
    RECEPTION = "reception"
    FACILITY_ADMIN = "facility_admin"
    SYSTEM_ADMIN = "system_admin"


STAFF: Final[frozenset[str]] = frozenset(
    {"doctor", "nurse", "reception", "facility_admin", "system_admin"}
)
"""Those who see the facility's schedule and its patients' demographics."""

CLINICAL: Final[frozenset[str]] = frozenset({"doctor", "nurse"})
"""Those who see notes, prescriptions and results."""

BOOKING: Final[frozenset[str]] = frozenset({"doctor", "nurse", "reception", "facility_admin"})
"""Those who book, move and cancel appointments and register patients."""

ADMINISTERING: Final[frozenset[str]] = frozenset({"facility_admin", "system_admin"})
"""Those who change providers, hours, types and members."""


def is_staff(role: str) -> bool:
    """Whether the role sees the facility's schedule."""
    return role in STAFF


def may_book(role: str) -> bool:
    """Whether the role books for others, overbooking with a reason included."""
    return role in BOOKING
