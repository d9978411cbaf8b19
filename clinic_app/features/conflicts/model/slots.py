"""Where else an appointment could lie: three offers, the likeliest first.

The same provider on the same day comes first (the patient asked for them), then somebody else at
the nearest time of that day (the patient has that day), then the same provider on a later day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clinic_app.domain.hours import Interval, WeeklyHours, local_day, working
from clinic_app.domain.slots import free_slots

OFFERS: Final = 3
DAYS: Final = 14
"""How far ahead is looked; who finds nothing in two weeks wants to see the calendar."""
_PER_DAY: Final = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody a patient can be booked with, and the room they use."""

    provider_id: str
    name: str
    room_id: str | None


@dataclass(frozen=True, slots=True)
class Ground:
    """Who works when, and which of it is taken."""

    places: Sequence[Place]
    weekly: Mapping[str, Sequence[WeeklyHours]] = field(default_factory=dict)
    absent: Mapping[str, Sequence[Interval]] = field(default_factory=dict)
    taken: Mapping[str, Sequence[Interval]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What could not be had."""

    provider_id: str
    starts_at: datetime
    length: timedelta


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time that could be had instead."""

    place: Place
    starts_at: datetime
    ends_at: datetime


def offers(wish: Wish, ground: Ground, now: datetime, zone: ZoneInfo) -> list[Offer]:
    """At most three free times, the one to propose first."""
    day = local_day(max(wish.starts_at, now), zone)
    days = [day + timedelta(days=n) for n in range(DAYS)]
    own = next((place for place in ground.places if place.provider_id == wish.provider_id), None)
    others = [place for place in ground.places if place.provider_id != wish.provider_id]
    found: list[Offer] = []
    mine = list(_free(own, days, wish, ground, now, zone)) if own else []
    today = [offer for offer in mine if local_day(offer.starts_at, zone) == day]
    _take(found, _nearest(today, wish.starts_at) or next(iter(mine), None))
    instead = [each for other in others for each in _free(other, [day], wish, ground, now, zone)]
    _take(found, _nearest(instead, wish.starts_at))
    first_day = local_day(found[0].starts_at, zone) if found and found[0].place == own else day
    later = (offer for offer in mine if local_day(offer.starts_at, zone) > first_day)
    _take(found, next(later, None))
    for offer in _rest(mine, others, days, wish, ground, now, zone):
        if len(found) >= OFFERS:
            break
        _take(found, offer)
    return found[:OFFERS]


def _rest(
    mine: Sequence[Offer],
    others: Sequence[Place],
    days: Sequence[date],
    wish: Wish,
    ground: Ground,
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[Offer]:
    """What fills up when one of the three kinds has none."""
    yield from (offer for offer in mine if offer.starts_at >= wish.starts_at)
    for day in days:
        for other in others:
            yield from list(_free(other, [day], wish, ground, now, zone))[:1]
    yield from mine


def _free(
    place: Place,
    days: Sequence[date],
    wish: Wish,
    ground: Ground,
    now: datetime,
    zone: ZoneInfo,
) -> Iterator[Offer]:
    weekly = ground.weekly.get(place.provider_id, ())
    absent = ground.absent.get(place.provider_id, ())
    taken = ground.taken.get(place.provider_id, ())
    for day in days:
        stretches = working(day, zone, weekly, absent)
        wanted = max(now, wish.starts_at)
        later = free_slots(stretches, taken, wish.length, wanted, _PER_DAY)
        sooner = free_slots(stretches, taken, wish.length, now, _PER_DAY)
        for slot in later + [slot for slot in sooner if slot.starts_at < wanted]:
            yield Offer(place, slot.starts_at, slot.ends_at)


def _nearest(found: Sequence[Offer], wanted: datetime) -> Offer | None:
    """At the wanted time or after it rather than before, and as near as can be."""
    later = [offer for offer in found if offer.starts_at >= wanted]
    if later:
        return min(later, key=lambda offer: offer.starts_at - wanted)
    return min(found, key=lambda offer: wanted - offer.starts_at, default=None)


def _take(found: list[Offer], offer: Offer | None) -> None:
    if offer is not None and offer not in found:
        found.append(offer)
