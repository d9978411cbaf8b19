"""A damaged replica is set aside; what can be read of the unsent work comes over, the rest is said."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from sync.clock import FakeClock
from sync.errors import Damaged
from sync.replica import cipher
from sync.replica.replica import open_replica
from sync.replica.salvage import Salvaged, salvage
from sync.replica.settings import read_setting, write_setting
from sync.replica.tables import outbox, patients
from sync.replica.transaction import Transaction
from tests.replica.conftest import OpenReplica
from tests.replica.rows import KEY, a_patient, put, server_patient

Run = Callable[[Any], Any]
PAGE, DRAFTS = 4096, 40


@pytest.fixture
def file(tmp_path: Path, run: Run, opened: OpenReplica) -> Path:
    """A replica with drafts, text that was not saved, and rows of the server, closed."""

    async def fill() -> None:
        async with opened() as replica:
            many = [server_patient(f"p{n}", note="n" * 700) for n in range(60)]
            await replica.apply(lambda db: put(db, 1, *many))
            for n in range(DRAFTS):
                typed = a_patient(note=f"draft {n} " * 100)
                await replica.write("Register", partial(_register, typed))
            await replica.write("Keep", lambda tx: write_setting(tx.db, "form/me/1", "half a sent"))

    run(fill())
    return tmp_path / "clinic.db"


def _register(typed: dict[str, Any], tx: Transaction) -> None:
    tx.insert(patients, **typed)


ROWS = "SELECT patch FROM outbox ORDER BY seq"
NUMBERS = "SELECT seq FROM outbox INDEXED BY outbox_by_row"


def reads(file: Path, statement: str) -> bool:
    """Whether this can be read to its end."""
    try:
        db = cipher.connect(file, KEY, mode="ro")
    except dbapi2.DatabaseError:
        return False
    try:
        return bool(db.execute(statement).fetchall())
    except dbapi2.DatabaseError:
        return False
    finally:
        db.close()


def hurt_where(file: Path, **wanted: bool) -> None:
    """Flip a bit on a page so that the drafts' rows and their numbers can, or cannot, be read."""
    # From the end: what lies there are leaves, while the roots of the tables come first.
    for page in reversed(range(file.stat().st_size // PAGE)):
        hurt(file, page)
        if {"rows": reads(file, ROWS), "numbers": reads(file, NUMBERS)} == wanted:
            return
        hurt(file, page)
    raise AssertionError("no such page")


def hurt(file: Path, page: int) -> None:
    with file.open("r+b") as out:
        out.seek(page * PAGE + 100)
        byte = out.read(1)
        out.seek(page * PAGE + 100)
        out.write(bytes([byte[0] ^ 1]))


def fetched_again(
    file: Path, clock: FakeClock, run: Run, opened: OpenReplica
) -> tuple[Salvaged, list[str], Any]:
    """Set aside, a fresh replica in its place; what came over, the notes, the text."""
    aside = cipher.set_aside(file, clock.now())
    before = aside.read_bytes()

    async def story() -> tuple[Salvaged, list[str], Any]:
        async with opened() as replica:
            brought = await salvage(replica, aside, KEY, label="Bring over")
            drafts = await replica.read(
                lambda db: db.scalars(select(outbox.c.patch).order_by(outbox.c.seq)).all()
            )
            text = await replica.read(lambda db: read_setting(db, "form/me/1"))
            return brought, [patch["note"] for patch in drafts], text

    said: tuple[Salvaged, list[str], Any] = run(story())
    assert aside.read_bytes() == before, "the damaged file is kept as it is"
    return said


def test_drafts_come_over_whole_when_the_damage_is_elsewhere(
    file: Path, clock: FakeClock, run: Run, opened: OpenReplica
) -> None:
    hurt_where(file, rows=True, numbers=True)

    brought, notes, text = fetched_again(file, clock, run, opened)

    assert brought == Salvaged(drafts=DRAFTS, texts=1)
    assert brought.is_whole
    assert notes == [f"draft {n} " * 100 for n in range(DRAFTS)]
    assert text == "half a sent"


def test_what_cannot_be_read_is_counted_and_all_else_comes_over(
    file: Path, clock: FakeClock, run: Run, opened: OpenReplica
) -> None:
    hurt_where(file, rows=False, numbers=True)

    brought, notes, _ = fetched_again(file, clock, run, opened)

    assert brought.lost is not None
    assert 0 < brought.lost < DRAFTS / 2
    assert brought.drafts == len(notes) == DRAFTS - brought.lost
    assert set(notes) < {f"draft {n} " * 100 for n in range(DRAFTS)}
    assert not brought.is_whole


def test_where_nothing_can_be_read_that_is_said(
    file: Path, clock: FakeClock, run: Run, opened: OpenReplica
) -> None:
    os.truncate(file, PAGE)
    brought, notes, text = fetched_again(file, clock, run, opened)
    assert (brought, notes, text) == (Salvaged(lost=None), [], None)
    assert not brought.is_whole


def test_the_damaged_replica_is_refused_before_it_is_set_aside(
    file: Path, clock: FakeClock, run: Run
) -> None:
    hurt(file, 0)

    async def story() -> None:
        async with open_replica(file, KEY, person="reception", clock=clock):
            pass

    with pytest.raises(Damaged):
        run(story())
    assert [each.name for each in file.parent.iterdir() if "damaged" in each.name] == []
