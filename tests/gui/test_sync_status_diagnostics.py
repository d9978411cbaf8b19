"""The text for support says how things are, and not one word of a patient, a person or a note."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Text, insert, select, update

from clinic_app.features.sync_status.model.diagnostics import NO_CODE, code, diagnostics
from clinic_app.features.sync_status.queries.facts import facts
from clinic_app.features.sync_status.view.deeds import versions
from sync.engine.status import SyncStatus
from sync.replica import outbox
from sync.replica.settings import write_setting
from sync.replica.tables import METADATA, REPLICATED, cards, patients, quarantine
from tests.support.desk import CLINIC, GRACE, LUCIA, Desk, open_desk

Run = Callable[[Coroutine[Any, Any, Any]], Any]
CANARY = "Kanarienvogel"


def test_no_word_that_anybody_typed_gets_in(run: Run, tmp_path: Path) -> None:
    """Every text of every table that a person or another machine may fill holds the canary."""

    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await fill_with_canaries(desk)
            told = await text_of(desk)
            assert CANARY.lower() not in told.lower()
            # It is no empty promise: the counts of those rows are there.
            assert "rows patients: 9" in told
            assert f"error {NO_CODE}: 1" in told
            assert f"card open/{NO_CODE}/{NO_CODE}: 1" in told

    run(story())


async def fill_with_canaries(desk: Desk) -> None:
    await desk.replica.write(
        f"{CANARY} write",
        lambda tx: tx.insert(
            patients,
            facility_id=CLINIC,
            family_name=CANARY,
            given_name=CANARY,
            note=f"{CANARY} note",
            phone=CANARY,
            address=CANARY,
        ),
    )
    await desk.replica.write(CANARY, lambda tx: tx.update(patients, GRACE, note=CANARY))
    _, second = await desk.drafts()
    await desk.refuse(second.id, f"{CANARY} refused", CANARY, detail=CANARY)

    def fill(db: Any) -> None:
        first = outbox.outbox.c.kind == "insert"
        db.execute(update(outbox.outbox).where(first).values(error=f"{CANARY} error"))
        db.execute(update(cards).values(body={"mine": {"note": CANARY}}, label=CANARY))
        write_setting(db, f"form:{CANARY}", {"note": CANARY})
        db.execute(
            insert(quarantine).values(
                tbl="patients", row_id=CANARY, body={"note": CANARY}, reason=CANARY
            )
        )
        for table in REPLICATED.values():
            texts = {
                column.name: CANARY
                for column in table.columns
                if isinstance(column.type, Text)
                and not column.name.endswith(("id", "_by"))
                and column.name != "extra"
            }
            if texts:
                db.execute(update(table).values(**texts))

    await desk.replica.apply(fill, set(METADATA.tables))


async def text_of(desk: Desk, status: SyncStatus | None = None) -> str:
    status = status or SyncStatus(phase="idle", online=True, error=f"{CANARY} 7")
    found = await desk.replica.read(facts)
    return diagnostics(found, status, versions(), desk.clock.now())


def test_it_says_what_support_asks_first(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await desk.replica.write("Correct", lambda tx: tx.update(patients, GRACE, phone="22"))
            desk.clock.advance(90)
            status = SyncStatus(phase="offline", error="net.offline")
            told = await text_of(desk, status)
            for line in (
                "phase: offline",
                "last error: net.offline",
                "server clock minus ours: not measured",
                f"device: {desk.replica.device}",
                "oldest: 0:01:30",
                "waiting waiting/update/patients: 1",
                "rows appointments: 0",
            ):
                assert line in told.splitlines(), line
            assert any(line.startswith("sqlite: 3.") for line in told.splitlines())
            assert any(line.startswith("program: ") for line in told.splitlines())

    run(story())


def test_people_are_not_in_it_either(run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            told = await text_of(desk)
            assert LUCIA not in told
            names = select(REPLICATED["facility_members"].c.display_name)
            for name in await desk.replica.read(lambda db: list(db.scalars(names))):
                assert name
                assert name not in told

    run(story())


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("same_field", "same_field"),
        ("net.server_trouble", "net.server_trouble"),
        ("OperationalError", "OperationalError"),
        ("7412:1:0", "7412:1:0"),
        ("Mbeki", NO_CODE),
        ("grace mbeki", NO_CODE),
        ("+27 21 555 0134", NO_CODE),
        ("x" * 65, NO_CODE),
        ("", NO_CODE),
        ("line\nbreak", NO_CODE),
    ],
)
def test_only_what_looks_like_a_code_is_repeated(word: str, said: str) -> None:
    assert code(word) == said
