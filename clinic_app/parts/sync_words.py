"""What the pill and the Sync status page say, from a status and the time: never better than the truth.

One pure function. The times in a status are this computer's, which may be wrong: they are set right
by the measured difference before they are said, and then say "about".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clinic_app.ui import format as written
from clinic_app.ui.i18n import tr
from clinic_app.ui.sync_status import SyncStatus
from sync.clock import correction
from sync.errors import NewerReplica, SecondFactorNeeded, SessionDoubted

# Without the live channel the engine asks by itself every so often; news older than this is
# not called up to date any more.
FRESH = timedelta(minutes=2)


@dataclass(frozen=True)
class PillWords:
    """`tone` is good, wait or bad; `foot` stands beside `action`, the words of a button.

    `deed` is what the button does: "try" (sync now), "resume", "sign_in", "cards" (show what needs
    a person) or "" without a button. `progress` goes from 0 to 1 during a first fill.
    """

    tone: str
    title: str
    lines: tuple[str, ...] = ()
    foot: str = ""
    action: str = ""
    deed: str = ""
    progress: float | None = None


@dataclass(frozen=True)
class _Times:
    """The present, and what to add to moments that this computer wrote down."""

    now: datetime
    off: timedelta

    def passed(self, at: datetime) -> timedelta:
        """How long ago that was; negative for what lies ahead."""
        return self.now - self.off - at

    def said(self, at: datetime) -> str:
        """A clock time, with the day when it was not today."""
        here = (at + self.off).astimezone(self.now.tzinfo)
        time = written.clock_time(here)
        if here.date() != self.now.date():
            time = f"{written.day_near(here.date(), self.now.date())} {time}"
        return tr("Sync", "about {time}", time=time) if self.off else time


def words(status: SyncStatus, now: datetime) -> PillWords:
    """The words for `status` at `now`, the right time; it is said on the clock of `now`'s time zone."""
    said = _words(status, _Times(now, correction(status.skew)))
    wrong = clock_words(status.skew)
    if not wrong:
        return said
    tone = "wait" if said.tone == "good" else said.tone
    return replace(said, tone=tone, lines=(*said.lines, wrong))


def clock_words(skew: timedelta | None) -> str:
    """How wrong this computer's clock is; nothing when it is not, or nobody could be asked."""
    off = correction(skew)
    minutes = round(abs(off) / timedelta(minutes=1))
    hours, days = round(minutes / 60), round(minutes / 1440)
    if not off:
        return ""
    if off > timedelta():
        if minutes < 120:
            return tr("Sync", "This computer's clock is %n minute(s) slow", minutes)
        if hours < 48:
            return tr("Sync", "This computer's clock is %n hour(s) slow", hours)
        return tr("Sync", "This computer's clock is %n day(s) slow", days)
    if minutes < 120:
        return tr("Sync", "This computer's clock is %n minute(s) fast", minutes)
    if hours < 48:
        return tr("Sync", "This computer's clock is %n hour(s) fast", hours)
    return tr("Sync", "This computer's clock is %n day(s) fast", days)


def _words(status: SyncStatus, times: _Times) -> PillWords:
    if status.phase == "signed_out":
        kept = _waiting(status) or tr("Sync", "What you do is kept here")
        return PillWords(
            "bad", tr("Sync", "Signed out"), (kept,), "", tr("Sync", "Sign in again"), "sign_in"
        )
    if status.error == NewerReplica.code:
        return PillWords(
            "bad",
            tr("Sync", "Reading only: update needed"),
            _line(_waiting(status), _last_at(status, times)),
        )
    if status.phase == "held":
        return PillWords(
            "wait",
            tr("Sync", "Paused by you"),
            _line(_waiting(status), _last_at(status, times)),
            action=tr("Sync", "Resume"),
            deed="resume",
        )
    if status.error == SecondFactorNeeded.code:
        kept = _waiting(status) or tr("Sync", "Your clinic asks for it")
        return PillWords(
            "bad",
            tr("Sync", "Second proof needed"),
            _line(kept, _last_at(status, times)),
            action=tr("Sync", "Sign in again"),
            deed="sign_in",
        )
    if status.error == SessionDoubted.code:
        kept = _waiting(status) or tr("Sync", "What you do is kept here")
        return PillWords(
            "bad",
            tr("Sync", "Not recognised by the server"),
            _line(kept, _last_at(status, times)),
            action=tr("Sync", "Sign in again"),
            deed="sign_in",
        )
    if status.error in _STUCK:
        return PillWords(
            "bad",
            _stuck_title(status.error),
            _line(_waiting(status), _last_at(status, times)),
            *_try_again(status, times),
        )
    if status.phase == "offline" or not status.online:
        return _offline(status, times)
    if status.filling is not None:
        return _filling(status, *status.filling)
    if status.phase == "paused":
        return PillWords(
            "wait",
            tr("Sync", "Paused by the server"),
            _line(_waiting(status), _last_at(status, times)),
            _next_try(status, times),
        )
    if status.error:
        return PillWords(
            "wait",
            tr("Sync", "Server trouble"),
            _line(_waiting(status), _last_at(status, times)),
            *_try_again(status, times),
        )
    return _online(status, times)


