"""The smallest story that still fails: events are left out for as long as it does."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.simulation.story import Event, Story


def shrink(story: Story, fails: Callable[[Story], bool], *, seconds: float = 60.0) -> Story:
    """Leave out ever smaller runs of events, within this time. `fails` plays a story.

    Returns a story that fails; in the worst case the one given.
    """
    until = time.monotonic() + seconds
    events = list(story.events)
    size = max(1, len(events) // 2)
    while size:
        at, shorter = 0, False
        while at < len(events) and time.monotonic() < until:
            fewer = events[:at] + events[at + size :]
            if fails(story.with_events(fewer)):
                events, shorter = fewer, True
            else:
                at += size
        if time.monotonic() >= until:
            break
        size = size if shorter and size == 1 else size // 2
    return _hastened(story.with_events(events), fails, until)


def _hastened(story: Story, fails: Callable[[Story], bool], until: float) -> Story:
    """Without the pauses that do not matter."""
    events = list(story.events)
    for at, event in enumerate(events):
        if time.monotonic() >= until or event.pause == 0:
            continue
        quick = [*events[:at], Event(event.verb, event.who, event.numbers, 0.0), *events[at + 1 :]]
        if fails(story.with_events(quick)):
            events = quick
    return story.with_events(events)
