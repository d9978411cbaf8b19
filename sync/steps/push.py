"""Offer our drafts, oldest first, until nothing waits that may go now.

A verdict is written down before the batch after the next leaves. A lost answer is cured by asking again, and
so is one that was heard and not written down: the server knows the ids. What waits for a verdict, the later
edits of a record and whatever needs it, does not leave before it. A refused draft steps aside onto a card; it
blocks neither other records nor the download.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Final

from msgspec import UNSET
from sqlalchemy import Connection

from sync.backend.protocol import Backend
from sync.backend.wire import (
    Group,
    Mutation,
    PushAnswer,
    PushRequest,
)
from sync.clock import Clock
from sync.errors import Busy, SecondFactorNeeded, ServerTrouble, Unanswered
from sync.ids import NewId, new_id
from sync.replica import outbox
from sync.replica.batch import next_batch
from sync.replica.lineage import Lineage
from sync.replica.outbox import Draft
from sync.replica.replica import Replica
from sync.replica.settings import EPOCH, read_setting, write_setting
from sync.replica.tables.types import moment_text
from sync.steps.verdicts import Pushed, write_down

MOST: Final = 50
MOST_BYTES: Final = 256 * 1024
PUSH_FOR_S: Final = 5.0
"""After so long the news of others come first, however much waits."""
TROUBLE_WAIT_S: Final = 60.0
"""How long a draft steps aside that the server stumbles over all by itself."""


@dataclass(slots=True)
class Pace:
    """How much goes in one batch: halved when the line or the server chokes on it, grown by success."""

    most: int = MOST

    def eased(self) -> None:
        self.most = min(MOST, self.most + 5)

    def choked(self) -> None:
        self.most = max(1, self.most // 2)


async def push(
    replica: Replica,
    backend: Backend,
    clock: Clock,
    *,
    epoch: str | None = None,
    lineage: Lineage | None = None,
    pace: Pace | None = None,
    progress: Callable[[], None] = lambda: None,
    fresh_id: NewId = new_id,
    rng: Random | None = None,
) -> Pushed:
    """Send what may go. Raises Offline, Busy, SignedOut, ... with the unanswered drafts waiting again.

    Ends early when the server is another one than the drafts were written upon (`other_epoch`), asks
    everybody to hold back (`paused`), wants a second proof first (`must_prove`), or takes this
    installation for a copy (`is_copy`); and after PUSH_FOR_S, for what others did comes first then
    (`is_more`).
    """
    sender = _Sender(
        replica, backend, clock, epoch, lineage, pace or Pace(), fresh_id, rng or Random()
    )
    began = clock.monotonic()
    while await sender.send_batch():
        progress()
        if clock.monotonic() - began >= PUSH_FOR_S:
            await sender.leave_off()
            sender.done.is_more = True
            break
    return sender.done


@dataclass(frozen=True, slots=True)
class _Heard:
    """An answer, the drafts it is about, and whether it is the first this replica ever heard."""

    answer: PushAnswer
    drafts: dict[str, Draft]
    is_first: bool


@dataclass(slots=True)
class _Sender:
    """One push: its seams, its pace, and what has come of it so far.

    While a batch is on its way, one commit writes down the verdicts of the batch before it and takes the
    batch after it, which leaves as soon as the answer is here.
    """

    replica: Replica
    backend: Backend
    clock: Clock
    epoch: str | None
    lineage: Lineage | None
    pace: Pace
    fresh_id: NewId
    rng: Random
    done: Pushed = field(default_factory=Pushed)
    ahead: list[outbox.Group] = field(default_factory=list)
    """Taken, and not sent yet."""
    heard: list[_Heard] = field(default_factory=list)
    """Answers that are not written down yet: one at most."""

    async def send_batch(self) -> bool:
        """Offer the next drafts and hear what becomes of them. False when none may go now."""
        groups, self.ahead = self.ahead, []
        was_ahead = bool(groups)
        if not was_ahead:
            groups = await self._turn()
        if not groups:
            return False
        drafts = {d.id: d for g in groups for d in g.drafts}
        request = PushRequest(
            device=self.replica.device,
            epoch=self.epoch,
            now=self.clock.now(),
            lineage=self.lineage or UNSET,
            groups=[Group(g.id, [as_mutation(d) for d in g.drafts]) for g in groups],
        )
        try:
            answer = await self._exchange(request, drafts, was_ahead=was_ahead)
        except ServerTrouble as trouble:
            await self._stumbled(drafts, trouble, alone=len(groups) == 1)
            return True
        except BaseException as lost:  # also cancelled: the drafts are in flight no more
            # One that was never on its way was not too large either.
            if isinstance(lost, Unanswered | Busy):
                self.pace.choked()
            await self._wait_again(drafts, None, getattr(lost, "code", None))
            raise
        self.done.other_epoch = self.epoch is not None and answer.epoch != self.epoch
        if self.done.other_epoch:
            await self._wait_again(drafts, None, None)
            return False
        self.done.must_prove = answer.flags.prove
        if self.done.must_prove:
            await self._wait_again(drafts, None, SecondFactorNeeded.code)
            return False
        unanswered = drafts.keys() - {r.id for r in answer.results}
        if unanswered:
            await self._wait_again(unanswered, TROUBLE_WAIT_S, ServerTrouble.code)
        self.pace.eased()
        self.done.batches += 1
        self.done.server_now = answer.now
        self.done.paused, self.done.is_copy = answer.flags.pause, answer.flags.copy
        self.heard.append(_Heard(answer, drafts, is_first=self.epoch is None))
        self.epoch = answer.epoch
        if self.done.paused or self.done.is_copy:
            await self.leave_off()
            return False
        return True

    async def leave_off(self) -> None:
        """Write down what was heard, and put back what was taken ahead."""
        await self._wait_again((), None, None)
        await self.replica.apply(self._write_down, self._tables(), durable=True)
        self.heard.clear()

    async def _exchange(
        self, request: PushRequest, drafts: Collection[str], *, was_ahead: bool
    ) -> PushAnswer:
        """Send; what is to be done meanwhile is done when the answer is told."""
        turn = asyncio.create_task(self._turn(drafts, note=was_ahead), name="turn")
        try:
            return await self.backend.push(request)
        finally:
            await asyncio.wait([turn])
            self.ahead = turn.result()

    async def _turn(
        self, in_flight: Collection[str] = (), *, note: bool = False
    ) -> list[outbox.Group]:
        """Write down what was heard and take what goes next, in one commit: verdicts set free what waited
        for them. `note` also that what is in flight has left: until then nobody is told that it was sent.
        """
        # A look costs nobody anything; most of the time there is nothing to send.
        if not self.heard and not await self.replica.read(lambda db: self._offered(db, in_flight)):
            return []

        def turn(db: Connection) -> list[outbox.Group]:
            self._write_down(db)
            if note:
                outbox.mark_sent(db, in_flight, self.clock.now())
            # Looked at again where it is taken: what was undone meanwhile must not go out.
            groups = self._offered(db, in_flight)
            ids = [draft.id for group in groups for draft in group.drafts]
            if in_flight:
                outbox.mark_taken(db, ids)
            else:
                outbox.mark_sent(db, ids, self.clock.now())
            return groups

        groups = await self.replica.apply(turn, self._tables(), durable=True)
        self.heard.clear()
        return groups

    def _write_down(self, db: Connection) -> None:
        for each in self.heard:
            if each.is_first:
                # Before the first pull also whose verdicts they are: after a restore they are worth nothing.
                write_setting(db, EPOCH, each.answer.epoch)
            write_down(db, each.answer, each.drafts, self.clock.now(), self.fresh_id, self.done)

    def _tables(self) -> set[str]:
        told = {draft.tbl for each in self.heard for draft in each.drafts.values()}
        return {"outbox", "cards", "server_rows", "audit"} | told if told else {"outbox"}

    def _offered(self, db: Connection, in_flight: Collection[str] = ()) -> list[outbox.Group]:
        """What may go now."""
        if self.epoch is None:
            self.epoch = read_setting(db, EPOCH)
        most, person, now = self.pace.most, self.replica.person, self.clock.now()
        return next_batch(db, now, most, MOST_BYTES, author=person, in_flight=in_flight)

    async def _stumbled(
        self, drafts: Collection[str], trouble: ServerTrouble, *, alone: bool
    ) -> None:
        """The server fell over something in the batch: halve it until the stone lies alone, then
        let that one step aside for a while.
        """
        if alone:
            wait = self.rng.uniform(0.5, 1.0) * TROUBLE_WAIT_S
            await self._wait_again(drafts, wait, trouble.code)
            self.pace.eased()
        else:
            self.pace.choked()
            await self._wait_again(drafts, None, trouble.code)

    async def _wait_again(
        self, ids: Collection[str], seconds: float | None, code: str | None
    ) -> None:
        """These were not taken, and what was to follow them is not sent."""
        at = None if seconds is None else self.clock.now() + timedelta(seconds=seconds)
        following = [draft.id for group in self.ahead for draft in group.drafts]
        self.ahead = []

        def again(db: Connection) -> None:
            outbox.mark_waiting(db, list(ids), at, code)
            outbox.mark_waiting(db, following, None, None)

        await self.replica.apply(again, {"outbox"})


def as_mutation(draft: Draft) -> Mutation:
    """A draft as it goes over the line: the same bytes each time, or its id would be reused."""
    return Mutation(
        id=draft.id,
        kind=draft.kind,  # type: ignore[arg-type]
        table=draft.tbl,
        row_id=draft.row_id,
        base_version=draft.base_version,
        base=draft.base,
        patch=draft.patch,
        depends_on=draft.depends_on,
        at=moment_text(draft.at),
        author=draft.author,
        device=draft.device,
    )
