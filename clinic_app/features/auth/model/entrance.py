"""The way in, as a pure machine: where the clinic is, who somebody is, and what if nobody answers.

The steps: WHERE the clinic's server is (or the demo), WHO wants to come in, by a CODE from a mailbox
or a BROWSER, a second FACTOR, the KEY of what is kept here, FILLING the replica for the first time,
OPEN. When the server cannot be reached, the same password is tried on what is kept on this computer,
so that an outage asks nobody to type twice.
"""

from __future__ import annotations

from dataclasses import replace

from clinic_app.domain.signing_in import Way
from clinic_app.features.auth.model import further
from clinic_app.features.auth.model.events import (
    DemoAsked,
    Entered,
    Event,
    Failed,
    FillEnough,
    FillMoved,
    PersonChosen,
    ServerFound,
    ServerGiven,
    ServerLeft,
    SignInAsked,
    WaysFound,
    WentBack,
)
from clinic_app.features.auth.model.patience import wait_s
from clinic_app.features.auth.model.server import Refusal, Server
from clinic_app.features.auth.model.state import (
    Doing,
    Entrance,
    KnownPerson,
    Step,
)
from clinic_app.features.auth.model.typed import email_refusal
from sync.errors import Offline, WrongKey, WrongPassword


def first(server: Server | None, people: tuple[KnownPerson, ...] = ()) -> Entrance:
    """Where a start of the program begins: at the sign-in once a server is known."""
    step = Step.WHERE if server is None else Step.WHO
    email = people[0].email if people else ""
    return Entrance(step=step, server=server, people=people, email=email)


def again(server: Server, person: KnownPerson) -> Entrance:
    """Over open work whose session has ended: the same person, and nobody else."""
    return Entrance(
        step=Step.WHO, server=server, people=(person,), email=person.email, is_again=True
    )


def after(state: Entrance, event: Event) -> Entrance:
    """The state that follows; an event that makes no sense now changes nothing."""
    match event:
        case FillMoved(done, total):
            return replace(state, filled=(done, total)) if state.step is Step.FILLING else state
        case FillEnough():
            return replace(state, step=Step.OPEN) if state.step is Step.FILLING else state
        case WaysFound(ways):
            return replace(state, ways=ways)
        case WentBack():
            return further.back(state)
        case Failed():
            return _failed(state, event) if state.is_busy else state
        case Entered(needs_fill):
            step = Step.FILLING if needs_fill else Step.OPEN
            return replace(
                state, step=step, doing=Doing.NOTHING, refusal=None, wrong=0, missing=None
            )
        case ServerFound():
            if state.doing is not Doing.LOOKING:
                return state
            return replace(state, step=Step.WHO, doing=Doing.NOTHING, refusal=None)
    answered = further.answered(state, event)
    if answered is not None:
        return answered
    return state if state.is_busy else _done(state, event)


def _done(state: Entrance, event: Event) -> Entrance:
    """A person did something while nothing was under way."""
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
            return replace(state, email=email, refusal=None)
        case SignInAsked():
            return _asked(state, event)
    return further.done(state, event)


def replaced(state: Entrance, refusal: Refusal) -> Entrance:
    """The state with what went wrong elsewhere, and nothing under way any more."""
    return replace(state, doing=Doing.NOTHING, refusal=refusal)


def _asked(state: Entrance, asked: SignInAsked) -> Entrance:
    email = asked.email.strip()
    refusal = email_refusal(email)
    if refusal is None and not asked.has_password:
        refusal = Refusal("password", "missing")
    if refusal is None and asked.now < state.wait_until:
        refusal = Refusal("password", "too_soon")
    doing = Doing.NOTHING if refusal else Doing.ASKING
    return replace(
        state, email=email, way=Way.PASSWORD, doing=doing, refusal=refusal, is_away=False
    )


def _failed(state: Entrance, failed: Failed) -> Entrance:
    if state.step is not Step.WHO or state.doing not in (Doing.ASKING, Doing.UNLOCKING):
        return further.failed(state, failed)
    if state.doing is Doing.ASKING and failed.code == Offline.code and not state.is_again:
        person = state.person
        if person is not None and person.can_unlock:
            return replace(state, doing=Doing.UNLOCKING, is_away=True)
        return replace(
            state, doing=Doing.NOTHING, is_away=True, refusal=Refusal("", "unknown_here")
        )
    if failed.code in (WrongPassword.code, WrongKey.code):
        wrong = state.wrong + 1
        return replace(
            state,
            doing=Doing.NOTHING,
            refusal=Refusal("password", failed.code),
            wrong=wrong,
            wait_until=failed.now + max(failed.wait_s, wait_s(wrong)),
        )
    return further.refused(state, failed)
