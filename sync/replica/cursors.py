"""How far each scope has been read, and the lives of a scope: filling, live, purging, gone."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import md5

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from sync.replica.integrity import scope_digest, store_digest
from sync.replica.pages import let_go
from sync.replica.search import forget_removed
from sync.replica.settings import WITHHELD, read_setting
from sync.replica.tables import cursors

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


_ALL = select(cursors).order_by(cursors.c.scope)


def all_cursors(db: Connection) -> list[Cursor]:
    """Every scope this replica holds anything of, by id."""
    return [Cursor(*row) for row in db.execute(_ALL)]


def cursor(db: Connection, scope: str) -> Cursor | None:
    """One scope, or None when nothing of it is here."""
    row = db.execute(select(cursors).where(cursors.c.scope == scope)).first()
    return None if row is None else Cursor(*row)


def begin(
    db: Connection, scope: str, *, kind: str, owner: str | None, grant: int, from_head: int | None
) -> None:
    """Start to fill a scope, afresh or over what is there.

    After a second fill `drop_unseen` takes away what it did not bring again.
    """
    known = {
        "kind": kind,
        "owner": owner,
        "grant_no": grant,
        "ver": 0,
        "from_head": from_head,
        "state": FILLING,
    }
    db.execute(
        insert(cursors)
        .values(scope=scope, **known)
        .on_conflict_do_update(index_elements=["scope"], set_={**known, "fill": cursors.c.fill + 1})
    )


def distrust(db: Connection, scope: str) -> None:
    """The cursor is one of another server; when this one lists the scope, it is filled anew."""
    db.execute(update(cursors).where(cursors.c.scope == scope).values(grant_no=0, ver=0))


def advance(
    db: Connection, scope: str, ver: int, *, state: str | None = None, from_head: int | None = None
) -> None:
    """The scope has been read up to this version; `state` when it changes with it."""
    values: dict[str, object] = {"ver": ver}
    if state is not None:
        values["state"] = state
    if from_head is not None:
        values["from_head"] = from_head
    db.execute(update(cursors).where(cursors.c.scope == scope).values(**values))


def drop_unseen(db: Connection, scope: str, limit: int | None = None) -> bool:
    """Take away rows that the running fill did not bring again. True when none is left."""
    found = db.exec_driver_sql(
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
    db.execute(update(cursors).where(cursors.c.scope == scope).values(state=PURGING))
    found = db.exec_driver_sql(
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
    db.execute(delete(cursors).where(cursors.c.scope == scope))
    return True


def seen_digest(db: Connection) -> str:
    """One short text for all live scopes, so that a pull with nothing new says so in a line.

    What the server keeps back is not in its own text either.
    """
    withheld = read_setting(db, WITHHELD) or ()
    lines = [
        f"{c.scope}:{c.grant_no}:{c.ver}:{c.n}:{c.sum}"
        for c in all_cursors(db)
        if c.state == LIVE and c.scope not in withheld
    ]
    return md5("\n".join(lines).encode(), usedforsecurity=False).hexdigest()
