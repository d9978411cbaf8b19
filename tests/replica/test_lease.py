"""How long a replica may be worked on without a word from the clinic, and what an emergency opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from sync.clock import FakeClock
from sync.replica import audit, lease
from sync.replica.cursors import begin
from sync.replica.lease import LeaseEnded, Reach, Standing
from sync.replica.pages import put_server_rows
from sync.replica.policies import Policy, policy_of
from sync.replica.replica import Replica
from sync.replica.settings import write_setting
from sync.replica.tables import audit as audit_table
from sync.replica.tables import patients
from tests.replica.conftest import OpenReplica
from tests.replica.rows import a_patient, in_name_order

Run = Callable[[Any], Any]
DAY = timedelta(days=1)
READING, CLOSING = Policy(), Policy(is_locked_after_lease=True)


async def told(
    replica: Replica, clock: FakeClock, *, days: int = 14, skew: timedelta = DAY * 0
) -> None:
    """The server tells a lease; its clock differs from ours by `skew`."""
    now = clock.now()
    server = now + skew
    await replica.apply(lambda db: lease.keep(db, server + days * DAY, server, now))


async def now_stands(replica: Replica, clock: FakeClock, policy: Policy = READING) -> Standing:
    return await replica.read(lambda db: lease.standing(db, policy, clock.now()))


def days(clock: FakeClock, count: float) -> None:
    clock.advance(count * 86_400)


def test_a_replica_that_was_never_told_of_a_lease_is_open(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            assert (await now_stands(replica, clock, CLOSING)).reach is Reach.ALL

    run(story())


def test_a_lease_ends_when_the_server_said_and_a_pull_renews_it(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await told(replica, clock)
            days(clock, 13.99)
            assert (await now_stands(replica, clock)).reach is Reach.ALL
            days(clock, 0.01)
            assert (await now_stands(replica, clock)).reach is Reach.READ
            assert (await now_stands(replica, clock, CLOSING)).reach is Reach.NOTHING
            await told(replica, clock)
            assert (await now_stands(replica, clock)).reach is Reach.ALL

    run(story())


@pytest.mark.parametrize("skew", [timedelta(days=400), timedelta(days=-400), timedelta(hours=3)])
def test_it_goes_by_the_servers_clock_whatever_ours_says(
    run: Run, opened: OpenReplica, clock: FakeClock, skew: timedelta
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await told(replica, clock, skew=skew)
            days(clock, 13)
            assert (await now_stands(replica, clock)).reach is Reach.ALL
            days(clock, 2)
            assert (await now_stands(replica, clock)).reach is Reach.READ

    run(story())


def test_a_clock_set_back_makes_time_stand_still_and_brings_nothing_back(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await told(replica, clock)
            days(clock, 10)
            await replica.apply(lambda db: lease.see(db, clock.now()))
            days(clock, 5)
            await replica.apply(lambda db: lease.see(db, clock.now()))
            assert (await now_stands(replica, clock)).reach is Reach.READ
            clock.skew(-20 * DAY)
            assert (await now_stands(replica, clock)).reach is Reach.READ
            await replica.apply(lambda db: lease.see(db, clock.now()))
            assert (await now_stands(replica, clock)).reach is Reach.READ

    run(story())


def test_without_a_lease_nothing_of_the_clinics_is_changed_and_typed_text_is_kept(
    run: Run, opened: OpenReplica
) -> None:
    async def story() -> None:
        async with opened() as replica:
            made = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            replica.is_read_only = True
            for change in (
                lambda tx: tx.insert(patients, **a_patient()),
                lambda tx: tx.update(patients, made, phone="1"),
                lambda tx: tx.delete(patients, made),
            ):
                with pytest.raises(LeaseEnded):
                    await replica.write("Change", change)
            await replica.write("Keep", lambda tx: write_setting(tx.db, "form/1", "half a sent"))
            assert [row.phone for row in await replica.read(in_name_order().run)] == [""]
            replica.is_read_only = False
            assert await replica.write("Edit", lambda tx: tx.update(patients, made, phone="1"))

    run(story())


def test_an_emergency_opens_it_for_a_shift_and_is_written_down_first(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await told(replica, clock)
            days(clock, 20)
            await break_it(replica, clock, "chest pain in room 2")
            stands = await now_stands(replica, clock, CLOSING)
            assert stands.reach is Reach.ALL
            assert stands.glass is not None
            assert stands.glass.reason == "chest pain in room 2"
            line = (await replica.read(lambda db: db.execute(select(audit_table)).all()))[-1]
            assert (line.action, line.fields) == ("break_glass", ["chest pain in room 2"])
            assert (await replica.read(audit.verify)).holds
            clock.advance(8 * 3600)
            assert (await now_stands(replica, clock, CLOSING)).reach is Reach.NOTHING
            await break_it(replica, clock, "still the same")
            assert (await now_stands(replica, clock, CLOSING)).reach is Reach.ALL

    run(story())


async def break_it(replica: Replica, clock: FakeClock, reason: str) -> None:
    await replica.apply(
        lambda db: lease.break_glass(
            db, reason, clock.now(), person="ana", device=replica.device, label="Emergency"
        ),
        durable=True,
    )


def test_an_emergency_without_a_reason_opens_nothing(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await told(replica, clock)
            days(clock, 20)
            with pytest.raises(LeaseEnded):
                await break_it(replica, clock, "  ")
            assert (await now_stands(replica, clock)).reach is Reach.READ
            assert await replica.read(lambda db: db.execute(select(audit_table)).all()) == []

    run(story())


def test_an_emergency_survives_the_program_and_ends_with_the_next_contact(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await told(replica, clock)
            days(clock, 20)
            await break_it(replica, clock, "no line")
        async with opened() as replica:
            assert (await now_stands(replica, clock)).glass is not None
            await told(replica, clock)
            stands = await now_stands(replica, clock)
            assert (stands.reach, stands.glass) == (Reach.ALL, None)
            days(clock, 14)
            assert (await now_stands(replica, clock)).reach is Reach.READ

    run(story())


def test_a_clock_set_back_does_not_make_an_emergency_last(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await told(replica, clock)
            days(clock, 20)
            await break_it(replica, clock, "no line")
            clock.advance(7 * 3600)
            await replica.apply(lambda db: lease.see(db, clock.now()))
            clock.skew(-30 * DAY)
            clock.advance(30 * 86_400 + 3600)
            assert (await now_stands(replica, clock)).reach is Reach.READ

    run(story())


# --- what the clinic demands ----------------------------------------------------------------------


def a_clinic(db: Any, name: str, ver: int, *, escrow_key: str | None = None, **policy: Any) -> None:
    """The server tells of a facility this person works in, and of what it decided."""
    stamp = {"version": 1, "updated_at": "2026-11-02T08:15:00+00:00"}

    def tell(table: str, number: int, **values: Any) -> None:
        row = {"id": f"{table} of {name}", **stamp, **values}
        put_server_rows(db, name, table, list(row), [[ver + number, *row.values()]])

    begin(db, name, kind="directory", owner=name, grant=1, from_head=None)
    tell("facilities", 1, name=name, time_zone="UTC", escrow_key=escrow_key)
    tell(
        "facility_members",
        2,
        facility_id=f"facilities of {name}",
        user_id="reception",
        role="reception",
        is_active=True,
    )
    if policy:
        tell("facility_policies", 3, facility_id=f"facilities of {name}", **policy)


DECIDED = {
    "auto_lock_minutes": 5,
    "lease_days": 30,
    "is_locked_after_lease": False,
    "is_second_factor_required": False,
    "is_recording_allowed": True,
    "keys_since": None,
}


def policies(run: Run, opened: OpenReplica, *clinics: dict[str, Any]) -> Policy:
    async def story() -> Policy:
        async with opened() as replica:
            for number, told in enumerate(clinics):
                tell = partial(a_clinic, name=f"clinic {number}", ver=number * 10, **told)
                await replica.apply(tell)
            return await replica.read(lambda db: policy_of(db, "reception"))

    return run(story())  # type: ignore[no-any-return]


def test_a_clinic_that_decided_nothing_has_the_defaults(run: Run, opened: OpenReplica) -> None:
    assert policies(run, opened) == Policy()


def test_a_clinics_decisions_count(run: Run, opened: OpenReplica) -> None:
    since = "2026-11-01T00:00:00+00:00"
    assert policies(
        run, opened, {**DECIDED, "keys_since": since, "escrow_key": "A" * 43 + "="}
    ) == Policy(
        auto_lock=timedelta(minutes=5),
        lease=30 * DAY,
        is_recording_allowed=True,
        keys_since=datetime(2026, 11, 1, tzinfo=UTC),
        escrow_key="A" * 43 + "=",
    )


def test_who_works_in_two_clinics_is_under_the_strictest_of_each(
    run: Run, opened: OpenReplica, tmp_path: Path
) -> None:
    other = {**DECIDED, "auto_lock_minutes": 20, "lease_days": 3, "is_locked_after_lease": True}
    both = policies(run, opened, DECIDED, other | {"is_recording_allowed": False})
    assert both == Policy(timedelta(minutes=5), 3 * DAY, is_locked_after_lease=True)


def test_a_clinic_that_decided_nothing_is_still_under_the_defaults_beside_another(
    run: Run, opened: OpenReplica
) -> None:
    both = policies(run, opened, {**DECIDED, "auto_lock_minutes": 60}, {})
    assert both == Policy(timedelta(minutes=10), 14 * DAY)
