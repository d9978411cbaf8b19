"""What the schedule shows: bounded questions to the replica, each a value that can be watched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.domain.durations import LONGEST
from sync.replica.outbox import draft_state
from sync.replica.query import Query
from sync.replica.tables import (
    appointment_types,
    appointments,
    audit,
    patients,
    provider_hours,
    providers,
    rooms,
    time_off,
)

DAY_LIMIT = 1000
"""Appointments of one facility in one view; the busiest clinic we know of has 400 in a day."""
BUSY_LIMIT = 5000
PROVIDER_LIMIT = 100

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
"""The label of the write that gives an appointment its state; the audit trail keeps it with the time."""


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment with its patient, as the calendar, the cards and the lists show it.

    `since` is when it got its state: the moment it was set on this computer, else the server's last
    word about the row. `draft` is None when the server has all of it, else how far the change is.
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


def _appointments() -> Select[Any]:
    a, p, t = appointments.c, patients.c, appointment_types.c
    return (
        select(
            a.id,
            a.patient_id,
            a.provider_id,
            a.room_id,
            a.type_id,
            a.starts_at,
            a.ends_at,
            a.status,
            a.modality,
            a.reason,
            a.is_overbooked,
            a.overbook_reason,
            a.cancel_reason,
            _since().label("since"),
            p.given_name,
            p.family_name,
            p.birth_date,
            p.phone,
            p.record_number,
            t.name,
            providers.c.display_name,
            draft_state(appointments).label("draft"),
        )
        .select_from(appointments)
        .outerjoin(patients, p.id == a.patient_id)
        .outerjoin(appointment_types, t.id == a.type_id)
        .outerjoin(providers, providers.c.id == a.provider_id)
    )


def _since() -> ColumnElement[datetime | None]:
    """When a state was set. Marked as arrived at 09:30 without a line is 09:30, whenever it is sent."""
    set_here = (
        select(func.max(audit.c.at, type_=audit.c.at.type))
        .where(
            audit.c.tbl == "appointments",
            audit.c.row_id == appointments.c.id,
            audit.c.label == case(STATUS_LABELS, value=appointments.c.status, else_=""),
        )
        .correlate(appointments)
        .scalar_subquery()
    )
    return func.coalesce(set_here, appointments.c.updated_at, type_=audit.c.at.type)


def day_of(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = DAY_LIMIT
) -> Query[AppointmentRow]:
    """The facility's appointments that touch [starts_at, ends_at), every state, in time order."""
    a = appointments.c
    return Query(
        _appointments()
        .where(a.facility_id == facility_id, _was_meant(), *_touching(a, starts_at, ends_at))
        .order_by(a.starts_at, a.id)
        .limit(limit),
        AppointmentRow,
    )


def week_of(
    provider_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = DAY_LIMIT
) -> Query[AppointmentRow]:
    """One provider's appointments that touch [starts_at, ends_at), in time order."""
    a = appointments.c
    return Query(
        _appointments()
        .where(a.provider_id == provider_id, _was_meant(), *_touching(a, starts_at, ends_at))
        .order_by(a.starts_at, a.id)
        .limit(limit),
        AppointmentRow,
    )


def waiting_now(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = 100
) -> Query[AppointmentRow]:
    """Who has arrived and was not called in yet, the longest waiting first."""
    a = appointments.c
    return Query(
        _appointments()
        .where(
            a.facility_id == facility_id,
            a.status == "arrived",
            *_touching(a, starts_at, ends_at),
        )
        .order_by(_since(), a.starts_at, a.id)
        .limit(limit),
        AppointmentRow,
    )


def _was_meant() -> ColumnElement[bool]:
    """All but bookings that were taken back at once: they are on record, and on no calendar."""
    return appointments.c.cancel_reason != UNDONE


def appointment_card(appointment_id: str) -> Query[AppointmentRow]:
    """One appointment; no row when it is not here (any more)."""
    return Query(_appointments().where(appointments.c.id == appointment_id), AppointmentRow)


def next_appointments_of(
    patient_id: str, after: datetime, *, limit: int = 5
) -> Query[AppointmentRow]:
    """What a patient has ahead, soonest first, without what was cancelled."""
    a = appointments.c
    return Query(
        _appointments()
        .where(a.patient_id == patient_id, a.starts_at >= after, a.status.in_(sorted(ACTIVE)))
        .order_by(a.starts_at, a.id)
        .limit(limit),
        AppointmentRow,
    )


def providers_of_day(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = PROVIDER_LIMIT
) -> Query[ProviderRow]:
    """The facility's providers in their order; one who left is there as long as the day holds
    appointments with them."""
    a = appointments.c
    has_some = exists().where(
        and_(a.provider_id == providers.c.id, *_touching(a, starts_at, ends_at))
    )
    return Query(
        _providers()
        .where(
            providers.c.facility_id == facility_id, or_(providers.c.is_active.is_(True), has_some)
        )
        .limit(limit),
        ProviderRow,
    )


