"""What the calendar's state is made of: places, blocks, what is moved, what is wished for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

GRID: Final = 15
"""Minutes between two stops of the cursor in free time, and the step of a keyboard move."""

SNAP: Final = 5
"""Minutes to which a dragged time snaps, and the fine step of the keyboard."""

DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Column:
    """One provider on one date."""

    provider_id: str
    day: date


@dataclass(frozen=True, slots=True)
class Block:
    """An appointment as the calendar needs it: where it lies and what may be done with it.

    `lane` of `lanes` is its share of the column's width beside others of the same time.
    """

    id: str
    column: int
    starts: int
    ends: int
    lane: int = 0
    lanes: int = 1
    holds_time: bool = True
    is_movable: bool = True


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place: a block, or free time at a minute of a column."""

    column: int = 0
    minute: int = 8 * 60
    block_id: str | None = None


@dataclass(frozen=True, slots=True)
class Moving:
    """An appointment on its way: where it would land, and where it came from."""

    block_id: str
    column: int
    minute: int
    length: int
    origin: tuple[Column, int]
    grab: int = 0
    by_keyboard: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """A stretch of free time being marked, from where it began to where it is now."""

    column: int
    anchor: int
    minute: int

    @property
    def starts(self) -> int:
        """The earlier end."""
        return min(self.anchor, self.minute)

    @property
    def ends(self) -> int:
        """The later end, at least one step on."""
        return max(self.anchor, self.minute, self.starts + SNAP)


@dataclass(frozen=True, slots=True)
class Drop:
    """The wish at the end of a move: this appointment, there."""

    block_id: str
    column: Column
    minute: int


@dataclass(frozen=True, slots=True)
class Marked:
    """The wish at the end of a drawing: this much time, there."""

    column: Column
    minute: int
    length: int
