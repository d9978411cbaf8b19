"""What comes of the schedule's commands, each with what its undo needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clinic_app.domain.appointments import may_become
from clinic_app.features.schedule.queries import AppointmentRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how an appointment lies: what a move changes and an undo puts back."""

    provider_id: str
    starts_at: datetime
    ends_at: datetime
    room_id: str | None = None
    is_overbooked: bool = False
    overbook_reason: str = ""


@dataclass(frozen=True, slots=True)
class Booked:
    """It stands in the calendar of this computer. Undo: `CancelAppointment(appointment_id)`."""

    appointment_id: str


@dataclass(frozen=True, slots=True)
class Moved:
    """It lies elsewhere now. Undo: `MoveAppointment.back(appointment_id, before)`."""

    appointment_id: str
    before: Place


@dataclass(frozen=True, slots=True)
class Cancelled:
    """It holds no time any more. Undo: `Reinstate(appointment_id, before, cancel_reason)`."""

    appointment_id: str
    before: str
    cancel_reason: str


@dataclass(frozen=True, slots=True)
class Reinstated:
    """It is back in its time. Undo: `CancelAppointment(appointment_id, cancel_reason)`."""

    appointment_id: str
    status: str
    cancel_reason: str


@dataclass(frozen=True, slots=True)
class StatusSet:
    """It has the new state. Undo: `SetStatus(appointment_id, before)` where `can_be_undone`."""

    appointment_id: str
    before: str
    status: str

    @property
    def can_be_undone(self) -> bool:
        """Whether the way back is one of the allowed steps."""
        return may_become(self.status, self.before)


@dataclass(frozen=True, slots=True)
class NotPossible:
    """Its state does not allow that (any more). `status` is what it is now."""

    appointment_id: str
    status: str


@dataclass(frozen=True, slots=True)
class Gone:
    """It is not here: deleted, or no longer visible to this person."""

    appointment_id: str


def place_of(row: AppointmentRow) -> Place:
    """Where an appointment lies now."""
    return Place(
        row.provider_id,
        row.starts_at,
        row.ends_at,
        row.room_id,
        row.is_overbooked,
        row.overbook_reason,
    )
