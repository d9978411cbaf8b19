"""The policy in words: whole, the same as what the window goes by, and understandable."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic_app.domain import roles
from clinic_app.domain.access import VERBS, explain, explain_page, may, policy, sentences
from clinic_app.domain.roles import Role, is_staff, may_book

ROLES = tuple(Role)
TABLES = tuple(policy().tables)


def who_may(table: str, verb: str) -> frozenset[str]:
    return policy().tables[table].verbs[verb].roles


def test_the_roles_of_the_file_are_the_roles_of_the_program() -> None:
    assert tuple(policy().roles) == ROLES


def test_nothing_in_the_file_speaks_of_a_role_that_there_is_not() -> None:
    told = policy()
    named = [
        *(rule.roles for table in told.tables.values() for rule in table.verbs.values()),
        *(scope.roles for scope in told.scopes.values()),
        *(function.roles for function in told.functions.values()),
        *(page.roles for page in told.pages.values()),
    ]
    assert frozenset().union(*named) <= set(ROLES)


def test_the_sets_of_the_domain_are_the_roles_of_the_file() -> None:
    scopes = policy().scopes
    assert scopes["facility"].roles == roles.STAFF
    assert scopes["clinical"].roles == roles.CLINICAL
    assert scopes["directory"].roles == set(ROLES)
    assert who_may("patients", "read") == who_may("appointments", "read") == roles.STAFF
    for table in ("patients", "appointments", "time_off"):
        assert who_may(table, "add") == who_may(table, "change") == roles.BOOKING
    for table in ("rooms", "providers", "provider_hours", "appointment_types", "facility_members"):
        assert who_may(table, "add") == who_may(table, "change") == roles.ADMINISTERING
    for role in ROLES:
        assert is_staff(role) is may(role, "appointments", "read")
        assert may_book(role) is may(role, "appointments", "add")


@pytest.mark.parametrize("table", TABLES)
def test_what_a_role_reads_is_what_its_replica_carries(table: str) -> None:
    told = policy()
    rules = told.tables[table]
    if not rules.scopes:
        return  # asked for online only
    carried = frozenset[str]().union(*(told.scopes[kind].roles for kind in rules.scopes))
    assert rules.verbs["read"].roles == carried
    assert rules.verbs["read"].own is ("user" in rules.scopes)
    if "user" in rules.scopes:
        assert rules.scopes["user"] == rules.own
    # Rows that a scope carries before the second proof could not be kept back by a policy.
    served_early = any(not told.scopes[kind].proof for kind in rules.scopes if kind != "user")
    assert rules.verbs["read"].proof is not (served_early or set(rules.scopes) == {"user"})


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_a_facility_is_written_without_the_proof_it_may_demand(table: str) -> None:
    rules = policy().tables[table]
    for verb in ("add", "change", "remove"):
        rule = rules.verbs[verb]
        assert rule.proof is bool(rules.home and rule.roles), verb


def test_reception_reads_nothing_of_what_treatment_is_about() -> None:
    told = policy()
    clinical = {name for name, table in told.tables.items() if "clinical" in table.scopes}
    for table in clinical:
        for verb in VERBS:
            assert Role.RECEPTION not in who_may(table, verb)
    assert Role.RECEPTION not in told.scopes["clinical"].roles


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("table", TABLES)
def test_every_question_has_an_answer_that_a_person_understands(table: str, verb: str) -> None:
    for role in ROLES:
        said = explain(role, table, verb)
        assert said.endswith(".")
        assert policy().tables[table].verbs[verb].words in said
        assert not set("{}_") & set(said), said
        assert table not in said or "_" not in table


def test_a_refusal_says_the_rule_and_the_role() -> None:
    assert explain("reception", "rooms", "add") == (
        "Administrators add rooms. Your role here is reception."
    )
    assert explain("doctor", "patients", "remove") == (
        "Nobody removes a patient: a record is filed away and stays."
    )
    assert explain("nurse", "profiles", "read").endswith("This one is about somebody else.")


def test_who_may_is_told_what_else_can_be_the_reason() -> None:
    assert "another clinic" in explain("doctor", "patients", "read")
    assert "changed meanwhile" in explain("doctor", "patients", "change")


def test_a_missing_proof_is_said_where_it_is_the_reason_and_nowhere_else() -> None:
    assert explain("doctor", "patients", "read", proof_missing=True) == policy().proof
    assert explain("doctor", "facilities", "read", proof_missing=True) != policy().proof
    assert explain("doctor", "rooms", "add", proof_missing=True) != policy().proof


def test_a_table_of_a_newer_server_is_answered_without_a_guess() -> None:
    assert "knows no rule" in explain("doctor", "prescriptions_of_tomorrow", "read")
    assert not may("doctor", "prescriptions_of_tomorrow", "read")


def test_an_explanation_is_said_in_the_persons_language() -> None:
    def shouted(text: str, **values: object) -> str:
        return text.upper().format(**{name.upper(): value for name, value in values.items()})

    said = explain("reception", "rooms", "add", say=shouted)
    assert said == "ADMINISTRATORS ADD ROOMS. YOUR ROLE HERE IS RECEPTION."


def test_all_that_is_said_reaches_the_translators() -> None:
    text = (Path(__file__).parents[3] / "resources" / "policy" / "access.toml").read_text("utf-8")
    words = {line.partition(" = ")[2].strip('"') for line in text.splitlines() if line}
    told = set(sentences())
    assert {word for word in words if word.endswith(".") and "=" not in word} - told == set()
    assert len(told) > 60


@pytest.mark.parametrize("page", tuple(policy().pages))
@pytest.mark.parametrize("role", ROLES)
def test_whoever_does_not_find_a_page_is_told_the_rule(role: str, page: str) -> None:
    rule = policy().pages[page]
    said = explain_page(role, page)
    assert said.startswith(rule.words)
    assert policy().roles[role] in said
    assert ("at the left" in said) is (role in rule.roles)
    # A page nobody may do the least thing on would be found in vain.
    if role in rule.roles:
        assert all(may(role, table, verb) for table, verb in rule.needs.items())


def test_a_page_of_a_newer_program_is_not_explained_away() -> None:
    assert explain_page("doctor", "calls") == policy().sentences["unknown"]
