"""The policy in words, held against the real database: policies, grants, scopes and functions, all
generated from the catalogue, so that a table or a function nobody wrote down fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import sql

from clinic_app.domain.access import VERBS, policy
from clinic_app.domain.roles import Role
from sync.ids import new_id
from tests.server.clinic import Clinic, Person, call
from tests.server.rights import ROLES as PEOPLE
from tests.server.rights import rights
from tests.server.test_rights import World, statement_for, succeeds, world

__all__ = ["world"]  # the fixture

ROLES = tuple(Role)
LETTERS = dict(zip(VERBS, "siud", strict=True))
PRIVILEGES = dict(zip(VERBS, ("select", "insert", "update", "delete"), strict=True))
TABLES = tuple(policy().tables)


def tables_of(clinic: Clinic) -> set[str]:
    found = clinic.db.execute(
        b"""select relname from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')"""
    )
    return {row["relname"] for row in found}


# --- tables ---------------------------------------------------------------------------------------


def test_every_table_is_written_down_with_its_columns(shared_clinic: Clinic) -> None:
    assert set(TABLES) == tables_of(shared_clinic)
    for name, rules in policy().tables.items():
        columns = {
            row["attname"]
            for row in shared_clinic.db.execute(
                b"select attname from pg_attribute where attrelid = %s::regclass and attnum > 0",
                [f"public.{name}"],
            )
        }
        named = {rules.home, rules.own, *rules.scopes.values()} - {""}
        named |= {column for rule in rules.verbs.values() for column in rule.beyond}
        assert named <= columns, name


def expected(table: str, kind: str, person: str) -> set[str]:
    """What the file says somebody may do with a row of this kind (see tests/server/rights.py)."""
    rules = policy().tables[table]
    allowed = set()
    for verb, rule in rules.verbs.items():
        beyond = rule.beyond.get("role", frozenset())
        here = person in rule.roles and kind in ("own", "mine", "admins")
        if (kind == "mine" and person in beyond) or (kind == "admins" and "system_admin" in beyond):
            here = False
        mine = kind == "mine" and rule.own and person != "anon"
        if here or mine:
            allowed.add(LETTERS[verb])
    return allowed


def test_the_rights_written_by_hand_are_the_ones_the_file_tells_people() -> None:
    differing = {}
    # There are no such rows: cards are handed to staff only.
    nowhere = {("handovers", "mine", who) for who in ("patient", "deactivated", "stranger")}
    nowhere.add(("facility_members", "mine", "stranger"))
    for (table, kind, person), letters in rights().items():
        if (table, kind, person) in nowhere:
            continue
        # Nobody inserts rows about oneself: `own` says who inserts.
        told = expected(table, kind, person) - ({"i"} if kind == "mine" else set())
        if told != letters:
            differing[table, kind, person] = (told, letters)
    assert differing == {}


@pytest.mark.parametrize("table", TABLES)
def test_the_database_does_what_the_file_says(world: World, table: str) -> None:
    for kind in ("own", "other", "mine", "admins"):
        for person in PEOPLE:
            row_id = world.row_id(table, kind, person)
            if row_id is None:
                continue
            letters = [letter for letter in "siud" if not (kind == "mine" and letter == "i")]
            done = {
                letter
                for letter in letters
                if succeeds(
                    world,
                    world.people[person],
                    lambda letter=letter, kind=kind, row_id=row_id: statement_for(
                        world, letter, table, kind, row_id
                    ),
                )
            }
            assert done == expected(table, kind, person) & set(letters), (kind, person)


@pytest.mark.parametrize("table", TABLES)
def test_what_nobody_may_is_not_even_granted(shared_clinic: Clinic, table: str) -> None:
    for verb, rule in policy().tables[table].verbs.items():
        granted = shared_clinic.value(
            "select has_any_column_privilege('authenticated', %s, %s)"
            if verb != "remove"
            else "select has_table_privilege('authenticated', %s, %s)",
            f"public.{table}",
            PRIVILEGES[verb],
        )
        assert granted is bool(rule.roles or rule.own), verb


# --- scopes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_due_the_scopes_of_the_file(shared_clinic: Clinic, role: str) -> None:
    facility = shared_clinic.facility()
    person = shared_clinic.member(facility, role)
    due = {
        (row["kind"], row["owner"])
        for row in shared_clinic.db.execute(
            b"""select h.kind, h.owner::text as owner from sync.scopes_due(%s) d
                join sync.scope_head h using (scope)""",
            [person.id],
        )
    }
    told = {
        (kind, person.id if scope.own else facility)
        for kind, scope in policy().scopes.items()
        if scope.own or role in scope.roles
    }
    assert due == told


@pytest.mark.parametrize("table", TABLES)
def test_a_row_travels_in_the_scopes_of_the_file(world: World, table: str) -> None:
    rules = policy().tables[table]
    for kind in ("own", "mine doctor"):
        row_id = world.rows.get((table, kind))
        if row_id is None:
            continue
        row = world.clinic.row(table, row_id)
        assert row is not None
        carried = {
            (row["kind"], row["owner"])
            for row in world.clinic.db.execute(
                b"""select h.kind, h.owner::text as owner
                    from sync.feed f join sync.tables t using (tbl) join sync.scope_head h using (scope)
                    where t.name = %s and f.row_id = %s and f.op = 'u'""",
                [table, row_id],
            )
        }
        told = {(scope, row[column]) for scope, column in rules.scopes.items() if row[column]}
        assert carried == told, kind


def test_the_replicated_tables_are_the_ones_with_scopes(shared_clinic: Clinic) -> None:
    kept = {row["name"] for row in shared_clinic.db.execute(b"select name from sync.tables")}
    assert kept == {name for name, rules in policy().tables.items() if rules.scopes}


