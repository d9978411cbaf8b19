"""What the clinic demands of its workstations, as this replica knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select

from sync.replica.query import Query
from sync.replica.tables import facilities, facility_members, facility_policies


@dataclass(frozen=True, slots=True)
class Policy:
    """The defaults are those of the server, for a facility that decided nothing.

    Who works in several facilities is under the strictest of each.
    """

    auto_lock: timedelta = timedelta(minutes=10)
    lease: timedelta = timedelta(days=14)
    is_locked_after_lease: bool = False
    is_second_factor_required: bool = False
    is_recording_allowed: bool = False
    keys_since: datetime | None = None
    escrow_key: str | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """What one facility has decided; all but `escrow_key` None where it decided nothing."""

    auto_lock_minutes: int | None
    lease_days: int | None
    is_locked_after_lease: bool | None
    is_second_factor_required: bool | None
    is_recording_allowed: bool | None
    keys_since: datetime | None
    escrow_key: str | None


def policies_of(person: str) -> Query[Demand]:
    """One row for each facility this person works in, by its name; for `strictest`."""
    return Query(_statement(person), Demand)


def policy_of(db: Connection, person: str) -> Policy:
    """What this person's workstation has to keep to."""
    return strictest([Demand(*row) for row in db.execute(_statement(person))])


def strictest(rows: list[Demand]) -> Policy:
    """One policy out of those of several facilities."""
    decided = [row for row in rows if row.lease_days is not None]
    if not decided:
        return Policy(escrow_key=_first_key(rows))
    since = [row.keys_since for row in decided if row.keys_since is not None]
    # A facility without a row of its own demands what the defaults do.
    is_mixed = len(decided) < len(rows)
    usual = Policy()
    locks = [timedelta(minutes=row.auto_lock_minutes or 1) for row in decided]
    leases = [timedelta(days=row.lease_days or 1) for row in decided]
    return Policy(
        auto_lock=min([*locks, usual.auto_lock] if is_mixed else locks),
        lease=min([*leases, usual.lease] if is_mixed else leases),
        is_locked_after_lease=any(row.is_locked_after_lease for row in decided),
        is_second_factor_required=any(row.is_second_factor_required for row in decided),
        is_recording_allowed=not is_mixed and all(row.is_recording_allowed for row in decided),
        keys_since=max(since, default=None),
        escrow_key=_first_key(rows),
    )


def _first_key(rows: list[Demand]) -> str | None:
    return next((row.escrow_key for row in rows if row.escrow_key), None)


def _statement(person: str) -> Select[Any]:
    p = facility_policies.c
    return (
        select(
            p.auto_lock_minutes,
            p.lease_days,
            p.is_locked_after_lease,
            p.is_second_factor_required,
            p.is_recording_allowed,
            p.keys_since,
            facilities.c.escrow_key,
        )
        .select_from(facility_members)
        .join(facilities, facilities.c.id == facility_members.c.facility_id)
        .outerjoin(facility_policies, p.facility_id == facilities.c.id)
        .where(facility_members.c.user_id == person, facility_members.c.is_active)
        .order_by(func.lower(facilities.c.name), facilities.c.id)
    )
