"""A comparison of pull and policies that never failed would prove nothing: without a condition it does.

A small sample; all of them are `python -m tests.server.mutants`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg import sql

from tests.server import mutants
from tests.server.clinic import REPLICATED, Clinic
from tests.server.predicates import predicates
from tests.server.worlds import play
from tests.support.server import fresh_database

SAMPLE = (
    ("sync.grants_now(uuid)", "g.user_id = person"),
    ("sync.grants_now(uuid)", "h.owner = any ((select app.unproven_facilities())::uuid[])"),
    ("sync.scopes_due(uuid)", "m.user_id = person"),
    ("sync.scopes_due(uuid)", "m.is_active"),
    ("sync.scopes_due(uuid)", "m.role = 'patient'"),
    ("sync.pull(jsonb)", "f.scope = h.scope"),
    ("sync.pull(jsonb)", "f.ver > h.since"),
    ("sync.pull(jsonb)", "p.op = 'u'"),
    ("sync.mark_patients()", "old.user_id is distinct from new.user_id"),
    ("sync.mark_appointments()", "new.patient_user_id is not null"),
)


@pytest.fixture(scope="module")
def found() -> list[mutants.Predicate]:
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        return list(mutants.all_predicates(clinic))


@pytest.mark.parametrize(("function", "text"), SAMPLE)
def test_without_it_somebody_holds_what_they_must_not(
    found: list[mutants.Predicate], function: str, text: str
) -> None:
    (first, *_) = [each for each in found if (each.function, each.text) == (function, text)]
    assert mutants.is_noticed(first)


def test_what_is_excused_is_really_there(found: list[mutants.Predicate]) -> None:
    there = {(each.function, " ".join(each.text.split())) for each in found}
    excused = {each for each in mutants.EXCUSED if "facility_id is not null" not in each[1]}
    assert excused <= there
    assert len(found) > 100


def test_each_condition_is_found_in_a_source() -> None:
    text = """create function f() returns trigger as $f$ begin
        if new.a is not null and (new.b = 1 or new.c in ('and', 'x')) then
            select 1 from t join u on u.id = t.id where t.x is distinct from u.x -- and no comment
            order by 1; end if; end $f$"""
    assert [each.text for each in predicates("f()", text)] == [
        "new.a is not null",
        "(new.b = 1 or new.c in ('and', 'x'))",
        "new.c in ('and', 'x')",
        "u.id = t.id",
        "t.x is distinct from u.x",
    ]


def reading_policies() -> Iterator[tuple[str, str]]:
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        asked = """select tablename, policyname from pg_policies where schemaname = 'public'
                   and cmd in ('SELECT', 'ALL') and tablename = any (%s) order by 1, 2"""
        for row in clinic.db.execute(asked, [list(REPLICATED)]).fetchall():
            yield row["tablename"], row["policyname"]


@pytest.mark.timeout(240)
def test_a_policy_that_lets_everybody_read_is_noticed() -> None:
    """The other side of the comparison: each policy of each table, opened for all."""
    policies = list(reading_policies())
    assert {table for table, _ in policies} == set(REPLICATED)
    for table, name in policies:
        with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
            open_it = sql.SQL("alter policy {} on public.{} using (true)")
            clinic.db.execute(open_it.format(sql.Identifier(name), sql.Identifier(table)))
            with pytest.raises(AssertionError):
                _play_all(clinic)


def _play_all(clinic: Clinic) -> None:
    for seed in range(mutants.WORLDS):
        play(clinic, seed)
