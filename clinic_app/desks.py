"""Who works at this computer now: one person in front, others locked behind, each with all of their own.

A colleague's password on a locked window brings up the colleague's work: another window over another
replica, with an outbox and an engine of its own. Whoever steps back stays where they were, locked: what
they wrote is sent, then their file is closed and its key forgotten until they are back (`Slumber`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Final

import msgspec

from clinic_app.arrival import Arrival, Straight
from clinic_app.at_the_desk import AtTheDesk
from clinic_app.comings import SIGN_IN, UNLOCK, Coming, tell_knocks
from clinic_app.desk import Desk
from clinic_app.desk_keys import DeskKeys
from clinic_app.desk_rules import DeskRules
from clinic_app.platform.session_events import SessionEvents
from clinic_app.seat import Seat
from clinic_app.session import LetIn, OpenSession, membership, open_session
from clinic_app.shell.idle import Idle
from clinic_app.shell.lock_cover import Colleague
from clinic_app.slumber import Slumber
from clinic_app.threshold import Threshold
from clinic_app.ui import scope
from clinic_app.ui.i18n import tr
from clinic_app.workstation import Workstation
from sync.backend.protocol import Session
from sync.clock import Clock
from sync.errors import Expected, Misconfigured, ReplicaTrouble
from sync.replica import cipher
from sync.replica.salvage import Salvaged, salvage

MOST_OPEN: Final = 4
"""So many people's work is held open; whoever was away longest is closed, what they typed is kept."""
WARN_S: Final = 30.0
TICK_S: Final = 5.0
SLEEP_WITHIN_S: Final = 4.0
"""Shorter than the five seconds that a system gives."""
LEAP_S: Final = 60.0
"""By so much the wall clock may run ahead of the machine's own before it must have slept."""


