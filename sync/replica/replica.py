"""The clinic's data on this computer: read it, write it, watch it.

One thread writes, three read, each with connections of its own; the event loop never waits for the
disk. A write is one transaction. Once handed in it runs to its end and is announced, even when its
caller has been cancelled meanwhile: so a command carries ids made by the client and can be given
again.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from sync.clock import Clock
from sync.errors import Defect, NewerReplica
from sync.ids import NewId, new_id
from sync.replica import audit, cipher
from sync.replica.changes import ChangeFeed, take_noted
from sync.replica.opened import READERS, OpenFile
from sync.replica.query import Query, Row
from sync.replica.transaction import Transaction

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Replica:
    """Made by `open_replica`."""

    def __init__(self, path: Path, key: bytes, person: str, clock: Clock, new_id: NewId) -> None:
        self.person = person
        self.device = ""
        self.is_read_only = False
        """Set while the lease is over (lease.py): a person's change raises LeaseEnded, the engine goes on."""
        self.changes = ChangeFeed()
        self._clock = clock
        self._new_id = new_id
        self._loop = asyncio.get_running_loop()
        self._file = OpenFile(path, key, person)
        self._write_thread = ThreadPoolExecutor(1, "replica-write")
        self._read_threads = ThreadPoolExecutor(READERS, "replica-read")
        self._synchronous = ""
        self._on_draft: list[Callable[[], None]] = []
        self._news: deque[tuple[frozenset[str], bool]] = deque()
        self._asking = 0
        self._running: set[asyncio.Future[Any]] = set()
        self._closed = False
        self._awake = asyncio.Event()
        self._awake.set()

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self._file.path

    @property
    def is_newer(self) -> bool:
        """Whether a newer program has written it. Then it is read, and every write raises NewerReplica."""
        return self._file.is_newer

    async def read(self, fn: Callable[[Connection], T]) -> T:
        """What `fn` finds, all of it in one snapshot, on a reader thread."""

        def work() -> T:
            with cipher.translated(self.path), self._file.reader.connect() as db, db.begin():
                try:
                    return fn(db)
                except (DBAPIError, cipher.DriverError) as error:
                    if self.is_newer and cipher.is_unknown_name(error):
                        raise NewerReplica("a table or column is not where it was") from error
                    if cipher.is_refused_write(error):
                        raise Defect("a read tried to write") from error
                    raise

        return await self._run(self._read_threads, work, "read")

    async def write(self, label: str, command: Callable[[Transaction], T]) -> T:
        """Run a person's command and return its answer once it is durable on this computer.

        `label` says to the person what it was ("Book an appointment"): audit, drafts and cards
        carry it.
        """

        def work(db: Connection) -> T:
            tx = Transaction(
                db,
                now=self._clock.now(),
                author=self.person,
                device=self.device,
                label=label,
                new_id=self._new_id,
                is_read_only=self.is_read_only,
            )
            return command(tx)

        def commit() -> T:
            return self._commit(work, (), durable=True, by_person=True)

        return await self._run(self._write_thread, commit, label, by_person=True)

    @property
    def is_wanted(self) -> bool:
        """Whether a person's write is under way: long work of the engine lets it through."""
        return self._asking > 0

    async def apply(
        self, fn: Callable[[Connection], T], tables: Iterable[str] = (), *, durable: bool = False
    ) -> T:
        """Run the engine's own write. A power cut may undo it unless `durable`, never half of it.

        `tables` adds to what the statements themselves show to be touched.
        """
        return await self._run(
            self._write_thread, lambda: self._commit(fn, tables, durable=durable), "apply"
        )

    async def note(
        self,
        action: str,
        label: str,
        *,
        table: str = "",
        row_id: str = "",
        fields: Sequence[str] = (),
        durable: bool = False,
    ) -> None:
        """Add a line to the audit trail: somebody looked, printed, exported, came in, was refused.

        Into the trail of a newer program nothing can be written.
        """
        if self.is_newer:
            return
        at = self._clock.now()
        line = audit.Line(at, self.person, self.device, label, action, table, row_id, fields)
        await self.apply(lambda db: audit.append(db, [line]), {"audit"}, durable=durable)

    async def watch(self, query: Query[Row]) -> AsyncGenerator[list[Row], None]:
        """The rows now, then again whenever they change; a slow watcher sees the latest.

        Ends when the replica closes.
        """
        with self.changes.watching(query.tables) as watch:
            if self._closed:
                return
            rows = await self.read(query.run)
            yield rows
            while await watch.changed():
                fresh = await self.read(query.run)
                if fresh != rows:
                    rows = fresh
                    yield rows

    def on_draft(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call back on the loop after each write of a person that touched the outbox.

        Returns what ends it.
        """
        self._on_draft.append(callback)

        def end() -> None:
            if callback in self._on_draft:
                self._on_draft.remove(callback)

        return end

    async def tidy(self) -> None:
        """Write the journal back into the file and cut it off: what was deleted is gone then."""
        await self._run(self._write_thread, self._file.tidy, "tidy")

    async def relieve(self) -> None:
        """Write the journal back into the file without holding the writer."""
        await self._run(self._read_threads, self._file.relieve, "relieve")

    async def with_key(self, fn: Callable[[bytes], T]) -> T:
        """What `fn` makes of the key that counts now: for the key slots, on the writer's thread."""
        return await self._run(self._write_thread, lambda: fn(self._file.key), "with key")

    async def exchange(self, work: Callable[[Any], tuple[Path, bytes]]) -> Path:
        """Go on with another file that `work` makes of this one; see `OpenFile.exchange`.

        Whoever writes meanwhile waits; whoever reads goes on.
        """

        def move() -> Path:
            with cipher.translated(self.path):
                left = self._file.exchange(work)
            self._synchronous = ""
            return left

        left = await self._run(self._write_thread, move, "exchange")
        # Reads that had begun on the former file come to their end before it may go.
        begun = set(self._running)
        if begun:
            await asyncio.wait(begun)
        return left

    @property
    def is_resting(self) -> bool:
        """Whether the file is closed and its key forgotten, from `rest` to `wake`."""
        return not self._awake.is_set() and not self._closed

    async def rest(self) -> None:
        """Finish what was handed in, close the file, forget its key. Who comes then waits for `wake`."""
        if self._closed or self.is_resting:
            return
        self._awake.clear()
        while self._running:
            await asyncio.wait(self._running)
        resting = self._write_thread.submit(self._file.rest)
        await asyncio.shield(asyncio.wrap_future(resting, loop=self._loop))

    async def wake(self, key: bytes) -> None:
        """Open the file again and let everybody go on.

        Raises WrongKey, Damaged, StorageFull; then it goes on resting.
        """
        if not self.is_resting:
            return
        waking = self._write_thread.submit(self._file.wake, key)
        await asyncio.shield(asyncio.wrap_future(waking, loop=self._loop))
        self._synchronous = ""
        self._awake.set()

    async def close(self) -> None:
        """Finish what was handed in, end the watches, leave no thread and no open file."""
        if self._closed:
            return
        self._closed = True
        self._awake.set()  # who waits for it to wake learns that it is closed
        self.changes.close()
        try:
            while self._running:
                await asyncio.wait(self._running)
        finally:
            # Also when cancelled: then the last of it is waited for right here.
            self._read_threads.shutdown()
            closing = self._write_thread.submit(self._file.close)
            try:
                await asyncio.shield(asyncio.wrap_future(closing, loop=self._loop))
            finally:
                self._write_thread.shutdown()

    async def open(self) -> None:
        """Take the file. Raises WrongKey, Damaged, InUse, StorageFull."""
        try:
            opening = partial(self._file.open, self._new_id)
            self.device = await self._run(self._write_thread, opening, "open")
        except BaseException:
            await self.close()
            raise

    def _commit(
        self,
        work: Callable[[Connection], T],
        tables: Iterable[str],
        *,
        durable: bool,
        by_person: bool = False,
    ) -> T:
        """On the writer thread: one transaction, then the announcement."""
        with cipher.translated(self.path):
            # Cannot be changed inside a transaction.
            wanted = "FULL" if durable else "NORMAL"
            if wanted != self._synchronous:
                self._file.raw_writer.execute(f"PRAGMA synchronous = {wanted}")
                self._synchronous = wanted
            with self._file.writer.begin() as db:
                take_noted(db)
                result = work(db)
                touched = take_noted(db) | frozenset(tables)
        if touched:
            # Told together with the answer: the loop is woken once, and not while this thread still runs.
            self._news.append((touched, by_person))
        return result

    def _announce(self, tables: frozenset[str], by_person: bool) -> None:
        self.changes.announce(tables)
        if by_person and "outbox" in tables:
            for callback in list(self._on_draft):
                callback()

    async def _run(
        self,
        threads: ThreadPoolExecutor,
        work: Callable[[], T],
        what: str,
        *,
        by_person: bool = False,
    ) -> T:
        await self._awake.wait()
        if self._closed:
            raise Defect("the replica is closed")
        job: asyncio.Future[T] = asyncio.wrap_future(threads.submit(work), loop=self._loop)
        self._running.add(job)
        job.add_done_callback(self._ended)
        if by_person:
            self._asking += 1
            job.add_done_callback(self._answered)
        try:
            # Without the shield, cancelling the caller would take a write out of the queue.
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            job.add_done_callback(lambda done: _report(done, what))
            raise

    def _ended(self, job: asyncio.Future[Any]) -> None:
        self._running.discard(job)
        while self._news:
            self._announce(*self._news.popleft())

    def _answered(self, _: asyncio.Future[Any]) -> None:
        self._asking -= 1


def _report(job: asyncio.Future[Any], what: str) -> None:
    """A job failed after its caller had left: nobody else will say so."""
    error = None if job.cancelled() else job.exception()
    if error is not None:
        _log.error("%s failed after its caller had left: %s", what, type(error).__name__)


@asynccontextmanager
async def open_replica(
    path: Path, key: bytes, *, person: str, clock: Clock, new_id: NewId = new_id
) -> AsyncIterator[Replica]:
    """The replica in this file, made when there is none; closed at the end of the block.

    One that a newer program has written is opened to be read (`is_newer`) and left as it is.
    Raises WrongKey, Damaged, InUse or StorageFull, and then has not touched the file.
    """
    replica = Replica(path, key, person, clock, new_id)
    del key  # it is the replica's to forget
    await replica.open()
    try:
        yield replica
    finally:
        await replica.close()
