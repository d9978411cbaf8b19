"""One computer at the reception, two people who have worked at it, and no line to the server.

Lucía and Amara have keys and a replica each, as a day of work leaves them. The windows are the
program's own; time is turned by hand.
"""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clinic_app.desks import Desks
from clinic_app.session import LetIn, unlock
from clinic_app.shell.window import MainWindow
from clinic_app.workstation import Address, Known, Workstation
from sync.clock import FakeClock
from sync.replica import cipher, keys
from sync.replica.pages import put_server_rows
from sync.replica.replica import open_replica
from tests.support.desk import AMARA, LUCIA, NOW, SCOPE, furnish

NOBODY = Address("http://127.0.0.1:9", "sb_publishable_nobody_0000")
PASSWORDS = {LUCIA: "lucia's own words", AMARA: "amara's other words"}
PEOPLE = (
    Known(LUCIA, "lucia@example.org", "Lucía Herrera"),
    Known(AMARA, "amara@example.org", "Dr. Amara Okafor"),
)


@dataclass
class Workplace:
    """The computer, and who is in front of it."""

    station: Workstation
    clock: FakeClock
    desks: Desks
    tasks: asyncio.TaskGroup
    door_wanted: asyncio.Task[bool] | None = None
    _keys: dict[str, bytes] = field(default_factory=dict)

    async def comes(self, person: str) -> MainWindow:
        """Somebody comes in with their password, as through the door."""
        known = next(each for each in PEOPLE if each.id == person)
        let_in = await unlock(self.station, known.email, PASSWORDS[person], self.clock)
        window = (await self.desks.seat(let_in)).desk.window
        if self.door_wanted is None:
            self.door_wanted = self.tasks.create_task(self.desks.until_door_wanted())
        async with asyncio.timeout(5):
            while not window.isActiveWindow():
                await asyncio.sleep(0.005)
        return window

    @property
    def window(self) -> MainWindow:
        """The window in front."""
        seat = self.desks.front
        assert seat is not None
        return seat.desk.window

    def key(self, person: str) -> bytes:
        """What opens somebody's replica."""
        return keys.unlock(self.station.folder(person), person, PASSWORDS[person])

    def known_key(self, person: str) -> bytes:
        """As `key`, derived once."""
        if person not in self._keys:
            self._keys[person] = self.key(person)
        return self._keys[person]

    def on_disk(self, person: str, question: str) -> list[tuple[Any, ...]]:
        """What a statement finds in somebody's file, also while their work rests."""
        path = self.station.replica(person)
        with closing(cipher.connect(path, self.known_key(person), mode="ro")) as db:
            return [tuple(row) for row in db.execute(question)]

    def passes(self, seconds: float, *, step: float = 1.0) -> None:
        """Time goes by, a little at a time, so that whoever sleeps wakes and sleeps again."""
        while seconds > 0:
            self.clock.advance(min(step, seconds))
            seconds -= step


_ready: dict[str, Path] = {}


async def prepare(home: Path, clock: FakeClock) -> Workstation:
    """A computer where these people have worked: made once, copied for each test."""
    if "home" not in _ready or not _ready["home"].exists():
        made = Path(tempfile.mkdtemp(prefix="clinic-workplace-"))
        atexit.register(shutil.rmtree, made, ignore_errors=True)
        await _work_a_day(Workstation(made), clock)
        _ready["home"] = made
    shutil.copytree(_ready["home"], home, dirs_exist_ok=True)
    return Workstation(home)


async def _work_a_day(station: Workstation, clock: FakeClock) -> None:
    station.use_server(NOBODY)
    for known in reversed(PEOPLE):
        station.remember(known)
        folder = station.folder(known.id)
        key = keys.create_keys(folder, known.id, PASSWORDS[known.id], now=clock.now())
        path = station.replica(known.id)
        async with open_replica(path, key, person=known.id, clock=clock) as replica:
            await replica.apply(lambda db, k=known: _fill(db, k, clock))  # type: ignore[misc]


def _fill(db: Any, known: Known, clock: FakeClock) -> None:
    furnish(db, clock.now())
    tell(db, "profiles", known.id, full_name=known.name, email=known.email)


def tell(db: Any, table: str, row_id: str, **values: Any) -> None:
    """The server tells of a row."""
    row = {"id": row_id, "version": 1, "updated_at": "2026-11-02T08:15:00+00:00", **values}
    put_server_rows(db, SCOPE, table, list(row), [[90_000 + len(row_id), *row.values()]])


@asynccontextmanager
async def open_workplace(home: Path) -> AsyncIterator[Workplace]:
    """The computer, with the program running and nobody in yet; everybody leaves at the end."""
    clock = FakeClock(NOW)
    station = await prepare(home, clock)
    async with asyncio.TaskGroup() as tasks:
        desks = Desks(station, clock, tasks)
        place = Workplace(station, clock, desks, tasks)
        try:
            yield place
        finally:
            while desks.front is not None:
                desks.front.desk.close()
            if place.door_wanted is not None:
                place.door_wanted.cancel()


def let_in(station: Workstation, person: str, key: bytes) -> LetIn:
    """Somebody who showed a key."""
    return LetIn(next(each for each in station.people if each.id == person), key)
