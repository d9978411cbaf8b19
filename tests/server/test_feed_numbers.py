"""The state feed under load: versions are dense and in commit order, and nobody misses a change."""

from __future__ import annotations

import contextlib
import json
import random
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from sync.embedded.apply import apply
from sync.embedded.postgres import Postgres
from sync.resources import resource
from tests.server.clinic import MORNING, Clinic, Person, Replica, Row, push_request, scope_id

WRITERS = 16
SECONDS = 4.0

WATCH = """
    create table public.numbered (scope uuid, ver bigint, primary key (scope, ver));
    create function public.number_seen() returns trigger language plpgsql security definer as $$
    begin
        insert into public.numbered values (new.scope, new.ver);
        return null;
    end $$;
    create trigger seen after insert or update of ver on sync.feed
        for each row execute function public.number_seen();
    insert into public.numbered select scope, ver from sync.feed;
"""

RECOUNT = """
    select h.kind, h.scope, h.n, h.sum, count(f.*) as recounted,
           coalesce(sum(sync.row_hash(t.name, f.row_id, f.ver)), 0) as resummed,
           h.ver, coalesce(max(f.ver), 0) as newest
    from sync.scope_head h
    left join sync.feed f on f.scope = h.scope and f.op = 'u'
    left join sync.tables t using (tbl)
    group by h.scope
"""


def test_sixteen_writers_leave_no_gap_and_no_reader_misses_a_change(clinic: Clinic) -> None:
    storm = Storm(clinic)
    weather(storm)
    assert storm.commits > 50


def weather(storm: Storm) -> None:
    """Let it rage, and see that every number was given once and every change reached every reader."""
    clinic = storm.clinic
    clinic.db.execute(WATCH.encode())
    clinic.db.execute(
        # What the rows of before the watch were numbered meanwhile is not what is tested.
        b"""insert into public.numbered
            select h.scope, v from sync.scope_head h, generate_series(1, h.ver) v
            on conflict do nothing"""
    )
    storm.run()
    assert storm.errors == []
    assert storm.rolled_back > 0

    gaps = clinic.db.execute(
        b"""select h.kind, h.ver, count(s.ver) from sync.scope_head h
            left join public.numbered s on s.scope = h.scope and s.ver between 1 and h.ver
            group by h.scope having count(s.ver) <> h.ver"""
    ).fetchall()
    assert gaps == []
    assert clinic.value("select count(*) from sync.marks") == 0
    assert clinic.value("select count(*) from sync.open_tx") == 0
    for head in clinic.db.execute(RECOUNT.encode()):
        assert (head["n"], head["sum"]) == (head["recounted"], head["resummed"]), head["kind"]
        assert head["newest"] <= head["ver"]

    for replica in storm.replicas:
        replica.pull()
        replica.check()
        assert replica.rows == clinic.visible(replica.person)
    assert sum(replica.removals for replica in storm.replicas) > 0


