"""An independent judge: `@supabase/lite` and the Supabase CLI, both from npm, on Debian's PostgreSQL 15.

Neither was made by us, so that what they accept is not what we happen to have built twice. Packages
go to the platform's cache folder, once; servers run in temporary folders and end with the test run.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import platformdirs
import psycopg

from sync.embedded import processes
from sync.embedded.account import account_for, let_through
from sync.resources import resource

PACKAGES = {"@supabase/lite": "0.10.0", "postgres": "3.4.9", "supabase": "3.1.0"}
POSTGRES = Path("/usr/lib/postgresql/15/bin")
KEY = "sb_publishable_judge_of_the_tests_0000000000"
PASSWORD = "correct horse battery"
INSTALL_S = 240.0
START_S = 60.0


class NoJudgeError(Exception):
    """Something the judge needs is not on this machine; the text says what."""


def installed() -> Path:
    """The folder with the packages, installed now if it is not there. Raises NoJudgeError."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise NoJudgeError(f"{program} is not installed")
    name = "-".join(f"{p.rpartition('/')[2]}{v}" for p, v in sorted(PACKAGES.items()))
    home = platformdirs.user_cache_path("clinic-app") / "tests" / name
    if (home / "node_modules").is_dir():
        return home
    home.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{name}.", dir=home.parent))
    try:
        _npm_install(unfinished)
        try:
            unfinished.rename(home)
        except OSError:
            if not (home / "node_modules").is_dir():  # or another test run was faster
                raise
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return home


def _npm_install(folder: Path) -> None:
    (folder / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}))
    command = ["npm", "install", "--no-fund", "--no-audit", "--no-update-notifier"]
    try:
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=INSTALL_S, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise NoJudgeError(f"npm install did not end in {error.timeout:.0f} s") from error
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if "ERR" in line or "error" in line]
        raise NoJudgeError(f"npm install failed: {(said or ['it said nothing'])[0]}")


@contextlib.contextmanager
def postgres15() -> Iterator[str]:
    """A PostgreSQL 15 on the loopback; yields "127.0.0.1:port". Raises NoJudgeError."""
    if not (POSTGRES / "initdb").is_file():
        raise NoJudgeError(f"there is no PostgreSQL 15 in {POSTGRES}")
    home = Path(tempfile.mkdtemp(prefix="clinic-judge-"))
    data = home / "data"
    account = account_for(data)
    account.own(home)
    let_through(account, home)
    arguments = ["-D", str(data), "-U", "supabase_admin", "-A", "trust", "-E", "UTF8"]
    made = processes.run(
        [str(POSTGRES / "initdb"), *arguments, "--locale=C.UTF-8", "--no-sync"], account, START_S
    )
    if made.returncode != 0:
        raise NoJudgeError(f"initdb failed: {made.stderr.strip().splitlines()[-1:]}")
    port = _free_port()
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}
    command = [str(POSTGRES / "postgres"), "-D", str(data), "-p", str(port)]
    command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    log = home / "server.log"
    with log.open("wb") as output:
        server = processes.start(command, account, output)
    try:
        _wait(lambda: _answers(port), "PostgreSQL 15", server, log)
        yield f"127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(20)
        server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _answers(port: int) -> bool:
    with contextlib.suppress(psycopg.OperationalError):
        psycopg.connect(f"host=127.0.0.1 port={port} user=supabase_admin dbname=postgres").close()
        return True
    return False


def database(server: str, name: str) -> str:
    """Make an empty database; returns its address as the superuser."""
    address = f"postgresql://supabase_admin@{server}"
    with psycopg.connect(f"{address}/postgres", autocommit=True) as db:
        db.execute(f'create database "{name}"'.encode())
    return f"{address}/{name}"


@dataclass(frozen=True)
class Lite:
    """A running `lite` on our migrations."""

    url: str
    dsn: str
    said: str
    """What `migration up` printed."""

    def sign_up(self, email: str, name: str) -> str:
        """An account, made as an administrator's program would; its id."""
        answer = httpx.post(
            f"{self.url}/auth/v1/signup",
            headers={"apikey": KEY},
            json={"email": email, "password": PASSWORD, "data": {"full_name": name}},
            timeout=START_S,
        )
        answer.raise_for_status()
        person: str = answer.json()["user"]["id"]
        return person

    def sql(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        """As the owner of the database."""
        with psycopg.connect(self.dsn, autocommit=True) as db:
            cursor = db.execute(query.encode(), arguments)
            return cursor.fetchall() if cursor.description else []


@contextlib.contextmanager
def lite(packages: Path, server: str) -> Iterator[Lite]:
    """Our migrations through its `migration up`, then its server. Raises NoJudgeError."""
    dsn = database(server, "judge")
    home = Path(tempfile.mkdtemp(prefix="clinic-judge-"))
    port = _free_port()
    shutil.copytree(resource("supabase", "migrations"), home / "supabase" / "migrations")
    (home / "node_modules").symlink_to(packages / "node_modules")
    (home / "supabase" / "config.toml").write_text(
        f"""
        project_id = "judge"
        [api]
        port = {port}
        schemas = ["public"]
        [db]
        driver = "postgres"
        url = "{dsn}"
        [auth]
        enabled = true
        jwt_secret = "{"0123456789" * 4}"
        enable_signup = true
        publishable_key = "{KEY}"
        [auth.email]
        enable_confirmations = false
        """
    )
    program = str(packages / "node_modules" / ".bin" / "lite")
    quiet = environment(home)
    try:
        # To its end before `start`, which takes the schema from what was applied.
        applied = subprocess.run(
            [program, "--no-telemetry", "migration", "up"],
            cwd=home,
            env=quiet,
            capture_output=True,
            text=True,
            timeout=START_S,
            check=False,
        )
        said = applied.stdout + applied.stderr
        assert applied.returncode == 0, said
        log = home / "lite.log"
        with log.open("wb") as output:
            running = subprocess.Popen(
                [program, "--no-telemetry", "start", "--no-admin", "--host", "127.0.0.1"],
                cwd=home,
                env=quiet,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(lambda: _is_up(url), "lite", running, log)
            yield Lite(url, dsn, said)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(10)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait(10)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def cli(packages: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the Supabase CLI on `home`, which holds a folder `supabase`."""
    program = str(packages / "node_modules" / ".bin" / "supabase")
    return subprocess.run(
        [program, "--workdir", str(home), "--agent", "no", *arguments],
        cwd=home,
        env=environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )


def environment(home: Path) -> dict[str, str]:
    """For programs that would otherwise report home, or write there."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(home),
        "DO_NOT_TRACK": "1",
        "SUPABASE_TELEMETRY_DISABLED": "1",
        "NO_COLOR": "1",
        "CI": "1",
    }


def _is_up(url: str) -> bool:
    with contextlib.suppress(httpx.TransportError):
        health = httpx.get(f"{url}/auth/v1/health", headers={"apikey": KEY}, timeout=5)
        return health.status_code == 200
    return False


def _wait(is_ready: Any, what: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while not is_ready():
        said = log.read_text("utf-8", "replace")[-2000:]
        assert process.poll() is None, f"{what} ended: {said}"
        assert time.monotonic() < deadline, f"{what} was not ready in {START_S:.0f} s: {said}"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
