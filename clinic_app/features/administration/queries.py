"""What an administrator asks of the replica: people, rooms, providers with their time, types, rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select

from sync.replica.outbox import draft_state
from sync.replica.query import Query
from sync.replica.tables import (
    appointment_types,
    facilities,
    facility_members,
    facility_policies,
    provider_hours,
    providers,
    rooms,
    time_off,
)

LIMIT = 500
"""More than any facility has; a list without an end would be read without an end."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody who works, or worked, in the facility. `draft`: how far a change has come, or None."""

    id: str
    user_id: str
    display_name: str
    role: str
    is_active: bool
    draft: str | None


@dataclass(frozen=True, slots=True)
class RoomRow:
    """A room."""

    id: str
    name: str
    position: int
    is_active: bool
    draft: str | None


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """Somebody who can be booked, with the name of their usual room."""

    id: str
    display_name: str
    specialty: str
    room_id: str | None
    member_id: str | None
    position: int
    is_active: bool
    room_name: str | None
    draft: str | None


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A kind of visit."""

    id: str
    name: str
    minutes: int
    modality: str
    color: str
    position: int
    is_active: bool
    draft: str | None


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A weekly stretch of work; ISO weekday, wall time of the facility."""

    id: str
    weekday: int
    starts: time
    ends: time
    draft: str | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """A stretch in which somebody takes no appointments."""

    id: str
    starts_at: datetime
    ends_at: datetime
    reason: str
    draft: str | None


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """The facility itself."""

    id: str
    name: str
    time_zone: str
    phone: str
    address: str
    draft: str | None


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """The rules for the facility's computers; a facility without a row has the defaults."""

    id: str
    auto_lock_minutes: int
    lease_days: int
    is_locked_after_lease: bool
    is_second_factor_required: bool
    is_recording_allowed: bool
    keys_since: datetime | None
    draft: str | None


def members_of(facility_id: str) -> Query[MemberRow]:
    """Those who work there first, then who was put out; by name."""
    m = facility_members.c
    return Query(
        select(
            m.id,
            m.user_id,
            m.display_name,
            m.role,
            m.is_active,
            draft_state(facility_members).label("draft"),
        )
        .where(m.facility_id == facility_id, m.role != "patient")
        .order_by(m.is_active.desc(), m.display_name, m.id)
        .limit(LIMIT),
        MemberRow,
    )


def rooms_of(facility_id: str) -> Query[RoomRow]:
    """Every room, those in use first."""
    r = rooms.c
    return Query(
        select(r.id, r.name, r.position, r.is_active, draft_state(rooms).label("draft"))
        .where(r.facility_id == facility_id)
        .order_by(r.is_active.desc(), r.position, r.name, r.id)
        .limit(LIMIT),
        RoomRow,
    )


def providers_of(facility_id: str) -> Query[ProviderRow]:
    """Everybody who can be booked, those on the schedule first."""
    p = providers.c
    return Query(
        select(
            p.id,
            p.display_name,
            p.specialty,
            p.room_id,
            p.member_id,
            p.position,
            p.is_active,
            rooms.c.name,
            draft_state(providers).label("draft"),
        )
        .select_from(providers)
        .outerjoin(rooms, rooms.c.id == p.room_id)
        .where(p.facility_id == facility_id)
        .order_by(p.is_active.desc(), p.position, p.display_name, p.id)
        .limit(LIMIT),
        ProviderRow,
    )


def types_of(facility_id: str) -> Query[TypeRow]:
    """Every kind of visit, those in use first."""
    t = appointment_types.c
    return Query(
        select(
            t.id,
            t.name,
            t.minutes,
            t.modality,
            t.color,
            t.position,
            t.is_active,
            draft_state(appointment_types).label("draft"),
        )
        .where(t.facility_id == facility_id)
        .order_by(t.is_active.desc(), t.position, t.name, t.id)
        .limit(LIMIT),
        TypeRow,
    )


def hours_of(provider_id: str) -> Query[HoursRow]:
    """The working week of one provider, Monday first."""
    h = provider_hours.c
    return Query(
        select(h.id, h.weekday, h.starts, h.ends, draft_state(provider_hours).label("draft"))
        .where(h.provider_id == provider_id)
        .order_by(h.weekday, h.starts, h.id)
        .limit(LIMIT),
        HoursRow,
    )


def absences_of(provider_id: str, since: datetime) -> Query[AbsenceRow]:
    """When one provider is away from now on, soonest first."""
    t = time_off.c
    return Query(
        select(t.id, t.starts_at, t.ends_at, t.reason, draft_state(time_off).label("draft"))
        .where(t.provider_id == provider_id, t.ends_at > since)
        .order_by(t.starts_at, t.id)
        .limit(LIMIT),
        AbsenceRow,
    )


def facility(facility_id: str) -> Query[FacilityRow]:
    """The facility."""
    f = facilities.c
    return Query(
        select(
            f.id,
            f.name,
            f.time_zone,
            f.phone,
            f.address,
            draft_state(facilities).label("draft"),
        ).where(f.id == facility_id),
        FacilityRow,
    )


def policy(facility_id: str) -> Query[PolicyRow]:
    """Its rules; no row while nobody has set any."""
    p = facility_policies.c
    return Query(
        select(
            p.id,
            p.auto_lock_minutes,
            p.lease_days,
            p.is_locked_after_lease,
            p.is_second_factor_required,
            p.is_recording_allowed,
            p.keys_since,
            draft_state(facility_policies).label("draft"),
        )
        .where(p.facility_id == facility_id)
        .limit(1),
        PolicyRow,
    )
