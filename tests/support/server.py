"""The real backend for tests: one PostgreSQL per test run, a fresh database in milliseconds.

    with fresh_database() as database: ...         # schema applied, nothing in it
    with running_backend() as backend: ...         # the same behind the gateway, on a port of its own

Both are safe to call from synchronous tests and from tests on an event loop: the gateway runs on a
loop of its own in a thread.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import hashlib
import itertools
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from sync.embedded.apply import PRELUDE, apply, migrations_in
from sync.embedded.faults import Mode
from sync.embedded.folder import DataFolder, Keys
from sync.embedded.gateway import Gateway
from sync.embedded.limiter import Limits
from sync.embedded.mailbox import Mail
from sync.embedded.postgres import Postgres
from sync.embedded.server import Seed, listen, plant
from sync.embedded.tokens import Tokens
from sync.embedded.users import create_user
from sync.errors import Expected
from sync.resources import resource

PASSWORD = "correct horse"
_PREFIX = "clinic-test-"
# A test's data need not survive a power cut.
_HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_numbers = itertools.count(1)
_templates: set[str] = set()
_making = threading.Lock()


@dataclass(frozen=True)
class Database:
    """A database of one's own. `dsn` is the role postgres, which owns the schema."""

    name: str
    superuser_dsn: str

    @property
    def dsn(self) -> str:
        return self.dsn_of("postgres")

    def dsn_of(self, role: str) -> str:
        return make_conninfo(self.superuser_dsn, user=role)

    def create_user(self, email: str, full_name: str = "", password: str = PASSWORD) -> str:
        """Add a confirmed account; its id."""
        return create_user(self.dsn, email, password, full_name or email.partition("@")[0])


@dataclass(frozen=True)
class Running:
    """A gateway on a database."""

    url: str
    keys: Keys
    database: Database
    tokens: Tokens
    _call: Callable[[Callable[[], Any]], Any]
    _gateway: Gateway
    _wait: Callable[[Coroutine[Any, Any, Any]], Any]

    @property
    def publishable_key(self) -> str:
        return self.keys.publishable_key

    @property
    def control_token(self) -> str:
        return self.keys.control_token

    @property
    def dsn(self) -> str:
        return self.database.dsn

    def create_user(self, email: str, full_name: str = "", password: str = PASSWORD) -> str:
        """Add a confirmed account; its id."""
        return self.database.create_user(email, full_name, password)

    def mail_to(self, email: str, kind: str = "") -> Mail:
        """The latest mail to somebody, of this kind when one is named."""
        wanted = (
            mail for mail in self._gateway.mailbox if mail.to == email and kind in ("", mail.kind)
        )
        return next(wanted)

    def invite(self, email: str, full_name: str = "") -> str:
        """Invite somebody; the account's id."""
        return self._wait(self._gateway.invitations.invite(email, full_name))

    def fault(
        self,
        mode: Mode,
        *,
        for_device: str | None = None,
        path: str | None = None,
        times: int | None = None,
        seconds: float | None = None,
    ) -> None:
        """Spoil what goes through the gateway from now on; see `sync.embedded.faults`."""
        spoil = functools.partial(
            self._gateway.faults.set,
            mode,
            for_device=for_device,
            path=path,
            times=times,
            seconds=seconds,
        )
        self._call(spoil)


@functools.cache
def cluster() -> Postgres:
    """The PostgreSQL of this test run; stopped and deleted when the process ends."""
    _sweep()
    home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    folder = DataFolder(home)
    folder.hold()
    postgres = Postgres(folder.pgdata, settings=_HASTY)
    postgres.start()

    def end() -> None:
        postgres.stop()
        folder.release()
        shutil.rmtree(home, ignore_errors=True)

    atexit.register(end)
    return postgres


def template(migrations: Path | None = None) -> str:
    """The name of a database with the schema of a folder, to be copied and left alone."""
    folder = migrations or resource("supabase", "migrations")
    content = PRELUDE.read_bytes() + b"".join(m.path.read_bytes() for m in migrations_in(folder))
    name = f"template_{hashlib.sha256(content).hexdigest()[:12]}"
    with _making:
        if name not in _templates:
            _make_template(name, folder)
            _templates.add(name)
    return name