def providers_of(facility_id: str, *, limit: int = PROVIDER_LIMIT) -> Query[ProviderRow]:
    """Those who can be booked now, in the facility's order."""
    return Query(
        _providers()
        .where(providers.c.facility_id == facility_id, providers.c.is_active.is_(True))
        .limit(limit),
        ProviderRow,
    )


def _providers() -> Select[Any]:
    p = providers.c
    return (
        select(p.id, p.display_name, p.specialty, p.room_id, rooms.c.name, p.is_active)
        .select_from(providers)
        .outerjoin(rooms, rooms.c.id == p.room_id)
        .order_by(p.position, p.display_name, p.id)
    )


def types_of(facility_id: str, *, limit: int = 100) -> Query[TypeRow]:
    """The kinds of visit that can be booked, in the facility's order."""
    t = appointment_types.c
    return Query(
        select(t.id, t.name, t.minutes, t.modality, t.color)
        .where(t.facility_id == facility_id, t.is_active.is_(True))
        .order_by(t.position, t.name, t.id)
        .limit(limit),
        TypeRow,
    )


def hours_of(facility_id: str, *, limit: int = 2000) -> Query[HoursRow]:
    """The weekly hours of everybody in the facility."""
    h = provider_hours.c
    return Query(
        select(h.id, h.provider_id, h.weekday, h.starts, h.ends)
        .where(h.facility_id == facility_id)
        .order_by(h.provider_id, h.weekday, h.starts, h.id)
        .limit(limit),
        HoursRow,
    )


def time_off_between(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = 2000
) -> Query[TimeOffRow]:
    """Everybody's time off that touches [starts_at, ends_at)."""
    o = time_off.c
    return Query(
        select(o.id, o.provider_id, o.starts_at, o.ends_at, o.reason)
        .where(o.facility_id == facility_id, o.starts_at < ends_at, o.ends_at > starts_at)
        .order_by(o.starts_at, o.id)
        .limit(limit),
        TimeOffRow,
    )


def hours_of_provider(provider_id: str) -> Query[HoursRow]:
    """One provider's weekly hours."""
    h = provider_hours.c
    return Query(
        select(h.id, h.provider_id, h.weekday, h.starts, h.ends)
        .where(h.provider_id == provider_id)
        .order_by(h.weekday, h.starts, h.id)
        .limit(200),
        HoursRow,
    )


def time_off_of_provider(
    provider_id: str, starts_at: datetime, ends_at: datetime
) -> Query[TimeOffRow]:
    """One provider's time off that touches [starts_at, ends_at)."""
    o = time_off.c
    return Query(
        select(o.id, o.provider_id, o.starts_at, o.ends_at, o.reason)
        .where(o.provider_id == provider_id, o.starts_at < ends_at, o.ends_at > starts_at)
        .order_by(o.starts_at, o.id)
        .limit(500),
        TimeOffRow,
    )


def busy_between(
    provider_ids: Sequence[str], starts_at: datetime, ends_at: datetime, *, limit: int = BUSY_LIMIT
) -> Query[BusyRow]:
    """The active appointments of these providers that touch [starts_at, ends_at), in time order."""
    a = appointments.c
    return Query(
        _busy()
        .where(
            a.provider_id.in_(list(provider_ids)),
            a.status.in_(sorted(ACTIVE)),
            *_touching(a, starts_at, ends_at),
        )
        .order_by(a.starts_at, a.id)
        .limit(limit),
        BusyRow,
    )


def busy_of(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = BUSY_LIMIT
) -> Query[BusyRow]:
    """Everybody's active appointments that touch [starts_at, ends_at), in time order.

    Where the answer is as long as `limit`, nothing is known of the time after its last row.
    """
    a = appointments.c
    return Query(
        _busy()
        .where(
            a.facility_id == facility_id,
            a.status.in_(sorted(ACTIVE)),
            *_touching(a, starts_at, ends_at),
        )
        .order_by(a.starts_at, a.id)
        .limit(limit),
        BusyRow,
    )


def patient_busy_between(
    patient_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = 100
) -> Query[BusyRow]:
    """The patient's own active appointments, with whomever, that touch [starts_at, ends_at)."""
    a = appointments.c
    return Query(
        _busy()
        .where(
            a.patient_id == patient_id,
            a.status.in_(sorted(ACTIVE)),
            *_touching(a, starts_at, ends_at),
        )
        .order_by(a.starts_at, a.id)
        .limit(limit),
        BusyRow,
    )


def _busy() -> Select[Any]:
    a = appointments.c
    return select(a.id, a.provider_id, a.starts_at, a.ends_at, a.status, a.is_overbooked)


def _touching(columns: Any, starts_at: datetime, ends_at: datetime) -> tuple[Any, ...]:
    """Conditions for rows that share a moment with [starts_at, ends_at).

    No appointment is longer than `LONGEST`, which gives the index on starts_at its lower end; with
    `ends_at` alone the search would begin with the first appointment there ever was.
    """
    return (
        columns.starts_at < ends_at,
        columns.starts_at > starts_at - LONGEST,
        columns.ends_at > starts_at,
    )
