"""The whole embedded backend as one async context manager."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import functools
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import psycopg

from sync.clock import Clock
from sync.embedded.apply import apply
from sync.embedded.faults import Faults
from sync.embedded.folder import DataFolder, Keys
from sync.embedded.gateway import Gateway
from sync.embedded.limiter import Limits
from sync.embedded.mailbox import Mailbox
from sync.embedded.postgres import Postgres
from sync.embedded.tokens import Tokens
from sync.embedded.users import create_user
from sync.errors import Misconfigured, PortInUse
from sync.resources import resource

Seed = Callable[[str], object]


class EmbeddedBackend:
    """PostgreSQL, schema and gateway on one folder, from entering the context to leaving it.

    `port` 0 takes the one of the last run when it is free, else any. `seed` gets the DSN of the role
    postgres once in the folder's life; it must do its work in one transaction. `is_open` and `limits`
    are those of `Gateway`. Entering raises PortInUse, FolderTrouble, DatabaseTrouble, Outdated or
    StorageFull, each with a sentence.
    """

    def __init__(
        self,
        data_dir: Path,
        port: int = 0,
        *,
        migrations: Path | None = None,
        seed: Seed | None = None,
        clock: Clock | None = None,
        token_seconds: int = 3600,
        limits: Limits | None = None,
        is_open: bool = False,
        bin_dir: Path | None = None,
    ) -> None:
        self._folder = DataFolder(data_dir)
        self._wanted_port = port
        self._migrations = migrations
        self._seed = seed
        self._bin_dir = bin_dir
        self._gateway_settings: dict[str, Any] = {
            "clock": clock,
            "token_seconds": token_seconds,
            "limits": limits,
            "is_open": is_open,
        }
        self._stack = contextlib.AsyncExitStack()
        self._keys: Keys | None = None
        self._postgres: Postgres | None = None
        self._gateway: Gateway | None = None

    @property
    def url(self) -> str:
        """Where a client finds it, as a Supabase project's address."""
        return self._running.url

    @property
    def publishable_key(self) -> str:
        """The key a client must send."""
        assert self._keys is not None, "not started"
        return self._keys.publishable_key

    @property
    def control_token(self) -> str:
        """What opens /faults."""
        assert self._keys is not None, "not started"
        return self._keys.control_token

    @property
    def dsn(self) -> str:
        """The database as the role postgres, which owns the product's schema."""
        assert self._postgres is not None, "not started"
        return self._postgres.dsn(user="postgres")

    @property
    def superuser_dsn(self) -> str:
        """The database as its superuser."""
        assert self._postgres is not None, "not started"
        return self._postgres.dsn()

    @property
    def tokens(self) -> Tokens:
        """Makes access tokens of this backend."""
        return self._running.tokens

    @property
    def faults(self) -> Faults:
        """The switch that cuts, delays and spoils."""
        return self._running.faults

    @property
    def mailbox(self) -> Mailbox:
        """The mails it would have sent."""
        return self._running.mailbox

    async def invite_user(self, email: str, full_name: str) -> str:
        """Mail somebody a code to come in and choose a password; the account's id.

        Raises NotInvited when the address has an account.
        """
        return await self._running.invitations.invite(email, full_name)

    async def create_user(self, email: str, password: str, full_name: str) -> str:
        """Add a confirmed account; its id."""
        return await asyncio.to_thread(create_user, self.dsn, email, password, full_name)

    async def __aenter__(self) -> EmbeddedBackend:
        async with contextlib.AsyncExitStack() as stack:
            self._folder.hold()
            stack.callback(self._folder.release)
            listening = _listen(self._wanted_port, self._folder.last_port())
            stack.callback(listening.close)
            self._keys = self._folder.keys()
            await stack.enter_async_context(self._database(self._keys))
            self._gateway = await stack.enter_async_context(
                Gateway(self.superuser_dsn, self._keys, listening, **self._gateway_settings)
            )
            self._folder.remember_port(listening.getsockname()[1])
            self._folder.announce(self.url, self._keys)
            stack.callback(self._folder.unannounce)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    @property
    def _running(self) -> Gateway:
        assert self._gateway is not None, "not started"
        return self._gateway

    @contextlib.asynccontextmanager
    async def _database(self, keys: Keys) -> AsyncIterator[None]:
        postgres = Postgres(
            self._folder.pgdata, password=keys.database_password, bin_dir=self._bin_dir
        )
        starting = asyncio.create_task(asyncio.to_thread(postgres.start))
        try:
            # A thread cannot be cancelled: what it starts must be stopped, so it is awaited.
            await asyncio.shield(starting)
            self._postgres = postgres
            await asyncio.to_thread(self._prepare, postgres)
            yield
        finally:
            await asyncio.wait([starting])
            await asyncio.to_thread(postgres.stop)

    def _prepare(self, postgres: Postgres) -> None:
        migrations = self._migrations or resource("supabase", "migrations")
        apply(postgres.dsn(), migrations)
        if self._seed is not None:
            plant(self._seed, postgres.dsn(user="postgres"))


def plant(seed: Seed, dsn: str) -> bool:
    """Run a seed once in the life of a database; whether it ran now."""
    # A partial of a seed is that seed.
    function = seed.func if isinstance(seed, functools.partial) else seed
    name = f"{function.__module__}.{function.__qualname__}"
    with psycopg.connect(dsn, autocommit=True) as db:
        known = "select from supabase_migrations.seed_files where path = %s"
        if db.execute(known, [name]).fetchone() is not None:
            return False
        seed(dsn)
        db.execute(
            "insert into supabase_migrations.seed_files (path, hash) values (%s, '')", [name]
        )
    return True


def _listen(wanted: int, last: int) -> socket.socket:
    if not wanted and last:
        with contextlib.suppress(PortInUse):
            return listen(last)
    return listen(wanted)


def listen(port: int) -> socket.socket:
    """A listening socket on the loopback address; 0 for any port. Raises PortInUse."""
    if not 0 <= port <= 65535:
        raise Misconfigured(f"There is no port {port}: ports go from 0 to 65535.")
    # With the protocol named, asyncio sends small packets at once: unnamed, every answer in two
    # parts waits 40 ms for an acknowledgement.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if sys.platform != "win32":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortInUse(
                f"Port {port} of this computer is used by another program, or not ours to use. "
                "Choose another one, or 0 for any that is free."
            ) from error
        raise
    return listening
