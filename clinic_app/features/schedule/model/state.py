"""Where the cursor of the calendar stands and what is being moved or drawn: pure state.

The calendar is a row of columns (providers on one date, or dates of one provider) on one axis of
wall-clock minutes from midnight. A widget turns keys and the mouse into the calls below and paints
what comes back; nothing here knows Qt, pixels or the database.

The cursor walks over stops: every appointment is one, and so is every quarter of an hour that no
appointment holds. So the arrow keys reach everything there is in the order the eye reads it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from clinic_app.features.schedule.model.values import (
    DAY,
    GRID,
    SNAP,
    Block,
    Column,
    Cursor,
    Drawing,
    Drop,
    Marked,
    Moving,
)

_START = Cursor()


@dataclass(frozen=True, slots=True)
class CalendarState:
    """All of it. Every call returns the state after it."""

    columns: tuple[Column, ...] = ()
    blocks: tuple[Block, ...] = ()
    cursor: Cursor = _START
    moving: Moving | None = None
    drawing: Drawing | None = None

    # What is there

    def block(self, block_id: str | None) -> Block | None:
        """The appointment of this id, if it is shown."""
        return next((block for block in self.blocks if block.id == block_id), None)

    @property
    def selected(self) -> Block | None:
        """The appointment under the cursor."""
        return self.block(self.cursor.block_id)

    @property
    def place(self) -> Column | None:
        """The column the cursor stands in."""
        return self.columns[self.cursor.column] if self.columns else None

    # New rows

    def shown(self, columns: Iterable[Column], blocks: Iterable[Block]) -> CalendarState:
        """The state over other columns or appointments.

        The cursor stays on its appointment wherever that went; one that is gone leaves the cursor
        in its time. A move under way goes on: its appointment may well lie on another day by now.
        """
        columns, blocks = tuple(columns), tuple(blocks)
        fresh = replace(self, columns=columns, blocks=blocks, drawing=None)
        column = self._same_column(columns)
        held = fresh.block(self.cursor.block_id)
        cursor = (
            Cursor(held.column, held.starts, held.id)
            if held is not None
            else Cursor(column, self.cursor.minute)
        )
        moving = self.moving
        if moving is not None and columns:
            moving = replace(moving, column=min(moving.column, len(columns) - 1))
        return replace(fresh, cursor=cursor, moving=moving if columns else None)

    def _same_column(self, columns: tuple[Column, ...]) -> int:
        before = self.place
        if before is None or not columns:
            return 0
        if before in columns:
            return columns.index(before)
        same = [at for at, column in enumerate(columns) if column.provider_id == before.provider_id]
        if len(same) == 1:
            return same[0]
        return min(self.cursor.column, len(columns) - 1)

    # The cursor

    def at(self, column: int, minute: int) -> CalendarState:
        """The cursor on the appointment that holds this minute, or on the free minute itself."""
        column = _within(column, len(self.columns) - 1)
        minute = _within(minute, DAY - SNAP)
        found = self._holding(column, minute)
        if found is not None:
            return replace(self, cursor=Cursor(column, found.starts, found.id))
        return replace(self, cursor=Cursor(column, minute))

    def on(self, block_id: str) -> CalendarState:
        """The cursor on this appointment; unchanged when it is not shown."""
        found = self.block(block_id)
        if found is None:
            return self
        return replace(self, cursor=Cursor(found.column, found.starts, found.id))

    def down(self, steps: int = 1) -> CalendarState:
        """The cursor `steps` stops later in its column, earlier when negative."""
        stops = self._stops(self.cursor.column)
        here = self._rank(self.cursor)
        if steps > 0:
            ahead = [stop for stop in stops if self._rank(stop) > here]
            return replace(self, cursor=ahead[min(steps, len(ahead)) - 1]) if ahead else self
        behind = [stop for stop in stops if self._rank(stop) < here]
        return replace(self, cursor=behind[max(steps, -len(behind))]) if behind else self

    def fine(self, by: int) -> CalendarState:
        """The cursor `by` steps of five minutes on, without stopping at quarters."""
        block = self.selected
        minute = self.cursor.minute
        if block is not None and by > 0:
            minute = block.ends - SNAP
        minute = minute // SNAP * SNAP
        return self.at(self.cursor.column, minute + by * SNAP)

    def right(self, columns: int = 1) -> CalendarState:
        """The cursor in a neighbouring column at the same time."""
        return self.at(self.cursor.column + columns, self.cursor.minute)

    def _holding(self, column: int, minute: int) -> Block | None:
        here = [
            block
            for block in self.blocks
            if block.column == column and block.starts <= minute < block.ends
        ]
        here.sort(key=lambda block: (not block.holds_time, -block.starts, block.lane))
        return next((block for block in here if block.holds_time or block.starts == minute), None)

    def _stops(self, column: int) -> list[Cursor]:
        here = [block for block in self.blocks if block.column == column]
        stops = [Cursor(column, block.starts, block.id) for block in here]
        holding = [block for block in here if block.holds_time]
        stops += [
            Cursor(column, minute)
            for minute in range(0, DAY, GRID)
            if not any(block.starts <= minute < block.ends for block in holding)
        ]
        return sorted(stops, key=self._rank)

    def _rank(self, stop: Cursor) -> tuple[int, int, str]:
        block = self.block(stop.block_id)
        return (stop.minute, DAY, "") if block is None else (block.starts, block.lane, block.id)

    # Moving an appointment

    def lifted(self, block_id: str, *, grab: int = 0, by_keyboard: bool = False) -> CalendarState:
        """Take an appointment up. `grab` is how many minutes below its start it is held."""
        block = self.block(block_id)
        if block is None or not block.is_movable:
            return self
        moving = Moving(
            block.id,
            block.column,
            block.starts,
            block.ends - block.starts,
            (self.columns[block.column], block.starts),
            grab,
            by_keyboard,
        )
        return replace(self.on(block_id), moving=moving, drawing=None)

    def carried_to(self, column: int, minute: float) -> CalendarState:
        """The held point of the moving appointment is at this minute."""
        moving = self.moving
        if moving is None:
            return self
        start = _snapped(minute - moving.grab)
        return replace(
            self,
            moving=replace(
                moving,
                column=_within(column, len(self.columns) - 1),
                minute=_within(start, DAY - SNAP),
            ),
        )

    def nudged(self, *, minutes: int = 0, columns: int = 0) -> CalendarState:
        """The moving appointment a little later or further to the right."""
        moving = self.moving
        if moving is None:
            return self
        return self.carried_to(moving.column + columns, moving.minute + moving.grab + minutes)

    def dropped(self) -> tuple[CalendarState, Drop | None]:
        """Put it down: no wish when it lies where it came from."""
        moving = self.moving
        after = replace(self, moving=None)
        if moving is None or not self.columns:
            return after, None
        target = self.columns[moving.column]
        if (target, moving.minute) == moving.origin:
            return after, None
        return after, Drop(moving.block_id, target, moving.minute)

    # Marking free time

    def drawn_from(self, column: int, minute: float) -> CalendarState:
        """Begin to mark time at this minute."""
        start = _within(int(minute) // SNAP * SNAP, DAY - SNAP)
        column = _within(column, len(self.columns) - 1)
        return replace(self, drawing=Drawing(column, start, start), moving=None)

    def drawn_to(self, minute: float) -> CalendarState:
        """The marked time reaches to this minute."""
        if self.drawing is None:
            return self
        return replace(self, drawing=replace(self.drawing, minute=_within(_snapped(minute), DAY)))

    def marked(self) -> tuple[CalendarState, Marked | None]:
        """End of the marking; no wish when nothing was being marked."""
        drawing = self.drawing
        after = replace(self, drawing=None)
        if drawing is None or not self.columns:
            return after, None
        column = self.columns[drawing.column]
        return after, Marked(column, drawing.starts, drawing.ends - drawing.starts)

    def given_up(self) -> CalendarState:
        """Nothing is moved or marked any more."""
        return replace(self, moving=None, drawing=None)


def _within(value: int, most: int) -> int:
    return max(0, min(value, most))


def _snapped(minute: float) -> int:
    return round(minute / SNAP) * SNAP
