"""Drafts on their way to the server.

A draft is one edit of one record by one person. It waits, is sent, is acknowledged (the server has
it, its echo has not been pulled yet), and leaves when it is settled. A draft that cannot go because
another one was refused is parked under that one's card. Nothing else ever removes a draft.

Drafts of one write share a group, which the server applies as a whole. Drafts of one record share a
lane, in which they go one after the other; other records never wait for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import (
    Alias,
    Connection,
    ScalarSelect,
    Table,
    bindparam,
    case,
    func,
    select,
    update,
)

from sync.replica import direct
from sync.replica.changes import note
from sync.replica.standing import standing
from sync.replica.tables import outbox
from sync.replica.tables.types import Json, UtcDateTime, json_text, moment_text

WAITING, SENT, ACKED, PARKED = "waiting", "sent", "acked", "parked"
_WORST_FIRST = case({PARKED: 0, WAITING: 1, SENT: 2, ACKED: 3}, value=outbox.c.state)


@dataclass(frozen=True, slots=True)
class Draft:
    """One row of the outbox."""

    seq: int
    id: str
    group_id: str
    kind: str
    tbl: str
    row_id: str
    lane: str
    base_version: int | None
    base: dict[str, Any]
    patch: dict[str, Any]
    depends_on: list[str]
    at: datetime
    author: str
    device: str
    label: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    error: str | None
    card_id: str | None
    sent_at: datetime | None


# Run for every draft of a write, a push and a pull.
_STORED: Final = tuple(name for name in Draft.__slots__ if name != "seq")
_KINDS: Final = tuple((name, outbox.c[name].type) for name in Draft.__slots__)
_TEXTS: Final = {n: k for n, k in _KINDS if isinstance(k, Json | UtcDateTime)}
_FOUND: Final = f"SELECT {', '.join(Draft.__slots__)} FROM outbox"  # noqa: S608 - names of our own
_OF_ROW: Final = f"{_FOUND} WHERE tbl = ? AND row_id = ? ORDER BY seq"
_OF_ROWS: Final = (
    f"{_FOUND} WHERE tbl = ? AND row_id IN (SELECT value FROM json_each(?)) ORDER BY seq"  # noqa: S608
)
_BY_ID: Final = f"{_FOUND} WHERE id = ?"
_BY_IDS: Final = f"{_FOUND} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY seq"  # noqa: S608
_ADD: Final = f"INSERT INTO outbox ({', '.join(_STORED)}) VALUES ({', '.join('?' * len(_STORED))})"  # noqa: S608


def _draft(row: Sequence[Any]) -> Draft:
    """A draft of what SQLite keeps, columns in the order of its fields."""
    values: list[Any] = [
        value if value is None or name not in _TEXTS else _TEXTS[name].read(value)
        for name, value in zip(Draft.__slots__, row, strict=True)
    ]
    return Draft(*values)


def add(db: Connection, draft: Draft) -> None:
    """Put a draft at the end of the outbox; its `seq` is given there."""
    note(db, "outbox")
    values = (getattr(draft, name) for name in _STORED)
    kept = [
        value if value is None or name not in _TEXTS else _TEXTS[name].write(value)
        for name, value in zip(_STORED, values, strict=True)
    ]
    direct.rows(db, _ADD, kept)


@dataclass(frozen=True, slots=True)
class Group:
    """Drafts the server takes or refuses together."""

    id: str
    drafts: list[Draft]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of a person's work the server does not have yet."""

    drafts: int
    parked: int
    oldest_at: datetime | None
    next_attempt_at: datetime | None


def drafts_of(db: Connection, table: str, row_id: str) -> list[Draft]:
    """The unsettled drafts of a record, oldest first."""
    found = direct.rows(db, _OF_ROW, (table, row_id))
    return [_draft(row) for row in found]


def drafts_of_rows(db: Connection, table: str, row_ids: Iterable[str]) -> dict[str, list[Draft]]:
    """The unsettled drafts of those of these records that have any, oldest first."""
    found: dict[str, list[Draft]] = {}
    for row in direct.rows(db, _OF_ROWS, (table, json_text(list(row_ids)))):
        draft = _draft(row)
        found.setdefault(draft.row_id, []).append(draft)
    return found


def draft(db: Connection, mutation_id: str) -> Draft | None:
    """One draft, or None when it is settled."""
    row = direct.first(db, _BY_ID, (mutation_id,))
    return None if row is None else _draft(row)


def drafts(db: Connection, mutation_ids: Iterable[str]) -> list[Draft]:
    """Those of these drafts that are not settled, oldest first."""
    found = direct.rows(db, _BY_IDS, (json_text(list(mutation_ids)),))
    return [_draft(row) for row in found]


def dependents(db: Connection, mutation_id: str) -> list[str]:
    """The drafts that cannot go without this one, and theirs, oldest first."""
    lost = {mutation_id}
    found = []
    for row in db.execute(select(outbox.c.id, outbox.c.depends_on).order_by(outbox.c.seq)):
        if not lost.isdisjoint(row.depends_on):
            lost.add(row.id)
            found.append(row.id)
    return found


def mark_taken(db: Connection, ids: Iterable[str]) -> None:
    """They leave next: from now on nobody may take them back."""
    _mark(db, "state = 'sent', error = NULL", (), ids, only="AND state IN ('waiting', 'sent')")


