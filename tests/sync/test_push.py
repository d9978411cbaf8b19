"""One push: what it takes, and when it must not take it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, select

from sync.clock import SystemClock
from sync.errors import Offline
from sync.replica import outbox
from sync.replica.replica import Replica, open_replica
from sync.replica.tables import patients
from sync.steps.pull import pull
from sync.steps.push import Pace, push
from tests.support.fake_backend import FakeBackend
from tests.support.fake_server import FakeServer


class Desk:
    """A replica and its line, without an engine."""

    def __init__(self, replica: Replica, backend: FakeBackend, facility: str) -> None:
        self.replica, self.backend, self.facility = replica, backend, facility

    async def register(self, name: str = "Bell") -> str:
        return await self.replica.write(
            "register",
            lambda tx: tx.insert(patients, facility_id=self.facility, family_name=name),
        )

    async def push(self) -> int:
        """How many drafts the server took."""
        return (await push(self.replica, self.backend, SystemClock())).taken

    async def states(self) -> list[str]:
        return await self.replica.read(lambda db: list(db.scalars(select(outbox.outbox.c.state))))


@pytest.fixture
def at_a_desk(tmp_path: Path) -> Callable[[], Any]:
    @asynccontextmanager
    async def opened() -> AsyncIterator[Desk]:
        server = FakeServer()
        facility = server.add_facility()
        person = server.add_person("ana@clinic.example", facility)
        path, clock = tmp_path / "desk.replica", SystemClock()
        async with open_replica(path, b"k" * 32, person=person, clock=clock) as replica:
            yield Desk(replica, FakeBackend(server, person), facility)

    return opened


def test_a_push_with_nothing_to_send_writes_nothing_and_asks_nobody(run, at_a_desk):
    async def scenario():
        async with at_a_desk() as desk:
            writes = count_writes(desk.replica)
            assert await desk.push() == 0
            assert (writes, desk.backend.calls["push"]) == ([], 0)
            await desk.register()
            assert await desk.push() == 1
            assert len(writes) == 2, "taken, and its verdict"

    run(scenario())


def test_what_is_taken_back_after_the_look_does_not_go_out(run, at_a_desk):
    """A draft may be undone until it is marked as sent, and it is marked where it is taken."""

    async def scenario():
        async with at_a_desk() as desk:
            await desk.register("Kept")
            undone = await desk.register("Undone")
            after_next_read(desk.replica, lambda db: _undo(db, undone))
            assert await desk.push() == 1
            [request] = desk.backend.pushes
            sent = [m.patch["family_name"] for g in request.groups for m in g.mutations]
            assert sent == ["Kept"]

    run(scenario())


def test_nothing_goes_out_when_all_is_taken_back_after_the_look(run, at_a_desk):
    async def scenario():
        async with at_a_desk() as desk:
            undone = await desk.register()
            after_next_read(desk.replica, lambda db: _undo(db, undone))
            assert await desk.push() == 0
            assert desk.backend.calls["push"] == 0
            assert await desk.states() == []

    run(scenario())


def _undo(db: Connection, row_id: str) -> None:
    """As a person's undo does: only what has never been sent."""
    drafts = outbox.drafts_of(db, "patients", row_id)
    assert all(d.state == outbox.WAITING and not d.attempts for d in drafts)
    db.execute(delete(outbox.outbox).where(outbox.outbox.c.row_id == row_id))


def count_writes(replica: Replica) -> list[set[str]]:
    """The tables of each write of the engine from here on."""
    writes: list[set[str]] = []
    apply = replica.apply

    async def counted(fn: Any, tables: Iterable[str] = (), *, durable: bool = False) -> Any:
        writes.append(set(tables))
        return await apply(fn, tables, durable=durable)

    replica.apply = counted  # type: ignore[method-assign]
    return writes


def after_next_read(replica: Replica, fn: Callable[[Connection], None]) -> None:
    """Somebody acts between the engine's next look and what it does upon it."""
    read = replica.read

    async def then(look: Any) -> Any:
        replica.read = read  # type: ignore[method-assign]
        seen = await read(look)
        await replica.apply(fn, {"outbox"})
        return seen

    replica.read = then  # type: ignore[method-assign]


def test_a_batch_is_halved_by_silence_and_not_by_a_line_that_is_down(run, at_a_desk):
    """After hours without a line the first push is as large as any."""

    async def scenario():
        async with at_a_desk() as desk:
            await desk.register()
            pace = Pace()

            async def offered() -> None:
                await push(desk.replica, desk.backend, SystemClock(), pace=pace)

            desk.backend.down = True
            for _ in range(3):
                with pytest.raises(Offline):
                    await offered()
            assert pace.most == 50
            desk.backend.down = False
            desk.backend.lose_next_answer = True
            with pytest.raises(Offline):
                await offered()
            assert pace.most == 25
            await offered()
            assert pace.most == 30
            assert await desk.states() == ["acked"]

    run(scenario())


def test_what_a_server_took_before_the_first_pull_is_offered_again_when_it_was_restored(
    run, at_a_desk
):
    async def scenario():
        async with at_a_desk() as desk:
            server = desk.backend.server
            backup = server.save()
            row_id = await desk.register()
            assert await desk.push() == 1
            server.load(backup)
            server.new_epoch()
            await desk.register("Later")
            assert await desk.push() == 0, "nobody knows yet what this server has"
            await pull(desk.replica, desk.backend, SystemClock())
            assert await desk.states() == ["waiting", "waiting"]
            assert await desk.push() == 2
            assert row_id in server.rows("patients")

    run(scenario())
