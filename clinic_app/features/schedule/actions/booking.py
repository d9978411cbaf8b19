"""Put an appointment into the calendar, or elsewhere in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from clinic_app.domain.appointments import MOVABLE
from clinic_app.domain.booking import Concern, SlotTaken, unaccepted
from clinic_app.domain.hours import Interval
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.actions.around import concerns_of, find
from clinic_app.features.schedule.actions.outcomes import (
    Booked,
    Gone,
    Moved,
    NotPossible,
    Place,
    place_of,
)
from sync.replica.tables import appointments

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


@dataclass(frozen=True, slots=True)
class BookAppointment:
    """Put a new appointment into the calendar. `time_zone` is the facility's."""

    appointment_id: str
    facility_id: str
    patient_id: str
    provider_id: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    room_id: str | None = None
    type_id: str | None = None
    modality: str = "in_person"
    reason: str = ""
    deliberately: bool = False
    overbook_reason: str = ""

    def __call__(self, tx: Transaction) -> Booked | Concern:
        if tx.rows(queries.appointment_card(self.appointment_id)):
            return Booked(self.appointment_id)
        wish = Interval(self.starts_at, self.ends_at)
        found = concerns_of(tx, wish, self.provider_id, self.patient_id, self.time_zone)
        stop = unaccepted(
            found, deliberately=self.deliberately, overbook_reason=self.overbook_reason
        )
        if stop is not None:
            return stop
        is_over = any(isinstance(concern, SlotTaken) for concern in found)
        tx.insert(
            appointments,
            id=self.appointment_id,
            facility_id=self.facility_id,
            patient_id=self.patient_id,
            provider_id=self.provider_id,
            room_id=self.room_id,
            type_id=self.type_id,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            status="scheduled",
            modality=self.modality,
            reason=self.reason.strip(),
            is_overbooked=is_over,
            overbook_reason=self.overbook_reason.strip() if is_over else "",
        )
        return Booked(self.appointment_id)


@dataclass(frozen=True, slots=True)
class MoveAppointment:
    """Put an appointment somewhere else. One that was laid over another comes down when it fits."""

    appointment_id: str
    to: Place
    time_zone: str
    deliberately: bool = False

    @classmethod
    def back(cls, appointment_id: str, before: Place, time_zone: str) -> MoveAppointment:
        """Undo a move: the old place was right once, so only a slot taken since stops it."""
        return cls(appointment_id, before, time_zone, deliberately=True)

    def __call__(self, tx: Transaction) -> Moved | Concern | NotPossible | Gone:
        row = find(tx, self.appointment_id)
        if row is None:
            return Gone(self.appointment_id)
        before = place_of(row)
        if _same_time(before, self.to):
            return Moved(self.appointment_id, before)
        if row.status not in MOVABLE:
            return NotPossible(self.appointment_id, row.status)
        wish = Interval(self.to.starts_at, self.to.ends_at)
        found = concerns_of(
            tx, wish, self.to.provider_id, row.patient_id, self.time_zone, besides=row.id
        )
        stop = unaccepted(
            found, deliberately=self.deliberately, overbook_reason=self.to.overbook_reason
        )
        if stop is not None:
            return stop
        is_over = any(isinstance(concern, SlotTaken) for concern in found)
        to = replace(
            self.to,
            is_overbooked=is_over,
            overbook_reason=self.to.overbook_reason.strip() if is_over else "",
        )
        changed = {
            name: getattr(to, name)
            for name in Place.__dataclass_fields__
            if getattr(to, name) != getattr(before, name)
        }
        tx.update(appointments, row.id, **changed)
        return Moved(row.id, before)


def _same_time(one: Place, other: Place) -> bool:
    return (one.provider_id, one.starts_at, one.ends_at, one.room_id) == (
        other.provider_id,
        other.starts_at,
        other.ends_at,
        other.room_id,
    )
