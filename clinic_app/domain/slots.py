"""Free time that can be offered: what is left of working hours when the taken time is cut out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from clinic_app.domain.hours import Interval, without
from sync.errors import Defect

STEP: Final = timedelta(minutes=5)
"""Offered and dragged times fall on this grid, counted from the start of the working hours."""


def free_slots(
    hours: Iterable[Interval],
    busy: Iterable[Interval],
    length: timedelta,
    after: datetime,
    limit: int,
    *,
    step: timedelta = STEP,
    every: timedelta | None = None,
) -> list[Interval]:
    """At most `limit` stretches of `length` that lie in `hours`, meet nothing in `busy` and start
    at or after `after`, in order.

    They start on a grid of `step` counted from the start of their working stretch (so 08:00, 08:10,
    whatever the zone's offset). Within one gap the offers stand `every` apart, which is `length`
    unless told otherwise: five offers in one free hour, five minutes apart, help nobody.
    """
    if length <= timedelta(0) or step <= timedelta(0):
        raise Defect("a slot has a length and a grid")
    found: list[Interval] = []
    taken = list(busy)
    apart = _up_to(max(every or length, step), step)
    for stretch in without(hours, ()):
        for gap in without([stretch], (cut for cut in taken if cut.meets(stretch))):
            start = _on_grid(max(gap.starts_at, after), stretch.starts_at, step)
            while start + length <= gap.ends_at and len(found) < limit:
                found.append(Interval(start, start + length))
                start += apart
        if len(found) >= limit:
            break
    return found


def next_free(
    hours: Mapping[str, Iterable[Interval]],
    busy: Mapping[str, Iterable[Interval]],
    length: timedelta,
    after: datetime,
    *,
    step: timedelta = STEP,
) -> dict[str, Interval | None]:
    """For every provider of `hours` the first slot of `length`, or None without one in sight."""
    answer: dict[str, Interval | None] = {}
    for provider, stretches in hours.items():
        slots = free_slots(stretches, busy.get(provider, ()), length, after, 1, step=step)
        answer[provider] = slots[0] if slots else None
    return answer


def _up_to(length: timedelta, step: timedelta) -> timedelta:
    return -(-length // step) * step


def _on_grid(at: datetime, origin: datetime, step: timedelta) -> datetime:
    """The first moment at or after `at` that is a whole number of steps from `origin`."""
    return origin + _up_to(at - origin, step)
