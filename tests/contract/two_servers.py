"""The server in memory and the real one behind the same handful of questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol

import msgspec
import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from sync.backend import wire
from sync.errors import NotAllowed
from tests.server.clinic import Clinic, Json, Person, call
from tests.support.fake_push import push
from tests.support.fake_schema import CONVENIENT, Refused
from tests.support.fake_server import FakeServer
from tests.support.server import Database, fresh_database


class Server(Protocol):
    """What a story needs of a server. Writes of a colleague answer with the name of the rule that
    forbids them, or "".
    """

    def put(self, table: str, row_id: str, values: Json) -> str: ...

    def remove(self, table: str, row_id: str) -> str: ...

    def ask(self, person: str, function: str, request: Json) -> Json:
        """A function of the API as somebody; {"error": ...} where it raises."""
        ...

    def visible(self, person: str) -> dict[tuple[str, str], Json]: ...

    def settle(self, min_client: int, pause: bool) -> None: ...

    def wipe(self, person: str, device: str | None) -> None: ...

    def backup(self) -> None: ...

    def restore(self) -> None: ...


class Memory:
    """`tests.support.fake_server`."""

    def __init__(self) -> None:
        self.fake = FakeServer()
        self._backup: Any = None

    def put(self, table: str, row_id: str, values: Json) -> str:
        try:
            self.fake.put(table, row_id, **values)
        except Refused as no:
            return str(no.verdict.get("detail", no.verdict.get("code")))
        return ""

    def remove(self, table: str, row_id: str) -> str:
        self.fake.remove(table, row_id)
        return ""

    def ask(self, person: str, function: str, request: Json) -> Json:
        body = json.dumps(request).encode()
        try:
            if function == "sync_push":
                answer = push(self.fake, person, msgspec.json.decode(body, type=wire.PushRequest))
            elif function == "sync_pull":
                asked = msgspec.json.decode(body, type=wire.PullRequest)
                answer = self.fake.pull(person, asked)
            else:
                wanted = msgspec.json.decode(body, type=wire.DigestRequest)
                answer = self.fake.digest(person, wanted)
        except NotAllowed:
            return {"error": "42501"}
        told: Json = json.loads(answer)
        return told

    def visible(self, person: str) -> dict[tuple[str, str], Json]:
        seen = self.fake.visible(person)
        return {
            (table, row_id): row for table, rows in seen.items() for row_id, row in rows.items()
        }

    def settle(self, min_client: int, pause: bool) -> None:
        self.fake.flags = {"min_client": min_client, "pause": pause}

    def wipe(self, person: str, device: str | None) -> None:
        self.fake.wipes.add((person, device))

    def backup(self) -> None:
        self._backup = self.fake.save()

    def restore(self) -> None:
        self.fake.load(self._backup)
        self.fake.new_epoch()


class Real:
    """PostgreSQL with the migrations, asked as PostgREST asks it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.clinic = Clinic(database.superuser_dsn)

    def close(self) -> None:
        self.settle(1, pause=False)
        self.clinic.db.close()

    def put(self, table: str, row_id: str, values: Json) -> str:
        clinic = self.clinic
        try:
            if clinic.value(f"select 1 from public.{table} where id = %s", row_id):
                clinic.change(table, row_id, **values)
            elif table == "profiles":
                clinic.db.execute(
                    "insert into auth.users (id, email, raw_user_meta_data) values (%s, %s, %s)",
                    [row_id, values["email"], Jsonb({"full_name": values["full_name"]})],
                )
            else:
                clinic.add(table, id=row_id, **CONVENIENT.get(table, {}) | values)
        except psycopg.errors.RaiseException as no:
            return str(no.diag.message_primary)
        except psycopg.errors.ExclusionViolation:
            return "slot_taken"
        except (psycopg.errors.IntegrityError, psycopg.errors.DataError) as no:
            return str(no.diag.constraint_name or no.diag.column_name or no.sqlstate)
        return ""

    def remove(self, table: str, row_id: str) -> str:
        self.clinic.remove(table, row_id)
        return ""

    def ask(self, person: str, function: str, request: Json) -> Json:
        try:
            with self.clinic.as_person(Person(person, "")) as db:
                return call(db, function, request)
        except psycopg.errors.InsufficientPrivilege as no:
            return {"error": no.sqlstate}

    def visible(self, person: str) -> dict[tuple[str, str], Json]:
        return self.clinic.visible(Person(person, ""))

    def settle(self, min_client: int, pause: bool) -> None:
        statement = b"update sync.settings set min_client = %s, pause = %s"
        self.clinic.db.execute(statement, [min_client, pause])

    def wipe(self, person: str, device: str | None) -> None:
        statement = (
            b"insert into sync.wipes (user_id, device) values (%s, %s) on conflict do nothing"
        )
        self.clinic.db.execute(statement, [person, device])

    def backup(self) -> None:
        self._copy(self._database.name, f"{self._database.name}_kept")

    def restore(self) -> None:
        self._copy(f"{self._database.name}_kept", self._database.name)
        self.clinic.db.execute(b"update sync.settings set generation = gen_random_uuid()")

    def forget_backup(self) -> None:
        """Remove what `backup` made."""
        with self._elsewhere() as db:
            kept = sql.Identifier(f"{self._database.name}_kept")
            db.execute(sql.SQL("drop database if exists {} with (force)").format(kept))

    def _copy(self, source: str, target: str) -> None:
        """A database is copied while nobody is in it."""
        self.clinic.db.close()
        names = {"source": sql.Identifier(source), "target": sql.Identifier(target)}
        with self._elsewhere() as db:
            db.execute(sql.SQL("drop database if exists {target} with (force)").format(**names))
            copy = "create database {target} owner postgres template {source} strategy file_copy"
            db.execute(sql.SQL(copy).format(**names))
        self.clinic = Clinic(self._database.superuser_dsn)

    @contextmanager
    def _elsewhere(self) -> Iterator[psycopg.Connection[Any]]:
        dsn = psycopg.conninfo.make_conninfo(self._database.superuser_dsn, dbname="postgres")
        with psycopg.connect(dsn, autocommit=True) as db:
            yield db


@contextmanager
def real_server(database: Database | None = None) -> Iterator[Real]:
    """On this database, or on one of its own."""
    with ExitStack() as stack:
        if database is None:
            database = stack.enter_context(fresh_database())
        real = Real(database)
        stack.callback(real.forget_backup)
        stack.callback(real.close)
        yield real
