"""Take what is new: pages until there are no more, each with its cursor in the same transaction.

Invariants
* The cursor of a scope never runs ahead of the rows that are stored here.
* A draft leaves the overlay only when the pull that contains its effect has been applied whole.
* A scope that is not ours any more goes with everything it held, but drafts stay.
* The list of scopes is believed at once when it grows, and twice when it shrinks by much.
* What the server keeps back for want of a second proof is not lost: it stays as it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from sync.backend.protocol import Backend
from sync.backend.wire import Early, Lease, PullAnswer, PullRequest
from sync.clock import Clock
from sync.errors import Outdated, Wiped
from sync.replica import cursors, outbox, settled
from sync.replica.overlay import settle
from sync.replica.replica import Replica
from sync.replica.settings import (
    AUDIT_SENT,
    DOUBTED_SCOPES,
    EPOCH,
    REFILLED,
    WITHHELD,
    read_setting,
    write_setting,
)
from sync.replica.tables import REPLICATED, scope_rows
from sync.replica.tables import outbox as outbox_table
from sync.steps.asking import ask, request_of
from sync.steps.page import PURGE_ROWS, Slices, store
from sync.steps.repair import repair

CLIENT: Final = 1
"""The number of this program's protocol, raised when an older one must not read any more."""
EARLY_DAYS: Final = (1, 8)
BELIEVE_AFTER: Final = timedelta(seconds=30)
LARGE_LOSS: Final = 0.2


@dataclass(slots=True)
class Pulled:
    """What a pull brought. `told` is (scope, head, rows) of every scope, where there was news.
    `filling` is (rows here, rows in all) while a first fill is under way."""

    rows: int = 0
    pages: int = 0
    settled: int = 0
    purged: list[str] = field(default_factory=list)
    mismatched: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    offered_again: int = 0
    paused: bool = False
    must_prove: bool = False
    epoch: str | None = None
    server_now: datetime | None = None
    skew: timedelta | None = None
    lease: Lease | None = None
    told: tuple[tuple[str, int, int], ...] = ()
    topics: tuple[str, ...] = ()

    @property
    def is_news(self) -> bool:
        """Whether it brought anything that has to be noted at once."""
        is_signed = self.lease is not None and self.lease.note != ""
        return bool(self.rows or self.settled or self.told or is_signed)


async def pull(
    replica: Replica,
    backend: Backend,
    clock: Clock,
    *,
    progress: Callable[[], None] = lambda: None,
    filling: Callable[[int, int], None] = lambda done, total: None,
) -> Pulled:
    """Bring the replica up to the server's heads.

    Raises Offline, Busy, SignedOut, ServerTrouble, Outdated when the server wants a newer program, and
    Wiped when it wants everything gone.
    """
    pulled = Pulled()
    slices = Slices()
    request = await replica.read(lambda db: request_of(db, replica))
    if not request.scopes:
        await _first_sight(replica, backend, clock, request, slices, pulled)
        request = await replica.read(lambda db: request_of(db, replica))
    asked: asyncio.Task[PullAnswer] | None = None
    try:
        answer = await ask(backend, request)
        while True:
            progress()
            _heard(pulled, clock, answer)
            if answer.same:
                await _settle(replica, answer, pulled)
                await _doubt_no_more(replica)
                break
            await _begin(replica, answer, pulled)
            if answer.more:
                # The next page travels while this one is stored.
                ahead = await replica.read(
                    lambda db, a=answer: request_of(db, replica, a.upto)  # type: ignore[misc]
                )
                asked = asyncio.create_task(backend.pull(ahead), name="next page")
            pulled.rows += await store(replica, clock, answer, slices)
            await _tell(replica, answer, filling)
            if asked is None:
                await _settle(replica, answer, pulled)
                await _compare(replica, backend, answer, pulled)
                break
            answer, asked = await asked, None
    finally:
        if asked is not None:
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
    pulled.topics = await replica.read(_topics)
    return pulled


async def _first_sight(
    replica: Replica,
    backend: Backend,
    clock: Clock,
    request: PullRequest,
    slices: Slices,
    pulled: Pulled,
) -> None:
    """Before anything else, what the desk needs now: the days around today and their patients."""
    now = clock.now()
    back, ahead = EARLY_DAYS
    early = Early(start=now - timedelta(days=back), end=now + timedelta(days=ahead))
    answer = await backend.pull(PullRequest(device=request.device, want=request.want, early=early))
    _heard(pulled, clock, answer)
    if not answer.same:
        await _begin(replica, answer, pulled)
        pulled.rows += await store(replica, clock, answer, slices)


