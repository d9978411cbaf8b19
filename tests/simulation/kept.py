"""Worlds that failed once, kept with their stories: a seed tells another one as soon as what may
happen is chosen differently.

Every rule that can be broken has a world of its own among them, the smallest that fails without it. None
of those depends on luck: they are quiet but for what they are about, and show it whatever their seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from tests.simulation.story import Story

SEEDS: Final = Path(__file__).with_name("seeds.jsonl")


@dataclass(frozen=True)
class Kept:
    """A story, and what it found."""

    found: str
    rule: str
    """The sabotage under which this world fails; "" for none."""
    story: Story


def kept() -> Iterator[Kept]:
    """All of them, oldest first."""
    for line in SEEDS.read_text("utf-8").splitlines():
        yield msgspec.json.decode(line, type=Kept)


def keep(found: str, rule: str, story: Story) -> None:
    """Add one."""
    with SEEDS.open("a", encoding="utf-8") as file:
        file.write(msgspec.json.encode(Kept(found, rule, story)).decode() + "\n")
