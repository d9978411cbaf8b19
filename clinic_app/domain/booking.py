"""What speaks against putting an appointment somewhere, and how somebody may do so all the same.

The same rules answer twice: while a clerk is still choosing (the panel shows every concern) and
when the booking is written (the first concern that nobody has accepted stops it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clinic_app.domain.appointments import Taken, first_blocking, overlap
from clinic_app.domain.hours import Interval, is_working


@dataclass(frozen=True, slots=True)
class SlotTaken:
    """Another appointment of the provider holds part of the time until `until`."""

    appointment_id: str
    starts_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class OutsideHours:
    """The provider does not work all of that time. `working` is what they work on that date."""

    working: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class InPast:
    """The appointment would already have begun `now`."""

    now: datetime


@dataclass(frozen=True, slots=True)
class PatientBusy:
    """The patient has another appointment, with whomever, during that time."""

    appointment_id: str
    starts_at: datetime
    until: datetime


Concern = SlotTaken | OutsideHours | InPast | PatientBusy


@dataclass(frozen=True, slots=True)
class Around:
    """What is known around a wished time: the provider's day, its taken time, the patient's."""

    working: tuple[Interval, ...]
    taken: tuple[Taken, ...]
    patients_own: tuple[Taken, ...] = ()


def concerns(
    wish: Interval, around: Around, now: datetime, *, besides: str = ""
) -> tuple[Concern, ...]:
    """Everything that speaks against `wish`, the weightiest first.

    `besides` is the appointment being moved, which is no hindrance to itself.
    """
    found: list[Concern] = []
    blocking = first_blocking(wish.starts_at, wish.ends_at, around.taken, besides=besides)
    if blocking is not None:
        found.append(SlotTaken(blocking.appointment_id, blocking.starts_at, blocking.ends_at))
    if not is_working(wish, around.working):
        found.append(OutsideHours(around.working))
    if wish.starts_at < now:
        found.append(InPast(now))
    own = _first_of_patient(wish, around.patients_own, besides)
    if own is not None and (blocking is None or own.appointment_id != blocking.appointment_id):
        found.append(PatientBusy(own.appointment_id, own.starts_at, own.ends_at))
    return tuple(found)


def unaccepted(
    found: Iterable[Concern], *, deliberately: bool, overbook_reason: str
) -> Concern | None:
    """The first concern that still stops the booking; None when it may be written.

    Doing it deliberately accepts every concern but a taken slot: laying one appointment over
    another also takes a reason, so that nobody overbooks by confirming something else.
    """
    for concern in found:
        match concern:
            case SlotTaken():
                if not (deliberately and overbook_reason.strip()):
                    return concern
            case OutsideHours() | InPast() | PatientBusy():
                if not deliberately:
                    return concern
    return None


def _first_of_patient(wish: Interval, own: Iterable[Taken], besides: str) -> Taken | None:
    """The patient's own earliest appointment in that time; one laid over another counts too."""
    found = [
        other
        for other in own
        if other.appointment_id != besides
        and other.status not in ("cancelled", "no_show")
        and overlap(wish.starts_at, wish.ends_at, other.starts_at, other.ends_at)
    ]
    return min(found, key=lambda other: other.starts_at, default=None)
