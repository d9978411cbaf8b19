"""One write of a person: the shown rows, the drafts that carry it to the server, and the audit
trail.

All of it is one durable commit. A row that an edit leaves as it was is not written, not sent, not
audited. Several edits of one record within a write are one draft.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, delete, update

from sync.errors import Defect, Expected
from sync.ids import NewId
from sync.replica import direct, outbox
from sync.replica.audit import Line
from sync.replica.audit import append as append_line
from sync.replica.lease import LeaseEnded
from sync.replica.outbox import Draft
from sync.replica.overlay import forget_server_row, has_drafts, keep_server_row, lay, relay
from sync.replica.query import Query, Row
from sync.replica.rows import WireRow, shape, show, shown_row, to_wire
from sync.replica.tables import outbox as outbox_table


class RowGone(Expected):
    """The record to be changed is no longer here: removed, or out of this person's reach."""

    code = "replica.row_gone"


class Transaction:
    """What a command writes through. Tables the server never sees are written through `db`.

    With `is_read_only` a change of the clinic's data raises LeaseEnded.
    """

    def __init__(
        self,
        db: Connection,
        *,
        now: datetime,
        author: str,
        device: str,
        label: str,
        new_id: NewId,
        is_read_only: bool = False,
    ) -> None:
        self.db = db
        self.now = now
        self.author = author
        self.device = device
        self.new_id = new_id
        self._label = label
        self._is_read_only = is_read_only
        self._group = ""
        self._needs: list[str] = []
        self._mine: dict[tuple[str, str], Draft] = {}

    @property
    def drafts(self) -> list[str]:
        """The ids of the drafts made so far."""
        return [draft.id for draft in self._mine.values()]

    def rows(self, query: Query[Row]) -> list[Row]:
        """What the query sees, this write's own changes included."""
        return query.run(self.db)

    def depends_on(self, mutation_ids: Iterable[str]) -> None:
        """Drafts made from here on must not reach the server before these."""
        self._needs.extend(mutation_ids)

    def insert(self, table: Table, **values: Any) -> str:
        """Add a record and return its id: the one given, or a new one."""
        row_id = str(values.pop("id", None) or self.new_id())
        if shown_row(self.db, table.name, row_id) is not None:
            raise Defect(f"{table.name} has a row of this id already")
        patch = to_wire(table.name, values)
        self._write("insert", table.name, row_id, None, patch)
        return row_id

    def update(self, table: Table, row_id: str, **patch: Any) -> bool:
        """Change fields of a record. False when it had these values already.

        Raises RowGone when the record is not here any more.
        """
        row = self._row(table, row_id)
        wanted = to_wire(table.name, patch)
        changed = {name: value for name, value in wanted.items() if row.get(name) != value}
        if not changed:
            return False
        self._write("update", table.name, row_id, row, changed)
        return True

    def delete(self, table: Table, row_id: str) -> None:
        """Take a record away. Raises RowGone when somebody already has."""
        self._write("delete", table.name, row_id, self._row(table, row_id), {})

    def note(self, action: str, table: str, row_id: str, fields: Iterable[str] = ()) -> None:
        """Add a line to the audit trail for what changes no record of the clinic, as a decision that
        lets a draft go. What is written through here has its line anyway.
        """
        line = Line(
            self.now,
            self.author,
            self.device,
            self._label,
            action,
            table,
            row_id,
            list(fields),
        )
        append_line(self.db, [line])

    def _row(self, table: Table, row_id: str) -> WireRow:
        row = shown_row(self.db, table.name, row_id)
        if row is None:
            raise RowGone(f"{table.name} {row_id}")
        return row

    def _write(
        self, kind: str, table: str, row_id: str, row: WireRow | None, patch: WireRow
    ) -> None:
        if self._is_read_only:
            raise LeaseEnded(f"{kind} in {table}")
        earlier = self._mine.get((table, row_id))
        if earlier is not None:
            self._amend(earlier, kind, patch)
        else:
            first = not has_drafts(self.db, table, row_id)
            if row is not None and first:
                keep_server_row(self.db, table, row_id, row)
            draft = self._draft(kind, table, row_id, row, patch)
            self._mine[table, row_id] = draft
            self._store(draft)
            if draft.depends_on or not first:
                outbox.park_followers(self.db)
            show(self.db, table, row_id, lay(table, row, [draft]))
        line = Line(
            self.now, self.author, self.device, self._label, kind, table, row_id, sorted(patch)
        )
        append_line(self.db, [line])

    def _draft(
        self, kind: str, table: str, row_id: str, row: WireRow | None, patch: WireRow
    ) -> Draft:
        self._group = self._group or self.new_id()
        return Draft(
            seq=0,
            id=self.new_id(),
            group_id=self._group,
            kind=kind,
            tbl=table,
            row_id=row_id,
            lane=f"{table}:{row_id}",
            base_version=None if row is None else row.get("version"),
            base=row or {},
            patch=patch,
            depends_on=self._dependencies(table, row_id, patch),
            at=self.now,
            author=self.author,
            device=self.device,
            label=self._label,
            state=outbox.WAITING,
            attempts=0,
            next_attempt_at=None,
            error=None,
            card_id=None,
            sent_at=None,
        )

    def _store(self, draft: Draft) -> None:
        outbox.add(self.db, draft)

    def _amend(self, draft: Draft, kind: str, patch: WireRow) -> None:
        """A second edit of a record in the same write joins the first."""
        key = (draft.tbl, draft.row_id)
        mine = outbox_table.c.id == draft.id
        if kind == "delete":
            patch = {}
            kind = "nothing" if draft.kind == "insert" else "delete"
        elif draft.kind == "delete":
            raise Defect(f"{draft.tbl}: a record is deleted and written in one go")
        else:
            patch = draft.patch | patch
            kind = draft.kind
            if kind == "update":
                patch = {n: v for n, v in patch.items() if draft.base.get(n) != v}
                kind = "update" if patch else "nothing"
        if kind == "nothing":
            del self._mine[key]
            self.db.execute(delete(outbox_table).where(mine))
        else:
            needs = self._dependencies(draft.tbl, draft.row_id, patch) + draft.depends_on
            draft = replace(
                draft,
                kind=kind,
                patch=patch,
                depends_on=[n for n in dict.fromkeys(needs) if n != draft.id],
            )
            self._mine[key] = draft
            self.db.execute(
                update(outbox_table)
                .where(mine)
                .values(kind=kind, patch=draft.patch, depends_on=draft.depends_on)
            )
        if draft.depends_on:
            outbox.park_followers(self.db)
        relay(self.db, draft.tbl, draft.row_id)
        if not has_drafts(self.db, draft.tbl, draft.row_id):
            forget_server_row(self.db, draft.tbl, draft.row_id)

    def _dependencies(self, table: str, row_id: str, patch: WireRow) -> list[str]:
        """Drafts that must be on the server first: they bring this record, or one it points to.

        So must those parked under a card, when the server does not have the record: this one would
        arrive where nothing is.
        """
        refers = shape(table).refers
        pointed = {(refers[n], v) for n, v in patch.items() if n in refers and v is not None}
        found = dict.fromkeys(self._needs)
        wanted = sorted(pointed | {(table, row_id)})
        rows = direct.rows(
            self.db, _needed(len(wanted)), [value for pair in wanted for value in pair]
        )
        found.update(dict.fromkeys(mutation_id for (mutation_id,) in rows))
        return list(found)


@cache
def _needed(records: int) -> str:
    """SQL for the drafts that this many records, given as table and id, need on the server first."""
    return (
        f"WITH wanted (tbl, row_id) AS (VALUES {', '.join(['(?, ?)'] * records)}) "  # noqa: S608
        "SELECT o.id FROM wanted AS w CROSS JOIN outbox AS o ON o.tbl = w.tbl AND o.row_id = w.row_id "
        "WHERE o.state <> 'acked' AND (o.kind = 'insert' OR o.state = 'parked' AND NOT EXISTS "
        "(SELECT 1 FROM server_rows AS s WHERE s.tbl = o.tbl AND s.row_id = o.row_id)) "
        "ORDER BY o.tbl, o.row_id, o.seq"
    )
