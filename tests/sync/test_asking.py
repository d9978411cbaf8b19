"""A workstation with many scopes: a look costs a line, and news cost one look more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.steps.asking import FEW_SCOPES
from tests.sync.test_engine import World, world

__all__ = ["world"]  # the fixture


def test_many_scopes_are_told_only_when_there_is_something_new(
    run: Callable[[Any], Any], world: World
) -> None:
    async def scenario() -> None:
        person = world.person("doctor")
        sites = [world.server.add_facility(f"Site {n}") for n in range(FEW_SCOPES // 3)]
        for site in sites:
            world.server.put("facility_members", facility_id=site, user_id=person, role="doctor")
        async with world.desk(person) as desk:
            await desk.quiet()
            await desk.quiet()
            desk.backend.pulls.clear()
            await desk.quiet()
            assert {(request.brief, len(request.scopes)) for request in desk.backend.pulls} == {
                (True, 0)
            }
            desk.backend.pulls.clear()
            patient = world.server.put("patients", facility_id=sites[-1], family_name="Koch")
            await desk.quiet()
            assert (await desk.shown(patient)).family_name == "Koch"
            brief, full = desk.backend.pulls[:2]
            assert (brief.brief, brief.scopes) == (True, {})
            assert full.brief is not True
            assert len(full.scopes) > FEW_SCOPES

    run(scenario())
