"""What a program does until it is killed.

What its person was told is safe is written, one line a draft, to a file beside the replica: a
SIGKILL takes nothing from a file that was written to.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from clinic_app.session import LetIn, OpenSession, open_session
from clinic_app.workstation import Address, Known, Workstation
from sync.clock import SystemClock
from sync.engine.memory import stored_session
from sync.replica import keys, outbox
from sync.replica.rekey import rekey
from sync.replica.replica import Replica, open_replica
from sync.replica.slots import PasswordCost
from sync.replica.tables import appointments, facilities, patients, providers
from sync.replica.transaction import Transaction
from tests.kill.doing import DRAFTING, REKEYING, Doing

CHEAP: Final = PasswordCost(memory=64, passes=1, lanes=1)
PASSWORD: Final = "a password that is cheap to check"
QUIET_WITHIN_S: Final = 60.0
BUSY_S: Final = (0.0, 0.0, 0.01, 0.05)
CALM_S: Final = (0.1, 0.2, 0.4)
"""Seconds between two writes."""
_FIRST_DAY: Final = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


def live(told: dict[str, Any]) -> None:
    """One program, from its start to its end. It has its process for itself."""
    asyncio.run(_Life(told).run())


class _Life:
    def __init__(self, told: dict[str, Any]) -> None:
        self.told = told
        self.home = Path(told["home"])
        self.rng = Random(told["seed"])
        self.clock = SystemClock()
        self.doing = Doing(self.home)
        self.doing.watch_the_product()
        self.promises = os.open(
            self.home / "promises.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND
        )

    async def run(self) -> None:
        """What this life is for."""
        if self.told["does"] == "migrate":
            await self._migrate()
            return
        station = Workstation(self.home)
        known = Known(id=self.told["person"], email=self.told["email"], name="")
        key = _key(station.folder(known.id), known.id)
        server = Address(self.told["url"], self.told["key"])
        async with open_session(station, server, LetIn(known, key), self.clock) as session:
            if self.told["is_cut"]:
                session.backend.cable.pull()
            elif await session.replica.read(stored_session) is None:
                await self._sign_in(session)
            if self.told["does"] == "drain":
                await self._until_quiet(session)
            else:
                await self._work(session)

    async def _sign_in(self, session: OpenSession) -> None:
        opened = await session.backend.sign_in(self.told["email"], self.told["password"])
        await session.engine.signed_in(opened)

    async def _until_quiet(self, session: OpenSession) -> None:
        """Until nothing is on its way here or there. Raises TimeoutError."""
        engine, replica = session.engine, session.replica
        looks = 0
        async with asyncio.timeout(QUIET_WITHIN_S):
            while looks < 2:
                before, waits = engine.status.last_synced_at, 0
                engine.wake()
                while engine.status.last_synced_at in (None, before):
                    await asyncio.sleep(0.02)
                    waits += 1
                    if engine.status.phase == "signed_out" and waits % 100 == 0:
                        await self._sign_in(session)
                looks = looks + 1 if await replica.read(_nothing_moves) else 0

    async def _work(self, session: OpenSession) -> None:
        """Write for ever, `fill` without; `rekey` also puts the replica under another key, over and
        over. Whoever writes all the time sends all the time: only with pauses is there time to look
        what is new.
        """
        async with asyncio.TaskGroup() as group:
            if self.told["does"] == "rekey":
                group.create_task(self._rekey(session.replica))
            while self.told["does"] == "fill":
                session.engine.wake()
                await asyncio.sleep(self.rng.choice(CALM_S))
            while True:
                await self._write(session.replica)
                await asyncio.sleep(self.rng.choice(CALM_S if self.told["is_calm"] else BUSY_S))

    async def _rekey(self, replica: Replica) -> None:
        while True:
            with self.doing.doing(REKEYING):
                await rekey(replica, PASSWORD, self.clock.now(), cost=CHEAP)
            await asyncio.sleep(0.02)

    async def _migrate(self) -> None:
        """Open a replica of the past and work in it without a line."""
        folder, person = self.home, self.told["person"]
        key = bytes.fromhex(self.told["replica_key"])
        path = keys.replica_file(folder, person)
        async with open_replica(path, key, person=person, clock=self.clock) as replica:
            while True:
                await self._write(replica)

    async def _write(self, replica: Replica) -> None:
        made: list[outbox.Draft] = []
        does = self.rng.choice((self._register, self._edit, self._edit, self._book))

        def command(tx: Transaction) -> None:
            does(tx)
            made.extend(d for d in (outbox.draft(tx.db, i) for i in tx.drafts) if d is not None)
            if self.told["boasts"]:
                self._promise(made)
                time.sleep(0.05)

        with self.doing.doing(DRAFTING):
            await replica.write("At the desk", command)
        if not self.told["boasts"]:
            self._promise(made)

    def _promise(self, made: list[outbox.Draft]) -> None:
        """Say that these are safe."""
        lines = [
            json.dumps({"id": d.id, "tbl": d.tbl, "row_id": d.row_id, "patch": d.patch}) + "\n"
            for d in made
        ]
        os.write(self.promises, "".join(lines).encode())

    def _register(self, tx: Transaction) -> None:
        home = _some(tx, facilities, self.rng)
        if home is not None:
            tx.insert(patients, facility_id=home, family_name=self._text("Family"))

    def _edit(self, tx: Transaction) -> None:
        patient = _some(tx, patients, self.rng)
        field = self.rng.choice(("phone", "email", "address"))
        if patient is not None:
            tx.update(patients, patient, **{field: self._text(field)})

    def _book(self, tx: Transaction) -> None:
        home, provider = _some(tx, facilities, self.rng), _some(tx, providers, self.rng)
        if home is None or provider is None:
            return
        patient = tx.insert(patients, facility_id=home, family_name=self._text("Family"))
        starts = _FIRST_DAY + timedelta(minutes=15 * self.rng.randrange(40_000))
        tx.insert(
            appointments,
            facility_id=home,
            patient_id=patient,
            provider_id=provider,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=15),
            reason=self._text("visit"),
        )

    def _text(self, what: str) -> str:
        """A text that nobody else writes."""
        return f"{what} {self.told['born']}.{self.rng.getrandbits(48):x}"


def _key(folder: Path, person: str) -> bytes:
    if not keys.has_keys(folder, person):
        return keys.create_keys(folder, person, PASSWORD, cost=CHEAP)
    return keys.unlock(folder, person, PASSWORD, floor=CHEAP)


def _some(tx: Transaction, table: Table, rng: Random) -> str | None:
    ids = list(tx.db.scalars(select(table.c.id)))
    return rng.choice(sorted(ids)) if ids else None


def _nothing_moves(db: Connection) -> bool:
    moving = outbox.outbox.c.state != outbox.PARKED
    return db.scalar(select(outbox.outbox.c.id).where(moving).limit(1)) is None
