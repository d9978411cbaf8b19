"""What the page asks about refused drafts: cards, what waits under them, names, and free time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Select, func, select

from clinic_app.domain.appointments import ACTIVE
from clinic_app.domain.durations import LONGEST
from clinic_app.domain.hours import Interval, WeeklyHours
from clinic_app.domain.names import display_name
from clinic_app.features.conflicts.model.slots import Ground, Place
from sync.replica.query import Query
from sync.replica.tables import (
    appointment_types,
    appointments,
    cards,
    facility_members,
    outbox,
    patients,
    provider_hours,
    providers,
    rooms,
    time_off,
)

OPEN_LIMIT = 200
SETTLED_LIMIT = 200
_MANY = 2000


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


@dataclass(frozen=True, slots=True)
class Count:
    """How many."""

    n: int


@dataclass(frozen=True, slots=True)
class Busy:
    """Taken time of a provider, nothing more."""

    id: str
    provider_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Names:
    """The words for the ids on a card. Whoever is not here has no name: nobody is asked."""

    patients: Mapping[str, str] = field(default_factory=dict)
    providers: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    rooms: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[str, str] = field(default_factory=dict)
    blocking: Mapping[str, tuple[str, str | None, datetime | None]] = field(default_factory=dict)
    """appointment id -> (patient's name, who booked it, when)"""


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


def taken_between(facility_id: str, starts_at: datetime, ends_at: datetime) -> Query[Busy]:
    """Everybody's taken time that touches [starts_at, ends_at)."""
    a = appointments.c
    return Query(
        select(a.id, a.provider_id, a.starts_at, a.ends_at)
        .where(
            a.facility_id == facility_id,
            a.starts_at < ends_at,
            a.starts_at > starts_at - LONGEST,
            a.ends_at > starts_at,
            a.status.in_(sorted(ACTIVE)),
        )
        .order_by(a.starts_at, a.id)
        .limit(_MANY),
        Busy,
    )


def taken_by(provider_id: str, starts_at: datetime, ends_at: datetime) -> Query[Busy]:
    """One provider's time that others hold, overbooked visits left out, in [starts_at, ends_at)."""
    a = appointments.c
    return Query(
        select(a.id, a.provider_id, a.starts_at, a.ends_at)
        .where(
            a.provider_id == provider_id,
            a.starts_at < ends_at,
            a.starts_at > starts_at - LONGEST,
            a.ends_at > starts_at,
            a.status.in_(sorted(ACTIVE)),
            a.is_overbooked.is_(False),
        )
        .order_by(a.starts_at, a.id)
        .limit(_MANY),
        Busy,
    )


def ground(db: Connection, facility_id: str, starts_at: datetime, ends_at: datetime) -> Ground:
    """Who works when in [starts_at, ends_at), and which of it is taken."""
    h, o = provider_hours.c, time_off.c
    weekly: dict[str, list[WeeklyHours]] = {}
    hours = select(h.provider_id, h.weekday, h.starts, h.ends).where(h.facility_id == facility_id)
    for provider, weekday, starts, ends in db.execute(hours.limit(_MANY)):
        weekly.setdefault(provider, []).append(_weekly(weekday, starts, ends))
    absent: dict[str, list[Interval]] = {}
    off = select(o.provider_id, o.starts_at, o.ends_at).where(
        o.facility_id == facility_id, o.starts_at < ends_at, o.ends_at > starts_at
    )
    for provider, begins, ends_off in db.execute(off.limit(_MANY)):
        absent.setdefault(provider, []).append(Interval(begins, ends_off))
    taken: dict[str, list[Interval]] = {}
    for row in taken_between(facility_id, starts_at, ends_at).run(db):
        taken.setdefault(row.provider_id, []).append(Interval(row.starts_at, row.ends_at))
    p = providers.c
    places = [
        Place(*row)
        for row in db.execute(
            select(p.id, p.display_name, p.room_id)
            .where(p.facility_id == facility_id, p.is_active.is_(True))
            .order_by(p.position, p.display_name)
        )
    ]
    return Ground(tuple(places), weekly, absent, taken)


def names_for(db: Connection, facility_id: str, rows: Iterable[CardRow | ParkedRow]) -> Names:
    """The words for every id that these cards and drafts speak of, as far as they are here.

    A patient whose registration was refused is nowhere else: the card itself knows the name.
    """
    ids: dict[str, set[str]] = {"patients": set(), "appointments": set()}
    refused: dict[str, str] = {}
    for row in rows:
        if row.tbl == "patients":
            ids["patients"].add(row.row_id)
            own = {name: value for values in _values(row) for name, value in values.items()}
            refused[row.row_id] = display_name(
                str(own.get("given_name") or ""), str(own.get("family_name") or "")
            )
        for values in _values(row):
            ids["patients"] |= {values["patient_id"]} if values.get("patient_id") else set()
        if isinstance(row, CardRow) and row.blocking and row.blocking.appointment_id:
            ids["appointments"].add(row.blocking.appointment_id)
    a, p, m = appointments.c, patients.c, facility_members.c
    blocking = {}
    over = select(a.id, p.given_name, p.family_name, a.created_by, a.created_at)
    over = over.select_from(appointments.outerjoin(patients, p.id == a.patient_id))
    for found in db.execute(over.where(a.id.in_(sorted(ids["appointments"])))):
        who = display_name(found.given_name or "", found.family_name or "")
        blocking[found.id] = (who, found.created_by, found.created_at)
    known = select(p.id, p.given_name, p.family_name).where(p.id.in_(sorted(ids["patients"])))
    members = select(m.user_id, m.display_name).where(m.facility_id == facility_id)
    return Names(
        patients=refused
        | {row.id: display_name(row.given_name, row.family_name) for row in db.execute(known)},
        providers=_named(db, select(providers.c.id, providers.c.display_name)),
        types=_named(db, select(appointment_types.c.id, appointment_types.c.name)),
        rooms=_named(db, select(rooms.c.id, rooms.c.name)),
        members=_named(db, members),
        blocking=blocking,
    )


def _values(row: CardRow | ParkedRow) -> list[dict[str, Any]]:
    if isinstance(row, CardRow):
        return [row.base, row.mine, row.theirs or {}]
    return [row.base, row.patch]


def _named(db: Connection, statement: Select[Any]) -> dict[str, str]:
    return {key: name for key, name in db.execute(statement.limit(_MANY)) if name}


def _weekly(weekday: int, starts: time, ends: time) -> WeeklyHours:
    return WeeklyHours(weekday, starts, ends)


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
