"""A day's work in the replica of this program, left in the middle: run inside a tree of the past.

    PYTHONPATH=TREE python write.py FOLDER

Uses only what every program since the first shape has. What is left behind: four drafts that wait
(one after another one of the same record), one that was sent and never answered, one that was
acknowledged and has not come back, one refused on a card and one parked under it.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from sync.backend.wire import Result
from sync.clock import FakeClock
from sync.replica import cursors, keys, outbox
from sync.replica.pages import put_server_rows
from sync.replica.replica import Replica, open_replica
from sync.replica.settings import EPOCH, write_setting
from sync.replica.tables import appointments, patients, session, time_off
from sync.steps.conflicts import open_card

PASSWORD = "a workstation of the past"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PERSON, FACILITY = (f"00000000-0000-7000-8000-00000000000{n}" for n in (1, 2))
PROVIDER, GRACE, TOMAS, EMMA = (f"00000000-0000-7000-8000-00000000001{n}" for n in range(4))
VISIT, OFF = (f"00000000-0000-7000-8000-00000000002{n}" for n in range(2))
SCOPES = {
    "directory": ("00000000-0000-7000-8000-000000000031", FACILITY),
    "facility": ("00000000-0000-7000-8000-000000000032", FACILITY),
    "user": ("00000000-0000-7000-8000-000000000033", PERSON),
}
STAMP = "2026-11-19T08:00:00+00:00"
ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "directory": {
        "facilities": [{"id": FACILITY, "name": "Clinic of the past", "time_zone": "UTC"}],
        "providers": [{"id": PROVIDER, "facility_id": FACILITY, "display_name": "Dr. Okafor"}],
    },
    "user": {"profiles": [{"id": PERSON, "full_name": "Lucía", "email": "lucia@clinic.example"}]},
    "facility": {
        "patients": [
            {"id": GRACE, "facility_id": FACILITY, "family_name": "Mbeki", "record_number": "R1"},
            {"id": TOMAS, "facility_id": FACILITY, "family_name": "Ibarra", "record_number": "R2"},
            {"id": EMMA, "facility_id": FACILITY, "family_name": "Koch", "record_number": "R3"},
        ],
        "appointments": [
            {
                "id": VISIT,
                "facility_id": FACILITY,
                "patient_id": GRACE,
                "provider_id": PROVIDER,
                "starts_at": "2026-11-23T09:00:00+00:00",
                "ends_at": "2026-11-23T09:30:00+00:00",
            }
        ],
        "time_off": [
            {
                "id": OFF,
                "facility_id": FACILITY,
                "provider_id": PROVIDER,
                "starts_at": "2026-11-24T09:00:00+00:00",
                "ends_at": "2026-11-24T10:00:00+00:00",
            }
        ],
    },
}


async def main(folder: Path) -> None:
    """Leave everything in this folder, which must be empty."""
    key = keys.create_keys(folder, PERSON, PASSWORD)
    path, clock = folder / "clinic.replica", FakeClock(NOW)
    numbers = _numbers()
    async with open_replica(
        path, key, person=PERSON, clock=clock, new_id=lambda: next(numbers)
    ) as replica:
        await replica.apply(_pulled)
        await _work(replica, clock)
    for side in ("-wal", "-shm", ".lock"):
        Path(f"{path}{side}").unlink(missing_ok=True)


def _numbers() -> Iterator[str]:
    count = 0
    while True:
        count += 1
        yield f"00000000-0000-7000-9000-{count:012d}"


def _pulled(db: Any) -> None:
    """What a round had brought."""
    for kind, (scope, owner) in SCOPES.items():
        cursors.begin(db, scope, kind=kind, owner=owner, grant=1, from_head=0)
        ver = 0
        for table, rows in ROWS[kind].items():
            for row in rows:
                ver += 1
                managed = {"version": 1, "created_at": STAMP, "updated_at": STAMP}
                values = row | managed
                put_server_rows(db, scope, table, list(values), [[ver, *values.values()]])
        cursors.advance(db, scope, ver, state=cursors.LIVE)
    write_setting(db, EPOCH, "the epoch of the past")
    body = {
        "person": PERSON,
        "email": "lucia@clinic.example",
        "access_token": "a token of the past",
        "refresh_token": "another one",
        "expires_in": 3600.0,
        "issued_at": NOW.isoformat(),
    }
    db.execute(insert(session).values(id=1, session=body))


async def _work(replica: Replica, clock: FakeClock) -> None:
    async def write(label: str, command: Any) -> list[str]:
        """The ids of the drafts it made."""
        clock.advance(60)
        made: list[str] = []

        def work(tx: Any) -> None:
            command(tx)
            made.extend(tx.drafts)

        await replica.write(label, work)
        return made

    def book(tx: Any, patient: str, day: int, reason: str) -> None:
        starts = datetime(2026, 11, day, 10, tzinfo=UTC)
        tx.insert(
            appointments,
            facility_id=FACILITY,
            patient_id=patient,
            provider_id=PROVIDER,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=20),
            reason=reason,
        )

    (acked,) = await write("Correct", lambda tx: tx.update(patients, GRACE, phone="acknowledged"))
    (sent,) = await write("Correct", lambda tx: tx.update(patients, TOMAS, phone="sent"))
    (refused,) = await write(
        "Register",
        lambda tx: tx.insert(patients, facility_id=FACILITY, family_name="refused"),
    )
    await write("Correct", lambda tx: tx.update(patients, TOMAS, email="waits behind it"))
    await write("Take back", lambda tx: tx.delete(time_off, OFF))
    await write("Cancel", lambda tx: tx.update(appointments, VISIT, status="cancelled"))

    def register_and_book(tx: Any) -> None:
        patient = tx.insert(patients, facility_id=FACILITY, family_name="waits")
        book(tx, patient, 25, "waits with its patient")

    await write("Register and book", register_and_book)

    def refusal(db: Any) -> None:
        outbox.acked(db, [acked])
        outbox.mark_sent(db, [sent], clock.now())
        draft = outbox.draft(db, refused)
        assert draft is not None
        no = Result(id=refused, status="rejected", code="duplicate", detail="patients_pkey")
        open_card(db, draft, no, next(_CARDS), clock.now())

    # Made upon the refused registration while it was still believed: parked with it.
    def book_refused(tx: Any) -> None:
        draft = outbox.draft(tx.db, refused)
        assert draft is not None
        book(tx, draft.row_id, 26, "parked")

    await write("Book", book_refused)
    await replica.apply(refusal, {"outbox", "cards"}, durable=True)


_CARDS = iter(["00000000-0000-7000-9100-000000000001"])


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
