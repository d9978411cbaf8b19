"""A desk whose clock is a year wrong: what it shows as now is right all the same, and it says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from clinic_app.domain.durations import waiting_minutes
from clinic_app.features.schedule import FEATURE
from clinic_app.features.schedule.view import SchedulePage
from clinic_app.shell.window import MainWindow
from sync.clock import CorrectedClock
from sync.replica.tables import appointments
from tests.support.desk import GRACE, NOW, Desk, FakeEngine, add_visit, open_desk
from tests.support.hands import Hands
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
YEAR = timedelta(days=365)


@asynccontextmanager
async def wrong_desk(folder: Path, skew: timedelta) -> AsyncIterator[tuple[Desk, MainWindow]]:
    """A desk whose clock is `skew` behind the server's, and its window."""
    async with open_desk(folder) as desk:
        await add_visit(desk, "grace", GRACE, desk.at(11))
        desk.clock.skew(-skew)
        engine = desk.ctx.engine
        assert isinstance(engine, FakeEngine)
        engine.status.skew = skew
        engine.status.last_synced_at = desk.clock.now()
        ctx = replace(desk.ctx, clock=CorrectedClock(desk.clock, lambda: engine.status.skew))
        window = MainWindow(ctx, [FEATURE])
        async with shown(window):
            yield desk, window


@pytest.mark.parametrize("skew", [YEAR, -YEAR], ids=["a year slow", "a year fast"])
def test_the_schedule_shows_the_present(
    run: Run, themed: Any, tmp_path: Path, skew: timedelta
) -> None:
    async def story() -> None:
        async with wrong_desk(tmp_path, skew) as (desk, window):
            hands = Hands(window)
            page = window.pages["schedule"]
            assert isinstance(page, SchedulePage)
            await hands.until(lambda: page.sources.rows.appointments)
            assert page.board.today == NOW.date()
            assert page.calendar.picture.now == 10 * 60 + 55  # five to eleven in Madrid
            pill = window.navigation.pill
            await hands.until(lambda: pill.shown is not None)
            way = "slow" if skew > timedelta() else "fast"
            assert f"This computer's clock is 365 days {way}" in pill.text.text()

            # Without a line: the moment is written by the wrong clock and shown as it was.
            visit = page.sources.rows.appointments[0]

            def arrive(tx: Any) -> None:
                tx.update(appointments, visit.id, status="arrived")

            await desk.replica.write("Mark as arrived", arrive)
            await hands.until(lambda: page.sources.waiting)
            desk.clock.advance(7 * 60)
            (waiting,) = page.sources.waiting
            assert waiting.since is not None
            assert waiting_minutes(waiting.since, page.ctx.clock.now()) == 7

    run(story())
