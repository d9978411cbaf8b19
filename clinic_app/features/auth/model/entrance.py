"""The way in, as a pure machine: where the clinic is, who somebody is, and what if nobody answers.

A password never enters a state or an event: it goes from the field straight to whoever checks it.

The steps: WHERE the clinic's server is (or the demo), WHO wants to come in, FILLING the replica
for the first time, OPEN. When the server cannot be reached, the same password is tried on what is
kept on this computer, so that an outage asks nobody to type twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from clinic_app.features.auth.model.server import Refusal, Server
from sync.errors import Offline, WrongKey, WrongPassword

EASY_TRIES: Final = 3
"""Typing wrong this often costs nothing; after that every try waits twice as long."""
LONGEST_WAIT_S: Final = 30.0
OLD_NEEDED: Final = "auth.old_password_needed"


class Step(StrEnum):
    """Where somebody stands on the way in."""

    WHERE = "where"
    WHO = "who"
    FILLING = "filling"
    OPEN = "open"


class Doing(StrEnum):
    """What is under way, so that a second Enter does nothing."""

    NOTHING = ""
    LOOKING = "looking"
    ASKING = "asking"
    UNLOCKING = "unlocking"
    STARTING = "starting"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who has signed in on this computer before. `can_unlock`: their data is kept here."""

    id: str
    name: str
    email: str
    can_unlock: bool = True


@dataclass(frozen=True, slots=True)
class Entrance:
    """Everything the page shows. `wait_until` is in the seconds of a monotonic clock.

    `needs_old`: the account has a new password, what is kept here opens with the one of before.
    """

    step: Step
    server: Server | None = None
    people: tuple[KnownPerson, ...] = ()
    email: str = ""
    doing: Doing = Doing.NOTHING
    refusal: Refusal | None = None
    wrong: int = 0
    wait_until: float = 0.0
    is_away: bool = False
    needs_old: bool = False
    filled: tuple[int, int] = (0, 0)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited."""
        return self.doing is not Doing.NOTHING

    @property
    def person(self) -> KnownPerson | None:
        """Who of this computer's people the e-mail address belongs to."""
        wanted = self.email.strip().casefold()
        return next((each for each in self.people if each.email.casefold() == wanted), None)


@dataclass(frozen=True, slots=True)
class ServerGiven:
    """The form of the first run was sent; `refusal` when it was not even worth asking."""

    server: Server | None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class DemoAsked:
    """Somebody wants to look around in an invented clinic."""


@dataclass(frozen=True, slots=True)
class ServerFound:
    """A clinic's server answered."""


@dataclass(frozen=True, slots=True)
class ServerLeft:
    """Back to the choice of a server."""


@dataclass(frozen=True, slots=True)
class PersonChosen:
    """One of the people known here was picked, or an address typed."""

    email: str


@dataclass(frozen=True, slots=True)
class SignInAsked:
    """The sign-in form was sent. `has_password` is all a state may know of it."""

    email: str
    has_password: bool
    now: float


@dataclass(frozen=True, slots=True)
class Failed:
    """What was under way ended with the error of this code."""

    code: str
    now: float = 0.0


@dataclass(frozen=True, slots=True)
class Entered:
    """The door is open. `needs_fill`: this computer holds nothing of the clinic yet."""

    needs_fill: bool


@dataclass(frozen=True, slots=True)
class FillMoved:
    """So many of so many records are here."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FillEnough:
    """Everything is here, or the person works with what is here already."""


Event = (
    ServerGiven
    | DemoAsked
    | ServerFound
    | ServerLeft
    | PersonChosen
    | SignInAsked
    | Failed
    | Entered
    | FillMoved
    | FillEnough
)


def first(server: Server | None, people: tuple[KnownPerson, ...] = ()) -> Entrance:
    """Where a start of the program begins: at the sign-in once a server is known."""
    step = Step.WHERE if server is None else Step.WHO
    email = people[0].email if people else ""
    return Entrance(step=step, server=server, people=people, email=email)


def after(state: Entrance, event: Event) -> Entrance:
    """The state that follows; an event that makes no sense now changes nothing."""
    match event:
        case FillMoved(done, total):
            return replace(state, filled=(done, total)) if state.step is Step.FILLING else state
        case FillEnough():
            return replace(state, step=Step.OPEN) if state.step is Step.FILLING else state
        case Failed(code, now):
            return _failed(state, code, now) if state.is_busy else state
        case Entered(needs_fill):
            step = Step.FILLING if needs_fill else Step.OPEN
            return replace(
                state, step=step, doing=Doing.NOTHING, refusal=None, wrong=0, needs_old=False
            )
        case ServerFound():
            if state.doing is not Doing.LOOKING:
                return state
            return replace(state, step=Step.WHO, doing=Doing.NOTHING, refusal=None)
    if state.is_busy:
        return state
    match event:
        case ServerGiven(server, refusal):
            if server is None:
                return replace(state, refusal=refusal)
            return replace(state, server=server, doing=Doing.LOOKING, refusal=None)
        case DemoAsked():
            return replace(state, doing=Doing.STARTING, refusal=None)
        case ServerLeft():
            return replace(state, step=Step.WHERE, refusal=None, is_away=False)
        case PersonChosen(email):
            is_other = email.strip().casefold() != state.email.strip().casefold()
            needs_old = state.needs_old and not is_other
            return replace(state, email=email, refusal=None, needs_old=needs_old)
        case SignInAsked():
            return _asked(state, event)


def replaced(state: Entrance, refusal: Refusal) -> Entrance:
    """The state with what went wrong elsewhere, and nothing under way any more."""
    return replace(state, doing=Doing.NOTHING, refusal=refusal)


def wait_s(wrong: int) -> float:
    """How long the next try has to wait after `wrong` mistakes in a row."""
    if wrong < EASY_TRIES:
        return 0.0
    return float(min(LONGEST_WAIT_S, 2.0 ** (wrong - EASY_TRIES + 1)))


_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+")


def _asked(state: Entrance, asked: SignInAsked) -> Entrance:
    email = asked.email.strip()
    refusal = None
    if not email:
        refusal = Refusal("email", "missing")
    elif not _EMAIL.fullmatch(email):
        refusal = Refusal("email", "shape")
    elif not asked.has_password:
        refusal = Refusal("password", "missing")
    elif asked.now < state.wait_until:
        refusal = Refusal("password", "too_soon")
    doing = Doing.NOTHING if refusal else Doing.ASKING
    return replace(state, email=email, doing=doing, refusal=refusal, is_away=False)


def _failed(state: Entrance, code: str, now: float) -> Entrance:
    if state.doing is Doing.ASKING and code == Offline.code:
        person = state.person
        if person is not None and person.can_unlock:
            return replace(state, doing=Doing.UNLOCKING, is_away=True)
        return replace(
            state, doing=Doing.NOTHING, is_away=True, refusal=Refusal("", "unknown_here")
        )
    if code == OLD_NEEDED and not state.needs_old:
        asked = Refusal("old_password", code)
        return replace(state, doing=Doing.NOTHING, refusal=asked, needs_old=True)
    if code in (WrongPassword.code, WrongKey.code, OLD_NEEDED):
        wrong = state.wrong + 1
        return replace(
            state,
            doing=Doing.NOTHING,
            refusal=Refusal("old_password" if code == OLD_NEEDED else "password", code),
            wrong=wrong,
            wait_until=now + wait_s(wrong),
        )
    return replace(state, doing=Doing.NOTHING, refusal=Refusal("", code))
