"""Whatever the network does: it converges, nothing is lost or twice, and the pill tells the truth.

A small sample; more is `python -m tests.chaos --rounds 100`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sync.engine.status import SyncStatus
from tests.chaos.proxy import Proxy
from tests.chaos.recorder import Dark, Unsent, lies
from tests.chaos.storm import at_desk, running, stage, until, weathered
from tests.chaos.weather import WEATHERS
from tests.support.server import Running

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WELL = SyncStatus(phase="idle", online=True, live=True, last_synced_at=NOON)


@pytest.fixture(scope="module")
def backend() -> Iterator[Running]:
    with stage() as running_backend:
        yield running_backend


@pytest.mark.parametrize("name", WEATHERS)
def test_it_converges_and_the_pill_tells_the_truth(
    run: Any, backend: Running, tmp_path: Path, name: str
) -> None:
    found = run(weathered(backend, tmp_path / "r", name, number=0, drafts=5))
    assert found.wrong == []
    assert found.safe >= 5
    assert len(found.said) > 5


@pytest.mark.parametrize("name", ["a third is lost", "all of it"])
def test_a_replica_is_filled_for_the_first_time_in_the_storm(
    run: Any, backend: Running, tmp_path: Path, name: str
) -> None:
    found = run(weathered(backend, tmp_path / "r", name, number=1, drafts=2, is_new=True))
    assert found.wrong == []


def test_a_socket_that_is_cut_is_not_called_live(
    run: Any, backend: Running, tmp_path: Path
) -> None:
    async def story() -> None:
        async with (
            Proxy(backend.url, Random(5)) as proxy,
            at_desk(backend, proxy, tmp_path / "r", Random(6)) as desk,
            running(desk),
        ):
            await until(lambda: desk.engine.status.live)
            proxy.weather = {"refuse": 1.0}
            proxy.cut_sockets()
            await until(lambda: not desk.engine.status.live)
            proxy.weather = {}
            desk.engine.wake()
            await until(lambda: desk.engine.status.live)

    run(story())


@pytest.mark.parametrize(
    ("said", "lie"),
    [
        (WELL, "1 are not on the server"),
        (replace(WELL, waiting=1), "since when something waits"),
        (replace(WELL, waiting=1, oldest_waiting_at=NOON + timedelta(seconds=2)), "since 12:00:02"),
        (replace(WELL, waiting=1, oldest_waiting_at=NOON), "says online"),
        (
            replace(WELL, online=False, phase="offline", waiting=1, oldest_waiting_at=NOON),
            "since when it is offline",
        ),
    ],
)
def test_a_pill_that_says_better_than_the_truth_is_found_out(said: SyncStatus, lie: str) -> None:
    at = NOON + timedelta(seconds=1)
    dark = Dark(NOON, at, at + timedelta(seconds=5))
    told = lies([(NOON, WELL), (at, said)], [Unsent(NOON, None)], dark)
    assert any(lie in each for each in told)


def test_a_pill_that_tells_the_truth_is_believed() -> None:
    at = NOON + timedelta(seconds=1)
    dark = Dark(NOON, at, at + timedelta(seconds=5))
    offline = SyncStatus(
        phase="offline", waiting=1, oldest_waiting_at=NOON, last_synced_at=NOON, offline_since=at
    )
    begun = replace(WELL, waiting=1, oldest_waiting_at=NOON)
    assert lies([(NOON, begun), (at, offline)], [Unsent(NOON, None)], dark) == []
    assert lies([(NOON, begun), (at, WELL)], [Unsent(NOON, at)]) == []
