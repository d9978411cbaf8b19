"""Several programs with one session: each refresh token is used once, whoever wants it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from sync.backend.protocol import Session
from sync.backend.supabase import SupabaseBackend
from sync.clock import SystemClock
from sync.embedded import sessions
from tests.backend import refresher
from tests.support.server import PASSWORD, Running, running_backend

ROUNDS = 12


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    # Shorter than the margin before its end: every request wants another token first.
    with running_backend(token_seconds=60) as backend:
        yield backend


@pytest.fixture(autouse=True)
def nobody_is_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the ten seconds in which an old token may be used again."""
    monkeypatch.setattr(sessions, "REUSE_WINDOW", "0 seconds")


async def signed_in(running: Running, email: str, folder: Path) -> str:
    running.create_user(email)
    backend = SupabaseBackend(running.url, running.publishable_key, SystemClock())
    session = await backend.sign_in(email, PASSWORD)
    mine = backend.devices.mine
    await backend.close()
    refresher.make(folder, session)
    return mine


def start(running: Running, folder: Path, rounds: int, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.backend.refresher", str(folder), running.url]
    command += [running.publishable_key, str(rounds), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> list[str]:
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    stored: list[str] = json.loads(out)
    return stored


async def test_two_programs_refresh_at_once_and_both_go_on(
    running: Running, tmp_path: Path
) -> None:
    session = await signed_in(running, "two@clinic.test", tmp_path)
    pair = [start(running, tmp_path, ROUNDS) for _ in range(2)]
    (tmp_path / refresher.GO).touch()
    stored = [token for process in pair for token in said(process)]
    assert len(stored) >= ROUNDS
    assert len(set(stored)) == len(stored), "a token was handed out twice: it was asked for twice"
    with psycopg.connect(running.database.superuser_dsn) as db:
        issued, active, forks = db.execute(
            """
            select count(*), count(*) filter (where not revoked),
                   count(*) - count(distinct coalesce(parent, '')) from auth.refresh_tokens
            where session_id = %s
            """,
            [session],
        ).fetchone() or (0, 0, 0)
    assert (issued, active, forks) == (len(stored) + 1, 1, 0)


async def test_a_crash_between_the_answer_and_the_storing_signs_nobody_out(
    running: Running, tmp_path: Path
) -> None:
    await signed_in(running, "crash@clinic.test", tmp_path)
    (tmp_path / refresher.GO).touch()
    dead = start(running, tmp_path, 1, "die")
    dead.communicate(timeout=60)
    assert dead.returncode == 9
    assert len(said(start(running, tmp_path, 2))) == 2


def test_nothing_of_a_session_can_be_read_on_the_disk(tmp_path: Path) -> None:
    refresher.make(
        tmp_path,
        Session(
            person="p",
            email="canary@clinic.test",
            access_token="access-canary",
            refresh_token="refresh-canary",
            expires_in=60,
            issued_at=datetime.now(UTC),
        ),
    )
    for file in tmp_path.iterdir():
        assert b"canary" not in file.read_bytes()
