"""Who a card can be handed to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from clinic_app.domain.roles import STAFF
from sync.replica.query import Query
from sync.replica.tables import facility_members

LIMIT: Final = 500


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works in the same facility. `id` is the membership, not the account."""

    id: str
    user_id: str
    facility_id: str
    name: str
    role: str


def colleagues(facility_id: str, person_id: str) -> Query[Colleague]:
    """Everybody else of the staff, by name."""
    m = facility_members.c
    return Query(
        select(m.id, m.user_id, m.facility_id, m.display_name, m.role)
        .where(
            m.facility_id == facility_id,
            m.user_id != person_id,
            m.is_active,
            m.role.in_(sorted(STAFF)),
        )
        .order_by(m.display_name, m.id)
        .limit(LIMIT),
        Colleague,
    )


def member(member_id: str) -> Query[Colleague]:
    """One of them, whatever they are now."""
    m = facility_members.c
    return Query(
        select(m.id, m.user_id, m.facility_id, m.display_name, m.role).where(
            m.id == member_id, m.is_active, m.role.in_(sorted(STAFF))
        ),
        Colleague,
    )
