"""The clinic's server in memory: the same feed, scopes and visibility as resources/supabase,
without SQL.

Engine tests meet it through `tests.support.fake_backend`; `tests.support.fake_push` judges drafts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from sync.backend import wire
from sync.errors import NotAllowed
from sync.ids import new_id
from tests.support.fake_schema import (
    BLANK,
    FOLLOW,
    NEXT_STATUS,
    PARENTS,
    Refused,
    Row,
    Verdict,
    md5,
    row_hash,
    scope_id,
    text_of,
    typed,
    verdict,
)


@dataclass
class Head:
    """One scope: its newest version, its live rows and their hashes, and the feed of all rows."""

    kind: str
    owner: str
    ver: int = 0
    n: int = 0
    sum: int = 0
    feed: dict[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)
    """(table, row id) -> (version, whether the row is still in the scope)"""

    def mark(self, table: str, row_id: str, there: bool) -> None:
        """Number a change."""
        ver, was_there = self.feed.get((table, row_id), (0, False))
        self.ver += 1
        self.n += there - was_there
        self.sum -= row_hash(table, row_id, ver) if was_there else 0
        self.sum += row_hash(table, row_id, self.ver) if there else 0
        self.feed[table, row_id] = (self.ver, there)

    def copy(self) -> Head:
        return Head(self.kind, self.owner, self.ver, self.n, self.sum, dict(self.feed))


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in."""

    id: str
    email: str
    password: str


class _Change(NamedTuple):
    scope: int
    ver: int
    table: str
    row_id: str
    there: bool


