"""What the pill says, and that it never says better than the truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clinic_app.parts.sync_words import clock_words, words
from clinic_app.ui.i18n import use_language

NOW = datetime(2026, 11, 20, 10, 46, tzinfo=UTC)


@dataclass(frozen=True)
class Status:
    """The engine's status, up to date unless a test says otherwise."""

    phase: str = "idle"
    online: bool = True
    live: bool = True
    waiting: int = 0
    oldest_waiting_at: datetime | None = None
    cards: int = 0
    last_synced_at: datetime | None = NOW - timedelta(seconds=3)
    offline_since: datetime | None = None
    next_try_at: datetime | None = None
    error: str | None = None
    filling: tuple[int, int] | None = None
    skew: timedelta | None = None


OFFLINE = Status(
    phase="offline",
    online=False,
    live=False,
    waiting=4,
    last_synced_at=NOW - timedelta(minutes=5),
    offline_since=NOW - timedelta(minutes=4),
    next_try_at=NOW + timedelta(seconds=18),
)


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def test_up_to_date_says_when_and_how() -> None:
    said = words(Status(), NOW)

    assert (said.tone, said.title) == ("good", "Up to date")
    assert said.lines == ("Last synced 3 s ago · live",)
    assert said.action == ""


def test_offline_says_since_when_what_waits_and_when_it_tries_again() -> None:
    said = words(OFFLINE, NOW)

    assert (said.tone, said.title) == ("wait", "Offline since 10:42")
    assert said.lines == ("4 drafts waiting · last synced 10:41",)
    assert said.foot == "Next try in 18 s"
    assert (said.action, said.deed) == ("Try now", "try")


def test_one_draft_is_one_draft() -> None:
    assert words(replace(OFFLINE, waiting=1), NOW).lines == ("1 draft waiting · last synced 10:41",)


def test_times_are_said_on_the_facilitys_clock() -> None:
    there = NOW.astimezone(ZoneInfo("America/Mexico_City"))

    assert words(OFFLINE, there).title == "Offline since 04:42"


def test_yesterdays_time_says_the_day() -> None:
    since = NOW - timedelta(hours=20)

    assert (
        words(replace(OFFLINE, offline_since=since), NOW).title == "Offline since yesterday 14:46"
    )


def test_a_countdown_never_reads_zero() -> None:
    soon = replace(OFFLINE, next_try_at=NOW + timedelta(milliseconds=200))
    past = replace(OFFLINE, next_try_at=NOW - timedelta(seconds=1))

    assert words(soon, NOW).foot == "Next try in 1 s"
    assert words(past, NOW).foot == "Trying now…"


def test_a_first_fill_says_how_far_it_is() -> None:
    said = words(Status(phase="syncing", filling=(12_300, 100_000)), NOW)

    assert said.title == "Filling: 12,300 of 100,000"
    assert said.progress == pytest.approx(0.123)


def test_a_fill_of_unknown_size_promises_nothing() -> None:
    said = words(Status(phase="syncing", filling=(500, 0)), NOW)

    assert said.title == "Filling: 500 so far"
    assert said.progress is None


def test_signed_out_asks_to_sign_in_and_says_what_waits() -> None:
    said = words(replace(OFFLINE, phase="signed_out"), NOW)

    assert (said.tone, said.title, said.deed) == ("bad", "Signed out", "sign_in")
    assert said.lines == ("4 drafts waiting",)
    assert said.action == "Sign in again"


@pytest.mark.parametrize("code", ["auth.session_doubted", "auth.second_factor_needed"])
def test_a_session_the_server_will_not_have_asks_to_sign_in(code: str) -> None:
    said = words(Status(error=code, waiting=4), NOW)

    assert (said.tone, said.deed, said.action) == ("bad", "sign_in", "Sign in again")
    assert any("4 drafts" in line for line in said.lines)


def test_cards_are_never_passed_over() -> None:
    said = words(Status(cards=2), NOW)

    assert (said.foot, said.action, said.deed) == ("2 to decide", "Show", "cards")


