"""Time that is taken, and nothing about who took it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.features.schedule.queries.rows import BusyRow
from clinic_app.features.schedule.queries.span import span, touching
from sync.replica.query import Query
from sync.replica.tables import appointments
from sync.replica.tables.types import Json

BUSY_LIMIT: Final = 5000


def busy_between(
    provider_ids: Sequence[str], starts_at: datetime, ends_at: datetime, *, limit: int = BUSY_LIMIT
) -> Query[BusyRow]:
    """The active appointments of these providers that touch [starts_at, ends_at), in time order."""
    given = {"whose": list(provider_ids), "most": limit}
    return Query(_busy("provider_id"), BusyRow, given=given | span(starts_at, ends_at))


def busy_of(
    facility_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = BUSY_LIMIT
) -> Query[BusyRow]:
    """Everybody's active appointments that touch [starts_at, ends_at), in time order.

    Where the answer is as long as `limit`, nothing is known of the time after its last row.
    """
    given = {"whose": [facility_id], "most": limit}
    return Query(_busy("facility_id"), BusyRow, given=given | span(starts_at, ends_at))


def patient_busy_between(
    patient_id: str, starts_at: datetime, ends_at: datetime, *, limit: int = 100
) -> Query[BusyRow]:
    """The patient's own active appointments, with whomever, that touch [starts_at, ends_at)."""
    given = {"whose": [patient_id], "most": limit}
    return Query(_busy("patient_id"), BusyRow, given=given | span(starts_at, ends_at))


@cache
def _busy(owner: str) -> Select[Any]:
    a = appointments.c
    whose: ColumnElement[str] = a[owner]
    return (
        select(a.id, a.provider_id, a.starts_at, a.ends_at, a.status, a.is_overbooked)
        .where(
            whose.in_(
                select(func.json_each(bindparam("whose", type_=Json)).table_valued("value").c.value)
            ),
            a.status.in_(sorted(ACTIVE)),
            *touching(a),
        )
        .order_by(a.starts_at, a.id)
        .limit(bindparam("most"))
    )
