"""A small honest sample of the simulated worlds; the full run is `python -m tests.simulation`."""

from __future__ import annotations

import os

import msgspec
import pytest

from tests.simulation import runner, sabotage
from tests.simulation.kept import Kept, kept
from tests.simulation.process import Death
from tests.simulation.runner import Options

WORLDS = 60
REAL_WORLDS = 4
NOTICED_WITHIN = 300
SHORT = 6


def test_sixty_worlds_hold() -> None:
    total = runner.play_all(runner.seeds_from(90_000, WORLDS), Options())
    assert [runner.as_text(_story(o.seed), o) for o in total.failed] == []
    assert total.worlds == WORLDS
    assert total.drafts > 5 * WORLDS
    assert total.cards > WORLDS
    assert total.crashes > WORLDS / 4, "worlds in which nothing happens prove nothing"


def test_worlds_hold_on_the_real_server() -> None:
    total = runner.play_all(
        runner.seeds_from(40, REAL_WORLDS), Options(postgres=True, restores=True)
    )
    assert [runner.as_text(runner.tell(o.seed, restores=True), o) for o in total.failed] == []
    assert total.applied > REAL_WORLDS
    assert total.restores > 0


@pytest.mark.parametrize("one", list(kept()), ids=lambda one: one.rule or one.found[:40])
def test_a_world_that_failed_once_holds(one: Kept) -> None:
    with runner.staged(Options()) as stage:
        outcome = stage.play(one.story)
    assert outcome.wrong == [], one.found


@pytest.mark.parametrize("name", sorted(sabotage.NAMES))
def test_a_rule_that_can_be_broken_is_one_that_the_program_has(name: str) -> None:
    """`python -m tests.simulation --sabotage` breaks each and says that it was found."""
    with sabotage.broken(name):
        assert sabotage.NAMES[name].__doc__


@pytest.mark.skipif(
    not os.environ.get("CLINIC_TEST_SABOTAGE"),
    reason="plays hundreds of worlds for each rule: set CLINIC_TEST_SABOTAGE=1",
)
@pytest.mark.parametrize("name", sorted(sabotage.NAMES))
def test_a_broken_rule_is_noticed(name: str) -> None:
    """First by the world that showed it once; where the program has moved on, by others."""
    for one in kept():
        if one.rule == name:
            with runner.staged(Options(sabotage=name)) as stage:
                if stage.play(one.story).wrong:
                    return
    seeds = runner.seeds_from(0, NOTICED_WITHIN)
    total = runner.play_all(seeds, Options(sabotage=name), enough=1)
    assert total.failed, f"{total.worlds} worlds held without this rule"


def test_a_program_may_die_at_every_commit_of_a_story() -> None:
    with runner.staged(Options()) as stage:
        story = runner.tell(5)
        story = story.with_events(story.events[:SHORT])
        first = stage.play(story)
        deaths = [
            stage.play(story, Death(desk, commit, "after"))
            for desk, commits in enumerate(first.commits)
            for commit in range(commits)
        ]
    assert sum(outcome.crashes for outcome in deaths) >= len(deaths)
    assert [runner.as_text(story, o) for o in (first, *deaths) if o.wrong] == []


def test_a_seed_tells_the_same_story_every_time() -> None:
    with runner.staged(Options()) as stage:
        first, second = (stage.play(stage.tell(7)) for _ in range(2))
    assert first.lines
    assert msgspec.json.encode(first) == msgspec.json.encode(second)


def test_a_world_without_events_still_syncs() -> None:
    with runner.staged(Options()) as stage:
        outcome = stage.play(stage.tell(7).with_events(()))
    assert outcome.wrong == []
    assert outcome.calls >= 4


def _story(seed: int) -> runner.Story:
    return runner.tell(seed)