def _heard(pulled: Pulled, clock: Clock, answer: PullAnswer) -> None:
    if answer.flags.wipe:
        raise Wiped("an administrator asked for it")
    if answer.flags.min_client > CLIENT:
        raise Outdated(f"the server serves clients from {answer.flags.min_client} on")
    pulled.pages += 1
    pulled.paused, pulled.must_prove = answer.flags.pause, answer.flags.prove
    pulled.epoch, pulled.server_now = answer.epoch, answer.now
    pulled.skew = answer.now - clock.now()
    if answer.lease is not None and (answer.lease.note or pulled.lease is None):
        pulled.lease = answer.lease
    if not answer.same:
        pulled.told = tuple((s.id, s.head, s.n) for s in answer.scopes)


async def _begin(replica: Replica, answer: PullAnswer, pulled: Pulled) -> None:
    """Make room for what the answer speaks of: new scopes, regained ones, and those that are lost."""
    lost, doubted = await replica.read(lambda db: _lost(db, answer))
    if await replica.read(lambda db: _is_news(db, answer, doubted)):
        pulled.offered_again += await replica.apply(
            lambda db: _open_scopes(db, answer, doubted),
            {"cursors", "settings", "outbox", *REPLICATED},
            durable=True,
        )
    for scope in sorted(lost):
        while not await replica.apply(
            lambda db, s=scope: cursors.purge_scope(db, s, PURGE_ROWS),  # type: ignore[misc]
            set(REPLICATED),
        ):
            pass
        pulled.purged.append(scope)


def _is_news(db: Connection, answer: PullAnswer, doubted: set[str]) -> bool:
    known = {c.scope: c.grant_no for c in cursors.all_cursors(db)}
    return (
        set(read_setting(db, DOUBTED_SCOPES) or {}) != doubted
        or set(read_setting(db, WITHHELD) or ()) != set(answer.withheld)
        or read_setting(db, EPOCH) != answer.epoch
        or any(known.get(s.id) != s.grant for s in answer.scopes)
        or _has_lost_time(db, answer)
    )


def _has_lost_time(db: Connection, answer: PullAnswer) -> bool:
    """The server is not as far as it was: somebody put a backup back and did not say so. Heads only grow."""
    heads = {(s.id, s.grant): s.head for s in answer.scopes}
    return any(heads.get((c.scope, c.grant_no), c.ver) < c.ver for c in cursors.all_cursors(db))


def _lost(db: Connection, answer: PullAnswer) -> tuple[set[str], set[str]]:
    """(scopes to purge now, scopes to ask about again).

    A short list can be a bug of the server or a half-restored database. When it would take much, it
    is believed only from the second time on, unless the server says that it revoked on purpose. The
    server's clock tells how much later that is: ours may be set right by a year in between.
    """
    known = {c.scope for c in cursors.all_cursors(db)}
    gone = known - {s.id for s in answer.scopes} - set(answer.withheld)
    if not gone:
        return set(), set()
    told = gone & set(answer.revoked)
    rest = gone - told
    count = select(func.count()).select_from(scope_rows)
    losing = db.scalars(count.where(scope_rows.c.scope.in_(rest))).one()
    if losing <= LARGE_LOSS * max(1, db.scalars(count).one()):
        return gone, set()
    doubted = read_setting(db, DOUBTED_SCOPES) or {}
    since = [datetime.fromisoformat(doubted[s]) for s in rest if s in doubted]
    if len(since) == len(rest) and max(since) + BELIEVE_AFTER <= answer.now:
        return gone, set()
    return told, rest


