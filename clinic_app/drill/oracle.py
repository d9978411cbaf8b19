"""What must be true afterwards, asked of PostgreSQL itself and not of the program under test."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

Rows = dict[str, dict[str, Any]]


def readable(dsn: str, email: str) -> dict[str, Rows]:
    """Every row that row level security lets this person read: {table: {id: row}}."""
    found: dict[str, Rows] = {}
    with psycopg.connect(dsn) as db:
        names = db.execute("select name from sync.tables order by tbl").fetchall()
        person = db.execute("select id from auth.users where email = %s", [email]).fetchone()
        assert person is not None, "the drill's own account is missing"
        claims = json.dumps({"sub": str(person[0]), "role": "authenticated"})
        db.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        db.execute("set local role authenticated")
        db.execute("set local timezone = 'UTC'")
        for (name,) in names:
            rows = db.execute(sql.SQL("select to_jsonb(t) from {} t").format(sql.Identifier(name)))
            found[name] = {row["id"]: row for (row,) in rows}
        db.rollback()
    return found


def differences(should: dict[str, Rows], has: dict[str, Rows]) -> list[str]:
    """Where a replica is not what its person may read, a line each; empty when they are equal."""
    lines = []
    for table, rows in should.items():
        held = has.get(table, {})
        for row_id in sorted(rows.keys() | held.keys()):
            wrong = _difference(rows.get(row_id), held.get(row_id))
            if wrong:
                lines.append(f"{table} {row_id} {wrong}")
    return lines


def _difference(should: dict[str, Any] | None, has: dict[str, Any] | None) -> str:
    if should is None:
        return "should not be here"
    if has is None:
        return "is missing"
    fields = [name for name, value in should.items() if has.get(name) != value]
    return f"differs in {', '.join(fields)}" if fields else ""


def applied_more_than_once(dsn: str) -> int:
    """Bookings that lie over each other although nobody overbooked: there must be none."""
    query = """
        select count(*) from public.appointments a join public.appointments b
          on a.provider_id = b.provider_id and a.id < b.id
         and tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(b.starts_at, b.ends_at, '[)')
        where a.status not in ('cancelled', 'no_show') and b.status not in ('cancelled', 'no_show')
          and not a.is_overbooked and not b.is_overbooked"""
    with psycopg.connect(dsn) as db:
        counted = db.execute(query).fetchone()
    return int(counted[0]) if counted else 0


def unaccounted(
    visits: Iterable[dict[str, Any]],
    edits: Iterable[dict[str, Any]],
    people: Iterable[dict[str, Any]],
    server: dict[str, Rows],
    cards: list[dict[str, Any]],
) -> list[str]:
    """Work of the drill that is neither on the server as it was typed nor on a card with its text."""
    on_card = {card["row_id"]: card["mine"] for card in cards}
    lost = []
    for visit in visits:
        row = server["appointments"].get(visit["id"])
        there = row is not None and row["patient_id"] == visit["patient"]
        if not there and on_card.get(visit["id"], {}).get("patient_id") != visit["patient"]:
            lost.append(f"booking {visit['id']}")
    for edit in edits:
        row = server["patients"].get(edit["id"])
        there = row is not None and row["phone"] == edit["phone"]
        if not there and on_card.get(edit["id"], {}).get("phone") != edit["phone"]:
            lost.append(f"edit of {edit['id']}")
    for person in people:
        row = server["patients"].get(person["id"])
        if row is None or row["family_name"] != person["details"]["family_name"]:
            lost.append(f"registration {person['id']}")
    return lost
