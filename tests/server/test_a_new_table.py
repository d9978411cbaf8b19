"""The matrix of role, table, verb and facility is made from the catalogue: what somebody adds without
deciding who may do what with it is noticed. Each of these plants a thing and looks which law says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.server import (
    test_administration_access,
    test_locks,
    test_merge_policy,
    test_rights,
)
from tests.server.clinic import Clinic
from tests.server.test_locks import shared_clinic
from tests.server.test_rights import World, world

__all__ = ["shared_clinic", "world"]

Law = Callable[[World], None]

TABLE = """
    create table public.planted (
        id uuid primary key, facility_id uuid not null references public.facilities (id));
    create index on public.planted (facility_id);
    alter table public.planted enable row level security;
    revoke all on public.planted from anon, authenticated;
    grant select on public.planted to authenticated;
    create policy "staff" on public.planted for select to authenticated
        using (facility_id = any ((select app.staff_facilities())::uuid[]));
    select app.demand_second_factor('planted', 'facility_id');
"""
"""As careful as can be, and nobody has said who may read it."""
VIEW = "create view public.planted with (security_invoker) as select id from public.patients;"
COLUMN = """
    alter table public.patients add column planted text not null default '';
    grant update (planted) on public.patients to authenticated;
"""
FUNCTION = """
    create function public.planted() returns uuid language sql stable security definer
    set search_path = '' as 'select auth.uid()';
    revoke execute on function public.planted() from public, anon;
    grant execute on function public.planted() to authenticated;
"""


@contextmanager
def planted(clinic: Clinic, what: str) -> Iterator[None]:
    """It is there until the end of the block."""
    with clinic.db.transaction(force_rollback=True):
        clinic.db.execute(b"set local role postgres")
        clinic.db.execute(what.encode())
        clinic.db.execute(b"reset role")
        yield


LAWS: dict[str, tuple[str, Law]] = {
    "a table, in the rights": (
        TABLE,
        test_rights.test_every_table_has_its_rights_written_down,
    ),
    "a table, in the policy people read": (
        TABLE,
        lambda world: test_administration_access.test_every_table_is_written_down_with_its_columns(
            world.clinic
        ),
    ),
    "a view, in the rights": (VIEW, test_rights.test_every_table_has_its_rights_written_down),
    "a view, in what is exposed": (
        VIEW,
        lambda world: test_locks.test_nothing_but_tables_is_exposed_beside_the_functions_of_the_api(
            world.clinic
        ),
    ),
    "a column, in what merges how": (
        COLUMN,
        lambda world: test_merge_policy.test_every_column_of_every_replicated_table_has_its_line(
            world.clinic
        ),
    ),
    "a function, in what people may run": (
        FUNCTION,
        lambda world: test_locks.test_signed_in_people_run_what_is_listed(world.clinic),
    ),
    "a function, in the policy people read": (
        FUNCTION,
        lambda world: test_administration_access.test_every_function_of_the_api_is_written_down(
            world.clinic
        ),
    ),
}


@pytest.mark.parametrize("which", LAWS)
def test_what_nobody_decided_about_is_noticed(world: World, which: str) -> None:
    what, law = LAWS[which]
    law(world)
    with planted(world.clinic, what), pytest.raises(AssertionError):
        law(world)
    law(world)


@pytest.mark.parametrize(
    ("loosened", "table", "kind", "role"),
    [
        (
            "alter policy {policy} on public.patients using (true)",
            "patients",
            "other",
            "reception",
        ),
        ("grant delete on public.patients to authenticated", "patients", "own", "facility_admin"),
        (
            "alter table public.invitations disable row level security",
            "invitations",
            "own",
            "nurse",
        ),
    ],
)
def test_a_right_that_was_loosened_is_noticed(
    world: World, loosened: str, table: str, kind: str, role: str
) -> None:
    db = world.clinic.db
    found = db.execute(
        b"""select quote_ident(policyname) as name from pg_policies
            where tablename = %s and cmd = 'SELECT' and permissive = 'PERMISSIVE'""",
        [table],
    ).fetchone()
    assert found is not None
    more = "create policy planted on public.patients for delete to authenticated using (true);"
    what = loosened.format(policy=found["name"]) + ";" + (more if "delete" in loosened else "")
    with planted(world.clinic, what), pytest.raises(AssertionError):
        test_rights.test_a_role_may_do_exactly_what_is_written(world, table, kind, role)
    test_rights.test_a_role_may_do_exactly_what_is_written(world, table, kind, role)