class Storm:
    """Sixteen writers over rows of four facilities and six patients' accounts, three readers."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.facilities = [clinic.facility(f"F{n}") for n in range(4)]
        self.providers = {f: clinic.provider(f) for f in self.facilities}
        self.accounts = [clinic.account(f"patient {n}") for n in range(6)]
        self.patients = {f: [clinic.patient(f) for _ in range(12)] for f in self.facilities}
        reader = clinic.account("everywhere")
        for facility in self.facilities:
            clinic.join(reader, facility, "reception")
        nurse = clinic.member(self.facilities[0], "nurse")
        self.replicas = [Replica(clinic, p) for p in (reader, nurse, self.accounts[0])]
        self.errors: list[BaseException] = []
        self.commits = self.rolled_back = self.slow = self.prepared = 0
        self.more: list[Callable[[], None]] = []
        self._until = 0.0
        self._counting = threading.Lock()

    def run(self) -> None:
        self._until = time.monotonic() + SECONDS
        jobs: list[Callable[[], None]] = [lambda n=n: self._write(n) for n in range(WRITERS)]
        jobs += self.more
        jobs += [lambda r=r: self._read(r) for r in self.replicas]
        jobs.append(self._count_gaps)
        with ThreadPoolExecutor(len(jobs)) as pool:
            ends = [pool.submit(job).exception for job in jobs]
            found = [end(timeout=SECONDS + 60) for end in ends]
        self.errors = [error for error in found if error is not None]

    def _write(self, number: int) -> None:
        rng = random.Random(number)
        with Clinic(self.clinic.dsn) as mine:
            mine.db.execute("set lock_timeout = '20s'")
            while time.monotonic() < self._until:
                # Sorted, as sync_push locks them: crossing row locks are no matter of the feed.
                targets = sorted(
                    (rng.choice(self.patients[f]), f) for f in rng.choices(self.facilities, k=3)
                )
                with mine.db.transaction():
                    for patient, facility in targets:
                        if rng.random() < 0.2:
                            with contextlib.suppress(_Regret), mine.db.transaction():
                                self._change(mine, rng, patient, facility)
                                raise _Regret
                            with self._counting:
                                self.rolled_back += 1
                        else:
                            self._change(mine, rng, patient, facility)
                with self._counting:
                    self.commits += 1

    def _change(self, mine: Clinic, rng: random.Random, patient: str, facility: str) -> None:
        what = rng.random()
        if what < 0.5:
            mine.change("patients", patient, phone=str(rng.random()))
        elif what < 0.7:
            mine.change("patients", patient, user_id=rng.choice(self.accounts).id)
        else:
            starts_at = MORNING + timedelta(minutes=rng.randrange(10_000))
            row = mine.add(
                "time_off",
                facility_id=facility,
                provider_id=self.providers[facility],
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=5),
            )
            if what < 0.85:
                mine.remove("time_off", row["id"])
            mine.db.execute(
                "delete from public.time_off where id = (select id from public.time_off"
                " where facility_id = %s and id <> %s limit 1 for update skip locked)",
                [facility, row["id"]],
            )

    def write_slowly(self) -> None:
        """Transactions that stay open over many of the others' commits, before and after their writes."""
        rng = random.Random("slow")
        with Clinic(self.clinic.dsn) as mine:
            mine.db.execute("set lock_timeout = '20s'")
            while time.monotonic() < self._until:
                facility = rng.choice(self.facilities)
                with mine.db.transaction():
                    mine.patient(facility)
                    mine.db.execute("select pg_sleep(0.1)")
                    self._change(mine, rng, rng.choice(self.patients[facility]), facility)
                    mine.db.execute("select pg_sleep(0.1)")
                self.slow += 1

    def sit_idle(self) -> None:
        """A forgotten session: it has a number of the server and a row of its own, and says nothing."""
        with Clinic(self.clinic.dsn) as mine, mine.db.transaction(force_rollback=True):
            mine.db.execute("create temporary table forgotten (id int)")
            mine.patient(self.facilities[0])
            while time.monotonic() < self._until:
                time.sleep(0.05)

    def prepare(self) -> None:
        """Two-phase commits: decided later, one way or the other, while everybody else goes on."""
        rng = random.Random("prepared")
        with Clinic(self.clinic.dsn) as mine, Clinic(self.clinic.dsn) as coordinator:
            mine.db.execute("set lock_timeout = '20s'")
            while time.monotonic() < self._until:
                facility = rng.choice(self.facilities)
                mine.db.execute("begin")
                self._change(mine, rng, rng.choice(self.patients[facility]), facility)
                mine.db.execute("prepare transaction 'both'")
                time.sleep(rng.uniform(0.0, 0.1))
                how = "commit" if rng.random() < 0.6 else "rollback"
                coordinator.db.execute(f"{how} prepared 'both'".encode())
                self.prepared += 1

    def _read(self, replica: Replica) -> None:
        with Clinic(self.clinic.dsn) as mine:
            replica.clinic = mine
            while time.monotonic() < self._until:
                replica.pull(want=random.choice((3, 20, 200)))
                replica.check()
        replica.clinic = self.clinic

    def _count_gaps(self) -> None:
        """Polls as a naive reader of a log would: no number may ever appear behind the cursor."""
        reached: dict[Any, int] = defaultdict(int)
        with Clinic(self.clinic.dsn) as mine:
            while time.monotonic() < self._until:
                for row in mine.db.execute(
                    b"select scope, array_agg(ver order by ver) as all_of_them"
                    b" from public.numbered group by scope"
                ):
                    news = [v for v in row["all_of_them"] if v > reached[row["scope"]]]
                    if news:
                        expected = list(range(reached[row["scope"]] + 1, news[-1] + 1))
                        assert news == expected, "a number was skipped or came late"
                        reached[row["scope"]] = news[-1]


class _Regret(Exception):
    """Rolls back to the savepoint."""