def _make_template(name: str, folder: Path) -> None:
    with psycopg.connect(cluster().dsn(), autocommit=True) as db:
        db.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            apply(cluster().dsn(name), folder)
        except BaseException:
            db.execute(sql.SQL("drop database {}").format(sql.Identifier(name)))
            raise


@contextlib.contextmanager
def fresh_database(*, migrations: Path | None = None) -> Iterator[Database]:
    """A database with the schema and nothing else, dropped afterwards."""
    name = f"test_{next(_numbers)}"
    # The owner is not copied with the rest.
    copy = sql.SQL("create database {} owner postgres template {} strategy file_copy").format(
        sql.Identifier(name), sql.Identifier(template(migrations))
    )
    with psycopg.connect(cluster().dsn(), autocommit=True) as db:
        db.execute(copy)
        _copy_role_settings(db, template(migrations), name)
    try:
        yield Database(name, cluster().dsn(name))
    finally:
        drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
        with psycopg.connect(cluster().dsn(), autocommit=True) as db:
            db.execute(drop)


def _copy_role_settings(db: psycopg.Connection, source: str, name: str) -> None:
    """What a migration told roles of its database does not come along with a copy of it."""
    kept = db.execute(
        """
        select r.rolname, split_part(s, '=', 1), substr(s, strpos(s, '=') + 1)
        from pg_db_role_setting d join pg_roles r on r.oid = d.setrole
        join pg_database b on b.oid = d.setdatabase, unnest(d.setconfig) as s
        where b.datname = %s
        """,
        [source],
    )
    for role, setting, value in kept.fetchall():
        change = sql.SQL("alter role {} in database {} set {} = {}")
        named = (sql.Identifier(part) for part in (role, name))
        # A name with a dot in it is written bare.
        db.execute(change.format(*named, sql.SQL(setting), sql.Literal(value)))


@contextlib.contextmanager
def running_backend(
    *,
    migrations: Path | None = None,
    seed: Seed | None = None,
    database: Database | None = None,
    port: int = 0,
    keys: Keys | None = None,
    **settings: Any,
) -> Iterator[Running]:
    """A gateway on a fresh database, or on the one given. `settings` are those of `Gateway`."""
    with contextlib.ExitStack() as stack:
        if database is None:
            database = stack.enter_context(fresh_database(migrations=migrations))
        if seed is not None:
            plant(seed, database.dsn)
        keys = keys or Keys.fresh()
        loop = stack.enter_context(_loop_beside())
        usual = {"limits": Limits.generous(), "is_open": True}
        gateway = Gateway(database.superuser_dsn, keys, listen(port), **(usual | settings))
        asyncio.run_coroutine_threadsafe(gateway.__aenter__(), loop).result(30)

        def end() -> None:
            leave = gateway.__aexit__(None, None, None)
            asyncio.run_coroutine_threadsafe(leave, loop).result(30)

        stack.callback(end)

        def call(work: Callable[[], Any]) -> Any:
            done: Future[Any] = Future()
            loop.call_soon_threadsafe(lambda: done.set_result(work()))
            return done.result(10)

        def wait(work: Coroutine[Any, Any, Any]) -> Any:
            return asyncio.run_coroutine_threadsafe(work, loop).result(10)

        yield Running(gateway.url, keys, database, gateway.tokens, call, gateway, wait)


@contextlib.contextmanager
def _loop_beside() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop in a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="gateway", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def _sweep() -> None:
    """End and delete what test runs left that were killed."""
    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        folder = DataFolder(home)
        try:
            # A young one may be about to be held by the run that made it.
            if time.time() - home.stat().st_mtime < 60:
                continue
            folder.hold()
        except (Expected, OSError):
            continue
        Postgres(folder.pgdata).end_leftover()
        folder.release()
        shutil.rmtree(home, ignore_errors=True)
