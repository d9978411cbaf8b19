"""One page of a pull into the replica, in steps that let a person's write through.

A large transaction is cheap: an index page that many rows touch is encrypted and written once. A
short one is friendly: whoever books an appointment waits for it. So a transaction goes on, slice
after slice, for as long as it will not hold the writer for much more than AIM_S, its commit
included, and ends after the running slice when a person's write waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from sync.backend.wire import PullAnswer
from sync.clock import Clock
from sync.replica import cursors, search, settled
from sync.replica.pages import put_page, remove_server_rows
from sync.replica.replica import Replica
from sync.replica.tables import REPLICATED

SLICE_S: Final = 0.005
"""How long one slice takes, on average."""
HELD_S: Final = 0.05
"""How long a transaction may hold the writer, its commit included."""
AIM_S: Final = 0.6 * HELD_S
"""How long it is planned to: one commit takes longer than another."""
JOURNAL_ROWS: Final = 3000
"""After so many rows the journal is written back between two transactions, where it holds nobody."""
SOME: Final = 50
"""So many patients in one page come into the search index at once."""
MANY: Final = 1_000
"""So many are a fill."""
PIECES: Final = 64
"""After so many transactions of a fill the pieces of the search index are put together."""
RELIEF_STEPS: Final = 16
"""So many steps of that go between two times that the journal is written back."""
PURGE_ROWS: Final = 500
"""How many rows one transaction gives back."""

Piece = tuple[str, list[str], list[list[Any]]]


@dataclass(slots=True)
class Slices:
    """How many rows go into one slice, and how long a commit takes, learnt from those before."""

    rows: int = 250
    commit: float = 0.5
    """Seconds for each second of work before it."""
    unrelieved: int = 0
    """Rows since the journal was written back."""
    pieces: int = 0
    """Transactions of a fill since the pieces of the search index were put together."""

    def measured(self, seconds: float, rows: int) -> None:
        """A slice of so many rows took so long."""
        self.unrelieved += rows
        if rows and seconds > 0:
            self.rows = int(min(1_000, max(25, rows * SLICE_S / seconds)))

    def is_full(self, seconds: float) -> bool:
        """Whether another slice, after so many seconds of them, would make the transaction too long."""
        return (seconds + SLICE_S) * (1.0 + self.commit) > AIM_S

    def committed(self, work: float, whole: float) -> None:
        """A transaction took so long, `work` of it before the commit."""
        if work > 0:
            self.commit = 0.8 * self.commit + 0.2 * min(2.0, (whole - work) / work)


async def store(replica: Replica, clock: Clock, answer: PullAnswer, slices: Slices) -> int:
    """Store the page and move the cursors with its last rows. Returns how many rows it brought."""
    scopes = [s.id for s in answer.scopes]
    tables = set(answer.tables) | {r.table for r in answer.removed}
    waiting = _pieces(answer, slices)
    confirmed = frozenset(answer.acked)

    def settle(db: Connection, table: str, row_ids: Collection[str]) -> set[str]:
        return settled.take_out(db, table, row_ids, confirmed, answer.now)

    people = len(answer.tables["patients"].rows) if "patients" in answer.tables else 0
    is_fill = people >= MANY

    def put_some(db: Connection) -> tuple[float, bool]:
        """Slices until the time is over: how long they took, and whether the last one is among them,
        which also moves the cursors.
        """
        began = at = clock.monotonic()
        with search.indexed_at_once(db) if people >= SOME else nullcontext():
            for pieces in waiting:
                for table, columns, rows in pieces:
                    put_page(db, scopes, table, columns, rows, settle)
                now = clock.monotonic()
                slices.measured(now - at, sum(len(rows) for _, _, rows in pieces))
                at = now
                if replica.is_wanted or slices.is_full(at - began):
                    return at - began, False
            _end(db, answer, scopes)
            return clock.monotonic() - began, True

    if is_fill:
        await replica.apply(lambda db: search.expect_many(db, many=True))
    is_whole = False
    while not is_whole:
        began = clock.monotonic()
        work, is_whole = await replica.apply(put_some, tables | {"cursors", "outbox"})
        slices.committed(work, clock.monotonic() - began)
        slices.pieces += is_fill
        if slices.pieces >= PIECES:
            slices.pieces = slices.unrelieved = 0
            await _put_together(replica)
        if slices.unrelieved >= JOURNAL_ROWS:
            slices.unrelieved = 0
            await replica.relieve()
    await _finish_fills(replica, answer)
    if not answer.more and await replica.read(search.expects_many):
        await _put_together(replica)
        await replica.apply(lambda db: search.expect_many(db, many=False))
    return sum(len(page.rows) for page in answer.tables.values())


async def _put_together(replica: Replica) -> None:
    # It writes as much as all transactions since the last time, so the journal has to be relieved as often.
    await replica.relieve()
    steps = 0
    while await replica.apply(search.put_together):
        steps += 1
        if steps % RELIEF_STEPS == 0:
            await replica.relieve()
    await replica.relieve()


def _pieces(answer: PullAnswer, slices: Slices) -> Iterator[list[Piece]]:
    """The rows of a page in slices; small tables share one."""
    slice_: list[Piece] = []
    room = slices.rows
    for table, page in answer.tables.items():
        at = 0
        while at < len(page.rows):
            rows = page.rows[at : at + room]
            slice_.append((table, page.columns, rows))
            at += len(rows)
            room -= len(rows)
            if room <= 0:
                yield slice_
                slice_, room = [], slices.rows
    yield slice_


def _end(db: Connection, answer: PullAnswer, scopes: list[str]) -> None:
    by_scope: dict[int, list[tuple[str, str, int]]] = {}
    for each in answer.removed:
        by_scope.setdefault(each.scope, []).append((each.table, each.row_id, each.ver))
    for index, gone in by_scope.items():
        remove_server_rows(db, scopes[index], gone)
    for scope, upto in answer.upto.items():
        cursors.advance(db, scope, upto)


async def _finish_fills(replica: Replica, answer: PullAnswer) -> None:
    """A scope whose last row is here is live; a second fill first drops what it did not bring."""
    heads = {s.id: s.head for s in answer.scopes}
    for c in await replica.read(cursors.all_cursors):
        if c.state != cursors.FILLING or answer.upto.get(c.scope, -1) < heads.get(c.scope, 0):
            continue
        while c.fill > 1 and not await replica.apply(
            lambda db, s=c.scope: cursors.drop_unseen(db, s, PURGE_ROWS),  # type: ignore[misc]
            set(REPLICATED),
        ):
            pass
        await replica.apply(
            lambda db, c=c: cursors.advance(db, c.scope, c.ver, state=cursors.LIVE),  # type: ignore[misc]
            {"cursors"},
        )
