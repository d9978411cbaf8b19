"""What the desk asks about patients: a bounded list, one record, its appointments, look-alikes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, or_, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.domain.names import Identity
from sync.replica.outbox import draft_state
from sync.replica.query import Query
from sync.replica.search import PatientFound, search_patients
from sync.replica.tables import (
    appointment_types,
    appointments,
    facility_members,
    patients,
    providers,
)

LIST_LIMIT = 200
"""Nobody reads further than this: they type another letter."""
VISIT_LIMIT = 50
LOOKALIKE_LIMIT = 200
_BEGINNING = 3
_PHONE_TAIL = 9


@dataclass(frozen=True, slots=True)
class PatientCard:
    """One record in full. `version` is None until the server has it; `updated_by` the editor's id."""

    id: str
    version: int | None
    record_number: str | None
    family_name: str
    given_name: str
    birth_date: date | None
    gender: str
    phone: str
    email: str
    address: str
    note: str
    is_active: bool
    updated_at: datetime | None
    updated_by: str | None
    updated_by_name: str | None
    draft: str | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One appointment of a patient, as their record lists it."""

    id: str
    starts_at: datetime
    ends_at: datetime
    status: str
    modality: str
    reason: str
    type_name: str | None
    provider_name: str | None
    draft: str | None


def patients_found(
    text: str, facility_id: str, *, with_archived: bool = False
) -> Query[PatientFound]:
    """The facility's patients that match what was typed; everybody in name order for nothing."""
    return search_patients(text, LIST_LIMIT, facility_id=facility_id, with_archived=with_archived)


def may_be(facility_id: str, new: Identity) -> list[Query[PatientFound]]:
    """Where to look for people who may be `new` already: by name, by birth date, by phone.

    Only the beginnings of the names are asked for, so that a slip further on is found too. Who is
    archived counts: they may be back.
    """
    beginnings = (new.family_name.strip()[:_BEGINNING], new.given_name.strip()[:_BEGINNING])
    texts = [
        " ".join(each for each in beginnings if each),
        new.birth_date.isoformat() if new.birth_date else "",
        "".join(mark for mark in new.phone if mark.isdecimal())[-_PHONE_TAIL:],
    ]
    return [
        search_patients(text, LOOKALIKE_LIMIT, facility_id=facility_id, with_archived=True)
        for text in texts
        if len(text) >= _BEGINNING
    ]


def identity(row: PatientFound) -> Identity:
    """What is compared with a new registration."""
    return Identity(row.given_name, row.family_name, row.birth_date, row.phone)


def patient_card(patient_id: str) -> Query[PatientCard]:
    """One record with the name of who changed it last; no row when it is not here (any more)."""
    p, m = patients.c, facility_members.c
    editor = (
        select(m.display_name)
        .where(m.user_id == p.updated_by, m.facility_id == p.facility_id)
        .limit(1)
        .correlate(patients)
        .scalar_subquery()
    )
    return Query(
        select(
            p.id,
            p.version,
            p.record_number,
            p.family_name,
            p.given_name,
            p.birth_date,
            p.gender,
            p.phone,
            p.email,
            p.address,
            p.note,
            p.is_active,
            p.updated_at,
            p.updated_by,
            editor.label("updated_by_name"),
            draft_state(patients).label("draft"),
        ).where(p.id == patient_id),
        PatientCard,
    )


def visits_ahead(patient_id: str, now: datetime, *, limit: int = VISIT_LIMIT) -> Query[VisitRow]:
    """What the patient has coming (or is in right now), soonest first, without what was called off."""
    a = appointments.c
    return Query(
        _visits()
        .where(a.patient_id == patient_id, a.ends_at > now, a.status.in_(sorted(ACTIVE)))
        .order_by(a.starts_at, a.id)
        .limit(limit),
        VisitRow,
    )


def visits_behind(patient_id: str, now: datetime, *, limit: int = VISIT_LIMIT) -> Query[VisitRow]:
    """What is over or was called off, latest first."""
    a = appointments.c
    return Query(
        _visits()
        .where(a.patient_id == patient_id, or_(a.ends_at <= now, a.status.not_in(sorted(ACTIVE))))
        .order_by(a.starts_at.desc(), a.id)
        .limit(limit),
        VisitRow,
    )


def _visits() -> Select[Any]:
    a = appointments.c
    return (
        select(
            a.id,
            a.starts_at,
            a.ends_at,
            a.status,
            a.modality,
            a.reason,
            appointment_types.c.name,
            providers.c.display_name,
            draft_state(appointments).label("draft"),
        )
        .select_from(appointments)
        .outerjoin(appointment_types, appointment_types.c.id == a.type_id)
        .outerjoin(providers, and_(providers.c.id == a.provider_id))
    )
