"""Migrations run once, whole and in order, as no superuser; data from the future is left alone."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from sync.embedded.apply import apply
from sync.embedded.postgres import DatabaseTrouble
from sync.errors import Defect, Outdated
from tests.support.server import Database, fresh_database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two migrations, the second of which needs the first."""
    (tmp_path / "20260101000000_first.sql").write_text("create table public.a (x int);")
    (tmp_path / "20260102000000_second.sql").write_text("alter table public.a add y text;")
    (tmp_path / "README.md").write_text("not a migration")
    return tmp_path


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("none")


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.superuser_dsn) as db:
        return list(db.execute(query))


def recorded(database: Database) -> list[tuple[object, ...]]:
    return rows(
        database, "select version, name from supabase_migrations.schema_migrations order by 1"
    )


def test_each_runs_once_and_is_recorded(empty: Path, folder: Path) -> None:
    with fresh_database(migrations=empty) as database:
        assert apply(database.superuser_dsn, folder) == ["20260101000000", "20260102000000"]
        assert apply(database.superuser_dsn, folder) == []
        assert recorded(database) == [("20260101000000", "first"), ("20260102000000", "second")]
        (folder / "20260103000000_third.sql").write_text("drop table public.a;")
        assert apply(database.superuser_dsn, folder) == ["20260103000000"]


def test_one_that_fails_leaves_nothing_and_says_where(empty: Path, folder: Path) -> None:
    broken = folder / "20260103000000_third.sql"
    broken.write_text("create table public.b ();\n\ninsert into public.nowhere values (1);")
    with fresh_database(migrations=empty) as database:
        with pytest.raises(Defect, match=r"20260103000000_third.sql failed, line 3: 42P01"):
            apply(database.superuser_dsn, folder)
        assert len(recorded(database)) == 2
        assert rows(database, "select to_regclass('public.b')") == [(None,)]
        broken.write_text("create table public.b ();")
        assert apply(database.superuser_dsn, folder) == ["20260103000000"]


def test_data_of_a_newer_program_is_left_alone(empty: Path, folder: Path) -> None:
    with fresh_database(migrations=empty) as database:
        apply(database.superuser_dsn, folder)
        (folder / "20260102000000_second.sql").unlink()
        with pytest.raises(Outdated, match="written by a newer program"):
            apply(database.superuser_dsn, folder)
        assert len(recorded(database)) == 2


def test_another_history_is_left_alone(empty: Path, folder: Path) -> None:
    with fresh_database(migrations=empty) as database:
        apply(database.superuser_dsn, folder)
        late = folder / "20260101120000_between.sql"
        late.write_text("create table public.c ();")
        with pytest.raises(DatabaseTrouble, match="history"):
            apply(database.superuser_dsn, folder)
        assert rows(database, "select to_regclass('public.c')") == [(None,)]


def test_they_run_as_the_role_that_is_no_superuser(empty: Path, folder: Path) -> None:
    with fresh_database(migrations=empty) as database:
        apply(database.superuser_dsn, folder)
        owner = rows(database, "select tableowner from pg_tables where tablename = 'a'")
        assert owner == [("postgres",)]
        power = rows(database, "select rolsuper from pg_roles where rolname = 'postgres'")
        assert power == [(False,)]
        (folder / "20260103000000_power.sql").write_text("alter system set fsync = off;")
        with pytest.raises(Defect):
            apply(database.superuser_dsn, folder)


def test_a_changed_prelude_bears_a_second_run(empty: Path) -> None:
    with fresh_database(migrations=empty) as database:
        person = database.create_user("stays@clinic.test")
        with psycopg.connect(database.superuser_dsn, autocommit=True) as db:
            db.execute("update supabase_migrations.prelude set hash = 'older'")
        apply(database.superuser_dsn, empty)
        assert rows(database, f"select id::text from auth.users where id = '{person}'")
        assert rows(database, "select hash from supabase_migrations.prelude") != [("older",)]
