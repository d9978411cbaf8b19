"""What an answer to a push says of each draft, written down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from sync.backend.wire import (
    DEPENDENCY_FAILED,
    FORBIDDEN,
    REJECTED,
    SETTLED,
    PushAnswer,
    Result,
)
from sync.ids import NewId
from sync.replica import outbox
from sync.replica.audit import Line, append
from sync.replica.echo import take_echoes
from sync.replica.outbox import Draft
from sync.steps.conflicts import card_of_group, card_of_mutation, open_card

ORPHAN_WAIT_S: Final = 30.0
"""How long a draft waits whose parent the server does not know yet."""


@dataclass(slots=True)
class Pushed:
    """What became of the drafts of a push."""

    taken: int = 0
    refused: int = 0
    parked: int = 0
    batches: int = 0
    paused: bool = False
    must_prove: bool = False
    other_epoch: bool = False
    is_copy: bool = False
    is_more: bool = False
    server_now: datetime | None = None
    cards: list[str] = field(default_factory=list)


def write_down(
    db: Connection,
    answer: PushAnswer,
    drafts: dict[str, Draft],
    now: datetime,
    fresh_id: NewId,
    done: Pushed,
) -> None:
    """Every verdict of one answer, in one transaction. Dependants come after their parents' cards."""
    held_back: list[tuple[Draft, Result]] = []
    told: list[Result] = []
    taken = outbox.acked(
        db, [r.id for r in answer.results if r.status in SETTLED and r.id in drafts]
    )
    done.taken += len(taken)
    for result in answer.results:
        draft = drafts.get(result.id)
        if result.id in taken:
            told.append(result)
        elif draft is None or outbox.draft(db, draft.id) is None:
            continue
        elif result.status == DEPENDENCY_FAILED:
            held_back.append((draft, result))
        else:
            done.cards.append(open_card(db, draft, result, fresh_id(), now))
            done.refused += 1
            if result.status in (FORBIDDEN, REJECTED):
                append(db, [_as_refusal(draft, result, now)])
            told.append(result)
    for draft, result in held_back:
        card = card_of_group(db, draft.group_id)
        if card is None and result.detail:
            card = card_of_mutation(db, result.detail)
        if card is not None:
            outbox.park(db, [draft.id], card)
            done.parked += 1
        elif not _is_parked(db, draft.id):
            later = now + timedelta(seconds=ORPHAN_WAIT_S)
            outbox.mark_waiting(db, [draft.id], later, "dependency")
    if done.parked or done.refused:
        outbox.park_followers(db)
    of = ((drafts[r.id], r.row) for r in told)
    take_echoes(db, [(draft.tbl, draft.row_id, row) for draft, row in of if row is not None])


def _as_refusal(draft: Draft, result: Result, now: datetime) -> Line:
    """Somebody tried what they may not: that is told of, whatever becomes of the card."""
    return Line(
        now,
        draft.author,
        draft.device,
        draft.label,
        "refusal",
        draft.tbl,
        draft.row_id,
        [result.code or result.status],
    )


def _is_parked(db: Connection, draft_id: str) -> bool:
    draft = outbox.draft(db, draft_id)
    return draft is not None and draft.state == outbox.PARKED
