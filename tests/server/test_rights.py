"""Row level security of every table, for every role, held against a table written by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import psycopg
import pytest
from psycopg import sql

from sync.ids import new_id
from tests.server.clinic import MORNING, STAFF, Clinic, Person, become
from tests.server.rights import NOT_WRITABLE, ROLES, rights

RIGHTS = rights()
_slots = count()


@dataclass
class World:
    """Two facilities with one row of every kind, and one person in each role of the first."""

    clinic: Clinic
    people: dict[str, Person | None]
    rows: dict[tuple[str, str], str]
    """(table, kind of row) -> id; for `mine` the role is part of the kind."""
    parts: dict[str, dict[str, str]]
    """facility -> what an insert refers to"""

    def row_id(self, table: str, kind: str, role: str) -> str | None:
        return self.rows.get((table, f"mine {role}" if kind == "mine" else kind))


@pytest.fixture(scope="module")
def world(shared_clinic: Clinic) -> World:
    clinic = shared_clinic
    home, other = clinic.facility("Home"), clinic.facility("Other")
    people: dict[str, Person | None] = {role: clinic.member(home, role) for role in ROLES[:6]}
    people["deactivated"] = clinic.member(home, "reception", is_active=False)
    people["stranger"] = clinic.account("stranger")
    people["anon"] = None
    rows: dict[tuple[str, str], str] = {}
    parts: dict[str, dict[str, str]] = {}
    for kind, facility in (("own", home), ("other", other)):
        colleague = clinic.member(facility, "reception")
        provider = clinic.provider(facility)
        patient = clinic.patient(facility)
        member = clinic.value(
            "select id::text from public.facility_members where user_id = %s", colleague.id
        )
        parts[kind] = {
            "facility": facility,
            "provider": provider,
            "patient": patient,
            "member": member,
        }
        for table in NOT_WRITABLE:
            if table not in ("facilities", "profiles", "facility_members"):
                rows[table, kind] = str(clinic.add(table, **values_for(table, parts[kind]))["id"])
        rows["facilities", kind] = facility
        rows["profiles", kind] = colleague.id
        rows["facility_members", kind] = member
    boss = clinic.member(home, "system_admin")
    rows["facility_members", "admins"] = clinic.value(
        "select id::text from public.facility_members where user_id = %s", boss.id
    )
    for role, person in people.items():
        if person is None:
            continue
        rows["profiles", f"mine {role}"] = person.id
        found = clinic.value(
            "select id::text from public.facility_members where user_id = %s", person.id
        )
        if found:
            rows["facility_members", f"mine {role}"] = found
        if role in STAFF:
            values = values_for("handovers", parts["own"] | {"member": found})
            rows["handovers", f"mine {role}"] = str(clinic.add("handovers", **values)["id"])
        patient = clinic.patient(home, user_id=person.id)
        rows["patients", f"mine {role}"] = patient
        values = values_for("appointments", parts["own"] | {"patient": patient})
        rows["appointments", f"mine {role}"] = str(clinic.add("appointments", **values)["id"])
    return World(clinic, people, rows, parts)


def values_for(table: str, parts: dict[str, str], person: str = "") -> dict[str, Any]:
    """A row that nothing but a policy can refuse."""
    starts_at = MORNING + timedelta(hours=next(_slots))
    own: dict[str, dict[str, Any]] = {
        "facilities": {"name": "New", "time_zone": "UTC"},
        "profiles": {"full_name": "New"},
        "facility_members": {"user_id": person, "role": "nurse"},
        "rooms": {"name": "Room"},
        "providers": {"display_name": "Dr."},
        "provider_hours": {"weekday": 1, "starts": "08:00", "ends": "12:00"},
        "time_off": {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)},
        "appointment_types": {"name": "Visit", "minutes": 20},
        "patients": {"family_name": "Ferrer"},
        "appointments": {
            "patient_id": parts["patient"],
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=1),
        },
        "facility_policies": {"lease_days": 7},
        "handovers": {"to_member_id": parts["member"], "card": '{"tbl": "patients"}'},
        "invitations": {
            "email": f"{new_id()}@example.org",
            "role": "nurse",
            "display_name": "New",
        },
    }
    values = {"id": new_id(), **own[table]}
    if table not in ("facilities", "profiles"):
        values["facility_id"] = parts["facility"]
    if table in ("provider_hours", "time_off", "appointments"):
        values["provider_id"] = parts["provider"]
    return values


HARMLESS = {
    "facilities": "phone",
    "profiles": "locale",
    "facility_members": "display_name",
    "rooms": "position",
    "providers": "specialty",
    "provider_hours": "weekday",
    "time_off": "reason",
    "appointment_types": "position",
    "patients": "phone",
    "appointments": "reason",
    "facility_policies": "lease_days",
    "handovers": "status",
    "invitations": "withdrawn_at",
}


def statement_for(
    world: World, verb: str, table: str, kind: str, row_id: str | None
) -> tuple[sql.SQL | sql.Composed, dict[str, Any]]:
    name = sql.Identifier("public", table)
    if verb == "s":
        return sql.SQL("select * from {} where id = %(id)s").format(name), {"id": row_id}
    if verb == "u":
        column = sql.Identifier(HARMLESS[table])
        text = sql.SQL("update {} set {} = {} where id = %(id)s").format(name, column, column)
        return text, {"id": row_id}
    if verb == "d":
        return sql.SQL("delete from {} where id = %(id)s").format(name), {"id": row_id}
    newcomer = world.clinic.account("newcomer").id
    values = values_for(table, world.parts["other" if kind == "other" else "own"], newcomer)
    if kind == "admins":
        values["role"] = "system_admin"
    text = sql.SQL("insert into {} ({}) values ({})").format(
        name,
        sql.SQL(", ").join(map(sql.Identifier, values)),
        sql.SQL(", ").join(map(sql.Placeholder, values)),
    )
    return text, values


def succeeds(
    world: World,
    person: Person | None,
    make: Callable[[], tuple[sql.SQL | sql.Composed, dict[str, Any]]],
) -> bool:
    """Whether it goes through; it is taken back at once. Any refusal but a policy's is an error."""
    db = world.clinic.db
    statement, values = make()
    with db.transaction(force_rollback=True):
        become(db, person)
        try:
            return db.execute(statement, values).rowcount == 1
        except psycopg.errors.InsufficientPrivilege:
            return False
        except psycopg.errors.UniqueViolation:
            return True  # policies are asked first: it is only there already


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("table", "kind"), sorted({key[:2] for key in RIGHTS}))
def test_a_role_may_do_exactly_what_is_written(
    world: World, table: str, kind: str, role: str
) -> None:
    row_id = world.row_id(table, kind, role)
    verbs = [v for v in "siud" if v == "i" or row_id is not None]
    if kind == "mine":
        verbs.remove("i")  # nobody inserts rows about oneself: `own` says who inserts
    allowed = {
        verb
        for verb in verbs
        if succeeds(
            world,
            world.people[role],
            lambda verb=verb: statement_for(world, verb, table, kind, row_id),
        )
    }
    assert allowed == RIGHTS[table, kind, role]


