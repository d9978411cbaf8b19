"""The backend as a whole: its folder, its port, and what a kill leaves."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from sync.embedded import processes
from sync.embedded.folder import FolderTrouble
from sync.embedded.server import EmbeddedBackend
from sync.errors import Outdated, PortInUse

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@pytest.fixture
def nothing() -> Iterator[Path]:
    """A folder in which no backend has ever been."""
    with tempfile.TemporaryDirectory(prefix="clinic-new-") as folder:
        yield Path(folder) / "data"


def postmaster_of(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


async def call(url: str, key: str, name: str = "add", **arguments: Any) -> httpx.Response:
    async with httpx.AsyncClient(base_url=url, headers={"apikey": key}) as client:
        return await client.post(f"/rest/v1/rpc/{name}", json=arguments)


def test_it_keeps_its_data_keys_and_port_between_runs(
    run: Run, nothing: Path, migrations: Path
) -> None:
    async def story() -> None:
        async with EmbeddedBackend(nothing, migrations=migrations) as backend:
            first = (backend.url, backend.publishable_key, backend.control_token)
            assert (await call(backend.url, backend.publishable_key, a=1, b=1)).json() == 2
            person = await backend.create_user("doctor@clinic.test", "secret", "Dr. A")
        async with EmbeddedBackend(nothing, migrations=migrations) as backend:
            assert (backend.url, backend.publishable_key, backend.control_token) == first
            with psycopg.connect(backend.dsn) as db:
                kept = db.execute("select id::text from auth.users").fetchall()
            assert kept == [(person,)]

    run(story())


def test_after_it_stopped_nothing_runs_and_nothing_listens(
    run: Run, home: Path, migrations: Path
) -> None:
    async def story() -> tuple[int, int]:
        async with EmbeddedBackend(home, migrations=migrations) as backend:
            return postmaster_of(home), int(backend.url.rpartition(":")[2])

    pid, port = run(story())
    assert not processes.is_running(pid)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 2)
    assert not (home / "backend.json").exists()


def test_the_folder_says_where_it_runs_and_tells_nobody_else(
    run: Run, home: Path, migrations: Path
) -> None:
    async def story() -> None:
        async with EmbeddedBackend(home, migrations=migrations) as backend:
            said = json.loads((home / "backend.json").read_text())
            assert said == {
                "url": backend.url,
                "key": backend.publishable_key,
                "pid": os.getpid(),
                "control_token": backend.control_token,
            }
            for secret in ("backend.json", "keys.json"):
                if sys.platform != "win32":
                    assert stat.S_IMODE((home / secret).stat().st_mode) == 0o600
            assert backend.url.startswith("http://127.0.0.1:")

    run(story())


def test_a_second_backend_in_the_folder_is_refused_and_the_first_goes_on(
    run: Run, home: Path, migrations: Path
) -> None:
    async def story() -> None:
        async with EmbeddedBackend(home, migrations=migrations) as backend:
            with pytest.raises(FolderTrouble, match=f"process {os.getpid()}"):
                async with EmbeddedBackend(home, migrations=migrations):
                    pass
            assert (await call(backend.url, backend.publishable_key, a=1)).json() == 11

    run(story())


def test_a_port_in_use_is_a_sentence_and_starts_nothing(
    run: Run, nothing: Path, migrations: Path
) -> None:
    async def story(port: int) -> None:
        with pytest.raises(PortInUse, match=f"Port {port} of this computer"):
            async with EmbeddedBackend(nothing, port, migrations=migrations):
                pass

    with socket.create_server(("127.0.0.1", 0)) as taken:
        run(story(taken.getsockname()[1]))
    assert not (nothing / "postgres").exists()


def test_the_port_of_last_time_is_given_up_when_somebody_has_it(
    run: Run, home: Path, migrations: Path
) -> None:
    async def story() -> str:
        async with EmbeddedBackend(home, migrations=migrations) as backend:
            return backend.url

    before = run(story())
    with socket.create_server(("127.0.0.1", int(before.rpartition(":")[2]))):
        assert run(story()) != before


def test_a_future_schema_is_left_alone(run: Run, home: Path, migrations: Path) -> None:
    async def story() -> None:
        async with EmbeddedBackend(home, migrations=migrations) as backend:
            with psycopg.connect(backend.dsn, autocommit=True) as db:
                db.execute(
                    "insert into supabase_migrations.schema_migrations (version, name)"
                    " values ('29990101000000', 'future')"
                )
        with pytest.raises(Outdated):
            async with EmbeddedBackend(home, migrations=migrations):
                pass
        assert not (home / "postgres" / "postmaster.pid").exists()

    run(story())


def test_a_seed_is_sown_once(run: Run, home: Path, migrations: Path) -> None:
    sown: list[str] = []

    def seed(dsn: str) -> None:
        sown.append(dsn)

    async def story() -> None:
        for _ in range(2):
            async with EmbeddedBackend(home, migrations=migrations, seed=seed) as backend:
                assert sown == [backend.dsn]

    run(story())


def test_keys_that_cannot_be_read_are_not_replaced(run: Run, home: Path, migrations: Path) -> None:
    (home / "keys.json").write_text("{")

    async def story() -> None:
        with pytest.raises(FolderTrouble, match=r"keys\.json cannot be read"):
            async with EmbeddedBackend(home, migrations=migrations):
                pass

    run(story())
    assert (home / "keys.json").read_text() == "{"


class Command:
    """`clinic-app backend` in a process of its own."""

    def __init__(self, home: Path, *more: str) -> None:
        command = [sys.executable, "-m", "clinic_app", "backend", "--data", str(home), *more]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )

    def ready(self) -> tuple[str, str]:
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        assert said["ready"] is True
        return said["url"], said["key"]

    def end(self, seconds: float = 20) -> tuple[int, str]:
        """Its exit code and what it complained about."""
        _, complaints = self.process.communicate(timeout=seconds)
        return self.process.returncode, complaints


@contextlib.contextmanager
def command(home: Path, *more: str) -> Iterator[Command]:
    started = Command(home, *more)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.process.kill()
        started.process.communicate(timeout=20)


def alive(url: str, key: str) -> bool:
    return httpx.get(f"{url}/auth/v1/health", headers={"apikey": key}).status_code == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_stops_when_told_and_leaves_nothing(home: Path, number: int) -> None:
    with command(home) as started:
        assert alive(*started.ready())
        pid = postmaster_of(home)
        started.process.send_signal(number)
        assert started.end() == (0, "")
    assert not processes.is_running(pid)
    assert not (home / "backend.json").exists()


def test_an_impatient_second_ctrl_c_does_no_harm(home: Path) -> None:
    with command(home) as started:
        started.ready()
        pid = postmaster_of(home)
        for _ in range(5):
            started.process.send_signal(signal.SIGINT)
            time.sleep(0.01)
        assert started.end() == (0, "")
    assert not processes.is_running(pid)


@pytest.mark.parametrize("after", [0.1, 0.4, 0.7, 1.0])
def test_ctrl_c_while_it_starts_leaves_nothing(nothing: Path, after: float) -> None:
    with command(nothing) as started:
        time.sleep(after)
        started.process.send_signal(signal.SIGINT)
        code, _ = started.end()
    assert code in (0, 130, -signal.SIGINT)
    assert not (nothing / "postgres" / "postmaster.pid").exists()
    with command(nothing) as started:
        assert alive(*started.ready())


def test_with_its_parent_gone_it_stops(home: Path) -> None:
    with command(home, "--with-parent") as started:
        started.ready()
        pid = postmaster_of(home)
        assert started.process.stdin is not None
        started.process.stdin.close()
        started.process.stdin = None
        assert started.end() == (0, "")
    assert not processes.is_running(pid)


def test_without_that_wish_it_does_not_mind_the_end_of_its_input(home: Path) -> None:
    with command(home) as started:
        url, key = started.ready()
        assert started.process.stdin is not None
        started.process.stdin.close()
        started.process.stdin = None
        time.sleep(0.3)
        assert alive(url, key)


def test_after_kill_9_it_starts_again_with_everything_committed(home: Path) -> None:
    with command(home) as started:
        url, key = started.ready()
        orphan = postmaster_of(home)
        with psycopg.connect(host=str(home / "postgres"), user="postgres", dbname="postgres") as db:
            db.execute("create table public.kept as select 42 as answer")
        started.process.kill()
        started.process.wait(10)
    assert processes.is_running(orphan)
    assert (home / "backend.json").exists()
    with command(home) as started:
        assert started.ready() == (url, key)
        assert alive(url, key)
        assert not processes.is_running(orphan)
        with psycopg.connect(host=str(home / "postgres"), user="postgres", dbname="postgres") as db:
            assert db.execute("select answer from public.kept").fetchone() == (42,)
        started.process.send_signal(signal.SIGINT)
        assert started.end()[0] == 0


def test_trouble_is_a_sentence_and_an_exit_code(home: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        command(home, "--port", str(taken.getsockname()[1])) as started,
    ):
        code, complaint = started.end()
    assert code == 1
    assert complaint.startswith("Port ")
    assert complaint.count("\n") == 1
    assert "Traceback" not in complaint


def test_the_sample_clinic_is_sown_once_and_opens_with_its_password(home: Path) -> None:
    from sync.embedded import seed

    counts = set()
    for _ in range(2):
        with command(home, "--seed", "sample") as started:
            url, key = started.ready()
            login = {"email": seed.ACCOUNTS["reception"], "password": seed.PASSWORD}
            with httpx.Client(base_url=url, headers={"apikey": key}) as client:
                answer = client.post("/auth/v1/token?grant_type=password", json=login)
            assert answer.status_code == 200
            with psycopg.connect(
                host=str(home / "postgres"), user="postgres", dbname="postgres"
            ) as db:
                counts.add(db.execute("select count(*) from public.patients").fetchone())
    assert counts == {(2000,)}
