"""Reception never holds what treatment is about: every byte of a real workstation's file is looked at.

A word is written into each text of each row that only those who treat may hold; then people fill
their replicas from the real server, and every page of the files is decrypted and searched, free
pages and the journal included.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from psycopg import sql

from clinic_app.domain.access import policy
from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.engine.engine import SyncEngine
from sync.replica import cursors
from sync.replica.replica import Replica, open_replica
from tests.server.clinic import Clinic, Person
from tests.support.server import Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]

KEY: Final = bytes(range(32))
CANARY: Final = "zebrafinch-in-the-notes"
FOR_THE_DESK: Final = "Ferreraplomado"
PAGE, RESERVED, SALT = 4096, 80, 16
FRAME_HEADER, WAL_HEADER = 24, 32

RECORDS: Final[dict[str, dict[str, Any]]] = {"notes_of_tomorrow": {}}
"""A row of each table that only those who treat may hold: what it needs beside its texts."""


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend() as backend:
        yield backend


@pytest.fixture(scope="module")
def clinic(running: Running) -> Iterator[Clinic]:
    with Clinic(running.database.superuser_dsn) as clinic:
        # Before the product has such tables, this one stands for them; afterwards it is one more.
        clinic.db.execute(
            b"""create table public.notes_of_tomorrow (
                    id uuid primary key default gen_random_uuid(),
                    facility_id uuid not null references public.facilities (id),
                    subjective text not null default '', plan text not null default '',
                    version bigint not null default 1,
                    created_at timestamptz default now(), created_by uuid,
                    updated_at timestamptz default now(), updated_by uuid);
                alter table public.notes_of_tomorrow enable row level security;
                select sync.follow('notes_of_tomorrow', 99::smallint, '{"clinical": "facility_id"}');"""
        )
        yield clinic


@pytest.fixture(scope="module")
def facility(clinic: Clinic) -> str:
    """A facility with a patient of the desk, and the canary wherever treatment leaves its marks."""
    facility = clinic.facility()
    clinic.patient(facility, FOR_THE_DESK)
    for table, values in RECORDS.items():
        texts = [
            row["attname"]
            for row in clinic.db.execute(
                """select attname from pg_attribute
                   where attrelid = %s::regclass and attnum > 0 and not attisdropped
                     and atttypid = 'text'::regtype""",
                [f"public.{table}"],
            )
        ]
        clinic.add(table, facility_id=facility, **dict.fromkeys(texts, CANARY), **values)
    return facility


def test_every_table_of_treatment_has_a_row_with_the_canary(clinic: Clinic, facility: str) -> None:
    told = {name for name, rules in policy().tables.items() if "clinical" in rules.scopes}
    assert told <= RECORDS.keys(), "write down a row of it above"
    carried = {
        row["name"]
        for row in clinic.db.execute(
            b"""select distinct t.name from sync.feed f join sync.tables t using (tbl)
                join sync.scope_head h using (scope) where h.kind = 'clinical'"""
        )
    }
    assert carried == set(RECORDS)
    for table in RECORDS:
        query = sql.SQL("select to_jsonb(t)::text as row from public.{} t where facility_id = %s")
        rows = clinic.db.execute(query.format(sql.Identifier(table)), [facility]).fetchall()
        assert rows
        assert all(CANARY in row["row"] for row in rows)


# --- filling and looking --------------------------------------------------------------------------


async def fill(running: Running, person: Person, path: Path) -> None:
    """Have a workstation of this person sync until everything is there."""
    clock = SystemClock()
    token, _ = running.tokens.mint({"sub": person.id, "role": "authenticated", "aal": "aal1"})
    session = Session(
        person=person.id,
        email=person.email,
        access_token=token,
        refresh_token="none",
        expires_in=3600,
        issued_at=clock.now(),
    )
    async with open_replica(path, KEY, person=person.id, clock=clock) as replica:
        backend = SupabaseBackend(running.url, running.publishable_key, clock)
        engine = SyncEngine(replica, backend, clock)
        work = asyncio.create_task(engine.run())
        try:
            before = engine.status.last_synced_at
            await engine.signed_in(session)
            async for status in engine.statuses():
                is_new = status.last_synced_at not in (None, before)
                if status.phase == "idle" and is_new and await _is_live(replica):
                    return
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            await backend.close()


async def _is_live(replica: Replica) -> bool:
    held = await replica.read(cursors.all_cursors)
    return bool(held) and all(c.state == cursors.LIVE for c in held)


def pages(path: Path) -> Iterator[bytes]:
    """Every page of an encrypted file and of its journal, in the clear: free ones too."""
    whole = path.read_bytes()
    assert len(whole) % PAGE == 0
    yield from (
        _clear(whole[at : at + PAGE], is_first=at == 0) for at in range(0, len(whole), PAGE)
    )
    wal = path.with_name(path.name + "-wal")
    body = wal.read_bytes()[WAL_HEADER:] if wal.exists() else b""
    for at in range(0, len(body), FRAME_HEADER + PAGE):
        number = int.from_bytes(body[at : at + 4], "big")
        frame = body[at + FRAME_HEADER : at + FRAME_HEADER + PAGE]
        yield _clear(frame, is_first=number == 1)


def _clear(page: bytes, *, is_first: bool) -> bytes:
    """A page as SQLite has it: AES-256-CBC, its vector at the head of what is reserved at its end."""
    at = SALT if is_first else 0
    vector = page[PAGE - RESERVED : PAGE - RESERVED + 16]
    cipher = Cipher(algorithms.AES(KEY), modes.CBC(vector)).decryptor()
    return cipher.update(page[at : PAGE - RESERVED]) + cipher.finalize()


def holds(path: Path, word: str) -> bool:
    """Whether a word is anywhere in a file, in any of the ways text is kept."""
    found = b"".join(pages(path))
    told = {word.encode(), word.encode("utf-16-le"), json.dumps(word).strip('"').encode()}
    return any(each in found for each in told)


@pytest.mark.parametrize(
    ("role", "may_hold"),
    [
        ("doctor", True),
        ("nurse", True),
        ("reception", False),
        ("facility_admin", False),
        ("system_admin", False),
        ("patient", False),
    ],
)
def test_only_who_treats_holds_what_treatment_is_about(
    run: Run,
    running: Running,
    clinic: Clinic,
    facility: str,
    tmp_path: Path,
    role: str,
    may_hold: bool,
) -> None:
    path = tmp_path / "clinic.replica"
    run(fill(running, clinic.member(facility, role), path))
    assert holds(path, FOR_THE_DESK) is (role != "patient"), "or nothing was looked at"
    assert holds(path, CANARY) is may_hold


@pytest.mark.parametrize("becomes", ["reception", "facility_admin", "patient"])
def test_who_treats_no_more_holds_nothing_of_it_after_the_next_contact(
    run: Run, running: Running, clinic: Clinic, facility: str, tmp_path: Path, becomes: str
) -> None:
    path = tmp_path / "clinic.replica"
    person = clinic.member(facility, "doctor")
    run(fill(running, person, path))
    assert holds(path, CANARY)
    clinic.db.execute(
        "update public.facility_members set role = %s where user_id = %s", [becomes, person.id]
    )
    run(fill(running, person, path))
    assert not holds(path, CANARY), "not even in a page that is free now"
    assert holds(path, FOR_THE_DESK) is (becomes != "patient")
