"""One program per replica: a lock of the system that ends with the process that holds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from sync.errors import InUse


class FileLock:
    """Held from `acquire` to `release`. The file stays: removing it would let two holders in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises InUse when another program, or this one, holds it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(fd)
        except OSError as error:
            os.close(fd)
            raise InUse(f"{self._path.name} is held") from error
        self._fd = fd

    def release(self) -> None:
        """Let it go; harmless when it is not held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