def test_every_table_has_its_rights_written_down(world: World) -> None:
    tables = {
        row["relname"]
        for row in world.clinic.db.execute(
            b"""select relname from pg_class
                where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')"""
        )
    }
    assert {table for table, _, _ in RIGHTS} == tables
    assert {(table, "other") for table in tables} <= {key[:2] for key in RIGHTS}
    assert set(NOT_WRITABLE) == tables


@pytest.mark.parametrize("table", NOT_WRITABLE)
def test_what_the_server_manages_is_written_by_nobody(world: World, table: str) -> None:
    columns = [
        row["attname"]
        for row in world.clinic.db.execute(
            b"""select attname from pg_attribute
                where attrelid = %s::regclass and attnum > 0 and not attisdropped""",
            [f"public.{table}"],
        )
    ]
    for verb, told in zip(("insert", "update"), NOT_WRITABLE[table], strict=True):
        closed = {
            column
            for column in columns
            if not world.clinic.value(
                "select has_column_privilege('authenticated', %s, %s, %s)",
                f"public.{table}",
                column,
                verb,
            )
        }
        assert closed == (set(columns) if told == "*" else set(told.split())), verb


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("patients", "version", 99),
        ("patients", "created_by", None),
        ("patients", "user_id", None),
        ("patients", "record_number", "R1"),
        ("patients", "facility_id", None),
        ("appointments", "patient_user_id", None),
        ("appointments", "updated_at", MORNING),
    ],
)
def test_not_even_the_desk_forges_what_the_server_manages(
    world: World, table: str, column: str, value: Any
) -> None:
    statement = sql.SQL("update public.{} set {} = %s where id = %s").format(
        sql.Identifier(table), sql.Identifier(column)
    )
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        world.clinic.as_person(world.people["reception"]) as db,
    ):
        db.execute(statement, [value, world.rows[table, "own"]])


def test_the_owner_does_not_move_a_row_to_another_facility(world: World) -> None:
    other = world.parts["other"]["facility"]
    with pytest.raises(psycopg.errors.CheckViolation, match="stays in its facility"):
        world.clinic.change("patients", world.rows["patients", "own"], facility_id=other)
    with pytest.raises(psycopg.errors.CheckViolation, match="an id never changes"):
        world.clinic.db.execute(
            "update public.patients set id = %s where id = %s",
            [new_id(), world.rows["patients", "own"]],
        )


@pytest.mark.parametrize("role", ["facility_admin", "system_admin"])
def test_nobody_makes_a_system_administrator_through_the_api(world: World, role: str) -> None:
    promote = sql.SQL("update public.facility_members set role = 'system_admin' where id = %(id)s")
    for kind in ("admins", "own"):
        row = {"id": world.rows["facility_members", kind]}
        assert not succeeds(world, world.people[role], lambda row=row: (promote, row))


@pytest.mark.parametrize("column", ["patient_id", "provider_id", "room_id", "type_id"])
def test_references_stay_inside_the_facility(world: World, column: str) -> None:
    table = {
        "patient_id": "patients",
        "provider_id": "providers",
        "room_id": "rooms",
        "type_id": "appointment_types",
    }[column]
    with pytest.raises(psycopg.errors.CheckViolation, match="another facility"):
        world.clinic.change(
            "appointments",
            world.rows["appointments", "own"],
            **{column: world.rows[table, "other"]},
        )


def test_stamps_are_the_servers(world: World) -> None:
    person = world.people["doctor"]
    assert person is not None
    patient = new_id()
    with world.clinic.as_person(person) as db:
        db.execute(
            "insert into public.patients (id, facility_id, family_name) values (%s, %s, 'Roca')",
            [patient, world.parts["own"]["facility"]],
        )
    made = world.clinic.row("patients", patient)
    assert made is not None
    assert (made["version"], made["created_by"], made["updated_by"]) == (1, person.id, person.id)
    assert made["record_number"].startswith("R")
    nurse = world.people["nurse"]
    assert nurse is not None
    with world.clinic.as_person(nurse) as db:
        db.execute("update public.patients set phone = '1' where id = %s", [patient])
    seen = world.clinic.row("patients", patient)
    assert seen is not None
    assert (seen["version"], seen["created_by"], seen["updated_by"]) == (2, person.id, nurse.id)
    assert seen["created_at"] == made["created_at"]
