"""The words for the ids on cards: patients, colleagues, rooms, as far as they are here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from clinic_app.domain.names import display_name
from clinic_app.features.conflicts.queries import CardRow, ParkedRow
from sync.replica.tables import (
    appointment_types,
    appointments,
    facility_members,
    patients,
    providers,
    rooms,
)

_MANY = 2000


@dataclass(frozen=True, slots=True)
class Names:
    """The words for the ids on a card. Whoever is not here has no name: nobody is asked."""

    patients: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    blocking: Mapping[str, tuple[str, str | None, datetime | None]] = field(default_factory=dict)
    """appointment id -> (patient's name, who booked it, when)"""


def names_for(db: Connection, facility_id: str, rows: Iterable[CardRow | ParkedRow]) -> Names:
    """The words for every id that these cards and drafts speak of, as far as they are here.

    A patient whose registration was refused is nowhere else: the card itself knows the name.
    """
    ids: dict[str, set[str]] = {"patients": set(), "appointments": set()}
    refused: dict[str, str] = {}
    for row in rows:
        if row.tbl == "patients":
            ids["patients"].add(row.row_id)
            own = {name: value for values in _values(row) for name, value in values.items()}
            refused[row.row_id] = display_name(
                str(own.get("given_name") or ""), str(own.get("family_name") or "")
            )
        for values in _values(row):
            ids["patients"] |= {values["patient_id"]} if values.get("patient_id") else set()
        if isinstance(row, CardRow) and row.blocking and row.blocking.appointment_id:
            ids["appointments"].add(row.blocking.appointment_id)
    a, p, m = appointments.c, patients.c, facility_members.c
    blocking = {}
    over = select(a.id, p.given_name, p.family_name, a.created_by, a.created_at)
    over = over.select_from(appointments.outerjoin(patients, p.id == a.patient_id))
    for found in db.execute(over.where(a.id.in_(sorted(ids["appointments"])))):
        who = display_name(found.given_name or "", found.family_name or "")
        blocking[found.id] = (who, found.created_by, found.created_at)
    known = select(p.id, p.given_name, p.family_name).where(p.id.in_(sorted(ids["patients"])))
    members = select(m.user_id, m.display_name).where(m.facility_id == facility_id)
    return Names(
        patients=refused
        | {row.id: display_name(row.given_name, row.family_name) for row in db.execute(known)},
        providers=_named(db, select(providers.c.id, providers.c.display_name)),
        types=_named(db, select(appointment_types.c.id, appointment_types.c.name)),
        rooms=_named(db, select(rooms.c.id, rooms.c.name)),
        members=_named(db, members),
        blocking=blocking,
    )


def names_of(
    facility_id: str, rows: Iterable[CardRow | ParkedRow]
) -> Callable[[Connection], Names]:
    """The same, for `Replica.read`."""
    asked = list(rows)

    def read(db: Connection) -> Names:
        return names_for(db, facility_id, asked)

    return read


def _values(row: CardRow | ParkedRow) -> list[dict[str, Any]]:
    if isinstance(row, CardRow):
        return [row.base, row.mine, row.theirs or {}]
    return [row.base, row.patch]


def _named(db: Connection, statement: Select[Any]) -> dict[str, str]:
    return {key: name for key, name in db.execute(statement.limit(_MANY)) if name}
