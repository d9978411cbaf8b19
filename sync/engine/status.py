"""What the screen may say about the sync: one value, and a stream of it.

Never better than the truth: `waiting` counts every draft the server has not confirmed, and
`last_synced_at` moves only when a whole round came through.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Phase = Literal["starting", "syncing", "idle", "offline", "signed_out", "paused", "held"]
"""`paused`: the server asks everybody to hold back. `held`: this person paused the sync here."""


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How things stand.

    `waiting` drafts are only here; `cards` need a person. `filling` is (rows here, rows in all)
    during a first fill. `error` is the code of the last failure, cleared by the next success.
    `skew` is the server's clock minus ours, when it was last heard.
    """

    phase: Phase = "starting"
    online: bool = False
    live: bool = False
    waiting: int = 0
    oldest_waiting_at: datetime | None = None
    cards: int = 0
    last_synced_at: datetime | None = None
    offline_since: datetime | None = None
    next_try_at: datetime | None = None
    error: str | None = None
    filling: tuple[int, int] | None = None
    skew: timedelta | None = None


class StatusBoard:
    """Holds the newest status; watchers get it now and whenever it changes, the latest only."""

    def __init__(self) -> None:
        self.status = SyncStatus()
        self._changed = asyncio.Event()

    def show(self, status: SyncStatus) -> None:
        """Replace the status and tell the watchers, unless nothing changed."""
        if status == self.status:
            return
        self.status = status
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def stream(self) -> AsyncGenerator[SyncStatus]:
        """Yield the status now, then after every change."""
        while True:
            changed = self._changed
            yield self.status
            if changed is self._changed:
                await changed.wait()
