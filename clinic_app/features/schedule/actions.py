"""What a clerk does with appointments: commands for `Replica.write`, and what comes of them.

A command looks at the replica inside the transaction that writes, so nothing can slip in between.
What speaks against a booking comes back as an outcome and nothing is written; the same command with
`deliberately=True` (and a reason, where it lays one appointment over another) writes it all the
same. The server has the last word: what two workstations booked at once ends on a card.

Every command can run twice and have its effect once: a booking carries the id that was made when
its panel opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from clinic_app.domain.appointments import ACTIVE, MOVABLE, Taken, claims_time, may_become
from clinic_app.domain.booking import (
    Around,
    Concern,
    InPast,
    OutsideHours,
    PatientBusy,
    SlotTaken,
    concerns,
    unaccepted,
)
from clinic_app.domain.hours import Interval, WeeklyHours, local_day, working
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.queries import AppointmentRow
from sync.replica.query import Query, Row
from sync.replica.tables import appointments

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction

__all__ = [
    "BookAppointment",
    "Booked",
    "CancelAppointment",
    "Cancelled",
    "Concern",
    "Gone",
    "InPast",
    "MoveAppointment",
    "Moved",
    "NotPossible",
    "OutsideHours",
    "PatientBusy",
    "Place",
    "Reinstate",
    "Reinstated",
    "SetStatus",
    "SlotTaken",
    "StatusSet",
]


class Asks(Protocol):
    """Whoever answers queries: a write while it runs, or a read that looks ahead."""

    def rows(self, query: Query[Row]) -> list[Row]:
        """What the query sees."""
        ...


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
        row = _find(tx, self.appointment_id)
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


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """Take an appointment out of the calendar; the record of it stays."""

    appointment_id: str
    cancel_reason: str = ""

    def __call__(self, tx: Transaction) -> Cancelled | NotPossible | Gone:
        row = _find(tx, self.appointment_id)
        if row is None:
            return Gone(self.appointment_id)
        if not may_become(row.status, "cancelled"):
            return NotPossible(row.id, row.status)
        patch = {"status": "cancelled"}
        if self.cancel_reason.strip() != row.cancel_reason:
            patch["cancel_reason"] = self.cancel_reason.strip()
        tx.update(appointments, row.id, **patch)
        return Cancelled(row.id, row.status, row.cancel_reason)


@dataclass(frozen=True, slots=True)
class Reinstate:
    """Put a cancelled or missed appointment back into its time, as far as the states allow.

    One that had arrived when it was cancelled comes back as confirmed: the way from cancelled to
    arrived is not a step, and whoever is there will be marked as arrived again.
    """

    appointment_id: str
    status: str = "scheduled"
    cancel_reason: str = ""

    def __call__(self, tx: Transaction) -> Reinstated | SlotTaken | NotPossible | Gone:
        row = _find(tx, self.appointment_id)
        if row is None:
            return Gone(self.appointment_id)
        becomes = self.status if may_become(row.status, self.status) else "confirmed"
        if row.status in ACTIVE or not may_become(row.status, becomes):
            return NotPossible(row.id, row.status)
        taken = _taken_by_others(tx, row)
        if taken is not None:
            return taken
        patch = {"status": becomes}
        if row.cancel_reason != self.cancel_reason:
            patch["cancel_reason"] = self.cancel_reason
        tx.update(appointments, row.id, **patch)
        return Reinstated(row.id, becomes, row.cancel_reason)


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Confirmed, arrived, called in, done, did not come: one step of the allowed ones."""

    appointment_id: str
    status: str

    def __call__(self, tx: Transaction) -> StatusSet | SlotTaken | NotPossible | Gone:
        row = _find(tx, self.appointment_id)
        if row is None:
            return Gone(self.appointment_id)
        if row.status == self.status:
            return StatusSet(row.id, row.status, row.status)
        if not may_become(row.status, self.status):
            return NotPossible(row.id, row.status)
        if row.status not in ACTIVE and self.status in ACTIVE:
            taken = _taken_by_others(tx, row)
            if taken is not None:
                return taken
        tx.update(appointments, row.id, status=self.status)
        return StatusSet(row.id, row.status, self.status)


def concerns_of(
    tx: Transaction,
    wish: Interval,
    provider_id: str,
    patient_id: str | None,
    time_zone: str,
    *,
    besides: str = "",
) -> tuple[Concern, ...]:
    """Everything that speaks against this time, as the replica stands in this transaction."""
    return concerns(
        wish, around(tx, wish, provider_id, patient_id, time_zone), tx.now, besides=besides
    )


def around(
    tx: Asks, wish: Interval, provider_id: str, patient_id: str | None, time_zone: str
) -> Around:
    """The provider's working hours and taken time near the wish, and the patient's own visits."""
    zone = ZoneInfo(time_zone)
    weekly = [
        WeeklyHours(row.weekday, row.starts, row.ends)
        for row in tx.rows(queries.hours_of_provider(provider_id))
    ]
    day = local_day(wish.starts_at, zone)
    last = local_day(wish.ends_at - timedelta(microseconds=1), zone)
    near = Interval(wish.starts_at - timedelta(days=1), wish.ends_at + timedelta(days=1))
    absent = [
        Interval(row.starts_at, row.ends_at)
        for row in tx.rows(queries.time_off_of_provider(provider_id, near.starts_at, near.ends_at))
    ]
    stretches = working(day, zone, weekly, absent)
    if last != day:
        stretches += working(last, zone, weekly, absent)
    busy = tx.rows(queries.busy_between([provider_id], wish.starts_at, wish.ends_at))
    own = (
        tx.rows(queries.patient_busy_between(patient_id, wish.starts_at, wish.ends_at))
        if patient_id
        else []
    )
    return Around(tuple(stretches), tuple(map(_taken, busy)), tuple(map(_taken, own)))


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


def _same_time(one: Place, other: Place) -> bool:
    return (one.provider_id, one.starts_at, one.ends_at, one.room_id) == (
        other.provider_id,
        other.starts_at,
        other.ends_at,
        other.room_id,
    )


def _taken(row: queries.BusyRow) -> Taken:
    return Taken(row.id, row.starts_at, row.ends_at, row.status, row.is_overbooked)


def _find(tx: Transaction, appointment_id: str) -> AppointmentRow | None:
    rows = tx.rows(queries.appointment_card(appointment_id))
    return rows[0] if rows else None


def _taken_by_others(tx: Transaction, row: AppointmentRow) -> SlotTaken | None:
    """Whether its time was given to somebody else while it held none."""
    if not claims_time("scheduled", row.is_overbooked):
        return None
    wish = Interval(row.starts_at, row.ends_at)
    known = around(tx, wish, row.provider_id, None, "UTC")
    found = concerns(wish, known, row.starts_at, besides=row.id)
    return next((concern for concern in found if isinstance(concern, SlotTaken)), None)
