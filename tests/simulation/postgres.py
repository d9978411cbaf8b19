"""The real server under a world: PostgreSQL with the migrations, asked as PostgREST asks it.

Its clock is the machine's, and worlds have one of their own: what answers say of the time is moved
into the world's. A restore puts back a copy of the whole database, as an operator would.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from typing import Any, Final

import msgspec
import psycopg
from psycopg import sql

from sync.backend import wire
from sync.errors import NotAllowed, ServerTrouble
from sync.ids import new_id
from tests.contract.two_servers import real_server
from tests.server.clinic import REPLICATED, Json, Person, call
from tests.simulation.server import Rows, Verdict
from tests.support.fake_schema import Row
from tests.support.server import Database, fresh_database

_REMEMBERING: Final = """
    create schema world;
    create table world.past (n bigint generated always as identity, tbl text, row_id uuid, value jsonb);
    create index on world.past (tbl, row_id);
    grant usage on schema world to public;
    create function world.remember() returns trigger language plpgsql security definer
        set search_path = '' set timezone = 'UTC' as $$
    begin
        insert into world.past (tbl, row_id, value) values (tg_table_name, coalesce(new.id, old.id),
            case when tg_op = 'DELETE' then jsonb_build_object('id', old.id) else to_jsonb(new) end);
        return null;
    end $$;
"""


class PostgresServer:
    """See `tests.simulation.server.Server`. Made anew for each world, on a database of its own."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self._now = now
        self._stack = ExitStack()
        database = self._stack.enter_context(fresh_database())
        self._real = self._stack.enter_context(real_server(database))
        self._remember(database)
        self._told: dict[str, int] = {}

    def close(self) -> None:
        """Leave no database."""
        self._stack.close()

    def _remember(self, database: Database) -> None:
        """From now on, keep every value that rows come to have."""
        with psycopg.connect(database.superuser_dsn, autocommit=True) as db:
            db.execute(_REMEMBERING.encode())
            for table in REPLICATED:
                trigger = sql.SQL(
                    "create trigger zz_remember after insert or update or delete on public.{} "
                    "for each row execute function world.remember()"
                )
                db.execute(trigger.format(sql.Identifier(table)))

    # --- what a world does there ------------------------------------------------------------------

    def add_facility(self, name: str) -> str:
        made = self.put("facilities", name=name)
        assert made is not None
        return made

    def add_person(self, name: str) -> str:
        made = self.put("profiles", email=f"{name}@clinic.example", full_name=name)
        assert made is not None
        return made

    def put(self, table: str, row_id: str | None = None, **values: Any) -> str | None:
        row_id = row_id or new_id()
        refused = self._real.put(table, row_id, values)
        self._poke()
        return None if refused else row_id

    def remove(self, table: str, row_id: str) -> None:
        self._real.remove(table, row_id)
        self._poke()

    def pause(self, on: bool) -> None:
        self._ask("update sync.settings set pause = %s", on)

    def demand(self, client: int) -> None:
        self._ask("update sync.settings set min_client = %s", client)

    def backup(self) -> Any:
        self._real.backup()

    def restore(self, backup: Any) -> None:
        self._real.restore()

    # --- what desks ask ---------------------------------------------------------------------------

    def pull(self, person: str, request: wire.PullRequest) -> bytes:
        return self._call(person, "sync_pull", wire.encode_request(request))

    def push(self, person: str, request: wire.PushRequest) -> bytes:
        return self._call(person, "sync_push", wire.encode_request(request))

    def digest(self, person: str, request: wire.DigestRequest) -> bytes:
        return self._call(person, "sync_digest", msgspec.json.encode(request))

    def ask(self, person: str, function: str, request: wire.Json) -> bytes:
        return self._call(person, function, msgspec.json.encode(request))

    # --- what the checks ask ----------------------------------------------------------------------

    def rows(self, table: str) -> dict[str, Row]:
        statement = sql.SQL("select to_jsonb(t) as row from public.{} t").format(
            sql.Identifier(table)
        )
        return {row["row"]["id"]: row["row"] for row in self._ask(statement)}

    def visible(self, person: str) -> Rows:
        seen: Rows = {table: {} for table in REPLICATED}
        for (table, row_id), row in self._real.visible(person).items():
            seen[table][row_id] = row
        return seen

    def is_member(self, person: str) -> bool:
        asked = "select 1 from public.facility_members where user_id = %s and is_active limit 1"
        return bool(self._ask(asked, person))

    def heads(self, person: str) -> dict[str, tuple[int, int, str]]:
        found = self._ask(
            "select scope::text, ver, n, sum::text from sync.grants join sync.scope_head "
            "using (scope) where user_id = %s",
            person,
        )
        return {row["scope"]: (row["ver"], row["n"], row["sum"]) for row in found}

    def grants(self, person: str) -> dict[str, int]:
        found = self._ask("select scope::text, num from sync.grants where user_id = %s", person)
        return {row["scope"]: row["num"] for row in found}

    def verdict(self, mutation: str) -> Verdict | None:
        found = self._ask("select result from sync.ledger where id = %s", mutation)
        return (
            Verdict(found[0]["result"]["status"], found[0]["result"].get("code")) if found else None
        )

    def history(self, table: str, row_id: str) -> list[Row]:
        asked = "select value from world.past where tbl = %s and row_id = %s order by n"
        return [row["value"] for row in self._ask(asked, table, row_id)]

    def is_gone(self, table: str, row_id: str) -> bool:
        asked = "select 1 from sync.gone where table_name = %s and row_id = %s"
        return bool(self._ask(asked, table, row_id))

    # --- inside -----------------------------------------------------------------------------------

    def _call(self, person: str, function: str, request: bytes) -> bytes:
        try:
            with self._real.clinic.as_person(Person(person, "")) as db:
                answer = call(db, function, msgspec.json.decode(request))
        except psycopg.errors.InsufficientPrivilege as no:
            raise NotAllowed(str(no.diag.message_primary)) from no
        except psycopg.Error as trouble:
            raise ServerTrouble(str(trouble), trouble.sqlstate or "") from trouble
        if function == "sync_push":
            self._poke()
        return msgspec.json.encode(self._in_world_time(answer))

    def _in_world_time(self, answer: Json) -> Json:
        if "now" not in answer:
            return answer
        here = self._now()
        ahead = here - datetime.fromisoformat(answer["now"])
        moved = answer | {"now": here.isoformat()}
        if answer.get("lease"):
            until = datetime.fromisoformat(answer["lease"]["not_after"]) + ahead
            moved["lease"] = answer["lease"] | {"not_after": until.isoformat()}
        return moved

    def _poke(self) -> None:
        """Tell those who listen which scopes have moved, as the server does after each commit."""
        topics = set()
        for head in self._ask("select scope::text, kind, owner::text, ver from sync.scope_head"):
            if self._told.get(head["scope"], 0) != head["ver"]:
                self._told[head["scope"]] = head["ver"]
                topics.add(f"{'user' if head['kind'] == 'user' else 'facility'}:{head['owner']}")
        if topics:
            for listener in list(self.listeners):
                listener(frozenset(topics))

    def _ask(self, statement: str | sql.Composed, *values: Any) -> list[Json]:
        asked = statement.encode() if isinstance(statement, str) else statement
        with self._real.clinic.db.transaction():
            self._real.clinic.db.execute("set local timezone = 'UTC'")
            found = self._real.clinic.db.execute(asked, values)
            return found.fetchall() if found.description else []
