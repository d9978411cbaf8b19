"""Another key for a replica: whatever happens meanwhile, one pair of file and key counts, with everything."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from sync.clock import FakeClock
from sync.errors import Damaged, WrongKey, WrongPassword
from sync.replica import audit, cipher, escrow, keys, recovery, rekey
from sync.replica.replica import Replica, open_replica
from sync.replica.search import search_patients
from sync.replica.tables import outbox, patients
from tests.replica.rekey_child import CHEAP, PASSWORD, PERSON
from tests.replica.rows import a_patient, in_name_order, put, server_patient

Run = Callable[[Any], Any]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PROJECT = Path(__file__).parents[2]
NAMES = ["Zebulon", *("Ana", "Bea", "Cleo", "Dora", "Eve", "Flora", "Gia", "Hana", "Ida", "Jo")]
ROWS, DRAFTS = 300, len(NAMES)


@pytest.fixture
def folder(tmp_path: Path, run: Run, clock: FakeClock) -> Path:
    """A person's folder: keys, and a replica with rows of the server and drafts."""
    key = keys.create_keys(tmp_path, PERSON, PASSWORD, cost=CHEAP, now=NOW)

    async def fill() -> None:
        async with opened(tmp_path, key, clock) as replica:
            many = [server_patient(f"p{n}", note="n" * 500) for n in range(ROWS)]
            await replica.apply(lambda db: put(db, 1, *many))
            for n in range(DRAFTS):
                await replica.write(
                    "Register",
                    lambda tx, n=n: tx.insert(patients, **a_patient(given_name=NAMES[n])),
                )

    run(fill())
    return tmp_path


def opened(folder: Path, key: bytes, clock: FakeClock) -> Any:
    return open_replica(keys.replica_file(folder, PERSON), key, person=PERSON, clock=clock)


def unlock(folder: Path, password: str = PASSWORD) -> bytes:
    return keys.unlock(folder, PERSON, password, floor=CHEAP)


async def holds_everything(replica: Replica) -> None:
    assert len(await replica.read(in_name_order().run)) == ROWS + DRAFTS
    drafts = await replica.read(lambda db: db.scalars(select(outbox.c.id)).all())
    assert len(drafts) == DRAFTS
    found = await replica.read(search_patients("zebul", 5).run)
    assert [row.given_name for row in found] == ["Zebulon"]
    assert (await replica.read(audit.verify)).holds
    bad = await replica.read(lambda db: cipher.check_pages(db))
    assert bad == []


def opens(path: Path, key: bytes) -> bool:
    """Whether this key opens this file, which stays as it is."""
    try:
        db = cipher.connect(path, key, mode="ro")
    except dbapi2.DatabaseError:
        return False
    db.close()
    return True


def replicas(folder: Path) -> list[str]:
    """The files with the clinic's data, without what lies beside them."""
    return sorted(f.name for f in folder.iterdir() if f.name.endswith(".replica"))


def test_everything_goes_on_under_another_key(folder: Path, run: Run, clock: FakeClock) -> None:
    before = unlock(folder)
    seen: list[str] = []

    async def story() -> None:
        async with opened(folder, before, clock) as replica:
            done = await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP, at=seen.append)
            assert done.path == replica.path == folder / "clinic.2.replica"
            assert done.code is None
            await holds_everything(replica)
            await replica.write(
                "Register", lambda tx: tx.insert(patients, **a_patient(given_name="Later"))
            )

    run(story())
    assert seen == list(rekey.POINTS)
    after = unlock(folder)
    assert after != before
    assert replicas(folder) == ["clinic.2.replica"], "the former file is gone"
    assert keys.replica_file(folder, PERSON).name == "clinic.2.replica"
    assert opens(folder / "clinic.2.replica", after)
    assert not opens(folder / "clinic.2.replica", before)

    async def look() -> int:
        async with opened(folder, after, clock) as replica:
            return len(await replica.read(in_name_order().run))

    assert run(look()) == ROWS + DRAFTS + 1
    assert rekey.tidy(folder, PERSON) == ["clinic.replica.lock"]


def test_it_can_be_done_again(folder: Path, run: Run, clock: FakeClock) -> None:
    async def story() -> None:
        async with opened(folder, unlock(folder), clock) as replica:
            for _ in range(3):
                await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP)
            await holds_everything(replica)

    run(story())
    assert replicas(folder) == ["clinic.4.replica"]
    assert opens(folder / "clinic.4.replica", unlock(folder))


def test_the_password_and_the_clinic_open_the_new_key_what_else_there_was_does_not(
    folder: Path, run: Run, clock: FakeClock
) -> None:
    key, pair = unlock(folder), escrow.new_key()
    code = recovery.add_code(folder, PERSON, key)
    escrow.seal_to(folder, PERSON, key, pair.public)
    former = keys.keys_file(folder, PERSON).read_bytes()

    async def story() -> str | None:
        async with opened(folder, key, clock) as replica:
            return (await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP)).code

    fresh = run(story())
    assert unlock(folder) == escrow.unseal(folder, PERSON, pair) != key
    with pytest.raises(recovery.WrongCode):
        recovery.open_with_code(folder, PERSON, code)
    assert recovery.open_with_code(folder, PERSON, fresh) == unlock(folder)
    assert keys.key_made_at(folder, PERSON) == NOW

    keys.keys_file(folder, PERSON).write_bytes(former)
    assert unlock(folder) == key
    assert not opens(folder / "clinic.2.replica", key), "a former slots file opens nothing"