def mark_sent(db: Connection, ids: Iterable[str], at: datetime) -> None:
    """They are on the line: from now on the server may have them."""
    _mark(
        db,
        "state = 'sent', sent_at = ?, attempts = attempts + 1, error = NULL",
        (moment_text(at),),
        ids,
        only="AND state IN ('waiting', 'sent')",
    )


def mark_waiting(
    db: Connection, ids: Iterable[str], next_attempt_at: datetime | None, error: str | None
) -> None:
    """They did not go through, or nobody knows: not before `next_attempt_at` again."""
    at = None if next_attempt_at is None else moment_text(next_attempt_at)
    _mark(
        db,
        "state = 'waiting', next_attempt_at = ?, error = ?",
        (at, error),
        ids,
        only="AND state IN ('waiting', 'sent')",
    )


def acked(db: Connection, ids: Iterable[str]) -> set[str]:
    """The server has them; they stay laid over the rows until their echo has been pulled. Returns
    those that were not settled before.
    """
    change = "state = 'acked', next_attempt_at = NULL, error = NULL, card_id = NULL"
    return _mark(db, change, (), ids)


def _mark(
    db: Connection, change: str, values: tuple[Any, ...], ids: Iterable[str], only: str = ""
) -> set[str]:
    note(db, "outbox")
    marked = direct.rows(
        db,
        f"UPDATE outbox SET {change} WHERE id IN (SELECT value FROM json_each(?)) {only} "  # noqa: S608
        "RETURNING id",
        (*values, json_text(list(ids))),
    )
    return {each for (each,) in marked}


def park(db: Connection, ids: Iterable[str], card_id: str) -> None:
    """They wait until a person has dealt with this card."""
    db.execute(
        update(outbox)
        .where(outbox.c.id.in_(list(ids)), outbox.c.state != ACKED)
        .values(state=PARKED, card_id=card_id)
    )


def park_followers(db: Connection) -> None:
    """Park what can only go with or after a parked draft, under the same card: left to wait, it
    would wait for ever and nothing would say why. Later edits of the same record are among it.
    """
    if direct.first(db, "SELECT 1 FROM outbox WHERE state = 'parked' LIMIT 1") is None:
        return
    columns = (
        outbox.c.id,
        outbox.c.group_id,
        outbox.c.lane,
        outbox.c.depends_on,
        outbox.c.state,
        outbox.c.card_id,
    )
    drafts = db.execute(
        select(*columns).where(outbox.c.state != ACKED).order_by(outbox.c.seq)
    ).all()
    cards_of = {d.id: d.card_id for d in drafts if d.state == PARKED}
    groups = {d.group_id: d.card_id for d in drafts if d.state == PARKED}
    found: dict[str, list[str]] = {}
    before = -1
    while before != len(cards_of):
        before = len(cards_of)
        lanes: dict[str, str] = {}
        for d in drafts:
            needed = (cards_of[n] for n in d.depends_on if n in cards_of)
            card = groups.get(d.group_id) or next(needed, None) or lanes.get(d.lane)
            if card is not None and d.id not in cards_of:
                cards_of[d.id] = groups[d.group_id] = card
                found.setdefault(card, []).append(d.id)
            if d.id in cards_of:
                lanes[d.lane] = cards_of[d.id]
    for card, ids in found.items():
        park(db, ids, card)


def unpark(db: Connection, card_id: str) -> list[str]:
    """Let the drafts under a card go again and return their ids."""
    ids = list(db.scalars(select(outbox.c.id).where(outbox.c.card_id == card_id)))
    db.execute(
        update(outbox)
        .where(outbox.c.id.in_(ids), outbox.c.state == PARKED)
        .values(state=WAITING, card_id=None, next_attempt_at=None, error=None)
    )
    park_followers(db)  # some may hang under another card as well
    return ids


# Made once: the status line asks after every event, and building it takes longer than running it.
_UNSENT = outbox.c.state.in_((WAITING, SENT))
_WAITING = select(
    func.count().filter(_UNSENT),
    func.count().filter(outbox.c.state == PARKED),
    func.min(outbox.c.at).filter(_UNSENT),
    func.min(outbox.c.next_attempt_at).filter(_UNSENT),
).where(outbox.c.author == bindparam("person"))


def waiting(db: Connection, *, author: str | None = None) -> Waiting:
    """What the status line says about a person's unsent work."""
    given = {"person": db.info.get("person") if author is None else author}
    (found,) = standing(_WAITING, frozenset(given)).rows(db, given)
    return Waiting(*found)


def draft_state(table: Table | Alias) -> ScalarSelect[str | None]:
    """A column for views: 'parked', 'waiting', 'sent' or 'acked' when the row has drafts, else
    NULL.

    With several drafts the one furthest from the server speaks: the screen is never better than the
    truth.
    """
    base = table.element if isinstance(table, Alias) else table
    name = cast("Table", base).name
    return (
        select(outbox.c.state)
        .where(outbox.c.tbl == name, outbox.c.row_id == table.c.id)
        .order_by(_WORST_FIRST)
        .limit(1)
        .correlate(table)
        .scalar_subquery()
    )
