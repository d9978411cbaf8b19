"""A person's working session: let in at the door, then replica, engine and line as one block.

Knows no Qt: the window, the outage drill and the benchmarks all work through it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, select

from clinic_app import app_version
from clinic_app.platform.place import place
from clinic_app.workstation import Address, Known, Workstation
from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.clock import Clock
from sync.engine.engine import SyncEngine
from sync.engine.memory import stored_session
from sync.engine.reading import ReadingEngine
from sync.errors import Expected, NoClinic, Offline, OldPasswordNeeded, Wiped, WrongPassword
from sync.replica import escrow, keys, rekey
from sync.replica.attempts import try_password
from sync.replica.policies import policies_of, strictest
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import facilities, facility_members, profiles

log = logging.getLogger("clinic.session")

JOIN_WITHIN_S = 5.0
"""How long a sign-in waits to hear of invitations: longer than a round trip, shorter than patience."""
MEMBERSHIP_WITHIN_S = 30.0
"""How long a first sign-in waits for the first rows before it says that the line is too slow."""


@dataclass(slots=True, eq=False)
class LetIn:
    """Somebody at the door with the right password. `session` is None when nobody could be asked."""

    person: Known
    key: bytes = field(repr=False)
    session: Session | None = field(default=None, repr=False)

    def forget(self) -> None:
        """The work is open: whoever still holds this holds neither key nor tokens."""
        self.key, self.session = b"", None


@dataclass(frozen=True, slots=True)
class Membership:
    """The clinic a person works in, and as what."""

    facility_id: str
    facility_name: str
    time_zone: str
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Everything that exists only while somebody is signed in."""

    person: Known
    replica: Replica
    engine: SyncEngine
    backend: SupabaseBackend


async def sign_in(
    station: Workstation,
    server: Address,
    email: str,
    password: str,
    clock: Clock,
    *,
    old_password: str = "",
) -> LetIn:
    """Ask the server, and make or open what is kept here under the same password.

    `old_password` opens what is kept here when the account got a new one elsewhere.
    Raises Offline, WrongPassword, OldPasswordNeeded, Misconfigured, Busy.
    """
    backend = SupabaseBackend(
        server.url, server.key, clock=clock, version=app_version(), place=place()
    )
    try:
        session = await backend.sign_in(email, password)
    finally:
        await backend.close()
    key = await asyncio.to_thread(_key, station, session.person, password, old_password, clock)
    known = next((p for p in station.people if p.id == session.person), None)
    person = known or Known(id=session.person, email=session.email or email, name="")
    station.remember(person)
    return LetIn(person, key, session)


def _key(
    station: Workstation, person: str, password: str, old_password: str, clock: Clock
) -> bytes:
    """The key of what is kept here, made on a first visit, wrapped anew after a changed password."""
    folder = station.folder(person)
    if not keys.has_keys(folder, person):
        return station.make_keys(person, password, clock.now())
    try:
        return keys.unlock(folder, person, password)
    except WrongPassword as error:
        if not old_password:
            raise OldPasswordNeeded("the password was changed elsewhere") from error
    key = try_password(folder, person, old_password, clock)
    keys.change_password(folder, person, key, password)
    return key


async def unlock(station: Workstation, email: str, password: str, clock: Clock) -> LetIn:
    """Let somebody in who has worked here before, without asking anybody.

    Raises WrongPassword, TooManyTries, or Offline when this computer does not know the person.
    """
    wanted = email.strip().casefold()
    person = next((p for p in station.people if p.email.casefold() == wanted), None)
    if person is None or not station.has_data_of(person.id):
        raise Offline("this person has not worked on this computer yet")
    folder = station.folder(person.id)
    key = await asyncio.to_thread(try_password, folder, person.id, password, clock)
    return LetIn(person, key)


