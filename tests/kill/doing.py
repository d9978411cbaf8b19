"""What a program was in the middle of when it died.

A few bytes of a file that its memory and its director's share: what stands there outlives a SIGKILL.
"""

from __future__ import annotations

import mmap
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from sync.engine import engine
from sync.replica import migrations

P = ParamSpec("P")
T = TypeVar("T")

DRAFTING, PUSHING, PULLING, MIGRATING, REKEYING = SITUATIONS = (
    "drafting",
    "pushing",
    "pulling",
    "migrating",
    "re-keying",
)
_FILE: Final = "doing"


class Doing:
    """The situations that a program is in; several at once."""

    def __init__(self, home: Path) -> None:
        file = home / _FILE
        if not file.exists():
            file.write_bytes(bytes(len(SITUATIONS)))
        with file.open("r+b") as opened:
            self._bytes = mmap.mmap(opened.fileno(), len(SITUATIONS))

    def close(self) -> None:
        self._bytes.close()

    def now(self) -> list[str]:
        """What it is in the middle of, or died in."""
        return [name for name, is_on in zip(SITUATIONS, bytes(self._bytes), strict=True) if is_on]

    def nothing(self) -> None:
        """A new program begins."""
        self._bytes[:] = bytes(len(SITUATIONS))

    @contextmanager
    def doing(self, situation: str) -> Iterator[None]:
        """In the middle of it for as long as the block."""
        at = SITUATIONS.index(situation)
        self._bytes[at] = 1
        try:
            yield
        finally:
            self._bytes[at] = 0

    def watch_the_product(self) -> None:
        """From now on, in this process, say when the engine pushes and pulls, and when a replica of the
        past is brought to today's shape.
        """
        engine.push = self._said(PUSHING, engine.push)  # type: ignore[attr-defined]
        engine.pull = self._said(PULLING, engine.pull)  # type: ignore[attr-defined]
        migrate = migrations.migrate

        @wraps(migrate)
        def migrating(*args: object) -> int:
            with self.doing(MIGRATING):
                return migrate(*args)  # type: ignore[arg-type]

        migrations.migrate = migrating

    def _said(self, situation: str, work: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
        @wraps(work)
        async def saying(*args: P.args, **more: P.kwargs) -> T:
            with self.doing(situation):
                return await work(*args, **more)

        return saying
