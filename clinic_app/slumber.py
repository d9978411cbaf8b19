"""What lies behind a locked window rests: its file is closed, its key and its tokens are forgotten.

First what was written is sent, as far as that goes in a minute; then nothing of the clinic can be read
here until somebody shows the key again. Why: resources/docs/decisions/0008-locked-sessions.md.

Knows no Qt.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Final

from clinic_app.session import OpenSession
from sync.clock import Clock
from sync.engine.memory import stored_session
from sync.engine.status import SyncStatus
from sync.replica import audit

log = logging.getLogger("clinic.session")

LINGER_S: Final = 60.0
"""So long what was written may take to leave."""
STILL_WITHIN_S: Final = 5.0
_NOTHING_TO_DO: Final = frozenset({"offline", "signed_out", "held", "paused"})


class Slumber:
    """One person's work, awake or at rest."""

    def __init__(self, session: OpenSession, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._turn = asyncio.Lock()
        self._urgent = asyncio.Event()
        self._deep = asyncio.Event()
        self._is_wanted = True
        self._holds = self._is_set_down = False
        self._to_note: list[audit.Line] = []

    @property
    def is_deep(self) -> bool:
        """Whether the file is closed and the key forgotten."""
        return self._deep.is_set()

    async def until_deep(self) -> None:
        """Wait until it rests."""
        await self._deep.wait()

    def hurry(self) -> None:
        """Rest now, whatever waits to be sent: the computer goes to sleep, with its memory."""
        self._urgent.set()

    def allow(self) -> None:
        """The window is locked: from now on `begin` may let it rest, until `end`."""
        self._is_wanted = False

    async def begin(self) -> None:
        """Rest, once nothing waits to be sent or a minute has passed. May be broken off until then."""
        await self._linger()
        await asyncio.shield(asyncio.create_task(self._rest(), name="rest"))

    async def end(self, key: bytes = b"") -> None:
        """Go on. Without a key only what did not rest yet goes on.

        Raises WrongKey, Damaged, StorageFull.
        """
        self._is_wanted = True
        async with self._turn:
            self._urgent.clear()
            if self._session.replica.is_resting and not key:
                return
            await self._wake(key)

    async def note(self, action: str, label: str) -> None:
        """Add a line to the audit trail; what happens while it rests is written when it goes on."""
        replica = self._session.replica
        if replica.is_resting:
            line = audit.Line(self._clock.now(), replica.person, replica.device, label, action)
            self._to_note.append(line)
        else:
            await replica.note(action, label, durable=True)

    # Private

    async def _linger(self) -> None:
        waiting: set[asyncio.Task[object]] = {
            asyncio.create_task(self._until_sent(), name="rest when sent"),
            asyncio.create_task(self._clock.sleep(LINGER_S), name="rest by time"),
            asyncio.create_task(self._urgent.wait(), name="rest at once"),
        }
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waiting:
                task.cancel()

    async def _until_sent(self) -> None:
        async for status in self._session.engine.statuses():
            if _has_nothing_to_send(status):
                return

    async def _rest(self) -> None:
        async with self._turn:
            session = self._session
            if self._is_wanted or session.replica.is_resting:
                return
            # Somebody who paused the sync finds it paused afterwards.
            self._holds = self._holds or session.engine.status.phase != "held"
            session.engine.pause()
            try:
                async with asyncio.timeout(STILL_WITHIN_S):
                    async for status in session.engine.statuses():
                        if status.phase in ("held", "signed_out"):
                            break
                    await session.engine.still()
            except TimeoutError:
                log.info("the sync did not come to rest in time")
            self._is_set_down = True
            await session.backend.set_down()
            await session.replica.rest()
            self._deep.set()

    async def _wake(self, key: bytes) -> None:
        session = self._session
        if session.replica.is_resting:
            await session.replica.wake(key)
            self._deep.clear()
        if self._is_set_down:
            self._is_set_down = False
            await self._take_up()
        if self._holds:
            self._holds = False
            session.engine.resume()

    async def _take_up(self) -> None:
        """Write down what happened meanwhile, and go on with the tokens that are stored."""
        replica = self._session.replica
        lines, self._to_note = self._to_note, []
        if lines and not replica.is_newer:
            await replica.apply(partial(audit.append, lines=lines), {"audit"}, durable=True)
        stored = await replica.read(stored_session)
        if stored is not None:
            await self._session.backend.resume(stored)


def _has_nothing_to_send(status: SyncStatus) -> bool:
    return status.phase in _NOTHING_TO_DO or (status.phase == "idle" and not status.waiting)
