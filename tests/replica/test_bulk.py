"""A hundred thousand patients into an encrypted, indexed replica."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from sync.ids import new_id
from sync.replica.integrity import kept_digest, scope_digest
from sync.replica.pages import put_page
from sync.replica.search import search_patients
from sync.replica.tables import patients
from tests.replica.conftest import OpenReplica
from tests.replica.rows import a_patient, server_patient

Run = Callable[[Any], Any]
ROWS = int(os.environ.get("BULK_ROWS", "100000"))
SLICE = 500


def test_a_first_fill_is_counted_found_and_lets_drafts_through(
    opened: OpenReplica, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rate is printed, not judged: `python -m tests.bench first-fill` compares it with the bare one."""

    async def story() -> tuple[float, list[float]]:
        columns = list(server_patient("x"))
        syllables = ["ba", "ri", "to", "ne", "lu", "ka", "mo", "si"]
        waits: list[float] = []

        def page(start: int) -> list[list[Any]]:
            rows = []
            for n in range(start, min(start + SLICE, ROWS)):
                name = "".join(syllables[(n >> shift) & 7] for shift in (0, 3, 6, 9))
                row = server_patient(new_id(), family_name=name, phone=f"+34 {600_000_000 + n}")
                rows.append([0, n + 1, *row.values()])
            return rows

        async with opened() as replica:
            writing = 0.0
            for start in range(0, ROWS, SLICE):
                rows = page(start)
                began = time.perf_counter()
                filling = asyncio.create_task(
                    replica.apply(lambda db, r=rows: put_page(db, ["s"], "patients", columns, r))
                )
                if start % 10_000 == 0:
                    await asyncio.sleep(0)
                    asked = time.perf_counter()
                    await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
                    waits.append(time.perf_counter() - asked)
                await filling
                writing += time.perf_counter() - began

            kept = await replica.read(lambda db: kept_digest(db, "s"))
            assert kept[0] == ROWS
            assert kept == await replica.read(lambda db: scope_digest(db, "s"))
            found = await replica.read(search_patients(f"{600_000_000 + ROWS - 1}").run)
            assert len(found) == 1
        return ROWS / writing, waits

    async def bounded() -> tuple[float, list[float]]:
        async with asyncio.timeout(110):
            return await story()

    rate, waits = asyncio.run(bounded())
    assert len(waits) == -(-ROWS // 10_000)
    with capsys.disabled():
        print(
            f" {rate:,.0f} rows/s; a draft meanwhile: at most {max(waits) * 1000:.0f} ms ", end=""
        )
