"""The open file of a replica: one connection that writes, a few that read, and the lock on it.

Belongs to the writer's thread: only `reader` is used by others.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, QueuePool, StaticPool, select
from sqlalchemy.dialects.sqlite import insert

from sync.errors import Defect, NewerReplica
from sync.ids import NewId
from sync.replica import cipher, migrations, upgrade
from sync.replica.changes import take_noted
from sync.replica.lock import FileLock
from sync.replica.tables import settings

READERS: Final = 3
_DEVICE: Final = select(settings.c.value).where(settings.c.key == "device")


class _Kept:
    """The key that connections are opened with: in one place, so that it can be forgotten there."""

    __slots__ = ("key",)

    def __init__(self, key: bytes) -> None:
        self.key = key


class OpenFile:
    """Closed until `open`, and again after `close`."""

    def __init__(self, path: Path, key: bytes, person: str) -> None:
        self.path = path
        self._kept, self._person = _Kept(key), person
        # Those of files that were left behind are held too: nobody may make such a file anew.
        self._locks: list[FileLock] = []
        self._writer: Engine | None = None
        self._reader: Engine | None = None
        self._raw_writer: Any = None
        self.is_newer = False
        """A newer program has written it: nothing here writes to it, not even a step of migration."""

    @property
    def key(self) -> bytes:
        """What opens the file that counts now."""
        return self._kept.key

    @property
    def writer(self) -> Engine:
        """For the one thread that writes."""
        if self.is_newer:
            raise NewerReplica("written by a newer program: only to be read")
        if self._writer is None:
            raise Defect("the replica's file is not open")
        return self._writer

    @property
    def reader(self) -> Engine:
        """For the threads that read."""
        if self._reader is None:
            raise Defect("the replica's file is not open")
        return self._reader

    @property
    def raw_writer(self) -> Any:
        """The driver's own connection under `writer`."""
        if self.is_newer:
            raise NewerReplica("written by a newer program: only to be read")
        return self._raw_writer

    def open(self, new_id: NewId) -> str:
        """Take the file, bring it to this program's shape and return the name of this installation.
        One that a newer program has written is opened as it is, to be read.

        Raises WrongKey, Damaged, InUse, StorageFull.
        """
        self._take_lock(self.path)
        self.is_newer = cipher.prepare(self.path, self.key)
        with cipher.translated(self.path, self.key):
            self._connect()
            if self.is_newer:
                with self.reader.connect() as db:
                    return str(db.scalar(_DEVICE))
            if migrations.migrate(self.writer):
                with self.writer.begin() as db:
                    upgrade.take_in(db)
            with self.writer.begin() as db:
                device = insert(settings).values(key="device", value=new_id())
                db.execute(device.on_conflict_do_nothing())
                found = db.scalar(_DEVICE)
                take_noted(db)
        return str(found)

    def tidy(self) -> None:
        """Write the whole journal back and cut it off."""
        if not self.is_newer:
            with cipher.translated(self.path):
                self.raw_writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def relieve(self) -> None:
        """Write back what of the journal can be, on a reader's connection: whoever writes goes on. Left to
        the writer, it is done by the commit that finds the journal long.
        """
        if self.is_newer:
            return
        with cipher.translated(self.path), closing(self.reader.raw_connection()) as pooled:
            driver: Any = pooled.driver_connection
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

    def exchange(self, work: Callable[[Any], tuple[Path, bytes]]) -> Path:
        """Let `work` write the whole content to another file, and go on with that one.

        It gets the driver's connection and returns where the file is and its key. Returns the file
        that is not in use any more. When it raises, everything is as before.
        """
        if self.is_newer:
            raise NewerReplica("what a newer program has written is not written anew")
        before = self.path
        path, key = work(self.raw_writer)
        if path == before:
            raise Defect("a file is not exchanged for itself")
        left = (self._reader, self._writer)
        self.path, self._kept = path, _Kept(key)
        try:
            self._take_lock(path)
            cipher.prepare(path, key)
            with cipher.translated(path, key):
                self._connect()
        except BaseException:
            # What is written to the former file would be lost: nobody writes there any more.
            self._writer = self._reader = self._raw_writer = None
            raise
        finally:
            for engine in left:
                if engine is not None:
                    engine.dispose()
        return before

    def rest(self) -> None:
        """Close the file and forget its key. The locks stay: it is still this program's."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = self._raw_writer = None
        self._kept.key = b""

    def wake(self, key: bytes) -> None:
        """Open it again after `rest`. Raises as `open` does, and then it goes on resting."""
        self.rest()  # where falling asleep was broken off
        self.is_newer = cipher.prepare(self.path, key)
        self._kept = _Kept(key)
        try:
            with cipher.translated(self.path, key):
                self._connect()
        except BaseException:
            self.rest()
            raise

    def close(self) -> None:
        """Leave no open file and no lock."""
        try:
            for engine in (self._reader, self._writer):
                if engine is not None:
                    engine.dispose()
        finally:
            self._raw_writer = None
            for lock in self._locks:
                lock.release()
            self._locks.clear()

    def _take_lock(self, path: Path) -> None:
        with cipher.disk_translated(path):
            lock = FileLock(path.with_name(path.name + ".lock"))
            lock.acquire()
            self._locks.append(lock)

    def _connect(self) -> None:
        path, kept = self.path, self._kept
        mode = "ro" if self.is_newer else "rw"

        def connect_writer() -> Any:
            self._raw_writer = cipher.connect_writer(path, kept.key)
            return self._raw_writer

        if not self.is_newer:
            self._writer = cipher.make_engine(
                connect_writer, begin="BEGIN IMMEDIATE", poolclass=StaticPool, person=self._person
            )
            with self._writer.connect():
                pass  # so that the driver's connection is there
        self._reader = cipher.make_engine(
            lambda: cipher.connect_reader(path, kept.key, mode=mode),
            poolclass=QueuePool,
            person=self._person,
            pool_size=READERS,
            max_overflow=0,
        )