class FakeServer:
    """Tables, scopes and accounts. Tests write as a colleague would, with `put` and `remove`."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._now = now
        self.epoch = md5(new_id())
        self.flags: Row = {"min_client": 1, "pause": False}
        self.tables: dict[str, dict[str, Row]] = {name: {} for name in BLANK}
        self.heads: dict[str, Head] = {}
        self.grants: dict[str, dict[str, int]] = {}
        self.revoked: dict[str, set[str]] = {}
        self.ledger: dict[str, tuple[str, bytes, Verdict]] = {}
        self.accounts: dict[str, Account] = {}
        self.devices: dict[tuple[str, str], str] = {}
        self.audit: dict[tuple[str, str], dict[int, Row]] = {}
        self.wipes: set[tuple[str, str | None]] = set()
        self.intents: dict[str, Callable[[str, Row], Verdict]] = {}
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self._numbers = Counter[str]()

    # --- what a test sets up and looks at ---------------------------------------------------------

    def add_facility(self, name: str = "Clinic", **values: Any) -> str:
        """A facility, with its scopes open."""
        facility = new_id()
        for kind in ("directory", "facility", "clinical"):
            self.heads[scope_id(kind, facility)] = Head(kind, facility)
        return self.put("facilities", facility, name=name, **values)

    def add_person(
        self, email: str, facility: str, *, role: str = "reception", password: str = "correct horse"
    ) -> str:
        """Somebody with an account and a role in a facility; returns the person's id."""
        person = new_id()
        self.accounts[email] = Account(person, email, password)
        self.heads[scope_id("user", person)] = Head("user", person)
        self.put("profiles", person, email=email, full_name=email)
        self.put("facility_members", facility_id=facility, user_id=person, role=role)
        return person

    def put(self, table: str, row_id: str | None = None, **values: Any) -> str:
        """Insert or change a row as a colleague at another desk would; returns its id.

        Raises Refused where a rule of the server forbids it.
        """
        row_id = row_id or new_id()
        self.write(table, row_id, typed(values), None)
        return row_id

    def remove(self, table: str, row_id: str) -> None:
        """Delete a row."""
        self._mark(table, row_id, self.tables[table].pop(row_id), None)

    def rows(self, table: str) -> dict[str, Row]:
        """A copy of all rows of a table, by id."""
        return {row_id: dict(row) for row_id, row in self.tables[table].items()}

    def new_epoch(self) -> None:
        """As after a restore: every cursor is worth nothing."""
        self.epoch = md5(self.epoch)

    def visible(self, person: str) -> dict[str, dict[str, Row]]:
        """What this person's replica must equal after quiet: every row they may read, by table."""
        seen: dict[str, dict[str, Row]] = {name: {} for name in BLANK}
        for scope in self.grants.get(person, {}):
            for (table, row_id), (_, there) in self.heads[scope].feed.items():
                if there:
                    seen[table][row_id] = dict(self.tables[table][row_id])
        return seen

    # --- rows -------------------------------------------------------------------------------------

    def write(self, table: str, row_id: str, patch: Row, author: str | None) -> None:
        """Check, stamp and keep a row, and number the change. Raises Refused."""
        was = self.tables[table].get(row_id)
        row = (was or BLANK[table]) | patch | {"id": row_id}
        self._check(table, was, row)
        now = text_of(self._now())
        if was is None:
            row |= {"version": 1, "created_at": now, "created_by": author}
            if table == "patients" and row["record_number"] is None:
                self._numbers["record"] += 1
                row["record_number"] = f"R{100_000 + self._numbers['record']}"
        else:
            row["version"] = was["version"] + 1
        if table == "appointments":
            row["patient_user_id"] = self.tables["patients"][row["patient_id"]]["user_id"]
            if was is None or was["status"] != row["status"]:
                row["status_since"] = now
        self.tables[table][row_id] = row | {"updated_at": now, "updated_by": author}
        self._mark(table, row_id, was, self.tables[table][row_id])

    def seen(self, person: str, table: str, row_id: str) -> Row | None:
        """A copy of the row, if this person may see it."""
        row = self.tables.get(table, {}).get(row_id)
        if row is None or not self._scopes_of(table, row) & self.grants.get(person, {}).keys():
            return None
        return dict(row)

    def roles(self, person: str, facility: str) -> set[str]:
        """What this person is in that facility."""
        return {
            member["role"]
            for member in self.tables["facility_members"].values()
            if member["user_id"] == person
            and member["facility_id"] == facility
            and member["is_active"]
        }

    def verdict_of(self, mutation_id: str) -> Verdict:
        """The verdict kept for a mutation, or an empty one."""
        return self.ledger[mutation_id][2] if mutation_id in self.ledger else {}

    def save(self) -> Any:
        """A savepoint, for `load`. Rows are replaced, never changed in place: shallow is enough."""
        tables = {name: dict(rows) for name, rows in self.tables.items()}
        heads = {scope: head.copy() for scope, head in self.heads.items()}
        return tables, heads, Counter(self._numbers), dict(self.ledger)

    def load(self, saved: Any) -> None:
        """Back to a savepoint."""
        tables, heads, numbers, ledger = saved
        # Copied again: the same backup may be restored twice.
        self.tables = {name: dict(rows) for name, rows in tables.items()}
        self.heads = {scope: head.copy() for scope, head in heads.items()}
        self._numbers, self.ledger = Counter(numbers), dict(ledger)

    def _check(self, table: str, was: Row | None, row: Row) -> None:
        for column, parent in PARENTS.items():
            target = row.get(column)
            if target is not None and target not in self.tables[parent]:
                raise Refused(
                    verdict("rejected", "missing_parent", detail=f"{table}_{column}_fkey")
                )
        if table == "patients" and not str(row["family_name"]).strip():
            raise Refused(verdict("rejected", "invalid", detail="patients_family_name_check"))
        if table in ("appointments", "time_off") and not row["starts_at"] < row["ends_at"]:
            raise Refused(verdict("rejected", "invalid", detail=f"{table}_check"))
        if table != "appointments":
            return
        if was and row["status"] not in NEXT_STATUS[was["status"]] | {was["status"]}:
            raise Refused(verdict("rejected", "bad_transition"))
        if row["is_overbooked"] and not row["overbook_reason"].strip():
            raise Refused(verdict("rejected", "invalid", detail="overbooking needs a reason"))
        taken = self._blocking(row)
        if taken is not None:
            times = {name: taken[name] for name in ("id", "starts_at", "ends_at")}
            raise Refused(verdict("conflict", "slot_taken", blocking=times))

    def _blocking(self, row: Row) -> Row | None:
        if row["status"] in ("cancelled", "no_show") or row["is_overbooked"]:
            return None
        overlapping = (
            other
            for other in self.tables["appointments"].values()
            if other["provider_id"] == row["provider_id"]
            and other["id"] != row["id"]
            and other["status"] not in ("cancelled", "no_show")
            and not other["is_overbooked"]
            and other["starts_at"] < row["ends_at"]
            and row["starts_at"] < other["ends_at"]
        )
        return min(overlapping, key=lambda other: str(other["starts_at"]), default=None)

    # --- the feed ---------------------------------------------------------------------------------

    def _mark(self, table: str, row_id: str, was: Row | None, row: Row | None) -> None:
        becomes = self._scopes_of(table, row)
        topics: set[str] = set()
        for scope in self._scopes_of(table, was) | becomes:
            head = self.heads[scope]
            head.mark(table, row_id, scope in becomes)
            topics.add(f"{'user' if head.kind == 'user' else 'facility'}:{head.owner}")
        if table == "profiles":
            self._regrant(row_id)
        if table == "facility_members":
            for person in {member["user_id"] for member in (was, row) if member is not None}:
                self._regrant(person)
        for listener in list(self.listeners):
            listener(frozenset(topics))

    def _scopes_of(self, table: str, row: Row | None) -> set[str]:
        if row is None:
            return set()
        owners = {kind: row[column] for kind, column in FOLLOW[table].items()}
        return {scope_id(kind, owner) for kind, owner in owners.items() if owner is not None}

    def _regrant(self, person: str) -> None:
        due = {scope_id("user", person)}
        for member in self.tables["facility_members"].values():
            if member["user_id"] != person or not member["is_active"]:
                continue
            kinds = ["directory"]
            kinds += ["facility"] if member["role"] != "patient" else []
            kinds += ["clinical"] if member["role"] in ("doctor", "nurse") else []
            due |= {scope_id(kind, member["facility_id"]) for kind in kinds}
        held = self.grants.setdefault(person, {})
        self.revoked.setdefault(person, set()).update(held.keys() - due)
        self.revoked[person] -= due
        for scope in held.keys() - due:
            del held[scope]
        for scope in sorted(due - held.keys()):
            self._numbers["grant"] += 1
            held[scope] = self._numbers["grant"]

    # --- sync_pull --------------------------------------------------------------------------------

    def preamble(self) -> Row:
        """What every answer begins with."""
        now = text_of(self._now())
        return {"proto": 1, "epoch": self.epoch, "now": now, "flags": self.flags}

    def is_copy(self, person: str, request: wire.PushRequest) -> bool:
        """As sync.is_copy: whether another installation has gone on from where this one comes from."""
        lineage = request.lineage
        if lineage is msgspec.UNSET or lineage["next"] is None:
            return False
        key = (request.device, person)
        kept = self.devices.setdefault(key, lineage["next"])
        if kept not in (lineage["next"], lineage["have"]):
            return True
        self.devices[key] = lineage["next"]
        return False

    def digest(self, person: str, request: wire.DigestRequest) -> bytes:
        """As sync_digest: what is in the buckets that differ."""
        head = self.heads[request.scope]
        grant = self.grants.get(person, {}).get(request.scope)
        if grant is None:
            raise NotAllowed("this scope is not yours")
        rows = [(t, i, ver) for (t, i), (ver, there) in head.feed.items() if there]
        sums: dict[str, tuple[int, int]] = {}
        for table, row_id, ver in rows:
            n, total = sums.get(row_id[-2:], (0, 0))
            sums[row_id[-2:]] = (n + 1, total + row_hash(table, row_id, ver))
        wanted = sorted(
            bucket
            for bucket in sums.keys() | request.buckets.keys()
            if "{}:{}".format(*sums.get(bucket, (0, 0))) != request.buckets.get(bucket, "0:0")
        )
        changes = [_Change(0, ver, t, i, True) for t, i, ver in rows if i[-2:] in wanted]
        answer = {"proto": 1, "epoch": self.epoch, "head": head.ver, "n": head.n}
        answer |= {"sum": str(head.sum), "buckets": wanted, "tables": self._pages(changes)}
        return msgspec.json.encode(answer)

    def pull(self, person: str, request: wire.PullRequest) -> bytes:
        """The answer as bytes, as the real one comes."""
        held = [
            (scope, grant, self.heads[scope])
            for scope, grant in sorted(self.grants.get(person, {}).items())
        ]
        if (person, None) in self.wipes or (person, request.device) in self.wipes:
            flags = {**self.flags, "wipe": True}
            return msgspec.json.encode(self.preamble() | {"flags": flags, "same": True})
        answer = self.preamble() | {"acked": [i for i in request.pending if i in self.ledger]}
        lines = (f"{scope}:{grant}:{h.ver}:{h.n}:{h.sum}" for scope, grant, h in held)
        if request.seen == md5("\n".join(lines)) and request.epoch == self.epoch:
            return msgspec.json.encode(answer | {"same": True})

        picked: list[_Change] = []
        upto: dict[str, int] = {}
        for index, (scope, grant, head) in enumerate(held):
            upto[scope], filling = _since(head, grant, request.scopes.get(scope))
            news = (
                _Change(index, ver, table, row_id, there)
                for (table, row_id), (ver, there) in head.feed.items()
                if ver > upto[scope] and (there or ver > filling)
            )
            picked += sorted(news)
        page = picked[: request.want]
        more = len(picked) > len(page)
        for index, (scope, _, head) in enumerate(held):
            if not more or index < page[-1].scope:
                upto[scope] = head.ver
            elif index == page[-1].scope:
                upto[scope] = page[-1].ver
        answer |= {
            "scopes": [
                {"id": scope, "kind": h.kind, "owner": h.owner, "grant": grant}
                | {"head": h.ver, "n": h.n, "sum": str(h.sum)}
                for scope, grant, h in held
            ],
            "upto": upto,
            "more": more,
            "removed": [[c.scope, c.table, c.row_id, c.ver] for c in page if not c.there],
            "revoked": sorted(self.revoked.get(person, ())),
            "tables": self._pages(c for c in page if c.there),
        }
        if isinstance(request.early, wire.Early):
            answer["tables"] |= self._pages(self._early([h for _, _, h in held], request.early))
        return msgspec.json.encode(answer)

    def _pages(self, changes: Iterable[_Change]) -> dict[str, Row]:
        pages: dict[str, Row] = {}
        for change in changes:
            columns = list(BLANK[change.table])
            page = pages.setdefault(change.table, {"columns": columns, "rows": []})
            row = self.tables[change.table][change.row_id]
            page["rows"].append([change.scope, change.ver, *(row[name] for name in columns)])
        return pages

    def _early(self, heads: list[Head], early: wire.Early) -> Iterable[_Change]:
        start, end = text_of(early.start), text_of(early.end)
        near = {
            row_id: row["patient_id"]
            for row_id, row in self.tables["appointments"].items()
            if start <= row["starts_at"] < end
        }
        wanted = {"appointments": set(near), "patients": set(near.values())}
        for index, head in enumerate(heads):
            for (table, row_id), (ver, there) in head.feed.items():
                small = table not in wanted
                if there and (small or (head.kind == "facility" and row_id in wanted[table])):
                    yield _Change(index, ver, table, row_id, there)


def _since(head: Head, grant: int, cursor: wire.ScopeCursor | None) -> tuple[int, int]:
    """From which version on, and since when removals concern this client."""
    if cursor is None or cursor.grant != grant or cursor.ver > head.ver:
        return 0, head.ver
    return cursor.ver, cursor.start if isinstance(cursor.start, int) else 0
