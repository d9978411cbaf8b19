"""What Supabase brings is there, with its locks: nothing is exposed that was not granted."""

from __future__ import annotations

import json
from collections.abc import Iterator

import psycopg
import pytest

from tests.support.server import Database

CLAIMS = {"sub": "00000000-0000-0000-0000-000000000001", "role": "authenticated", "email": "a@b"}


@pytest.fixture
def db(database: Database) -> Iterator[psycopg.Connection]:
    """As the owner of the schema, in one transaction that is given up."""
    with psycopg.connect(database.dsn) as connection:
        yield connection
        connection.rollback()


def become(
    db: psycopg.Connection, role: str, claims: dict[str, str] | None = None
) -> psycopg.Connection:
    db.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps(claims or {})])
    db.execute(f"set local role {role}")
    return db


def test_a_new_table_is_closed_to_callers(db: psycopg.Connection) -> None:
    db.execute("create table public.fresh (x int)")
    for role in ("anon", "authenticated", "service_role"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.transaction():
            become(db, role).execute("select * from public.fresh")


def test_callers_do_not_reach_accounts(db: psycopg.Connection) -> None:
    for role in ("anon", "authenticated"):
        for table in ("users", "sessions", "refresh_tokens", "identities"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), db.transaction():
                become(db, role).execute(f"select * from auth.{table}")


def test_the_caller_can_be_asked_for(db: psycopg.Connection) -> None:
    become(db, "authenticated", CLAIMS)
    said = db.execute(
        "select auth.uid()::text, auth.role(), auth.email(), auth.jwt() ->> 'sub'"
    ).fetchone()
    assert said == (CLAIMS["sub"], "authenticated", "a@b", CLAIMS["sub"])


def test_without_claims_the_caller_is_nobody(db: psycopg.Connection) -> None:
    nobody = (None, None, None)
    assert db.execute("select auth.uid(), auth.role(), auth.jwt()").fetchone() == nobody


def test_the_service_role_passes_row_level_security(db: psycopg.Connection) -> None:
    db.execute("create table public.locked (x int)")
    db.execute("alter table public.locked enable row level security")
    db.execute("grant all on public.locked to service_role, authenticated")
    db.execute("insert into public.locked values (1)")
    for role, seen in (("service_role", 1), ("authenticated", 0)):
        with db.transaction(force_rollback=True):
            become(db, role)
            assert db.execute("select count(*) from public.locked").fetchone() == (seen,)


def test_the_authenticator_is_nobody_until_it_becomes_somebody(database: Database) -> None:
    with psycopg.connect(database.dsn_of("authenticator")) as db:
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.transaction():
            db.execute("select * from public.notes")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), db.transaction():
            db.execute("set local role postgres")
        db.execute("set local role authenticated")
        assert db.execute("select * from public.notes").fetchall() == []


def test_a_message_that_cannot_be_sent_costs_a_warning_and_no_write(
    db: psycopg.Connection,
) -> None:
    db.execute("create table public.writes (x int)")
    db.execute("grant insert on public.writes to authenticated")
    warnings: list[str] = []
    db.add_notice_handler(lambda notice: warnings.append(notice.message_primary or ""))
    become(db, "authenticated", CLAIMS)
    db.execute("insert into public.writes values (1)")
    db.execute("select realtime.send('{}', 'poke', 'nowhere', true)")
    db.execute("reset role")
    assert [words.split(":")[0] for words in warnings] == ["ErrorSendingBroadcastMessage"]
    assert db.execute("select x from public.writes").fetchall() == [(1,)]
    assert db.execute("select count(*) from realtime.messages").fetchone() == (0,)


def test_a_message_is_a_row_with_its_topic_known_to_policies(db: psycopg.Connection) -> None:
    db.execute("select realtime.send('{\"a\": 1}', 'poke', 'facility:1', true)")
    row = db.execute(
        "select topic, extension, event, private, payload ->> 'a', payload ->> 'id' = id::text"
        " from realtime.messages"
    ).fetchone()
    assert row == ("facility:1", "broadcast", "poke", True, "1", True)
    assert db.execute("select realtime.topic()").fetchone() == ("facility:1",)


def test_an_account_needs_its_own_address(database: Database) -> None:
    database.create_user("One@clinic.test")
    with pytest.raises(psycopg.errors.UniqueViolation):
        database.create_user("one@clinic.test")
