"""What the catalogue says about the locks: nothing is open that nobody decided to open.

What holds for every table and function alike is looked at by `lints.py`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import psycopg
import pytest

from sync.ids import new_id
from sync.resources import resource
from tests.server.clinic import Clinic
from tests.support.server import fresh_database

ANYBODY_MAY_RUN = {
    # The range of the exclusion constraint: pure, and part of checking an insert.
    "app.uuid_range(uuid,uuid)",
    "app.uuid_range(uuid,uuid,text)",
    "app.uuid_multirange()",
    "app.uuid_multirange(app.uuid_range)",
    "app.uuid_multirange(app.uuid_range[])",
    # What PostgREST asks before each request, in the caller's own role.
    "app.check_session()",
}
THE_API = {
    "public.sync_pull(jsonb)",
    "public.sync_push(jsonb)",
    "public.sync_digest(jsonb)",
    "public.audit_append(jsonb)",
    "public.audit_codes(jsonb)",
    "public.audit_read(jsonb)",
    "public.my_sessions()",
    "public.end_session(uuid)",
    "public.reset_second_factor(uuid)",
    "public.people_read(jsonb)",
    "public.invite(jsonb)",
    "public.withdraw_invitation(jsonb)",
    "public.accept_invitations(jsonb)",
    "public.order_wipe(jsonb)",
    "public.cancel_wipe(jsonb)",
}
SIGNED_IN_MAY_RUN = {
    *ANYBODY_MAY_RUN,
    *THE_API,
    # What policies ask.
    "app.me()",
    "app.my_facilities(text[])",
    "app.staff_facilities()",
    "app.clinical_facilities()",
    "app.admin_facilities()",
    "app.any_facilities()",
    "app.desk_facilities()",
    "app.is_proven()",
    "app.unproven_facilities()",
    "app.works_there(uuid,text)",
    "app.appointment_follows(text,text)",
    # What sync_push asks on behalf of its caller. The API does not expose the schema.
    "sync.apply(jsonb)",
    "sync.blocking(uuid,uuid,timestamp with time zone,timestamp with time zone)",
    "sync.columns_of(text)",
    "sync.current_row(text,uuid,boolean)",
    "sync.epoch()",
    "sync.flags()",
    "sync.has_to_prove()",
    "sync.is_copy(uuid,jsonb)",
    "sync.is_id(text)",
    "sync.merge(text,jsonb,jsonb,jsonb)",
    "sync.recall(uuid[])",
    "sync.record(uuid,uuid[],text[],jsonb[])",
    "sync.row_exists(text,uuid)",
    "sync.is_mine(text,uuid)",
    "sync.is_gone(text,uuid)",
    "sync.note_gone(text,uuid)",
    "sync.rules_of(text)",
    "sync.typed(text,jsonb)",
    "sync.whole(text,jsonb)",
    "sync.add_row(text,jsonb)",
    "sync.change_row(text,uuid,jsonb)",
    "sync.verdict(text,text,jsonb,text)",
    "sync.with_row(jsonb,text,uuid)",
}
OURS = "('public', 'app', 'sync')"
FUNCTIONS = f"""
    select n.nspname || '.' || p.proname
               || '(' || replace(oidvectortypes(p.proargtypes), ', ', ',') || ')' as name,
           p.oid, p.prosecdef, p.proconfig
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in {OURS}
"""


@pytest.fixture(scope="module", params=["today's defaults", "a project of before 2026-10-30"])
def shared_clinic(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clinic]:
    """Our schema in a new project, and in one that grants everything new in public to everybody."""
    folder = resource("supabase", "migrations")
    if request.param != "today's defaults":
        folder = shutil.copytree(folder, tmp_path_factory.mktemp("older") / "migrations")
        (folder / "20200101000000_older_project.sql").write_text(
            """alter default privileges in schema public
               grant all on tables to anon, authenticated, service_role;
               alter default privileges in schema public
               grant all on functions to anon, authenticated, service_role;
               alter default privileges in schema public
               grant all on sequences to anon, authenticated, service_role;"""
        )
    with fresh_database(migrations=folder) as database, Clinic(database.superuser_dsn) as clinic:
        yield clinic


def names(clinic: Clinic, query: str) -> set[str]:
    return {row["name"] for row in clinic.db.execute(query.encode())}


def test_nothing_but_tables_is_exposed_beside_the_functions_of_the_api(
    shared_clinic: Clinic,
) -> None:
    kinds = names(
        shared_clinic,
        """select relkind::text as name from pg_class where relnamespace = 'public'::regnamespace""",
    )
    assert kinds <= {"r", "i"}, "a view or sequence in public needs a decision about its rights"
    exposed = names(shared_clinic, FUNCTIONS + " and n.nspname = 'public'")
    assert exposed <= THE_API | {"public.create_facility(text,text,text)"}


@pytest.mark.parametrize("role", ["anon", "public"])
def test_strangers_run_no_function(shared_clinic: Clinic, role: str) -> None:
    if role == "public":
        open_ = names(
            shared_clinic,
            f"""select f.name from ({FUNCTIONS}) f join pg_proc p on p.oid = f.oid
                where p.proacl is null or exists (
                    select from aclexplode(p.proacl) a
                    where a.grantee = 0 and a.privilege_type = 'EXECUTE')""",
        )
    else:
        open_ = names(
            shared_clinic,
            f"""select f.name from ({FUNCTIONS}) f
                where has_function_privilege('anon', f.oid, 'execute')""",
        )
    assert open_ <= ANYBODY_MAY_RUN


def test_signed_in_people_run_what_is_listed(shared_clinic: Clinic) -> None:
    runnable = names(
        shared_clinic,
        f"""select f.name from ({FUNCTIONS}) f
            where has_function_privilege('authenticated', f.oid, 'execute')""",
    )
    assert runnable <= SIGNED_IN_MAY_RUN, "open, and nobody decided so"


def test_founding_a_facility_is_the_owners_alone(shared_clinic: Clinic) -> None:
    person = shared_clinic.account("founder")
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        shared_clinic.as_person(person) as db,
    ):
        db.execute("select public.create_facility('X', 'Europe/Madrid', %s)", [person.email])
    made = shared_clinic.value(
        "select public.create_facility('X', 'Europe/Madrid', %s)", f" {person.email.upper()} "
    )
    assert shared_clinic.value(
        "select role from public.facility_members where facility_id = %s and user_id = %s",
        made,
        person.id,
    ) == ("facility_admin")
    with pytest.raises(psycopg.errors.RaiseException, match="nobody has signed up"):
        shared_clinic.value("select public.create_facility('X', 'Europe/Madrid', 'no@no.no')")
    with pytest.raises(psycopg.errors.CheckViolation, match="unknown time zone"):
        shared_clinic.value(
            "select public.create_facility('X', 'Europe/Nowhere', %s)", person.email
        )


def test_the_service_role_may_found_and_staff_a_facility(shared_clinic: Clinic) -> None:
    """Server-side programs of the clinic write past the policies, and all triggers bear it."""
    person = shared_clinic.account("new")
    # A session of its own: what the owner has looked up before would be found again.
    with Clinic(shared_clinic.dsn) as service:
        service.db.execute("set role service_role")
        facility = service.facility("By service")
        service.join(person, facility, "reception")
        provider = service.provider(facility)
        patient = service.patient(facility)
        service.change("patients", patient, user_id=person.id)
        service.appointment(facility, patient, provider)
        service.change("facilities", facility, time_zone="Atlantic/Canary")


@pytest.mark.parametrize(
    ("about", "name"),
    [
        ('{"full_name": "Ona Serra"}', "Ona Serra"),
        ('"{\\"full_name\\": \\"Ona Serra\\"}"', "Ona Serra"),
        ('{"full_name": "' + "o" * 300 + '"}', "o" * 200),
        ("{}", ""),
        (None, ""),
    ],
)
def test_no_account_is_turned_away_for_what_it_says_of_itself(
    shared_clinic: Clinic, about: str | None, name: str
) -> None:
    person = new_id()
    shared_clinic.db.execute(
        "insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, %s)",
        [person, f"{person}@example.org", about],
    )
    profile = shared_clinic.row("profiles", person)
    assert profile is not None
    assert profile["full_name"] == name
