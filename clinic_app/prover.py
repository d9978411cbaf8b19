"""Whether the person at the desk is still the one who signed in: looked at again when it matters."""

from __future__ import annotations

import asyncio
from typing import Final

from clinic_app.session import OpenSession
from clinic_app.ui.context import Proof
from clinic_app.ui.i18n import marked
from sync.clock import Clock
from sync.errors import Expected, WrongCode, WrongPassword
from sync.replica.attempts import try_password

RECENT_S: Final = 300.0
"""So long a proof counts for the next thing that wants one."""

PROVE = marked("Deed", "Confirm that it is oneself")


class DeskProver:
    """Asks the server for the second proof, and this computer's key slots for the password."""

    def __init__(self, session: OpenSession, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._proved_at: float | None = None

    async def wanted(self) -> Proof | None:
        """See `Prover.wanted`."""
        if self._proved_at is not None and self._clock.monotonic() - self._proved_at < RECENT_S:
            return None
        if self._session.engine.status.online:
            try:
                if await self._session.backend.factors.mine():
                    return Proof.CODE
            except Expected:
                pass  # without the server the password has to do
        return Proof.PASSWORD

    async def prove(self, proof: Proof, typed: str) -> None:
        """See `Prover.prove`. Raises WrongCode, WrongPassword, TooManyTries, Busy, Offline."""
        replica = self._session.replica
        try:
            if proof is Proof.CODE:
                await self._session.backend.factors.prove_any(typed)
            else:
                folder, person = replica.path.parent, replica.person
                await asyncio.to_thread(try_password, folder, person, typed, self._clock)
        except (WrongCode, WrongPassword) as wrong:
            await replica.note("refusal", PROVE, fields=[wrong.code], durable=True)
            raise
        self._proved_at = self._clock.monotonic()

    def forget(self) -> None:
        """The next thing asks again, as after the window was locked."""
        self._proved_at = None
