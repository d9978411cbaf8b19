"""Lease, policies and escrow key from a real server to a workstation, and an emergency back to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from clinic_app.session import OpenSession, membership, open_session, sign_in, unlock
from clinic_app.workstation import Address, Workstation
from sync.clock import SystemClock
from sync.replica import escrow, keys, lease
from sync.replica.lease import Reach
from sync.replica.policies import policy_of
from sync.replica.settings import LAST_SYNCED_AT, read_setting, write_setting
from tests.support.server import PASSWORD, Running, running_backend

Run = Callable[[Any], Any]
EMAIL = "lucia@example.org"
PLANT = """
    with planted as (select sync.ed25519_point(sync.ed25519_scalar(sha256('planted'))) as key)
    update sync.lease_key set seed = sha256('planted'), public_key = encode(key, 'base64'),
        id = left(encode(sha256(key), 'hex'), 16)
    from planted
"""


@pytest.fixture
def server() -> Iterator[Running]:
    with running_backend() as backend:
        backend.create_user(EMAIL, "Lucía Herrera")
        with psycopg.connect(backend.dsn, autocommit=True) as db:
            db.execute(
                "select public.create_facility('Clínica Norte', 'Europe/Madrid', %s)", [EMAIL]
            )
        yield backend


def tell(server: Running, statement: str, *values: Any) -> Any:
    with psycopg.connect(server.dsn, autocommit=True, row_factory=dict_row) as db:
        found = db.execute(statement.encode(), values)
        return found.fetchall() if found.description else None


class Desk:
    """One person at one computer."""

    def __init__(self, home: Path, server: Running) -> None:
        self.station, self.clock = Workstation(home), SystemClock()
        self.address = Address(server.url, server.publishable_key)
        self.station.use_server(self.address)

    @asynccontextmanager
    async def open(self, *, offline: bool = False) -> AsyncIterator[OpenSession]:
        if offline:
            let_in = await unlock(self.station, EMAIL, PASSWORD, self.clock)
        else:
            let_in = await sign_in(self.station, self.address, EMAIL, PASSWORD, self.clock)
        async with open_session(self.station, self.address, let_in, self.clock) as session:
            if offline:
                session.backend.cable.pull()
            await membership(session)
            yield session

    def folder(self, session: OpenSession) -> Path:
        return self.station.folder(session.person.id)


async def until(so: Callable[[], Awaitable[object]]) -> None:
    async with asyncio.timeout(10):
        while not await so():
            await asyncio.sleep(0.02)


async def stands(session: OpenSession, later: timedelta = timedelta()) -> lease.Standing:
    """How it would be some time from now."""
    now = SystemClock().now() + later

    def look(db: Any) -> lease.Standing:
        return lease.standing(db, policy_of(db, session.person.id), now)

    return await session.replica.read(look)


def test_a_pull_brings_the_lease_and_what_the_clinic_decided(
    run: Run, tmp_path: Path, server: Running
) -> None:
    async def story() -> None:
        async with Desk(tmp_path, server).open() as session:

            async def has_lease() -> bool:
                return (await stands(session)).lease is not None

            await until(has_lease)
            assert (await stands(session, timedelta(days=13.9))).reach is Reach.ALL
            assert (await stands(session, timedelta(days=14.1))).reach is Reach.READ

            tell(
                server,
                """insert into public.facility_policies (facility_id, lease_days, is_locked_after_lease)
                   select id, 3, true from public.facilities""",
            )
            session.engine.wake("policy")

            async def is_shorter() -> bool:
                return (await stands(session, timedelta(days=3.1))).reach is Reach.NOTHING

            await until(is_shorter)
            assert (await stands(session, timedelta(days=2.9))).reach is Reach.ALL

    run(story())


def test_the_clinics_escrow_key_opens_the_replica_as_soon_as_there_is_one(
    run: Run, tmp_path: Path, server: Running
) -> None:
    pair, other = escrow.new_key(), escrow.new_key()

    async def story() -> None:
        desk = Desk(tmp_path, server)
        async with desk.open() as session:
            folder, person = desk.folder(session), session.person.id
            key = keys.unlock(folder, person, PASSWORD)

            async def opens_with(public: str | None) -> None:
                tell(server, "update public.facilities set escrow_key = %s", public)
                session.engine.wake("escrow")

                async def is_so() -> bool:
                    if public is None:
                        return not keys.has_slot(folder, person, "escrow")
                    return escrow.is_sealed_to(folder, person, public)

                await until(is_so)

            await opens_with(pair.public)
            assert escrow.unseal(folder, person, pair) == key
            await opens_with(other.public)
            assert escrow.unseal(folder, person, other) == key
            await opens_with(None)

    run(story())


def test_what_is_kept_was_signed_by_the_server_also_after_it_has_another_key(
    run: Run, tmp_path: Path, server: Running
) -> None:
    async def story() -> None:
        async with Desk(tmp_path, server).open() as session:
            replica = session.replica

            async def kept() -> dict[str, Any]:
                return await replica.read(lease.held)

            async def signed_by(key: str) -> None:
                async def is_so() -> bool:
                    return (await kept()).get("key") == key

                await until(is_so)

            def is_longer(db: Any) -> None:
                told = read_setting(db, lease.LEASE)
                write_setting(db, lease.LEASE, told | {"note": told["note"].replace("20", "21")})

            (first,) = tell(server, "select id from sync.lease_key")
            await signed_by(first["id"])
            assert (await kept())["user"] == session.person.id
            assert (await kept())["device"] == replica.device

            await replica.apply(is_longer)
            assert (await stands(session)).is_unreadable
            session.engine.wake("edited")
            await signed_by(first["id"])
            assert (await stands(session)).reach is Reach.ALL

            tell(server, "select sync.new_lease_key()")
            (second,) = tell(server, "select id from sync.lease_key")
            assert second != first
            session.engine.wake("another key")
            await signed_by(second["id"])
            assert (await stands(session)).reach is Reach.ALL

            before = (await stands(session)).lease
            assert before is not None
            tell(server, PLANT)
            session.engine.wake("a planted key")

            async def has_answered() -> bool:
                now = (await stands(session)).lease
                return now is not None and now.told_at > before.told_at

            await until(has_answered)
            assert (await kept())["key"] == second["id"], "the server is the same, the key is not"

    run(story())


def test_an_emergency_is_told_to_the_clinic_at_the_next_contact_and_ends_with_it(
    run: Run, tmp_path: Path, server: Running
) -> None:
    async def story() -> None:
        desk = Desk(tmp_path, server)
        async with desk.open() as session:

            async def has_lease() -> bool:
                return (await stands(session)).lease is not None

            await until(has_lease)
        now = desk.clock.now()
        async with desk.open(offline=True) as session:

            def fifteen_days_pass(db: Any) -> None:
                lease.see(db, now + timedelta(days=15))
                write_setting(db, LAST_SYNCED_AT, (now - timedelta(days=15)).isoformat())

            await session.replica.apply(fifteen_days_pass)
        async with desk.open(offline=True) as session:
            assert (await stands(session)).reach is Reach.READ
            await session.replica.apply(
                lambda db: lease.break_glass(
                    db,
                    "ward round without a line",
                    now,
                    person=session.person.id,
                    device=session.replica.device,
                    label="Open in an emergency",
                ),
                durable=True,
            )
            assert (await stands(session)).glass is not None

            session.backend.cable.plug()
            session.engine.wake("the line is back")

            async def is_over() -> bool:
                now_stands = await stands(session)
                return now_stands.glass is None and now_stands.reach is Reach.ALL

            await until(is_over)
        told = tell(
            server, "select action, fields from sync.audit_events where action = 'break_glass'"
        )
        assert told == [{"action": "break_glass", "fields": ["ward round without a line"]}]

    run(story())
