"""`python -m tests.simulation`: plays worlds and says which did not hold."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace

from tests.simulation import runner, sabotage
from tests.simulation.kept import keep, kept
from tests.simulation.story import Story
from tests.simulation.world import Outcome

_SHOWN = 3
EACH = "each"
LEAST_BROKEN = 600
"""So many worlds are played before a broken rule counts as not found."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, report; 1 when a world failed (with --sabotage: when none did)."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--worlds", type=int, default=100, help="how many (default: 100)")
    parser.add_argument("--seed", type=int, default=0, help="the first one's seed (default: 0)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--story", type=int, metavar="SEED", help="tell one world, event by event")
    parser.add_argument("--restores", action="store_true", help="the server also loses time")
    parser.add_argument("--postgres", action="store_true", help="on the real server")
    parser.add_argument("--every-commit", action="store_true",
                        help="play each story once for every commit, at which a program dies")  # fmt: skip
    parser.add_argument("--sabotage", choices=[EACH, *sorted(sabotage.NAMES)], default="", metavar="NAME",
                        nargs="?", const=EACH,
                        help="break one rule, or without a name each in its turn: "
                        + ", ".join(sorted(sabotage.NAMES)))  # fmt: skip
    parser.add_argument("--enough", type=int, default=25, help="stop after so many failures")
    parser.add_argument("--shrink", type=float, default=60.0, help="seconds for each failing story")
    parser.add_argument(
        "--keep", metavar="WORDS", help="keep the first failing story, and what it found"
    )
    told = parser.parse_args(arguments)
    if told.sabotage == EACH:
        return _break_each(told)
    options = runner.Options(told.restores, told.postgres, told.sabotage, told.every_commit)
    if told.story is not None:
        with runner.staged(options) as stage:
            story = stage.tell(told.story)
            outcome = stage.play(story)
        print(runner.as_text(story, outcome))
        return bool(outcome.wrong)
    return _play(told, options)


def _break_each(told: argparse.Namespace) -> int:
    """Every rule broken, one after the other; 1 when nobody noticed one of them."""
    names = sorted(sabotage.NAMES)
    found = 0
    for name in names:
        began = time.monotonic()
        noticed = _noticed(name, told)
        found += bool(noticed)
        took = time.monotonic() - began
        print(f"{'found' if noticed else 'NOT FOUND'}: {name} {noticed} ({took:.0f} s)", flush=True)
    print(f"{len(names)} rules broken, {found} found, {len(names) - found} not found")
    return int(found != len(names))


def _noticed(name: str, told: argparse.Namespace) -> str:
    """What gave the broken rule away: a story that was kept, or else one of many worlds."""
    for one in kept():
        if one.rule == name:
            with runner.staged(runner.Options(sabotage=name)) as stage:
                outcome = stage.play(one.story)
            if _is_proof(outcome, one.story, runner.Options()):
                return f"by a story that was kept: {outcome.wrong[0]}"
    for restores in (False, True):
        whole = runner.Options(restores=restores, postgres=told.postgres)
        seeds = runner.seeds_from(told.seed, max(told.worlds, LEAST_BROKEN))
        while seeds:
            options = replace(whole, sabotage=name)
            total = runner.play_all(seeds, options, jobs=told.jobs, enough=1)
            if not total.failed:
                break
            first = total.failed[0]
            if _is_proof(first, runner.tell(first.seed, restores=restores), whole):
                return f"by seed {first.seed}: {first.wrong[0]}"
            seeds = [seed for seed in seeds if seed > first.seed]
    return ""


def _is_proof(broken: Outcome, story: Story, whole: runner.Options) -> bool:
    """A world that fails anyway proves nothing."""
    if not sabotage.is_noticed(broken.wrong):
        return False
    with runner.staged(whole) as stage:
        return not stage.play(story).wrong


def _play(told: argparse.Namespace, options: runner.Options) -> int:
    seeds = runner.seeds_from(told.seed, told.worlds)
    began = time.monotonic()
    total = runner.play_all(
        seeds,
        options,
        jobs=told.jobs,
        enough=1 if options.sabotage else told.enough,
        progress=runner.Ticker(len(seeds)),
    )
    took = time.monotonic() - began
    for outcome in sorted(total.failed, key=lambda o: o.seed)[:_SHOWN]:
        story, small = runner.smallest(outcome, options, seconds=told.shrink)
        print(f"\n{runner.as_text(story, small if small.wrong else outcome)}\n")
        if told.keep and small.wrong:
            keep(told.keep, options.sabotage, story)
            told.keep = None
    print(
        f"{took:.0f} s, {total.worlds / took:.1f} worlds/s; {total.events} events, "
        f"{total.drafts} drafts, {total.applied} applied, {total.cards} cards, "
        f"{total.crashes} crashes, {total.restores} restores, {total.calls} calls, "
        f"{total.virtual_seconds / 86_400:.1f} days of virtual time"
    )
    if total.failed:
        print("failed:", " ".join(str(o.seed) for o in sorted(total.failed, key=lambda o: o.seed)))
    print(f"{total.worlds} worlds, {len(total.failed)} failed")
    return int(bool(total.failed) != bool(options.sabotage))


if __name__ == "__main__":
    # The order of sets is part of a world: the same seed must tell the same story.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable, "-m", "tests.simulation", *sys.argv[1:]])
    sys.exit(main())
