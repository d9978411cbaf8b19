"""Cards that go from one person to another: given away here, opened there, and settled for both.

A handed card is a card like any other to the one who gets it, under the id of its handover. Whoever
handed it over keeps all its texts on a closed card of their own. What follows is looked at before and
after each round, from what is stored and nothing else, so it does not matter how often:

    handover open, no card here            the card opens
    handover open, card decided here       the handover is done
    handover done, card decided elsewhere  the card closes here too
    handover done, card opened here again  the handover is open again
    handover refused by the server         the card that was given away is open again
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, and_, bindparam, exists, func, insert, or_, select, update

from sync.replica import outbox
from sync.replica.standing import standing
from sync.replica.tables import REPLICATED, cards, handovers
from sync.replica.tables import outbox as outbox_table
from sync.replica.tables.types import json_text, moment_text
from sync.replica.transaction import Transaction

LONGEST: Final = 200_000
"""Characters of a card, and of a note: as the server has them."""
LONGEST_NOTE: Final = 2_000
ELSEWHERE, RETURNED, HANDED_OVER = "elsewhere", "returned", "handed_over"
_KEPT: Final = ("base", "base_version", "mine", "theirs", "fields", "blocking", "detail", "device")


class Carried(msgspec.Struct, frozen=True):
    """A card as it travels."""

    kind: str
    tbl: str
    row_id: str
    label: str
    status: str
    code: str
    body: dict[str, Any]
    edited_at: datetime
    author: str


def carried(card: Any) -> str:
    """A row of `cards` as text. What was decided about it before stays with who decided it."""
    body = {name: card.body[name] for name in _KEPT if name in card.body}
    return json_text(
        {
            "kind": card.kind,
            "tbl": card.tbl,
            "row_id": card.row_id,
            "label": card.label,
            "status": card.status,
            "code": card.code,
            "body": body,
            "edited_at": moment_text(card.edited_at),
            "author": card.person,
        }
    )


def hand_over(tx: Transaction, card: Any, facility_id: str, member_id: str, note: str) -> str:
    """Give an open card to a colleague and close it here; returns the id of the handover.

    Drafts that only waited for the decision go on by themselves.
    """
    handover = tx.insert(
        handovers, facility_id=facility_id, to_member_id=member_id, card=carried(card), note=note
    )
    parked = release(tx.db, card)
    resolution = {
        "choice": HANDED_OVER,
        "chosen": {},
        "drafts": tx.drafts,
        "parked": parked,
        "removed": [],
        "cards": [],
        "by": tx.author,
        "at": moment_text(tx.now),
        "to": member_id,
        "handover": handover,
    }
    _close(tx.db, card.id, HANDED_OVER, tx.now, {**card.body, "resolution": resolution})
    return handover


def release(db: Connection, card: Any) -> dict[str, list[str]]:
    """Let go what waits under a card; returns what each of the drafts hung on before."""
    o = outbox_table.c
    found = db.execute(select(o.id, o.depends_on).where(o.card_id == card.id)).all()
    for row in found:
        kept = [each for each in row.depends_on if each != card.mutation_id]
        db.execute(update(outbox_table).where(o.id == row.id).values(depends_on=kept))
    outbox.unpark(db, card.id)
    return {row.id: list(row.depends_on) for row in found}


def is_due(db: Connection) -> bool:
    """Whether `reconcile` has something to do."""
    given = {"person": db.info.get("person")}
    ((found,),) = standing(_DUE, frozenset(given)).rows(db, given)
    return bool(found)


def reconcile(tx: Transaction) -> None:
    """Bring cards and handovers together, as the table above says."""
    _return_refused(tx)
    c, h = cards.c, handovers.c
    arrived = select(handovers).where(_has_arrived(tx.author)).order_by(h.created_at, h.id)
    for row in tx.db.execute(arrived).all():
        _open(tx, row)
    pairs = (
        select(c.id, c.body, c.closed_at, c.outcome, h.status, h.updated_by, h.updated_at)
        .join(handovers, h.id == c.id)
        .where(c.person == tx.author)
    )
    for pair in tx.db.execute(pairs).all():
        _agree(tx, pair)


def _open(tx: Transaction, row: Any) -> None:
    card = _read(row)
    handed = {"by": row.created_by, "at": moment_text(row.created_at or tx.now), "note": row.note}
    tx.db.execute(
        insert(cards).values(
            id=row.id,
            mutation_id=row.id,
            group_id=row.id,
            kind=card.kind,
            tbl=card.tbl,
            row_id=card.row_id,
            person=tx.author,
            label=card.label,
            status=card.status,
            code=card.code,
            body={**card.body, "handed_over": handed, "author": card.author},
            edited_at=card.edited_at,
            opened_at=tx.now,
        )
    )


def _agree(tx: Transaction, pair: Any) -> None:
    body: dict[str, Any] = pair.body
    is_open_here, is_open_there = pair.closed_at is None, pair.status == "open"
    if is_open_here == is_open_there:
        return
    if is_open_there and pair.outcome == ELSEWHERE:
        _reopen(tx.db, pair.id, body)
    elif is_open_there:
        tx.update(handovers, pair.id, status="done")
        _keep(tx.db, pair.id, {**body, "told": "done"})
    elif body.get("told") == "done":
        tx.update(handovers, pair.id, status="open")
        _keep(tx.db, pair.id, {name: v for name, v in body.items() if name != "told"})
    else:
        at = pair.updated_at or tx.now
        resolution = {"choice": ELSEWHERE, "by": pair.updated_by, "at": moment_text(at)}
        _close(tx.db, pair.id, ELSEWHERE, at, {**body, "resolution": resolution})


def _return_refused(tx: Transaction) -> None:
    """The server would not take a handover: its card is with whoever wanted to give it away."""
    c = cards.c
    for refused in tx.db.execute(select(cards).where(_is_refused(tx.author))).all():
        given = [
            row
            for row in tx.db.execute(select(cards).where(c.outcome == HANDED_OVER)).all()
            if row.body.get("resolution", {}).get("handover") == refused.row_id
        ]
        for row in given:
            said = {"code": refused.code, "detail": refused.body.get("detail") or ""}
            _reopen(tx.db, row.id, {**row.body, "not_handed_over": said})
        resolution = {"choice": RETURNED, "by": tx.author, "at": moment_text(tx.now)}
        _close(tx.db, refused.id, RETURNED, tx.now, {**refused.body, "resolution": resolution})


def _is_refused(person: Any) -> Any:
    c = cards.c
    return and_(
        c.person == person, c.closed_at.is_(None), c.tbl == handovers.name, c.kind == "insert"
    )


def _has_arrived(person: Any) -> Any:
    """Cards about records of a newer program wait for it; one that cannot be read at all as well."""
    c, h = cards.c, handovers.c
    about = func.iif(func.json_valid(h.card), func.json_extract(h.card, "$.tbl"), "")
    return and_(
        h.to_user_id == person,
        h.status == "open",
        about.in_(sorted(REPLICATED)),
        ~exists().where(c.id == h.id),
    )


def _differs(person: Any) -> Any:
    c, h = cards.c, handovers.c
    apart = or_(
        and_(c.closed_at.is_not(None), h.status == "open"),
        and_(c.closed_at.is_(None), h.status == "done"),
    )
    return and_(c.id == h.id, c.person == person, apart)


_PERSON: Final[Any] = bindparam("person")
# Asked whenever something changes: built once.
_DUE: Final = select(
    or_(
        exists().where(_has_arrived(_PERSON)),
        exists().where(_differs(_PERSON)),
        exists().where(_is_refused(_PERSON)),
    )
)


def _read(row: Any) -> Carried:
    """The card of a handover; one of another form is kept as it came, for a person to read."""
    try:
        return msgspec.json.decode(row.card, type=Carried)
    except msgspec.DecodeError:
        body = {"base": {}, "mine": {}, "theirs": None, "fields": [], "detail": row.card}
        about = str(msgspec.json.decode(row.card)["tbl"])
        at, by = row.created_at, row.created_by or ""
        return Carried("update", about, "", "", "rejected", "unreadable", body, at, by)


def _close(
    db: Connection, card_id: str, outcome: str, at: datetime, body: Mapping[str, Any]
) -> None:
    mine = cards.c.id == card_id
    db.execute(update(cards).where(mine).values(closed_at=at, outcome=outcome, body=dict(body)))


def _reopen(db: Connection, card_id: str, body: Mapping[str, Any]) -> None:
    kept = {name: value for name, value in body.items() if name != "resolution"}
    mine = cards.c.id == card_id
    db.execute(update(cards).where(mine).values(closed_at=None, outcome=None, body=kept))


def _keep(db: Connection, card_id: str, body: Mapping[str, Any]) -> None:
    db.execute(update(cards).where(cards.c.id == card_id).values(body=dict(body)))
