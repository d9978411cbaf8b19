"""Unsent work in a file of its own: all of it, for its author alone, and never applied twice."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from sync.errors import StorageFull
from sync.replica import export as exporting
from sync.replica import outbox as drafting
from sync.replica.batch import next_batch
from sync.replica.export import Exported, Imported, NotYours, export_drafts, import_drafts, unsent
from sync.replica.replica import Replica
from sync.replica.sealed_file import (
    MAGIC,
    Changed,
    FileTrouble,
    Incomplete,
    NewerFile,
    NotAnExport,
    WrongPassphrase,
    look,
    seal,
    unseal,
)
from sync.replica.slots import PasswordCost
from sync.replica.tables import appointments, audit, cards, outbox, patients, settled
from sync.steps.push import as_mutation
from tests.replica.conftest import OpenReplica
from tests.replica.rows import a_patient, all_drafts, an_appointment, put, server_patient, shown

Run = Callable[[Any], Any]
CHEAP = PasswordCost(memory=64, passes=1, lanes=1)
PASSPHRASE = "violet otter harbour"


async def save(replica: Replica, path: Path, clock: Any, passphrase: str = PASSPHRASE) -> Exported:
    return await export_drafts(replica, path, passphrase, clock.now(), cost=CHEAP)


async def write_some(replica: Replica) -> tuple[str, str]:
    """A registration with a booking, and a correction of a row of the server."""
    await replica.apply(lambda db: put(db, 1, server_patient("known", phone="11")))

    def command(tx: Any) -> tuple[str, str]:
        patient = tx.insert(patients, **a_patient(note="Línea ñ\n\u4e2d\u6587"))
        return patient, tx.insert(appointments, **an_appointment(patient))

    ids = await replica.write("Register and book", command)
    await replica.write("Correct", lambda tx: tx.update(patients, "known", phone="22"))
    return ids


async def refuse(replica: Replica, clock: Any, mutation: str, card_id: str = "card-1") -> None:
    """The server refuses a draft: its text is on a card, what hangs on it is parked."""

    def work(db: Any) -> None:
        draft = drafting.draft(db, mutation)
        assert draft is not None
        hanging = drafting.dependents(db, mutation)
        db.execute(
            insert(cards).values(
                id=card_id,
                mutation_id=draft.id,
                group_id=draft.group_id,
                kind=draft.kind,
                tbl=draft.tbl,
                row_id=draft.row_id,
                person=draft.author,
                label=draft.label,
                status="rejected",
                code="invalid",
                body={"base": draft.base, "mine": draft.patch, "theirs": None, "fields": []},
                edited_at=draft.at,
                opened_at=clock.now(),
            )
        )
        db.exec_driver_sql("DELETE FROM outbox WHERE id = ?", (draft.id,))
        drafting.park(db, hanging, card_id)

    await replica.apply(work, {"outbox", "cards"})


async def every_card(replica: Replica) -> list[Any]:
    return await replica.read(lambda db: list(db.execute(select(cards))))


def test_everything_unsent_comes_back_elsewhere_under_the_same_ids_and_as_the_same_bytes(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine.clinic-drafts"
        async with opened() as here:
            patient, visit = await write_some(here)
            before = await all_drafts(here)
            row = await shown(here, patient)
            assert await here.read(unsent) == Exported(3, 0)
            assert await save(here, file, clock) == Exported(3, 0)
            assert await all_drafts(here) == before, "an export takes nothing away"
            actions = select(audit.c.action, audit.c.label).order_by(audit.c.seq.desc()).limit(1)
            (line,) = await here.read(lambda db: list(db.execute(actions)))
            assert line == ("export", "Export unsent drafts")
        clock.advance(3600)
        async with opened(tmp_path / "other.db") as there:
            await there.apply(lambda db: put(db, 1, server_patient("known", phone="33")))
            assert await import_drafts(there, file, PASSPHRASE) == Imported(drafts=3)
            after = await all_drafts(there)
            # The server knows a draft by its id and refuses the same id with another body.
            assert [as_mutation(d) for d in after] == [as_mutation(d) for d in before]
            assert [d.group_id for d in after] == [d.group_id for d in before]
            assert [d.lane for d in after] == [d.lane for d in before]
            assert {d.state for d in after} == {"waiting"}
            assert there.device not in {d.device for d in after}
            again = await shown(there, patient)
            assert again is not None
            assert row is not None
            assert again["note"] == row["note"] == "Línea ñ\n\u4e2d\u6587"
            assert await shown(there, visit, "appointments") is not None
            known = await shown(there, "known")
            assert known is not None
            assert known["phone"] == "22"
            groups = await there.read(lambda db: next_batch(db, clock.now()))
            assert sum(len(group.drafts) for group in groups) == 3
            told = select(audit.c.label, audit.c.at).order_by(audit.c.seq)
            lines = await there.read(lambda db: list(db.execute(told)))
            assert [line.label for line in lines] == ["Register and book"] * 2 + ["Correct"]
            assert {line.at for line in lines} == {d.at for d in before}

    run(story())


def test_bringing_it_in_twice_or_where_it_came_from_changes_nothing(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            before = await all_drafts(here)
            await save(here, file, clock)
            assert await import_drafts(here, file, PASSPHRASE) == Imported(here=3)
            assert await all_drafts(here) == before
        async with opened(tmp_path / "other.db") as there:
            await import_drafts(there, file, PASSPHRASE)
            once = await all_drafts(there)
            assert await import_drafts(there, file, PASSPHRASE) == Imported(here=3)
            assert await all_drafts(there) == once

    run(story())


def test_what_the_server_has_had_since_is_not_offered_again(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        from sync.replica import settled as keeping
        from sync.replica.overlay import settle

        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            await save(here, file, clock)
            first, *rest = await all_drafts(here)

            def took(db: Any) -> None:
                keeping.keep_all(db, [first.id], clock.now())
                settle(db, first.id)

            await here.apply(took, {"outbox"})
            assert await import_drafts(here, file, PASSPHRASE) == Imported(here=2, on_server=1)
            assert await all_drafts(here) == rest

    run(story())


def test_what_is_sent_and_unanswered_is_offered_again_and_counts_as_tried(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            sent, acked, _ = [d.id for d in await all_drafts(here)]

            def on_the_line(db: Any) -> None:
                drafting.mark_sent(db, [sent, acked], clock.now())
                drafting.acked(db, [acked])

            await here.apply(on_the_line, {"outbox"})
            assert await save(here, file, clock) == Exported(3, 0)
        async with opened(tmp_path / "other.db") as there:
            await import_drafts(there, file, PASSPHRASE)
            tried = [(d.state, d.attempts) for d in await all_drafts(there)]
            assert tried == [("waiting", 1), ("waiting", 1), ("waiting", 0)]

    run(story())


def test_an_open_card_comes_along_with_all_its_text_and_what_waits_under_it(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            registration, booking, correction = await all_drafts(here)
            await refuse(here, clock, registration.id)
            (card,) = await every_card(here)
            assert await save(here, file, clock) == Exported(2, 1)
        async with opened(tmp_path / "other.db") as there:
            assert await import_drafts(there, file, PASSPHRASE) == Imported(drafts=2, cards=1)
            assert await every_card(there) == [card]
            states = {d.id: (d.state, d.card_id) for d in await all_drafts(there)}
            assert states == {booking.id: ("parked", card.id), correction.id: ("waiting", None)}
            # Decided here: the old file does not open it again.
            await there.apply(
                lambda db: db.execute(update(cards).values(closed_at=clock.now(), outcome="x")),
                {"cards"},
            )
            assert await import_drafts(there, file, PASSPHRASE) == Imported(here=3)
            assert [c.outcome for c in await every_card(there)] == ["x"]

    run(story())


def test_what_waits_under_a_card_waits_under_the_card_the_same_draft_has_here(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        early, late = tmp_path / "early", tmp_path / "late"
        async with opened() as here:
            await write_some(here)
            registration = (await all_drafts(here))[0]
            await save(here, early, clock)
            await refuse(here, clock, registration.id, "card-here")
            await save(here, late, clock)
        async with opened(tmp_path / "other.db") as there:
            await import_drafts(there, early, PASSPHRASE)
            booking = (await all_drafts(there))[1]
            await refuse(there, clock, registration.id, "card-there")
            await there.apply(
                lambda db: db.exec_driver_sql("DELETE FROM outbox WHERE id = ?", (booking.id,)),
                {"outbox"},
            )
            # The registration is on a card of its own here: the file's is the same one.
            assert await import_drafts(there, late, PASSPHRASE) == Imported(drafts=1, here=2)
            (card,) = await every_card(there)
            assert card.id == "card-there"
            back = await there.read(lambda db: drafting.draft(db, booking.id))
            assert back is not None
            assert (back.state, back.card_id) == ("parked", "card-there")

    run(story())


def test_only_this_persons_work_goes_into_the_file(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            other = outbox.c.kind == "update"
            await here.apply(
                lambda db: db.execute(update(outbox).where(other).values(author="somebody")),
                {"outbox"},
            )
            assert await save(here, file, clock) == Exported(2, 0)

    run(story())


def test_another_persons_file_is_refused_even_with_its_passphrase(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            await save(here, file, clock)
        async with opened(tmp_path / "doctor.db", person="doctor") as there:
            with pytest.raises(NotYours):
                await import_drafts(there, file, PASSPHRASE)
            assert await all_drafts(there) == []
        forged = seal(
            exporting.msgspec.json.encode(
                unseal_content(file) | {"person": "doctor"},
            ),
            PASSPHRASE,
            person="doctor",
            made_at=clock.now(),
            cost=CHEAP,
        )
        file.write_bytes(forged)
        async with opened(tmp_path / "doctor.db", person="doctor") as there:
            with pytest.raises(NotYours):
                await import_drafts(there, file, PASSPHRASE)
            assert await all_drafts(there) == []

    run(story())


def unseal_content(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(unseal(look(file.read_bytes()), PASSPHRASE))
    return found


def resummed(data: bytes) -> bytes:
    """A file changed by somebody who knows how its sum is made."""
    return data + hashlib.sha256(data).digest()


def swapped(data: bytes, **fields: Any) -> bytes:
    """A head with other fields, and a sum that fits."""
    head, rest = data.removeprefix(MAGIC).split(b"\n", 1)
    told = json.dumps(json.loads(head) | fields, sort_keys=True).encode()
    return resummed(MAGIC + told + b"\n" + rest[:-32])


SPOILT: dict[str, tuple[Callable[[bytes], bytes], type[FileTrouble]]] = {
    "empty": (lambda data: b"", Incomplete),
    "cut in the mark": (lambda data: data[:5], Incomplete),
    "cut in the head": (lambda data: data[:60], Incomplete),
    "cut in the middle": (lambda data: data[: len(data) // 2], Incomplete),
    "cut by a byte": (lambda data: data[:-1], Incomplete),
    "another file": (lambda data: b"%PDF-1.7" + data, NotAnExport),
    "a bit turned": (lambda data: data[:-60] + bytes([data[-60] ^ 1]) + data[-59:], Changed),
    "a bit turned with care": (
        lambda data: resummed(data[:-60] + bytes([data[-60] ^ 1]) + data[-59:-32]),
        Changed,
    ),
    "longer": (lambda data: data + b"x", Changed),
    "another time in the head": (
        lambda data: swapped(data, made_at="2031-01-01T00:00:00+00:00"),
        Changed,
    ),
    "no head at all": (lambda data: MAGIC + b"{" * 5000 + b"\n", Changed),
    "a head without a word": (lambda data: MAGIC + b"[1]\n" + data, Changed),
    "a passphrase that costs the machine": (lambda data: swapped(data, memory=2**31), Changed),
    "a passphrase that costs nothing": (lambda data: swapped(data, memory=0), Changed),
    "a newer format": (lambda data: swapped(data, format=2, size="?"), NewerFile),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_file_that_is_not_right_says_why_and_changes_nothing(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path, how: str
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            await save(here, file, clock)
        spoil, kind = SPOILT[how]
        file.write_bytes(spoil(file.read_bytes()))
        async with opened(tmp_path / "other.db") as there:
            with pytest.raises(kind) as raised:
                await import_drafts(there, file, PASSPHRASE)
            assert raised.type is kind
            assert await all_drafts(there) == []
            assert await every_card(there) == []

    run(story())


def test_a_wrong_passphrase_says_so(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            await save(here, file, clock)
        async with opened(tmp_path / "other.db") as there:
            with pytest.raises(WrongPassphrase):
                await import_drafts(there, file, PASSPHRASE + " ")
            assert await all_drafts(there) == []
            # The same letters, composed of other code points.
            await save(there, file, clock, "caf\u00e9 con leche")
            assert await import_drafts(there, file, "cafe\u0301 con leche") == Imported()

    run(story())


def test_records_of_a_newer_program_are_left_for_it(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            await save(here, file, clock)
        content = unseal_content(file)
        content["drafts"][1]["tbl"] = "holograms"
        file.write_bytes(
            seal(
                json.dumps(content).encode(),
                PASSPHRASE,
                person="reception",
                made_at=clock.now(),
                cost=CHEAP,
            )
        )
        async with opened(tmp_path / "other.db") as there:
            with pytest.raises(NewerFile):
                await import_drafts(there, file, PASSPHRASE)
            assert await all_drafts(there) == []

    run(story())


def test_nothing_of_a_patient_can_be_read_in_the_file(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await here.write(
                "Register", lambda tx: tx.insert(patients, **a_patient(family_name="Canarywharf"))
            )
            await save(here, file, clock)
        bare = file.read_bytes()
        assert b"Canarywharf" not in bare
        assert b"Register" not in bare
        assert (file.stat().st_mode & 0o077) == 0 or os.name == "nt"

    run(story())


def test_a_disk_that_is_full_leaves_the_old_file_as_it_was(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            await write_some(here)
            await save(here, file, clock)
            good = file.read_bytes()
            await here.write("Correct", lambda tx: tx.update(patients, "known", phone="44"))

            def no_room(fd: int) -> None:
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(os, "fsync", no_room)
            with pytest.raises(StorageFull):
                await save(here, file, clock)
            monkeypatch.undo()
            assert file.read_bytes() == good
            assert sorted(p.name for p in tmp_path.iterdir() if "mine" in p.name) == ["mine"]
            with pytest.raises(FileTrouble):
                await save(here, tmp_path / "nowhere" / "mine", clock)
            with pytest.raises(FileTrouble):
                await import_drafts(here, tmp_path / "nobody", PASSPHRASE)

    run(story())


def test_the_time_it_was_saved_is_told_without_the_passphrase(
    run: Run, opened: OpenReplica, clock: Any, tmp_path: Path
) -> None:
    async def story() -> None:
        file = tmp_path / "mine"
        async with opened() as here:
            clock.advance(timedelta(minutes=5).total_seconds())
            await save(here, file, clock)
        sealed = look(file.read_bytes())
        assert (sealed.person, sealed.made_at) == ("reception", clock.now())

    run(story())


def test_a_draft_the_server_forgot_to_answer_before_the_export_is_applied_once(
    run: Run, tmp_path: Path
) -> None:
    """Through the whole engine: sent, unanswered, exported, brought in elsewhere, and both come back."""
    from contextlib import AsyncExitStack

    from tests.sync.test_engine import World

    async def story() -> None:
        world = World(tmp_path)
        person = world.person()
        file = tmp_path / "mine"
        async with AsyncExitStack() as stack:
            one = await stack.enter_async_context(world.desk(person, "one"))
            await one.quiet()
            one.backend.lose_next_answer = True
            one.backend.down = False
            patient = await one.register("Bell")
            await one.book(patient)
            await export_drafts(
                one.replica, file, PASSPHRASE, one.engine.status.last_synced_at, cost=CHEAP
            )
            two = await stack.enter_async_context(world.desk(person, "two"))
            await two.quiet()
            brought = await import_drafts(two.replica, file, PASSPHRASE)
            assert brought.drafts + brought.on_server + brought.here == 2
            await two.quiet()
            await one.quiet()
            await two.quiet()
            assert len(world.server.rows("patients")) == 1
            assert len(world.server.rows("appointments")) == 1
            for desk in (one, two):
                assert await desk.drafts() == []
                assert await desk.open_cards() == []
            kept = await two.replica.read(lambda db: len(list(db.scalars(select(settled.c.id)))))
            assert kept == 2

    run(story())
