"""The words for the ids on cards, and for the visits that stood in the way, as far as they are here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from clinic_app.domain.names import display_name
from clinic_app.features.conflicts.queries import CardRow, ParkedRow
from clinic_app.parts.record_words import Names, names_for
from sync.replica.tables import appointments, patients


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A visit that had the time first: whose, who booked it, and when."""

    patient: str
    by: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is needed to speak of some cards."""

    names: Names = field(default_factory=Names)
    in_the_way: Mapping[str, InTheWay] = field(default_factory=dict)
    """By the id of the visit."""


def known_of(
    facility_id: str, rows: Iterable[CardRow | ParkedRow]
) -> Callable[[Connection], Known]:
    """For `Replica.read`: the words for every id that these cards and drafts speak of."""
    asked = list(rows)

    def read(db: Connection) -> Known:
        names = names_for(db, facility_id, [row.mention for row in asked])
        return Known(names, _in_the_way(db, asked))

    return read


def _in_the_way(db: Connection, rows: Iterable[CardRow | ParkedRow]) -> dict[str, InTheWay]:
    blocking = (row.blocking for row in rows if isinstance(row, CardRow))
    ids = sorted({b.appointment_id for b in blocking if b and b.appointment_id})
    a, p = appointments.c, patients.c
    over = select(a.id, p.given_name, p.family_name, a.created_by, a.created_at)
    over = over.select_from(appointments.outerjoin(patients, p.id == a.patient_id))
    return {
        row.id: InTheWay(
            display_name(row.given_name or "", row.family_name or ""),
            row.created_by,
            row.created_at,
        )
        for row in db.execute(over.where(a.id.in_(ids)))
    }
