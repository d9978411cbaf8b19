"""The server side of a benchmark: a PostgreSQL of its own, durable as in a clinic, and its gateway.

The tests' own server is not used: it does not wait for the disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from sync.embedded.apply import apply
from sync.embedded.postgres import Postgres
from sync.embedded.users import create_user
from sync.resources import resource
from tests.bench import workload
from tests.bench.workload import House, Row
from tests.support.server import PASSWORD, Database, running_backend

TEMPLATE = "clinic_template"
ROWS_PER_COMMIT = 2_000


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in."""

    id: str
    email: str
    password: str = PASSWORD


@dataclass(frozen=True, slots=True)
class Clinic:
    """A database with a clinic in it."""

    database: Database
    house: House
    patients: tuple[str, ...]
    today: datetime

    def staff(self, role: str = "reception") -> Account:
        """Somebody new who works there."""
        return member_of(self.database, [self.house.facility], role)

    def connect(self, role: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """A session of its own, past the gateway; it commits each statement."""
        return psycopg.connect(self.database.dsn_of(role), autocommit=True)


@dataclass(frozen=True, slots=True)
class Line:
    """Where a client finds the server: everything a child process must know."""

    url: str
    key: str


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A running PostgreSQL with a database to be copied."""
    with Postgres(folder / "pg") as server:
        with psycopg.connect(server.dsn(), autocommit=True) as db:
            db.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
        apply(server.dsn(TEMPLATE), resource("supabase", "migrations"))
        yield server


def fresh(server: Postgres, name: str) -> Database:
    """A database with the schema and nothing in it."""
    with psycopg.connect(server.dsn(), autocommit=True) as db:
        db.execute(
            sql.SQL("create database {} template {} strategy file_copy").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )
    return Database(name, server.dsn(name))


def settle(server: Postgres, *databases: Database) -> None:
    """Statistics are fresh and the disk has everything, so that measuring can begin."""
    for database in databases:
        with psycopg.connect(database.superuser_dsn, autocommit=True) as db:
            db.execute("vacuum (analyze)")
    with psycopg.connect(server.dsn(), autocommit=True) as db:
        db.execute("checkpoint")


def a_clinic(
    database: Database, *, patients: int, providers: int = 4, days: int = 5, per_provider: int = 20
) -> Clinic:
    """Found a clinic with so many patients and appointments on `days` days from yesterday on."""
    house = workload.a_house(providers)
    now = datetime.now(UTC)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    people: list[str] = []

    def registered() -> Iterator[Row]:
        for row in workload.patients(house, patients):
            people.append(row["id"])
            yield row

    with psycopg.connect(database.dsn) as db:
        for table, rows in workload.small_tables(house).items():
            copy(db, table, rows)
        copy(db, "patients", registered())
        for n in range(days if people else 0):
            day = today + timedelta(days=n - 1)
            copy(db, "appointments", workload.appointments(house, people, day, per_provider))
    return Clinic(database, house, tuple(people), today)


def copy(db: psycopg.Connection[tuple[object, ...]], table: str, rows: Iterable[Row]) -> None:
    """Bring rows into a table, some thousand per commit."""
    source = iter(rows)
    while part := list(islice(source, ROWS_PER_COMMIT)):
        columns = list(part[0])
        statement = sql.SQL("copy public.{} ({}) from stdin").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        with db.cursor() as cursor, cursor.copy(statement) as stream:
            for row in part:
                stream.write_row([row[column] for column in columns])
        db.commit()


def member_of(database: Database, facilities: list[str], role: str) -> Account:
    """Somebody new with a role in each of these facilities."""
    email = f"{role}.{datetime.now(UTC).timestamp():.6f}@example.org"
    person = create_user(database.dsn, email, PASSWORD, "Lucía Herrera")
    with psycopg.connect(database.dsn, autocommit=True) as db:
        db.execute(
            "insert into public.facility_members (facility_id, user_id, role, display_name)"
            " select unnest(%s::uuid[]), %s, %s, 'Lucía Herrera'",
            [facilities, person, role],
        )
    return Account(person, email)


@contextlib.contextmanager
def gateway(database: Database) -> Iterator[Line]:
    """The gateway before a database, in a thread of this process: keep quiet while it is measured."""
    with running_backend(database=database) as running:
        yield Line(running.url, running.publishable_key)


def claims(account: Account) -> str:
    """SQL that makes the session's transaction the person's, as PostgREST does."""
    return (
        "select set_config('role', 'authenticated', true), set_config('request.jwt.claims', "
        f'\'{{"sub": "{account.id}", "role": "authenticated"}}\', true)'
    )


def dsn_as(database: Database, role: str) -> str:
    """A connection string to the database in another role."""
    return make_conninfo(database.superuser_dsn, user=role)
