"""Builders with honest defaults: what a person types in, and rows as the server sends them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from sync.replica.outbox import Draft, draft_state, drafts_of
from sync.replica.pages import put_server_rows
from sync.replica.query import Query
from sync.replica.replica import Replica
from sync.replica.rows import WireRow, shape, shown_row
from sync.replica.tables import outbox, patients

KEY = bytes(range(32))
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
FACILITY = "00000000-0000-7000-8000-00000000facc"
STAMP = "2026-11-02T08:15:00+00:00"


def a_patient(**values: Any) -> dict[str, Any]:
    """What somebody at the desk types in."""
    return {"facility_id": FACILITY, "family_name": "Bell", "given_name": "Ana"} | values


def an_appointment(patient_id: str, **values: Any) -> dict[str, Any]:
    """Twenty minutes at noon."""
    return {
        "facility_id": FACILITY,
        "patient_id": patient_id,
        "provider_id": "provider-1",
        "starts_at": NOON,
        "ends_at": NOON + timedelta(minutes=20),
    } | values


def server_patient(row_id: str, version: int = 1, **values: Any) -> WireRow:
    """A patient as the server sends one."""
    managed = {
        "version": version,
        "created_at": STAMP,
        "created_by": "somebody",
        "updated_at": STAMP,
        "updated_by": "somebody",
    }
    typed = a_patient(record_number=f"R-{row_id}") | values
    columns = dict.fromkeys(shape("patients").columns)
    return {**columns, **shape("patients").defaults, **managed, **typed, "id": row_id}


def put(
    db: Connection, ver: int, *rows: WireRow, scope: str = "scope", table: str = "patients"
) -> int:
    """Rows of one page, numbered from `ver` in their scope."""
    columns = list(rows[0])
    page = [[ver + n, *(row[c] for c in columns)] for n, row in enumerate(rows)]
    return put_server_rows(db, scope, table, columns, page)


@dataclass(frozen=True, slots=True)
class Line:
    """What a list of patients shows."""

    id: str
    family_name: str
    given_name: str
    phone: str
    draft: str | None


def in_name_order() -> Query[Line]:
    """Every patient."""
    p = patients.c
    listed = select(p.id, p.family_name, p.given_name, p.phone, draft_state(patients))
    return Query(listed.order_by(p.family_name, p.given_name, p.id), Line)


async def shown(replica: Replica, row_id: str, table: str = "patients") -> WireRow | None:
    """The row on the screen."""
    return await replica.read(lambda db: shown_row(db, table, row_id))


async def drafts(replica: Replica, row_id: str, table: str = "patients") -> list[Draft]:
    """The drafts of a record, oldest first."""
    return await replica.read(lambda db: drafts_of(db, table, row_id))


async def all_drafts(replica: Replica) -> list[Draft]:
    """The whole outbox, oldest first."""
    return await replica.read(
        lambda db: [Draft(*row) for row in db.execute(select(outbox).order_by(outbox.c.seq))]
    )


def ids(drafts: Sequence[Draft]) -> list[str]:
    """Just their ids."""
    return [draft.id for draft in drafts]
