"""Appointments with their patients: a day, a week, a waiting room, one of them, what is ahead."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, Select, bindparam, func, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.features.schedule.queries.rows import UNDONE, AppointmentRow
from clinic_app.features.schedule.queries.span import span, touching
from sync.replica.outbox import draft_state
from sync.replica.query import Query
from sync.replica.tables import appointment_types, appointments, outbox, patients, providers

DAY_LIMIT: Final = 1000
"""Appointments in one view, far more than a day of the largest clinic holds."""


@cache
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
            _set_here().is_not(None).label("is_set_here"),
        )
        .select_from(appointments)
        .outerjoin(patients, p.id == a.patient_id)
        .outerjoin(appointment_types, t.id == a.type_id)
        .outerjoin(providers, providers.c.id == a.provider_id)
    )


def _since() -> ColumnElement[datetime | None]:
    """When a state was set. Marked as arrived at 09:30 without a line is 09:30, whenever it is sent."""
    a = appointments.c
    return func.coalesce(_set_here(), a.status_since, a.updated_at, type_=a.status_since.type)


def _set_here() -> ScalarSelect[datetime | None]:
    """When this computer gave an appointment its state, while the server does not say so itself."""
    return (
        select(outbox.c.at)
        .where(
            outbox.c.tbl == "appointments",
            outbox.c.row_id == appointments.c.id,
            func.json_extract(outbox.c.patch, "$.status").is_not(None),
        )
        .order_by(outbox.c.seq.desc())
        .limit(1)
        .correlate(appointments)
        .scalar_subquery()
    )


def day_of(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = DAY_LIMIT
) -> Query[AppointmentRow]:
    """The facility's appointments that touch [starts_at, ends_at), every state, in time order."""
    given = {"whose": facility_id, "most": limit}
    return Query(_calendar("facility_id"), AppointmentRow, given=given | span(starts_at, ends_at))


def week_of(
    provider_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = DAY_LIMIT
) -> Query[AppointmentRow]:
    """One provider's appointments that touch [starts_at, ends_at), in time order."""
    given = {"whose": provider_id, "most": limit}
    return Query(_calendar("provider_id"), AppointmentRow, given=given | span(starts_at, ends_at))


@cache
def _calendar(owner: str) -> Select[Any]:
    a = appointments.c
    return (
        _appointments()
        .where(a[owner] == bindparam("whose"), _was_meant(), *touching(a))
        .order_by(a.starts_at, a.id)
        .limit(bindparam("most"))
    )


def waiting_now(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = 100
) -> Query[AppointmentRow]:
    """Who has arrived and was not called in yet, the longest waiting first."""
    given = {"whose": facility_id, "most": limit}
    return Query(_arrived(), AppointmentRow, given=given | span(starts_at, ends_at))


@cache
def _arrived() -> Select[Any]:
    a = appointments.c
    return (
        _appointments()
        .where(a.facility_id == bindparam("whose"), a.status == "arrived", *touching(a))
        .order_by(_since(), a.starts_at, a.id)
        .limit(bindparam("most"))
    )


def _was_meant() -> ColumnElement[bool]:
    """All but bookings that were taken back at once: they are on record, and on no calendar."""
    return appointments.c.cancel_reason != UNDONE


def appointment_card(appointment_id: str) -> Query[AppointmentRow]:
    """One appointment; no row when it is not here (any more)."""
    return Query(_card(), AppointmentRow, given={"appointment": appointment_id})


@cache
def _card() -> Select[Any]:
    return _appointments().where(appointments.c.id == bindparam("appointment"))


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
