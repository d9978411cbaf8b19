"""What is told of each scope: where the server was, when that was heard, and whether it fits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from sync.replica.health import DIFFERS
from sync.replica.settings import REFILLED, write_setting
from sync.replica.tables import cursors, scope_health
from tests.sync.test_engine import World, _is, until


@pytest.fixture
def world(tmp_path) -> World:
    return World(tmp_path)


async def health(desk):
    c, h = cursors.c, scope_health.c
    asked = select(c.kind, c.ver, h.head, c.n, h.n.label("there"), h.error).join(
        scope_health, h.scope == c.scope
    )
    rows = await desk.replica.read(lambda db: list(db.execute(asked)))
    return {row.kind: row for row in rows}


def test_after_a_pull_every_scope_is_at_the_servers_head(run, world):
    async def scenario():
        world.server.put("patients", facility_id=world.facility, family_name="Koch")
        async with world.desk(world.person()) as desk:
            await desk.register()
            await desk.quiet()

            async def is_told():
                told = await health(desk)
                return set(told) == {"directory", "facility", "user"} and all(
                    (row.ver, row.n, row.error) == (row.head, row.there, None)
                    for row in told.values()
                )

            await until(is_told)

    run(scenario())


def test_a_lost_scope_is_not_told_of_any_more(run, world):
    async def scenario():
        person = world.person()
        async with world.desk(person) as desk:
            await desk.quiet()
            member = next(
                row_id
                for row_id, row in world.server.rows("facility_members").items()
                if row["user_id"] == person
            )
            world.server.put("facility_members", member, is_active=False)

            async def is_gone():
                desk.engine.wake()
                return set(await health(desk)) == {"user"}

            await until(is_gone)
            kept = select(scope_health.c.scope)

            async def is_forgotten():
                desk.engine.wake()
                return len(await desk.replica.read(lambda db: list(db.scalars(kept)))) == 1

            await until(is_forgotten)

    run(scenario())


def test_a_scope_that_differs_and_cannot_be_mended_says_so(run, world, monkeypatch):
    from sync.steps import pull

    async def no_help(replica, backend, scope):
        return False

    async def scenario():
        async with world.desk(world.person()) as desk:
            await desk.quiet()
            monkeypatch.setattr(pull, "repair", no_help)

            def miscount(db):
                # Fetched as a whole once today already, so this must be borne.
                facility = db.scalar(select(cursors.c.scope).where(cursors.c.kind == "facility"))
                write_setting(db, REFILLED, {facility: datetime.now(UTC).date().isoformat()})
                db.exec_driver_sql("UPDATE cursors SET n = 7 WHERE kind = 'facility'")

            await desk.replica.apply(miscount, {"cursors"})
            await desk.register()

            async def is_told():
                row = (await health(desk)).get("facility")
                return row is not None and row.error == DIFFERS

            await until(is_told)
            monkeypatch.undo()
            await desk.quiet()

            async def is_well():
                desk.engine.wake()
                return (await health(desk))["facility"].error is None

            await until(is_well)
            await until(lambda: _is(desk.engine.status.phase == "idle"))

    run(scenario())
