"""The engine's decisions, one law each."""

from dataclasses import replace

import pytest

from sync.engine.machine import (
    BackOff,
    DraftWritten,
    Event,
    Heard,
    Held,
    Listen,
    Nudged,
    RoundBrokenOff,
    RoundDone,
    RoundFailed,
    SessionOver,
    SignedIn,
    StartRound,
    State,
    StopListening,
    TimerRang,
    Wait,
    Watched,
    after,
)

SIGNED_IN = State(signed_in=True)
ASLEEP = State(signed_in=True, listening=True, live=True, reached=True)


def test_signing_in_starts_a_round():
    state, do = after(State(), SignedIn())
    assert state.in_round
    assert do == [StartRound()]


def test_without_a_session_nothing_starts():
    for event in (DraftWritten(), Nudged(), TimerRang(), Heard("poked")):
        assert after(State(), event)[1] == []


def test_the_first_round_that_comes_through_opens_the_ears_and_polls_while_deaf():
    state, do = after(replace(SIGNED_IN, in_round=True), RoundDone())
    assert do == [Listen(), Wait(5.0)]
    assert state.reached is True


def test_a_live_window_polls_every_half_minute_and_an_unwatched_one_every_five():
    assert after(replace(ASLEEP, in_round=True), RoundDone())[1] == [Wait(30.0)]
    assert after(replace(ASLEEP, in_round=True, watched=False), RoundDone())[1] == [Wait(300.0)]


def test_many_pokes_during_a_round_ask_for_one_more():
    state = replace(ASLEEP, in_round=True)
    for _ in range(5):
        state, do = after(state, Heard("poked"))
        assert do == []
    state, do = after(state, RoundDone())
    assert do == [StartRound()]
    state, do = after(state, RoundDone())
    assert do == [Wait(30.0)]


def test_a_draft_written_during_a_round_is_sent_after_it():
    state, _ = after(replace(ASLEEP, in_round=True), DraftWritten())
    assert after(state, RoundDone())[1] == [StartRound()]


def test_failures_wait_longer_each_time_and_the_server_may_ask_for_more():
    state = replace(ASLEEP, in_round=True)
    state, do = after(state, RoundFailed(True, "net.offline"))
    assert do == [BackOff(1, 0.0)]
    assert state.reached is False
    state, _ = after(state, TimerRang())
    state, do = after(state, RoundFailed(False, "net.busy", 7.0))
    assert do == [BackOff(2, 7.0)]
    assert state.reached is True


def test_a_draft_does_not_hammer_a_server_that_does_not_answer():
    state, _ = after(replace(ASLEEP, in_round=True), RoundFailed(True, "net.offline"))
    assert after(state, DraftWritten())[1] == []


@pytest.mark.parametrize("event", [Nudged(), TimerRang(), Heard("joined")])
def test_but_a_person_a_timer_or_a_live_line_does_ask(event: Event):
    state, _ = after(replace(ASLEEP, in_round=True), RoundFailed(True, "net.offline"))
    assert after(state, event)[1] == [StartRound()]


def test_a_success_forgets_the_failures():
    state, _ = after(replace(ASLEEP, in_round=True, failures=4, error="net.offline"), RoundDone())
    assert (state.failures, state.error) == (0, None)


def test_the_end_of_a_session_stops_everything_and_a_new_one_starts_again():
    state, do = after(replace(ASLEEP, in_round=True), SessionOver())
    assert do == [StopListening()]
    assert not state.signed_in
    assert after(state, TimerRang())[1] == []
    assert after(state, SignedIn())[1] == [StartRound()]


def test_a_pause_holds_everybody_back_but_keeps_asking():
    _, do = after(replace(ASLEEP, in_round=True, again=True), RoundDone(paused=True))
    assert do == [Wait(60.0)]


