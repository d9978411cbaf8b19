"""What the server answered to our own push: shown at once, and no longer than it is ours to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sync.replica import outbox, overlay, settled
from sync.replica.echo import take_echoes
from sync.replica.replica import Replica
from sync.replica.tables import appointments, patients
from sync.replica.transaction import Transaction
from tests.replica.conftest import OpenReplica
from tests.replica.rows import (
    NOON,
    a_patient,
    all_drafts,
    an_appointment,
    drafts,
    ids,
    put,
    server_patient,
    shown,
)

Run = Callable[[Any], Any]


async def registered_and_echoed(replica: Replica) -> tuple[str, str]:
    row_id = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
    (draft,) = ids(await drafts(replica, row_id))

    def answered(db: Any) -> None:
        outbox.acked(db, [draft])
        echo = server_patient(row_id, record_number="R9")
        take_echoes(db, [("patients", row_id, echo)])

    await replica.apply(answered)
    return row_id, draft


def test_an_echo_shows_what_the_server_made_of_a_draft(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id, draft = await registered_and_echoed(replica)
            row = await shown(replica, row_id)
            assert row is not None
            assert row["record_number"] == "R9"

            await replica.apply(lambda db: put(db, 1, server_patient(row_id, record_number="R9")))
            await replica.apply(lambda db: overlay.settle(db, draft))
            assert await shown(replica, row_id) is not None

    run(story())


def test_an_echo_that_no_scope_brought_leaves_the_screen_with_its_draft(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id, draft = await registered_and_echoed(replica)
            # A colleague deleted it, or the right to see it ended, before the pull.
            await replica.apply(lambda db: overlay.settle(db, draft))
            assert await shown(replica, row_id) is None
            assert await replica.read(lambda db: overlay.server_row(db, "patients", row_id)) is None

    run(story())


def test_an_echo_of_a_row_that_is_not_held_waits_for_the_pull(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(
                lambda db: take_echoes(db, [("patients", "p1", server_patient("p1"))])
            )
            assert await shown(replica, "p1") is None

    run(story())


def test_a_parked_draft_does_not_keep_an_echo_that_no_scope_brought(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id, draft = await registered_and_echoed(replica)
            await replica.write("Edit", lambda tx: tx.update(patients, row_id, phone="7"))
            _, edit = ids(await drafts(replica, row_id))
            await replica.apply(lambda db: outbox.park(db, [edit], "card"))
            await replica.apply(lambda db: overlay.settle(db, draft))
            assert await replica.read(lambda db: overlay.server_row(db, "patients", row_id)) is None
            row = await shown(replica, row_id)
            assert row is not None
            assert row["phone"] == "7", "its author still sees the work"

    run(story())


def test_a_restored_server_is_not_told_by_what_the_former_one_answered(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id, draft = await registered_and_echoed(replica)
            await replica.apply(lambda db: settled.offer_again(db, NOON))
            assert await replica.read(lambda db: overlay.server_row(db, "patients", row_id)) is None
            row = await shown(replica, row_id)
            assert row is not None
            assert row["record_number"] is None, "the new server may give that number to another"
            (again,) = await drafts(replica, row_id)
            assert (again.id, again.state) == (draft, "waiting")

    run(story())


def test_after_each_of_several_restores_what_the_server_had_waits_before_what_waits_anyway(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            made = []

            def taken(db: Any, draft: str) -> None:
                settled.keep_all(db, [draft], NOON)
                overlay.settle(db, draft)

            for _ in range(3):
                _, draft = await registered_and_echoed(replica)
                made.insert(0, draft)
                await replica.apply(lambda db, d=draft: taken(db, d))  # type: ignore[misc]
                await replica.apply(lambda db: settled.offer_again(db, NOON))
            assert ids(await all_drafts(replica)) == made

    run(story())


@pytest.mark.parametrize("last_is_settled", [False, True])
def test_what_came_back_in_another_order_is_offered_again_as_it_was_written(
    last_is_settled: bool, run: Run, opened: OpenReplica
) -> None:
    """Of one group the appointment may come back first, and its patient perhaps not at all."""

    async def story() -> None:
        async with opened() as replica:

            def both(tx: Transaction) -> str:
                row_id = tx.insert(patients, **a_patient())
                tx.insert(appointments, **an_appointment(patient_id=row_id))
                return row_id

            row_id = await replica.write("Register and book", both)
            await replica.write("Edit", lambda tx: tx.update(patients, row_id, phone="7"))
            written = ids(await all_drafts(replica))
            patient, visit, edit = written

            def taken(db: Any) -> None:
                outbox.acked(db, written)
                for draft in (visit, patient, edit) if last_is_settled else (visit,):
                    settled.keep_all(db, [draft], NOON)
                    overlay.settle(db, draft)

            await replica.apply(taken)
            assert await replica.apply(lambda db: settled.offer_again(db, NOON)) == 3
            assert ids(await all_drafts(replica)) == written

    run(story())
