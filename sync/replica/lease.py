"""How long this replica may be worked on without a word from the clinic, and what happens after that.

Each pull tells until when, by the server's clock, and the server signs it (`signed_lease.py`). What is
kept is checked each time it is looked at: what does not verify counts as a lease that has ended. A server
that has never signed one is believed without. See resources/docs/decisions/0007-lease.md.

Time here is the server's, as far as this computer can tell: its own clock plus the difference that was
measured at the last contact, and never earlier than the latest moment that was seen. A clock set back makes
time stand still, it does not bring a lease back.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection

from sync.errors import Expected
from sync.replica import audit, direct, signed_lease
from sync.replica.changes import note as note_change
from sync.replica.policies import Policy
from sync.replica.settings import write_setting
from sync.replica.signed_lease import Signed, Unreadable, as_moment, setting

LEASE: Final = "lease"
SEEN: Final = "lease_seen"
GLASS: Final = "broken_glass"
BROKEN_FOR: Final = timedelta(hours=8)
"""A shift: an emergency that lasts longer is said again."""


class LeaseEnded(Expected):
    """The clinic allows no change here until this computer has heard from it."""

    code = "auth.lease_ended"


class Reach(StrEnum):
    """What the person may do with what is kept here."""

    ALL = "all"
    READ = "read"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Lease:
    """Told by the server at `told_at`, by its clock; `ahead` is how far that was before ours."""

    not_after: datetime
    told_at: datetime
    ahead: timedelta


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """Somebody opened it in an emergency, and said why."""

    at: datetime
    reason: str

    @property
    def until(self) -> datetime:
        """When it has to be said again."""
        return self.at + BROKEN_FOR


@dataclass(frozen=True, slots=True)
class Standing:
    """How things are now. `lease` is None for a replica that was never told of one: then all is open.

    With `is_unreadable` it has ended because what is kept cannot be believed, or what is told cannot.
    """

    reach: Reach
    now: datetime
    lease: Lease | None = None
    glass: BrokenGlass | None = None
    is_unreadable: bool = False

    @property
    def changes_at(self) -> datetime | None:
        """When it will be otherwise by the clock alone."""
        if self.glass is not None:
            return self.glass.until
        return self.lease.not_after if self.lease and self.reach is Reach.ALL else None


def keep(
    db: Connection,
    not_after: datetime,
    server_now: datetime,
    now: datetime,
    *,
    signed: Signed | None = None,
    epoch: str | None = None,
) -> None:
    """The server has answered, at `server_now` by its clock and `now` by this computer's.

    Where it has signed before, only what it signs is believed: without, the lease stays as it was, and the
    contact counts. An emergency is over as soon as there is a lease again.
    """
    try:
        has_signed = _has_signed(db)
    except Unreadable:
        has_signed = True
    kept = _whatever_is_kept(db) if has_signed else {"not_after": not_after.isoformat()}
    if signed is not None:
        with suppress(Unreadable):
            note = signed_lease.accept(db, signed, epoch, is_first=not held(db))
            kept = {"not_after": note.not_after.isoformat()}
            kept |= {"note": signed.note, "signature": signed.signature}
    if isinstance(kept, dict):
        told = {"told_at": server_now.isoformat(), "here_at": now.isoformat()}
        write_setting(db, LEASE, kept | told)
    write_setting(db, SEEN, server_now.isoformat())
    lease, _, _ = _look(db, now)
    is_over = lease is not None and server_now < lease.not_after
    if is_over and _whatever_is_kept(db, GLASS) is not None:
        direct.rows(db, "DELETE FROM settings WHERE key = ?", (GLASS,))
        note_change(db, "settings")


def see(db: Connection, now: datetime) -> None:
    """Note that it is this late, so that it cannot become earlier."""
    moment = server_time(db, now)
    if moment is not None:
        write_setting(db, SEEN, moment.isoformat())


def server_time(db: Connection, now: datetime) -> datetime | None:
    """The server's time when this computer's clock says `now`; None without a lease."""
    return _look(db, now)[1]


def held(db: Connection) -> dict[str, Any]:
    """What the signed lease that is kept here says, to be told to the server; {} where there is none."""
    try:
        kept = setting(db, LEASE)
        _lease(db, kept)
        return _note(db, kept).body
    except Unreadable:
        return {}


def standing(db: Connection, policy: Policy, now: datetime) -> Standing:
    """What may be done now, by this computer's clock."""
    lease, moment, is_unreadable = _look(db, now)
    if moment is None:
        return Standing(Reach.ALL, now)
    if lease is not None and moment < lease.not_after:
        return Standing(Reach.ALL, moment, lease)
    # Heard of the server after the end, and still none: what it told was not believed.
    is_unreadable = is_unreadable or (lease is not None and lease.told_at >= lease.not_after)
    glass = _glass(db)
    if glass is not None and moment < glass.until:
        return Standing(Reach.ALL, moment, lease, glass, is_unreadable)
    closed = Reach.NOTHING if policy.is_locked_after_lease else Reach.READ
    return Standing(closed, moment, lease, None, is_unreadable)


