"""What a benchmark is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """`folder` is empty and is removed afterwards; `say` tells the person how far it is."""

    folder: Path
    rows: int | None = None
    seconds: float | None = None
    say: Callable[[str], None] = print

    def count(self, full: int) -> int:
        """How many rows: the full number, unless told otherwise."""
        return full if self.rows is None else self.rows

    def times(self, full: int, seconds_each: float) -> int:
        """How many repetitions: the full number, unless told for how long; never fewer than 20."""
        if self.seconds is None:
            return full
        return max(20, int(self.seconds / seconds_each))
