"""The words for the ids that drafts and cards speak of, as far as they are here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from clinic_app.domain.names import display_name
from sync.replica.tables import (
    appointment_types,
    cards,
    facilities,
    facility_members,
    patients,
    providers,
    rooms,
)

_MANY: Final = 2000
_AT_ONCE: Final = 500
"""Ids in one question; SQLite takes some thousands."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A record that is spoken of. `sides` are values of the wire, later ones count more."""

    tbl: str
    row_id: str
    sides: tuple[Mapping[str, Any], ...] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The record as the last side has it."""
        return {name: value for side in self.sides for name, value in side.items()}


@dataclass(frozen=True, slots=True)
class Names:
    """id -> words, by what the id is of. Whoever is not here has none: nobody is asked."""

    patients: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    facilities: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    """By the id of the account."""


def names_of(facility_id: str, mentions: Iterable[Mention]) -> Callable[[Connection], Names]:
    """What `Replica.read` is handed by whoever knows no connection."""
    wanted = list(mentions)
    return lambda db: names_for(db, facility_id, wanted)


def names_for(db: Connection, facility_id: str, mentions: Iterable[Mention]) -> Names:
    """The words for every id in these records.

    A patient whose registration has not reached any scope is nowhere else: the draft knows the name,
    or the card on which it ended.
    """
    wanted: set[str] = set()
    drafted: dict[str, str] = {}
    for each in mentions:
        values = each.values
        if each.tbl == "patients":
            wanted.add(each.row_id)
            drafted[each.row_id] = _name(values.get("given_name"), values.get("family_name"))
        wanted |= {str(side["patient_id"]) for side in each.sides if side.get("patient_id")}
    m = facility_members.c
    people = select(m.user_id, m.display_name).where(m.facility_id == facility_id)
    return Names(
        patients=_refused(db, sorted(wanted))
        | {k: v for k, v in drafted.items() if v}
        | _patients(db, sorted(wanted)),
        providers=_named(db, select(providers.c.id, providers.c.display_name)),
        types=_named(db, select(appointment_types.c.id, appointment_types.c.name)),
        rooms=_named(db, select(rooms.c.id, rooms.c.name)),
        facilities=_named(db, select(facilities.c.id, facilities.c.name)),
        people=_named(db, people),
    )


def _patients(db: Connection, ids: list[str]) -> dict[str, str]:
    p = patients.c
    found: dict[str, str] = {}
    for at in range(0, len(ids), _AT_ONCE):
        asked = select(p.id, p.given_name, p.family_name).where(p.id.in_(ids[at : at + _AT_ONCE]))
        for row in db.execute(asked):
            found[row.id] = _name(row.given_name, row.family_name)
    return found


def _refused(db: Connection, ids: list[str]) -> dict[str, str]:
    """Patients whose registration is on a card."""
    found: dict[str, str] = {}
    c = cards.c
    for at in range(0, len(ids), _AT_ONCE):
        asked = select(c.row_id, c.body).where(
            c.tbl == "patients", c.kind == "insert", c.row_id.in_(ids[at : at + _AT_ONCE])
        )
        for row in db.execute(asked):
            mine = row.body.get("mine") or {}
            found[row.row_id] = _name(mine.get("given_name"), mine.get("family_name"))
    return found


def _named(db: Connection, statement: Select[Any]) -> dict[str, str]:
    return {key: name for key, name in db.execute(statement.limit(_MANY)) if name}


def _name(given: object, family: object) -> str:
    return display_name(str(given or ""), str(family or ""))
