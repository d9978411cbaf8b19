"""Hand a refused draft to a colleague: a command for `Replica.write`, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from clinic_app.parts.handover import queries
from sync.replica import handing, outbox
from sync.replica.tables import cards, facilities, handovers
from sync.replica.tables import outbox as outbox_table

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


class Why(StrEnum):
    """Why a card stays where it is."""

    SETTLED = "settled"
    NOBODY = "nobody"
    HANGING = "hanging"
    NOT_SUITABLE = "not_suitable"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """On its way. While it has not been sent, the card can be opened again like any settled one."""

    card_id: str
    handover_id: str
    to: str


@dataclass(frozen=True, slots=True)
class NotHandedOver:
    """Nothing was written."""

    card_id: str
    why: Why


@dataclass(frozen=True, slots=True)
class HandOver:
    """Give an open card to a colleague of the record's facility, with a note about what to do."""

    card_id: str
    member_id: str
    note: str = ""

    def __call__(self, tx: Transaction) -> HandedOver | NotHandedOver:
        mine = (cards.c.id == self.card_id) & (cards.c.person == tx.author)
        card = tx.db.execute(select(cards).where(mine)).first()
        if card is None or card.closed_at is not None:
            return NotHandedOver(self.card_id, Why.SETTLED)
        if card.tbl == handovers.name:
            return NotHandedOver(card.id, Why.NOT_SUITABLE)
        found = tx.rows(queries.member(self.member_id))
        home = _facility(card)
        if not found or found[0].user_id == tx.author or home not in (None, found[0].facility_id):
            return NotHandedOver(card.id, Why.NOBODY)
        if card.kind == "insert" and _hang_on_it(tx, card):
            # They need the record, and the colleague does not have them.
            return NotHandedOver(card.id, Why.HANGING)
        note = self.note.strip()
        if len(handing.carried(card)) > handing.LONGEST or len(note) > handing.LONGEST_NOTE:
            return NotHandedOver(card.id, Why.TOO_LONG)
        to = found[0]
        handover = handing.hand_over(tx, card, to.facility_id, to.id, note)
        return HandedOver(card.id, handover, to.name)


def _facility(card: Any) -> str | None:
    """Whose record it is about, as far as the card knows."""
    if card.tbl == facilities.name:
        return str(card.row_id)
    for side in ("mine", "base"):
        found = (card.body.get(side) or {}).get("facility_id")
        if found:
            return str(found)
    return None


def _hang_on_it(tx: Transaction, card: Any) -> bool:
    o = outbox_table.c
    parked = set(tx.db.scalars(select(o.id).where(o.card_id == card.id)))
    return not parked.isdisjoint(outbox.dependents(tx.db, card.mutation_id))
