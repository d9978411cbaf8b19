"""The calendar's state without a screen: the cursor, a move under way, time being marked."""

from clinic_app.features.schedule.model.state import CalendarState
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

__all__ = [
    "DAY",
    "GRID",
    "SNAP",
    "Block",
    "CalendarState",
    "Column",
    "Cursor",
    "Drawing",
    "Drop",
    "Marked",
    "Moving",
]
