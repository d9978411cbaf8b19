"""Rules broken on purpose: a check that never fails proves nothing.

Each name breaks one rule of the product in this process. `python -m tests.simulation --sabotage
NAME` ends well when a world notices, and a kept world notices at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, func, select

from sync.backend.wire import PullAnswer
from sync.engine import engine, machine, memory
from sync.errors import Offline
from sync.replica import batch, cursors, outbox, overlay, pages, settled, upgrade
from sync.replica.tables import outbox as outbox_table
from sync.steps import conflicts, page, pull, push, verdicts

Break = Callable[[ExitStack], None]
NAMES: dict[str, Break] = {}


@contextmanager
def broken(name: str) -> Iterator[None]:
    """The product with one rule broken, for the length of the block; "" breaks none."""
    with ExitStack() as stack:
        if name:
            NAMES[name](stack)
        yield


def is_noticed(wrong: Sequence[str]) -> bool:
    """Whether what went wrong in a world is the missing rule: one that the program has not any more is not
    broken by breaking the program.
    """
    return bool(wrong) and not any(word in wrong[0] for word in ("TypeError", "AttributeError"))


def _rule(name: str) -> Callable[[Break], Break]:
    def take(way: Break) -> Break:
        NAMES[name] = way
        return way

    return take


def _put(stack: ExitStack, target: Any, name: str, by: Any) -> None:
    stack.enter_context(patch.object(target, name, by))


@_rule("settle-at-answer")
def _(stack: ExitStack) -> None:
    """A draft leaves the overlay with the answer to the push, not with the pull of its effect."""

    def settled(db: Connection, ids: list[str]) -> set[str]:
        for each in ids:
            overlay.settle(db, each)
        return set()

    _put(stack, push.outbox, "acked", settled)


@_rule("cursor-first")
def _(stack: ExitStack) -> None:
    """The cursor moves before the rows are stored."""
    store = page.store

    async def too_early(replica: Any, clock: Any, answer: PullAnswer, slices: Any) -> int:
        def advance(db: Connection) -> None:
            for scope, upto in answer.upto.items():
                cursors.advance(db, scope, upto)

        await replica.apply(advance, {"cursors"})
        return await store(replica, clock, answer, slices)

    _put(stack, pull, "store", too_early)


@_rule("drop-text")
def _(stack: ExitStack) -> None:
    """A card forgets a field of what was typed."""
    open_card = conflicts.open_card

    def forgetful(db: Connection, draft: Any, result: Any, card_id: str, now: Any) -> str:
        made = open_card(db, draft, result, card_id, now)
        db.exec_driver_sql(
            "UPDATE cards SET body = json_set(body, '$.mine', json('{}')) WHERE id = ?", (made,)
        )
        return made

    _put(stack, verdicts, "open_card", forgetful)


@_rule("drop-card")
def _(stack: ExitStack) -> None:
    """A refused draft goes without a card."""

    def none(db: Connection, draft: Any, result: Any, card_id: str, now: Any) -> str:
        overlay.settle(db, draft.id, refused=True)
        return card_id

    _put(stack, verdicts, "open_card", none)


@_rule("ignore-version")
def _(stack: ExitStack) -> None:
    """A draft says that its author saw what the server has now: colleagues are written over."""
    as_mutation = push.as_mutation

    def sent(self: Any, db: Connection, in_flight: Any = ()) -> list[outbox.Group]:
        groups = offered(self, db, in_flight)
        for each in (draft for group in groups for draft in group.drafts):
            newest = overlay.server_row(db, each.tbl, each.row_id)
            if each.kind == "update" and newest is not None:
                each.base.update(newest)
        return groups

    def newest(draft: Any) -> Any:
        return as_mutation(draft)

    offered = push._Sender._offered
    _put(stack, push._Sender, "_offered", sent)
    _put(stack, push, "as_mutation", newest)


@_rule("believe-silence")
def _(stack: ExitStack) -> None:
    """A push without an answer counts as taken."""
    wait_again = push._Sender._wait_again

    async def taken(self: Any, ids: Any, seconds: Any, code: str | None) -> None:
        if code == Offline.code:
            await self.replica.apply(lambda db: outbox.acked(db, list(ids)), {"outbox"})
        else:
            await wait_again(self, ids, seconds, code)

    _put(stack, push._Sender, "_wait_again", taken)


@_rule("forget-sent")
def _(stack: ExitStack) -> None:
    """What was sent and never answered is not offered again."""
    may_try = push.next_batch

    def waiting_only(db: Connection, *args: Any, **more: Any) -> list[outbox.Group]:
        groups = may_try(db, *args, **more)
        return [g for g in groups if all(d.state == outbox.WAITING for d in g.drafts)]

    _put(stack, push, "next_batch", waiting_only)


@_rule("keep-lost-scopes")
def _(stack: ExitStack) -> None:
    """A right that ended leaves its rows here."""
    _put(stack, pull, "_lost", lambda db, answer: (set(), set()))


@_rule("purge-drafts")
def _(stack: ExitStack) -> None:
    """A lost scope takes the drafts on its rows with it."""
    let_go = cursors.let_go

    def with_drafts(db: Connection, scope: str, held: Any) -> None:
        for table, row_id, _ver in held:
            db.exec_driver_sql("DELETE FROM outbox WHERE tbl = ? AND row_id = ?", (table, row_id))
        let_go(db, scope, held)

    _put(stack, cursors, "let_go", with_drafts)


@_rule("one-queue")
def _(stack: ExitStack) -> None:
    """All records share one lane: the first draft in trouble holds back every other one."""
    next_batch = push.next_batch

    def in_order(db: Connection, *args: Any, **more: Any) -> list[outbox.Group]:
        groups = next_batch(db, *args, **more)
        waits = outbox_table.c.state.in_((outbox.WAITING, outbox.SENT))
        first = db.scalar(select(func.min(outbox_table.c.seq)).where(waits))
        return groups if groups and groups[0].drafts[0].seq == first else []

    _put(stack, push, "next_batch", in_order)


@_rule("count-too-little")
def _(stack: ExitStack) -> None:
    """What is on the line counts as if the server had it."""

    def waiting(db: Connection, *, author: str | None = None) -> outbox.Waiting:
        count = select(func.count(), func.min(outbox_table.c.at))
        found = db.execute(count.where(outbox_table.c.state == outbox.WAITING)).one()
        return outbox.Waiting(found[0], 0, found[1], None)

    _put(stack, memory.outbox, "waiting", waiting)


@_rule("rounds-overlap")
def _(stack: ExitStack) -> None:
    """The machine begins a round during another one."""

    def at_once(state: machine.State) -> tuple[machine.State, list[machine.Instruction]]:
        if not state.signed_in:
            return state, []
        return replace(state, in_round=True, again=False), [machine.StartRound()]

    _put(stack, machine, "_round", at_once)


@_rule("leave-aside")
def _(stack: ExitStack) -> None:
    """An updated program leaves lying what the older one could not store."""
    _put(stack, upgrade, "take_in", lambda db: 0)


@_rule("wipe-overlay")
def _(stack: ExitStack) -> None:
    """A pulled row is shown as it came, over the drafts that stand on it."""
    _put(stack, pages, "drafted", lambda db, table, ids: set())


# --- what was wrong once ------------------------------------------------------------------------


@_rule("forget-followers")
def _(stack: ExitStack) -> None:
    """What hangs under a parked draft is left to wait."""
    _put(stack, outbox, "park_followers", lambda db: None)


@_rule("keep-echo")
def _(stack: ExitStack) -> None:
    """An echo of our own push stays on the screen although no scope ever brought the row."""
    _put(stack, overlay, "is_held", lambda db, table, row_id: True)


@_rule("believe-old-session")
def _(stack: ExitStack) -> None:
    """An answer of a session that is over ends the one that somebody has begun meanwhile."""
    over = engine.SyncEngine._session_over

    async def believed(self: Any, error: Any, _sign_ins: int) -> None:
        await over(self, error, self._sign_ins)

    _put(stack, engine.SyncEngine, "_session_over", believed)


@_rule("count-late")
def _(stack: ExitStack) -> None:
    """Cards are counted at the end of a round only."""

    async def never(self: Any, watch: Any) -> None:
        return None

    _put(stack, engine.SyncEngine, "_count_on", never)


@_rule("trust-clock")
def _(stack: ExitStack) -> None:
    """A wait is believed however long it is."""
    _put(stack, batch, "_may_try", lambda at, now: at is None or at <= now)


@_rule("keep-old-echo")
def _(stack: ExitStack) -> None:
    """After a restore, answers of the former server stay as values of the new one."""
    _put(stack, settled, "forget_echoes", lambda db: None)
