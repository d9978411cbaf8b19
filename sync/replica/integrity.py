"""Whether this replica holds what the server says it holds: a count and a sum per scope.

The sum adds a hash of every held row and its version in the scope, so it does not depend on order
and is kept up to date with every row that comes or goes, at both ends.
"""

from __future__ import annotations

from hashlib import md5

from sqlalchemy import Connection

from sync.replica import direct


def row_hash(table: str, row_id: str, ver: int) -> int:
    """60 bits of a row at a version of a scope, the same on the server."""
    text = f"{table}:{row_id}:{ver}"
    return int(md5(text.encode(), usedforsecurity=False).hexdigest()[:15], 16)


def scope_digest(db: Connection, scope: str) -> tuple[int, int]:
    """Count and sum of a scope, computed afresh from every row it holds."""
    count = total = 0
    for table, row_id, ver in direct.rows(
        db, "SELECT tbl, row_id, ver FROM scope_rows WHERE scope = ?", (scope,)
    ):
        count += 1
        total += row_hash(table, row_id, ver)
    return count, total


def kept_digest(db: Connection, scope: str) -> tuple[int, int]:
    """Count and sum of a scope as kept while rows came and went."""
    row = direct.first(db, "SELECT n, sum FROM cursors WHERE scope = ?", (scope,))
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def add_to_digest(db: Connection, scope: str, count: int, total: int) -> None:
    """Rows have come to a scope, or gone when negative."""
    n, kept = kept_digest(db, scope)
    store_digest(db, scope, n + count, kept + total)


def store_digest(db: Connection, scope: str, n: int, total: int) -> None:
    """Keep this count and sum for a scope."""
    direct.rows(
        db,
        "INSERT INTO cursors (scope, n, sum) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET n = excluded.n, sum = excluded.sum",
        (scope, n, str(total)),
    )
