"""How long somebody has to wait after mistakes in a row, on this page."""

from __future__ import annotations

from typing import Final

EASY_TRIES: Final = 3
"""Typing wrong this often costs nothing; after that every try waits twice as long."""
LONGEST_WAIT_S: Final = 30.0


def wait_s(wrong: int) -> float:
    """How long the next try has to wait after `wrong` mistakes in a row."""
    if wrong < EASY_TRIES:
        return 0.0
    return float(min(LONGEST_WAIT_S, 2.0 ** (wrong - EASY_TRIES + 1)))
