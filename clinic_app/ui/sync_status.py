"""What the window needs to know of the sync engine, said without importing it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sync.steps.sanity import Proof


class SyncStatus(Protocol):
    """How the engine is doing, at one moment.

    `phase` is one of starting, syncing, idle, offline, signed_out, paused (by the server), held (by
    the person); `waiting` counts drafts, `cards` what needs a person; `filling` is (done, total)
    rows during a first fill; `skew` the server's clock minus this computer's. All times are this
    computer's.
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
    @property
    def skew(self) -> timedelta | None: ...


class Engine(Protocol):
    """The part of the sync engine a window talks to."""

    @property
    def status(self) -> SyncStatus: ...

    def wake(self, reason: str) -> None:
        """Sync soon."""
        ...

    def pause(self) -> None:
        """Send and fetch nothing until `resume`, or the next start of the program."""
        ...

    def resume(self) -> None:
        """Go on after a pause."""
        ...

    async def prove(self, progress: Callable[[int, int], None]) -> Proof:
        """Look whether everything is here as the server has it; `progress` gets (done, of)."""
        ...

    def statuses(self) -> AsyncIterator[SyncStatus]:
        """The status now and whenever it changes."""
        ...
