"""One run of the program on a desk: a replica whose threads are virtual, an engine, and its death.

A process dies at a commit point: before a commit (the job never ran) or right after it (the job is
durable and nobody was told). What dies is abandoned as it is; its files are copied away at that
moment, and the next run of the program opens the copy.
"""

from __future__ import annotations

import asyncio
import itertools
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Literal

from sync.clock import Clock
from sync.engine.engine import SyncEngine
from sync.engine.machine import RoundDone
from sync.ids import NewId, new_id
from sync.replica import cipher
from sync.replica.opened import OpenFile
from sync.replica.replica import Replica
from sync.steps.pull import Pulled
from tests.simulation.engines import Lent
from tests.simulation.line import Line

KEY = b"simulated worlds have one key..."
_JOB_S = (0.0, 0.0, 0.0, 0.0, 0.001, 0.004, 0.03, 0.4)
"""How long a job of the replica's threads may take, in virtual seconds."""

When = Literal["before", "after"]


@dataclass(frozen=True)
class Death:
    """The program on a desk dies right before or after a commit, counted from the start of the world."""

    desk: int
    commit: int
    when: When


class Killed(BaseException):
    """This process is dead: whatever it still tries goes nowhere."""


class Life:
    """Whether a process lives, and at which commit it will not any more."""

    def __init__(self, on_end: Callable[[], None]) -> None:
        self.over = False
        self.commits = 0
        self._doom: tuple[int, When] | None = None
        self._on_end = on_end
        self._waiting: set[Future[Any]] = set()

    def doom(self, commits: int, when: When) -> None:
        """Die at the commit after so many others."""
        self._doom = (commits, when)

    def spare(self) -> None:
        """Live on after all."""
        self._doom = None

    def wait(self, future: Future[Any]) -> None:
        """Somebody waits for this; death ends the wait."""
        self._waiting.add(future)

    def waits_no_more(self, future: Future[Any]) -> None:
        self._waiting.discard(future)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way."""
        return bool(self._waiting)

    def is_fatal(self, when: When) -> bool:
        """Whether this moment of this commit is the last one."""
        if self._doom is None or self._doom[1] != when:
            return False
        left, _ = self._doom
        self._doom = (left - 1, when)
        return left <= 0

    def end(self) -> None:
        """Die now."""
        if self.over:
            return
        self.over = True
        waiting, self._waiting = self._waiting, set()
        for each in waiting:
            each.set_exception(Killed())
        self._on_end()


class VirtualThread:
    """A worker of the replica: one job after the other, each at a virtual moment of its own."""

    def __init__(self, life: Life, rng: Random, *, writes: bool) -> None:
        self._life, self._rng, self._writes = life, rng, writes
        self._free_at = 0.0

    def submit(self, work: Callable[[], Any]) -> Future[Any]:
        job: Future[Any] = Future()
        if self._life.over:
            job.set_exception(Killed())
            return job
        loop = asyncio.get_running_loop()
        now = loop.time()
        begins = max(now, self._free_at) if self._writes else now
        ends = begins + self._rng.choice(_JOB_S)
        if self._writes:
            self._free_at = ends
        self._life.wait(job)
        if ends <= now:
            self._do(work, job)
        else:
            loop.call_at(ends, self._do, work, job)
        return job

    def shutdown(self) -> None:
        """As an executor has it."""

    def _do(self, work: Callable[[], Any], job: Future[Any]) -> None:
        life = self._life
        if life.over:
            return
        if self._writes:
            life.commits += 1
        if self._writes and life.is_fatal("before"):
            life.end()
            return
        result, error = None, None
        try:
            result = work()
        except BaseException as failed:  # noqa: BLE001 - handed on, as an executor does
            error = failed
        if self._writes and life.is_fatal("after"):
            life.end()
            return
        life.waits_no_more(job)
        if error is not None:
            job.set_exception(error)
        else:
            job.set_result(result)


class SimFile(OpenFile):
    """A file with engines that others have had before."""

    def __init__(self, path: Path, person: str) -> None:
        super().__init__(path, KEY, person)
        self._lent = Lent()

    def open(self, new_id: NewId) -> str:
        with self._lent.lending():
            return super().open(new_id)

    def close(self) -> None:
        with self._lent.given_back():
            super().close()
            # Others have them from now on.
            self._reader = self._writer = None


class SimReplica(Replica):
    """A replica on virtual threads."""

    def __init__(self, path: Path, person: str, clock: Clock, life: Life, rng: Random) -> None:
        super().__init__(path, KEY, person, clock, new_id)
        self._write_thread = VirtualThread(life, rng, writes=True)  # type: ignore[assignment]
        self._read_threads = VirtualThread(life, rng, writes=False)  # type: ignore[assignment]
        self._file = SimFile(path, person)

    def abandon(self) -> None:
        """Close the files of a dead process, so that ten thousand worlds do not keep them open."""
        self._file.close()

    def look(self, fn: Callable[[Any], Any]) -> Any:
        """Read at once, without taking part in the story."""
        with self._file.reader.connect() as db, db.begin():
            return fn(db)

    def ask(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The one row of a statement, at once and without ceremony."""
        return self._file.raw_writer.execute(statement, values).fetchone()


