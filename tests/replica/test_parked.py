"""What cannot go waits under the card that holds it back: never in silence, never for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sync.replica import outbox, overlay
from sync.replica.replica import Replica
from sync.replica.tables import appointments, patients
from sync.replica.transaction import Transaction
from tests.replica.conftest import OpenReplica
from tests.replica.rows import (
    a_patient,
    all_drafts,
    an_appointment,
    drafts,
    ids,
    put,
    server_patient,
)

Run = Callable[[Any], Any]


async def a_refused_registration(replica: Replica) -> str:
    """A record whose insert is on card "card", with an edit under it."""
    row_id = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
    await replica.write("Edit", lambda tx: tx.update(patients, row_id, phone="2"))
    refused, edit = ids(await drafts(replica, row_id))

    def refuse(db: Any) -> None:
        overlay.settle(db, refused, refused=True)
        outbox.park(db, [edit], "card")

    await replica.apply(refuse)
    return row_id


async def where(replica: Replica) -> dict[str, tuple[str, str | None]]:
    return {d.id: (d.state, d.card_id) for d in await all_drafts(replica)}


def test_what_is_written_after_a_card_opened_waits_under_it_too(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id = await a_refused_registration(replica)
            await replica.write("Edit", lambda tx: tx.update(patients, row_id, phone="3"))
            await replica.write(
                "Book", lambda tx: tx.insert(appointments, **an_appointment(row_id))
            )
            assert set((await where(replica)).values()) == {("parked", "card")}
            assert (await replica.read(outbox.waiting)).drafts == 0

            await replica.apply(lambda db: outbox.unpark(db, "card"))
            assert {state for state, _ in (await where(replica)).values()} == {"waiting"}

    run(story())


def test_what_was_written_in_one_go_with_it_waits_under_the_same_card(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            row_id = await a_refused_registration(replica)
            await replica.apply(lambda db: put(db, 1, server_patient("p1")))

            def command(tx: Transaction) -> None:
                tx.update(patients, "p1", phone="4")
                tx.update(patients, row_id, phone="4")

            await replica.write("Edit both", command)
            (of_other,) = await drafts(replica, "p1")
            assert (of_other.state, of_other.card_id) == ("parked", "card")

    run(story())


def test_what_hangs_under_two_cards_goes_when_both_are_settled(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await replica.apply(lambda db: put(db, 1, server_patient("a"), server_patient("b")))
            for row_id in "ab":
                await replica.write("Edit", lambda tx, r=row_id: tx.update(patients, r, phone="1"))
            first, second = ids(await all_drafts(replica))
            await replica.apply(lambda db: outbox.park(db, [first], "one"))
            await replica.apply(lambda db: outbox.park(db, [second], "two"))

            def command(tx: Transaction) -> None:
                tx.depends_on([first, second])
                tx.insert(patients, **a_patient())

            await replica.write("After both", command)
            third = ids(await all_drafts(replica))[-1]
            await replica.apply(lambda db: outbox.unpark(db, "one"))
            found = await where(replica)
            assert found[first] == ("waiting", None)
            assert found[third] == ("parked", "two")
            await replica.apply(lambda db: outbox.unpark(db, "two"))
            assert (await where(replica))[third] == ("waiting", None)

    run(story())