def _open_scopes(db: Connection, answer: PullAnswer, doubted: set[str]) -> int:
    """Begin to fill what is new. Under a new epoch everything is: the cursors of before mean nothing
    to this server, while the rows stay on the screen until they are replaced, and what the former
    server took lately is offered to this one. Returns how many drafts that are.
    """
    known = {c.scope: c.grant_no for c in cursors.all_cursors(db)}
    new_epoch = read_setting(db, EPOCH) not in (None, answer.epoch) or _has_lost_time(db, answer)
    for s in answer.scopes:
        if known.get(s.id) != s.grant or new_epoch:
            cursors.begin(db, s.id, kind=s.kind, owner=s.owner, grant=s.grant, from_head=s.head)
    earlier = read_setting(db, DOUBTED_SCOPES) or {}
    now = answer.now.isoformat()
    write_setting(db, DOUBTED_SCOPES, {s: earlier.get(s, now) for s in sorted(doubted)})
    write_setting(db, WITHHELD, sorted(answer.withheld))
    write_setting(db, EPOCH, answer.epoch)
    if not new_epoch:
        return 0
    for scope in known.keys() - {s.id for s in answer.scopes}:
        cursors.distrust(db, scope)
    write_setting(db, AUDIT_SENT, 0)  # what a backup has forgotten of the trail is told again
    return settled.offer_again(db, answer.now)


async def _doubt_no_more(replica: Replica) -> None:
    """The list is what we hold: the next short one is the first one again."""
    if await replica.read(lambda db: read_setting(db, DOUBTED_SCOPES)):
        await replica.apply(lambda db: write_setting(db, DOUBTED_SCOPES, {}), {"settings"})


async def _settle(replica: Replica, answer: PullAnswer, pulled: Pulled) -> None:
    """Our own changes came back: they are the server's values now."""
    if not answer.acked:
        return

    def confirm(db: Connection) -> int:
        # In doubt is not acknowledged: its verdict, which may be a no, has not been read yet.
        known = outbox_table.c.id.in_(answer.acked) & (outbox_table.c.state == outbox.ACKED)
        taken = list(db.scalars(select(outbox_table.c.id).where(known)))
        settled.keep_all(db, taken, answer.now)
        return sum(settle(db, each) for each in taken)

    pulled.settled += await replica.apply(confirm, {"outbox", "server_rows"}, durable=True)


async def _compare(replica: Replica, backend: Backend, answer: PullAnswer, pulled: Pulled) -> None:
    """End check: do we hold as many rows as the server says, of the same versions?

    Where not, the ranges that differ are fetched; where that does not mend it, the whole scope.
    """

    def differing(db: Connection) -> list[str]:
        kept = {c.scope: (c.n, c.sum) for c in cursors.all_cursors(db)}
        return [
            s.id
            for s in answer.scopes
            if answer.upto.get(s.id) == s.head and kept.get(s.id) != (s.n, s.sum)
        ]

    pulled.mismatched = await replica.read(differing)
    for scope in list(pulled.mismatched):
        if await repair(replica, backend, scope):
            pulled.mismatched.remove(scope)
            pulled.repaired.append(scope)
    if pulled.mismatched:
        await replica.apply(lambda db: _refill(db, pulled.mismatched, answer), {"cursors"})


def _refill(db: Connection, scopes: list[str], answer: PullAnswer) -> None:
    """Fetch a scope that differs once more, at most once a day; what is shown stays meanwhile."""
    done = read_setting(db, REFILLED) or {}
    today = answer.now.date().isoformat()
    for s in answer.scopes:
        if s.id in scopes and done.get(s.id) != today:
            cursors.begin(db, s.id, kind=s.kind, owner=s.owner, grant=s.grant, from_head=s.head)
            done[s.id] = today
    write_setting(db, REFILLED, done)


async def _tell(replica: Replica, answer: PullAnswer, filling: Callable[[int, int], None]) -> None:
    held = await replica.read(cursors.all_cursors)
    is_filling = any(c.state == cursors.FILLING for c in held)
    count = sum(c.n for c in held)
    total = sum(s.n for s in answer.scopes)
    filling(min(count, total) if is_filling else total, total)


def _topics(db: Connection) -> tuple[str, ...]:
    """The Realtime topics for the scopes held now."""
    names = {
        f"{'user' if c.kind == 'user' else 'facility'}:{c.owner}"
        for c in cursors.all_cursors(db)
        if c.kind in ("directory", "facility", "clinical", "user")
    }
    return tuple(sorted(names))


def is_filled(db: Connection) -> bool:
    """Whether a first fill has come through: an empty list then means that there is nothing."""
    states = [c.state for c in cursors.all_cursors(db)]
    return bool(states) and cursors.FILLING not in states
