"""A program started by `unlock`: locks, unlocks and switches, and says how long each took.

    python -m tests.bench.unlock_child HOME PASSWORD TIMES

The keys are pressed in the program's own windows. Usable means: nothing covers it, the schedule with its
appointments has been painted, and a question to the replica was answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest

from clinic_app.desks import Desks
from clinic_app.features.schedule.view.surface import Surface
from clinic_app.seat import Seat
from clinic_app.session import unlock
from clinic_app.ui import loop
from clinic_app.workstation import Workstation
from sync.clock import SystemClock
from sync.replica.slots import COST, from_password

PATIENCE_S = 60.0


class Bench:
    """Two people, one after the other, at one computer."""

    def __init__(self, home: Path, password: str) -> None:
        self.station, self.clock, self.password = Workstation(home), SystemClock(), password
        self.painted: list[float] = []
        self.took: dict[str, list[float]] = {
            "argon2id": [],
            "own": [],
            "colleague": [],
            "back": [],
        }
        self._watch_paints()

    async def run(self, times: int) -> int:
        """Measure so many times."""
        me, colleague = self.station.people
        async with asyncio.TaskGroup() as tasks:
            desks = Desks(self.station, self.clock, tasks)
            first = await desks.seat(
                await unlock(self.station, me.email, self.password, self.clock)
            )
            window = first.desk.window
            window.navigate("schedule")
            await self._until(lambda: self.painted)
            for number in range(times + 1):
                bare = time.perf_counter()
                from_password(self.password, os.urandom(16), COST)
                bare = time.perf_counter() - bare
                own = await self._comes(desks, first, me.id)
                theirs = await self._comes(desks, first, colleague.id)
                second = desks.seat_of(colleague.id)
                assert second is not None
                back = await self._comes(desks, second, me.id)
                second.desk.close()  # the next time it is opened anew
                await self._until(lambda: desks.seat_of(colleague.id) is None)
                if number:  # the first time reads files from the disk
                    for name, took in zip(self.took, (bare, own, theirs, back), strict=True):
                        self.took[name].append(took)
            first.desk.close()
        return 0

    async def _comes(self, desks: Desks, at: Seat, person: str) -> float:
        """Lock this window, wait until all that is locked rests, and let somebody in."""
        window = at.desk.window
        window.lock()
        known = desks.seat_of(person)
        await self._until(lambda: at.slumber.is_deep and (known is None or known.slumber.is_deep))
        cover = window.cover
        for button in cover.colleagues:
            if button.property("who") == person and button.isVisible():
                button.click()
        QTest.keyClicks(cover.line, self.password)
        self.painted.clear()
        began = time.perf_counter()
        QTest.keyClick(cover.line, Qt.Key.Key_Return)
        await self._until(lambda: self._is_usable(desks, person))
        front = desks.seat_of(person)
        assert front is not None
        await front.session.replica.read(lambda db: db.exec_driver_sql("SELECT 1").scalar())
        return time.perf_counter() - began

    def _is_usable(self, desks: Desks, person: str) -> bool:
        front = desks.front
        if front is None or front.person != person or not self.painted:
            return False
        window = front.desk.window
        return window.isVisible() and not window.covers.is_covered

    def _watch_paints(self) -> None:
        painted, moments = Surface.paintEvent, self.painted

        def noting(surface: Surface, event: QPaintEvent) -> None:
            painted(surface, event)
            if surface.picture.blocks:
                moments.append(time.perf_counter())

        # Python's method is looked up by Qt when the first surface is made, so before that.
        Surface.paintEvent = noting  # type: ignore[method-assign]

    async def _until(self, so: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not so():
                await asyncio.sleep(0.002)


def main(words: list[str]) -> int:
    """Measure and print."""
    bench: list[Bench] = []

    async def run() -> int:
        bench.append(Bench(Path(words[0]), words[1]))
        return await bench[0].run(int(words[2]))

    code = loop.run(run)
    print(json.dumps(bench[0].took), flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
