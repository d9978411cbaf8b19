"""While one batch is on its way the next is taken: never what waits for a verdict, never for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select

from sync.clock import FakeClock, SystemClock
from sync.errors import Offline, ServerTrouble
from sync.replica.tables import outbox, patients
from sync.steps.push import PUSH_FOR_S, Pace, push
from tests.sync.test_push import Desk, at_a_desk

Run = Callable[[Any], Any]
AtADesk = Callable[[], Any]

__all__ = ["at_a_desk"]  # the fixture


class Steady(Pace):
    """So many drafts in a batch, whatever happens."""

    def eased(self) -> None:
        """Stay."""


async def send(desk: Desk, most: int = 1) -> int:
    done = await push(desk.replica, desk.backend, SystemClock(), pace=Steady(most))
    return done.taken


async def states_of(desk: Desk) -> list[str]:
    """Oldest first."""
    asked = select(outbox.c.state).order_by(outbox.c.seq)
    return await desk.replica.read(lambda db: list(db.scalars(asked)))


async def reaches(desk: Desk, states: list[str]) -> None:
    async with asyncio.timeout(10):
        while (now := await states_of(desk)) != states:
            assert len(now) == len(states)


async def send_watched(desk: Desk, stages: list[list[str]]) -> int:
    """Send one by one; before each answer the outbox comes to stand as the next of these says."""
    left = iter(stages)

    async def look() -> None:
        await reaches(desk, next(left))

    desk.backend.before_answer = look
    taken = await send(desk)
    assert next(left, None) is None, "so many were sent"
    return taken


def test_the_next_batch_is_taken_and_the_last_verdicts_are_kept_while_one_travels(
    run: Run, at_a_desk: AtADesk
) -> None:
    async def story() -> None:
        async with at_a_desk() as desk:
            for name in ("Ana", "Bo", "Cleo"):
                await desk.register(name)
            stages = [
                ["sent", "sent", "waiting"],
                ["acked", "sent", "sent"],
                ["acked", "acked", "sent"],
            ]
            assert await send_watched(desk, stages) == 3
            assert await states_of(desk) == ["acked"] * 3
            attempts = select(outbox.c.attempts).where(outbox.c.sent_at.is_not(None))
            assert await desk.replica.read(lambda db: db.scalars(attempts).all()) == [1, 1, 1]
            names = [
                g.mutations[0].patch["family_name"] for p in desk.backend.pushes for g in p.groups
            ]
            assert names == ["Ana", "Bo", "Cleo"]

    run(story())


def test_a_later_edit_of_a_record_does_not_leave_before_the_verdict_on_the_earlier_one(
    run: Run, at_a_desk: AtADesk
) -> None:
    async def story() -> None:
        async with at_a_desk() as desk:
            row_id = await desk.register("Ana")
            await desk.replica.write("edit", lambda tx: tx.update(patients, row_id, phone="7"))
            await desk.register("Bo")
            stages = [
                ["sent", "waiting", "sent"],
                ["acked", "sent", "sent"],
                ["acked", "sent", "acked"],
            ]
            assert await send_watched(desk, stages) == 3

    run(story())


def test_what_needs_a_draft_that_is_refused_is_parked_and_never_sent(
    run: Run, at_a_desk: AtADesk
) -> None:
    async def story() -> None:
        async with at_a_desk() as desk:
            row_id = await desk.register("Ana")
            await desk.replica.write("edit", lambda tx: tx.update(patients, row_id, phone="7"))
            await desk.replica.apply(lambda db: _of_another_clinic(db, row_id))
            assert await send(desk) == 0
            assert len(desk.backend.pushes) == 1
            assert await states_of(desk) == ["parked"]

    run(story())


def _of_another_clinic(db: Connection, row_id: str) -> None:
    db.exec_driver_sql(
        "UPDATE outbox SET patch = json_set(patch, '$.facility_id', ?) WHERE row_id = ? AND kind = 'insert'",
        ("00000000-0000-7000-8000-0000000000ff", row_id),
    )


async def _cut(desk: Desk) -> None:
    desk.backend.down = True


async def _stumble(desk: Desk) -> None:
    desk.backend.before_answer = None
    raise ServerTrouble("it fell over something")


@pytest.mark.parametrize(
    ("end", "left"),
    [(_cut, ["waiting", "waiting", "waiting"]), (_stumble, ["waiting", "acked", "acked"])],
    ids=["the line is cut", "the server stumbles"],
)
def test_whatever_ends_an_exchange_puts_the_batch_ahead_back(
    run: Run, at_a_desk: AtADesk, end: Callable[[Desk], Awaitable[None]], left: list[str]
) -> None:
    async def story() -> None:
        async with at_a_desk() as desk:
            for name in ("Ana", "Bo", "Cleo"):
                await desk.register(name)

            async def ends() -> None:
                await reaches(desk, ["sent", "sent", "waiting"])
                await end(desk)

            desk.backend.before_answer = ends
            try:
                await send(desk)
            except Offline:
                assert end is _cut
            assert await states_of(desk) == left
            # What had not left was not sent, and nobody says that it was.
            sent = await desk.replica.read(lambda db: db.scalars(select(outbox.c.sent_at)).all())
            assert [at is not None for at in sent] == [True, end is _stumble, end is _stumble]
            assert await desk.replica.read(_due) == left.count("waiting") - (end is _stumble)

    run(story())


def _due(db: Connection) -> int:
    at_once = outbox.c.next_attempt_at.is_(None) & (outbox.c.state == "waiting")
    return len(db.scalars(select(outbox.c.id).where(at_once)).all())


def test_a_verdict_that_was_heard_and_not_written_down_is_asked_for_again(
    run: Run, at_a_desk: AtADesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses the commit that keeps it: the draft is offered again and repeated from the ledger."""

    async def story() -> None:
        async with at_a_desk() as desk:
            await desk.register("Ana")
            await desk.register("Bo")
            apply, writes = desk.replica.apply, 0

            async def once_full(fn: Any, *more: Any, **named: Any) -> Any:
                nonlocal writes
                writes += 1
                if writes == 3:
                    raise OSError("no room")
                return await apply(fn, *more, **named)

            monkeypatch.setattr(desk.replica, "apply", once_full)
            with pytest.raises(OSError, match="no room"):
                await send(desk)
            assert "acked" not in await states_of(desk)
            assert await send(desk) == 2
            assert await states_of(desk) == ["acked", "acked"]
            assert len(desk.backend.server.rows("patients")) == 2

    run(story())


def test_a_push_that_takes_long_lets_the_news_of_others_in(run: Run, at_a_desk: AtADesk) -> None:
    clock = FakeClock(datetime(2026, 11, 20, 9, tzinfo=UTC))

    async def story() -> None:
        async with at_a_desk() as desk:
            for name in ("Ana", "Bo", "Cleo", "Dan"):
                await desk.register(name)

            async def slowly() -> None:
                clock.advance(PUSH_FOR_S * 0.6)

            desk.backend.before_answer = slowly
            done = await push(desk.replica, desk.backend, clock, pace=Steady(1))
            assert (done.taken, done.is_more) == (2, True)
            assert await states_of(desk) == ["acked", "acked", "waiting", "waiting"]
            done = await push(desk.replica, desk.backend, clock, pace=Steady(4))
            assert (done.taken, done.is_more) == (2, False)

    run(story())