def break_glass(
    db: Connection, reason: str, now: datetime, *, person: str, device: str, label: str
) -> None:
    """Open it in an emergency. The line of the audit trail comes first, in the same transaction.

    Give it to `Replica.apply` with `durable=True`: nothing may be shown before it is on the disk.
    """
    if not reason.strip():
        raise LeaseEnded("an emergency has a reason")
    line = audit.Line(now, person, device, label, "break_glass", fields=[reason.strip()])
    audit.append(db, [line])
    moment = server_time(db, now) or now
    write_setting(db, GLASS, {"at": moment.isoformat(), "reason": reason.strip()})


def _look(db: Connection, now: datetime) -> tuple[Lease | None, datetime | None, bool]:
    """(the lease, the server's time, whether what is kept cannot be believed). The file may have been edited:
    whatever stands there, this raises nothing.
    """
    seen = as_moment(_whatever_is_kept(db, SEEN))
    try:
        kept = setting(db, LEASE)
        if kept is None and not _has_signed(db):
            return None, None, False
        lease = _lease(db, kept)
        moment = max(lease.told_at, now + lease.ahead)
    except (Unreadable, OverflowError):
        return None, max(seen or now, now), True
    return lease, max(seen or moment, moment), False


def _lease(db: Connection, kept: Any) -> Lease:
    """Raises Unreadable."""
    if not isinstance(kept, dict):
        raise Unreadable
    not_after, told_at, here_at = (
        as_moment(kept.get(name)) for name in ("not_after", "told_at", "here_at")
    )
    if not_after is None or told_at is None or here_at is None:
        raise Unreadable
    ahead = told_at - here_at
    if _has_signed(db) or "note" in kept:
        note = _note(db, kept)
        not_after, told_at = note.not_after, max(told_at, note.issued_at)
    return Lease(not_after, told_at, ahead)


def _note(db: Connection, kept: Any) -> signed_lease.Note:
    """Raises Unreadable."""
    key = signed_lease.pinned_key(db)
    note, signature = (
        (kept.get("note"), kept.get("signature")) if isinstance(kept, dict) else (None, None)
    )
    if key is None or not isinstance(note, str) or not isinstance(signature, str):
        raise Unreadable
    return signed_lease.read(db, Signed(note, signature, key))


def _has_signed(db: Connection) -> bool:
    """Whether a signature of this server was seen here. Raises Unreadable."""
    return signed_lease.pinned_key(db) is not None


def _glass(db: Connection) -> BrokenGlass | None:
    kept = _whatever_is_kept(db, GLASS)
    at = as_moment(kept.get("at")) if isinstance(kept, dict) else None
    return None if at is None else BrokenGlass(at, str(kept.get("reason")))


def _whatever_is_kept(db: Connection, name: str = LEASE) -> Any:
    """None where it is no JSON."""
    try:
        return setting(db, name)
    except Unreadable:
        return None
