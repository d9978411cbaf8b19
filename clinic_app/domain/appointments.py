"""What an appointment is, which state may follow which, and when two of them want the same time.

The same table of states stands in the database as a trigger (resources/supabase/migrations); a test
holds the two beside each other. States travel as plain strings, because a newer server may know one
that this program does not: it is then shown and left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeVar

Point = TypeVar("Point", datetime, int)


class Status(StrEnum):
    """Where an appointment stands between being agreed and being over."""

    SCHEDULED = "scheduled"
    CONFIRMED = "confirmed"
    ARRIVED = "arrived"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


class Modality(StrEnum):
    """How doctor and patient meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    AUDIO = "audio"
    CHAT = "chat"


ACTIVE: Final[frozenset[str]] = frozenset(
    {"scheduled", "confirmed", "arrived", "in_progress", "completed"}
)
"""The states in which an appointment holds its time: all but cancelled and no-show."""

MOVABLE: Final[frozenset[str]] = frozenset({"scheduled", "confirmed", "arrived"})
"""The states in which moving it to another time still makes sense."""

FOLLOWS: Final[dict[str, frozenset[str]]] = {
    "scheduled": frozenset({"confirmed", "arrived", "cancelled", "no_show", "in_progress"}),
    "confirmed": frozenset({"scheduled", "arrived", "cancelled", "no_show", "in_progress"}),
    "arrived": frozenset(
        {"in_progress", "confirmed", "scheduled", "cancelled", "no_show", "completed"}
    ),
    "in_progress": frozenset({"completed", "arrived"}),
    "completed": frozenset({"in_progress"}),
    "cancelled": frozenset({"scheduled", "confirmed"}),
    "no_show": frozenset({"scheduled", "confirmed", "arrived"}),
}


def may_become(before: str, after: str) -> bool:
    """Whether an appointment in the state `before` may be put into `after`."""
    return after in FOLLOWS.get(before, frozenset())


def claims_time(status: str, is_overbooked: bool) -> bool:
    """Whether it keeps others out of its time: active, and not deliberately laid over another."""
    return status in ACTIVE and not is_overbooked


def overlap(
    first_starts: datetime, first_ends: datetime, other_starts: datetime, other_ends: datetime
) -> bool:
    """Whether two half-open stretches of time share a moment; touching ends do not."""
    return first_starts < other_ends and other_starts < first_ends


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a provider's time that another appointment already holds."""

    appointment_id: str
    starts_at: datetime
    ends_at: datetime
    status: str
    is_overbooked: bool


def first_blocking(
    starts_at: datetime, ends_at: datetime, taken: Iterable[Taken], *, besides: str = ""
) -> Taken | None:
    """The earliest appointment that keeps [starts_at, ends_at) from being booked, if there is one.

    `besides` is the id of the appointment being moved: nothing stands in its own way.
    """
    found = [
        other
        for other in taken
        if other.appointment_id != besides
        and claims_time(other.status, other.is_overbooked)
        and overlap(starts_at, ends_at, other.starts_at, other.ends_at)
    ]
    return min(found, key=lambda other: other.starts_at, default=None)


def side_by_side(spans: Sequence[tuple[Point, Point]]) -> list[tuple[int, int]]:
    """For each span (lane, lanes): where to draw it so that no two that overlap share a lane.

    Spans that touch nobody get (0, 1); a cluster of overlapping ones shares its width evenly. Of
    those that begin together the one given first stands first.
    """
    order = sorted(range(len(spans)), key=lambda at: (spans[at][0], at))
    placed: list[tuple[int, int]] = [(0, 1)] * len(spans)
    cluster: list[int] = []
    lanes: list[Point] = []
    until: Point | None = None

    def close() -> None:
        for at in cluster:
            placed[at] = (placed[at][0], len(lanes))

    for at in order:
        starts, ends = spans[at]
        if until is not None and starts >= until:
            close()
            cluster, lanes, until = [], [], None
        lane = next((n for n, free_from in enumerate(lanes) if free_from <= starts), len(lanes))
        if lane == len(lanes):
            lanes.append(ends)
        else:
            lanes[lane] = ends
        placed[at] = (lane, 1)
        cluster.append(at)
        until = ends if until is None else max(until, ends)
    close()
    return placed
