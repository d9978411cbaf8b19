"""A server that is ahead of this program, and the day the program catches up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select

from sync.replica import overlay, upgrade
from sync.replica.integrity import kept_digest, scope_digest
from sync.replica.pages import put_server_rows, remove_server_rows
from sync.replica.rows import shown_row
from sync.replica.tables import patients, quarantine
from tests.replica.conftest import OpenReplica
from tests.replica.rows import put, server_patient, shown

Run = Callable[[Any], Any]


def held(db: Connection) -> list[str]:
    return list(db.scalars(select(quarantine.c.row_id).order_by(quarantine.c.row_id)))


def test_rows_of_a_table_we_do_not_know_are_held_and_counted(run: Run, opened: OpenReplica) -> None:
    """Left out, the count of the scope would never agree with the server's again."""

    async def story() -> None:
        async with opened() as replica:
            rows = [[1, "a", "0+"], [2, "b", "A-"]]
            await replica.apply(
                lambda db: put_server_rows(db, "s", "blood_tests", ["id", "group"], rows)
            )
            assert await replica.read(held) == ["a", "b"]
            kept = await replica.read(lambda db: kept_digest(db, "s"))
            assert kept[0] == 2
            assert kept == await replica.read(lambda db: scope_digest(db, "s"))

            await replica.apply(lambda db: remove_server_rows(db, "s", [("blood_tests", "a", 3)]))
            assert await replica.read(held) == ["b"]
            assert await replica.apply(upgrade.take_in) == 0, "still unknown"

    run(story())


def test_a_column_learnt_later_takes_what_was_kept_for_it(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:

            def came_before_the_column(db: Connection) -> None:
                put(db, 1, server_patient("p1", phone="") | {"tags": ["vip"]})
                db.exec_driver_sql(
                    """UPDATE patients SET extra = '{"phone":"600 1","tags":["vip"]}'"""
                )

            await replica.apply(came_before_the_column)
            row = await shown(replica, "p1")
            assert row is not None
            assert (row["phone"], row["tags"]) == ("", ["vip"]), "our own column speaks first"

            assert await replica.apply(upgrade.take_in) == 1
            row = await shown(replica, "p1")
            assert row is not None
            assert (row["phone"], row["tags"]) == ("600 1", ["vip"])
            extra = await replica.read(lambda db: db.scalar(select(patients.c.extra)))
            assert extra == '{"tags":["vip"]}'
            assert await replica.apply(upgrade.take_in) == 0

    run(story())


def test_a_row_held_back_is_taken_in_under_its_drafts(run: Run, opened: OpenReplica) -> None:
    def hold(db: Connection) -> None:
        put(db, 2, server_patient("p1", 2, family_name=None), server_patient("p2", gender=None))
        db.exec_driver_sql(
            "UPDATE quarantine SET body = json_set(body, '$.family_name', 'Ball', '$.gender', 'x')"
        )

    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("p1", phone="1")))
            await replica.write("Edit", lambda tx: tx.update(patients, "p1", phone="mine"))
            await replica.apply(hold)
            assert await replica.read(held) == ["p1", "p2"]

            assert await replica.apply(upgrade.take_in) == 2

            assert await replica.read(held) == []
            row = await shown(replica, "p1")
            assert row is not None
            assert (row["family_name"], row["phone"]) == ("Ball", "mine")
            kept = await replica.read(lambda db: overlay.server_row(db, "patients", "p1"))
            assert kept is not None
            assert kept["version"] == 2
            assert await replica.read(lambda db: shown_row(db, "patients", "p2")) is not None

    run(story())
