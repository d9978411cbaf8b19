"""The linter finds nothing in our migrations, and each of its lints finds what it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.resources import resource
from tests.server import lints
from tests.server.clinic import Clinic
from tests.server.test_locks import shared_clinic

__all__ = [
    "shared_clinic"
]  # the fixture: a new project, and one that grants everything to everybody

TABLE = """
    create table public.faulty (
        id uuid primary key, facility_id uuid references public.facilities (id), user_id uuid);
    create index on public.faulty (facility_id);
    create index on public.faulty (user_id);
    alter table public.faulty enable row level security;
    revoke all on public.faulty from anon, authenticated;
"""
SEES = """
    create policy "p" on public.faulty for select to authenticated using (user_id = (select auth.uid()));
    grant select on public.faulty to authenticated;
"""
FAULTS: dict[lints.Lint, str] = {
    lints.tables_without_row_level_security: TABLE
    + "alter table public.faulty disable row level security;",
    lints.exposed_otherwise: "create view public.faulty as select 1 as one;",
    lints.granted_without_a_policy: TABLE + "grant select (id) on public.faulty to authenticated;",
    lints.policies_without_a_grant: TABLE
    + 'create policy "p" on public.faulty for select to authenticated using (true);',
    lints.several_policies_for_one_command: TABLE
    + SEES
    + 'create policy "q" on public.faulty to authenticated using (user_id = (select auth.uid()));',
    lints.policies_for_anybody: TABLE
    + 'create policy "p" on public.faulty for select using (user_id = (select auth.uid()));',
    lints.policies_that_let_write_anything: TABLE
    + 'create policy "p" on public.faulty for insert to authenticated with check (true);',
    lints.policies_that_ask_for_every_row: TABLE
    + 'create policy "p" on public.faulty for select to authenticated using (user_id = auth.uid());',
    lints.policies_that_believe_the_token: TABLE
    + """create policy "p" on public.faulty for select to authenticated
         using (((select auth.jwt()) -> 'user_metadata' ->> 'role') = 'admin');""",
    lints.tables_that_demand_no_proof: TABLE
    + """create policy "p" on public.faulty for insert to authenticated
         with check (facility_id = any ((select app.admin_facilities())::uuid[]));
         grant insert (id) on public.faulty to authenticated;""",
    lints.columns_without_an_index: "create table public.faulty (f uuid references public.rooms (id));",
    lints.rights_beyond_rows: TABLE + "grant truncate on public.faulty to authenticated;",
    lints.rights_of_strangers: TABLE + "grant select (id) on public.faulty to anon;",
    lints.reached_behind_the_api: "grant select on sync.ledger to authenticated;",
    lints.schemas_anybody_writes: "grant create on schema app to authenticated;",
    lints.functions_of_a_loose_search_path: """
        create function app.faulty() returns int language sql stable as 'select 1';""",
    lints.functions_that_do_not_ask_who_calls: """
        create function public.faulty() returns int language sql stable security definer
        set search_path = '' as 'select 1';""",
    lints.functions_that_build_statements_from_text: """
        create function app.faulty(request text) returns void language plpgsql set search_path = '' as $f$
        begin execute format('select * from %s', request); end $f$;""",
    lints.functions_for_everybody_by_default: """
        alter default privileges in schema app grant execute on functions to anon;""",
    lints.pushed_by_statements_of_before: """
        grant update (record_number) on public.patients to authenticated;""",
}


@pytest.mark.parametrize("lint", lints.LINTS, ids=lambda lint: lint.__name__)
def test_nothing_is_found_in_our_migrations(shared_clinic: Clinic, lint: lints.Lint) -> None:
    assert lint(shared_clinic.db) == set()


@pytest.mark.parametrize("lint", lints.LINTS, ids=lambda lint: lint.__name__)
def test_a_fault_is_found(shared_clinic: Clinic, lint: lints.Lint) -> None:
    db = shared_clinic.db
    with db.transaction(force_rollback=True):
        db.execute(b"set local role postgres")
        db.execute(FAULTS[lint].encode())
        assert lint(db) != set()
    assert lint(db) == set()


def test_every_lint_runs_over_every_function_and_table(shared_clinic: Clinic) -> None:
    """The linter would say little if it did not see what is there."""
    known = {row["name"] for row in shared_clinic.db.execute(lints.EVERY_FUNCTION.encode())}
    made = set()
    for file in resource("supabase", "migrations").glob("*.sql"):
        for line in file.read_text("utf-8").splitlines():
            if line.lower().startswith(("create function ", "create or replace function ")):
                made.add(line.lower().partition("function ")[2].partition("(")[0])
    moved = {"public.sync_pull": "sync.pull"}
    assert {moved.get(name, name) for name in made} <= {name.partition("(")[0] for name in known}
    assert len(known) > 60


def test_a_question_is_asked_once_however_many_rows_there_are(shared_clinic: Clinic) -> None:
    """Said by the plan itself: what a policy asks is an InitPlan, and no function runs per row."""
    facility = shared_clinic.facility()
    person = shared_clinic.member(facility, "reception")
    for table in ("patients", "appointments", "facility_members", "rooms"):
        with shared_clinic.as_person(person) as db:
            plan = "\n".join(
                row["QUERY PLAN"] for row in db.execute(f"explain (verbose) select * from {table}")
            )
        assert "InitPlan" in plan, table
        filters = [line for line in plan.splitlines() if "Filter:" in line and "SubPlan" in line]
        assert filters == [], table
        assert "app." not in "".join(line for line in plan.splitlines() if "Filter:" in line)


def test_the_keys_that_pass_every_policy_are_not_in_the_program() -> None:
    house = Path(__file__).parents[2]
    telling = ("service_role", "sb_secret_", "SUPABASE_SERVICE")
    # The door knows them by their looks, to turn down who pastes one there.
    guard = house / "clinic_app" / "features" / "auth" / "model" / "server.py"
    for folder in ("clinic_app", "sync/replica", "sync/steps", "sync/engine"):
        for file in {*(house / folder).rglob("*.py")} - {guard}:
            text = file.read_text("utf-8")
            assert not [word for word in telling if word in text], file
