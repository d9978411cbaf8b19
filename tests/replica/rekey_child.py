"""A program that puts its replica under another key and dies at the point it is told.

    python -m tests.replica.rekey_child FOLDER POINT

Run as a child of its test: the end is a SIGKILL, which nothing can clean up after.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from sync.clock import SystemClock
from sync.replica import keys
from sync.replica.rekey import rekey
from sync.replica.replica import open_replica
from sync.replica.slots import PasswordCost

CHEAP = PasswordCost(memory=64, passes=1, lanes=1)
PERSON, PASSWORD = "ana", "a long password"


async def main(folder: Path, point: str) -> None:
    def at(reached: str) -> None:
        os.write(1, f"{reached}\n".encode())
        if reached == point:
            os.kill(os.getpid(), signal.SIGKILL)

    key = keys.unlock(folder, PERSON, PASSWORD, floor=CHEAP)
    path, clock = keys.replica_file(folder, PERSON), SystemClock()
    async with open_replica(path, key, person=PERSON, clock=clock) as replica:
        await rekey(replica, PASSWORD, clock.now(), cost=CHEAP, at=at)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
