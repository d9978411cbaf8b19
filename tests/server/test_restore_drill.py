"""The drill of a restore: a backup of the whole database, work after it, the disk lost, the backup put back.

Every row of the backup is there again within a minute, and what was done after it comes back from the
workstations: each change once.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select

from sync.embedded import seed
from sync.embedded.apply import apply
from sync.embedded.postgres import Postgres, binaries
from sync.replica.tables import patients
from sync.resources import resource
from tests.bench.clinic import Account, Line
from tests.bench.desk import Desk, open_desk
from tests.support.server import Database, cluster, fresh_database, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]
WITHIN_S = 60.0


def run_program(name: str, *arguments: str) -> None:
    """One of PostgreSQL's own."""
    done = subprocess.run(
        [str(binaries() / name), *arguments],
        capture_output=True,
        text=True,
        timeout=WITHIN_S,
        check=False,
        env={each: value for each, value in os.environ.items() if not each.startswith("PG")},
    )
    assert done.returncode == 0, done.stderr


def contents(database: Database) -> dict[str, tuple[int, str]]:
    """Every table of the clinic, its accounts and its feed: how many rows, and a hash of them all."""
    found = {}
    with psycopg.connect(database.superuser_dsn) as db:
        tables = db.execute(
            """select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname in ('public', 'sync', 'auth', 'app') and c.relkind = 'r'"""
        ).fetchall()
        for table in tables:
            rows = db.execute(
                sql.SQL(
                    "select count(*), md5(coalesce(string_agg(t::text, e'\\n' order by t::text), ''))"
                    " from {} t"
                ).format(sql.Identifier(*table))
            ).fetchone()
            assert rows is not None
            found[".".join(table)] = rows
        # Without these, a session that was ended from afar would live on after the restore.
        told = db.execute(
            """select count(*),
                      md5(string_agg(setrole::regrole::text || s.setconfig::text, ' ' order by setrole))
               from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase
               where d.datname = current_database()"""
        ).fetchone()
        assert told is not None
        assert told[0] > 0
        found["what roles are told"] = told
    return found


@contextmanager
def restored(database: Database, backup: Path, where: str, home: Path) -> Iterator[Database]:
    """As an operator does it: the database goes and the backup comes, on the same server or on another."""
    if where == "here":
        with psycopg.connect(cluster().dsn(), autocommit=True) as db:
            drop = sql.SQL("drop database {} with (force)")
            db.execute(drop.format(sql.Identifier(database.name)))
        run_program("pg_restore", "--create", "--exit-on-error", "-d", cluster().dsn(), str(backup))
        yield database
        return
    with Postgres(home / "pg", settings={"fsync": "off"}) as server:
        apply(server.dsn(), resource("supabase", "migrations"))  # for the roles, which no dump has
        run_program("pg_restore", "--create", "--exit-on-error", "-d", server.dsn(), str(backup))
        yield Database(database.name, server.dsn(database.name))


def names_on_the_server(database: Database) -> list[str]:
    with psycopg.connect(database.dsn) as db:
        rows = db.execute("select family_name from patients where family_name like 'Drill %'")
        return sorted(name for (name,) in rows)


async def register(desk: Desk, facility: str, name: str) -> str:
    return await desk.replica.write(
        "Register", lambda tx: tx.insert(patients, facility_id=facility, family_name=name)
    )


async def quiet(desk: Desk) -> None:
    desk.engine.wake()
    await desk.quiet(20.0)


@pytest.mark.parametrize(
    ("where", "is_told"), [("here", True), ("here", False), ("another server", False)]
)
def test_a_backup_is_put_back_whole_and_the_workstations_bring_what_came_after_it(
    run: Run, tmp_path: Path, where: str, is_told: bool
) -> None:
    """Also where nobody says that it is another server now, and where it is one."""
    backup = tmp_path / "clinic.dump"
    email = seed.ACCOUNTS["reception"]
    with fresh_database() as database:
        replica = tmp_path / "desk.replica"

        with running_backend(database=database, seed=seed.sample) as server:
            port, keys = int(server.url.rpartition(":")[2]), server.keys
            with psycopg.connect(database.dsn) as db:
                found = db.execute(
                    """select u.id::text, m.facility_id::text from auth.users u
                       join facility_members m on m.user_id = u.id where u.email = %s""",
                    [email],
                ).fetchone()
            assert found is not None
            person, facility = found
            account = Account(person, email, seed.PASSWORD)
            line = Line(server.url, server.publishable_key)

            async def a_day() -> dict[str, tuple[int, str]]:
                async with open_desk(replica, account, line) as desk:
                    await desk.sign_in(account)
                    await quiet(desk)
                    edited = await register(desk, facility, "Drill before")
                    await quiet(desk)
                    saved = contents(database)
                    run_program("pg_dump", "-Fc", "-f", str(backup), database.superuser_dsn)
                    for number in range(5):
                        await register(desk, facility, f"Drill after {number}")
                    await desk.replica.write(
                        "Correct", lambda tx: tx.update(patients, edited, phone="600 918 273")
                    )
                    await quiet(desk)
                    return saved

            saved = run(a_day())
        everything = names_on_the_server(database)
        assert len(everything) == 6

        began = time.monotonic()
        with restored(database, backup, where, tmp_path) as again:
            assert contents(again) == saved
            took = time.monotonic() - began
            print(f"put back and compared in {took:.1f} s")
            assert took < WITHIN_S
            assert names_on_the_server(again) == ["Drill before"]
            if is_told:
                with psycopg.connect(again.superuser_dsn) as db:
                    db.execute("update sync.settings set generation = gen_random_uuid()")

            with running_backend(database=again, port=port, keys=keys) as server:

                async def the_day_after() -> set[str]:
                    async with open_desk(replica, account, line) as desk:
                        await desk.sign_in(account)
                        await quiet(desk)
                        assert await desk.cards() == 0
                        rows = select(patients.c.family_name).where(
                            patients.c.family_name.like("Drill %")
                        )
                        return set(await desk.replica.read(lambda db: db.scalars(rows).all()))

                shown = run(the_day_after())
            assert names_on_the_server(again) == everything, "each change once"
            assert shown == set(everything)
            with psycopg.connect(again.dsn) as db:
                told = db.execute(
                    "select phone from patients where family_name = 'Drill before'"
                ).fetchone()
            assert told == ("600 918 273",)
