"""Starting and looking at other programs: PostgreSQL's, and none but those whose path we know."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sync.embedded.account import Account


def start(command: list[str], account: Account, output: Any) -> subprocess.Popen[bytes]:
    """Start a server that outlives our terminal's Ctrl+C, so that we can stop things in order."""
    return subprocess.Popen(  # noqa: S603 - a program of the wheel, with arguments of our own
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=_somewhere(),
        env=_environment(),
        **account.as_user,
        **_apart(),
    )


def run(command: list[str], account: Account, timeout: float) -> subprocess.CompletedProcess[str]:
    """Run a program to its end. Raises OSError and subprocess.TimeoutExpired."""
    return subprocess.run(  # noqa: S603 - as above
        command,
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=timeout,
        cwd=_somewhere(),
        env=_environment(),
        **account.as_user,
        **_apart(),
    )


def is_running(pid: int) -> bool:
    """Whether a process of that number lives; one that only waits to be collected does not."""
    if sys.platform == "win32":
        listed = run(["tasklist", "/FI", f"PID eq {pid}", "/NH"], Account(), 30)
        return str(pid) in listed.stdout
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def is_postgres_on(pid: int, folder: Path) -> bool:
    """Whether that process is a PostgreSQL on that folder: numbers are given out again."""
    try:
        if sys.platform == "linux":
            raw = Path(f"/proc/{pid}/cmdline").read_bytes()
            command = raw.replace(b"\0", b" ").decode("utf-8", "replace")
        elif sys.platform == "win32":
            return True
        else:
            asked = ["/bin/ps", "-o", "command=", "-p", str(pid)]
            command = run(asked, Account(), 30).stdout
    except (OSError, subprocess.SubprocessError):
        return False
    return "postgres" in command and str(folder) in command


def _somewhere() -> str:
    # A folder that every account may be in.
    return Path(sys.executable).anchor


def _environment() -> dict[str, str]:
    # PGDATA, PGPORT and the like of a developer's own server are none of this one's business.
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def _apart() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
