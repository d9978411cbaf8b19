"""What is known here about the past of one record: the audit trail, its drafts, and its cards.

The trail says who did what; the draft beside a line says which value it had before and after, for as
long as it waits and for two weeks after the server has taken it. A card keeps all three texts for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, func, literal, null, select, type_coerce, union_all

from sync.replica.query import Query
from sync.replica.tables import REPLICATED, audit, cards, outbox, settled
from sync.replica.tables.types import Json, UtcDateTime

LIMIT: Final = 200
"""Lines of one record: more than anybody reads, and the newest."""
LINE, CARD, ROW = "line", "card", "row"
_WRITES: Final = ("insert", "update", "delete", "call")
"""The trail also knows who looked at a record: that is not its past."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One line of a record's past. `source`: a line of the trail, a card, or what the record itself
    says of its last change. Which of the further fields are set depends on it.
    """

    source: str
    key: str
    at: datetime
    person: str | None
    label: str
    action: str
    fields: list[str] | None
    draft_id: str | None
    state: str | None
    settled_at: datetime | None
    base: dict[str, Any] | None
    patch: dict[str, Any] | None
    body: dict[str, Any] | None
    status: str | None
    code: str | None
    outcome: str | None
    closed_at: datetime | None


def history(table: str, row_id: str, *, limit: int = LIMIT) -> Query[HistoryRow]:
    """Everything that is known, the newest first."""
    parts = [_lines(table, row_id), _cards(table, row_id)]
    if table in REPLICATED:
        parts.append(_row(table, row_id))
    found = union_all(*parts).subquery()
    ordered = select(found).order_by(found.c.at.desc(), found.c.source, found.c.key.desc())
    return Query(ordered.limit(limit), HistoryRow)


def _lines(table: str, row_id: str) -> Select[Any]:
    a, s, o = audit.c, settled.c, outbox.c

    def of_line(c: Any) -> Any:
        return and_(c.tbl == a.tbl, c.row_id == a.row_id, c.at == a.at, c.author == a.person)

    return (
        select(
            literal(LINE).label("source"),
            # Padded, so that lines of one moment sort by their numbers.
            (literal("line-") + _padded(a.seq)).label("key"),
            a.at.label("at"),
            a.person.label("person"),
            a.label.label("label"),
            a.action.label("action"),
            type_coerce(a.fields, Json()).label("fields"),
            _first(s.id, o.id).label("draft_id"),
            o.state.label("state"),
            s.settled_at.label("settled_at"),
            type_coerce(_first(s.base, o.base), Json()).label("base"),
            type_coerce(_first(s.patch, o.patch), Json()).label("patch"),
            type_coerce(null(), Json()).label("body"),
            null().label("status"),
            null().label("code"),
            null().label("outcome"),
            type_coerce(null(), UtcDateTime()).label("closed_at"),
        )
        .select_from(audit)
        .outerjoin(settled, of_line(s))
        .outerjoin(outbox, of_line(o))
        .where(a.tbl == table, a.row_id == row_id, a.action.in_(_WRITES))
    )


def _cards(table: str, row_id: str) -> Select[Any]:
    c = cards.c
    return select(
        literal(CARD),
        literal("card-") + c.id,
        _first(c.closed_at, c.opened_at),
        c.person,
        c.label,
        c.kind,
        null(),
        c.mutation_id,
        null(),
        null(),
        null(),
        null(),
        c.body,
        c.status,
        c.code,
        c.outcome,
        c.closed_at,
    ).where(c.tbl == table, c.row_id == row_id)


def _row(table: str, row_id: str) -> Select[Any]:
    r = REPLICATED[table].c
    return select(
        literal(ROW),
        literal("row"),
        r.updated_at,
        r.updated_by,
        literal(""),
        literal("update"),
        *([null()] * 11),
    ).where(r.id == row_id, r.updated_at.is_not(None), r.version.is_not(None))


def _first(one: Any, other: Any) -> Any:
    return func.coalesce(one, other)


def _padded(number: Any) -> Any:
    return func.printf("%012d", number)
