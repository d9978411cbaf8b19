"""Tables the server never sees: drafts, cursors, cards, settings, the audit trail."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Index, Integer, Table, Text, text

from sync.replica.tables.base import METADATA
from sync.replica.tables.types import Json, UtcDateTime


def _local(name: str, *columns: Column[object], with_rowid: bool = True) -> Table:
    return Table(name, METADATA, *columns, sqlite_strict=True, sqlite_with_rowid=with_rowid)


def _what_was_done() -> tuple[Column[Any], ...]:
    """A change as its author made it; the same whether it waits or is settled."""
    return (
        Column("id", Text, nullable=False, unique=True),
        Column("group_id", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("tbl", Text, nullable=False),
        Column("row_id", Text, nullable=False),
        Column("lane", Text, nullable=False),
        Column("base_version", Integer),
        Column("base", Json, nullable=False),
        Column("patch", Json, nullable=False),
        Column("depends_on", Json, nullable=False),
        Column("at", UtcDateTime, nullable=False),
        Column("author", Text, nullable=False),
        Column("device", Text, nullable=False),
        Column("label", Text, nullable=False),
    )


# One row per edit of one record. `base` is the record as its author saw it, `patch` what was
# changed.
outbox = _local(
    "outbox",
    Column("seq", Integer, primary_key=True),
    *_what_was_done(),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_attempt_at", UtcDateTime),
    Column("error", Text),
    Column("card_id", Text),
    Column("sent_at", UtcDateTime),
)
Index("outbox_by_row", outbox.c.tbl, outbox.c.row_id, outbox.c.seq)
Index("outbox_by_author", outbox.c.author, outbox.c.state, outbox.c.at, outbox.c.next_attempt_at)

# What the server took lately, in the order it was written. A server that is restored from a backup
# has forgotten some of it and is offered it again.
settled = _local(
    "settled",
    Column("n", Integer, primary_key=True),
    *_what_was_done(),
    Column("settled_at", UtcDateTime, nullable=False),
)
Index("settled_by_time", settled.c.settled_at)
Index("settled_by_row", settled.c.tbl, settled.c.row_id, settled.c.n)

# The server's value of a row that has drafts; without one, the row is ours alone.
server_rows = _local(
    "server_rows",
    Column("tbl", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("version", Integer),
    Column("body", Json, nullable=False),
    with_rowid=False,
)

# Which scope holds which row, at which version of the scope: the reference count of every server
# row.
scope_rows = _local(
    "scope_rows",
    Column("scope", Text, primary_key=True),
    Column("tbl", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("ver", Integer, nullable=False),
    Column("fill", Integer, nullable=False),
    with_rowid=False,
)
Index("scope_rows_by_row", scope_rows.c.tbl, scope_rows.c.row_id)

cursors = _local(
    "cursors",
    Column("scope", Text, primary_key=True),
    Column("kind", Text, nullable=False, server_default=text("''")),
    Column("owner", Text),
    Column("grant_no", Integer, nullable=False, server_default=text("0")),
    Column("ver", Integer, nullable=False, server_default=text("0")),
    Column("from_head", Integer),
    Column("n", Integer, nullable=False, server_default=text("0")),
    # A sum of 60-bit numbers outgrows SQLite's integers.
    Column("sum", Text, nullable=False, server_default=text("'0'")),
    Column("state", Text, nullable=False, server_default=text("'filling'")),
    # Counts the fills of a scope, so that a second one can find what it did not bring again.
    Column("fill", Integer, nullable=False, server_default=text("1")),
)

# What the last pull that brought something said of each scope, for the page that shows how sync does.
# `pulled_at` is this computer's clock.
scope_health = _local(
    "scope_health",
    Column("scope", Text, primary_key=True),
    Column("head", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("pulled_at", UtcDateTime, nullable=False),
    Column("error", Text),
    with_rowid=False,
)

# Needs attention: a change that was refused, with all its text, until a person has looked at it.
cards = _local(
    "cards",
    Column("id", Text, primary_key=True),
    Column("mutation_id", Text, nullable=False, unique=True),
    Column("group_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("tbl", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("body", Json, nullable=False),
    Column("edited_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("outcome", Text),
)
Index("cards_open", cards.c.person, cards.c.closed_at, cards.c.opened_at)
Index("cards_by_row", cards.c.tbl, cards.c.row_id, cards.c.opened_at)

session = _local(
    "session",
    Column("id", Integer, primary_key=True),
    Column("session", Json, nullable=False),
)

settings = _local(
    "settings",
    Column("key", Text, primary_key=True),
    Column("value", Json, nullable=False),
    with_rowid=False,
)

audit = _local(
    "audit",
    Column("seq", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("person", Text, nullable=False),
    Column("device", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("tbl", Text, nullable=False),
    Column("row_id", Text, nullable=False),
    Column("fields", Json, nullable=False),
    Column("mac", Text),
)
Index("audit_by_row", audit.c.tbl, audit.c.row_id, audit.c.seq)

# Server rows this version cannot store, as they came.
quarantine = _local(
    "quarantine",
    Column("tbl", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("body", Json, nullable=False),
    Column("reason", Text, nullable=False),
    with_rowid=False,
)
