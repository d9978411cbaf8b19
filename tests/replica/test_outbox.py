"""Which drafts go next, which wait, and for what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from sync.replica import outbox
from sync.replica.batch import next_batch
from sync.replica.outbox import draft_state
from sync.replica.replica import Replica
from sync.replica.tables import appointments, patients
from sync.replica.tables import outbox as outbox_table
from sync.replica.transaction import Transaction
from tests.replica.conftest import OpenReplica
from tests.replica.rows import NOON, a_patient, all_drafts, an_appointment, ids, put, server_patient

Run = Callable[[Any], Any]


async def edit(replica: Replica, *row_ids: str, **patch: Any) -> list[str]:
    """One write over these records; the ids of its drafts."""

    def command(tx: Transaction) -> list[str]:
        for row_id in row_ids:
            tx.update(patients, row_id, **patch)
        return tx.drafts

    return await replica.write("Edit", command)


async def with_patients(replica: Replica, *row_ids: str) -> None:
    await replica.apply(lambda db: put(db, 1, *(server_patient(row_id) for row_id in row_ids)))


async def batch(replica: Replica, later: float = 0, **limits: Any) -> list[list[str]]:
    """The ids that would go now, by group."""
    now = NOON + timedelta(seconds=later)
    groups = await replica.read(lambda db: next_batch(db, now, **limits))
    return [ids(group.drafts) for group in groups]


def test_oldest_first_and_one_per_record(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, "a", "b")
            (first,) = await edit(replica, "a", phone="1")
            (other,) = await edit(replica, "b", phone="1")
            (second,) = await edit(replica, "a", phone="2")

            assert await batch(replica) == [[first], [other]]
            await replica.apply(lambda db: outbox.mark_sent(db, [first, other], NOON))
            assert await batch(replica) == [[first], [other]], "sent, not answered: again"
            await replica.apply(lambda db: outbox.acked(db, [first, other]))
            assert await batch(replica) == [[second]], "the server has the first"

    run(story())


def test_a_record_s_trouble_holds_up_no_other_record(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, "a", "b")
            (first,) = await edit(replica, "a", phone="1")
            await edit(replica, "a", phone="2")
            (other,) = await edit(replica, "b", phone="1")
            again = NOON + timedelta(seconds=30)
            await replica.apply(lambda db: outbox.mark_waiting(db, [first], again, "net.busy"))

            assert await batch(replica) == [[other]]
            assert await batch(replica, later=29) == [[other]]
            assert await batch(replica, later=30) == [[first], [other]]

    run(story())


def test_a_draft_goes_with_or_after_what_it_needs(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            patient = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            await replica.write(
                "Book", lambda tx: tx.insert(appointments, **an_appointment(patient))
            )
            register, book = ids(await all_drafts(replica))

            assert await batch(replica) == [[register], [book]], "earlier in the same batch will do"
            assert await batch(replica, max_count=1) == [[register]]
            again = NOON + timedelta(seconds=30)
            await replica.apply(lambda db: outbox.mark_waiting(db, [register], again, None))
            assert await batch(replica) == []
            await replica.apply(lambda db: outbox.park(db, [register], "card"))
            assert await batch(replica, later=60) == []
            await replica.apply(lambda db: outbox.acked(db, [register]))
            assert await batch(replica) == [[book]]

    run(story())


def test_parked_drafts_and_what_was_made_upon_them_wait_for_a_person(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, "a")
            (first,) = await edit(replica, "a", phone="1")
            (second,) = await edit(replica, "a", note="2")
            await replica.apply(lambda db: outbox.park(db, [first], "card"))

            visit = await replica.write(
                "Book", lambda tx: tx.insert(appointments, **an_appointment("a"))
            )
            booking = ids(await all_drafts(replica))[-1]
            assert visit
            assert await batch(replica) == [[booking]], "the server does have the patient"
            await replica.apply(lambda db: outbox.acked(db, [booking]))

            (third,) = await edit(replica, "a", email="3")
            states = {draft.id: (draft.state, draft.card_id) for draft in await all_drafts(replica)}
            assert states[second] == states[third] == ("parked", "card"), "and the screen says so"

            await replica.apply(lambda db: outbox.unpark(db, "card"))
            assert await batch(replica) == [[first]]
            await replica.apply(lambda db: outbox.acked(db, [first]))
            assert await batch(replica) == [[second]]

    run(story())


def test_a_group_travels_whole(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, *"abcd")
            (single,) = await edit(replica, "a", phone="1")
            together = await edit(replica, "b", "c", "d", phone="1")

            assert await batch(replica) == [[single], together]
            assert await batch(replica, max_count=3) == [[single]]
            await replica.apply(lambda db: outbox.acked(db, [single]))
            assert await batch(replica, max_count=2) == [together], "alone it goes, however large"

            again = NOON + timedelta(seconds=30)
            await replica.apply(lambda db: outbox.mark_waiting(db, together[:1], again, None))
            (later,) = await edit(replica, "d", phone="2")
            assert await batch(replica) == [], "nor does a later edit overtake it"
            assert await batch(replica, later=30) == [together]
            assert later

    run(story())


def test_batches_are_bounded_by_bytes_too(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, *"abc")
            made = [(await edit(replica, row_id, note="n" * 9_000))[0] for row_id in "abc"]

            assert await batch(replica, max_bytes=25_000) == [[made[0]], [made[1]]]
            assert await batch(replica, max_bytes=1) == [[made[0]]]

    run(story())


def test_nobody_sends_another_person_s_drafts(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened(person="ana") as replica:
            await with_patients(replica, "a", "b")
            (hers,) = await edit(replica, "a", phone="1")

        async with opened(person="luis") as replica:
            (his,) = await edit(replica, "b", phone="1")
            await edit(replica, "a", phone="2")
            assert await batch(replica) == [[his]], "and nothing overtakes hers"
            assert await batch(replica, author="ana") == [[hers]]
            waiting = await replica.read(outbox.waiting)
            assert waiting.drafts == 2

    run(story())


def test_an_answer_that_comes_late_does_not_undo_a_verdict(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, "a", "b")
            (taken,) = await edit(replica, "a", phone="1")
            (held,) = await edit(replica, "b", phone="1")

            def answer(db: Connection) -> None:
                outbox.acked(db, [taken])
                outbox.park(db, [held, taken], "card")
                outbox.mark_waiting(db, [taken, held], NOON, "net.offline")
                outbox.mark_sent(db, [taken, held], NOON)

            await replica.apply(answer)
            states = {draft.id: draft.state for draft in await all_drafts(replica)}
            assert states == {taken: "acked", held: "parked"}

    run(story())


def test_the_dependants_of_a_draft_are_found_through_each_other(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, "a")
            patient = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            visit = await replica.write(
                "Book", lambda tx: tx.insert(appointments, **an_appointment(patient))
            )
            await edit(replica, "a", phone="1")
            await replica.write("Move", lambda tx: tx.update(appointments, visit, reason="x"))
            register, book, _, move = ids(await all_drafts(replica))

            found = await replica.read(lambda db: outbox.dependents(db, register))
            assert found == [book, move]

    run(story())


def test_the_mark_on_a_row_is_never_better_than_the_truth(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, "a", "b")
            alias = patients.alias("p")

            async def mark() -> tuple[str | None, str | None]:
                plain = select(draft_state(patients)).where(patients.c.id == "a")
                aliased = select(draft_state(alias)).where(alias.c.id == "a")
                return await replica.read(lambda db: (db.scalar(plain), db.scalar(aliased)))

            assert await mark() == (None, None)
            (first,) = await edit(replica, "a", phone="1")
            await replica.apply(lambda db: outbox.acked(db, [first]))
            assert await mark() == ("acked", "acked")
            (second,) = await edit(replica, "a", phone="2")
            assert await mark() == ("waiting", "waiting")
            await replica.apply(lambda db: outbox.mark_sent(db, [second], NOON))
            assert await mark() == ("sent", "sent")
            await replica.apply(lambda db: outbox.park(db, [second], "card"))
            assert await mark() == ("parked", "parked")

    run(story())


def test_the_status_line_counts_what_waits_and_since_when(
    run: Run, opened: OpenReplica, clock: Any
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_patients(replica, "a", "b", "c")
            began = clock.now()
            (first,) = await edit(replica, "a", phone="1")
            clock.advance(60)
            (second,) = await edit(replica, "b", phone="1")
            (third,) = await edit(replica, "c", phone="1")

            def answer(db: Connection) -> None:
                outbox.mark_waiting(db, [second], NOON, "net.busy")
                outbox.park(db, [third], "card")

            await replica.apply(answer)
            found = await replica.read(outbox.waiting)
            assert (found.drafts, found.parked) == (2, 1)
            assert found.oldest_at == began
            assert found.next_attempt_at == NOON
            await replica.apply(lambda db: outbox.acked(db, [first]))
            assert (await replica.read(outbox.waiting)).drafts == 1

    run(story())


def test_finding_the_next_batch_among_many_is_quick(run: Run, opened: OpenReplica) -> None:
    """Two thousand drafts of an outage: each batch looks at all of them."""

    def many(db: Connection) -> None:
        row = {
            "group_id": "g",
            "kind": "insert",
            "tbl": "patients",
            "base": {},
            "patch": {},
            "depends_on": [],
            "at": NOON,
            "author": "reception",
            "device": "d",
            "label": "l",
        }
        db.execute(
            insert(outbox_table),
            [
                row | {"id": f"d{n}", "group_id": f"g{n}", "row_id": f"r{n}", "lane": f"l{n}"}
                for n in range(2_000)
            ],
        )

    async def story() -> None:
        async with opened() as replica:
            await replica.apply(many)
            found = await batch(replica)
            assert found == [[f"d{n}"] for n in range(50)]

    run(story())
