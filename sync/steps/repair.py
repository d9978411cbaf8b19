"""Mend a scope that is not what the server says: find the ranges that differ and fetch only those.

A range is the last two hexadecimal digits of the rows' ids, so there are 256 of about equal size.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from sync.backend.protocol import Backend
from sync.backend.wire import DigestAnswer, DigestRequest
from sync.errors import NotAllowed
from sync.replica.integrity import kept_digest, row_hash, scope_digest, store_digest
from sync.replica.pages import let_go, put_page
from sync.replica.replica import Replica
from sync.replica.tables import REPLICATED

MOST_ANSWERS: Final = 64
"""How many answers one repair may take; a scope that needs more is better filled anew."""

Held = list[tuple[str, str, int]]


async def repair(replica: Replica, backend: Backend, scope: str) -> bool:
    """Fetch what differs. True when the scope is then what the server said, False when it is not (yet).

    Raises what `Backend.digest` raises, except for a scope that was lost meanwhile.
    """
    for _ in range(MOST_ANSWERS):
        buckets = await replica.read(lambda db: digests(db, scope))
        try:
            answer = await backend.digest(DigestRequest(scope=scope, buckets=buckets))
        except NotAllowed:
            return False  # the next pull gives it back
        n, total = await replica.apply(
            lambda db, a=answer: _mend(db, scope, a),  # type: ignore[misc]
            {"cursors", *REPLICATED},
        )
        if not answer.more:
            # A commit may have come between; then the next pull compares again.
            return (n, str(total)) == (answer.n, answer.sum)
    return False


def digests(db: Connection, scope: str) -> dict[str, str]:
    """Count and sum of every range, from the rows that are held and not from what was counted."""
    sums: dict[str, tuple[int, int]] = {}
    for table, row_id, ver in _held(db, scope):
        n, total = sums.get(row_id[-2:], (0, 0))
        sums[row_id[-2:]] = (n + 1, total + row_hash(table, row_id, ver))
    return {bucket: f"{n}:{total}" for bucket, (n, total) in sums.items()}


def _held(db: Connection, scope: str) -> Held:
    found = db.exec_driver_sql("SELECT tbl, row_id, ver FROM scope_rows WHERE scope = ?", (scope,))
    return [(table, row_id, ver) for table, row_id, ver in found]


def _mend(db: Connection, scope: str, answer: DigestAnswer) -> tuple[int, int]:
    """Put the answer in the place of what the ranges held; returns count and sum afterwards."""
    wanted = set(answer.buckets)
    right = {
        (table, row[2 + page.columns.index("id")], row[1])
        for table, page in answer.tables.items()
        for row in page.rows
    }
    wrong = [each for each in _held(db, scope) if each[1][-2:] in wanted and each not in right]
    let_go(db, scope, wrong)
    for table, page in answer.tables.items():
        put_page(db, [scope], table, page.columns, page.rows)
    count, total = scope_digest(db, scope)
    if (count, total) != kept_digest(db, scope):
        store_digest(db, scope, count, total)
    return count, total
