"""What the pill says, from a status and the time: one pure function, never better than the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app.ui import format as written
from clinic_app.ui.i18n import tr
from clinic_app.ui.sync_status import SyncStatus

# Without the live channel the engine asks by itself every so often; news older than this is
# not called up to date any more.
FRESH = timedelta(minutes=2)


@dataclass(frozen=True)
class PillWords:
    """`tone` is good, wait or bad; `foot` stands beside `action`, the words of a button.

    `deed` is what the button does: "try" (sync now), "sign_in", "cards" (show what needs a
    person) or "" without a button. `progress` goes from 0 to 1 during a first fill.
    """

    tone: str
    title: str
    lines: tuple[str, ...] = ()
    foot: str = ""
    action: str = ""
    deed: str = ""
    progress: float | None = None


def words(status: SyncStatus, now: datetime) -> PillWords:
    """The words for `status` at `now`; times are said on the clock of `now`'s time zone."""
    if status.phase == "signed_out":
        kept = _waiting(status) or tr("Sync", "What you do is kept here")
        return PillWords(
            "bad", tr("Sync", "Signed out"), (kept,), "", tr("Sync", "Sign in again"), "sign_in"
        )
    if status.error in _STUCK:
        return PillWords(
            "bad",
            _stuck_title(status.error),
            _line(_waiting(status), _last_at(status, now)),
            *_try_again(status, now),
        )
    if status.phase == "offline" or not status.online:
        return _offline(status, now)
    if status.filling is not None:
        return _filling(status, *status.filling)
    if status.phase == "paused":
        return PillWords(
            "wait",
            tr("Sync", "Paused by the server"),
            _line(_waiting(status), _last_at(status, now)),
            _next_try(status, now),
        )
    if status.error:
        return PillWords(
            "wait",
            tr("Sync", "Server trouble"),
            _line(_waiting(status), _last_at(status, now)),
            *_try_again(status, now),
        )
    return _online(status, now)


def _offline(status: SyncStatus, now: datetime) -> PillWords:
    since = status.offline_since
    if status.phase in ("starting", "syncing") and since is None:
        return PillWords(
            "wait", tr("Sync", "Connecting…"), _line(_waiting(status), _last_at(status, now))
        )
    title = (
        tr("Sync", "Offline since {time}", time=_when(since, now))
        if since
        else tr("Sync", "Offline")
    )
    waiting = _waiting(status) or tr("Sync", "Nothing waits")
    return PillWords("wait", title, _line(waiting, _last_at(status, now)), *_try_again(status, now))


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


def _online(status: SyncStatus, now: datetime) -> PillWords:
    channel = tr("Sync", "live") if status.live else tr("Sync", "polling")
    if status.waiting:
        title = (
            tr("Sync", "Sending…") if status.phase == "syncing" else tr("Sync", "Waiting to send")
        )
        return PillWords("wait", title, _line(_waiting(status), channel), *_cards(status))
    if status.last_synced_at is None:
        return PillWords("wait", tr("Sync", "Connecting…"), (), *_cards(status))
    if now - status.last_synced_at > FRESH and not status.live:
        return PillWords(
            "wait",
            tr("Sync", "Checking for news…"),
            _line(_last(status, now), channel),
            *_try_again(status, now),
        )
    return PillWords(
        "good", tr("Sync", "Up to date"), _line(_last(status, now), channel), *_cards(status)
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


def _try_again(status: SyncStatus, now: datetime) -> tuple[str, str, str]:
    """Foot, action and deed when only another try helps."""
    return _next_try(status, now), tr("Sync", "Try now"), "try"


def _waiting(status: SyncStatus) -> str:
    return tr("Sync", "%n draft(s) waiting", status.waiting) if status.waiting else ""


def _last(status: SyncStatus, now: datetime) -> str:
    if status.last_synced_at is None:
        return ""
    return tr("Sync", "Last synced {ago}", ago=written.ago(status.last_synced_at, now))


def _last_at(status: SyncStatus, now: datetime) -> str:
    if status.last_synced_at is None:
        return ""
    return tr("Sync", "last synced {time}", time=_when(status.last_synced_at, now))


def _next_try(status: SyncStatus, now: datetime) -> str:
    if status.next_try_at is None:
        return ""
    left = status.next_try_at - now
    if left <= timedelta(0):
        return tr("Sync", "Trying now…")
    # Rounded up: "in 1 s" until it happens, never "in 0 s".
    return tr(
        "Sync", "Next try in {length}", length=written.brief(left + timedelta(milliseconds=999))
    )


def _when(at: datetime, now: datetime) -> str:
    """A clock time, with the day when it was not today."""
    here = at.astimezone(now.tzinfo)
    if here.date() == now.date():
        return written.clock_time(here)
    return f"{written.day_near(here.date(), now.date())} {written.clock_time(here)}"


def _line(*parts: str) -> tuple[str, ...]:
    joined = " · ".join(part for part in parts if part)
    return (joined,) if joined else ()
