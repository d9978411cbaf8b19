"""Whatever is edited, pulled and refused, in whatever order: no draft vanishes, all ends equal."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, StaticPool, select
from sqlcipher3 import dbapi2

from sync.replica import migrations, outbox, overlay
from sync.replica.batch import next_batch
from sync.replica.cipher import make_engine
from sync.replica.integrity import kept_digest, scope_digest
from sync.replica.outbox import Draft
from sync.replica.pages import put_server_rows, remove_server_rows
from sync.replica.rows import WireRow, shown_row
from sync.replica.tables import outbox as outbox_table
from sync.replica.tables import patients, server_rows
from sync.replica.transaction import RowGone, Transaction
from tests.replica.rows import NOON, a_patient, server_patient

ROWS = ("r1", "r2", "r3")
FIELDS = ("phone", "note", "family_name")

edits = st.tuples(
    st.just("edit"), st.sampled_from(ROWS), st.sampled_from(FIELDS), st.integers(0, 3)
)
others = st.tuples(
    st.just("other"), st.sampled_from(ROWS), st.sampled_from(FIELDS), st.integers(4, 6)
)
steps = st.one_of(
    edits,
    edits,
    others,
    st.tuples(st.just("insert"), st.sampled_from(ROWS)),
    st.tuples(st.just("delete"), st.sampled_from(ROWS)),
    st.tuples(st.just("erase"), st.sampled_from(ROWS)),
    st.tuples(st.just("push"), st.booleans()),
    st.tuples(st.just("push"), st.just(True)),
    st.tuples(st.just("pull"), st.booleans()),
)


@dataclass
class Server:
    """Rows, the versions of one scope, and the mutations it has taken."""

    rows: dict[str, WireRow] = field(default_factory=dict)
    feed: dict[str, int] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    ver: int = 0

    def store(self, row_id: str, row: WireRow | None) -> None:
        self.ver += 1
        self.feed[row_id] = self.ver
        if row is None:
            self.rows.pop(row_id, None)
        else:
            self.rows[row_id] = row | {"version": self.ver}

    def offer(self, draft: Draft, willing: bool) -> bool:
        """Whether the change is taken. A row that is not there takes no edit, as on the real one."""
        there = self.rows.get(draft.row_id)
        if not willing or (there is None) != (draft.kind == "insert"):
            return False
        self.taken.add(draft.id)
        if draft.kind == "delete":
            self.store(draft.row_id, None)
        else:
            before = server_patient(draft.row_id) if there is None else there
            self.store(draft.row_id, before | draft.patch)
        return True


@dataclass
class Client:
    """A replica without threads, and what became of each of its drafts."""

    db: Connection
    made: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    read_to: int = 0
    ids: Any = field(default_factory=lambda: map("id-{:05}".format, count()))

    def write(self, step: tuple[Any, ...]) -> None:
        tx = Transaction(
            self.db,
            now=NOON,
            author="me",
            device="here",
            label="test",
            new_id=lambda: next(self.ids),
        )
        kind, row_id, *rest = step
        if kind == "insert":
            if shown_row(self.db, "patients", row_id) is None:
                tx.insert(patients, id=row_id, **a_patient())
        elif kind == "delete":
            try:
                tx.delete(patients, row_id)
            except RowGone:
                return
        else:
            try:
                tx.update(patients, row_id, **{rest[0]: f"value {rest[1]}"})
            except RowGone:
                return
        self.made.update(tx.drafts)

    def push(self, server: Server, willing: bool) -> None:
        for group in next_batch(self.db, NOON, author="me"):
            for draft in group.drafts:
                outbox.mark_sent(self.db, [draft.id], NOON)
                if server.offer(draft, willing):
                    outbox.acked(self.db, [draft.id])
                    continue
                under_it = outbox.dependents(self.db, draft.id)
                overlay.settle(self.db, draft.id, refused=True)
                self.ended.add(draft.id)
                for each in under_it:
                    overlay.settle(self.db, each, refused=True)
                    self.ended.add(each)

    def pull(self, server: Server, backwards: bool) -> None:
        news = sorted(r for r, ver in server.feed.items() if ver > self.read_to)
        for row_id in reversed(news) if backwards else news:
            ver, row = server.feed[row_id], server.rows.get(row_id)
            if row is None:
                remove_server_rows(self.db, "scope", [("patients", row_id, ver)])
            else:
                put_server_rows(self.db, "scope", "patients", list(row), [[ver, *row.values()]])
        for draft_id in self.acknowledged():
            if draft_id in server.taken:
                overlay.settle(self.db, draft_id)
                self.ended.add(draft_id)
        self.read_to = server.ver

    def acknowledged(self) -> list[str]:
        acked = outbox_table.c.state == outbox.ACKED
        return list(self.db.scalars(select(outbox_table.c.id).where(acked)))

    def check(self) -> None:
        waiting = set(self.db.scalars(select(outbox_table.c.id)))
        assert waiting | self.ended == self.made, "a draft has vanished"
        assert not waiting & self.ended
        kept = set(self.db.scalars(select(server_rows.c.row_id)))
        for row_id in ROWS:
            drafts = outbox.drafts_of(self.db, "patients", row_id)
            shown = shown_row(self.db, "patients", row_id)
            if drafts:
                server = overlay.server_row(self.db, "patients", row_id)
                laid = overlay.lay("patients", server, drafts)
                assert (shown is None) == (laid is None)
                if shown is not None and laid is not None:
                    assert {f: shown[f] for f in laid} == laid
            else:
                assert row_id not in kept
        assert kept_digest(self.db, "scope") == scope_digest(self.db, "scope")


@given(st.lists(steps, min_size=12, max_size=50))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_draft_vanishes_and_replicas_end_equal(story: list[tuple[Any, ...]]) -> None:
    engine = make_engine(
        lambda: dbapi2.connect(":memory:", isolation_level=None), poolclass=StaticPool
    )
    migrations.migrate(engine)
    server = Server()
    server.store("r1", server_patient("r1"))
    with engine.begin() as db:
        client = Client(db)
        client.pull(server, backwards=False)
        for step in story:
            match step:
                case ("other", row_id, name, value):
                    if row_id in server.rows:
                        server.store(row_id, server.rows[row_id] | {name: f"value {value}"})
                case ("erase", row_id):
                    if row_id in server.rows:
                        server.store(row_id, None)
                case ("push", willing):
                    client.push(server, willing)
                case ("pull", backwards):
                    client.pull(server, backwards)
                case _:
                    client.write(step)
            client.check()

        for _ in range(60):
            if client.made == client.ended and client.read_to == server.ver:
                break
            client.push(server, willing=True)
            client.pull(server, backwards=False)
            client.check()
        assert client.made == client.ended, "everything has been taken or refused"
        for row_id in ROWS:
            assert shown_row(db, "patients", row_id) == server.rows.get(row_id)
    engine.dispose()
