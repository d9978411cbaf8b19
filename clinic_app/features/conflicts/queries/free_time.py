"""Who works when, and which of it is taken: what free times are found in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Connection, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.domain.durations import LONGEST
from clinic_app.domain.hours import Interval, WeeklyHours
from clinic_app.features.conflicts.model.slots import Ground, Place
from sync.replica.query import Query
from sync.replica.tables import (
    appointments,
    provider_hours,
    providers,
    time_off,
)

_MANY = 2000


@dataclass(frozen=True, slots=True)
class Busy:
    """Taken time of a provider, nothing more."""

    id: str
    provider_id: str
    starts_at: datetime
    ends_at: datetime


def taken_between(facility_id: str, starts_at: datetime, ends_at: datetime) -> Query[Busy]:
    """Everybody's taken time that touches [starts_at, ends_at)."""
    a = appointments.c
    return Query(
        select(a.id, a.provider_id, a.starts_at, a.ends_at)
        .where(
            a.facility_id == facility_id,
            a.starts_at < ends_at,
            a.starts_at > starts_at - LONGEST,
            a.ends_at > starts_at,
            a.status.in_(sorted(ACTIVE)),
        )
        .order_by(a.starts_at, a.id)
        .limit(_MANY),
        Busy,
    )


def taken_by(provider_id: str, starts_at: datetime, ends_at: datetime) -> Query[Busy]:
    """One provider's time that others hold, overbooked visits left out, in [starts_at, ends_at)."""
    a = appointments.c
    return Query(
        select(a.id, a.provider_id, a.starts_at, a.ends_at)
        .where(
            a.provider_id == provider_id,
            a.starts_at < ends_at,
            a.starts_at > starts_at - LONGEST,
            a.ends_at > starts_at,
            a.status.in_(sorted(ACTIVE)),
            a.is_overbooked.is_(False),
        )
        .order_by(a.starts_at, a.id)
        .limit(_MANY),
        Busy,
    )


def ground(db: Connection, facility_id: str, starts_at: datetime, ends_at: datetime) -> Ground:
    """Who works when in [starts_at, ends_at), and which of it is taken."""
    h, o = provider_hours.c, time_off.c
    weekly: dict[str, list[WeeklyHours]] = {}
    hours = select(h.provider_id, h.weekday, h.starts, h.ends).where(h.facility_id == facility_id)
    for provider, weekday, starts, ends in db.execute(hours.limit(_MANY)):
        weekly.setdefault(provider, []).append(_weekly(weekday, starts, ends))
    absent: dict[str, list[Interval]] = {}
    off = select(o.provider_id, o.starts_at, o.ends_at).where(
        o.facility_id == facility_id, o.starts_at < ends_at, o.ends_at > starts_at
    )
    for provider, begins, ends_off in db.execute(off.limit(_MANY)):
        absent.setdefault(provider, []).append(Interval(begins, ends_off))
    taken: dict[str, list[Interval]] = {}
    for row in taken_between(facility_id, starts_at, ends_at).run(db):
        taken.setdefault(row.provider_id, []).append(Interval(row.starts_at, row.ends_at))
    p = providers.c
    places = [
        Place(*row)
        for row in db.execute(
            select(p.id, p.display_name, p.room_id)
            .where(p.facility_id == facility_id, p.is_active.is_(True))
            .order_by(p.position, p.display_name)
        )
    ]
    return Ground(tuple(places), weekly, absent, taken)


def ground_of(
    facility_id: str, starts_at: datetime, ends_at: datetime
) -> Callable[[Connection], Ground]:
    """The same, for `Replica.read`."""

    def read(db: Connection) -> Ground:
        return ground(db, facility_id, starts_at, ends_at)

    return read


def _weekly(weekday: int, starts: time, ends: time) -> WeeklyHours:
    return WeeklyHours(weekday, starts, ends)