# --- functions ------------------------------------------------------------------------------------


def test_every_function_of_the_api_is_written_down(shared_clinic: Clinic) -> None:
    found = shared_clinic.db.execute(
        b"""select proname, has_function_privilege('authenticated', oid, 'execute') as is_open,
                   has_function_privilege('anon', oid, 'execute') as is_public
            from pg_proc where pronamespace = 'public'::regnamespace"""
    ).fetchall()
    assert {row["proname"] for row in found} == set(policy().functions)
    for row in found:
        rule = policy().functions[row["proname"]]
        assert row["is_open"] is bool(rule.everybody or rule.roles), row["proname"]
        assert not row["is_public"], row["proname"]


def requests_of(world: World) -> dict[str, Any]:
    """A call of each function that somebody is kept from, that only the right can refuse."""
    home = world.parts["own"]["facility"]
    colleague = world.rows["profiles", "own"]
    return {
        "people_read": {"facility_id": home},
        "invite": {
            "facility_id": home,
            "email": f"{new_id()}@example.org",
            "role": "nurse",
            "display_name": "New",
        },
        "withdraw_invitation": {"id": world.rows["invitations", "own"]},
        "order_wipe": {"user_id": colleague, "device": new_id()},
        "cancel_wipe": {"user_id": colleague, "device": new_id()},
    }


REFUSED_BY_SAYING_SO = {"withdraw_invitation": "gone"}
"""Under row level security a row one may not see is a row that is not there."""


def is_let(world: World, person: Person | None, function: str, request: Any) -> bool:
    with world.clinic.db.transaction(force_rollback=True):
        try:
            with world.clinic.as_person(person) as db:
                if function == "reset_second_factor":
                    db.execute("select public.reset_second_factor(%s)", [request])
                    return True
                answer = call(db, function, request)
        except (
            psycopg.errors.InsufficientPrivilege,
            psycopg.errors.InvalidAuthorizationSpecification,
        ):
            return False
    return bool(answer.get("outcome") != REFUSED_BY_SAYING_SO.get(function, "-"))


@pytest.mark.parametrize("function", [n for n, rule in policy().functions.items() if rule.roles])
def test_a_function_is_for_the_roles_of_the_file(world: World, function: str) -> None:
    asked = requests_of(world) | {"reset_second_factor": world.rows["profiles", "own"]}
    assert function in asked
    let = {who for who in PEOPLE if is_let(world, world.people[who], function, asked[function])}
    assert let == policy().functions[function].roles


@pytest.mark.parametrize("role", ["facility_admin", "system_admin"])
def test_no_administrator_reaches_into_another_facility(world: World, role: str) -> None:
    away = world.parts["other"]["facility"]
    stranger = world.rows["profiles", "other"]
    asked = requests_of(world)
    for function, request in (
        ("people_read", {"facility_id": away}),
        ("invite", asked["invite"] | {"facility_id": away}),
        ("withdraw_invitation", {"id": world.rows["invitations", "other"]}),
        ("order_wipe", {"user_id": stranger}),
        ("cancel_wipe", {"user_id": stranger}),
        ("reset_second_factor", stranger),
    ):
        assert not is_let(world, world.people[role], function, request), function


# --- the second proof -----------------------------------------------------------------------------


@pytest.fixture
def demanding(world: World) -> Iterator[World]:
    """The same world, whose home facility demands a second proof."""
    row = world.rows["facility_policies", "own"]
    world.clinic.change("facility_policies", row, is_second_factor_required=True)
    yield world
    world.clinic.change("facility_policies", row, is_second_factor_required=False)


@pytest.mark.parametrize("table", TABLES)
def test_without_the_proof_nothing_is_done_that_the_file_says_needs_one(
    demanding: World, table: str
) -> None:
    rules = policy().tables[table]
    for role in ROLES:
        person = demanding.people[role]
        assert person is not None
        for kind in ("own", "mine"):
            row_id = demanding.row_id(table, kind, role)
            if row_id is None:
                continue
            for verb, letter in LETTERS.items():
                if kind == "mine" and verb == "add":
                    continue
                rule = rules.verbs[verb]
                needs_proof = rule.proof and role != "patient"
                is_own = kind == "mine" and rule.own
                for aal in ("aal1", "aal2"):
                    is_meant = letter in expected(table, kind, role) and (
                        aal == "aal2" or not needs_proof or is_own
                    )
                    done = succeeds(
                        demanding,
                        replace(person, aal=aal),
                        lambda letter=letter, kind=kind, row_id=row_id: statement_for(
                            demanding, letter, table, kind, row_id
                        ),
                    )
                    assert done is is_meant, (role, kind, verb, aal)


@pytest.mark.parametrize(
    "function", ["people_read", "invite", "withdraw_invitation", "order_wipe", "cancel_wipe"]
)
@pytest.mark.parametrize("role", ["facility_admin", "system_admin"])
def test_functions_past_the_policies_ask_for_the_proof_too(
    demanding: World, role: str, function: str
) -> None:
    person = demanding.people[role]
    assert person is not None
    request = requests_of(demanding)[function]
    assert not is_let(demanding, person, function, request)
    assert is_let(demanding, replace(person, aal="aal2"), function, request)


def test_a_facility_that_demands_nothing_is_served_to_everybody(world: World) -> None:
    for role in ROLES:
        person = world.people[role]
        assert person is not None
        with world.clinic.as_person(person) as db:
            found = db.execute(sql.SQL("select app.unproven_facilities() as them")).fetchone()
        assert found == {"them": []}
