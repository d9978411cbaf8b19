"""The client side of a benchmark: one workstation, as the program wires it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.engine.engine import SyncEngine
from sync.replica import outbox
from sync.replica.cursors import all_cursors
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import cards
from sync.steps.pull import is_filled
from tests.bench.clinic import Account, Line
from tests.bench.local import KEY


@dataclass(frozen=True, slots=True)
class Desk:
    """A replica, its line, and the engine between them."""

    replica: Replica
    backend: SupabaseBackend
    engine: SyncEngine

    async def sign_in(self, account: Account) -> None:
        """Open a session: the engine begins to work."""
        session = await self.backend.sign_in(account.email, account.password)
        await self.engine.signed_in(session)

    async def quiet(self, limit: float = 170.0) -> None:
        """Wait until everything of the server is here and the server has everything of ours."""
        await until(self._is_quiet, limit)

    async def _is_quiet(self) -> bool:
        status = self.engine.status
        if status.phase != "idle" or status.waiting:
            return False
        return await self.replica.read(lambda db: is_filled(db) and not _unsettled(db))

    async def rows(self) -> int:
        """How many rows of the server this replica holds."""
        return await self.replica.read(lambda db: sum(c.n for c in all_cursors(db)))

    async def cards(self) -> int:
        """How many changes were refused."""
        counted = select(func.count()).select_from(cards)
        return await self.replica.read(lambda db: db.scalars(counted).one())

    async def live(self) -> None:
        """Wait until pokes are heard."""
        await until(self._is_live, 20.0)

    async def _is_live(self) -> bool:
        return self.engine.status.live


@asynccontextmanager
async def open_desk(path: Path, account: Account, line: Line) -> AsyncIterator[Desk]:
    """A workstation whose replica is at `path`. Nobody is signed in yet unless it remembers."""
    clock = SystemClock()
    async with open_replica(path, KEY, person=account.id, clock=clock) as replica:
        backend = SupabaseBackend(line.url, line.key, clock, device=replica.device)
        engine = SyncEngine(replica, backend, clock)
        running = asyncio.create_task(engine.run())
        try:
            yield Desk(replica, backend, engine)
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            await backend.close()


async def until(condition: Callable[[], Awaitable[bool]], limit: float) -> None:
    """Ask again and again, for at most `limit` seconds."""
    async with asyncio.timeout(limit):
        while not await condition():
            await asyncio.sleep(0.01)


def _unsettled(db: Connection) -> bool:
    waits = outbox.outbox.c.state != outbox.PARKED
    return db.execute(select(outbox.outbox.c.id).where(waits).limit(1)).first() is not None