class Desks:
    """Lives in a task group of the caller's; `seat` lets somebody in.

    `look` remembers theme and language where that is not the station itself; `dress` adds to a window
    what the place has of its own, as the demo its switch.
    """

    def __init__(
        self,
        station: Workstation,
        clock: Clock,
        tasks: asyncio.TaskGroup,
        *,
        look: Workstation | None = None,
        dress: Callable[[Desk], None] = lambda desk: None,
    ) -> None:
        self._station, self._clock, self._tasks = station, clock, tasks
        self._look, self._dress = look or station, dress
        self._seats: dict[str, Seat] = {}
        self.idle = Idle(clock)
        self.events = SessionEvents()
        self.events.away.connect(self.lock)
        self.events.sleeps.connect(self._on_sleeps)
        self._sitting = 0
        self._warned = self._door_wanted = False
        self._news = asyncio.Event()

    # What the program calls

    @property
    def front(self) -> Seat | None:
        """Who is in front: whoever came forward last."""
        return next(reversed(self._seats.values()), None)

    def seat_of(self, person: str) -> Seat | None:
        """Somebody's place, when their work is open."""
        return self._seats.get(person)

    async def seat(
        self, let_in: LetIn, arrival: Arrival | None = None, *, by: Coming | None = None
    ) -> Seat:
        """Open somebody's work and bring it forward; the one in front steps back, locked. `by` says to
        the audit trail how they came, where that is not plain.

        Raises an Expected when it cannot be opened; then everything is as before.
        """
        known = self._seats.get(let_in.person.id)
        by = by or (UNLOCK if let_in.session is None else SIGN_IN)
        if known is not None:
            await self.open_up(known, let_in.key, let_in.session, by=by)
            let_in.forget()
            return known
        self._make_room()
        seated: asyncio.Future[Seat] = asyncio.get_running_loop().create_future()
        tasks = self._tasks
        tasks.create_task(self._sit(let_in, arrival or Straight(), seated, by), name="seat")
        return await seated

    async def open_up(
        self, seat: Seat, key: bytes, session: Session | None = None, *, by: Coming = UNLOCK
    ) -> None:
        """Somebody is back: let their work go on under its key, and bring it forward.

        Raises an Expected when it cannot be opened; then it stays locked.
        """
        try:
            await seat.slumber.end(key)
        except ReplicaTrouble:
            # Nothing can be shown behind this window any more; the door knows the way on.
            seat.desk.close()
            self.want_door()
            raise
        await self._tell(seat.session, by)
        if session is not None:
            await seat.session.engine.signed_in(session)
        await seat.rules.look()  # the lease may have ended meanwhile
        self.bring_forward(seat)

    def bring_forward(self, seat: Seat) -> None:
        """Show this window, open, in the place of the one in front."""
        window, before = seat.desk.window, self.front
        self._seats[seat.person] = self._seats.pop(seat.person)
        if before is not None and before is not seat:
            former = before.desk.window
            former.lock()
            window.setGeometry(former.geometry())
            window.setWindowState(former.windowState())
            window.show()
            former.hide()
        window.unlock()
        self.come_forward()

    def come_forward(self) -> None:
        """Somebody switched, or started the program again: the window in front is what they want."""
        seat = self.front
        if seat is not None:
            window = seat.desk.window
            if window.isMinimized():
                window.showNormal()
            else:
                window.show()
            window.raise_()
            window.activateWindow()
            self.idle.touch()

    def lock(self) -> None:
        """Hide what is in front, as when the computer goes to sleep."""
        seat = self.front
        if seat is not None:
            seat.desk.window.lock()

    def want_door(self) -> None:
        """Somebody wants to come in whom the locked window does not know."""
        self._door_wanted = True
        self._news.set()

    def leaves(self, person: str) -> None:
        """Somebody's window closes: whoever was there before them is asked for their password."""
        if self._seats.pop(person, None) is not None and self._seats:
            self.come_forward()

    def set_aside(self, person: str) -> None:
        """Close somebody's window, put their damaged replica aside, and let them come in anew."""
        seat = self._seats.get(person)
        if seat is not None:
            seat.is_to_be_set_aside = True
            seat.desk.close()

    def colleagues(self) -> list[Colleague]:
        """Whose work is kept on this computer."""
        return [
            Colleague(each.id, each.name or each.email, each.id in self._seats)
            for each in self._station.people
            if each.id in self._seats or self._station.has_data_of(each.id)
        ]

    async def until_door_wanted(self) -> bool:
        """True when somebody wants to come in through the door, False when everybody has left."""
        self.events.listen()
        self.idle.start()
        tasks = self._tasks
        watch = tasks.create_task(self._watch(), name="idle")
        try:
            while True:
                if self._door_wanted:
                    self._door_wanted = False
                    return True
                if not self._sitting:
                    return False
                self._news.clear()
                await self._news.wait()
        finally:
            watch.cancel()
            self.idle.stop()

    # One person's place, from coming in to leaving

    async def _sit(
        self, let_in: LetIn, arrival: Arrival, seated: asyncio.Future[Seat], by: Coming
    ) -> None:
        person = let_in.person.id
        seat: Seat | None = None
        self._sitting += 1
        try:
            async with self._opened(let_in) as (session, salvaged):
                await self._tell(session, by)
                arrival.begin(session)
                seat = await self._furnish(session)
                await arrival.come_through()
                self._seats = {person: seat, **self._seats}
                self.bring_forward(seat)
                let_in.forget()
                if not seated.done():
                    seated.set_result(seat)
                if salvaged is not None:
                    seat.threshold.tell_salvaged(salvaged)
                await seat.desk.until_closed()
        except Expected as trouble:
            if seated.done():
                scope.report("seat", trouble)
            else:
                seated.set_exception(trouble)
        finally:
            seated.cancel()  # harmless when it has an answer
            self._sitting -= 1
            if seat is not None:
                self._has_left(seat)
            self._news.set()

    @asynccontextmanager
    async def _opened(self, let_in: LetIn) -> AsyncIterator[tuple[OpenSession, Salvaged | None]]:
        server = self._station.server
        if server is None:
            raise Misconfigured("No server is known on this computer.")
        path = self._station.replica(let_in.person.id)
        aside = None if path.exists() else cipher.latest_set_aside(path)
        async with open_session(self._station, server, let_in, self._clock) as session:
            salvaged = None
            if aside is not None:
                label = tr("Shell", "Bring over what was set aside")
                salvaged = await salvage(session.replica, aside, let_in.key, label=label)
            yield session, salvaged

    async def _tell(self, session: OpenSession, by: Coming) -> None:
        """Who comes in is in the trail before anything is shown, and before them who could not."""
        await tell_knocks(self._station, session.replica)
        await session.replica.note(by.action, by.label, durable=True)

    async def _furnish(self, session: OpenSession) -> Seat:
        here = await membership(session)
        self._station.remember(msgspec.structs.replace(session.person, name=here.name))
        desk = Desk(session, here, self._clock, self._look.wear, self._look.speak)
        window = desk.window
        window.covers.set_colleagues(self.colleagues)
        rules = DeskRules(session, window, self._clock)
        await rules.look()
        server = self._station.server
        assert server is not None
        helper = AtTheDesk(self._station, server, session, desk, self._clock)
        own_keys = DeskKeys(session, window, desk.prover, self._clock, rules.look)
        slumber = Slumber(session, self._clock)
        threshold = Threshold(self, self._station, session, desk, slumber, self._clock)
        self._dress(desk)
        rules.follow()
        return Seat(session, desk, rules, helper, own_keys, slumber, threshold)

    def _has_left(self, seat: Seat) -> None:
        """The window is gone, the files are closed."""
        self._seats.pop(seat.person, None)
        if seat.is_to_be_set_aside:
            cipher.set_aside(self._station.replica(seat.person), self._clock.now())
            self._door_wanted = True
            return
        if seat.helper.forgets:
            self._station.forget(seat.person)
        if seat.helper.signed_out and not self._seats:
            self._door_wanted = True

    def _make_room(self) -> None:
        while len(self._seats) >= MOST_OPEN:
            next(iter(self._seats.values())).desk.close()

    # Nobody is here

    def _on_sleeps(self) -> None:
        """What is locked by now must not lie open in the memory of a computer that sleeps."""
        locked = [seat for seat in self._seats.values() if seat.desk.window.is_locked]
        for seat in locked:
            seat.slumber.hurry()
        tasks = self._tasks
        tasks.create_task(self._let_sleep(locked), name="let it sleep")

    async def _let_sleep(self, locked: list[Seat]) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(SLEEP_WITHIN_S):
                for seat in locked:
                    await seat.slumber.until_deep()
        self.events.delay.let_go()

    async def _watch(self) -> None:
        wall, mono = self._clock.now(), self._clock.monotonic()
        while True:
            await self._clock.sleep(self._look_around())
            now, ticked = self._clock.now(), self._clock.monotonic()
            if (now - wall).total_seconds() - (ticked - mono) > LEAP_S:
                self.lock()  # it slept, and no bus said so
            wall, mono = now, ticked

    def _look_around(self) -> float:
        """Lock when it is time; how long until the next look."""
        seat = self.front
        if seat is None or seat.desk.window.is_locked:
            self._warned = False
            return TICK_S
        left = seat.rules.policy.auto_lock.total_seconds() - self.idle.seconds
        if left <= 0:
            seat.desk.window.lock()
        elif left <= WARN_S and not self._warned:
            self._warned = True
            seat.desk.window.toasts.say(
                tr("Shell", "Nobody seems to be here."),
                tr("Shell", "This window locks in a moment. Move the mouse to stay."),
            )
        elif left > WARN_S:
            self._warned = False
        return min(TICK_S, max(0.2, left - WARN_S if left > WARN_S else left))
