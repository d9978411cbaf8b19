"""A newer program was here: this one reads what it left, and changes not a byte of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from sync.backend.protocol import Session
from sync.clock import FakeClock
from sync.engine.reading import ReadingEngine
from sync.errors import NewerReplica
from sync.replica import cipher, migrations, rekey
from sync.replica.export import export_drafts, unsent
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import outbox, patients
from tests.replica.conftest import OpenReplica
from tests.replica.rows import KEY, in_name_order, put, server_patient, shown

Run = Callable[[Any], Any]
NEWER = len(migrations.STEPS) + 3


@pytest.fixture
def file(tmp_path: Path, run: Run, opened: OpenReplica) -> Path:
    """A replica with a draft in it, which a newer program has brought to its own shape."""

    async def fill() -> None:
        async with opened() as replica:
            await replica.apply(
                lambda db: put(db, 1, server_patient("p1", phone="1"), server_patient("p2"))
            )
            await replica.write("Edit", lambda tx: tx.update(patients, "p1", phone="mine"))

    run(fill())
    file = tmp_path / "clinic.db"
    with closing(cipher.connect(file, KEY)) as raw:
        raw.execute("CREATE TABLE holograms (id TEXT)")
        raw.execute("ALTER TABLE patients ADD COLUMN blood_group TEXT")
        raw.execute("UPDATE patients SET blood_group = '0+', gender = 'fluid' WHERE id = 'p2'")
        raw.execute(f"PRAGMA user_version = {NEWER}")
    return file


def content(file: Path) -> dict[str, bytes]:
    """The file and its journal; SQLite's shared memory holds no data, and an empty journal none."""
    found = {p.name: p.read_bytes() for p in file.parent.iterdir() if p.name.startswith(file.name)}
    return {
        name: data
        for name, data in found.items()
        if data and not name.endswith((".lock", "-shm", ".check"))
    }


def test_everything_is_shown_and_the_file_stays_as_it_is(
    file: Path, run: Run, opened: OpenReplica
) -> None:
    before = content(file)

    async def story() -> None:
        async with opened() as replica:
            assert replica.is_newer
            assert replica.device
            assert {row.id for row in await replica.read(in_name_order().run)} == {"p1", "p2"}
            mine, other = await shown(replica, "p1"), await shown(replica, "p2")
            assert mine is not None
            assert mine["phone"] == "mine"
            assert other is not None
            assert other["gender"] == "fluid", "a word that this program does not know"
            stream = replica.watch(in_name_order())
            assert len(await anext(stream)) == 2
            await stream.aclose()

    run(story())
    assert content(file) == before


def everything_that_writes() -> dict[str, Callable[[Replica], Any]]:
    return {
        "a draft": lambda r: r.write("Edit", lambda tx: tx.update(patients, "p1", phone="2")),
        "a local note": lambda r: r.write(
            "Keep", lambda tx: tx.db.execute(text("DELETE FROM cards")) and None
        ),
        "a pull": lambda r: r.apply(lambda db: put(db, 9, server_patient("p3"))),
        "another key": lambda r: r.exchange(lambda raw: (r.path, KEY)),
    }


@pytest.mark.parametrize("name", everything_that_writes())
def test_nothing_is_written(file: Path, run: Run, opened: OpenReplica, name: str) -> None:
    before = content(file)

    async def story() -> None:
        async with opened() as replica:
            drafts = await replica.read(lambda db: list(db.execute(select(outbox))))
            with pytest.raises(NewerReplica):
                await everything_that_writes()[name](replica)
            await replica.note("look", "Open a record", table="patients", row_id="p1")
            await replica.tidy()
            assert await replica.read(lambda db: list(db.execute(select(outbox)))) == drafts

    run(story())
    assert content(file) == before


def test_it_is_read_only_again_after_a_rest(file: Path, run: Run, opened: OpenReplica) -> None:
    before = content(file)

    async def story() -> None:
        async with opened() as replica:
            await replica.rest()
            await replica.wake(KEY)
            assert replica.is_newer
            with pytest.raises(NewerReplica):
                await replica.apply(lambda db: put(db, 9, server_patient("p3")))
            assert len(await replica.read(in_name_order().run)) == 2

    run(story())
    assert content(file) == before


def test_what_the_newer_program_left_in_its_journal_is_read_too(
    file: Path, run: Run, opened: OpenReplica
) -> None:
    """It was killed: its last commits are in the journal, and stay there for it."""
    with closing(cipher.connect_writer(file, KEY)) as raw:
        raw.execute("UPDATE patients SET phone = 'last words' WHERE id = 'p2'")
        left = {p: p.read_bytes() for p in file.parent.iterdir() if p.name.startswith(file.name)}
    for path, data in left.items():
        path.write_bytes(data)
    before = content(file)
    assert before["clinic.db-wal"]

    async def story() -> None:
        async with opened() as replica:
            row = await shown(replica, "p2")
            assert row is not None
            assert row["phone"] == "last words"

    run(story())
    assert content(file) == before


def test_a_table_that_is_not_where_it_was_says_why(
    file: Path, run: Run, opened: OpenReplica
) -> None:
    with closing(cipher.connect(file, KEY)) as raw:
        raw.execute("ALTER TABLE patients RENAME COLUMN family_name TO surname")

    async def story() -> None:
        async with opened() as replica:
            with pytest.raises(NewerReplica):
                await replica.read(in_name_order().run)
            assert await replica.read(lambda db: len(db.execute(select(outbox)).all())) == 1

    run(story())


def test_what_cannot_be_written_down_is_not_exported(
    file: Path, run: Run, opened: OpenReplica, clock: FakeClock, tmp_path: Path
) -> None:
    """The audit trail hears of an export first, and it is the newer program's."""

    async def story() -> None:
        async with opened() as replica:
            assert (await replica.read(unsent)).drafts == 1, "it is told what there is"
            with pytest.raises(NewerReplica):
                await export_drafts(replica, tmp_path / "drafts", "four words", clock.now())

    run(story())
    assert not (tmp_path / "drafts").exists()


class NoLine:
    """A backend that must not be asked."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked")


def test_nothing_is_sent_or_fetched_and_the_status_says_why(
    file: Path, run: Run, clock: FakeClock
) -> None:
    before = content(file)

    async def story() -> None:
        async with open_replica(file, KEY, person="reception", clock=clock) as replica:
            engine = ReadingEngine(replica, NoLine(), clock)  # type: ignore[arg-type]
            await engine.signed_in(
                Session(
                    person="reception",
                    email="",
                    access_token="a",
                    refresh_token="r",
                    expires_in=1,
                    issued_at=clock.now(),
                )
            )
            running = asyncio.create_task(engine.run())
            statuses = engine.statuses()
            async for status in statuses:
                if status.error:
                    break
            await statuses.aclose()
            assert (status.error, status.waiting, status.online) == (NewerReplica.code, 1, False)
            assert status.oldest_waiting_at == clock.now()
            for nudge in (engine.wake, engine.resume, engine.pause):
                nudge()
            engine.watched(True)
            await engine.still()
            await engine.sign_out()
            with pytest.raises(NewerReplica):
                await engine.prove()
            assert engine.status == status
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    run(story())
    assert content(file) == before


def test_another_key_is_for_the_newer_program_to_make(
    file: Path, run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            with pytest.raises(NewerReplica):
                await rekey.rekey(replica, "a password", clock.now())

    before = content(file)
    run(story())
    assert content(file) == before