def _offline(status: SyncStatus, times: _Times) -> PillWords:
    since = status.offline_since
    if status.phase in ("starting", "syncing") and since is None:
        return PillWords(
            "wait", tr("Sync", "Connecting…"), _line(_waiting(status), _last_at(status, times))
        )
    title = (
        tr("Sync", "Offline since {time}", time=times.said(since))
        if since
        else tr("Sync", "Offline")
    )
    waiting = _waiting(status) or tr("Sync", "Nothing waits")
    return PillWords(
        "wait", title, _line(waiting, _last_at(status, times)), *_try_again(status, times)
    )


def _filling(status: SyncStatus, done: int, total: int) -> PillWords:
    title = (
        tr(
            "Sync",
            "Filling: {done} of {total}",
            done=written.number(done),
            total=written.number(total),
        )
        if total > 0
        else tr("Sync", "Filling: {done} so far", done=written.number(done))
    )
    return PillWords(
        "wait",
        title,
        _line(_waiting(status)),
        progress=min(1.0, done / total) if total > 0 else None,
    )


def _online(status: SyncStatus, times: _Times) -> PillWords:
    channel = tr("Sync", "live") if status.live else tr("Sync", "polling")
    if status.waiting:
        title = (
            tr("Sync", "Sending…") if status.phase == "syncing" else tr("Sync", "Waiting to send")
        )
        return PillWords("wait", title, _line(_waiting(status), channel), *_cards(status))
    if status.last_synced_at is None:
        return PillWords("wait", tr("Sync", "Connecting…"), (), *_cards(status))
    if times.passed(status.last_synced_at) > FRESH and not status.live:
        return PillWords(
            "wait",
            tr("Sync", "Checking for news…"),
            _line(_last(status, times), channel),
            *_try_again(status, times),
        )
    return PillWords(
        "good", tr("Sync", "Up to date"), _line(_last(status, times), channel), *_cards(status)
    )


def _stuck_title(code: str | None) -> str:
    return {
        "net.outdated": tr("Sync", "Update needed"),
        "disk.full": tr("Sync", "The disk is full"),
        "net.misconfigured": tr("Sync", "Wrong server address"),
        "net.not_allowed": tr("Sync", "Not allowed by the server"),
    }[code or ""]


_STUCK = frozenset({"net.outdated", "disk.full", "net.misconfigured", "net.not_allowed"})


def _cards(status: SyncStatus) -> tuple[str, str, str]:
    """Foot, action and deed when something needs a person."""
    if not status.cards:
        return "", "", ""
    return tr("Sync", "%n to decide", status.cards), tr("Sync", "Show"), "cards"


def _try_again(status: SyncStatus, times: _Times) -> tuple[str, str, str]:
    """Foot, action and deed when only another try helps."""
    return _next_try(status, times), tr("Sync", "Try now"), "try"


def _waiting(status: SyncStatus) -> str:
    return tr("Sync", "%n draft(s) waiting", status.waiting) if status.waiting else ""


def _last(status: SyncStatus, times: _Times) -> str:
    if status.last_synced_at is None:
        return ""
    return tr(
        "Sync", "Last synced {ago}", ago=written.ago(status.last_synced_at, times.now - times.off)
    )


def _last_at(status: SyncStatus, times: _Times) -> str:
    if status.last_synced_at is None:
        return ""
    return tr("Sync", "last synced {time}", time=times.said(status.last_synced_at))


def _next_try(status: SyncStatus, times: _Times) -> str:
    if status.next_try_at is None:
        return ""
    left = -times.passed(status.next_try_at)
    if left <= timedelta(0):
        return tr("Sync", "Trying now…")
    # Rounded up: "in 1 s" until it happens, never "in 0 s".
    return tr(
        "Sync", "Next try in {length}", length=written.brief(left + timedelta(milliseconds=999))
    )


def _line(*parts: str) -> tuple[str, ...]:
    joined = " · ".join(part for part in parts if part)
    return (joined,) if joined else ()
