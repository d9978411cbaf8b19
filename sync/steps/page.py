"""One page of a pull into the replica, in steps that let a person's write through.

A large transaction is cheap: an index page that many rows touch is encrypted and written once. A
short one is friendly: whoever books an appointment waits for it. So a transaction goes on, slice
after slice, until it has lasted for HOLD_S, and ends after the running slice when a person's write
waits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from sync.backend.wire import PullAnswer
from sync.clock import Clock
from sync.replica import cursors, settled
from sync.replica.pages import put_page, remove_server_rows
from sync.replica.replica import Replica
from sync.replica.tables import REPLICATED

SLICE_S: Final = 0.015
"""How long one slice takes, on average."""
HOLD_S: Final = 0.08
"""After this long a transaction ends in any case: committing it takes about a third as long again,
and a person's write that comes in then waits for that."""
PURGE_ROWS: Final = 500
"""How many rows one transaction gives back."""

Piece = tuple[str, list[str], list[list[Any]]]


@dataclass(slots=True)
class Slices:
    """How many rows go into one slice, learnt from those before."""

    rows: int = 250

    def measured(self, seconds: float, rows: int) -> None:
        """A slice of so many rows took so long."""
        if rows and seconds > 0:
            self.rows = int(min(1_000, max(25, rows * SLICE_S / seconds)))


async def store(replica: Replica, clock: Clock, answer: PullAnswer, slices: Slices) -> int:
    """Store the page and move the cursors with its last rows. Returns how many rows it brought."""
    scopes = [s.id for s in answer.scopes]
    tables = set(answer.tables) | {r.table for r in answer.removed}
    waiting = _pieces(answer, slices)
    confirmed = frozenset(answer.acked)

    def settle(db: Connection, table: str, row_ids: Collection[str]) -> set[str]:
        return settled.take_out(db, table, row_ids, confirmed, answer.now)

    def put_some(db: Connection) -> bool:
        """Slices until the time is over; True with the last one, which also moves the cursors."""
        began = at = clock.monotonic()
        for pieces in waiting:
            for table, columns, rows in pieces:
                put_page(db, scopes, table, columns, rows, settle)
            now = clock.monotonic()
            slices.measured(now - at, sum(len(rows) for _, _, rows in pieces))
            at = now
            if replica.is_wanted or at - began >= HOLD_S:
                return False
        _end(db, answer, scopes)
        return True

    while not await replica.apply(put_some, tables | {"cursors", "outbox"}):
        pass
    await _finish_fills(replica, answer)
    return sum(len(page.rows) for page in answer.tables.values())


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
