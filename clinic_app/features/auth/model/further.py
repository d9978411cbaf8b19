"""The further ways in of `entrance`: mailed codes, the browser, a second proof, the key of this
computer.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from clinic_app.domain.signing_in import Missing, Way
from clinic_app.features.auth.model.events import (
    AsideWanted,
    Asked,
    BrowserAsked,
    CodeGiven,
    Event,
    Failed,
    InvitationHeld,
    KeyGiven,
    LinkFollowed,
    MailAsked,
    MailSent,
    PaperTurned,
    ProofGiven,
)
from clinic_app.features.auth.model.patience import wait_s
from clinic_app.features.auth.model.server import Refusal
from clinic_app.features.auth.model.state import (
    SHORTEST_PASSWORD,
    Doing,
    Entrance,
    Step,
)
from clinic_app.features.auth.model.typed import email_refusal
from sync.errors import MailedJustNow, SamePassword, WeakPassword, WrongKey, WrongPassword

MAIL_PAUSE_S: Final = 60.0
CODE_DIGITS: Final = range(6, 11)
"""A project may have its codes longer than the usual six digits."""
FACTOR_DIGITS: Final = 6
TOO_MANY_TRIES: Final = "auth.too_many_tries"
_FIELD: Final = {
    Doing.ASKING: "code",
    Doing.PROVING: "code",
    Doing.KEEPING: "password",
}


def answered(state: Entrance, event: Event) -> Entrance | None:
    """What follows an answer that was awaited; None for another kind of event."""
    match event:
        case MailSent(again_at):
            if state.doing is not Doing.MAILING:
                return state
            return replace(
                state, step=Step.CODE, doing=Doing.NOTHING, refusal=None, again_at=again_at
            )
        case Asked(missing, least):
            step = Step.FACTOR if missing is Missing.FACTOR else Step.KEY
            return replace(
                state,
                step=step,
                missing=missing,
                least=least,
                doing=Doing.NOTHING,
                refusal=None,
                wrong=0,
                wait_until=0.0,
                on_paper=False,
                is_away=False,
            )
        case LinkFollowed():
            if state.step is not Step.CODE:
                return state
            return replace(state, doing=Doing.ASKING, refusal=None)
    return None


def done(state: Entrance, event: Event) -> Entrance:
    """What follows what a person did."""
    match event:
        case MailAsked():
            return _mail_asked(state, event)
        case InvitationHeld(email):
            return replace(state, step=Step.CODE, way=Way.INVITE, email=email.strip(), refusal=None)
        case CodeGiven():
            return _code_given(state, event)
        case BrowserAsked():
            if state.step is not Step.WHO:
                return state
            return replace(
                state, step=Step.BROWSER, way=Way.BROWSER, doing=Doing.BROWSING, refusal=None
            )
        case ProofGiven():
            return _proof_given(state, event)
        case PaperTurned():
            return replace(state, on_paper=not state.on_paper, refusal=None)
        case KeyGiven():
            return _key_given(state, event)
        case AsideWanted() if state.missing is Missing.OLD_PASSWORD:
            return replace(state, doing=Doing.KEEPING, refusal=None)
    return state


def back(state: Entrance) -> Entrance:
    """To the sign-in, whatever was under way."""
    if state.step not in (Step.CODE, Step.BROWSER, Step.FACTOR, Step.KEY):
        return state
    return replace(
        state,
        step=Step.WHO,
        way=Way.PASSWORD,
        missing=None,
        doing=Doing.NOTHING,
        refusal=None,
        wrong=0,
        wait_until=0.0,
        on_paper=False,
        least=SHORTEST_PASSWORD,
    )


def failed(state: Entrance, event: Failed) -> Entrance:
    """What was under way on one of these ways went wrong."""
    if state.doing is Doing.MAILING and event.code == MailedJustNow.code:
        # The code of a moment ago is still good, so this is where it is typed.
        return replace(
            state,
            step=Step.CODE,
            doing=Doing.NOTHING,
            refusal=Refusal("", event.code),
            again_at=event.now + (event.wait_s or MAIL_PAUSE_S),
        )
    if state.step is Step.BROWSER:
        return replace(back(state), refusal=Refusal("", event.code))
    return refused(state, event)


def refused(state: Entrance, event: Failed) -> Entrance:
    """The step stays, and says what is wrong, at its field where it is a matter of typing."""
    field = _FIELD.get(state.doing, "") if event.code in _OF_TYPING else ""
    if event.code == TOO_MANY_TRIES:
        return replace(
            state,
            doing=Doing.NOTHING,
            refusal=Refusal("password", "too_soon"),
            wait_until=event.now + event.wait_s,
        )
    wrong = state.wrong + 1 if field else state.wrong
    least = event.least or state.least
    wait = max(event.wait_s, wait_s(wrong) if field else 0.0)
    if event.code == WeakPassword.code and event.least:
        return replace(
            state, doing=Doing.NOTHING, refusal=Refusal(field, "short", str(least)), least=least
        )
    return replace(
        state,
        doing=Doing.NOTHING,
        refusal=Refusal(field, event.code),
        wrong=wrong,
        wait_until=event.now + wait if wait else state.wait_until,
    )


_OF_TYPING: Final = frozenset(
    {
        "auth.code_refused",
        "auth.wrong_code",
        "auth.mistyped_code",
        SamePassword.code,
        WeakPassword.code,
        WrongKey.code,
        WrongPassword.code,
    }
)


def _mail_asked(state: Entrance, asked: MailAsked) -> Entrance:
    email = asked.email.strip()
    refusal = email_refusal(email)
    if refusal is None and state.step is Step.CODE and asked.now < state.again_at:
        refusal = Refusal("", "mail_too_soon")
    doing = Doing.NOTHING if refusal else Doing.MAILING
    return replace(state, email=email, way=asked.way, doing=doing, refusal=refusal, is_away=False)


def _code_given(state: Entrance, given: CodeGiven) -> Entrance:
    email = given.email.strip()
    refusal = email_refusal(email)
    if refusal is None and given.digits == 0:
        refusal = Refusal("code", "missing")
    elif refusal is None and given.digits not in CODE_DIGITS:
        refusal = Refusal("code", "shape")
    elif refusal is None and given.now < state.wait_until:
        refusal = Refusal("code", "too_soon")
    doing = Doing.NOTHING if refusal else Doing.ASKING
    return replace(state, email=email, doing=doing, refusal=refusal)


def _proof_given(state: Entrance, given: ProofGiven) -> Entrance:
    refusal = None
    if given.length == 0:
        refusal = Refusal("code", "missing")
    elif not state.on_paper and given.length != FACTOR_DIGITS:
        refusal = Refusal("code", "shape")
    elif given.now < state.wait_until:
        refusal = Refusal("code", "too_soon")
    return replace(state, doing=Doing.NOTHING if refusal else Doing.PROVING, refusal=refusal)


def _key_given(state: Entrance, given: KeyGiven) -> Entrance:
    refusal = None
    is_new = state.missing is not Missing.OLD_PASSWORD
    if given.length == 0:
        refusal = Refusal("password", "missing")
    elif is_new and given.length < state.least:
        refusal = Refusal("password", "short", str(state.least))
    elif is_new and not given.agrees:
        refusal = Refusal("repeat", "differs")
    elif given.now < state.wait_until:
        refusal = Refusal("password", "too_soon")
    return replace(state, doing=Doing.NOTHING if refusal else Doing.KEEPING, refusal=refusal)
