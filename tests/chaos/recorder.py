"""What the pill said, moment by moment, held against what was true at that moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sync.engine.engine import SyncEngine
from sync.engine.status import SyncStatus

GRACE: Final = timedelta(seconds=0.25)
"""How long after a write the pill may take to count it."""
Said = tuple[datetime, SyncStatus]


@dataclass(frozen=True)
class Unsent:
    """A draft: when it was called safe, and when the server had a verdict on it."""

    at: datetime
    decided_at: datetime | None


@dataclass(frozen=True)
class Dark:
    """Nothing got through from `start` to `end`, and from `known` on a try had failed."""

    start: datetime
    known: datetime
    end: datetime


class Recorder:
    """Writes down every status with its time."""

    def __init__(self, engine: SyncEngine) -> None:
        self._engine = engine
        self.said: list[Said] = []

    async def run(self) -> None:
        """Until cancelled."""
        async with aclosing(self._engine.statuses()) as statuses:
            async for status in statuses:
                self.said.append((datetime.now(UTC), status))


def lies(said: Sequence[Said], drafts: Sequence[Unsent], dark: Dark | None = None) -> list[str]:
    """Where the pill said something better than the truth."""
    times = [at for at, _ in said]
    moments = set(times) | {draft.at + GRACE for draft in drafts}
    if dark is not None:
        moments |= {dark.known, dark.end}
    found = []
    for moment in sorted(moments):
        place = bisect_right(times, moment) - 1
        if place >= 0:
            status = said[place][1]
            told = f"{moment:%H:%M:%S.%f} {status.phase}"
            found += [f"{told}: {lie}" for lie in _lies_at(moment, status, drafts, dark)]
    return found


def _lies_at(
    moment: datetime, status: SyncStatus, drafts: Sequence[Unsent], dark: Dark | None
) -> Iterator[str]:
    unsent = [
        draft
        for draft in drafts
        if draft.at + GRACE <= moment and (draft.decided_at is None or draft.decided_at > moment)
    ]
    if status.waiting + status.cards < len(unsent):
        yield f"{status.waiting} waiting, {len(unsent)} are not on the server"
    if status.waiting and status.oldest_waiting_at is None:
        yield "does not say since when something waits"
    if unsent and (since := status.oldest_waiting_at) and since > min(d.at for d in unsent):
        yield f"says that things wait since {since:%H:%M:%S.%f} only"
    if status.online and status.phase == "offline":
        yield "online and offline at once"
    if status.phase == "offline" and status.offline_since is None:
        yield "does not say since when it is offline"
    if dark is None or not dark.known <= moment <= dark.end:
        return
    if status.online or status.phase == "idle":
        yield "says online, nothing gets through"
    if status.live:
        yield "says live, nothing gets through"
    if status.last_synced_at is not None and status.last_synced_at > dark.start:
        yield "says that a round came through in the dark"
