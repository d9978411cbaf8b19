"""What may happen in a world, and how a seed chooses it.

An event is plain data: a verb, a desk, and numbers that stand for a record, a field, a time, taken
modulo what there is when it happens. So any part of a story is a story, and can be told again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

ROLES: Final = ("reception", "reception", "doctor", "nurse", "facility_admin", "patient")
EVENTS: Final = (20, 40)

# How often what happens. The verbs are methods of desk.Desk and world.World.
_AT_A_DESK: Final = {
    "register": 6,
    "register_and_book": 6,
    "edit": 10,
    "edit_two_fields": 5,
    "edit_again": 4,
    "book": 10,
    "move": 6,
    "change_status": 6,
    "cancel": 4,
    "take_time_off": 3,
    "give_time_back": 2,
    "rename_provider": 2,
}
_AT_A_CARD: Final = {"decide": 14, "hand_over": 6, "reopen": 4}
_AT_THE_SERVER: Final = {
    "colleague_edits": 8,
    "colleague_books": 4,
    "colleague_moves": 3,
    "colleague_cancels": 3,
    "colleague_registers": 2,
    "colleague_links_patient": 2,
    "colleague_deletes": 2,
    "toggle_member": 3,
    "change_role": 2,
    "join_facility": 2,
}
_IN_BETWEEN: Final = {
    "cut": 6,
    "plug": 5,
    "spoil": 9,
    "stone": 2,
    "deafen": 2,
    "hear": 1,
    "nudge": 3,
    "crash": 3,
    "crash_at_commit": 6,
    "restart": 5,
    "set_clock": 1,
    "end_session": 2,
    "sign_in": 3,
    "sign_out": 1,
    "pause": 1,
    "go_on": 1,
    "demand_update": 1,
    "update": 1,
    "update_program": 3,
    "glitch": 2,
    "copy_disk": 1,
    "take_backup": 1,
    "restore": 1,
}
_DISASTERS: Final = {"take_backup": 7, "restore": 5}

_PAUSES: Final = (0.0, 0.0, 0.0, 0.02, 0.1, 0.1, 0.5, 0.5, 2.0, 2.0, 6.0, 33.0)


@dataclass(frozen=True)
class Event:
    """`pause` seconds pass, then `verb` happens at desk number `who`."""

    verb: str
    who: int
    numbers: tuple[int, ...]
    pause: float


@dataclass(frozen=True)
class Cast:
    """Who is there. `desks` names for each desk the person; a person may have two."""

    facilities: int
    roles: tuple[tuple[int, str], ...]
    """For each person the facility and the role."""
    desks: tuple[int, ...]
    patients: int
    appointments: int
    noise: float
    slow: bool
    small_pages: bool
    settling: float
    """Seconds before the first event; without any, all of it falls into the first fill."""
    tidying: bool = False
    """Whether everybody deals with their cards in the end."""


@dataclass(frozen=True)
class Story:
    """A world before it is played. The same story is always played in the same way."""

    seed: int
    cast: Cast
    events: tuple[Event, ...]

    def with_events(self, events: Sequence[Event]) -> Story:
        """The same world in which less happens."""
        return Story(self.seed, self.cast, tuple(events))


def tell(seed: int, *, restores: bool = False) -> Story:
    """The story of a seed."""
    rng = Random(f"{seed}:story")
    cast = _cast(rng)
    return Story(seed, cast, tuple(_events(rng, len(cast.desks), restores=restores)))


def _cast(rng: Random) -> Cast:
    facilities = rng.choice((1, 1, 2))
    people = rng.choice((2, 2, 2, 3, 3, 4))
    roles = [(rng.randrange(facilities), rng.choice(ROLES)) for _ in range(people)]
    roles[0] = (0, "reception")
    desks = list(range(people))
    if people < 4 and rng.random() < 0.25:
        desks.append(rng.randrange(people))
    return Cast(
        facilities=facilities,
        roles=tuple(roles),
        desks=tuple(desks),
        patients=rng.randint(1, 5),
        appointments=rng.randint(0, 4),
        noise=rng.choice((0.0, 0.0, 0.03, 0.1, 0.3)),
        slow=rng.random() < 0.3,
        small_pages=rng.random() < 0.5,
        settling=rng.choice((0.0, 0.5, 8.0, 8.0, 8.0)),
        tidying=rng.random() < 0.5,
    )


def _events(rng: Random, desks: int, *, restores: bool) -> Iterator[Event]:
    weights = _AT_A_DESK | _AT_A_CARD | _AT_THE_SERVER | _IN_BETWEEN
    if restores:
        weights |= _DISASTERS
    verbs = list(weights)
    chances = list(weights.values())
    # A favourite verb makes worlds that go deep into one trouble, not only a little into all.
    favourite = rng.choice((*verbs, *["edit"] * len(verbs)))
    for _ in range(rng.randint(*EVENTS)):
        verb = favourite if rng.random() < 0.15 else rng.choices(verbs, chances)[0]
        numbers = tuple(rng.randrange(1_000) for _ in range(4))
        yield Event(verb, rng.randrange(desks), numbers, rng.choice(_PAUSES))
