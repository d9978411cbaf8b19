"""The file on the disk: what it gives away, and what happens when it cannot be opened."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from sync.clock import FakeClock
from sync.errors import ClinicError, Damaged, ReplicaTrouble, WrongKey
from sync.replica import cipher
from sync.replica.replica import open_replica
from sync.replica.tables import patients
from tests.replica.conftest import OpenReplica
from tests.replica.rows import KEY, a_patient, in_name_order, put, server_patient

Run = Callable[[Any], Any]
CANARY = "Kanarienvogel"
OTHER_KEY = b"x" * 32


@pytest.fixture
def file(tmp_path: Path, run: Run, opened: OpenReplica) -> Path:
    """A replica of some pages, closed."""

    async def fill() -> None:
        async with opened() as replica:
            many = [server_patient(f"p{n}", note="n" * 700) for n in range(60)]
            await replica.apply(lambda db: put(db, 1, *many))

    run(fill())
    return tmp_path / "clinic.db"


def bytes_beside(file: Path) -> dict[str, bytes]:
    """Everything in the folder but the lock and SQLite's shared memory, which holds no data."""
    return {
        each.name: each.read_bytes()
        for each in file.parent.iterdir()
        if not each.name.endswith((".lock", "-shm"))
    }


def fails_with(file: Path, clock: FakeClock, run: Run, key: bytes = KEY) -> type[ClinicError]:
    """The failure of opening and reading all; the files are as before."""
    before = bytes_beside(file)

    async def story() -> None:
        async with open_replica(file, key, person="reception", clock=clock) as replica:
            await replica.read(in_name_order().run)
            await replica.read(lambda db: db.exec_driver_sql("SELECT * FROM scope_rows").all())

    with pytest.raises(ReplicaTrouble) as caught:
        run(story())
    assert bytes_beside(file) == before
    return caught.type


def test_no_word_of_a_patient_is_readable_in_any_file(
    run: Run, opened: OpenReplica, tmp_path: Path
) -> None:
    def found() -> list[str]:
        needles = [CANARY.encode(), CANARY.lower().encode(), CANARY.encode("utf-16-le"), b"CREATE "]
        return [
            each.name
            for each in tmp_path.iterdir()
            if any(needle in each.read_bytes() for needle in needles)
        ]

    async def story() -> None:
        async with opened() as replica:
            for n in range(20):
                await replica.write(
                    "Register",
                    lambda tx, n=n: tx.insert(
                        patients, **a_patient(family_name=CANARY, note=f"{CANARY} {n}")
                    ),
                )
            assert {"clinic.db", "clinic.db-wal", "clinic.db-shm"} <= set(os.listdir(tmp_path))
            assert found() == []

    run(story())
    assert found() == []
    with (
        closing(sqlite3.connect(tmp_path / "clinic.db")) as plain,
        pytest.raises(sqlite3.DatabaseError, match="not a database"),
    ):
        plain.execute("SELECT * FROM patients")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other users out by the folder")
def test_nobody_else_on_this_computer_may_read_it(file: Path) -> None:
    for each in file.parent.iterdir():
        assert each.stat().st_mode & 0o077 == 0, each.name


def test_another_key_is_said_to_be_one(file: Path, clock: FakeClock, run: Run) -> None:
    assert fails_with(file, clock, run, OTHER_KEY) is WrongKey
    file.with_name("clinic.db.check").unlink()
    assert fails_with(file, clock, run, OTHER_KEY) is WrongKey


def test_the_right_key_to_a_damaged_first_page_is_not_called_wrong(
    file: Path, clock: FakeClock, run: Run
) -> None:
    with file.open("r+b") as out:
        out.seek(50)
        byte = out.read(1)
        out.seek(50)
        out.write(bytes([byte[0] ^ 1]))
    assert fails_with(file, clock, run) is Damaged


@pytest.mark.parametrize("keep", [0, 1, 4096, 8192, 3 * 4096 + 7])
def test_a_file_cut_off_is_damaged_and_stays_as_it_is(
    file: Path, clock: FakeClock, run: Run, keep: int
) -> None:
    os.truncate(file, keep)
    assert fails_with(file, clock, run) is Damaged


