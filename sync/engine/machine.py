"""When to sync: what happened goes in, what to do comes out. No clock, no network, no randomness.

A *round* pushes what waits and then pulls what is new. Rounds never overlap: what happens during
one asks for another one after it, however often it happened. Between rounds exactly one timer runs.

    asleep ---- a draft, a poke, a timer, "try now" ----> round ----> asleep
       ^                                                    |
       +----- came through: poll again later ---------------+
       +----- failed: try again after a longer wait ---------

The network's absence is a state, not a fault: drafts pile up, the timer keeps asking.

A person's pause holds everything back: the round that runs is broken off, and nothing starts another
one until the person resumes. It is kept nowhere, so the next start of the program resumes as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from sync.errors import SignedOut

# Seconds between two looks, from the contract (SYNC.md, "Pull").
POLL_LIVE_S: Final = 30.0
POLL_DEAF_S: Final = 5.0
POLL_IDLE_S: Final = 300.0
POLL_PAUSED_S: Final = 60.0


# --- what happens ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignedIn:
    """There is a session: at the start, or because the person signed in again."""


@dataclass(frozen=True, slots=True)
class SessionOver:
    """The server ended the session, or there is none. `code` says why."""

    code: str = SignedOut.code


@dataclass(frozen=True, slots=True)
class DraftWritten:
    """A person changed something here."""


@dataclass(frozen=True, slots=True)
class Nudged:
    """Reason to look now: "try now", the window got the focus, the machine woke up."""


@dataclass(frozen=True, slots=True)
class TimerRang:
    """The wait that the last instruction asked for is over."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Realtime said something: joined (look now), poked (look now) or lost (poll instead)."""

    what: Literal["joined", "poked", "lost"]


@dataclass(frozen=True, slots=True)
class RoundDone:
    """A round came through. `paused` when the server asks every client to hold back, `wants` the code of
    what it waits for, e.g. a second proof.
    """

    paused: bool = False
    wants: str | None = None


@dataclass(frozen=True, slots=True)
class RoundFailed:
    """A round ended early. `offline`: nobody answered. `retry_after`: seconds the server wants."""

    offline: bool
    code: str
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class RoundBrokenOff:
    """A round was cancelled: nobody knows how far it had come, and the next one asks again."""


@dataclass(frozen=True, slots=True)
class Held:
    """A person pauses the sync, or lets it go on."""

    by_person: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """Somebody looks at the window again, or nobody has for a while."""

    by_somebody: bool


Event = (
    SignedIn
    | SessionOver
    | DraftWritten
    | Nudged
    | TimerRang
    | Heard
    | RoundDone
    | RoundFailed
    | RoundBrokenOff
    | Held
    | Watched
)


# --- what to do -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StartRound:
    """Push, then pull."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Replace the timer by one of this many seconds; the engine spreads it a little."""

    seconds: float


@dataclass(frozen=True, slots=True)
class BackOff:
    """Replace the timer by the wait after this many failures in a row, at least `at_least`."""

    failures: int
    at_least: float = 0.0


@dataclass(frozen=True, slots=True)
class Listen:
    """Open the Realtime channels, for the scopes held now."""


@dataclass(frozen=True, slots=True)
class StopListening:
    """Close them, and cancel the timer and the round."""


Instruction = StartRound | Wait | BackOff | Listen | StopListening


# --- where we are ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class State:
    """Everything the decisions rest on."""

    signed_in: bool = False
    in_round: bool = False
    again: bool = False
    listening: bool = False
    live: bool = False
    reached: bool | None = None
    failures: int = 0
    error: str | None = None
    paused: bool = False
    held: bool = False
    watched: bool = True


def after(state: State, event: Event) -> tuple[State, list[Instruction]]:
    """The state after `event`, and what to do now, in order."""
    match event:
        case SignedIn():
            return _round(replace(state, signed_in=True, failures=0, error=None))
        case SessionOver(code):
            over = State(watched=state.watched, reached=state.reached, error=code)
            return over, [StopListening()]
        case Watched(by_somebody):
            seen = replace(state, watched=by_somebody)
            return _round(seen) if by_somebody and not state.watched else (seen, [])
        case DraftWritten() | Nudged() | TimerRang():
            # A draft does not shorten the wait for a server that does not answer: the timer asks.
            if isinstance(event, DraftWritten) and state.failures:
                return state, []
            return _round(state)
        case Heard() if state.held:
            return state, []  # said before the ears were closed
        case Heard("lost"):
            return replace(state, live=False), []
        case Heard(what):
            return _round(replace(state, live=True) if what == "joined" else state)
        case RoundDone() | RoundFailed() | RoundBrokenOff() if not state.signed_in:
            return state, []  # the session ended first, and took the round along
        case RoundDone(paused, wants):
            done = replace(state, in_round=False, reached=True, failures=0)
            return _ended(replace(done, error=wants, paused=paused))
        case RoundFailed(offline, code, retry_after):
            failed = replace(
                state,
                in_round=False,
                again=False,
                reached=not offline,
                failures=state.failures + 1,
                error=code,
            )
            return failed, [] if state.held else [BackOff(failed.failures, retry_after or 0.0)]
        case RoundBrokenOff():
            # Whoever broke it off for good is not signed in or holds: then this starts nothing.
            return _round(replace(state, in_round=False))
        case Held(True):
            quiet = replace(state, held=True, again=False, listening=False, live=False)
            return quiet, [StopListening()]
        case Held():
            return _round(replace(state, held=False))


def _round(state: State) -> tuple[State, list[Instruction]]:
    if not state.signed_in or state.held:
        return state, []
    if state.in_round:
        return replace(state, again=True), []
    return replace(state, in_round=True, again=False), [StartRound()]


def _ended(state: State) -> tuple[State, list[Instruction]]:
    do: list[Instruction] = []
    if state.held:
        return state, do
    if not state.listening:
        state = replace(state, listening=True)
        do.append(Listen())
    if state.again and not state.paused:
        state, more = _round(state)
        return state, do + more
    do.append(Wait(poll_every(state)))
    return replace(state, again=False), do


def poll_every(state: State) -> float:
    """Seconds until the next look when nothing happens."""
    if state.paused:
        return POLL_PAUSED_S
    if not state.live:
        return POLL_DEAF_S if state.watched else POLL_LIVE_S
    return POLL_LIVE_S if state.watched else POLL_IDLE_S
