"""What a person can do about what waits: have it tried again at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from sync.replica.outbox import WAITING
from sync.replica.tables import outbox

if TYPE_CHECKING:
    from sync.replica.transaction import Transaction


@dataclass(frozen=True, slots=True)
class TryAllNow:
    """Let no draft of this person wait for its time any more. Returns how many did."""

    def __call__(self, tx: Transaction) -> int:
        backs_off = outbox.c.next_attempt_at.is_not(None)
        mine = (outbox.c.author == tx.author) & (outbox.c.state == WAITING)
        hurried = tx.db.execute(update(outbox).where(mine, backs_off).values(next_attempt_at=None))
        return int(hurried.rowcount)
