"""What the page asks about refused drafts: the cards, and what waits under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.parts.record_words import Mention
from sync.replica.query import Query
from sync.replica.tables import appointments, cards, outbox

OPEN_LIMIT = 200
SETTLED_LIMIT = 200


@dataclass(frozen=True, slots=True)
class CardRow:
    """A change the server would not take. `body` holds base, mine, theirs and what was said of them."""

    id: str
    mutation_id: str
    group_id: str
    kind: str
    tbl: str
    row_id: str
    person: str
    label: str
    status: str
    code: str
    body: dict[str, Any]
    edited_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    outcome: str | None

    @property
    def base(self) -> dict[str, Any]:
        """The record as the author saw it."""
        return dict(self.body.get("base") or {})

    @property
    def mine(self) -> dict[str, Any]:
        """The fields the author edited."""
        return dict(self.body.get("mine") or {})

    @property
    def theirs(self) -> dict[str, Any] | None:
        """The server's record; None when it has none, or none this person may see."""
        found: dict[str, Any] | None = self.body.get("theirs")
        return found

    @property
    def fields(self) -> list[str]:
        """The fields it is about."""
        return list(self.body.get("fields") or ())

    @property
    def blocking(self) -> Blocking | None:
        """The time that is taken, where that is the trouble."""
        found = self.body.get("blocking")
        if not found:
            return None
        starts, ends = (datetime.fromisoformat(found[key]) for key in ("starts_at", "ends_at"))
        return Blocking(starts, ends, found.get("id"))

    @property
    def detail(self) -> str:
        """What the server said beyond the code: the name of a rule, or nothing."""
        return str(self.body.get("detail") or "")

    @property
    def author(self) -> str:
        """Who typed it: somebody else where the card was handed over."""
        return str(self.body.get("author") or self.person)

    @property
    def mention(self) -> Mention:
        """The record as its author wanted it."""
        return Mention(self.tbl, self.row_id, (self.theirs or {}, self.base, self.mine))

    @property
    def resolution(self) -> dict[str, Any]:
        """What was decided; empty while the card is open."""
        return dict(self.body.get("resolution") or {})


@dataclass(frozen=True, slots=True)
class Blocking:
    """The time somebody else has. The id only where this person may see whose it is."""

    starts_at: datetime
    ends_at: datetime
    appointment_id: str | None


@dataclass(frozen=True, slots=True)
class ParkedRow:
    """A draft that waits for a card to be settled."""

    id: str
    kind: str
    tbl: str
    row_id: str
    label: str
    at: datetime
    base: dict[str, Any]
    patch: dict[str, Any]

    @property
    def mention(self) -> Mention:
        """The record as its author wanted it."""
        return Mention(self.tbl, self.row_id, (self.base, self.patch))


@dataclass(frozen=True, slots=True)
class BookedRow:
    """A visit that was booked elsewhere in the meantime."""

    id: str
    starts_at: datetime
    provider_id: str


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit that has the time, and whose it is."""

    id: str
    patient_id: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many."""

    n: int


def open_cards(person_id: str) -> Query[CardRow]:
    """What waits for a decision, oldest first."""
    c = cards.c
    return Query(
        _cards()
        .where(c.person == person_id, c.closed_at.is_(None))
        .order_by(c.opened_at, c.id)
        .limit(OPEN_LIMIT),
        CardRow,
    )


def settled_cards(person_id: str) -> Query[CardRow]:
    """What has been decided, latest first; they are kept for ever."""
    c = cards.c
    return Query(
        _cards()
        .where(c.person == person_id, c.closed_at.is_not(None))
        .order_by(c.closed_at.desc(), c.id)
        .limit(SETTLED_LIMIT),
        CardRow,
    )


def card(card_id: str) -> Query[CardRow]:
    """One card."""
    return Query(_cards().where(cards.c.id == card_id), CardRow)


def open_count(person_id: str) -> Query[Count]:
    """How many wait for a decision."""
    c = cards.c
    counted = select(func.count()).where(c.person == person_id, c.closed_at.is_(None))
    return Query(counted.select_from(cards), Count)


def booked_since(card: CardRow) -> Query[BookedRow]:
    """What the author of a taken slot has booked (or moved) for the same patient since, soonest first."""
    a = appointments.c
    patient = {**card.base, **card.mine}.get("patient_id")
    anew = and_(a.created_by == card.person, a.created_at >= card.opened_at)
    moved = and_(a.id == card.row_id, a.updated_by == card.person, a.updated_at >= card.opened_at)
    return Query(
        select(a.id, a.starts_at, a.provider_id)
        .where(a.patient_id == patient, or_(anew, moved), a.status.in_(sorted(ACTIVE)))
        .order_by(a.starts_at, a.id)
        .limit(1),
        BookedRow,
    )


def visit(appointment_id: str) -> Query[VisitRow]:
    """One visit, as soon as it is here."""
    a = appointments.c
    return Query(select(a.id, a.patient_id).where(a.id == appointment_id), VisitRow)


def parked_under(card_id: str) -> Query[ParkedRow]:
    """The drafts that cannot go before this card is settled, oldest first."""
    o = outbox.c
    return Query(
        select(o.id, o.kind, o.tbl, o.row_id, o.label, o.at, o.base, o.patch)
        .where(o.card_id == card_id)
        .order_by(o.seq)
        .limit(OPEN_LIMIT),
        ParkedRow,
    )


def _cards() -> Select[Any]:
    c = cards.c
    return select(
        c.id,
        c.mutation_id,
        c.group_id,
        c.kind,
        c.tbl,
        c.row_id,
        c.person,
        c.label,
        c.status,
        c.code,
        c.body,
        c.edited_at,
        c.opened_at,
        c.closed_at,
        c.outcome,
    )
