"""Time that is taken, and nothing about who took it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.features.schedule.queries.rows import BusyRow
from clinic_app.features.schedule.queries.span import touching
from sync.replica.query import Query
from sync.replica.tables import appointments

BUSY_LIMIT: Final = 5000


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
            *touching(a, starts_at, ends_at),
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
            *touching(a, starts_at, ends_at),
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
            *touching(a, starts_at, ends_at),
        )
        .order_by(a.starts_at, a.id)
        .limit(limit),
        BusyRow,
    )


def _busy() -> Select[Any]:
    a = appointments.c
    return select(a.id, a.provider_id, a.starts_at, a.ends_at, a.status, a.is_overbooked)
