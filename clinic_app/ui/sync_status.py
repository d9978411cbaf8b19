"""What the window needs to know of the sync engine, said without importing it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol


class SyncStatus(Protocol):
    """How the engine is doing, at one moment.

    `phase` is one of starting, syncing, idle, offline, signed_out, paused; `waiting` counts
    drafts, `cards` what needs a person; `filling` is (done, total) rows during a first fill.
    """

    @property
    def phase(self) -> str: ...
    @property
    def online(self) -> bool: ...
    @property
    def live(self) -> bool: ...
    @property
    def waiting(self) -> int: ...
    @property
    def oldest_waiting_at(self) -> datetime | None: ...
    @property
    def cards(self) -> int: ...
    @property
    def last_synced_at(self) -> datetime | None: ...
    @property
    def offline_since(self) -> datetime | None: ...
    @property
    def next_try_at(self) -> datetime | None: ...
    @property
    def error(self) -> str | None: ...
    @property
    def filling(self) -> tuple[int, int] | None: ...


class Engine(Protocol):
    """The part of the sync engine a window talks to."""

    @property
    def status(self) -> SyncStatus: ...

    def wake(self, reason: str) -> None:
        """Sync soon."""
        ...

    def statuses(self) -> AsyncIterator[SyncStatus]:
        """The status now and whenever it changes."""
        ...