@asynccontextmanager
async def open_session(
    station: Workstation, server: Address, let_in: LetIn, clock: Clock
) -> AsyncIterator[OpenSession]:
    """Replica open, engine running; both ended and every file closed at the end of the block. What a
    newer program has written is shown and neither synced nor changed.

    Raises WrongKey, Damaged, InUse or StorageFull when the replica cannot be opened.
    """
    person = let_in.person.id
    await asyncio.to_thread(rekey.tidy, station.folder(person), person)
    path = station.replica(let_in.person.id)
    was_wiped = False
    async with open_replica(path, let_in.key, person=let_in.person.id, clock=clock) as replica:
        backend = SupabaseBackend(
            server.url,
            server.key,
            clock=clock,
            version=app_version(),
            device=replica.device,
            place=place(),
            lock=_refresh_lock(path),
            stored_session=lambda: replica.read(stored_session),
        )
        kind = ReadingEngine if replica.is_newer else SyncEngine
        engine = kind(replica, backend, clock)
        running = asyncio.create_task(engine.run(), name="sync engine")
        sealing = asyncio.create_task(_keep_sealed(replica), name="escrow")
        try:
            if let_in.session is not None and not replica.is_newer:
                await engine.signed_in(let_in.session)
                await _join(backend, engine)
            yield OpenSession(let_in.person, replica, engine, backend)
        finally:
            for task in (running, sealing):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            await backend.close()
            was_wiped = engine.status.error == Wiped.code
    if was_wiped:
        station.forget(person)


async def _keep_sealed(replica: Replica) -> None:
    """The clinic's escrow key opens this replica too, as soon as there is one and for as long."""
    if replica.is_newer:
        return
    async for rows in replica.watch(policies_of(replica.person)):
        if rows:  # else the clinic itself is not here yet
            try:
                await _seal(replica, strictest(rows).escrow_key)
            except Expected as trouble:
                log.warning("not sealed to the clinic's key: %s", trouble.code)


async def _seal(replica: Replica, public: str | None) -> None:
    folder, person = replica.path.parent, replica.person
    if public is None:
        await asyncio.to_thread(escrow.unseal_no_more, folder, person)
    elif not await asyncio.to_thread(escrow.is_sealed_to, folder, person, public):
        await replica.with_key(lambda key: escrow.seal_to(folder, person, key, public))
        await replica.note("escrow", "Seal to the clinic's key", durable=True)


async def _join(backend: SupabaseBackend, engine: SyncEngine) -> None:
    """Whoever was invited works there from this sign-in on; without an answer, from the next one on."""
    with suppress(Expected, TimeoutError):
        async with asyncio.timeout(JOIN_WITHIN_S):
            told = await backend.ask("accept_invitations", {})
            if told.get("joined"):
                engine.wake("joined a clinic")


def _refresh_lock(replica: Path) -> Path:
    """Two programs of one person must not renew the same token at once."""
    return replica.with_name("refresh.lock")


async def membership(session: OpenSession, *, within: float = MEMBERSHIP_WITHIN_S) -> Membership:
    """Where this person works; waits for the first rows of a first sign-in.

    Raises Offline when nothing has come in time, NoClinic when everything has and there is none.
    """
    feed = session.replica.changes
    try:
        async with asyncio.timeout(within):
            with feed.watching({"facility_members", "facilities", "profiles", "cursors"}) as watch:
                while True:
                    found = await session.replica.read(
                        lambda db: _membership(db, session.person.id)
                    )
                    if isinstance(found, Membership):
                        return found
                    if found and session.engine.status.last_synced_at is not None:
                        raise NoClinic("no clinic has made this person a member")
                    # The end of the first round changes no table when nothing came with it.
                    with suppress(TimeoutError):
                        await asyncio.wait_for(watch.changed(), 1.0)
    except TimeoutError as error:
        raise Offline("the clinic's data has not begun to arrive") from error


def _membership(db: Connection, person: str) -> Membership | bool:
    """The membership; False while the account itself is not here yet, True when it is all alone."""
    found = db.execute(
        select(
            facilities.c.id,
            facilities.c.name,
            facilities.c.time_zone,
            facility_members.c.role,
            facility_members.c.display_name,
            profiles.c.full_name,
        )
        .join(facility_members, facility_members.c.facility_id == facilities.c.id)
        .join(profiles, profiles.c.id == facility_members.c.user_id)
        .where(facility_members.c.user_id == person, facility_members.c.is_active)
        .order_by(facilities.c.name)
        .limit(1)
    ).first()
    if found is not None:
        name = found.display_name or found.full_name
        return Membership(found.id, found.name, found.time_zone, found.role, name)
    return db.scalar(select(profiles.c.id).where(profiles.c.id == person)) is not None
