"""A small honest sample of the simulated worlds; the full run is `python -m tests.simulation`."""

from __future__ import annotations

import msgspec
import pytest

from tests.simulation import runner, sabotage
from tests.simulation.kept import Kept, kept
from tests.simulation.process import Death
from tests.simulation.runner import Options

WORLDS = 60
REAL_WORLDS = 4
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


@pytest.mark.parametrize("one", [one for one in kept() if one.rule], ids=lambda one: one.rule)
def test_a_broken_rule_is_noticed_by_the_world_that_is_kept_for_it(one: Kept) -> None:
    with runner.staged(Options(sabotage=one.rule)) as stage:
        outcome = stage.play(one.story)
    assert sabotage.is_noticed(outcome.wrong), runner.as_text(one.story, outcome)


def test_every_rule_that_can_be_broken_has_a_world_that_is_kept_for_it() -> None:
    assert {one.rule for one in kept()} - {""} == sabotage.NAMES.keys()


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
