"""A backend on the real PostgreSQL, shared by the tests of a module; each makes people of its own."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from sync.embedded.postgres import Postgres
from tests.support.server import PASSWORD, Database, Running, fresh_database, running_backend

_numbers = itertools.count(1)

# A small world with a table that has owners, and functions that do what functions do.
SCHEMA = """
create table public.notes (
    id uuid primary key default gen_random_uuid(),
    owner uuid not null default auth.uid(),
    title text not null unique,
    parent uuid references public.notes (id) deferrable initially deferred
);
alter table public.notes enable row level security;
grant select, insert on public.notes to authenticated;
create policy mine on public.notes to authenticated
    using (owner = (select auth.uid())) with check (owner = (select auth.uid()));

create function public.add_note(request jsonb) returns jsonb language sql as $$
    insert into public.notes (title, parent)
    values (request ->> 'title', (request ->> 'parent')::uuid) returning to_jsonb(notes)
$$;
create function public.add_note_for(owner uuid, title text) returns void language sql as $$
    insert into public.notes (owner, title) values (add_note_for.owner, add_note_for.title)
$$;
create function public.my_notes() returns setof public.notes language sql stable as $$
    select * from public.notes order by title
$$;
create function public.scribble() returns void language plpgsql as $$
begin insert into public.notes (title) values ('sneaked'); end $$;
create function public.sneaky() returns void language sql stable as $$ select public.scribble() $$;
create function public.echo(request jsonb) returns jsonb language sql stable as $$
    select request
$$;
create function public.body(jsonb) returns jsonb language sql stable as $$ select $1 $$;
create function public.add(a int, b int default 10) returns int language sql immutable as $$
    select a + b
$$;
create function public.whoami() returns jsonb language sql stable as $$
    select jsonb_build_object('uid', auth.uid(), 'role', auth.role(), 'email', auth.email(),
        'user', current_user, 'timeout', current_setting('statement_timeout'),
        'read_only', current_setting('transaction_read_only'))
$$;
create function public.fail(code text, words text) returns void language plpgsql as $$
begin raise exception using errcode = code, message = words, detail = 'more', hint = 'try'; end $$;
create function public.rest(seconds float) returns void language sql as $$
    select pg_sleep(seconds)
$$;
create function public.big(request jsonb) returns jsonb language sql stable as $$
    select jsonb_agg(jsonb_build_array(gen_random_uuid(), i, repeat('x', 200), now()))
    from generate_series(1, 2000) i
$$;
create function public.forbidden() returns void language sql as $$ select $$;
create function public.poke(topic text, private boolean, size int) returns void
    language sql security definer set search_path = '' as $$
    select realtime.send(jsonb_build_object('n', repeat('x', size)), 'poke', topic, private)
$$;
revoke execute on function public.forbidden() from public;
grant execute on all functions in schema public to anon, authenticated;
revoke execute on function public.forbidden() from anon, authenticated;

create policy listen on realtime.messages for select to authenticated
    using ((select realtime.topic()) in ('room:' || (select auth.uid()), 'hall'));
create policy speak on realtime.messages for insert to authenticated
    with check ((select realtime.topic()) = 'hall');
"""


@dataclass(frozen=True)
class Person:
    """Somebody signed in."""

    id: str
    email: str
    session: dict[str, Any]

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def token(self) -> str:
        return str(self.session["access_token"])


@pytest.fixture(scope="session")
def migrations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world as a folder of migrations."""
    folder = tmp_path_factory.mktemp("migrations")
    (folder / "20260101000000_small_world.sql").write_text(SCHEMA)
    return folder


@pytest.fixture(scope="session")
def blank() -> Iterator[Path]:
    """The files of a database that was made and never used: making them takes half a second."""
    with tempfile.TemporaryDirectory(prefix="clinic-blank-") as folder:
        with Postgres(Path(folder) / "postgres"):
            pass
        yield Path(folder) / "postgres"


@pytest.fixture
def home(blank: Path) -> Iterator[Path]:
    """The folder of a backend that was started before; nothing of it runs after the test."""
    folder = Path(tempfile.mkdtemp(prefix="clinic-home-"))
    copied = folder / "postgres"
    shutil.copytree(blank, copied)
    owner = blank.stat()
    for path in (copied, *copied.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    yield folder
    Postgres(copied).end_leftover()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def backend(migrations: Path) -> Iterator[Running]:
    with running_backend(migrations=migrations) as running:
        yield running


@pytest.fixture
def database(migrations: Path) -> Iterator[Database]:
    """A database of the test's own."""
    with fresh_database(migrations=migrations) as fresh:
        yield fresh


@pytest.fixture
def http(backend: Running) -> Iterator[httpx.Client]:
    """A client that holds the project's key."""
    key = {"apikey": backend.publishable_key}
    with httpx.Client(base_url=backend.url, headers=key, timeout=20) as client:
        yield client


@pytest.fixture
def db(backend: Running) -> Iterator[psycopg.Connection]:
    """The backend's database, as its superuser."""
    with psycopg.connect(backend.database.superuser_dsn, autocommit=True) as connection:
        yield connection


SignIn = Callable[..., Person]


@pytest.fixture
def sign_in(backend: Running, http: httpx.Client) -> SignIn:
    """Sign a person in, by default one whom nobody knew before."""

    def into(email: str | None = None) -> Person:
        if email is None:
            email = f"person{next(_numbers)}@clinic.test"
            backend.create_user(email)
        answer = http.post(
            "/auth/v1/token?grant_type=password", json={"email": email, "password": PASSWORD}
        )
        assert answer.status_code == 200, answer.text
        session = answer.json()
        return Person(session["user"]["id"], email, session)

    return into


@pytest.fixture
def person(sign_in: SignIn) -> Person:
    return sign_in()