@pytest.mark.parametrize(
    "status",
    [
        Status(waiting=1),
        Status(waiting=1, phase="syncing"),
        Status(last_synced_at=None),
        Status(online=False),
        Status(phase="offline"),
        Status(phase="offline", online=False, offline_since=None),
        Status(phase="starting", online=False, last_synced_at=None),
        Status(phase="signed_out"),
        Status(phase="paused"),
        Status(phase="held"),
        Status(error="net.server_trouble"),
        Status(error="net.outdated"),
        Status(error="disk.full"),
        Status(filling=(1, 2)),
        Status(filling=(0, 0)),
        Status(live=False, last_synced_at=NOW - timedelta(minutes=10)),
        replace(OFFLINE, error="net.offline"),
    ],
)
def test_up_to_date_is_said_only_when_it_is_true(status: Status) -> None:
    said = words(status, NOW)

    assert said.title != "Up to date"
    assert said.tone != "good"


def test_waiting_drafts_are_said_in_every_state() -> None:
    for phase in ("starting", "syncing", "idle", "offline", "signed_out", "paused", "held"):
        for online in (True, False):
            for error in (None, "net.server_trouble", "net.outdated", "disk.full"):
                said = words(Status(phase=phase, online=online, waiting=7, error=error), NOW)
                assert any("7 drafts" in line for line in said.lines), (phase, online, error, said)


def test_a_clock_set_back_says_nothing_impossible() -> None:
    said = words(Status(last_synced_at=NOW + timedelta(hours=2)), NOW)

    assert said.lines == ("Last synced 0 s ago · live",)


def test_a_persons_own_pause_says_so_and_offers_to_go_on() -> None:
    said = words(Status(phase="held", online=False, live=False, waiting=2), NOW)

    assert (said.tone, said.title) == ("wait", "Paused by you")
    assert said.lines == ("2 drafts waiting · last synced 10:45",)
    assert (said.action, said.deed) == ("Resume", "resume")


@pytest.mark.parametrize(
    ("skew", "said"),
    [
        (None, ""),
        (timedelta(minutes=2), ""),
        (-timedelta(seconds=119), ""),
        (-timedelta(minutes=4), "This computer's clock is 4 minutes fast"),
        (timedelta(minutes=3), "This computer's clock is 3 minutes slow"),
        (timedelta(hours=5), "This computer's clock is 5 hours slow"),
        (-timedelta(hours=26), "This computer's clock is 26 hours fast"),
        (timedelta(days=365), "This computer's clock is 365 days slow"),
        (-timedelta(days=365), "This computer's clock is 365 days fast"),
    ],
)
def test_a_wrong_clock_is_said_from_two_minutes_on(skew: timedelta | None, said: str) -> None:
    assert clock_words(skew) == said
    assert (said in words(Status(skew=skew), NOW).lines) == bool(said)


def test_with_a_wrong_clock_nothing_is_simply_good() -> None:
    assert words(Status(skew=timedelta(minutes=3)), NOW).tone == "wait"
    assert words(Status(skew=timedelta(seconds=3)), NOW).tone == "good"


@pytest.mark.parametrize("skew", [timedelta(days=365), -timedelta(minutes=7)])
def test_times_of_a_wrong_clock_are_set_right_and_say_about(skew: timedelta) -> None:
    """The status tells this computer's times; `now` is the right one."""
    wrong = replace(
        OFFLINE,
        skew=skew,
        last_synced_at=OFFLINE.last_synced_at - skew,
        offline_since=OFFLINE.offline_since - skew,
        next_try_at=OFFLINE.next_try_at - skew,
    )
    said = words(wrong, NOW)

    assert said.title == "Offline since about 10:42"
    assert said.lines[0] == "4 drafts waiting · last synced about 10:41"
    assert said.foot == "Next try in 18 s"  # a length, which no wrong clock touches
    up = words(Status(skew=skew, last_synced_at=NOW - timedelta(seconds=3) - skew), NOW)
    assert up.lines[0] == "Last synced 3 s ago · live"


def test_a_missing_second_proof_is_said_with_the_way_to_show_it() -> None:
    status = replace(Status(), error="auth.second_factor_needed", waiting=2, oldest_waiting_at=NOW)
    said = words(status, NOW)
    assert (said.tone, said.title, said.deed) == ("bad", "Second proof needed", "sign_in")
    assert "2 drafts" in said.lines[0]
