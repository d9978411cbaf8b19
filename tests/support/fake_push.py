"""`sync_push` of the server in memory: drafts in, verdicts out, each exactly once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import msgspec

from sync.backend import wire
from tests.support.fake_merge import merge
from tests.support.fake_rules import DELETABLE, insertable, updatable, writers
from tests.support.fake_schema import (
    BLANK,
    MANAGED,
    Refused,
    Row,
    Verdict,
    invalid,
    is_id,
    typed,
    verdict,
)
from tests.support.fake_server import REMEMBERS, FakeServer, Kept

_UNKEPT = ("dependency_failed", "upgrade_required")
_AS_TOLD = ("malformed", "id_reuse")


def push(server: FakeServer, person: str, request: wire.PushRequest) -> bytes:
    """The answer as bytes, as the real one comes."""
    if request.epoch not in (None, server.epoch):
        return msgspec.json.encode(server.preamble() | {"results": []})
    off = timedelta() if request.now is msgspec.UNSET else server.now() - request.now
    asked = _Request(server, person, off)
    results = [told for group in request.groups for told in asked.group(group.mutations)]
    server.commit()
    flags = server.flags | {"copy": server.is_copy(person, request)}
    return msgspec.json.encode(server.preamble() | {"flags": flags, "results": results})


def _body(mutation: wire.Mutation) -> bytes:
    """What makes it the same mutation: all but what it waits for, in whatever order."""
    bare = msgspec.structs.replace(mutation, depends_on=[])
    return msgspec.json.encode(bare, order="deterministic")


@dataclass
class _Request:
    """One push: what it has been told so far, by mutation."""

    server: FakeServer
    person: str
    clock_off: timedelta
    told: dict[str, Verdict] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def group(self, mutations: list[wire.Mutation]) -> list[Row]:
        """All or nothing; verdicts are kept for those that have one of their own."""
        point = self.server.savepoint()
        answers = [self._answer(mutation) for mutation in mutations]
        if len(mutations) > 1 and any(
            (a or self.told[m.id])["status"] not in wire.SETTLED
            for m, a in zip(mutations, answers, strict=True)
        ):
            self.server.back_to(point)
            for mutation, answer in zip(mutations, answers, strict=True):
                if answer is not None and answer.get("code") not in _AS_TOLD:
                    self._take_back(mutation)
        results = []
        for mutation, answer in zip(mutations, answers, strict=True):
            out = answer
            if out is None:
                out = self.told[mutation.id] | {"repeated": True}
            elif out.get("code") not in _AS_TOLD:
                out = self.told[mutation.id]
                self._keep(mutation, out)
            results.append({"id": mutation.id} | out)
        return results

    def _answer(self, mutation: wire.Mutation) -> Verdict | None:
        """The verdict, or None for a mutation that came before in this request."""
        if not is_id(mutation.id) or not (is_id(mutation.row_id) or mutation.kind == "call"):
            return verdict("rejected", "malformed")
        body = _body(mutation)
        if mutation.id in self.bodies:
            return None if self.bodies[mutation.id] == body else verdict("rejected", "id_reuse")
        self.bodies[mutation.id] = body
        self.told[mutation.id] = out = self._recall(mutation) or self._judge(mutation)
        return out

    def _recall(self, mutation: wire.Mutation) -> Verdict | None:
        kept = self.server.ledger.get(mutation.id)
        if kept is None:
            return None
        if kept.owner != self.person or kept.body != self.bodies[mutation.id]:
            return verdict("rejected", "id_reuse")
        again = kept.verdict | {"repeated": True}
        return again if mutation.kind == "call" else self._with_row(mutation, again)

    def _judge(self, mutation: wire.Mutation) -> Verdict:
        if mutation.author != self.person:
            return verdict("forbidden", "author")
        for needed in reversed(mutation.depends_on):
            known = self.told.get(needed) or self.server.verdict_of(needed)
            if known.get("status") not in wire.SETTLED:
                return verdict("dependency_failed", "dependency", detail=needed)
        point = self.server.savepoint()
        try:
            return _Mutation(self.server, self.person, mutation, self.clock_off).apply()
        except Refused as no:
            self.server.back_to(point)
            return self._refused(mutation, no.verdict)

    def _refused(self, mutation: wire.Mutation, out: Verdict) -> Verdict:
        code = out.get("code")
        seen = self.server.seen(self.person, mutation.table, mutation.row_id)
        if code == "duplicate":
            if mutation.kind == "insert" and self._is_mine(mutation, seen):
                return verdict("applied", row=seen)
            return out
        if code == "missing_parent":
            return out
        if code == "slot_taken":
            out = out | {"fields": list(mutation.patch)} | self._blocking(mutation, seen)
        return self._with_row(mutation, out)

    def _blocking(self, mutation: wire.Mutation, seen: Row | None) -> Row:
        wanted = (seen or mutation.base) | mutation.patch
        slot = typed({name: wanted.get(name) for name in ("provider_id", "starts_at", "ends_at")})
        taken = self.server.blocking(slot | {"id": mutation.row_id})
        if taken is None:
            return {}
        # The time is the desk's to know, whose it is only where policies show it.
        is_seen = self.server.holds(self.person, "appointments", taken)
        names = ("id", "starts_at", "ends_at") if is_seen else ("starts_at", "ends_at")
        return {"blocking": {name: taken[name] for name in names}}

    def _is_mine(self, mutation: wire.Mutation, seen: Row | None) -> bool:
        """The insert had its effect, and only the ledger forgot it."""
        row = self.server.tables[mutation.table].get(mutation.row_id)
        if row is not None and row["created_by"] == self.person:
            return True
        wanted = typed(mutation.patch).items()
        return seen is not None and all(seen[name] == value for name, value in wanted)

    def _take_back(self, mutation: wire.Mutation) -> None:
        """The group went back: what was applied was not, and rows are told as they are now."""
        out = self.told.get(mutation.id)
        if out is None or "repeated" in out:
            return
        if out["status"] in wire.SETTLED:
            out = verdict("dependency_failed", "group")
        elif "row" in out:
            out = self._with_row(mutation, {n: v for n, v in out.items() if n != "row"})
        if out["status"] == "conflict" and mutation.kind == "update":
            out = out | {"fields": list(mutation.patch)}
        self.told[mutation.id] = out

    def _with_row(self, mutation: wire.Mutation, out: Verdict) -> Verdict:
        row = self.server.seen(self.person, mutation.table, mutation.row_id)
        return out if row is None else out | {"row": row}

    def _keep(self, mutation: wire.Mutation, out: Verdict) -> None:
        if "repeated" in out or out["status"] in _UNKEPT or out.get("code") == "author":
            return
        bare = {name: value for name, value in out.items() if name != "row"}
        kept = Kept(self.person, self.bodies[mutation.id], bare, self.server.now())
        self.server.ledger[mutation.id] = kept


@dataclass
class _Mutation:
    """One mutation, as its author."""

    server: FakeServer
    person: str
    mutation: wire.Mutation
    clock_off: timedelta

    def apply(self) -> Verdict:
        """As sync.apply. Raises Refused for what a rule forbids."""
        m, server = self.mutation, self.server
        if m.kind == "call":
            if m.table not in server.intents:
                return verdict("upgrade_required", "unknown_intent", detail=m.table)
        elif m.table not in BLANK:
            return verdict("upgrade_required", "unknown_table", detail=m.table)
        elif m.patch.keys() - BLANK[m.table].keys():
            return verdict("upgrade_required", "unknown_column")
        done_at = self._done_at()
        if done_at < server.now() - REMEMBERS:
            return verdict("rejected", "too_old")
        if m.kind == "call":
            return server.intents[m.table](m.row_id, m.patch)
        if m.kind == "insert":
            return self._insert(done_at)
        was = server.seen(self.person, m.table, m.row_id)
        if was is None:
            if m.row_id in server.tables[m.table]:
                return verdict("forbidden", "not_visible")
            if m.kind == "delete":
                if m.base_version is not None:
                    server.gone.add((m.table, m.row_id))
                return verdict("applied")
            return verdict("conflict", "deleted", fields=list(m.patch))
        if not self._may_touch(was):
            return verdict("forbidden", "not_allowed", row=was)
        base = typed(self._known(m.base))
        return self._delete(was, base) if m.kind == "delete" else self._update(was, base, done_at)

    def _done_at(self) -> datetime:
        try:
            at = datetime.fromisoformat(self.mutation.at)
        except ValueError:
            raise invalid("22007") from None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)) + self.clock_off

    def _known(self, fields: Row) -> Row:
        """The fields that the table has, in its order."""
        return {name: fields[name] for name in BLANK[self.mutation.table] if name in fields}

    def _insert(self, done_at: datetime) -> Verdict:
        m = self.mutation
        if (m.table, m.row_id) in self.server.gone:
            return verdict("applied")
        if not m.patch.keys() | {"id"} <= insertable(m.table):
            raise _not_allowed()
        patch = typed(self._known(m.patch))
        self._write(patch, done_at, is_new=True)
        return verdict("applied", row=self.server.seen(self.person, m.table, m.row_id))

    def _delete(self, was: Row, base: Row) -> Verdict:
        m = self.mutation
        saw = {name: value for name, value in base.items() if name not in MANAGED}
        if was["version"] != m.base_version or saw != {name: was[name] for name in saw}:
            return verdict("conflict", "edited", row=was)
        if m.table not in DELETABLE:
            raise _not_allowed()
        self.server.drop(m.table, m.row_id)
        return verdict("applied")

    def _update(self, was: Row, base: Row, done_at: datetime) -> Verdict:
        m = self.mutation
        # What the author saw counts more than its number: a restore gives numbers out again.
        moved_on = was["version"] != m.base_version
        base = {name: value for name, value in base.items() if name not in MANAGED}
        merged = merge(m.table, base if moved_on else was | base, typed(self._known(m.patch)), was)
        if merged.write:
            if not merged.write.keys() <= updatable(m.table):
                raise _not_allowed()
            self._write(merged.write, done_at)
        row = self.server.seen(self.person, m.table, m.row_id)
        if merged.conflicts:
            return verdict("conflict", merged.code, fields=merged.conflicts, row=row)
        return verdict("merged" if moved_on else "applied", row=row)

    def _write(self, patch: Row, done_at: datetime, *, is_new: bool = False) -> None:
        def may(row: Row) -> None:
            if not self._may_touch(row):
                raise _not_allowed()

        m = self.mutation
        self.server.write(
            m.table, m.row_id, patch, self.person, done_at=done_at, may=may, is_new=is_new
        )

    def _may_touch(self, row: Row) -> bool:
        """As the policies for writing say of a row, before and after."""
        table = self.mutation.table
        if table == "profiles":
            return bool(row["id"] == self.person)
        if table == "handovers" and self.mutation.kind != "insert":
            return bool(row["to_user_id"] == self.person)
        home = row["id"] if table == "facilities" else row["facility_id"]
        if table == "facility_members" and row["role"] in (None, "system_admin"):
            return False
        if table == "facility_policies" and row["is_second_factor_required"]:
            return False  # only who has shown one demands it, and here nobody ever does
        return not self.server.roles(self.person, home).isdisjoint(writers(table))


def _not_allowed() -> Refused:
    return Refused(verdict("forbidden", "not_allowed"))