def test_a_persons_pause_breaks_off_what_runs_and_closes_the_ears():
    state, do = after(replace(ASLEEP, in_round=True), Held(True))
    assert do == [StopListening()]
    assert (state.held, state.live, state.listening) == (True, False, False)
    assert state.signed_in


@pytest.mark.parametrize(
    "event",
    [
        DraftWritten(),
        Nudged(),
        TimerRang(),
        Heard("poked"),
        Heard("joined"),
        Watched(False),
        Watched(True),
        SignedIn(),
        RoundBrokenOff(),
        RoundDone(),
        RoundFailed(True, "net.offline"),
    ],
)
def test_while_a_person_pauses_nothing_starts_and_nothing_is_waited_for(event: Event):
    state, _ = after(replace(ASLEEP, in_round=True), Held(True))
    state, do = after(state, event)
    assert do == []
    assert state.held
    assert not state.live


def test_going_on_looks_at_once_and_listens_again():
    state, _ = after(ASLEEP, Held(True))
    state, do = after(state, Held(False))
    assert do == [StartRound()]
    assert after(state, RoundDone())[1] == [Listen(), Wait(5.0)]


def test_going_on_waits_for_the_broken_off_round_to_be_over_so_that_two_never_overlap():
    state, _ = after(replace(ASLEEP, in_round=True), Held(True))
    state, do = after(state, Held(False))
    assert do == []
    assert after(state, RoundBrokenOff())[1] == [StartRound()]
    # It had come through in the same moment.
    assert StartRound() in after(state, RoundDone())[1]


def test_a_pause_survives_neither_the_end_of_the_session_nor_a_restart():
    state, _ = after(ASLEEP, Held(True))
    over, _ = after(state, SessionOver())
    assert not over.held
    assert after(over, SignedIn())[1] == [StartRound()]
    assert not State().held


def test_losing_the_line_does_not_start_anything_by_itself():
    state, do = after(ASLEEP, Heard("lost"))
    assert do == []
    assert not state.live


def test_coming_back_to_the_window_looks_at_once():
    unwatched, _ = after(ASLEEP, Watched(False))
    assert after(unwatched, Watched(True))[1] == [StartRound()]
    assert after(ASLEEP, Watched(True))[1] == []


def test_no_sequence_of_events_ever_overlaps_two_rounds_or_forgets_to_wake_up():
    """Walks every sequence of six events: whenever no round runs, a timer was armed, nobody is
    signed in, or a person pauses.
    """
    events: list[Event] = [
        DraftWritten(),
        Nudged(),
        Heard("poked"),
        Heard("lost"),
        RoundDone(),
        RoundFailed(True, "net.offline"),
        SessionOver(),
        SignedIn(),
        Held(True),
        Held(False),
        RoundBrokenOff(),
    ]
    frontier = {(State(), False)}
    seen = set(frontier)
    for _ in range(6):
        fresh = set()
        for state, armed in frontier:
            for event in events:
                ends = isinstance(event, RoundDone | RoundFailed | RoundBrokenOff)
                if ends and not state.in_round:
                    continue
                then, do = after(state, event)
                starts = do.count(StartRound())
                ended = ends or isinstance(event, SessionOver)
                assert starts <= 1
                assert not (starts and state.in_round and not ended), "two rounds at once"
                now_armed = any(isinstance(d, Wait | BackOff) for d in do) or (
                    armed and StopListening() not in do
                )
                if then.in_round:
                    now_armed = False
                may_sleep = not then.signed_in or then.held
                assert may_sleep or then.in_round or now_armed, "asleep without a timer"
                fresh.add((then, now_armed))
        frontier = fresh - seen
        seen |= fresh
    assert len(seen) > 20


def test_a_round_that_outlives_its_session_changes_nothing():
    over, _ = after(replace(SIGNED_IN, in_round=True), SessionOver())
    for end in (RoundDone(), RoundFailed(False, "net.busy"), RoundBrokenOff()):
        assert after(over, end) == (over, [])
