"""What the page does for a clerk: runs a command, says what came of it, and keeps the way back.

Nothing here paints. The page hands in how to tell something (`say`) and how to ask; the outcome of
every command is matched to the last case.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from clinic_app.domain.booking import (
    Concern,
    InPast,
    OutsideHours,
    PatientBusy,
    SlotTaken,
)
from clinic_app.domain.hours import Interval
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.actions import (
    BookAppointment,
    Booked,
    CancelAppointment,
    Cancelled,
    Gone,
    MoveAppointment,
    Moved,
    NotPossible,
    Place,
    Reinstate,
    Reinstated,
    SetStatus,
    StatusSet,
    look_ahead,
)
from clinic_app.features.schedule.queries import STATUS_LABELS
from clinic_app.features.schedule.view import words
from clinic_app.ui.i18n import tr
from sync.clock import Clock
from sync.errors import Expected

if TYPE_CHECKING:
    from sync.replica.replica import Replica

Undo = Callable[[], Awaitable[object]]


class Say(Protocol):
    """Tell in passing what happened, with the way back where there is one."""

    def __call__(self, text: str, detail: str = "", undo: Undo | None = None) -> None: ...


class NotTakenBack(Expected):
    """An undo came too late: the world has moved on meanwhile. What stands in the way was said."""

    code = "schedule.not_taken_back"


class Clerk:
    """Commands of the schedule, with words."""

    def __init__(
        self,
        replica: Replica,
        clock: Clock,
        zone: ZoneInfo,
        say: Say,
        is_online: Callable[[], bool],
    ) -> None:
        self._replica, self._clock, self._zone = replica, clock, zone
        self._say, self._is_online = say, is_online

    # Looking ahead

    async def concerns(
        self, provider_id: str, wish: Interval, patient_id: str | None, *, besides: str = ""
    ) -> tuple[Concern, ...]:
        """What speaks against a time, as things stand now."""

        look = partial(
            look_ahead,
            wish=wish,
            provider_id=provider_id,
            patient_id=patient_id,
            time_zone=self._zone.key,
            now=self._clock.now(),
            besides=besides,
        )
        return await self._replica.read(look)

    # Doing

    async def book(self, command: BookAppointment, name: str, time: str) -> Booked | Concern:
        """Book; told only when it was done."""
        outcome = await self._replica.write("Book appointment", command)
        if isinstance(outcome, Booked):
            self._say(
                tr("Schedule", "{name} booked for {time}", name=name, time=time),
                self._kept(),
                partial(self._unbook, outcome.appointment_id),
            )
        return outcome

    async def move(
        self, command: MoveAppointment, name: str, time: str
    ) -> Moved | Sequence[Concern]:
        """Move; what speaks against it comes back, all of it, for somebody to decide."""
        outcome = await self._replica.write("Move appointment", command)
        match outcome:
            case Moved():
                if outcome.before != command.to:
                    self._say(
                        tr("Schedule", "{name} moved to {time}", name=name, time=time),
                        self._kept(),
                        partial(self._unmove, outcome.appointment_id, outcome.before),
                    )
                return outcome
            case Gone() | NotPossible():
                self._say_refused(outcome)
                return ()
            case SlotTaken() | OutsideHours() | InPast() | PatientBusy():
                wish = Interval(command.to.starts_at, command.to.ends_at)
                rows = await self._replica.read(
                    queries.appointment_card(command.appointment_id).run
                )
                patient_id = rows[0].patient_id if rows else None
                found = await self.concerns(
                    command.to.provider_id, wish, patient_id, besides=command.appointment_id
                )
                return found or (outcome,)

    async def cancel(self, appointment_id: str, name: str, reason: str) -> None:
        """Cancel."""
        outcome = await self._replica.write(
            "Cancel appointment", CancelAppointment(appointment_id, reason)
        )
        match outcome:
            case Cancelled():
                self._say(
                    tr("Schedule", "Appointment of {name} cancelled", name=name),
                    self._kept(),
                    partial(self._uncancel, outcome),
                )
            case Gone() | NotPossible():
                self._say_refused(outcome)

    async def reinstate(self, appointment_id: str, name: str) -> None:
        """Put a cancelled or missed appointment back."""
        outcome = await self._replica.write("Reinstate appointment", Reinstate(appointment_id))
        match outcome:
            case Reinstated():
                back = CancelAppointment(appointment_id, outcome.cancel_reason)
                self._say(
                    tr("Schedule", "Appointment of {name} is back", name=name),
                    self._kept(),
                    partial(self._take_back, "Cancel appointment", back, Cancelled),
                )
            case SlotTaken() | Gone() | NotPossible():
                self._say_refused(outcome)

    async def set_status(self, appointment_id: str, status: str, name: str) -> None:
        """Confirmed, arrived, called in, done, did not come."""
        outcome = await self._replica.write(
            STATUS_LABELS.get(status, "Change status"), SetStatus(appointment_id, status)
        )
        match outcome:
            case StatusSet():
                if outcome.before == outcome.status:
                    return
                undo: Undo | None = None
                if outcome.can_be_undone:
                    back = SetStatus(appointment_id, outcome.before)
                    label = STATUS_LABELS.get(outcome.before, "Change status")
                    undo = partial(self._take_back, label, back, StatusSet)
                said = f"{name}: {words.status_word(status)}"
                self._say(said, self._kept(), undo)
            case SlotTaken() | Gone() | NotPossible():
                self._say_refused(outcome)

    # Taking back

    async def _unbook(self, appointment_id: str) -> None:
        back = CancelAppointment(appointment_id, queries.UNDONE)
        await self._take_back("Undo booking", back, Cancelled)

    async def _unmove(self, appointment_id: str, before: Place) -> None:
        back = MoveAppointment.back(appointment_id, before, self._zone.key)
        await self._take_back("Undo move", back, Moved)

    async def _uncancel(self, done: Cancelled) -> None:
        """In two steps for somebody who had arrived: each is one the states allow."""
        back = Reinstate(done.appointment_id, done.before, done.cancel_reason)
        await self._take_back("Undo cancellation", back, Reinstated)
        if done.before == "arrived":
            again = SetStatus(done.appointment_id, "arrived")
            await self._take_back(STATUS_LABELS["arrived"], again, StatusSet)

    async def _take_back(
        self, label: str, command: Callable[..., object], wanted: type[object]
    ) -> None:
        outcome = await self._replica.write(label, command)
        if not isinstance(outcome, wanted):
            if isinstance(outcome, SlotTaken | Gone | NotPossible):
                self._say_refused(outcome)
            raise NotTakenBack(type(outcome).__name__)

    # Words

    def _kept(self) -> str:
        return "" if self._is_online() else tr("Schedule", "Kept on this computer")

    def _say_refused(self, outcome: SlotTaken | Gone | NotPossible) -> None:
        match outcome:
            case SlotTaken():
                self._say(
                    tr("Schedule", "The time has been given to somebody else."),
                    tr("Schedule", "Move one of the two, or overbook with a reason."),
                )
            case Gone():
                self._say(words.gone())
            case NotPossible():
                self._say(
                    tr("Schedule", "That is not possible now."),
                    tr(
                        "Schedule",
                        "The appointment is: {state}.",
                        state=words.status_word(outcome.status),
                    ),
                )
