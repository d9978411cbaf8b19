"""What is known around a wished time, asked inside a write or ahead of one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from clinic_app.domain.appointments import Taken, claims_time
from clinic_app.domain.booking import Around, Concern, SlotTaken, concerns
from clinic_app.domain.hours import Interval, WeeklyHours, local_day, working
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.queries import AppointmentRow
from sync.replica.query import Query, Row

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


class Asks(Protocol):
    """Whoever answers queries: a write while it runs, or a read that looks ahead."""

    def rows(self, query: Query[Row]) -> list[Row]:
        """What the query sees."""
        ...


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


class _Reading:
    """Lets the rules of a write look ahead in a read."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def rows(self, query: Query[Row]) -> list[Row]:
        return query.run(self._db)


def look_ahead(
    db: Connection,
    *,
    wish: Interval,
    provider_id: str,
    patient_id: str | None,
    time_zone: str,
    now: datetime,
    besides: str = "",
) -> tuple[Concern, ...]:
    """What would speak against this time, for `Replica.read`: nothing is written."""
    known = around(_Reading(db), wish, provider_id, patient_id, time_zone)
    return concerns(wish, known, now, besides=besides)


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


def _taken(row: queries.BusyRow) -> Taken:
    return Taken(row.id, row.starts_at, row.ends_at, row.status, row.is_overbooked)


def find(tx: Transaction, appointment_id: str) -> AppointmentRow | None:
    """The appointment as it stands in this transaction."""
    rows = tx.rows(queries.appointment_card(appointment_id))
    return rows[0] if rows else None


def taken_by_others(tx: Transaction, row: AppointmentRow) -> SlotTaken | None:
    """Whether its time was given to somebody else while it held none."""
    if not claims_time("scheduled", row.is_overbooked):
        return None
    wish = Interval(row.starts_at, row.ends_at)
    known = around(tx, wish, row.provider_id, None, "UTC")
    found = concerns(wish, known, row.starts_at, besides=row.id)
    return next((concern for concern in found if isinstance(concern, SlotTaken)), None)
