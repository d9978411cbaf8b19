"""How long this replica may be worked on without a word from the clinic, and what happens after that.

Each pull tells until when, by the server's clock. It is kept in the encrypted file, where the person
cannot write but through this program. Why no signature: resources/docs/decisions/0007-lease.md.

Time here is the server's, as far as this computer can tell: its own clock plus the difference that was
measured at the last contact, and never earlier than the latest moment that was seen. A clock set back makes
time stand still, it does not bring a lease back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection

from sync.errors import Expected
from sync.replica import audit, direct
from sync.replica.changes import note
from sync.replica.policies import Policy
from sync.replica.settings import read_setting, write_setting

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
    """How things are now. `lease` is None for a replica that was never told of one: then all is open."""

    reach: Reach
    now: datetime
    lease: Lease | None = None
    glass: BrokenGlass | None = None

    @property
    def changes_at(self) -> datetime | None:
        """When it will be otherwise by the clock alone."""
        if self.glass is not None:
            return self.glass.until
        return self.lease.not_after if self.lease and self.reach is Reach.ALL else None


def keep(db: Connection, not_after: datetime, server_now: datetime, now: datetime) -> None:
    """The server has told a lease: an emergency is over with it. `now` is this computer's clock."""
    told = {"not_after": not_after, "told_at": server_now, "here_at": now}
    write_setting(db, LEASE, {name: value.isoformat() for name, value in told.items()})
    write_setting(db, SEEN, server_now.isoformat())
    if read_setting(db, GLASS) is not None:
        direct.rows(db, "DELETE FROM settings WHERE key = ?", (GLASS,))
        note(db, "settings")


def see(db: Connection, now: datetime) -> None:
    """Note that it is this late, so that it cannot become earlier."""
    moment = server_time(db, now)
    if moment is not None:
        write_setting(db, SEEN, moment.isoformat())


def server_time(db: Connection, now: datetime) -> datetime | None:
    """The server's time when this computer's clock says `now`; None without a lease."""
    lease, seen = _lease(db), read_setting(db, SEEN)
    if lease is None:
        return None
    latest = max(lease.told_at, datetime.fromisoformat(seen)) if seen else lease.told_at
    return max(latest, now + lease.ahead)


def standing(db: Connection, policy: Policy, now: datetime) -> Standing:
    """What may be done now, by this computer's clock."""
    lease, moment = _lease(db), server_time(db, now)
    if lease is None or moment is None:
        return Standing(Reach.ALL, now)
    if moment < lease.not_after:
        return Standing(Reach.ALL, moment, lease)
    kept = read_setting(db, GLASS)
    if kept is not None:
        glass = BrokenGlass(datetime.fromisoformat(kept["at"]), str(kept["reason"]))
        if moment < glass.until:
            return Standing(Reach.ALL, moment, lease, glass)
    return Standing(Reach.NOTHING if policy.is_locked_after_lease else Reach.READ, moment, lease)


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


def _lease(db: Connection) -> Lease | None:
    kept = read_setting(db, LEASE)
    if kept is None:
        return None
    not_after, told_at, here_at = (
        datetime.fromisoformat(kept[name]) for name in ("not_after", "told_at", "here_at")
    )
    return Lease(not_after, told_at, told_at - here_at)
