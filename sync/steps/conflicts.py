"""What the server would not take becomes a card: base, mine and theirs, kept for ever.

A card is made in the transaction that takes its draft out of the overlay, so there is no moment at
which a person's text is in neither place. Drafts that cannot go without the refused one are parked
under its card.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from msgspec import to_builtins
from sqlalchemy import Connection, insert, select

from sync.backend.wire import CONFLICT, FORBIDDEN, REJECTED, UPGRADE_REQUIRED, Result
from sync.replica import outbox
from sync.replica.outbox import Draft
from sync.replica.overlay import settle
from sync.replica.tables import cards

REFUSED: Final = frozenset({CONFLICT, REJECTED, FORBIDDEN, UPGRADE_REQUIRED})
"""The statuses that need a person. A word this program does not know is treated like them."""


def open_card(db: Connection, draft: Draft, result: Result, card_id: str, now: datetime) -> str:
    """Put a refused draft on a card and its dependants under it; returns the card's id."""
    dependants = outbox.dependents(db, draft.id)
    db.execute(
        insert(cards).values(
            id=card_id,
            mutation_id=draft.id,
            group_id=draft.group_id,
            kind=draft.kind,
            tbl=draft.tbl,
            row_id=draft.row_id,
            person=draft.author,
            label=draft.label,
            status=result.status,
            code=result.code or result.status,
            body={
                "base": draft.base,
                "base_version": draft.base_version,
                "mine": draft.patch,
                "theirs": result.row,
                "fields": result.fields or sorted(draft.patch),
                "blocking": to_builtins(result.blocking),
                "detail": result.detail,
                "device": draft.device,
            },
            edited_at=draft.at,
            opened_at=now,
        )
    )
    settle(db, draft.id, refused=True, fields=result.fields)
    outbox.park(db, dependants, card_id)
    return card_id


def card_of_group(db: Connection, group_id: str) -> str | None:
    """The card that holds back the rest of a group, if one of its drafts was refused."""
    return db.scalars(select(cards.c.id).where(cards.c.group_id == group_id)).first()


def card_of_mutation(db: Connection, mutation_id: str) -> str | None:
    """The card a draft ended on, if it did."""
    return db.scalars(select(cards.c.id).where(cards.c.mutation_id == mutation_id)).first()
