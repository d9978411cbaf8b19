"""Rows from the server going into the replica and out of it, scope by scope.

A row is held by one to three scopes; `scope_rows` counts them and knows at which version of the
scope each one last spoke of the row. A page that comes late, twice or out of order therefore
changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection

from sync.errors import Defect
from sync.replica import direct
from sync.replica.changes import note
from sync.replica.integrity import add_to_digest, row_hash, store_digest
from sync.replica.outbox import drafts_of
from sync.replica.overlay import drafted, forget_server_row, keep_server_row, lay, relay
from sync.replica.quarantine import hold_back, mended, release, store, unstorable
from sync.replica.rows import WireRow, shape, show
from sync.replica.tables import REPLICATED
from sync.replica.tables.types import json_text

PageRow = Sequence[Any]
Settle = Callable[[Connection, str, Collection[str]], set[str]]


def put_page(
    db: Connection,
    scopes: Sequence[str],
    table: str,
    columns: Sequence[str],
    rows: Sequence[PageRow],
    settle: Settle | None = None,
) -> int:
    """Store rows as the wire brings them, `[index of the scope, version in it, value, ...]`.

    `settle` is given the ids of those that have drafts, and returns those that have none after it:
    their server value is stored like any other's. Returns how many were news.
    """
    by_scope = itemgetter(0)
    if any(a[0] > b[0] for a, b in pairwise(rows)):
        rows = sorted(rows, key=by_scope)
    return sum(
        _put(db, scopes[index], table, tuple(columns), list(own), 1, settle)
        for index, own in groupby(rows, by_scope)
    )


def put_server_rows(
    db: Connection, scope: str, table: str, columns: Sequence[str], rows: Sequence[PageRow]
) -> int:
    """Store rows of one scope, `[version in the scope, value, ...]`. Returns how many were news."""
    return _put(db, scope, table, tuple(columns), rows, 0)


def _put(
    db: Connection,
    scope: str,
    table: str,
    columns: tuple[str, ...],
    rows: Sequence[PageRow],
    at: int,
    settle: Settle | None = None,
) -> int:
    """`at` is where the version stands in a row; its values follow."""
    if not rows:
        return 0
    known = table in REPLICATED
    if "id" not in columns:
        raise Defect(f"a page of {table} came without ids")
    note(db, table, "cursors", "scope_rows")
    id_at = at + 1 + columns.index("id")
    rows, fill = _news(db, scope, table, rows, at, id_at)
    if not rows:
        return 0
    busy = drafted(db, table, [row[id_at] for row in rows])
    if busy and known and settle is not None:
        busy -= settle(db, table, busy)
    calm = [row for row in rows if row[id_at] not in busy] if busy else rows
    if known:
        _store(db, table, columns, calm, at)
    else:
        # A newer server's table: held, and counted as held, until this program knows it.
        for row in rows:
            hold_back(db, table, dict(zip(columns, row[at + 1 :], strict=False)), "unknown table")
    for row in rows if busy else ():
        if row[id_at] in busy:
            store_under_drafts(db, table, dict(zip(columns, row[at + 1 :], strict=True)))
    direct.many(
        db,
        "INSERT INTO scope_rows (scope, tbl, row_id, ver, fill) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET ver = excluded.ver, fill = excluded.fill",
        [(scope, table, row[id_at], row[at], fill) for row in rows],
    )
    return len(rows)


def _news(
    db: Connection, scope: str, table: str, rows: Sequence[PageRow], at: int, id_at: int
) -> tuple[Sequence[PageRow], int]:
    """The rows that are not older than what the scope holds; their digests are counted here."""
    books = direct.first(db, "SELECT fill, n, sum FROM cursors WHERE scope = ?", (scope,))
    fill, kept_count, kept_total = (1, 0, 0) if books is None else map(int, books)
    held = {
        row_id: (ver, filled)
        for row_id, ver, filled in direct.rows(
            db,
            "SELECT row_id, ver, fill FROM scope_rows WHERE scope = ? AND tbl = ? "
            "AND row_id IN (SELECT value FROM json_each(?))",
            (scope, table, json_text([row[id_at] for row in rows])),
        )
    }
    count = total = 0
    newest: dict[str, PageRow] = {}
    for row in rows:
        row_id, ver = row[id_at], row[at]
        before = held.get(row_id)
        if before is None:
            count += 1
        # In a second fill everything is taken as it comes: what is held may be what is wrong.
        elif ver >= before[0] or before[1] < fill:
            total -= row_hash(table, row_id, before[0])
        else:
            continue
        total += row_hash(table, row_id, ver)
        held[row_id] = (ver, fill)
        newest[row_id] = row
    store_digest(db, scope, kept_count + count, kept_total + total)
    return (rows if len(newest) == len(rows) else list(newest.values())), fill


@cache
def _plan(table: str, columns: tuple[str, ...], at: int) -> tuple[str, tuple[int, ...]]:
    """SQL that stores a row of the page as it is, and where the values without a column stand."""
    known = shape(table).columns
    places = {n: at + 1 + i for i, n in enumerate(columns) if n in known}
    unknown = tuple(at + 1 + i for i, n in enumerate(columns) if n not in known)
    # Numbered parameters let a row of the wire be bound without being cut to size.
    values = [f"?{place + 1}" for place in places.values()]
    extra = f"?{at + len(columns) + 2}" if unknown else "NULL"
    return (
        f"INSERT INTO {table} ({', '.join(places)}, extra) "  # noqa: S608 - names of our own
        f"VALUES ({', '.join(values)}, {extra}) "
        "ON CONFLICT (id) DO UPDATE SET extra = excluded.extra, "
        + ", ".join(f"{n} = excluded.{n}" for n in places if n != "id"),
        unknown,
    )


def _store(
    db: Connection, table: str, columns: tuple[str, ...], rows: Sequence[PageRow], at: int
) -> None:
    sql, unknown = _plan(table, columns, at)
    if unknown:
        rows = [(*row, json_text({columns[i - at - 1]: row[i] for i in unknown})) for row in rows]
    store(db, table, columns, rows, at, sql)


def store_under_drafts(db: Connection, table: str, row: WireRow) -> bool:
    """Keep a server row that has drafts, and lay them over it. False when it is held back."""
    try:
        row = mended(table, row)
        show(db, table, row["id"], lay(table, row, drafts_of(db, table, row["id"])))
    except Exception as error:
        if not unstorable(error):
            raise
        hold_back(db, table, row, type(error).__name__)
        return False
    keep_server_row(db, table, row["id"], row)
    release(db, table, row["id"])
    return True


def remove_server_rows(db: Connection, scope: str, removed: Iterable[tuple[str, str, int]]) -> int:
    """The scope no longer holds these `(table, row id, version in the scope)`. Returns how many it
    held.

    A row goes when no scope holds it any more. One with drafts stays on the screen, as its
    author's.
    """
    held = []
    for table, row_id, ver in removed:
        stored = direct.first(
            db,
            "SELECT ver FROM scope_rows WHERE scope = ? AND tbl = ? AND row_id = ?",
            (scope, table, row_id),
        )
        if stored is not None and stored[0] <= ver:
            held.append((table, row_id, stored[0]))
    let_go(db, scope, held)
    return len(held)


def let_go(db: Connection, scope: str, held: Sequence[tuple[str, str, int]]) -> None:
    """The scope holds these `(table, row id, version)` no longer."""
    if not held:
        return
    note(db, "cursors", "scope_rows", *{table for table, _, _ in held})
    direct.many(
        db,
        "DELETE FROM scope_rows WHERE scope = ? AND tbl = ? AND row_id = ?",
        [(scope, table, row_id) for table, row_id, _ in held],
    )
    add_to_digest(db, scope, -len(held), -sum(row_hash(*each) for each in held))
    for table in {table for table, _, _ in held}:
        ids = [row_id for name, row_id, _ in held if name == table]
        elsewhere = direct.rows(
            db,
            "SELECT DISTINCT row_id FROM scope_rows WHERE tbl = ? "
            "AND row_id IN (SELECT value FROM json_each(?))",
            (table, json_text(ids)),
        )
        gone = set(ids) - {row_id for (row_id,) in elsewhere}
        busy = drafted(db, table, gone)
        for row_id in busy:
            forget_server_row(db, table, row_id)
            relay(db, table, row_id)
        if table in REPLICATED:
            direct.many(
                db,
                f"DELETE FROM {table} WHERE id = ?",  # noqa: S608 - a name of our own
                [(row_id,) for row_id in gone - busy],
            )
        direct.many(
            db,
            "DELETE FROM quarantine WHERE tbl = ? AND row_id = ?",
            [(table, row_id) for row_id in gone],
        )
