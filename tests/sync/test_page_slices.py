"""A page is applied in transactions that are over before anybody waits for long."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from sync.backend.wire import Flags, PullAnswer, Scope, TablePage
from sync.clock import FakeClock
from sync.ids import new_id
from sync.replica import cursors, search
from sync.replica.replica import Replica, open_replica
from sync.steps import page
from sync.steps.page import HELD_S, SLICE_S, Slices, store

FACILITY, SCOPE = new_id(), new_id()


def a_page(count: int) -> PullAnswer:
    rows = [[0, n + 1, new_id(), FACILITY, f"Family {n}", n + 1] for n in range(count)]
    return PullAnswer(
        proto=1,
        epoch="e",
        now=datetime(2026, 11, 20, 9, tzinfo=UTC),
        flags=Flags(),
        scopes=[
            Scope(id=SCOPE, kind="facility", owner=FACILITY, grant=1, head=count, n=count, sum="0")
        ],
        tables={
            "patients": TablePage(
                columns=["id", "facility_id", "family_name", "version"], rows=rows
            )
        },
        upto={SCOPE: count},
    )


@pytest.mark.parametrize("row_s", [0.00002, 0.00005, 0.0002])
@pytest.mark.parametrize("commit", [0.1, 0.5, 1.0])
def test_no_transaction_holds_the_writer_for_longer_than_the_contract_says(
    run: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch, row_s: float, commit: float
) -> None:
    """On fast computers and slow ones, with cheap commits and dear ones."""
    clock = FakeClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    put = page.put_page

    def put_in_time(db: Any, scopes: Any, table: str, columns: Any, rows: Any, *more: Any) -> int:
        clock.advance(len(rows) * row_s)
        return put(db, scopes, table, columns, rows, *more)

    monkeypatch.setattr(page, "put_page", put_in_time)
    held: list[float] = []

    async def story() -> None:
        async with open_replica(tmp_path / "r", b"k" * 32, person="p", clock=clock) as replica:
            await replica.apply(
                lambda db: cursors.begin(
                    db, SCOPE, kind="facility", owner=FACILITY, grant=1, from_head=0
                )
            )
            slices = Slices()
            monkeypatch.setattr(replica, "apply", _timed(replica, clock, commit, held))
            for _ in range(2):
                held.clear()
                assert await store(replica, clock, a_page(2_000), slices) == 2_000
            stored = "SELECT count(*) FROM patients"
            assert await replica.read(lambda db: db.exec_driver_sql(stored).scalar()) == 4_000

    run(story())
    # The first page is where it is learnt.
    assert max(held) <= HELD_S + 1e-9
    assert len([each for each in held if each]) <= 2_000 * row_s * (1 + commit) / (HELD_S / 2.5) + 2


def _timed(replica: Replica, clock: FakeClock, commit: float, held: list[float]) -> Any:
    """Transactions whose commit takes its share of the work before it."""
    apply = replica.apply

    async def timed(fn: Callable[[Any], Any], *more: Any, **named: Any) -> Any:
        began = clock.monotonic()
        told = await apply(fn, *more, **named)
        clock.advance(commit * (clock.monotonic() - began))
        held.append(clock.monotonic() - began)
        return told

    return timed


def test_a_transaction_ends_sooner_where_commits_are_slow() -> None:
    quick, slow = Slices(commit=0.1), Slices(commit=1.0)
    assert not quick.is_full(0.021)
    assert slow.is_full(0.021)
    for _ in range(50):
        quick.committed(0.02, 0.06)
    assert quick.is_full(0.021)


def test_a_person_who_waits_ends_it_after_the_running_slice(
    run: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = FakeClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    monkeypatch.setattr(Replica, "is_wanted", property(lambda self: True))
    transactions: list[float] = []

    async def story() -> None:
        async with open_replica(tmp_path / "r", b"k" * 32, person="p", clock=clock) as replica:
            slices = Slices(rows=100)
            monkeypatch.setattr(replica, "apply", _timed(replica, clock, 0.5, transactions))
            await store(replica, clock, a_page(400), slices)

    run(story())
    assert len(transactions) >= 4
    assert SLICE_S < HELD_S


PIECES_OF_INDEX = "SELECT count(DISTINCT segid) FROM patients_search_idx"


def test_a_fill_leaves_one_piece_of_the_search_index_per_transaction_and_few_at_the_end(
    run: Any, tmp_path: Any
) -> None:
    clock = FakeClock(datetime(2026, 11, 20, 9, tzinfo=UTC))
    pieces: list[int] = []

    async def story() -> None:
        async with open_replica(tmp_path / "r", b"k" * 32, person="p", clock=clock) as replica:
            slices = Slices()
            for number in range(6):
                some = msgspec.structs.replace(a_page(1_200), more=number < 5)
                await store(replica, clock, some, slices)
                pieces.append(await replica.read(lambda db: _one(db, PIECES_OF_INDEX)))
            assert not await replica.read(search.expects_many)
            assert await replica.read(lambda db: _one(db, COUNT)) == 7_200
            assert len(await replica.read(search.search_patients("amil", 8_000).run)) == 7_200

    run(story())
    # The clock stands still, so that a page is one transaction.
    assert pieces == [1, 2, 3, 4, 5, 1]


def test_a_fill_that_was_broken_off_is_put_together_by_the_pull_that_ends_it(
    run: Any, tmp_path: Any
) -> None:
    clock = FakeClock(datetime(2026, 11, 20, 9, tzinfo=UTC))

    async def story() -> None:
        for more, count in ((True, 1_200), (True, 1_200), (False, 3)):
            async with open_replica(tmp_path / "r", b"k" * 32, person="p", clock=clock) as replica:
                some = msgspec.structs.replace(a_page(count), more=more)
                await store(replica, clock, some, Slices())
                assert await replica.read(search.expects_many) is more

    run(story())


COUNT = "SELECT count(*) FROM patients_search"


def _one(db: Any, question: str) -> int:
    return int(db.exec_driver_sql(question).scalar())
