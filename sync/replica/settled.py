"""What the server took in the last two weeks, and how it is offered again after a restore.

A server restored from a backup has lost its latest changes together with the ledger that knew them.
Their authors' replicas have not. Offered again under the same ids they are a no-op where the ledger
survived, and a merge like any other where it did not: a change that somebody has typed again
meanwhile ends on a card and is not written twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, literal, select, update

from sync.replica import direct
from sync.replica.changes import note
from sync.replica.outbox import ACKED, WAITING, Draft
from sync.replica.overlay import forget_echoes, keep_server_row, relay, server_row
from sync.replica.rows import shown_row
from sync.replica.tables import outbox, settled
from sync.replica.tables.types import json_text, moment_text

KEPT_FOR: Final = timedelta(days=14)
_COPIED: Final = (
    "id",
    "group_id",
    "kind",
    "tbl",
    "row_id",
    "lane",
    "base_version",
    "base",
    "patch",
    "depends_on",
    "at",
    "author",
    "device",
    "label",
)


def keep(db: Connection, draft: Draft, now: datetime) -> None:
    """Remember a draft whose effect has come back, in the transaction that settles it."""
    keep_all(db, [draft.id], now)


def keep_all(db: Connection, mutation_ids: Sequence[str], now: datetime) -> None:
    """Remember drafts whose effects have come back, in the transaction that settles them."""
    at = literal(now, settled.c.settled_at.type)
    taken = select(*(outbox.c[name] for name in _COPIED), at).where(outbox.c.id.in_(mutation_ids))
    columns = [*_COPIED, "settled_at"]
    db.execute(
        insert(settled).prefix_with("OR IGNORE").from_select(columns, taken.order_by(outbox.c.seq))
    )


def take_out(
    db: Connection, table: str, row_ids: Collection[str], confirmed: Collection[str], now: datetime
) -> set[str]:
    """Settle the drafts of those rows of which the server has confirmed every one, and return these
    rows. The caller stores the server's value over them, in the same transaction.
    """
    found = direct.rows(
        db,
        "SELECT row_id, id, state FROM outbox WHERE tbl = ? "
        "AND row_id IN (SELECT value FROM json_each(?))",
        (table, json_text(list(row_ids))),
    )
    # In doubt is not acknowledged: its verdict, which may be a no, has not been read yet.
    stays = {row for row, each, state in found if state != ACKED or each not in confirmed}
    going = [each for row, each, _ in found if row not in stays]
    if not going:
        return set()
    keep_all(db, going, now)
    note(db, "outbox", "server_rows")
    direct.rows(
        db, "DELETE FROM outbox WHERE id IN (SELECT value FROM json_each(?))", (json_text(going),)
    )
    rows = {row for row, _, _ in found if row not in stays}
    direct.rows(
        db,
        "DELETE FROM server_rows WHERE tbl = ? AND row_id IN (SELECT value FROM json_each(?))",
        (table, json_text(list(rows))),
    )
    return rows


def prune(db: Connection, now: datetime) -> int:
    """Forget what is older than any backup that would be restored. Returns how many went."""
    before = moment_text(now - KEPT_FOR)
    gone = direct.rows(db, "DELETE FROM settled WHERE settled_at < ? RETURNING n", (before,))
    note(db, "settled")
    return len(gone)


def offer_again(db: Connection, now: datetime) -> int:
    """After a restore: everything the server took lately waits once more, before what waits anyway.

    What it has acknowledged but not echoed waits again too. Returns how many drafts that are.
    """
    acked = db.execute(select(outbox).where(outbox.c.state == ACKED).order_by(outbox.c.seq)).all()
    db.execute(
        update(outbox).where(outbox.c.state == ACKED).values(state=WAITING, next_attempt_at=None)
    )
    kept = db.execute(
        select(settled).where(settled.c.settled_at >= now - KEPT_FOR).order_by(settled.c.n)
    ).all()
    line = _in_order([*kept, *acked])
    # The oldest waiting draft must come after the youngest of these.
    lowest = db.scalar(select(func.min(outbox.c.seq)))
    moved = {row.id for row in acked}
    for seq, row in enumerate(line, start=(1 if lowest is None else lowest) - len(line)):
        if row.id in moved:
            db.execute(update(outbox).where(outbox.c.id == row.id).values(seq=seq))
        else:
            values = {name: getattr(row, name) for name in _COPIED}
            db.execute(insert(outbox).values(seq=seq, **values))
    for tbl, row_id in {(row.tbl, row.row_id) for row in kept}:
        if server_row(db, tbl, row_id) is None:
            shown = shown_row(db, tbl, row_id)
            if shown is not None:
                keep_server_row(db, tbl, row_id, shown)
        relay(db, tbl, row_id)
    forget_echoes(db)
    db.execute(delete(settled).where(settled.c.id.in_([row.id for row in kept])))
    return len(line)


def _in_order(found: Sequence[Any]) -> list[Any]:
    """Groups whole, and what is needed before what needs it. Effects come back table by table and page
    by page: an appointment may have been settled before the patient of the same group.
    """
    by_id = {row.id: row for row in found}
    needs: dict[str, list[Any]] = {}
    groups: dict[str, list[Any]] = {}
    latest: dict[str, Any] = {}
    for row in found:
        needs[row.id] = [by_id[each] for each in row.depends_on if each in by_id]
        if row.lane in latest:
            needs[row.id].append(latest[row.lane])
        latest[row.lane] = row
        groups.setdefault(row.group_id, []).append(row)
    line: dict[str, Any] = {}
    begun: set[str] = set()

    def put(row: Any) -> None:
        for needed in needs[row.id]:
            if needed.group_id == row.group_id and needed.id not in line:
                put(needed)
        line[row.id] = row

    def put_group(group_id: str) -> None:
        begun.add(group_id)
        for row in groups[group_id]:
            for needed in needs[row.id]:
                if needed.group_id not in begun:
                    put_group(needed.group_id)
        for row in groups[group_id]:
            if row.id not in line:
                put(row)

    for group_id in groups:
        if group_id not in begun:
            put_group(group_id)
    return list(line.values())
