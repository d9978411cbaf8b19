"""Obeys the machine: the only loop of the sync.

`run` is a structured task: it owns the timer, the round and the listener, and leaving it ends them.
What happened goes into a queue; each event is handed to the pure machine, and what it answers is
done. Nothing here decides when to sync.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from sync.backend.protocol import Backend, Session
from sync.clock import Clock
from sync.engine import machine
from sync.engine.backoff import after_failures, spread
from sync.engine.ears import listen
from sync.engine.events import Events
from sync.engine.machine import (
    BackOff,
    DraftWritten,
    Event,
    Instruction,
    Listen,
    Nudged,
    RoundDone,
    RoundFailed,
    SessionOver,
    StartRound,
    State,
    StopListening,
    Wait,
)
from sync.engine.memory import (
    Counts,
    forget_everything,
    forget_session,
    keep_session,
    note_success,
    remembered,
    unsettled,
)
from sync.engine.origin import Origin
from sync.engine.showing import shown
from sync.engine.status import StatusBoard, SyncStatus
from sync.engine.watchdog import watched
from sync.errors import Busy, Defect, Expected, Offline, SecondFactorNeeded, SignedOut, Wiped
from sync.ids import NewId, new_id
from sync.replica.changes import Watch
from sync.replica.replica import Replica
from sync.replica.tables import METADATA
from sync.steps import handovers
from sync.steps.audit import tell_if_taken
from sync.steps.pull import Pulled, pull
from sync.steps.push import Pace, push
from sync.steps.sanity import Proof, prove

log = logging.getLogger("clinic.sync")


class SyncEngine:
    """Keeps one person's replica and the server reconciled, for as long as `run` runs.

    Works without a session and without a line: it waits for either, and the status says so.
    """

    def __init__(
        self,
        replica: Replica,
        backend: Backend,
        clock: Clock,
        *,
        rng: Random | None = None,
        new_id: NewId = new_id,
    ) -> None:
        self._new_id = new_id
        self._replica, self._backend, self._clock = replica, backend, clock
        self._rng = rng or Random()
        self._state = State()
        self._events = Events()
        self._tasks: asyncio.TaskGroup | None = None
        self._timer: asyncio.Task[None] | None = None
        self._round: asyncio.Task[None] | None = None
        self._ears: asyncio.Task[None] | None = None
        self._topics: tuple[str, ...] = ()
        self._epoch: str | None = None
        self._pace = Pace()
        self._next_try_at: datetime | None = None
        self._sign_ins = 0
        self._one_session = asyncio.Lock()
        self._counts = Counts()
        self._one_count = asyncio.Lock()
        self._watch: Watch | None = None
        self._origin = Origin(replica, new_id)
        self._board = StatusBoard()
        self._one_at_a_time = asyncio.Lock()

    # --- what others see and say ------------------------------------------------------------------

    @property
    def status(self) -> SyncStatus:
        """How things stand now."""
        return self._board.status

    def statuses(self) -> AsyncGenerator[SyncStatus]:
        """How things stand, now and after every change."""
        return self._board.stream()

    def wake(self, reason: str = "asked") -> None:
        """Look now: somebody pressed "try now", the window got the focus, the machine woke up."""
        log.debug("woken: %s", reason)
        self._events.tell(Nudged())

    def watched(self, by_somebody: bool) -> None:
        """Tell whether anybody looks at the screen; nobody looking makes polls rarer."""
        self._events.tell(machine.Watched(by_somebody))

    def pause(self) -> None:
        """Send and fetch nothing, from now until `resume` or the next start of the program."""
        self._events.tell(machine.Held(True))

    def resume(self) -> None:
        """Go on after a pause, with a round right away."""
        self._events.tell(machine.Held(False))

    async def prove(self, progress: Callable[[int, int], None] = lambda done, of: None) -> Proof:
        """Look whether everything of this person is here and as the server has it.

        Waits for a round that is under way, and holds the next one up.
        """
        async with self._one_at_a_time:
            return await prove(self._replica, self._backend, progress=progress)

    async def still(self) -> None:
        """Wait until no round and no proof is under way."""
        async with self._one_at_a_time:
            return

    async def signed_in(self, session: Session) -> None:
        """Store a new session and go on with it; the work on the screen stays."""
        async with self._one_session:
            await self._store_session(session)
            await self._backend.resume(session)
            # Now, not before: a round that began meanwhile has asked with the old one.
            self._sign_ins += 1
        self._events.tell(machine.SignedIn())

    async def sign_out(self) -> None:
        """Forget the session. Drafts stay here and go when the person signs in again."""
        await self._replica.apply(forget_session, {"session"}, durable=True)
        self._events.tell(SessionOver())
        await self._backend.sign_out()

    # --- the loop ---------------------------------------------------------------------------------

    async def run(self) -> None:
        """Sync until cancelled."""
        self._backend.on_session = self._store_session
        stop_hearing = self._replica.on_draft(partial(self._events.tell, DraftWritten()))
        news = self._replica.changes.watching({"outbox", "cards", "handovers"})
        try:
            async with asyncio.TaskGroup() as self._tasks:
                with news as self._watch:
                    await self._start()
                    self._start_task(self._count_on(self._watch), "sync counts")
                    while True:
                        event, of_round = await self._events.next()
                        if of_round in (None, self._round):
                            await self._handle(event)
        finally:
            stop_hearing()
            self._timer = self._round = self._ears = None

    async def _start(self) -> None:
        session, self._epoch, last = await self._replica.read(remembered)
        await self._origin.begin()
        await self._count()
        self._show(last_synced_at=last)
        if self._sign_ins:
            return  # somebody signed in while the file was being read
        if session is not None:
            await self._backend.resume(session)
            self._events.tell(machine.SignedIn())
        else:
            self._events.tell(SessionOver())

    async def _handle(self, event: Event) -> None:
        if isinstance(event, DraftWritten):
            await self._count()
            self._show()
        self._state, todo = machine.after(self._state, event)
        for each in todo:
            self._obey(each)
        self._show()

    def _obey(self, instruction: Instruction) -> None:
        match instruction:
            case StartRound():
                self._end(self._timer)
                self._round = self._start_task(self._run_round(), "sync round")
                self._round.add_done_callback(self._round_ended)
            case Wait(seconds):
                self._arm(spread(seconds, self._rng))
            case BackOff(failures, at_least):
                self._arm(after_failures(failures, self._rng, at_least=at_least))
            case Listen():
                self._end(self._ears)
                self._ears = self._start_task(
                    listen(self._backend, self._topics, self._events.tell), "sync ears"
                )
            case StopListening():
                for task in (self._timer, self._round, self._ears):
                    self._end(task)

    def _arm(self, seconds: float) -> None:
        self._end(self._timer)
        self._next_try_at = self._clock.now() + timedelta(seconds=seconds)
        self._timer = self._start_task(self._ring(seconds), "sync timer")

    async def _ring(self, seconds: float) -> None:
        await self._clock.sleep(seconds)
        self._events.tell(machine.TimerRang())

    def _round_ended(self, task: asyncio.Task[None]) -> None:
        # A round that was cancelled, perhaps before its first step, has not told its end itself.
        if task.cancelled():
            self._events.end(machine.RoundBrokenOff(), task)

    def _start_task(self, coro: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        assert self._tasks is not None
        return self._tasks.create_task(coro, name=name)

    @staticmethod
    def _end(task: asyncio.Task[None] | None) -> None:
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    async def _run_round(self) -> None:
        """Push, then pull. Ends in exactly one event, unless it is cancelled."""
        sign_ins = self._sign_ins
        try:
            async with self._one_at_a_time, watched() as progress:
                await self._keep_up()
                pushed = await push(
                    self._replica,
                    self._backend,
                    self._clock,
                    epoch=self._epoch,
                    lineage=self._origin.lineage,
                    pace=self._pace,
                    progress=progress,
                    fresh_id=self._new_id,
                    rng=self._rng,
                )
                if pushed.batches:
                    await self._origin.heard_of(pushed)
                pulled = await pull(
                    self._replica,
                    self._backend,
                    self._clock,
                    progress=progress,
                    filling=self._show_filling,
                )
                await tell_if_taken(self._replica, self._backend)
            await self._came_through(pulled)
            await self._keep_up()
            if pulled.offered_again or pushed.other_epoch or pushed.is_copy or pushed.is_more:
                self._events.tell(Nudged())  # what was held back or offered again goes now
            wants = SecondFactorNeeded.code if pulled.must_prove else None
            self._events.end(RoundDone(pulled.paused or pushed.paused, wants))
        except Wiped:
            log.warning("everything of this person is removed from this computer, as ordered")
            await self._replica.apply(forget_everything, set(METADATA.tables), durable=True)
            self._events.tell(SessionOver(Wiped.code))
        except SignedOut as over:
            await self._session_over(over, sign_ins)
        except Expected as trouble:
            log.info("a round ended early: %s", trouble.code)
            patience = trouble.retry_after if isinstance(trouble, Busy) else None
            is_offline = isinstance(trouble, Offline)
            self._events.end(RoundFailed(is_offline, trouble.code, patience))
        except Exception:
            log.exception("a defect ended a round")
            self._events.end(RoundFailed(offline=False, code=Defect.code))

    async def _session_over(self, over: SignedOut, sign_ins: int) -> None:
        """A session has ended: ours, unless somebody signed in while the round was under way."""
        async with self._one_session:
            if sign_ins != self._sign_ins:
                self._events.end(machine.RoundBrokenOff())
                return
            log.info("the session is over: %s", over.reason)
            await self._replica.apply(forget_session, {"session"}, durable=True)
            self._events.tell(SessionOver())

    async def _keep_up(self) -> None:
        """Open cards that were handed over to this person, and settle those that are decided."""
        if self._counts.is_handover_due:
            await handovers.keep_up(self._replica)

    async def _came_through(self, pulled: Pulled) -> None:
        now = self._clock.now()
        self._epoch = pulled.epoch
        if pulled.is_news or self._long_ago(now):
            await self._replica.apply(lambda db: note_success(db, now, pulled), {"settings"})
        if self._one_count.locked() or (self._watch is not None and self._watch.has_news):
            await self._count()
        self._show(last_synced_at=now, filling=None, skew=pulled.skew)
        if pulled.topics != self._topics:
            self._topics = pulled.topics
            if self._state.listening:
                self._obey(Listen())

    def _long_ago(self, now: datetime) -> bool:
        last = self.status.last_synced_at
        return last is None or now - last > timedelta(seconds=20)

    def _show_filling(self, done: int, total: int) -> None:
        filling = (done, total) if done < total else None
        self._board.show(replace(self.status, filling=filling))

    async def _store_session(self, session: Session) -> None:
        await self._replica.apply(lambda db: keep_session(db, session), {"session"}, durable=True)

    async def _count_on(self, watch: Watch) -> None:
        """Count again whenever the file has changed: also in the middle of a round, and for cards
        that were settled, which makes no draft.
        """
        while await watch.changed():
            await self._count()
            self._show()

    async def _count(self) -> None:
        """Look what waits. One at a time: an older answer must not come after a newer one."""
        async with self._one_count:
            self._counts = await self._replica.read(unsettled)

    def _show(self, **changes: Any) -> None:
        """Show the state of the machine and what the outbox holds."""
        status = replace(self.status, **changes)
        now = self._clock.now()
        self._board.show(shown(status, self._state, self._counts, self._next_try_at, now))
