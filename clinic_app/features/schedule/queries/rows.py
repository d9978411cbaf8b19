"""The rows of the schedule, and the words by which a write is found again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

UNDONE: Final = "Booked by mistake"
"""The reason of a cancellation that undid a booking; the same in every language."""

STATUS_LABELS: Final[dict[str, str]] = {
    "scheduled": "Back to scheduled",
    "confirmed": "Confirm appointment",
    "arrived": "Mark as arrived",
    "in_progress": "Call in",
    "completed": "Complete visit",
    "no_show": "Mark as no-show",
}
"""The label of the write that gives an appointment its state, as the audit trail keeps it."""


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment with its patient, as the calendar, the cards and the lists show it.

    `since` is when it got its state: the moment it was set on this computer while the server does not
    know yet, else the moment the server keeps. `draft` is None when the server has all of it, else how
    far the change is. `is_set_here`: then `since` was read off this computer's clock, which may be wrong.
    """

    id: str
    patient_id: str
    provider_id: str
    room_id: str | None
    type_id: str | None
    starts_at: datetime
    ends_at: datetime
    status: str
    modality: str
    reason: str
    is_overbooked: bool
    overbook_reason: str
    cancel_reason: str
    since: datetime | None
    given_name: str | None
    family_name: str | None
    birth_date: date | None
    phone: str | None
    record_number: str | None
    type_name: str | None
    provider_name: str | None
    draft: str | None
    is_set_here: bool = False


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """Somebody a patient can be booked with."""

    id: str
    display_name: str
    specialty: str
    room_id: str | None
    room_name: str | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A kind of visit, which sets the length and how people meet."""

    id: str
    name: str
    minutes: int
    modality: str
    color: str


@dataclass(frozen=True, slots=True)
class HoursRow:
    """One weekly stretch of a provider, in the facility's wall time."""

    id: str
    provider_id: str
    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True)
class TimeOffRow:
    """A stretch in which a provider takes no appointments."""

    id: str
    provider_id: str
    starts_at: datetime
    ends_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class BusyRow:
    """Taken time of a provider, nothing more."""

    id: str
    provider_id: str
    starts_at: datetime
    ends_at: datetime
    status: str
    is_overbooked: bool
