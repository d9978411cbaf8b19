"""Whom one can book with, for what, and when they work."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, and_, bindparam, exists, or_, select

from clinic_app.features.schedule.queries.rows import HoursRow, ProviderRow, TimeOffRow, TypeRow
from clinic_app.features.schedule.queries.span import span, touching
from sync.replica.query import Query
from sync.replica.tables import (
    appointment_types,
    appointments,
    provider_hours,
    providers,
    rooms,
    time_off,
)

PROVIDER_LIMIT: Final = 100


def providers_of_day(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = PROVIDER_LIMIT
) -> Query[ProviderRow]:
    """The facility's providers in their order; one who left is there as long as the day holds
    appointments with them."""
    given = {"facility": facility_id, "most": limit}
    return Query(_providers_of_day(), ProviderRow, given=given | span(starts_at, ends_at))


@cache
def _providers_of_day() -> Select[Any]:
    a, p = appointments.c, providers.c
    has_some = exists().where(and_(a.provider_id == p.id, *touching(a)))
    return (
        _providers()
        .where(p.facility_id == bindparam("facility"), or_(p.is_active.is_(True), has_some))
        .limit(bindparam("most"))
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
    return Query(_hours_of_provider(), HoursRow, given={"provider": provider_id})


@cache
def _hours_of_provider() -> Select[Any]:
    h = provider_hours.c
    return (
        select(h.id, h.provider_id, h.weekday, h.starts, h.ends)
        .where(h.provider_id == bindparam("provider"))
        .order_by(h.weekday, h.starts, h.id)
        .limit(200)
    )


def time_off_of_provider(
    provider_id: str, starts_at: datetime, ends_at: datetime
) -> Query[TimeOffRow]:
    """One provider's time off that touches [starts_at, ends_at)."""
    given = {"provider": provider_id, "since": starts_at, "until": ends_at}
    return Query(_time_off_of_provider(), TimeOffRow, given=given)


@cache
def _time_off_of_provider() -> Select[Any]:
    o = time_off.c
    return (
        select(o.id, o.provider_id, o.starts_at, o.ends_at, o.reason)
        .where(
            o.provider_id == bindparam("provider"),
            o.starts_at < bindparam("until"),
            o.ends_at > bindparam("since"),
        )
        .order_by(o.starts_at, o.id)
        .limit(500)
    )
