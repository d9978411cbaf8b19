"""What the page asks of the replica: this computer's own lines, people, and the records in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, select

from clinic_app.features.audit.model import Entry, Wanted
from clinic_app.parts.record_words import Mention, Names, names_for
from sync.replica.query import Query
from sync.replica.rows import shown_row
from sync.replica.settings import AUDIT_SENT, read_setting
from sync.replica.tables import REPLICATED, audit, facility_members

MOST_PEOPLE: Final = 500


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who works, or worked, in the facility."""

    user_id: str
    display_name: str


@dataclass(frozen=True, slots=True)
class Known:
    """Names, and each record that is spoken of by its table and id."""

    names: Names
    records: dict[tuple[str, str], Mention]


def people_of(facility_id: str) -> Query[PersonRow]:
    """Everybody of the facility, by name, also those who have left."""
    m = facility_members.c
    asked = select(m.user_id, m.display_name).where(m.facility_id == facility_id)
    return Query(asked.order_by(m.display_name).limit(MOST_PEOPLE), PersonRow)


def lines_here(
    wanted: Wanted, most: int, *, untold: bool = False
) -> Callable[[Connection], list[Entry]]:
    """This computer's own lines, the newest first; with `untold` those the server has not heard of."""

    def read(db: Connection) -> list[Entry]:
        asked = _asked(wanted)
        if untold:
            asked = asked.where(audit.c.seq > int(read_setting(db, AUDIT_SENT) or 0))
        found = db.execute(asked.order_by(audit.c.at.desc(), audit.c.seq.desc()).limit(most))
        return [
            Entry(
                row.at,
                row.person,
                row.device,
                row.seq,
                row.action,
                row.tbl,
                row.row_id,
                row.label,
                tuple(row.fields),
            )
            for row in found
        ]

    return read


def known(facility_id: str, entries: Sequence[Entry]) -> Callable[[Connection], Known]:
    """Whose records these are, as far as they are here: whoever is elsewhere stays unnamed."""

    def read(db: Connection) -> Known:
        records: dict[tuple[str, str], Mention] = {}
        for entry in entries:
            key = (entry.table, entry.row_id)
            if entry.table in REPLICATED and key not in records:
                values = shown_row(db, entry.table, entry.row_id)
                records[key] = Mention(entry.table, entry.row_id, (values,) if values else ())
        return Known(names_for(db, facility_id, records.values()), records)

    return read


def _asked(wanted: Wanted) -> Select[Any]:
    c = audit.c
    asked = select(audit)
    for column, value in (
        (c.person, wanted.person),
        (c.action, wanted.action),
        (c.row_id, wanted.row_id),
    ):
        if value:
            asked = asked.where(column == value)
    if wanted.since is not None:
        asked = asked.where(c.at >= wanted.since)
    if wanted.until is not None:
        asked = asked.where(c.at < wanted.until)
    return asked
