"""The way in, without a screen: which servers are taken, and what follows each answer."""

from __future__ import annotations

import base64
import json

import pytest

from clinic_app.features.auth.model import entrance
from clinic_app.features.auth.model.entrance import after
from clinic_app.features.auth.model.events import (
    Entered,
    Failed,
    FillEnough,
    FillMoved,
    PersonChosen,
    ServerFound,
    ServerGiven,
    ServerLeft,
    SignInAsked,
)
from clinic_app.features.auth.model.server import Refusal, Server, server_of
from clinic_app.features.auth.model.state import (
    Doing,
    Entrance,
    KnownPerson,
    Step,
)
from sync.errors import Busy, Misconfigured, Offline, WrongKey, WrongPassword

KEY = "sb_publishable_0123456789abcdef"
HERE = Server("https://abcd.supabase.co", KEY)
LUCIA = KnownPerson("p1", "Lucía Herrera", "lucia@norte.example")


def old_key(role: str) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"role": role}).encode()).decode().rstrip("=")
    return f"eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJl"


def asking(email: str = LUCIA.email, *people: KnownPerson) -> Entrance:
    return after(entrance.first(HERE, people), SignInAsked(email, True, 0.0))


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("abcd.supabase.co", "https://abcd.supabase.co"),
        ("  https://abcd.supabase.co/rest/v1/  ", "https://abcd.supabase.co"),
        ("https://clinic.example:8443", "https://clinic.example:8443"),
        ("https://clinic.example/supabase/auth/v1", "https://clinic.example/supabase"),
        ("http://127.0.0.1:54321", "http://127.0.0.1:54321"),
        ("localhost:54321", "http://localhost:54321"),
        ("http://[::1]:54321", "http://[::1]:54321"),
        ("HTTPS://ABCD.supabase.co", "https://abcd.supabase.co"),
    ],
)
def test_an_address_is_taken_as_people_copy_it(typed: str, url: str) -> None:
    assert server_of(typed, KEY) == Server(url, KEY)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "missing"),
        ("   ", "missing"),
        ("http://clinic.example", "not_secure"),
        ("http://192.168.1.4:54321", "not_secure"),
        ("http://127.0.0.1.evil.example", "not_secure"),
        ("https://reception:secret@clinic.example", "unreadable"),
        ("ftp://clinic.example", "unreadable"),
        ("https://", "unreadable"),
        ("https://clinic example", "unreadable"),
        ("https://clinic.example:99999", "unreadable"),
        ("https://[::1", "unreadable"),
        ("https://supabase.com/dashboard/project/abcd", "dashboard"),
    ],
)
def test_an_address_that_cannot_work_is_refused_before_anybody_is_asked(
    typed: str, code: str
) -> None:
    refused = server_of(typed, KEY)
    assert isinstance(refused, Refusal)
    assert (refused.field, refused.code) == ("address", code)


def test_the_address_of_the_dashboard_is_answered_with_the_right_one() -> None:
    refused = server_of("https://supabase.com/dashboard/project/abcd/settings/api", KEY)
    assert isinstance(refused, Refusal)
    assert refused.suggestion == "https://abcd.supabase.co"


@pytest.mark.parametrize("key", [KEY, f" {KEY}\n", old_key("anon")])
def test_keys_made_for_programs_are_taken(key: str) -> None:
    assert isinstance(server_of("abcd.supabase.co", key), Server)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("", "missing"),
        ("sb_secret_0123456789abcdef", "secret"),
        (old_key("service_role"), "secret"),
        (old_key("authenticated"), "unreadable"),
        ("hello", "unreadable"),
        ("a.b.c", "unreadable"),
        ("sb_publishable_", "unreadable"),
    ],
)
def test_a_key_that_opens_everything_is_never_taken(key: str, code: str) -> None:
    refused = server_of("abcd.supabase.co", key)
    assert isinstance(refused, Refusal)
    assert (refused.field, refused.code) == ("key", code)


def test_a_first_start_asks_where_and_later_ones_ask_who() -> None:
    assert entrance.first(None).step is Step.WHERE
    later = entrance.first(HERE, (LUCIA,))
    assert (later.step, later.email) == (Step.WHO, LUCIA.email)