class SimEngine(SyncEngine):
    """An engine that tells when it has nothing left to handle, and whether rounds overlap."""

    blame: Callable[[str], None]
    _rounds: set[asyncio.Task[Any]]
    _began = -1.0
    handling = False
    looked_at = -1.0
    """When the last round that came through began."""

    @property
    def has_handled_all(self) -> bool:
        """Whether every event that has happened was handled."""
        return self._events.empty() and not self.handling

    async def _handle(self, event: Any) -> None:
        self.handling = True
        try:
            if isinstance(event, RoundDone):
                self.looked_at = self._began
            await super()._handle(event)
        finally:
            self.handling = False

    async def _came_through(self, pulled: Pulled) -> None:
        if pulled.repaired or pulled.mismatched:
            self.blame("held other rows than the server had sent, and had to be mended")
        await super()._came_through(pulled)

    async def _run_round(self) -> None:
        own = asyncio.current_task()
        assert own is not None
        # One that was told to stop tidies up behind itself, and the next one waits for that.
        if any(not other.cancelling() for other in self._rounds):
            self.blame("two rounds at once")
        self._rounds.add(own)
        self._began = asyncio.get_running_loop().time()
        try:
            await super()._run_round()
        finally:
            self._rounds.discard(own)


class Process:
    """One run of the program: from `start` to `stop`, or to its death."""

    def __init__(
        self,
        path: Path,
        person: str,
        clock: Clock,
        line: Line,
        rng: Random,
        *,
        blame: Callable[[str], None],
        on_death: Callable[[], None],
    ) -> None:
        self.life = Life(self._died)
        self.line = line
        self.replica = SimReplica(path, person, clock, self.life, rng)
        self.engine = SimEngine(self.replica, line, clock, rng=rng)
        self.engine.blame = blame
        self.engine._rounds = set()
        self.task: asyncio.Task[None] | None = None
        self._on_death = on_death

    async def start(self) -> None:
        """Open the file and let the engine run. Raises Killed when that is when it dies."""
        await self.replica.open()
        self.line.device = self.replica.device
        self.task = asyncio.create_task(self.engine.run(), name="engine")
        self.task.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def stop(self) -> None:
        """Leave as a person leaves the program."""
        assert self.task is not None
        self.task.cancel()
        try:
            await self.task
        except asyncio.CancelledError:
            pass
        except BaseException:  # the last words of a process that died while leaving
            if not self.life.over:
                raise
        if self.life.over:
            raise Killed
        await self.replica.close()
        self.life.over = True

    def _died(self) -> None:
        self.line.unplug(Killed())
        self._on_death()
        self.replica.abandon()
        if self.task is not None:
            self.task.cancel()


_copies = itertools.count()


def save_files(path: Path, folder: Path) -> Path:
    """Copy a replica's files as they are at this moment; the path of the copy."""
    copy = new_place(path, folder)
    for side in ("", "-wal", ".check"):
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}{side}", f"{copy}{side}")
    return copy


def new_place(path: Path, folder: Path) -> Path:
    """A path that no file of this process has had."""
    return folder / f"{path.stem}.{next(_copies)}"


def make_template(path: Path) -> None:
    """An empty replica without a device of its own, to be copied for every desk of every world."""
    cipher.prepare(path, KEY)
    db = cipher.connect(path, KEY)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
