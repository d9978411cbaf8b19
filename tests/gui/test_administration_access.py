"""What the window offers to whom is what the policy says in words."""

from __future__ import annotations

from importlib import import_module

import pytest

from clinic_app.desk import PAGES
from clinic_app.domain.access import policy
from clinic_app.domain.roles import Role
from clinic_app.shell.guard import may_open

ROLES = tuple(Role)


@pytest.mark.parametrize("key", PAGES)
def test_a_page_is_offered_to_whom_the_file_says_and_who_can_use_it(key: str) -> None:
    feature = import_module(f"clinic_app.features.{key}").FEATURE
    told = policy().pages[key]
    assert {role for role in ROLES if may_open(feature, role)} == (told.roles or set(ROLES))
    for table, verb in told.needs.items():
        assert told.roles <= policy().tables[table].verbs[verb].roles, (
            f"{key} cannot do without {verb} {table}"
        )


def test_every_page_of_the_policy_is_one_of_the_window() -> None:
    assert set(policy().pages) == set(PAGES)
