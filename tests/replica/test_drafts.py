"""Writing through a transaction: what is shown at once, and what goes to the server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import Enum, StrEnum
from typing import Any

import pytest
from sqlalchemy import func, select

from sync.errors import Defect
from sync.replica import outbox, overlay
from sync.replica.batch import next_batch
from sync.replica.replica import Replica
from sync.replica.tables import (
    appointments,
    audit,
    patients,
    provider_hours,
    providers,
    server_rows,
)
from sync.replica.tables import outbox as outbox_table
from sync.replica.transaction import RowGone, Transaction
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


async def with_server_patient(replica: Replica, row_id: str = "p1", **values: Any) -> None:
    await replica.apply(lambda db: put(db, 1, server_patient(row_id, **values)))


def test_an_edit_is_shown_at_once_and_sent_as_what_changed(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_server_patient(replica, version=7)
            before = await shown(replica, "p1")

            changed = await replica.write(
                "Edit",
                lambda tx: tx.update(patients, "p1", phone="600 1", family_name="Bell"),
            )

            assert changed
            after = await shown(replica, "p1")
            assert after is not None
            assert after["phone"] == "600 1"
            (draft,) = await drafts(replica, "p1")
            assert draft.kind == "update"
            assert draft.patch == {"phone": "600 1"}, "the name was Bell before"
            assert draft.base == before
            assert draft.base_version == 7
            assert (draft.author, draft.device, draft.label) == (
                "reception",
                replica.device,
                "Edit",
            )
            assert (draft.lane, draft.state, draft.depends_on) == ("patients:p1", "waiting", [])
            assert await replica.read(lambda db: overlay.server_row(db, "patients", "p1")) == before

    run(story())


def test_an_edit_that_changes_nothing_writes_nothing(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_server_patient(replica, birth_date="1980-01-02", is_active=True)

            changed = await replica.write(
                "Edit",
                lambda tx: tx.update(
                    patients, "p1", birth_date=date(1980, 1, 2), is_active=True, note=""
                ),
            )

            assert not changed
            for table in (outbox_table, audit, server_rows):
                count = select(func.count()).select_from(table)
                assert await replica.read(lambda db, count=count: db.scalar(count)) == 0

    run(story())


def test_a_registration_carries_only_what_was_typed(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            typed = {"facility_id": "f", "family_name": "Bell", "birth_date": date(1980, 1, 2)}
            row_id = await replica.write("Register", lambda tx: tx.insert(patients, **typed))

            (draft,) = await drafts(replica, row_id)
            assert draft.patch == {
                "facility_id": "f",
                "family_name": "Bell",
                "birth_date": "1980-01-02",
            }
            assert (draft.base, draft.base_version) == ({}, None)
            row = await shown(replica, row_id)
            assert row is not None
            assert (row["gender"], row["is_active"], row["note"]) == ("unknown", True, "")
            assert row["version"] is None
            assert row["created_by"] == "reception"
            assert await replica.read(lambda db: overlay.server_row(db, "patients", row_id)) is None

    run(story())


def test_the_second_edit_starts_from_what_the_first_showed(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_server_patient(replica, phone="1")
            await replica.write("Edit", lambda tx: tx.update(patients, "p1", phone="2"))
            await replica.write("Edit", lambda tx: tx.update(patients, "p1", phone="3"))

            first, second = await drafts(replica, "p1")
            assert (first.base["phone"], second.base["phone"]) == ("1", "2")
            kept = await replica.read(lambda db: overlay.server_row(db, "patients", "p1"))
            assert kept is not None
            assert kept["phone"] == "1"

    run(story())


def test_edits_of_one_write_are_one_draft_and_share_a_group(run: Run, opened: OpenReplica) -> None:
    def register_and_book(tx: Transaction) -> tuple[str, str]:
        patient = tx.insert(patients, **a_patient())
        visit = tx.insert(appointments, **an_appointment(patient))
        tx.update(patients, patient, phone="600 1")
        tx.update(appointments, visit, reason="Cough")
        tx.update(appointments, visit, reason="")
        return patient, visit

    async def story() -> None:
        async with opened() as replica:
            patient, visit = await replica.write("Register and book", register_and_book)

            first, second = await all_drafts(replica)
            assert (first.row_id, second.row_id) == (patient, visit)
            assert first.patch["phone"] == "600 1"
            assert second.patch["reason"] == ""
            assert first.group_id == second.group_id
            assert second.depends_on == [first.id]

            await replica.write("Edit", lambda tx: tx.update(patients, patient, phone="2"))
            *_, third = await all_drafts(replica)
            assert third.group_id != first.group_id
            assert third.depends_on == [first.id]

    run(story())


def test_a_write_that_takes_itself_back_leaves_nothing(run: Run, opened: OpenReplica) -> None:
    def there_and_back(tx: Transaction) -> None:
        tx.update(patients, "p1", phone="2")
        tx.update(patients, "p1", phone="1")
        gone = tx.insert(patients, **a_patient())
        tx.delete(patients, gone)

    async def story() -> None:
        async with opened() as replica:
            await with_server_patient(replica, phone="1")
            before = await shown(replica, "p1")

            await replica.write("Nothing", there_and_back)

            assert await all_drafts(replica) == []
            assert await shown(replica, "p1") == before
            assert await replica.read(lambda db: overlay.server_row(db, "patients", "p1")) is None

    run(story())


def test_a_deleted_record_is_gone_at_once_and_its_base_goes_along(
    run: Run, opened: OpenReplica
) -> None:
    def edit_and_delete(tx: Transaction) -> None:
        tx.update(patients, "p1", phone="2")
        tx.delete(patients, "p1")

    async def story() -> None:
        async with opened() as replica:
            await with_server_patient(replica, phone="1")
            before = await shown(replica, "p1")

            await replica.write("Delete", edit_and_delete)

            assert await shown(replica, "p1") is None
            (draft,) = await all_drafts(replica)
            assert (draft.kind, draft.patch, draft.base) == ("delete", {}, before)
            with pytest.raises(RowGone):
                await replica.write("Edit", lambda tx: tx.update(patients, "p1", phone="3"))

    run(story())


def test_a_draft_waits_for_the_records_it_needs(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            provider = await replica.write(
                "Provider", lambda tx: tx.insert(providers, facility_id="f", display_name="Dr X")
            )
            patient = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            visit = await replica.write(
                "Book",
                lambda tx: tx.insert(appointments, **an_appointment(patient, provider_id=provider)),
            )
            (bring_provider,) = ids(await drafts(replica, provider, "providers"))
            (bring_patient,) = ids(await drafts(replica, patient))

            (booking,) = await drafts(replica, visit, "appointments")
            assert set(booking.depends_on) == {bring_provider, bring_patient}

            await replica.apply(lambda db: outbox.acked(db, [bring_provider]))
            later = await replica.write(
                "Book",
                lambda tx: tx.insert(appointments, **an_appointment(patient, provider_id=provider)),
            )
            (booking,) = await drafts(replica, later, "appointments")
            assert booking.depends_on == [bring_patient], "the server has the provider already"

    run(story())


def test_a_dependency_can_be_named(run: Run, opened: OpenReplica) -> None:
    def after(tx: Transaction, needs: list[str]) -> None:
        tx.depends_on(needs)
        tx.update(patients, "p2", phone="2")

    async def story() -> None:
        async with opened() as replica:
            await with_server_patient(replica, "p1")
            await with_server_patient(replica, "p2")
            await replica.write("Edit", lambda tx: tx.update(patients, "p1", phone="2"))
            (first,) = ids(await drafts(replica, "p1"))
            await replica.write("Edit", lambda tx: after(tx, [first]))

            assert (await drafts(replica, "p2"))[0].depends_on == [first]

    run(story())


def test_an_edit_of_a_record_that_waits_under_a_card_waits_with_it(
    run: Run, opened: OpenReplica
) -> None:
    """The server refused the registration; the edit that came after it has no record to go to."""

    async def story() -> None:
        async with opened() as replica:
            row_id = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            await replica.write("Edit", lambda tx: tx.update(patients, row_id, phone="2"))
            insert, edit = ids(await drafts(replica, row_id))

            def refuse(db: Any) -> None:
                overlay.settle(db, insert, refused=True)
                outbox.park(db, [edit], "card")

            await replica.apply(refuse)
            row = await shown(replica, row_id)
            assert row is not None, "the parked edit keeps the record on the screen"
            assert (row["family_name"], row["phone"]) == ("Bell", "2")

            await replica.write("Edit", lambda tx: tx.update(patients, row_id, phone="3"))
            *_, last = await drafts(replica, row_id)
            assert last.depends_on == [edit]
            batch = await replica.read(lambda db: next_batch(db, NOON))
            assert batch == []

    run(story())


def test_what_this_version_does_not_know_is_kept_and_goes_into_the_base(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            newer = server_patient("p1") | {"blood_group": "0+", "tags": ["vip"]}
            await replica.apply(lambda db: put(db, 1, newer))

            await replica.write("Edit", lambda tx: tx.update(patients, "p1", phone="2"))

            row = await shown(replica, "p1")
            assert row is not None
            assert (row["blood_group"], row["tags"]) == ("0+", ["vip"])
            (draft,) = await drafts(replica, "p1")
            assert draft.base["blood_group"] == "0+"
            assert draft.patch == {"phone": "2"}

    run(story())


def test_values_go_out_as_the_server_writes_them(run: Run, opened: OpenReplica) -> None:
    class Modality(StrEnum):
        VIDEO = "video"

    class Status(Enum):
        ARRIVED = "arrived"

    madrid = timezone(timedelta(hours=1))

    async def story() -> None:
        async with opened() as replica:
            visit = await replica.write(
                "Book",
                lambda tx: tx.insert(
                    appointments,
                    **an_appointment(
                        "p1",
                        starts_at=datetime(2026, 11, 20, 13, 0, tzinfo=madrid),
                        ends_at=datetime(2026, 11, 20, 13, 20, 0, 500000, tzinfo=madrid),
                        modality=Modality.VIDEO,
                        status=Status.ARRIVED,
                    ),
                ),
            )
            hours = await replica.write(
                "Hours",
                lambda tx: tx.insert(
                    provider_hours,
                    facility_id="f",
                    provider_id="d",
                    weekday=5,
                    starts=time(8),
                    ends=time(14, 30),
                ),
            )

            (booking,) = await drafts(replica, visit, "appointments")
            assert booking.patch["starts_at"] == "2026-11-20T12:00:00+00:00"
            assert booking.patch["ends_at"] == "2026-11-20T12:20:00.5+00:00"
            assert (booking.patch["modality"], booking.patch["status"]) == ("video", "arrived")
            (draft,) = await drafts(replica, hours, "provider_hours")
            assert (draft.patch["starts"], draft.patch["ends"]) == ("08:00:00", "14:30:00")

            stored = select(appointments.c.starts_at, appointments.c.ends_at)
            starts, ends = await replica.read(lambda db: db.execute(stored).one())
            assert (starts, ends) == (NOON, datetime(2026, 11, 20, 12, 20, 0, 500000, tzinfo=UTC))

    run(story())


@pytest.mark.parametrize(
    "wrong",
    [
        {"no_such_column": 1},
        {"version": 3},
        {"updated_by": "me"},
        {"extra": "{}"},
        {"record_number": "R-1"},
        {"birth_date": "1980-01-02"},
        {"birth_date": datetime(1980, 1, 2, tzinfo=UTC)},
        {"is_active": "yes"},
        {"family_name": 3},
    ],
)
def test_what_cannot_be_written_is_our_own_fault(
    run: Run, opened: OpenReplica, wrong: dict[str, Any]
) -> None:
    async def story() -> None:
        async with opened() as replica:
            with pytest.raises(Defect):
                await replica.write(
                    "Register", lambda tx: tx.insert(patients, **(a_patient() | wrong))
                )
            assert await all_drafts(replica) == []

    run(story())


def test_a_moment_without_a_zone_is_our_own_fault(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            naive = an_appointment("p1", starts_at=datetime(2026, 11, 20, 12, 0))
            with pytest.raises(Defect):
                await replica.write("Book", lambda tx: tx.insert(appointments, **naive))

    run(story())


def test_every_edit_leaves_a_line_in_the_audit_trail(run: Run, opened: OpenReplica) -> None:
    async def story() -> None:
        async with opened() as replica:
            await with_server_patient(replica)
            await replica.write(
                "Edit a patient", lambda tx: tx.update(patients, "p1", phone="2", note="n")
            )

            (line,) = await replica.read(lambda db: db.execute(select(audit)).all())
            assert (line.person, line.label, line.action) == (
                "reception",
                "Edit a patient",
                "update",
            )
            assert (line.tbl, line.row_id, line.fields) == ("patients", "p1", ["note", "phone"])

    run(story())
