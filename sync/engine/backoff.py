"""How long to wait after failures: full jitter under a doubling ceiling.

Full jitter, because a clinic's workstations lose the line together and must not come back together.
"""

from __future__ import annotations

from random import Random
from typing import Final

FIRST_S: Final = 1.0
CEILING_S: Final = 60.0
SPREAD: Final = 0.1


def after_failures(failures: int, rng: Random, *, at_least: float = 0.0) -> float:
    """Seconds to wait after this many failures in a row (1, 2, ...).

    Never above CEILING_S plus `at_least`, which is what the server asked for.
    """
    ceiling = min(CEILING_S, FIRST_S * 2.0 ** min(failures, 16))
    # Half a second at least: a refused connection answers at once, and a loop of those is a load.
    return at_least + max(0.5, rng.uniform(0.0, ceiling))


def spread(seconds: float, rng: Random) -> float:
    """The wait with a tenth more or less, so that polls of many workstations drift apart."""
    return seconds * rng.uniform(1.0 - SPREAD, 1.0 + SPREAD)