def test_a_server_is_believed_once_it_answered() -> None:
    looking = after(entrance.first(None), ServerGiven(HERE))
    assert (looking.step, looking.doing) == (Step.WHERE, Doing.LOOKING)
    assert after(looking, ServerFound()).step is Step.WHO

    refused = after(looking, Failed(Misconfigured.code))
    assert (refused.step, refused.is_busy) == (Step.WHERE, False)
    assert refused.refusal == Refusal("", Misconfigured.code)


def test_a_second_enter_while_an_answer_is_awaited_changes_nothing() -> None:
    asked = asking()
    assert asked.doing is Doing.ASKING
    assert after(asked, SignInAsked("other@norte.example", True, 0.0)) is asked
    assert after(asked, ServerLeft()) is asked


@pytest.mark.parametrize(
    ("email", "has_password", "refusal"),
    [
        ("", True, Refusal("email", "missing")),
        ("lucia", True, Refusal("email", "shape")),
        (LUCIA.email, False, Refusal("password", "missing")),
    ],
)
def test_what_is_missing_is_said_where_it_is_missing(
    email: str, has_password: bool, refusal: Refusal
) -> None:
    state = after(entrance.first(HERE), SignInAsked(email, has_password, 0.0))
    assert (state.doing, state.refusal) == (Doing.NOTHING, refusal)


def test_without_a_line_the_same_password_is_tried_on_this_computer() -> None:
    state = after(asking(LUCIA.email.upper(), LUCIA), Failed(Offline.code))
    assert (state.doing, state.is_away) == (Doing.UNLOCKING, True)
    assert after(state, Entered(needs_fill=False)).step is Step.OPEN


@pytest.mark.parametrize("people", [(), (KnownPerson("p1", "Lucía", LUCIA.email, False),)])
def test_without_a_line_a_newcomer_is_told_to_connect_once(people: tuple[KnownPerson, ...]) -> None:
    state = after(asking(LUCIA.email, *people), Failed(Offline.code))
    assert not state.is_busy
    assert state.refusal == Refusal("", "unknown_here")


def test_wrong_passwords_begin_to_cost_time_and_a_right_one_forgives_them() -> None:
    state, now = entrance.first(HERE, (LUCIA,)), 0.0
    waits = []
    for _ in range(7):
        state = after(state, SignInAsked(LUCIA.email, True, now))
        assert state.is_busy
        state = after(state, Failed(WrongPassword.code, now))
        waits.append(state.wait_until - now if state.wait_until > now else 0.0)
        now = max(now, state.wait_until)
    assert waits == [0.0, 0.0, 2.0, 4.0, 8.0, 16.0, 30.0]

    right = after(after(state, SignInAsked(LUCIA.email, True, now)), Entered(False))
    assert (right.step, right.wrong) == (Step.OPEN, 0)


def test_a_try_before_its_time_asks_nobody() -> None:
    state = Entrance(Step.WHO, HERE, email=LUCIA.email, wrong=3, wait_until=2.0)
    early = after(state, SignInAsked(LUCIA.email, True, 1.5))
    assert (early.doing, early.refusal) == (Doing.NOTHING, Refusal("password", "too_soon"))
    assert after(state, SignInAsked(LUCIA.email, True, 2.0)).doing is Doing.ASKING


def test_a_wrong_password_offline_counts_too() -> None:
    unlocking = after(asking(LUCIA.email, LUCIA), Failed(Offline.code))
    refused = after(unlocking, Failed(WrongKey.code))
    assert (refused.wrong, refused.refusal) == (1, Refusal("password", WrongKey.code))


def test_a_busy_server_is_not_the_persons_mistake() -> None:
    assert after(asking(), Failed(Busy.code)).wrong == 0


def test_a_first_fill_is_shown_and_never_holds_anybody_up() -> None:
    filling = after(asking(), Entered(needs_fill=True))
    assert filling.step is Step.FILLING
    moved = after(filling, FillMoved(300, 2000))
    assert moved.filled == (300, 2000)
    assert after(moved, FillEnough()).step is Step.OPEN


def test_a_late_answer_after_the_way_was_left_is_ignored() -> None:
    state = entrance.first(HERE, (LUCIA,))
    assert after(state, Failed(Offline.code)) is state
    assert after(state, FillMoved(1, 2)) is state
    assert after(state, ServerFound()) is state


def test_choosing_another_person_forgets_the_last_refusal() -> None:
    refused = after(asking(), Failed(WrongPassword.code, 0.0))
    chosen = after(refused, PersonChosen("other@norte.example"))
    assert (chosen.email, chosen.refusal) == ("other@norte.example", None)
