"""Random worlds: what a person pulls is what row level security lets that person read."""

from __future__ import annotations

import pytest

from tests.server.clinic import REPLICATED, Clinic
from tests.server.worlds import ROLES, World, play

WORLDS = 30


@pytest.mark.parametrize("seed", range(WORLDS))
def test_pull_brings_what_the_policies_show(shared_clinic: Clinic, seed: int) -> None:
    play(shared_clinic, seed)


def test_the_worlds_reach_every_role_and_every_table(shared_clinic: Clinic) -> None:
    """The test above would say little if its worlds were small."""
    clinic = shared_clinic
    world = World(clinic, 4711, most=True)
    roles: set[str] = set()
    seen: set[str] = set()
    for _ in range(12):
        for _ in range(25):
            world.step()
        roles |= set(
            clinic.value(
                "select array_agg(distinct role) from public.facility_members"
                " where facility_id = any (%s)",
                world.facilities,
            )
        )
        for person in world.people:
            seen |= {table for table, _ in clinic.visible(person)}
    assert roles == set(ROLES)
    assert seen == set(REPLICATED)
