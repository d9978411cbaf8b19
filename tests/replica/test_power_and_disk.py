"""Programs that die while they write, and disks that take no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sync.errors import StorageFull
from sync.replica.replica import Replica
from sync.replica.tables import patients
from tests.replica.conftest import OpenReplica
from tests.replica.rows import a_patient, all_drafts, in_name_order

Run = Callable[[Any], Any]
ROUNDS = int(os.environ.get("POWER_CUTS", "20"))
PROJECT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forking is how the writer is killed quickly")
def test_what_was_said_to_be_saved_survives_the_death_of_the_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.replica.power_cut", tmp_path / "clinic.db", str(ROUNDS), "7"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=60 + ROUNDS,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["rounds"] == ROUNDS
    assert said["rows"] > ROUNDS, "nothing was under way when it was killed"
    assert said["lost"] == []


async def fill_up(replica: Replica) -> int:
    """Write until the disk takes no more; how many writes it took."""
    for n in range(100_000):
        try:
            await replica.write(
                "Register", lambda tx: tx.insert(patients, **a_patient(note="n" * 20_000))
            )
        except StorageFull:
            return n
    raise AssertionError("the disk has no end")


async def is_usable(replica: Replica, rows: int) -> None:
    """All that was saved is there, and nothing of what was not."""
    assert len(await replica.read(in_name_order().run)) == rows
    assert len(await all_drafts(replica)) == rows


def test_a_file_that_may_not_grow_leaves_a_usable_replica(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            pages = await replica.read(lambda db: db.exec_driver_sql("PRAGMA page_count").scalar())

            def limit(most: int) -> Callable[[Any], Any]:
                return lambda db: db.exec_driver_sql(f"PRAGMA max_page_count = {most}").scalar()

            await replica.apply(limit(pages + 300))
            saved = await fill_up(replica)
            assert saved > 3
            await is_usable(replica, saved)

            await replica.apply(limit(1_000_000))
            await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            await is_usable(replica, saved + 1)

        async with opened() as replica:
            await is_usable(replica, saved + 1)

    run(story())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = sys.platform == "linux" and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", place], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("mounting a small disk takes root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_leaves_a_usable_replica(
    run: Run, opened: OpenReplica, small_disk: Path
) -> None:
    file = small_disk / "clinic.db"
    ballast = small_disk / "ballast"

    async def story() -> None:
        async with opened(file) as replica:
            ballast.write_bytes(b"b" * 1_000_000)
            saved = await fill_up(replica)
            assert saved > 3
            await is_usable(replica, saved)
            with pytest.raises(StorageFull):
                await replica.write(
                    "Register", lambda tx: tx.insert(patients, **a_patient(note="n" * 20_000))
                )

            ballast.unlink()
            await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            await is_usable(replica, saved + 1)

        async with opened(file) as replica:
            await is_usable(replica, saved + 1)

    run(story())


def fill(file: Path) -> None:
    """Make this file as large as the disk lets it be."""
    with suppress(OSError), file.open("wb", buffering=0) as out:
        while out.write(b"b" * 4096):
            pass


def test_a_replica_cannot_begin_on_a_full_disk_and_leaves_nothing_half_made(
    run: Run, opened: OpenReplica, small_disk: Path
) -> None:
    file = small_disk / "clinic.db"
    ballast = small_disk / "ballast"
    fill(ballast)

    async def story() -> None:
        with pytest.raises(StorageFull):
            async with opened(file):
                pass
        assert not file.exists()
        ballast.unlink()
        async with opened(file) as replica:
            await is_usable(replica, 0)

    run(story())