def test_a_former_slot_does_not_fit_into_the_new_file(
    folder: Path, run: Run, clock: FakeClock
) -> None:
    file = keys.keys_file(folder, PERSON)
    former = json.loads(file.read_text())["slots"]

    async def story() -> None:
        async with opened(folder, unlock(folder), clock) as replica:
            await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP)

    run(story())
    now = json.loads(file.read_text())
    file.write_text(json.dumps(now | {"slots": former}))
    with pytest.raises((WrongPassword, Damaged)):
        unlock(folder)


def test_another_password_changes_nothing(folder: Path, run: Run, clock: FakeClock) -> None:
    before = unlock(folder)

    async def story() -> None:
        async with opened(folder, before, clock) as replica:
            with pytest.raises(WrongPassword):
                await rekey.rekey(replica, "another", NOW, cost=CHEAP)
            await holds_everything(replica)

    run(story())
    assert unlock(folder) == before
    assert replicas(folder) == ["clinic.replica"]


def test_a_failure_on_the_way_leaves_everything_as_it_was(
    folder: Path, run: Run, clock: FakeClock
) -> None:
    before = unlock(folder)

    class NoMore(Exception):
        pass

    async def story(point: str) -> None:
        def at(reached: str) -> None:
            if reached == point:
                raise NoMore

        async with opened(folder, before, clock) as replica:
            with pytest.raises(NoMore):
                await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP, at=at)
            await holds_everything(replica)
            made = await replica.write("Register", lambda tx: tx.insert(patients, **a_patient()))
            await replica.write("Undo", lambda tx: tx.delete(patients, made))
            await replica.apply(
                lambda db: db.execute(outbox.delete().where(outbox.c.row_id == made))
            )

    for point in rekey.POINTS[: rekey.POINTS.index("after the slots")]:
        run(story(point))
        assert replicas(folder) == ["clinic.replica"], point
        assert unlock(folder) == before


def test_who_reads_and_writes_meanwhile_notices_nothing(
    folder: Path, run: Run, clock: FakeClock
) -> None:
    async def story() -> None:
        async with opened(folder, unlock(folder), clock) as replica:
            going = asyncio.Event()
            reads = 0

            async def read_on() -> None:
                nonlocal reads
                while not going.is_set():
                    assert len(await replica.read(in_name_order().run)) >= ROWS + DRAFTS
                    reads += 1

            async def write_on() -> int:
                made = 0
                while not going.is_set():
                    await replica.write(
                        "Register", lambda tx: tx.insert(patients, **a_patient(note="meanwhile"))
                    )
                    made += 1
                return made

            async with asyncio.TaskGroup() as tasks:
                readers = [tasks.create_task(read_on()) for _ in range(3)]
                writer = tasks.create_task(write_on())
                await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP)
                going.set()
            assert readers
            assert reads > 0
            now = await replica.read(in_name_order().run)
            assert len(now) == ROWS + DRAFTS + writer.result()

    run(story())
    assert opens(keys.replica_file(folder, PERSON), unlock(folder))


# --- killed ---------------------------------------------------------------------------------------


def run_child(folder: Path, point: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.replica.rekey_child", folder, point],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
    )


def exactly_one_pair_counts(folder: Path, former: bytes, run: Run, clock: FakeClock) -> bool:
    """Checks it; True when it is the new one."""
    path, key = keys.replica_file(folder, PERSON), unlock(folder)
    is_new = key != former
    assert path.name == ("clinic.2.replica" if is_new else "clinic.replica")
    assert opens(path, key)
    assert opens(path, former) is not is_new
    rekey.tidy(folder, PERSON)
    assert replicas(folder) == [path.name], "at the next start nothing else is there"

    async def look() -> None:
        async with opened(folder, key, clock) as replica:
            await holds_everything(replica)
            await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP)
            await holds_everything(replica)

    run(look())
    return is_new


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such end here")
@pytest.mark.parametrize("point", rekey.POINTS)
def test_killed_at_any_point_exactly_one_pair_counts(
    folder: Path, run: Run, clock: FakeClock, point: str
) -> None:
    former = unlock(folder)
    child = run_child(folder, point)
    said, _ = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    assert said.decode().split("\n")[-2] == point

    committed = rekey.POINTS.index(point) >= rekey.POINTS.index("after the slots")
    assert exactly_one_pair_counts(folder, former, run, clock) is committed


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such end here")
@pytest.mark.parametrize("seed", range(int(os.environ.get("POWER_CUTS", "6"))))
def test_killed_at_any_moment_too(folder: Path, run: Run, clock: FakeClock, seed: int) -> None:
    former = unlock(folder)
    child = run_child(folder, "nowhere")
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(Random(seed).uniform(0, 0.08))
    child.kill()
    child.communicate(timeout=60)
    exactly_one_pair_counts(folder, former, run, clock)


def test_the_former_key_opens_nothing_any_more(folder: Path, run: Run, clock: FakeClock) -> None:
    former = unlock(folder)

    async def story() -> None:
        async with opened(folder, former, clock) as replica:
            await rekey.rekey(replica, PASSWORD, NOW, cost=CHEAP)

    run(story())

    async def try_it() -> None:
        async with opened(folder, former, clock):
            pass

    with pytest.raises(WrongKey):
        run(try_it())
