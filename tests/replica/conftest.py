"""Replicas for the tests of this folder: a file each, a clock turned by hand, counted ids."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.clock import FakeClock
from sync.replica.replica import Replica, open_replica
from tests.replica.rows import KEY

OpenReplica = Callable[..., AbstractAsyncContextManager[Replica]]


@pytest.fixture
def clock() -> FakeClock:
    """Friday 20 November 2026, nine in the morning."""
    return FakeClock(datetime(2026, 11, 20, 9, 0, tzinfo=UTC))


@pytest.fixture
def opened(tmp_path: Path, clock: FakeClock) -> OpenReplica:
    """Open this test's replica: `async with opened() as replica`."""

    def open_it(
        path: Path | None = None, key: bytes = KEY, person: str = "reception"
    ) -> AbstractAsyncContextManager[Replica]:
        return open_replica(path or tmp_path / "clinic.db", key, person=person, clock=clock)

    return open_it
