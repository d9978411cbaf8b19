"""How far each scope has been read, and the lives of a scope: filling, live, purging, gone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from hashlib import md5
from typing import Final

from sqlalchemy import Connection

from sync.replica import direct
from sync.replica.changes import note
from sync.replica.integrity import scope_digest, store_digest
from sync.replica.pages import let_go
from sync.replica.search import forget_removed
from sync.replica.settings import WITHHELD, read_setting

FILLING, LIVE, PURGING = "filling", "live", "purging"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A scope and how far it has been read. `from_head` is where its feed goes on after a fill."""

    scope: str
    kind: str
    owner: str | None
    grant_no: int
    ver: int
    from_head: int | None
    n: int
    sum: str
    state: str
    fill: int


_COLUMNS: Final = ", ".join(field.name for field in fields(Cursor))
_ALL: Final = f"SELECT {_COLUMNS} FROM cursors ORDER BY scope"  # noqa: S608 - names of our own
_ONE: Final = f"SELECT {_COLUMNS} FROM cursors WHERE scope = ?"  # noqa: S608


def all_cursors(db: Connection) -> list[Cursor]:
    """Every scope this replica holds anything of, by id."""
    return [Cursor(*row) for row in direct.rows(db, _ALL)]


def cursor(db: Connection, scope: str) -> Cursor | None:
    """One scope, or None when nothing of it is here."""
    row = direct.first(db, _ONE, (scope,))
    return None if row is None else Cursor(*row)


def begin(
    db: Connection, scope: str, *, kind: str, owner: str | None, grant: int, from_head: int | None
) -> None:
    """Start to fill a scope, afresh or over what is there.

    After a second fill `drop_unseen` takes away what it did not bring again.
    """
    note(db, "cursors")
    direct.rows(
        db,
        "INSERT INTO cursors (scope, kind, owner, grant_no, ver, from_head, state) "
        "VALUES (?, ?, ?, ?, 0, ?, ?) ON CONFLICT (scope) DO UPDATE SET "
        "kind = excluded.kind, owner = excluded.owner, grant_no = excluded.grant_no, ver = 0, "
        "from_head = excluded.from_head, state = excluded.state, fill = fill + 1",
        (scope, kind, owner, grant, from_head, FILLING),
    )


def distrust(db: Connection, scope: str) -> None:
    """The cursor is one of another server; when this one lists the scope, it is filled anew."""
    note(db, "cursors")
    direct.rows(db, "UPDATE cursors SET grant_no = 0, ver = 0 WHERE scope = ?", (scope,))


def advance(db: Connection, scope: str, ver: int, *, state: str | None = None) -> None:
    """The scope has been read up to this version; `state` when it changes with it."""
    note(db, "cursors")
    direct.rows(
        db,
        "UPDATE cursors SET ver = ?, state = coalesce(?, state) WHERE scope = ?",
        (ver, state, scope),
    )


def drop_unseen(db: Connection, scope: str, limit: int | None = None) -> bool:
    """Take away rows that the running fill did not bring again. True when none is left."""
    found = direct.rows(
        db,
        "SELECT tbl, row_id, ver FROM scope_rows WHERE scope = ? "
        "AND fill < (SELECT fill FROM cursors WHERE scope = ?) LIMIT ?",
        (scope, scope, -1 if limit is None else limit + 1),
    )
    stale = [(table, row_id, ver) for table, row_id, ver in found]
    let_go(db, scope, stale if limit is None else stale[:limit])
    if limit is not None and len(stale) > limit:
        return False
    store_digest(db, scope, *scope_digest(db, scope))
    return True


def purge_scope(db: Connection, scope: str, limit: int | None = None) -> bool:
    """Give a lost scope back, at most `limit` rows at a time. True when nothing of it is left.

    Nothing also means no word in the search index. Rows with drafts stay on the screen until their
    drafts are settled.
    """
    note(db, "cursors")
    direct.rows(db, "UPDATE cursors SET state = ? WHERE scope = ?", (PURGING, scope))
    found = direct.rows(
        db,
        "SELECT tbl, row_id, ver FROM scope_rows WHERE scope = ? LIMIT ?",
        (scope, -1 if limit is None else limit + 1),
    )
    held = [(table, row_id, ver) for table, row_id, ver in found]
    let_go(db, scope, held if limit is None else held[:limit])
    if limit is not None and len(held) > limit:
        return False
    more = forget_removed(db, begin=bool(held))
    while more and limit is None:
        more = forget_removed(db, begin=False)
    if more:
        return False
    direct.rows(db, "DELETE FROM cursors WHERE scope = ?", (scope,))
    return True


def seen_digest(db: Connection, held: Iterable[Cursor] | None = None) -> str:
    """One short text for all live scopes, so that a pull with nothing new says so in a line.

    What the server keeps back is not in its own text either. `held` are all cursors, where they
    have been read already.
    """
    withheld = read_setting(db, WITHHELD) or ()
    lines = [
        f"{c.scope}:{c.grant_no}:{c.ver}:{c.n}:{c.sum}"
        for c in (all_cursors(db) if held is None else held)
        if c.state == LIVE and c.scope not in withheld
    ]
    return md5("\n".join(lines).encode(), usedforsecurity=False).hexdigest()
