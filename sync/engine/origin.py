"""Which installation this is, as the server is told at every start (see `replica/lineage.py`)."""

from __future__ import annotations

import logging

from sync.ids import NewId
from sync.replica import lineage
from sync.replica.lineage import Lineage
from sync.replica.replica import Replica
from sync.steps.verdicts import Pushed

log = logging.getLogger("clinic.sync")


class Origin:
    """The token of this start, and what the server has made of it."""

    def __init__(self, replica: Replica, new_id: NewId) -> None:
        self.lineage: Lineage | None = None
        self._replica, self._new_id = replica, new_id
        self._is_told = False

    async def begin(self) -> None:
        """Make this start's token, before anything is pushed."""
        self.lineage = await self._replica.apply(
            lambda db: lineage.begin(db, self._new_id), {"settings"}, durable=True
        )

    async def heard_of(self, pushed: Pushed) -> None:
        """The server has seen this start of the program, or takes it for a copy of another."""
        if pushed.is_copy:
            log.warning("this installation is a copy of another one; it becomes one of its own")
            self._replica.device = await self._replica.apply(
                lambda db: lineage.become_another(db, self._new_id), {"settings"}, durable=True
            )
            await self.begin()
            self._is_told = False
        elif not self._is_told:
            self.lineage = await self._replica.apply(lineage.told, {"settings"}, durable=True)
            self._is_told = True
