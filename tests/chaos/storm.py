"""One round: a person works while the weather is bad, then it clears, and everything is compared."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Container, Coroutine, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, select

from clinic_app.drill import oracle
from sync.backend.conversation import Pace
from sync.backend.http import Timeouts
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.embedded import seed
from sync.engine.engine import SyncEngine
from sync.replica.overlay import server_row
from sync.replica.replica import open_replica
from sync.replica.rows import shown_row
from sync.replica.tables import REPLICATED, cards, outbox
from tests.chaos.desk import HISTORY, TALKED_OF, Desk, Safe, broken_promises, decisions
from tests.chaos.proxy import Fate, Proxy
from tests.chaos.recorder import Dark, Recorder, Said, Unsent, lies
from tests.chaos.weather import WEATHERS
from tests.support.server import Running, running_backend

EMAIL: Final = seed.ACCOUNTS["reception"]
_BETWEEN_S: Final = 0.12
_FAILED_WITHIN: Final = timedelta(seconds=1.2)
"""By then a try has failed: it waits for 0.4 s, and begins at most a little later."""
_TIMEOUTS: Final = Timeouts(connect=0.4, read=0.4, whole=2.0)
_PACE: Final = Pace(open=0.5, join=1.0, heartbeat=0.5, reply=0.5, longest_wait=0.3, steady=0.1)
_IN_THE_DARK: Final = timedelta(seconds=0.6)
"""How long the pill is watched after that."""
_ON_THE_WAY: Final = timedelta(seconds=0.2)
"""An answer that was on its way when the weather began may still arrive."""
_SPOILED: Final = 4
"""How many requests make a storm."""
_CLEARS_WITHIN_S: Final = 20.0


@dataclass
class Found:
    """What rounds came to."""

    wrong: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    fates: Counter[Fate] = field(default_factory=Counter)
    safe: int = 0
    cards: int = 0


@contextmanager
def stage() -> Iterator[Running]:
    """A backend with an invented clinic that notes what is written to it."""
    with running_backend(seed=partial(seed.sample, patients=40)) as backend:
        with psycopg.connect(backend.database.superuser_dsn, autocommit=True) as db:
            db.execute(HISTORY.encode())
        yield backend


async def weathered(
    backend: Running, folder: Path, name: str, *, number: int, drafts: int, is_new: bool = False
) -> Found:
    """Play one weather. `is_new`: it is bad already when the replica is filled for the first time."""
    told = f"{name}/{number}"
    found = Found()
    async with (
        Proxy(backend.url, Random(f"{told}/proxy")) as proxy,
        at_desk(backend, proxy, folder, Random(told)) as desk,
    ):
        recorder = Recorder(desk.engine)
        if is_new:
            proxy.weather = dict(WEATHERS[name].chances)
        async with _going_on(recorder.run()), running(desk):
            await _filled(desk)
            dark = await _storm(desk, proxy, backend, name, drafts)
            await _clear(desk)
        found.fates, found.said, found.safe = proxy.fates, recorder.said, len(desk.safe)
        on_cards = await desk.replica.read(_on_cards)
        here = await desk.replica.read(_rows)
    found.cards = len(on_cards)
    decided = decisions(backend.dsn, desk.safe)
    unsent = [
        Unsent(draft.at, decided.get(draft.id) or _taken_along(draft, desk.safe, decided, on_cards))
        for draft in desk.safe
    ]
    found.wrong += broken_promises(backend.dsn, desk.safe, on_cards)
    found.wrong += [f"the pill at {lie}" for lie in lies(recorder.said, unsent, dark)]
    found.wrong += oracle.differences(oracle.readable(backend.dsn, EMAIL), here)
    found.wrong = [f"{told}: {wrong}" for wrong in found.wrong]
    return found


def _taken_along(
    draft: Safe, safe: list[Safe], decided: Mapping[str, datetime], on_cards: Container[str]
) -> datetime | None:
    """When a draft without a verdict of its own came under a card: with the verdict on another one of the
    same write, or on an earlier one of the same record.
    """
    if draft.id not in on_cards:
        return None
    related = (
        decided[each.id]
        for each in safe
        if each.id in decided
        and (each.at == draft.at or (each.row_id == draft.row_id and each.at < draft.at))
    )
    return max(related, default=None)


@asynccontextmanager
async def at_desk(backend: Running, proxy: Proxy, folder: Path, rng: Random) -> AsyncIterator[Desk]:
    """Somebody signed in at a desk of their own; the engine does not run yet."""
    client = SupabaseBackend(
        proxy.url, backend.publishable_key, SystemClock(), timeouts=_TIMEOUTS, pace=_PACE
    )
    try:
        session = await client.sign_in(EMAIL, seed.PASSWORD)
        async with open_replica(
            folder, b"k" * 32, person=session.person, clock=SystemClock()
        ) as replica:
            engine = SyncEngine(replica, client, SystemClock(), rng=rng)
            await engine.signed_in(session)
            yield Desk(replica, engine, rng)
    finally:
        await client.close()


def running(desk: Desk) -> AbstractAsyncContextManager[None]:
    """The engine runs while the context lasts."""
    return _going_on(desk.engine.run())


@asynccontextmanager
async def _going_on(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool], within: float = 10.0) -> None:
    """Wait for it."""
    async with asyncio.timeout(within):
        while not condition():
            await asyncio.sleep(0.01)


async def _filled(desk: Desk) -> None:
    async with asyncio.timeout(_CLEARS_WITHIN_S):
        while desk.engine.status.phase != "idle":
            if desk.engine.status.phase == "offline":
                desk.engine.wake("somebody presses 'try now'")
            await asyncio.sleep(_BETWEEN_S)


async def _storm(desk: Desk, proxy: Proxy, backend: Running, name: str, drafts: int) -> Dark | None:
    """Work until the weather has spoiled enough; returns when nothing got through."""
    weather = WEATHERS[name]
    began = datetime.now(UTC)
    proxy.weather = dict(weather.chances)
    proxy.cut_sockets()
    proxy.fates.clear()
    for _ in range(drafts):
        await desk.work()
        await asyncio.to_thread(_colleague_works, backend)
        desk.engine.wake()
        await asyncio.sleep(_BETWEEN_S)
    known = began + _FAILED_WITHIN
    async with asyncio.timeout(_CLEARS_WITHIN_S):
        while sum(proxy.fates[fate] for fate in weather.chances) < _SPOILED or (
            weather.is_dark and datetime.now(UTC) < known + _IN_THE_DARK
        ):
            desk.engine.wake()
            await asyncio.sleep(_BETWEEN_S)
    ended = datetime.now(UTC)
    proxy.weather = {}
    return Dark(began + _ON_THE_WAY, known, ended) if weather.is_dark else None


async def _clear(desk: Desk) -> None:
    """Two whole rounds more, with nothing left on its way."""
    for _ in range(2):
        before = desk.engine.status.last_synced_at

        async def is_quiet(before: datetime | None = before) -> bool:
            status = desk.engine.status
            if status.phase != "idle" or status.last_synced_at == before:
                return False
            return not await desk.replica.read(_moving)

        async with asyncio.timeout(_CLEARS_WITHIN_S):
            while not await is_quiet():
                desk.engine.wake()
                await asyncio.sleep(0.05)


def _colleague_works(backend: Running) -> None:
    with psycopg.connect(backend.dsn, autocommit=True) as db:
        db.execute(
            f"update public.patients set phone = gen_random_uuid()::text where id = "
            f"(select id from (select id from public.patients order by id limit {TALKED_OF}) p "
            "order by random() limit 1)"
        )


def _moving(db: Connection) -> int:
    asked = "SELECT count(*) FROM outbox WHERE state <> 'parked'"
    return int(db.exec_driver_sql(asked).scalar_one())


def _on_cards(db: Connection) -> dict[str, dict[str, Any]]:
    """What stands on cards and under them, by draft."""
    under = select(outbox.c.id, outbox.c.patch).where(outbox.c.state == "parked")
    texts = {draft.id: draft.patch for draft in db.execute(under)}
    return texts | {card.mutation_id: card.body["mine"] for card in db.execute(select(cards))}


def _rows(db: Connection) -> dict[str, dict[str, Any]]:
    """What the replica holds as the server's."""
    drafted = {(tbl, row) for tbl, row in db.execute(select(outbox.c.tbl, outbox.c.row_id))}
    found: dict[str, dict[str, Any]] = {}
    for name, table in REPLICATED.items():
        found[name] = {}
        for row_id in db.scalars(select(table.c.id)):
            look = server_row if (name, row_id) in drafted else shown_row
            row = look(db, name, row_id)
            if row is not None:
                found[name][row_id] = row
    return found
