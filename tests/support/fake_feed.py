"""The feed of the server in memory: scopes, who holds them, and what `sync_pull` tells of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from sync.backend import wire
from sync.errors import NotAllowed
from tests.support.fake_lease import LeaseKey
from tests.support.fake_rules import readers
from tests.support.fake_schema import BLANK, FOLLOW, NUMBERS, Row, md5, row_hash, scope_id, text_of

Saved = Any
"""Everything a server knew at one moment; see `FakeServer.save`."""


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


class _Held(NamedTuple):
    """A scope of somebody, and from where it is to be told."""

    id: str
    grant: int
    head: Head
    since: int
    filling: int


class _Change(NamedTuple):
    scope: int
    ver: int
    table: str
    row_id: str
    there: bool


class Feed:
    """The rows, numbered as they are committed, and told to those who hold their scopes."""

    def __init__(self, now: Callable[[], datetime], epoch: str) -> None:
        self._now = now
        self.epoch = epoch
        self.flags: Row = {"min_client": 1, "pause": False}
        self.tables: dict[str, dict[str, Row]] = {name: {} for name in BLANK}
        self.heads: dict[str, Head] = {}
        self.grants: dict[str, dict[str, int]] = {}
        self.revoked: dict[str, set[str]] = {}
        self.wipes: set[tuple[str, str | None]] = set()
        """Orders to forget: (person, one installation or None for all)."""
        self.spared: set[tuple[str, str]] = set()
        """Installations that came after an order for all."""
        self.listeners: list[Callable[[frozenset[str]], None]] = []
        self.lease_key = LeaseKey()
        self._numbers = Counter[str]()
        self._marks: dict[tuple[str, str, str], bool] = {}

    def now(self) -> datetime:
        """What the server's clock says."""
        return self._now()

    # --- writing ----------------------------------------------------------------------------------

    def mark(self, table: str, row_id: str, was: Row | None, row: Row | None) -> None:
        """Note what a write means for the scopes; it is numbered at the commit."""
        if table == "facilities" and was is None:
            self._open(("directory", "facility", "clinical"), row_id)
        if table == "profiles" and was is None:
            self._open(("user",), row_id)
            self._regrant(row_id)
        becomes = _scopes_of(table, row)
        for scope in _scopes_of(table, was) | becomes:
            self._marks[scope, table, row_id] = scope in becomes
        if table == "facility_members":
            for person in {member["user_id"] for member in (was, row) if member is not None}:
                self._regrant(person)

    def commit(self) -> None:
        """Number everything that was marked, densely per scope, and poke those who listen."""
        marks = sorted(self._marks.items(), key=lambda m: (m[0][0], NUMBERS[m[0][1]], m[0][2]))
        self._marks.clear()
        topics: set[str] = set()
        for (scope, table, row_id), there in marks:
            head = self.heads[scope]
            head.mark(table, row_id, there)
            topics.add(f"{'user' if head.kind == 'user' else 'facility'}:{head.owner}")
        if topics:
            for listener in list(self.listeners):
                listener(frozenset(topics))

    def holds(self, person: str, table: str, row: Row) -> bool:
        """Whether this person may read the row."""
        return not self.grants.get(person, {}).keys().isdisjoint(_scopes_of(table, row))

    def _open(self, kinds: Iterable[str], owner: str) -> None:
        for kind in kinds:
            self.heads.setdefault(scope_id(kind, owner), Head(kind, owner))

    def _regrant(self, person: str) -> None:
        due = {scope_id("user", person)} | {
            scope_id(kind, member["facility_id"])
            for member in self.tables["facility_members"].values()
            if member["user_id"] == person and member["is_active"]
            for kind in ("directory", "facility", "clinical")
            if member["role"] in readers(kind)
        }
        held = self.grants.get(person, {})
        self.revoked[person] = (self.revoked.get(person, set()) | held.keys()) - due
        kept = {scope: grant for scope, grant in held.items() if scope in due}
        for scope in sorted(due - held.keys()):
            self._numbers["grant"] += 1
            kept[scope] = self._numbers["grant"]
        self.grants[person] = kept

    # --- sync_pull --------------------------------------------------------------------------------

    def preamble(self) -> Row:
        """What every answer begins with."""
        now = text_of(self.now())
        return {"proto": 1, "epoch": self.epoch, "now": now, "flags": self.flags}

    def tell(self, person: str, request: wire.PullRequest, acked: list[str]) -> Row:
        """What `sync_pull` answers. `acked` are those of the pending mutations that have a verdict."""
        here = (person, request.device)
        is_lost = here in self.wipes or (here not in self.spared and (person, None) in self.wipes)
        answer = self.preamble() | {"flags": self.flags | {"wipe": is_lost}, "acked": acked}
        if is_lost:
            return answer | {"same": True}
        answer["lease"] = self._lease(person, request)
        knows = request.epoch in (None, self.epoch)
        held = list(self._held(person, request.scopes if knows else {}))
        lines = (f"{h.id}:{h.grant}:{h.head.ver}:{h.head.n}:{h.head.sum}" for h in held)
        if request.seen == md5("\n".join(lines)) and request.epoch == self.epoch:
            return answer | {"same": True}
        if request.brief is True:
            return answer | {"acked": []}
        early = request.early if isinstance(request.early, wire.Early) else None
        page, more = ([], True) if early else self._page(held, request.want)
        last = page[-1].scope if more and page else -1
        upto = {
            h.id: h.since
            if early or (more and index > last)
            else page[-1].ver
            if index == last
            else h.head.ver
            for index, h in enumerate(held)
        }
        rows = self._early(held, early) if early else (c for c in page if c.there)
        return answer | {
            # The effect of a mutation may be on a later page.
            "acked": [] if more else acked,
            "scopes": [
                {"id": h.id, "kind": h.head.kind, "owner": h.head.owner, "grant": h.grant}
                | {"head": h.head.ver, "n": h.head.n, "sum": str(h.head.sum)}
                for h in held
            ],
            "upto": upto,
            "more": more,
            "removed": [[c.scope, c.table, c.row_id, c.ver] for c in page if not c.there],
            "revoked": sorted(self.revoked.get(person, ())),
            "tables": self._pages(rows),
        }

    def _held(self, person: str, cursors: dict[str, wire.ScopeCursor]) -> Iterator[_Held]:
        """A cursor of another grant, or from ahead of the head, starts again from nothing."""
        for scope, grant in sorted(self.grants.get(person, {}).items()):
            head, cursor = self.heads[scope], cursors.get(scope)
            if cursor is None or cursor.grant != grant or cursor.ver > head.ver:
                yield _Held(scope, grant, head, 0, head.ver)
            else:
                start = cursor.start if isinstance(cursor.start, int) else 0
                yield _Held(scope, grant, head, cursor.ver, start)

    def _page(self, held: list[_Held], want: int) -> tuple[list[_Change], bool]:
        want = min(max(want, 1), wire.MOST_ROWS)
        picked: list[_Change] = []
        for index, (_, _, head, since, filling) in enumerate(held):
            picked += sorted(
                _Change(index, ver, table, row_id, there)
                for (table, row_id), (ver, there) in head.feed.items()
                # Removals of before the fill began concern rows that this client never had.
                if ver > since and (there or ver > filling)
            )
            if len(picked) > want:
                return picked[:want], True
        return picked, False

    def _early(self, held: list[_Held], early: wire.Early) -> Iterator[_Change]:
        """Everything small, the appointments of a stretch of time, and their patients."""
        start, end = text_of(early.start), text_of(early.end)
        near = {
            row_id: row["patient_id"]
            for row_id, row in self.tables["appointments"].items()
            if start <= row["starts_at"] < end
        }
        wanted = {"appointments": set(near), "patients": set(near.values()), "handovers": set()}
        for index, h in enumerate(held):
            for (table, row_id), (ver, there) in h.head.feed.items():
                is_small = table not in wanted
                if there and (is_small or (h.head.kind == "facility" and row_id in wanted[table])):
                    yield _Change(index, ver, table, row_id, there)

    def _pages(self, changes: Iterable[_Change]) -> dict[str, Row]:
        pages: dict[str, Row] = {}
        for change in changes:
            columns = list(BLANK[change.table])
            page = pages.setdefault(change.table, {"columns": columns, "rows": []})
            row = self.tables[change.table][change.row_id]
            page["rows"].append([change.scope, change.ver, *(row[name] for name in columns)])
        return pages

    def _lease(self, person: str, request: wire.PullRequest) -> Row:
        roles = {
            member["facility_id"]: member["role"]
            for member in self.tables["facility_members"].values()
            if member["user_id"] == person and member["is_active"]
        }
        days = {
            p["facility_id"]: p["lease_days"] for p in self.tables["facility_policies"].values()
        }
        now, shortest = self.now(), min((days.get(home, 14) for home in roles), default=14)
        until = now + timedelta(days=shortest)
        return self.lease_key.lease(person, set(roles.values()), now, until, request)

    # --- sync_digest ------------------------------------------------------------------------------

    def digest(self, person: str, request: wire.DigestRequest) -> bytes:
        """As sync_digest: what is in the buckets that differ, whole buckets up to `want` rows."""
        if request.scope not in self.grants.get(person, {}):
            raise NotAllowed("this scope is not yours")
        head = self.heads[request.scope]
        rows = [(t, i, ver) for (t, i), (ver, there) in head.feed.items() if there]
        sums: dict[str, tuple[int, int]] = {}
        for table, row_id, ver in rows:
            n, total = sums.get(row_id[-2:], (0, 0))
            sums[row_id[-2:]] = (n + 1, total + row_hash(table, row_id, ver))
        unequal = sorted(
            bucket
            for bucket in sums.keys() | request.buckets.keys()
            if "{}:{}".format(*sums.get(bucket, (0, 0))) != request.buckets.get(bucket, "0:0")
        )
        told: list[str] = []
        brought = 0
        for bucket in unequal:
            if brought < min(max(request.want, 1), wire.MOST_ROWS):
                told.append(bucket)
            brought += sums.get(bucket, (0, 0))[0]
        changes = [_Change(0, ver, t, i, True) for t, i, ver in rows if i[-2:] in told]
        answer = {"proto": 1, "epoch": self.epoch, "head": head.ver, "n": head.n}
        answer |= {"sum": str(head.sum), "buckets": told, "more": len(told) < len(unequal)}
        return msgspec.json.encode(answer | {"tables": self._pages(changes)})


def _scopes_of(table: str, row: Row | None) -> set[str]:
    if row is None:
        return set()
    owners = {kind: row[column] for kind, column in FOLLOW[table].items()}
    return {scope_id(kind, owner) for kind, owner in owners.items() if owner is not None}
