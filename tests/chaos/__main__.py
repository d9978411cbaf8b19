"""`python -m tests.chaos`: rounds of bad weather, and what was broken in them."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import islice, product
from pathlib import Path

from tests.chaos.storm import Found, stage, weathered
from tests.chaos.weather import WEATHERS


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, report; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=len(WEATHERS),
                        help="how many storms, each weather in turn (default: each once)")  # fmt: skip
    parser.add_argument("--drafts", type=int, default=20, help="acts in each (default: 20)")
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args(arguments)
    began = time.monotonic()
    found = _play(told.rounds, told.drafts, told.seed)
    fates = ", ".join(f"{count} {fate}" for fate, count in sorted(found.fates.items()))
    print(f"requests: {fates}")
    print(
        f"{found.safe} drafts called safe, {found.cards} cards, {len(found.said)} moments of the "
        f"pill, {time.monotonic() - began:.0f} s"
    )
    for wrong in found.wrong[:20]:
        print(f"WRONG: {wrong}")
    print(f"{told.rounds} rounds, {len(found.wrong)} broken promises")
    return int(bool(found.wrong))


def _play(rounds: int, drafts: int, seed: int) -> Found:
    """Every other time round the weathers, the replica is new and filled in the storm."""
    total = Found(fates=Counter())
    numbers = product(range(seed, seed + rounds), WEATHERS)
    with stage() as backend, tempfile.TemporaryDirectory(prefix="clinic-chaos-") as home:
        for place, (number, name) in enumerate(islice(numbers, rounds)):
            is_new = bool(number % 2) and not WEATHERS[name].is_dark
            story = weathered(
                backend, Path(home) / str(place), name, number=number, drafts=drafts, is_new=is_new
            )
            try:
                found = asyncio.run(story)
            except TimeoutError:
                total.wrong.append(f"{name}/{number}: it does not come to rest")
                continue
            total.wrong += found.wrong
            total.said += found.said
            total.fates += found.fates
            total.safe += found.safe
            total.cards += found.cards
    return total


if __name__ == "__main__":
    sys.exit(main())
