"""What the page asks: scopes and how they do, drafts and their receipts, what the server took lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from sync.replica.query import Query
from sync.replica.tables import cursors, facilities, outbox, scope_health, settled

UNSENT_LIMIT: Final = 500
SETTLED_LIMIT: Final = 50
SCOPE_LIMIT: Final = 500


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One set of rows this person may read. `head` and `pulled_at` are of the last pull that brought
    something; None before there was one.
    """

    scope: str
    kind: str
    owner: str | None
    place: str | None
    state: str
    rows: int
    ver: int
    head: int | None
    there: int | None
    pulled_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A change the server has not confirmed. All times are this computer's."""

    id: str
    kind: str
    tbl: str
    row_id: str
    base: dict[str, Any]
    patch: dict[str, Any]
    label: str
    at: datetime
    state: str
    attempts: int
    next_attempt_at: datetime | None
    error: str | None
    card_id: str | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class SettledRow:
    """A change the server has. `settled_at` is the server's time, `at` this computer's."""

    id: str
    kind: str
    tbl: str
    row_id: str
    base: dict[str, Any]
    patch: dict[str, Any]
    label: str
    at: datetime
    settled_at: datetime


def scopes() -> Query[ScopeRow]:
    """Every scope this replica holds anything of, the clinic's first."""
    c, h = cursors.c, scope_health.c
    return Query(
        select(
            c.scope,
            c.kind,
            c.owner,
            facilities.c.name,
            c.state,
            c.n,
            c.ver,
            h.head,
            h.n,
            h.pulled_at,
            h.error,
        )
        .select_from(cursors)
        .outerjoin(scope_health, h.scope == c.scope)
        .outerjoin(facilities, facilities.c.id == c.owner)
        # Placeholders that a digest has made before their scope was told of have no kind yet.
        .where(c.kind != "")
        .order_by(c.kind != "facility", c.kind != "clinical", c.kind, facilities.c.name, c.scope)
        .limit(SCOPE_LIMIT),
        ScopeRow,
    )


def unsent(person_id: str) -> Query[DraftRow]:
    """This person's drafts in the order they were written."""
    o = outbox.c
    return Query(
        select(
            o.id,
            o.kind,
            o.tbl,
            o.row_id,
            o.base,
            o.patch,
            o.label,
            o.at,
            o.state,
            o.attempts,
            o.next_attempt_at,
            o.error,
            o.card_id,
            o.sent_at,
        )
        .where(o.author == person_id)
        .order_by(o.seq)
        .limit(UNSENT_LIMIT),
        DraftRow,
    )


def taken_lately(person_id: str) -> Query[SettledRow]:
    """What the server took of this person, the latest first."""
    s = settled.c
    return Query(
        select(s.id, s.kind, s.tbl, s.row_id, s.base, s.patch, s.label, s.at, s.settled_at)
        .where(s.author == person_id)
        .order_by(s.settled_at.desc(), s.n.desc())
        .limit(SETTLED_LIMIT),
        SettledRow,
    )
