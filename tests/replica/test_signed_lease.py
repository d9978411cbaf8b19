"""A lease counts as the server signed it: for this person, on this computer, by the key of this server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sync.clock import FakeClock
from sync.replica import direct, lease
from sync.replica.lease import GLASS, LEASE, SEEN, Reach, Standing
from sync.replica.policies import Policy
from sync.replica.replica import Replica
from sync.replica.settings import DEVICE, read_setting, write_setting
from sync.replica.signed_lease import PINNED, Signed
from tests.replica.conftest import OpenReplica
from tests.support.fake_lease import LeaseKey

Run = Callable[[Any], Any]
Edit = Callable[[Connection], None]
DAY = timedelta(days=1)
CLOSING = Policy(is_locked_after_lease=True)
SERVER, ANOTHER = LeaseKey("clinic"), LeaseKey("somebody else")


async def heard(
    replica: Replica,
    clock: FakeClock,
    by: LeaseKey | None = SERVER,
    *,
    days: float = 14,
    epoch: str = "one",
    **said: Any,
) -> None:
    """An answer of the server came: signed with the key `by`, or as an older server has it."""
    now = clock.now()
    until = now + days * DAY
    note = {"user": replica.person, "device": replica.device, "roles": ["reception"]}
    note |= {"not_after": until.isoformat(), "issued_at": now.isoformat()}
    told = None if by is None else Signed(**by.sign(note | {"key": by.id} | said))
    await replica.apply(lambda db: lease.keep(db, until, now, now, signed=told, epoch=epoch))


async def stands(replica: Replica, clock: FakeClock, policy: Policy = CLOSING) -> Standing:
    return await replica.read(lambda db: lease.standing(db, policy, clock.now()))


async def held(replica: Replica) -> dict[str, Any]:
    return await replica.read(lease.held)


def days(clock: FakeClock, count: float) -> None:
    clock.advance(count * 86_400)


def test_a_signed_lease_counts_until_its_end_also_after_a_restart(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            assert await held(replica) == {}
            await heard(replica, clock)
            assert (await held(replica))["device"] == replica.device
        async with opened() as replica:
            days(clock, 13.9)
            assert (await stands(replica, clock)).reach is Reach.ALL
            days(clock, 0.1)
            ended = await stands(replica, clock)
            assert (ended.reach, ended.is_unreadable) == (Reach.NOTHING, False)
            await heard(replica, clock)
            assert (await stands(replica, clock)).reach is Reach.ALL

    run(story())


def write(name: str, value: Any) -> Edit:
    return lambda db: write_setting(db, name, value)


def change(**fields: Any) -> Edit:
    return lambda db: write_setting(db, LEASE, read_setting(db, LEASE) | fields)


def forget(name: str) -> Edit:
    return lambda db: _run(db, "DELETE FROM settings WHERE key = ?", name)


def no_json(name: str) -> Edit:
    return lambda db: _run(db, "UPDATE settings SET value = '{half' WHERE key = ?", name)


def longer(db: Connection) -> None:
    kept = read_setting(db, LEASE)
    write_setting(db, LEASE, kept | {"note": kept["note"].replace("2026-12", "2036-12")})


def _run(db: Connection, statement: str, name: str) -> None:
    direct.rows(db, statement, (name,))


EDITS: dict[str, Edit] = {
    "another day in the text": longer,
    "another signature": change(signature="A" * 86 + "=="),
    "a signature that is none": change(signature="no base64"),
    "a text that is none": change(note=7),
    "no text": change(note=None, signature=None),
    "as an older server has it": lambda db: write_setting(
        db,
        LEASE,
        {n: v for n, v in read_setting(db, LEASE).items() if n not in ("note", "signature")}
        | {"not_after": "2036-12-04T09:00:00+00:00"},
    ),
    "nothing at all": forget(LEASE),
    "no object": write(LEASE, "for ever"),
    "no JSON": no_json(LEASE),
    "no moment": change(told_at="yesterday"),
    "a moment without a zone": change(here_at="2026-11-20T09:00:00"),
    "a moment out of all reckoning": change(here_at="0001-01-01T00:00:00+00:00"),
    "another key": write(PINNED, {"key": ANOTHER.public, "epoch": "one"}),
    "no key": forget(PINNED),
    "a key that is none": write(PINNED, {"key": "x", "epoch": "one"}),
    "a key that is no object": write(PINNED, 5),
    "a key that is no JSON": no_json(PINNED),
    "another computer": write(DEVICE, "another"),
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_one_that_was_edited_counts_as_ended_until_the_server_tells_another(
    run: Run, opened: OpenReplica, clock: FakeClock, edit: Edit
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock)
            await replica.apply(edit)
        async with opened() as replica:
            closed = await stands(replica, clock)
            assert (closed.reach, closed.is_unreadable) == (Reach.NOTHING, True)
            assert (await stands(replica, clock, Policy())).reach is Reach.READ
            assert await held(replica) == {}, "so that the server is asked for another"
            await replica.apply(lambda db: lease.see(db, clock.now()))
            await heard(replica, clock)
            mended = await stands(replica, clock)
            assert (mended.reach, mended.is_unreadable) == (Reach.ALL, False)
            assert await held(replica)

    run(story())


@pytest.mark.parametrize(
    "edit",
    [no_json(SEEN), write(SEEN, 5), write(SEEN, "soon"), no_json(GLASS), write(GLASS, [])],
    ids=["seen: no JSON", "seen: a number", "seen: no moment", "glass: no JSON", "glass: a list"],
)
def test_what_is_kept_beside_it_never_breaks_the_window(
    run: Run, opened: OpenReplica, clock: FakeClock, edit: Edit
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock)
            await replica.apply(write(GLASS, {"at": clock.now().isoformat(), "reason": "x"}))
            await replica.apply(edit)
            assert (await stands(replica, clock)).reach is Reach.ALL
            await replica.apply(lambda db: lease.see(db, clock.now()))
            await heard(replica, clock)
            assert (await stands(replica, clock)).reach is Reach.ALL

    run(story())


@pytest.mark.parametrize(
    "said",
    [
        {"user": "amara"},
        {"user": ["reception"]},
        {"device": "another"},
        {"key": ANOTHER.id},
        {"not_after": "9999-12-31T00:00:00+00:00"},
        {"issued_at": "9999-12-31T00:00:00+00:00"},
        {"not_after": 20361204},
        {"issued_at": None},
    ],
    ids=str,
)
def test_one_for_somebody_else_or_for_no_time_is_not_believed_however_well_it_is_signed(
    run: Run, opened: OpenReplica, clock: FakeClock, said: dict[str, Any]
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock, days=3)
            await heard(replica, clock, **said)
            days(clock, 4)
            assert (await stands(replica, clock)).reach is Reach.NOTHING

    run(story())


def test_another_persons_file_does_not_lend_its_lease(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock)
        async with opened(person="amara") as replica:
            assert (await stands(replica, clock)).is_unreadable

    run(story())


def test_once_signed_an_unsigned_lease_is_never_believed_again(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock, None, days=3)
            assert (await stands(replica, clock)).reach is Reach.ALL, "an older server is believed"
            await heard(replica, clock, days=5)
            await heard(replica, clock, None, days=90)
            await heard(replica, clock, None, days=90, epoch="two")
            days(clock, 6)
            ended = await stands(replica, clock)
            assert (ended.reach, ended.is_unreadable) == (Reach.NOTHING, False)
            await heard(replica, clock, None, days=90)
            ended = await stands(replica, clock)
            assert (ended.reach, ended.is_unreadable) == (Reach.NOTHING, True), "in touch, and none"

    run(story())


def test_a_contact_that_tells_nothing_new_is_one_and_ends_an_emergency(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    """Most answers are: the lease that is held is good enough for the server."""

    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock)
            days(clock, 1)
            await replica.apply(write(GLASS, {"at": clock.now().isoformat(), "reason": "x"}))
            await heard(replica, clock, None)
            now = await stands(replica, clock)
            assert now.lease is not None
            assert now.lease.told_at == clock.now()
            days(clock, 13)
            assert (await stands(replica, clock)).glass is None
            assert (await stands(replica, clock)).reach is Reach.NOTHING

    run(story())


def test_an_emergency_stays_open_while_what_is_told_cannot_be_believed(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock)
            await replica.apply(longer)
            await replica.apply(write(GLASS, {"at": clock.now().isoformat(), "reason": "x"}))
            await heard(replica, clock, device="another")
            open_ = await stands(replica, clock)
            assert (open_.reach, open_.is_unreadable) == (Reach.ALL, True)
            clock.advance(8 * 3600)
            assert (await stands(replica, clock)).reach is Reach.NOTHING

    run(story())


def test_another_key_is_believed_with_another_epoch_alone(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock, days=3)
            await heard(replica, clock, ANOTHER, days=30)
            days(clock, 4)
            assert (await stands(replica, clock)).reach is Reach.NOTHING
            await heard(replica, clock, ANOTHER, days=30, epoch="two")
            assert (await stands(replica, clock)).reach is Reach.ALL
            await heard(replica, clock, SERVER, days=90, epoch="two")
            days(clock, 31)
            assert (await stands(replica, clock)).reach is Reach.NOTHING

    run(story())


def test_a_first_one_whose_signature_is_wrong_is_worth_what_an_unsigned_one_is(
    run: Run, opened: OpenReplica, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened() as replica:
            await heard(replica, clock, days=3, device="another")
            days(clock, 4)
            assert (await stands(replica, clock)).reach is Reach.NOTHING

    run(story())
