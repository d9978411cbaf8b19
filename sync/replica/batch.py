"""Which drafts go next: the oldest first, as whole groups, none before what it follows or needs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from sync.replica import direct, outbox
from sync.replica.outbox import ACKED, PARKED, Draft, Group
from sync.replica.tables.types import UtcDateTime, json_value

LONGEST_WAIT: Final = timedelta(minutes=5)
"""No draft backs off for longer."""
FIRST_LOOK: Final = 2
"""How many batches' worth of drafts are looked at before the rest of a long outage is."""
_OPEN: Final = (
    "SELECT seq, id, group_id, lane, author, state, depends_on, next_attempt_at, "
    "length(base) + length(patch) + 300 FROM outbox WHERE state <> 'acked' ORDER BY seq LIMIT ?"
)


class _Open(NamedTuple):
    """What decides about a draft that the server does not have yet."""

    seq: int
    id: str
    group: str
    lane: str
    author: str
    state: str
    needs: tuple[str, ...]
    next_attempt_at: datetime | None
    size: int


def next_batch(
    db: Connection,
    now: datetime,
    max_count: int = 50,
    max_bytes: int = 256 * 1024,
    *,
    author: str | None = None,
    in_flight: Collection[str] = (),
) -> list[Group]:
    """What can be sent now, oldest first, as whole groups.

    A group stays back while one of its drafts is parked, backs off, follows an unacknowledged draft
    of the same record, or needs a draft that neither the server has nor this batch brings earlier.
    A group larger than the limits goes alone. What was sent and never answered is offered again,
    and the server answers it from its ledger; what is on its way now is told as `in_flight`.
    """
    person = db.info.get("person") if author is None else author
    look = max(1, max_count) * FIRST_LOOK + len(in_flight)
    while True:
        drafts = _look(db, look)
        groups: dict[str, list[_Open]] = {}
        for each in drafts:
            groups.setdefault(each.group, []).append(each)
        is_all = len(drafts) < look
        if not is_all:
            groups.popitem()  # the drafts of a group stand together: of the last one some may be missing
        taken, is_full = _choose(db, groups, now, person, max_count, max_bytes, in_flight)
        if is_full or is_all:
            return _load(db, taken)
        look *= 8


def _look(db: Connection, limit: int) -> list[_Open]:
    return [_open(*row) for row in direct.rows(db, _OPEN, (limit,))]


def _open(
    seq: int,
    draft_id: str,
    group: str,
    lane: str,
    author: str,
    state: str,
    needs: str,
    next_attempt_at: str | None,
    size: int,
) -> _Open:
    at = None if next_attempt_at is None else UtcDateTime.read(next_attempt_at)
    needed = () if needs == "[]" else tuple(json_value(needs))
    return _Open(seq, draft_id, group, lane, author, state, needed, at, size)


def _choose(
    db: Connection,
    groups: dict[str, list[_Open]],
    now: datetime,
    person: str | None,
    max_count: int,
    max_bytes: int,
    in_flight: Collection[str],
) -> tuple[list[_Open], bool]:
    """The drafts of the batch, and whether it has no room for more."""
    seen = {draft.id for drafts in groups.values() for draft in drafts}
    taken: list[_Open] = []
    brought: set[str] = set()
    busy_lanes: set[str] = set()
    size = 0
    for drafts in groups.values():
        ready = all(
            draft.author == person
            and draft.state != PARKED
            and draft.id not in in_flight
            and _may_try(draft.next_attempt_at, now)
            and draft.lane not in busy_lanes
            for draft in drafts
        ) and _has_what_it_needs(db, drafts, brought, seen)
        # A later draft of the same record must not overtake this one, sent or held back.
        busy_lanes.update(draft.lane for draft in drafts)
        if not ready:
            continue
        group_size = sum(draft.size for draft in drafts)
        if taken and (len(taken) + len(drafts) > max_count or size + group_size > max_bytes):
            return taken, True
        taken += drafts
        brought.update(draft.id for draft in drafts)
        size += group_size
    return taken, len(taken) >= max_count


def _has_what_it_needs(
    db: Connection, drafts: Sequence[_Open], brought: Collection[str], seen: Collection[str]
) -> bool:
    needed = {need for draft in drafts for need in draft.needs} - {draft.id for draft in drafts}
    return all(need in brought or (need not in seen and not _is_open(db, need)) for need in needed)


def _is_open(db: Connection, mutation_id: str) -> bool:
    """Whether a draft that we have not looked at waits behind those that we have."""
    found = direct.first(db, "SELECT state FROM outbox WHERE id = ?", (mutation_id,))
    return found is not None and found[0] != ACKED


def _may_try(at: datetime | None, now: datetime) -> bool:
    """Whether a wait is over. One longer than any we make was written by a clock that was wrong."""
    return at is None or not now < at <= now + LONGEST_WAIT


def _load(db: Connection, chosen: Sequence[_Open]) -> list[Group]:
    found: dict[str, list[Draft]] = {}
    for draft in outbox.drafts(db, [each.id for each in chosen]):
        found.setdefault(draft.group_id, []).append(draft)
    return [Group(group_id, drafts) for group_id, drafts in found.items()]
