"""A lock among the processes of one machine: a file, held while it is locked and freed by any end."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Final

from sync.clock import Clock
from sync.errors import Busy

if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_AGAIN: Final = 0.05


@asynccontextmanager
async def locked(path: Path, clock: Clock, within: float) -> AsyncGenerator[None, None]:
    """Hold the lock for the block. Raises Busy when another process keeps it for `within` seconds."""
    path.parent.mkdir(parents=True, exist_ok=True)
    until = clock.monotonic() + within
    with path.open("ab") as file:
        while True:
            try:
                _take(file)
                break
            except OSError:
                if clock.monotonic() >= until:
                    raise Busy(
                        "Another program on this computer is renewing the session."
                    ) from None
                await clock.sleep(_AGAIN)
        yield
