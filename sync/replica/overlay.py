"""What the screens show of a row: the server's value with its drafts laid over it, in order.

    shown = lay(server's value, drafts)

holds for every row that has drafts, after every commit. A row without drafts is the server's value
itself and nothing is kept beside it; with drafts, the server's value waits in `server_rows`, and a
row missing there is ours alone. Laying is a pure function, so it does not matter how often it is
done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from sync.replica import direct
from sync.replica.changes import note
from sync.replica.outbox import ACKED, Draft, draft, drafts_of
from sync.replica.rows import WireRow, shape, show
from sync.replica.tables.types import json_text, json_value, moment_text


def lay(table: str, server: WireRow | None, drafts: Sequence[Draft]) -> WireRow | None:
    """The row as its author should see it: None when it is not there.

    An edit of a row the server no longer gives us is laid over the row its author saw, so that the
    work stays on the screen until a person has decided.
    """
    row = None if server is None else dict(server)
    for each in drafts:
        if each.kind == "delete":
            row = None
            continue
        if each.kind == "insert":
            row = {"id": each.row_id, **shape(table).defaults, **(row or {})}
            row.setdefault("created_at", moment_text(each.at))
            row.setdefault("created_by", each.author)
        elif each.kind == "update" and row is None:
            row = dict(each.base)
        if row is not None and each.kind != "call":
            row |= each.patch
            row |= {"updated_at": moment_text(each.at), "updated_by": each.author}
    return row


def server_row(db: Connection, table: str, row_id: str) -> WireRow | None:
    """The server's value of a row with drafts; None when the row is ours alone."""
    found = direct.first(
        db, "SELECT body FROM server_rows WHERE tbl = ? AND row_id = ?", (table, row_id)
    )
    return None if found is None else json_value(found[0])


def keep_server_row(db: Connection, table: str, row_id: str, row: WireRow) -> None:
    """Remember the server's value of a row that has drafts."""
    keep_server_rows(db, table, {row_id: row})


def keep_server_rows(db: Connection, table: str, rows: Mapping[str, WireRow]) -> None:
    """Remember the server's values of rows that have drafts, by their id."""
    note(db, "server_rows")
    direct.many(
        db,
        "INSERT INTO server_rows (tbl, row_id, version, body) VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET version = excluded.version, body = excluded.body",
        [(table, row_id, row.get("version"), json_text(row)) for row_id, row in rows.items()],
    )


def forget_server_row(db: Connection, table: str, row_id: str) -> None:
    """The row has no drafts any more, or the server no longer gives it to us."""
    note(db, "server_rows")
    direct.rows(db, "DELETE FROM server_rows WHERE tbl = ? AND row_id = ?", (table, row_id))


def relay(db: Connection, table: str, row_id: str) -> None:
    """Show the row as the server's value and its drafts make it."""
    drafts = drafts_of(db, table, row_id)
    show(db, table, row_id, lay(table, server_row(db, table, row_id), drafts))


def has_drafts(db: Connection, table: str, row_id: str) -> bool:
    """Whether the row has drafts."""
    asked = "SELECT 1 FROM outbox WHERE tbl = ? AND row_id = ? LIMIT 1"
    return direct.first(db, asked, (table, row_id)) is not None


def is_held(db: Connection, table: str, row_id: str) -> bool:
    """Whether a scope holds the row, so that it stays without a draft of ours."""
    asked = "SELECT 1 FROM scope_rows WHERE tbl = ? AND row_id = ? LIMIT 1"
    return direct.first(db, asked, (table, row_id)) is not None


def forget_echoes(db: Connection) -> None:
    """The server is another one now: what it answered to our pushes, and no scope had brought yet,
    says nothing of the new one.
    """
    found = direct.rows(
        db,
        "SELECT tbl, row_id FROM server_rows s WHERE NOT EXISTS (SELECT 1 FROM scope_rows r "
        "WHERE r.tbl = s.tbl AND r.row_id = s.row_id)",
    )
    for table, row_id in found:
        forget_server_row(db, table, row_id)
        relay(db, table, row_id)


def drafted(db: Connection, table: str, row_ids: Collection[str]) -> set[str]:
    """Those of these rows that have drafts."""
    having = direct.rows(db, "SELECT DISTINCT row_id FROM outbox WHERE tbl = ?", (table,))
    return {row_id for (row_id,) in having}.intersection(row_ids)


def settle(
    db: Connection,
    mutation_id: str,
    *,
    refused: bool = False,
    fields: Collection[str] | None = None,
) -> bool:
    """Take a draft out of the overlay and show what is left. False when it had been settled before.

    Taken by the server: call it after the pull that brought its effect. Refused or in conflict:
    call it in the transaction that keeps its text on a card. Later drafts of the row were made upon
    a value that never came to be, so for the refused `fields` (all of its patch unless told) they
    take over its base.
    """
    gone = draft(db, mutation_id)
    if gone is None:
        return False
    direct.rows(db, "DELETE FROM outbox WHERE id = ?", (mutation_id,))
    note(db, "outbox")
    later = drafts_of(db, gone.tbl, gone.row_id)
    if refused and gone.kind == "update":
        lost = {f: gone.base.get(f) for f in (gone.patch if fields is None else fields)}
        for each in later:
            if each.seq < gone.seq:
                continue
            base = each.base | {f: v for f, v in lost.items() if f in each.base and f in gone.patch}
            rebase = "UPDATE outbox SET base = ? WHERE seq = ?"
            direct.rows(db, rebase, (json_text(base), each.seq))
            # From here on the field has the value a later draft gave it.
            lost = {f: v for f, v in lost.items() if f not in each.patch}
    # The server's value may be no more than the echo of our push: what no scope has brought, or has
    # taken away again meanwhile, is not ours to see.
    is_ours = is_held(db, gone.tbl, gone.row_id)
    if later:
        if not is_ours and all(each.state != ACKED for each in later):
            forget_server_row(db, gone.tbl, gone.row_id)
        relay(db, gone.tbl, gone.row_id)
        return True
    show(db, gone.tbl, gone.row_id, server_row(db, gone.tbl, gone.row_id) if is_ours else None)
    forget_server_row(db, gone.tbl, gone.row_id)
    return True
