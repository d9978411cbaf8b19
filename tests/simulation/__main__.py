"""`python -m tests.simulation`: plays worlds and says which did not hold."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from tests.simulation import runner, sabotage
from tests.simulation.kept import keep

_SHOWN = 3


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
    parser.add_argument("--sabotage", choices=sorted(sabotage.NAMES), default="", metavar="NAME",
                        help=f"break one rule: {', '.join(sorted(sabotage.NAMES))}")  # fmt: skip
    parser.add_argument("--enough", type=int, default=25, help="stop after so many failures")
    parser.add_argument("--shrink", type=float, default=60.0, help="seconds for each failing story")
    parser.add_argument(
        "--keep", metavar="WORDS", help="keep the first failing story, and what it found"
    )
    told = parser.parse_args(arguments)
    options = runner.Options(told.restores, told.postgres, told.sabotage, told.every_commit)
    if told.story is not None:
        with runner.staged(options) as stage:
            story = stage.tell(told.story)
            outcome = stage.play(story)
        print(runner.as_text(story, outcome))
        return bool(outcome.wrong)
    return _play(told, options)


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
