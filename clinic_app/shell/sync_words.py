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
    """`tone` is good, wait or bad; `action` the words of a button and `deed` what it does.

    `deed` is "try" (sync now), "sign_in", "cards" (show what needs a person) or "".
    """

    tone: str
    title: str
    lines: tuple[str, ...]
    action: str = ""
    deed: str = ""
    progress: float | None = None


def words(status: SyncStatus, now: datetime) -> PillWords:
    """The words for `status` at `now`; times are said on the clock of `now`'s time zone."""
    if status.phase == "signed_out":
        return PillWords(
            "bad",
            tr("Sync", "Signed out"),
            _lines(_waiting(status) or tr("Sync", "What you do is kept here")),
            tr("Sync", "Sign in again"),
            "sign_in",
        )
    if status.error in _STUCK:
        return _stuck(status, now)
    if status.phase == "offline" or not status.online:
        return _offline(status, now)
    if status.filling is not None:
        return _filling(status)
    if status.phase == "paused":
        return PillWords(
            "wait",
            tr("Sync", "Paused by the server"),
            _lines(_waiting(status), _next_try(status, now)),
        )
    if status.error:
        return PillWords(
            "wait",
            tr("Sync", "Server trouble"),
            _lines(_waiting(status), _last(status, now), _next_try(status, now)),
            tr("Sync", "Try now"),
            "try",
        )
    return _online(status, now)


def _offline(status: SyncStatus, now: datetime) -> PillWords:
    since = status.offline_since
    if status.phase == "starting" and since is None:
        return PillWords(
            "wait", tr("Sync", "Connecting…"), _lines(_waiting(status), _last_at(status, now))
        )
    title = (
        tr("Sync", "Offline since {time}", time=_when(since, now))
        if since
        else tr("Sync", "Offline")
    )
    return PillWords(
        "wait",
        title,
        _lines(
            _waiting(status) or tr("Sync", "Nothing waits to be sent"),
            _last_at(status, now),
            _next_try(status, now),
        ),
        tr("Sync", "Try now"),
        "try",
    )


def _filling(status: SyncStatus) -> PillWords:
    done, total = status.filling or (0, 0)
    known = total > 0
    return PillWords(
        "wait",
        tr("Sync", "Filling this computer"),
        _lines(
            tr("Sync", "{done} of {total}", done=written.number(done), total=written.number(total))
            if known
            else tr("Sync", "{done} rows so far", done=written.number(done)),
            _waiting(status),
        ),
        progress=min(1.0, done / total) if known else None,
    )


def _online(status: SyncStatus, now: datetime) -> PillWords:
    channel = tr("Sync", "live") if status.live else tr("Sync", "polling")
    cards = tr("Sync", "%n need(s) your attention", status.cards) if status.cards else ""
    deed = ("cards", tr("Sync", "Show")) if status.cards else ("", "")
    if status.waiting:
        return PillWords(
            "wait",
            tr("Sync", "Sending…") if status.phase == "syncing" else tr("Sync", "Waiting to send"),
            _lines(_waiting(status), channel, cards),
            deed[1],
            deed[0],
        )
    if status.last_synced_at is None:
        return PillWords("wait", tr("Sync", "Connecting…"), _lines(cards), deed[1], deed[0])
    stale = now - status.last_synced_at > FRESH and not status.live
    if stale:
        return PillWords(
            "wait",
            tr("Sync", "Checking for news…"),
            _lines(_last(status, now), channel, cards),
            tr("Sync", "Try now"),
            "try",
        )
    return PillWords(
        "good",
        tr("Sync", "Up to date"),
        _lines(_last(status, now), channel, cards),
        deed[1],
        deed[0],
    )


def _stuck(status: SyncStatus, now: datetime) -> PillWords:
    title = {
        "net.outdated": tr("Sync", "Update needed"),
        "disk.full": tr("Sync", "The disk is full"),
        "net.misconfigured": tr("Sync", "Wrong server address"),
        "net.not_allowed": tr("Sync", "Not allowed by the server"),
    }[status.error or ""]
    return PillWords(
        "bad", title, _lines(_waiting(status), _last_at(status, now)), tr("Sync", "Try now"), "try"
    )


_STUCK = frozenset({"net.outdated", "disk.full", "net.misconfigured", "net.not_allowed"})


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
    return tr(
        "Sync", "Next try in {length}", length=written.brief(left + timedelta(milliseconds=999))
    )


def _when(at: datetime, now: datetime) -> str:
    """A clock time, with the day when it was not today."""
    here = at.astimezone(now.tzinfo)
    if here.date() == now.date():
        return written.clock_time(here)
    return f"{written.day_near(here.date(), now.date())} {written.clock_time(here)}"


def _lines(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)