def test_a_missing_head_aborts_the_commit(clinic: Clinic) -> None:
    facility = clinic.facility()
    clinic.db.execute(
        "delete from sync.scope_head where scope = %s", [scope_id("facility", facility)]
    )
    with pytest.raises(psycopg.errors.RaiseException, match="a scope head is missing"):
        clinic.add("rooms", facility_id=facility, name="Room")
    assert clinic.value("select count(*) from public.rooms") == 0


@pytest.fixture
def second(clinic: Clinic) -> Iterator[Clinic]:
    with Clinic(clinic.dsn) as other:
        other.db.execute("set lock_timeout = '5s'")
        yield other


def test_a_forgotten_transaction_holds_nobody_back(clinic: Clinic, second: Clinic) -> None:
    here, there = clinic.facility("Here"), clinic.facility("There")
    readers = [Replica(clinic, clinic.member(f, "reception")).pull() for f in (here, there)]
    with second.db.transaction(force_rollback=True):
        forgotten = second.patient(here, "Forgotten")
        began = time.monotonic()
        in_other = clinic.patient(there)
        in_same = clinic.patient(here)
        assert time.monotonic() - began < 2
        for reader, patient in zip(readers, (in_same, in_other), strict=True):
            rows = reader.pull().rows
            assert ("patients", patient) in rows
            assert ("patients", forgotten) not in rows
    readers[0].pull().check()


@pytest.fixture(scope="module")
def preparing() -> Iterator[Clinic]:
    """A server of its own, which takes part in two-phase commits."""
    settings = {"max_prepared_transactions": "2", "fsync": "off"}
    with (
        tempfile.TemporaryDirectory(prefix="clinic-") as folder,
        Postgres(Path(folder) / "pg", settings=settings) as server,
    ):
        apply(server.dsn(), resource("supabase", "migrations"))
        with Clinic(server.dsn()) as clinic:
            # A transaction that notifies cannot be prepared, and here pokes are notifications.
            clinic.db.execute("drop function realtime.send(jsonb, text, text, boolean)")
            yield clinic


def test_an_orphaned_prepared_transaction_stops_its_own_scopes_only(preparing: Clinic) -> None:
    clinic = preparing
    here, there = clinic.facility("Here"), clinic.facility("There")
    reader = Replica(clinic, clinic.member(here, "reception")).pull()
    with Clinic(clinic.dsn) as second:
        second.db.execute("begin")
        stuck = second.patient(here)
        second.db.execute("prepare transaction 'orphan'")
    try:
        clinic.db.execute("set lock_timeout = '300ms'")
        clinic.patient(there)
        with pytest.raises(psycopg.errors.LockNotAvailable):
            clinic.patient(here)
        reader.pull().check()
    finally:
        clinic.db.execute("commit prepared 'orphan'")
    clinic.patient(here)
    assert ("patients", stuck) in reader.pull().rows
    reader.check()


def test_slow_idle_and_prepared_ones_among_the_sixteen(preparing: Clinic) -> None:
    storm = Storm(preparing)
    storm.more = [storm.write_slowly, storm.sit_idle, storm.prepare]
    weather(storm)
    assert storm.slow > 3
    assert storm.prepared > 3
    assert storm.commits > 20


def test_pushes_that_cross_each_other_wait_and_do_not_deadlock(clinic: Clinic) -> None:
    facility = clinic.facility()
    people = [clinic.member(facility, "reception") for _ in range(2)]
    rows = [clinic.patient(facility) for _ in range(6)]
    barrier = threading.Barrier(2, timeout=30)

    def desk(person: Person, order: list[str]) -> list[str]:
        told = []
        with Clinic(clinic.dsn) as mine:
            for turn in range(15):
                drafts = [
                    mine.mutation(
                        person, "update", "patients", row, {"phone": f"{person.id} {turn}"}
                    )
                    for row in order
                ]
                barrier.wait()
                told += [result["status"] for result in mine.push(person, *drafts)]
        return told

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(desk, people[0], rows)
        other = pool.submit(desk, people[1], rows[::-1])
        statuses = first.result(timeout=60) + other.result(timeout=60)
    # Each saw the same base: one came first, the other gets a card. Nobody got an error.
    assert set(statuses) <= {"applied", "conflict", "merged"}
    assert statuses.count("applied") >= 15 * 6
    assert "conflict" in statuses