def test_a_flipped_bit_is_found_when_its_page_is_read(
    file: Path, clock: FakeClock, run: Run
) -> None:
    whole = file.read_bytes()
    found = 0
    for page in range(1, len(whole) // 4096, 3):
        hurt = bytearray(whole)
        hurt[page * 4096 + 100] ^= 1
        file.write_bytes(bytes(hurt))
        try:
            assert fails_with(file, clock, run) is Damaged
            found += 1
        except pytest.fail.Exception:
            # A page this story does not read: whoever checks them all finds it.
            raw = cipher.connect(file, KEY)
            assert raw.execute("PRAGMA cipher_integrity_check").fetchall(), f"page {page}"
            raw.close()
    assert found >= 5


def test_an_untouched_file_has_no_bad_page(file: Path) -> None:
    raw = cipher.connect(file, KEY, mode="ro")
    assert raw.execute("PRAGMA cipher_integrity_check").fetchall() == []
    raw.close()


def test_a_file_of_somebody_else_is_left_alone(file: Path, clock: FakeClock, run: Run) -> None:
    file.with_name("clinic.db.check").unlink()
    file.write_text("Dear diary")
    assert fails_with(file, clock, run) is Damaged

    file.unlink()
    plain = sqlite3.connect(file)
    plain.execute("CREATE TABLE patients (id)")
    plain.commit()
    plain.close()
    assert fails_with(file, clock, run) is Damaged

    file.unlink()
    other = cipher.connect(file, KEY, mode="rwc")
    other.execute("CREATE TABLE patients (id)")
    other.close()
    assert fails_with(file, clock, run) is Damaged


def test_a_journal_without_its_file_is_not_taken_for_a_fresh_start(
    file: Path, clock: FakeClock, run: Run
) -> None:
    file.unlink()
    file.with_name("clinic.db-wal").write_bytes(b"drafts may be in here")
    assert fails_with(file, clock, run) is Damaged


def test_a_journal_survives_the_attempt_to_open_its_damaged_file(
    tmp_path: Path, run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    """Drafts that were never copied into the main file are in the journal alone."""
    crashed = tmp_path / "crashed"
    crashed.mkdir()

    async def fill() -> None:
        async with opened() as replica:
            for _ in range(30):
                await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            for name in ("clinic.db", "clinic.db-wal", "clinic.db.check"):
                (crashed / name).write_bytes((tmp_path / name).read_bytes())

    run(fill())
    whole = (crashed / "clinic.db").read_bytes()
    os.truncate(crashed / "clinic.db", 4096 * 3)
    assert fails_with(crashed / "clinic.db", clock, run) is Damaged
    assert fails_with(crashed / "clinic.db", clock, run, OTHER_KEY) is WrongKey

    (crashed / "clinic.db").write_bytes(whole)

    async def look() -> int:
        async with opened(crashed / "clinic.db") as replica:
            return len(await replica.read(in_name_order().run))

    assert run(look()) == 30, "as after a crash: what the journal holds is there"


def test_an_interrupted_first_start_is_begun_again(
    tmp_path: Path, run: Run, opened: OpenReplica
) -> None:
    (tmp_path / "clinic.db.new").write_bytes(b"half of a file that was never in use")

    async def story() -> None:
        async with opened() as replica:
            assert await replica.read(in_name_order().run) == []

    run(story())
    assert not (tmp_path / "clinic.db.new").exists()


def test_an_unreadable_replica_is_moved_aside_whole(
    file: Path, clock: FakeClock, run: Run, opened: OpenReplica
) -> None:
    os.truncate(file, 4096)
    (file.parent / "clinic.db-wal").write_bytes(b"the journal goes along")
    before = file.read_bytes()

    aside = cipher.set_aside(file, clock.now())

    assert aside.read_bytes() == before
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"the journal goes along"

    async def story() -> None:
        async with opened() as replica:
            assert await replica.read(in_name_order().run) == []

    run(story())
    assert aside.read_bytes() == before


def test_the_settings_of_a_connection_are_what_the_promises_need(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            names = ("journal_mode", "secure_delete", "temp_store", "foreign_keys", "busy_timeout")

            def look(db: Any) -> list[Any]:
                return [db.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

            for way in (replica.read, replica.apply):
                assert await way(look) == ["wal", 1, 2, 0, 5000]

    run(story())
