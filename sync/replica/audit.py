"""Who did what on this installation, in a chain that shows where it was touched.

A line's code (HMAC-SHA256 under a key of this replica) covers the line and the code before it: a
line that is changed, taken out or put elsewhere breaks the chain from there on. Lines cut off at the
end leave a good chain, so its head goes to the server at each sync (`steps/audit.py`), which keeps
it for ever: there the end is missed.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Integer, bindparam, select

from sync.errors import Damaged
from sync.replica import direct
from sync.replica.changes import note
from sync.replica.settings import read_setting
from sync.replica.standing import standing
from sync.replica.tables import audit
from sync.replica.tables.types import json_text, moment_text

KEY: Final = "audit_key"


@dataclass(frozen=True, slots=True)
class Line:
    """What is to be told. `action` is a verb: insert, update, delete, view, print, export, sign_in,
    unlock, lock, refusal, break_glass, ... `tbl` and `row_id` are empty where no record is meant.
    """

    at: datetime
    person: str
    device: str
    label: str
    action: str
    tbl: str = ""
    row_id: str = ""
    fields: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A line as it stands in the trail."""

    seq: int
    at: datetime
    person: str
    device: str
    label: str
    action: str
    tbl: str
    row_id: str
    fields: list[str]
    mac: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look at the whole chain found. `broken_at` is the first line that does not fit;
    `unvouched` lines are older than the chain.
    """

    lines: int
    unvouched: int
    broken_at: int | None
    head: tuple[int, str] | None

    @property
    def holds(self) -> bool:
        """Nothing was changed, taken out or put elsewhere."""
        return self.broken_at is None


def append(db: Connection, lines: Iterable[Line]) -> None:
    """Add lines at the end of the chain, in the caller's transaction."""
    key = _key(db)
    seq, mac = _head(db)
    note(db, "audit")
    for line in lines:
        seq += 1
        kept = Kept(
            seq,
            line.at,
            line.person,
            line.device,
            line.label,
            line.action,
            line.tbl,
            line.row_id,
            list(line.fields),
            None,
        )
        mac = code(key, mac, kept)
        known = (kept.person, kept.device, kept.label, kept.action, kept.tbl, kept.row_id)
        direct.rows(db, _ADD, (seq, moment_text(kept.at), *known, json_text(kept.fields), mac))


def verify(db: Connection) -> Verdict:
    """Walk the chain from its first line to its last."""
    key = _key(db)
    before, expected = "", None
    count = unvouched = 0
    head = None
    for row in db.execute(select(*_COLUMNS).order_by(audit.c.seq)):
        line = Kept(*row)
        count += 1
        if line.mac is None:
            if head is not None:
                return Verdict(count, unvouched, line.seq, head)
            unvouched += 1
            expected = line.seq + 1
            continue
        fits = expected in (None, line.seq) and hmac.compare_digest(
            line.mac, code(key, before, line)
        )
        if not fits:
            return Verdict(count, unvouched, line.seq, head)
        before, expected = line.mac, line.seq + 1
        head = (line.seq, line.mac)
    return Verdict(count, unvouched, None, head)


def after(db: Connection, seq: int, limit: int) -> list[Kept]:
    """The lines that follow `seq`, oldest first."""
    given = {"after": seq, "most": limit}
    return [Kept(*row) for row in standing(_AFTER, frozenset(given)).rows(db, given)]


def codes(db: Connection) -> dict[int, str]:
    """The code of every line that has one, by its number."""
    found = select(audit.c.seq, audit.c.mac).where(audit.c.mac.is_not(None))
    return {int(seq): str(mac) for seq, mac in db.execute(found)}


def code(key: bytes, before: str, line: Kept) -> str:
    """The code of a line that follows the line with the code `before`."""
    told = json.dumps(
        [
            line.seq,
            moment_text(line.at),
            line.person,
            line.device,
            line.label,
            line.action,
            line.tbl,
            line.row_id,
            line.fields,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hmac.new(key, f"{before}\n{told}".encode(), "sha256").hexdigest()


_COLUMNS: Final = tuple(audit.c[name] for name in Kept.__slots__)
_AFTER: Final = (
    select(*_COLUMNS)
    .where(audit.c.seq > bindparam("after"), audit.c.mac.is_not(None))
    .order_by(audit.c.seq)
    .limit(bindparam("most", type_=Integer))
)
_ADD: Final = (
    f"INSERT INTO audit ({', '.join(Kept.__slots__)}) "  # noqa: S608 - names of our own
    f"VALUES ({', '.join('?' * len(Kept.__slots__))})"
)


def _key(db: Connection) -> bytes:
    kept = read_setting(db, KEY)
    if not isinstance(kept, str):
        raise Damaged("the key of the audit trail is missing")
    return bytes.fromhex(kept)


def _head(db: Connection) -> tuple[int, str]:
    last = direct.first(db, "SELECT seq, mac FROM audit ORDER BY seq DESC LIMIT 1")
    return (0, "") if last is None else (int(last[0]), str(last[1] or ""))
