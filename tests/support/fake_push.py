"""`sync_push` of the server in memory: drafts in, verdicts out, each exactly once."""

from __future__ import annotations

import msgspec

from sync.backend import wire
from tests.support.fake_schema import (
    ADMINS,
    BLANK,
    NOT_WRITABLE,
    WRITERS,
    Refused,
    Row,
    Verdict,
    merge,
    typed,
    verdict,
)
from tests.support.fake_server import FakeServer


def push(server: FakeServer, person: str, request: wire.PushRequest) -> bytes:
    """The answer as bytes, as the real one comes."""
    results: list[Row] = []
    if request.epoch not in (None, server.epoch):
        return msgspec.json.encode(server.preamble() | {"results": results})
    told: dict[str, Verdict] = {}
    for group in request.groups:
        before = server.save() if len(group.mutations) > 1 else None
        for mutation in group.mutations:
            told[mutation.id] = _judge(server, person, mutation, told)
        settled = {m.id: told[m.id]["status"] in wire.SETTLED for m in group.mutations}
        if before is not None and not all(settled.values()):
            server.load(before)
            for mutation_id, was_applied in settled.items():
                if was_applied and "repeated" not in told[mutation_id]:
                    told[mutation_id] = verdict("dependency_failed", "group")
        for mutation in group.mutations:
            out = told[mutation.id]
            if _is_final(out):
                kept = {name: value for name, value in out.items() if name != "row"}
                server.ledger[mutation.id] = (person, _body(mutation), kept)
            results.append({"id": mutation.id} | out)
    copy = server.is_copy(person, request)
    flags = {**server.flags, "copy": copy}
    return msgspec.json.encode(server.preamble() | {"flags": flags, "results": results})


def _is_final(out: Verdict) -> bool:
    return (
        "repeated" not in out
        and out["status"] not in ("dependency_failed", "upgrade_required")
        and out.get("code") not in ("id_reuse", "author")
    )


def _body(mutation: wire.Mutation) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(mutation, depends_on=[]))


def _judge(
    server: FakeServer, person: str, mutation: wire.Mutation, told: dict[str, Verdict]
) -> Verdict:
    known = server.ledger.get(mutation.id)
    if known is not None:
        owner, body, kept = known
        if owner != person or body != _body(mutation):
            return verdict("rejected", "id_reuse")
        row = server.seen(person, mutation.table, mutation.row_id)
        return verdict(**kept | {"row": row, "repeated": True})
    if mutation.author != person:
        return verdict("forbidden", "author")
    for needed in mutation.depends_on:
        status = (told.get(needed) or server.verdict_of(needed)).get("status")
        if status not in wire.SETTLED:
            return verdict("dependency_failed", "dependency", detail=needed)
    try:
        return _apply(server, person, mutation)
    except Refused as no:
        fields = list(mutation.patch) if no.verdict.get("code") == "slot_taken" else None
        row = server.seen(person, mutation.table, mutation.row_id)
        return verdict(**no.verdict | {"fields": fields, "row": row})


def _apply(server: FakeServer, person: str, mutation: wire.Mutation) -> Verdict:
    table, row_id, patch = mutation.table, mutation.row_id, mutation.patch
    if mutation.kind == "call":
        intent = server.intents.get(table)
        if intent is None:
            return verdict("upgrade_required", "unknown_intent", detail=table)
        return intent(row_id, patch)
    if table not in BLANK:
        return verdict("upgrade_required", "unknown_table", detail=table)
    if patch.keys() - BLANK[table].keys():
        return verdict("upgrade_required", "unknown_column")
    was = server.seen(person, table, row_id)
    if mutation.kind == "insert":
        return _insert(server, person, mutation, was)
    if was is None:
        if row_id in server.tables[table]:
            return verdict("forbidden", "not_visible")
        if mutation.kind == "delete":
            return verdict("applied")
        return verdict("conflict", "deleted", fields=list(patch))
    _may_write(server, person, table, was, patch)
    if mutation.kind == "delete":
        if was["version"] != mutation.base_version:
            return verdict("conflict", "edited", row=was)
        server.remove(table, row_id)
        return verdict("applied")
    return _update(server, person, mutation, was)


def _insert(server: FakeServer, person: str, mutation: wire.Mutation, was: Row | None) -> Verdict:
    table, patch = mutation.table, typed(mutation.patch)
    if mutation.row_id in server.tables[table]:
        if was is not None and all(was[name] == value for name, value in patch.items()):
            return verdict("applied", row=was)
        return verdict("rejected", "duplicate", detail=f"{table}_pkey")
    _may_write(server, person, table, BLANK[table] | patch, patch)
    server.write(table, mutation.row_id, patch, person)
    return verdict("applied", row=server.seen(person, table, mutation.row_id))


def _update(server: FakeServer, person: str, mutation: wire.Mutation, was: Row) -> Verdict:
    table, row_id = mutation.table, mutation.row_id
    moved_on = was["version"] != mutation.base_version
    base = typed(mutation.base) if moved_on else was
    merged = merge(table, base, typed(mutation.patch), was)
    if merged.write:
        server.write(table, row_id, merged.write, person)
    row = server.seen(person, table, row_id)
    if merged.conflicts:
        return verdict("conflict", merged.code, fields=merged.conflicts, row=row)
    return verdict("merged" if moved_on else "applied", row=row)


def _may_write(server: FakeServer, person: str, table: str, row: Row, patch: Row) -> None:
    home = row["id"] if table == "facilities" else row.get("facility_id")
    roles = server.roles(person, home) if home else set()
    if patch.keys() & NOT_WRITABLE or not roles & WRITERS.get(table, ADMINS):
        raise Refused(verdict("forbidden", "not_allowed"))
