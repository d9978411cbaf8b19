"""PostgreSQL in a folder of its own: it keeps its data, and nothing of it runs after we stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from sync.embedded import processes
from sync.embedded.postgres import BIN_VARIABLE, DatabaseTrouble, Postgres, binaries


@pytest.fixture
def made(home: Path) -> Path:
    """A database that was made before."""
    return home / "postgres"


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a database will be made."""
    with tempfile.TemporaryDirectory(prefix="clinic-new-") as parent:
        yield Path(parent) / "db"
        Postgres(Path(parent) / "db").end_leftover()


def connect(postgres: Postgres) -> psycopg.Connection:
    return psycopg.connect(postgres.dsn(), autocommit=True, connect_timeout=5)


def remember(postgres: Postgres, word: str) -> None:
    with connect(postgres) as db:
        db.execute("create table if not exists kept (word text)")
        db.execute("insert into kept values (%s)", [word])


def remembered(postgres: Postgres) -> list[str]:
    with connect(postgres) as db:
        return [word for (word,) in db.execute("select word from kept order by word")]


def test_data_stays_between_runs_and_nothing_keeps_running(folder: Path) -> None:
    for word in ("one", "two"):
        with Postgres(folder) as postgres:
            pid = postgres.pid
            remember(postgres, word)
        assert pid is not None
        assert not processes.is_running(pid)
    with Postgres(folder) as postgres:
        assert remembered(postgres) == ["one", "two"]


def test_what_is_committed_is_on_the_disk_and_nobody_comes_in_from_the_network(
    folder: Path,
) -> None:
    with Postgres(folder) as postgres, connect(postgres) as db:

        def setting(name: str) -> str:
            row = db.execute("select current_setting(%s)", [name]).fetchone()
            assert row is not None
            return str(row[0])

        assert setting("fsync") == setting("synchronous_commit") == "on"
        assert setting("TimeZone") == "UTC"
        assert setting("server_encoding") == "UTF8"
        assert db.execute("select lower('ÉÑ')").fetchone() == ("éñ",)
        if sys.platform != "win32":
            assert setting("listen_addresses") == ""


def test_a_server_whose_program_was_killed_is_ended_by_the_next(made: Path) -> None:
    lost = Postgres(made)
    lost.start()
    remember(lost, "before")
    assert lost.pid is not None
    with Postgres(made) as postgres:
        assert not processes.is_running(lost.pid)
        assert remembered(postgres) == ["before"]
        lost.stop()


def test_a_server_that_was_killed_itself_recovers(made: Path) -> None:
    lost = Postgres(made)
    lost.start()
    remember(lost, "before")
    assert lost.pid is not None
    os.kill(lost.pid, signal.SIGKILL)
    lost.stop()
    with Postgres(made) as postgres:
        assert remembered(postgres) == ["before"]


def test_a_note_of_a_process_that_is_somebody_else_is_not_believed(made: Path) -> None:
    with Postgres(made) as postgres:
        lines = (made / "postmaster.pid").read_text().splitlines()
        remember(postgres, "before")
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        note = "\n".join([str(bystander.pid), *lines[1:]])
        (made / "postmaster.pid").write_text(note + "\n")
        with Postgres(made) as postgres:
            assert remembered(postgres) == ["before"]
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait(10)


def test_a_deep_folder_does_not_matter(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60) / "db"
    with Postgres(deep) as postgres:
        remember(postgres, "deep")
        assert remembered(postgres) == ["deep"]
    assert (deep / "PG_VERSION").exists()


def test_a_folder_with_other_files_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("dear")
    with pytest.raises(DatabaseTrouble, match="nothing was overwritten"):
        Postgres(folder).start()
    assert (folder / "letter.txt").read_text() == "dear"
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]


def test_an_interrupted_beginning_is_begun_again(folder: Path) -> None:
    half = folder.with_name("db.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with Postgres(folder) as postgres:
        remember(postgres, "whole")


def test_data_of_another_version_is_refused_in_words(made: Path) -> None:
    with Postgres(made):
        pass
    (made / "PG_VERSION").write_text("12\n")
    with pytest.raises(DatabaseTrouble, match="belongs to PostgreSQL 12"):
        Postgres(made).start()


def test_a_database_that_does_not_start_says_why(made: Path) -> None:
    with pytest.raises(DatabaseTrouble, match="shared_buffers"):
        Postgres(made, settings={"shared_buffers": "nonsense"}).start()
    with Postgres(made) as postgres:
        remember(postgres, "now it does")


def test_a_missing_database_program_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(BIN_VARIABLE, str(tmp_path))
    with pytest.raises(DatabaseTrouble, match="no PostgreSQL in"):
        binaries()
