"""The server in memory answers as the real one does, or what is proven with it proves nothing.

`CLINIC_STORIES=2000 pytest tests/contract` plays more; `CLINIC_STORY=17` plays that one alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.contract.stories import Story
from tests.contract.two_servers import Real, real_server

COUNT = int(os.environ.get("CLINIC_STORIES", "40"))
ONLY = os.environ.get("CLINIC_STORY")
RESTORE_EVERY = 10

# What forty stories surely come across: a verdict that none of them reached is not compared.
REACHED = {
    *("applied", "again applied", "merged", "same_field", "moved", "status_changed", "slot_taken"),
    *("deleted", "edited", "dependency", "group", "not_allowed", "not_visible", "invalid"),
    *("id_reuse", "unknown_table", "last_admin"),
}


@pytest.fixture(scope="module")
def shared() -> Iterator[Real]:
    """One database for all stories but those in which the server is restored."""
    with real_server() as real:
        yield real


@pytest.mark.timeout(0)
def test_both_servers_tell_the_same_stories(shared: Real) -> None:
    reached: set[str] = set()
    for seed in [int(ONLY)] if ONLY else range(COUNT):
        if seed % RESTORE_EVERY:
            reached |= _play(seed, shared, restores=False)
        else:
            with real_server() as real:
                reached |= _play(seed, real, restores=True)
    if ONLY is None and COUNT >= 40:
        assert REACHED - reached == set()


def _play(seed: int, real: Real, *, restores: bool) -> set[str]:
    story = Story(seed, real, restores=restores)
    try:
        story.play()
    except Exception as error:
        error.add_note(f"in story {seed}")
        raise
    return story.reached
