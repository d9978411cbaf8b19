"""In the engine's place where a newer program has written the replica: it tells what waits, and does nothing.

An older program does not know what the newer one has put there. To send it would be to guess, and to
store what comes would be to write over it: so nothing goes and nothing comes until the program is
updated, and the status says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from sync.backend.protocol import Session
from sync.engine.engine import SyncEngine
from sync.engine.memory import remembered, unsettled
from sync.errors import NewerReplica
from sync.steps.sanity import Proof


class ReadingEngine(SyncEngine):
    """Answers as the engine does that a person has paused, and nobody can resume it."""

    async def run(self) -> None:
        """Say what waits, once: it cannot become more. Then rest until cancelled."""
        counts = await self._replica.read(unsettled)
        _, _, last = await self._replica.read(remembered)
        self._board.show(
            replace(
                self.status,
                phase="held",
                waiting=counts.waiting.drafts,
                oldest_waiting_at=counts.waiting.oldest_at,
                cards=counts.cards,
                last_synced_at=last,
                error=NewerReplica.code,
            )
        )
        await asyncio.get_running_loop().create_future()

    async def prove(self, progress: Callable[[int, int], None] = lambda done, of: None) -> Proof:
        """Nothing of a newer program can be proven by this one. Raises NewerReplica."""
        raise NewerReplica("only its own program can prove it whole")

    async def signed_in(self, session: Session) -> None:
        """There is nowhere to keep it."""

    async def sign_out(self) -> None:
        """The session that is kept is the newer program's."""

    def wake(self, reason: str = "asked") -> None:
        """Nothing to look for."""

    def watched(self, by_somebody: bool) -> None:
        """Polls nothing, watched or not."""

    def pause(self) -> None:
        """It is."""

    def resume(self) -> None:
        """Not by this program."""