def test_a_replicated_table_cannot_be_emptied_behind_the_feeds_back(clinic: Clinic) -> None:
    facility = clinic.facility()
    clinic.add("rooms", facility_id=facility, name="Room")
    with pytest.raises(psycopg.errors.RaiseException, match="delete"):
        clinic.db.execute("truncate public.rooms cascade")


# --- pokes ----------------------------------------------------------------------------------------


def messages(clinic: Clinic) -> list[Row]:
    return clinic.db.execute(
        b"delete from realtime.messages returning topic, event, payload - 'id' as payload, private"
    ).fetchall()


def test_a_commit_pokes_each_owner_once_and_says_nothing(clinic: Clinic) -> None:
    facility = clinic.facility()
    provider, patient = clinic.provider(facility), clinic.patient(facility)
    account = clinic.account("patient")
    messages(clinic)
    with clinic.db.transaction():
        for _ in range(5):
            clinic.patient(facility)
        clinic.add("rooms", facility_id=facility, name="Room")
        clinic.change("patients", patient, user_id=account.id)
        clinic.appointment(facility, patient, provider)
    told = messages(clinic)
    assert sorted(m["topic"] for m in told) == sorted(
        [f"facility:{facility}", f"user:{account.id}"]
    )
    assert all((m["event"], m["payload"], m["private"]) == ("poke", {}, True) for m in told)
    with clinic.db.transaction(force_rollback=True):
        clinic.patient(facility)
    assert messages(clinic) == []


def test_a_poke_that_fails_costs_a_warning_and_never_the_write(clinic: Clinic) -> None:
    facility = clinic.facility()
    clinic.db.execute(
        b"""create or replace function realtime.send(payload jsonb, event text, topic text,
                private boolean default true) returns void language plpgsql as $$
            begin raise exception 'the wire is down'; end $$"""
    )
    said: list[str] = []
    clinic.db.add_notice_handler(lambda notice: said.append(notice.message_primary or ""))
    patient = clinic.patient(facility)
    assert clinic.row("patients", patient)
    assert said == ["sync.poke: the wire is down"]


def test_the_cost_of_a_commit_does_not_grow_with_the_clinic(clinic: Clinic) -> None:
    """Numbering and poking find their rows by index, however large the feed is."""
    facility = clinic.facility()
    clinic.db.execute(
        """insert into public.patients (facility_id, family_name)
           select %s, 'Vidal' from generate_series(1, 5000)""",
        [facility],
    )
    for _ in range(2000):
        clinic.account("somebody")
    clinic.db.execute("analyze")
    scans = """select sum(seq_tup_read) from pg_stat_xact_user_tables
               where relid in ('sync.feed'::regclass, 'sync.scope_head'::regclass)"""
    with Clinic(clinic.dsn) as other:
        for _ in range(8):  # the sixth execution of a statement may get a plan for all
            with other.db.transaction():
                other.patient(facility)
                other.change("patients", other.patient(facility), phone="1")
                other.db.execute("set constraints all immediate")
                assert other.value(scans) == 0


def test_a_push_waits_for_no_other_record(clinic: Clinic) -> None:
    facility = clinic.facility()
    person, other = (clinic.member(facility, "reception") for _ in range(2))
    first, second = clinic.patient(facility), clinic.patient(facility)
    with Clinic(clinic.dsn) as mine, mine.as_person(other) as db:
        draft = clinic.mutation(other, "update", "patients", first, {"phone": "1"})
        db.execute("select public.sync_push(%s)", [json.dumps(push_request(other, draft))])
        began = time.monotonic()
        told = clinic.push(
            person, clinic.mutation(person, "update", "patients", second, {"phone": "2"})
        )
        assert told[0]["status"] == "applied"
        assert time.monotonic() - began < 1


def test_a_push_that_is_thrown_away_leaves_no_number_behind(clinic: Clinic) -> None:
    facility = clinic.facility()
    person = clinic.member(facility, "reception")
    scope = scope_id("facility", facility)
    head = "select ver from sync.scope_head where scope = %s"
    before = clinic.value(head, scope)
    patient = clinic.mutation(
        person, "insert", "patients", patch={"facility_id": facility, "family_name": "Soler"}
    )
    with clinic.db.transaction(force_rollback=True):
        clinic.push(person, patient)
    assert clinic.value(head, scope) == before
    assert clinic.push(person, patient)[0]["status"] == "applied"
    assert clinic.value(head, scope) == before + 1
