"""One bit is another in each of 200 pages: nothing false is read, and nothing is written over."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from sync.clock import FakeClock
from sync.errors import Damaged
from sync.replica import cipher
from sync.replica.replica import open_replica
from sync.replica.tables import patients
from tests.replica.conftest import OpenReplica
from tests.replica.rows import KEY, put, server_patient

Run = Callable[[Any], Any]
PAGE, PAGES = 4096, 200


@pytest.fixture
def file(tmp_path: Path, run: Run, opened: OpenReplica) -> Path:
    """A replica of more than 200 pages, closed."""

    async def fill() -> None:
        async with opened() as replica:
            many = [server_patient(f"p{n}", note=f"{n} " * 400) for n in range(500)]
            await replica.apply(lambda db: put(db, 1, *many))

    run(fill())
    path = tmp_path / "clinic.db"
    assert path.stat().st_size > (PAGES + 5) * PAGE
    return path


async def read_all(file: Path, clock: FakeClock) -> int:
    """Read what a day at the desk reads; how many pages are bad all the same."""
    async with open_replica(file, KEY, person="reception", clock=clock) as replica:
        rows = await replica.read(
            lambda db: db.execute(select(patients.c.id, patients.c.note)).all()
        )
        assert all(row.note == f"{row.id[1:]} " * 400 for row in rows), (
            "read, and not what was written"
        )
        await replica.read(lambda db: db.exec_driver_sql("SELECT * FROM scope_rows").all())
        return len(await replica.read(cipher.check_pages))


def test_a_flipped_bit_in_each_of_200_pages_is_refused_and_nothing_is_overwritten(
    file: Path, clock: FakeClock, run: Run
) -> None:
    rng, whole = Random(200), file.read_bytes()
    pages = rng.sample(range(len(whole) // PAGE), PAGES)
    refused = 0
    for page in pages:
        hurt = bytearray(whole)
        hurt[page * PAGE + rng.randrange(PAGE)] ^= 1 << rng.randrange(8)
        file.write_bytes(bytes(hurt))
        before = hashlib.sha256(hurt).digest()
        others = {each.name for each in file.parent.iterdir()}
        try:
            assert run(read_all(file, clock)) >= 1, f"page {page} was taken for good"
        except Damaged:
            refused += 1
        assert hashlib.sha256(file.read_bytes()).digest() == before, f"page {page} was written over"
        new = {each.name for each in file.parent.iterdir()} - others
        assert new <= {"clinic.db.lock", "clinic.db.check", "clinic.db-wal", "clinic.db-shm"}
        for side in ("-wal", "-shm"):
            Path(f"{file}{side}").unlink(missing_ok=True)
    assert refused > PAGES / 2, (
        "most pages are read on such a day; the look at all finds the others"
    )

    file.write_bytes(whole)
    assert run(read_all(file, clock)) == 0
