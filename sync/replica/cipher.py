"""Opening the encrypted file, and telling the ways in which that fails apart.

A file that cannot be opened is never written to: it is looked at read-only first. A new replica is
made under another name and renamed when it is whole, so a file that exists was once good, and an
empty one has been cut off.

SQLCipher says "file is not a database" for a wrong key and for a damaged first page alike. A check
value beside the file (a MAC of nothing, made with the key) tells which of the two it is.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Pool, StaticPool, create_engine, event
from sqlalchemy import exc as sa
from sqlcipher3 import dbapi2

from sync.errors import Damaged, Defect, InUse, ReplicaTrouble, StorageFull, WrongKey
from sync.replica import changes, migrations
from sync.replica.files import out_of_room, sync_folder, write_whole
from sync.replica.keys import create_keys, unlock, unlock_from_keyring

__all__ = [
    "DriverError",
    "check_pages",
    "check_value",
    "connect",
    "connect_reader",
    "connect_writer",
    "create_keys",
    "disk_translated",
    "is_refused_write",
    "is_unknown_name",
    "latest_set_aside",
    "make_engine",
    "prepare",
    "set_aside",
    "translated",
    "unlock",
    "unlock_from_keyring",
]

DriverError = dbapi2.Error
"""What statements that go straight to the driver raise."""

APPLICATION_ID = 0x434C4E43
_PAGE = 4096
_SIDE_FILES = ("", "-wal", "-shm", "-journal", ".check")

# Short reads and failed reads, https://www.sqlite.org/rescode.html
_IO_WHILE_READING = frozenset({266, 522, 8202, 8458})


def connect(path: Path, key: bytes, *, mode: str = "rw") -> Any:
    """A DBAPI connection with its key proven by a read. `mode` is "ro", "rw" or "rwc"."""
    if len(key) != 32:
        raise Defect("a replica's key has 32 bytes")
    db = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    try:
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in ("busy_timeout = 5000", "temp_store = MEMORY", "secure_delete = ON"):
            db.execute(f"PRAGMA {pragma}")
        # Rows arrive in any order, so a row may be here before the one it points to.
        db.execute("PRAGMA foreign_keys = OFF")
    except BaseException:
        db.close()
        raise
    return db


def connect_writer(path: Path, key: bytes) -> Any:
    """The one connection that writes."""
    db = connect(path, key)
    for pragma in (
        "journal_mode = WAL",
        "journal_size_limit = 67108864",
        # Several times what goes between two times that a fill writes the journal back (opened.py): a
        # reader may keep one of them from starting the journal anew.
        "wal_autocheckpoint = 20000",
        # On a Mac a flush reaches the disk only when it is asked for twice.
        "fullfsync = ON",
        "cache_size = -32768",
    ):
        db.execute(f"PRAGMA {pragma}")
    return db


def connect_reader(path: Path, key: bytes, *, mode: str = "rw") -> Any:
    """A connection that cannot write. With mode "ro" not even the journal is tidied behind it."""
    db = connect(path, key, mode=mode)
    db.execute("PRAGMA query_only = ON")
    # It writes the journal back; on a Mac a flush reaches the disk only when it is asked for twice.
    db.execute("PRAGMA fullfsync = ON")
    return db


def prepare(path: Path, key: bytes) -> bool:
    """Make the file when there is none, else prove that it is a replica we can open. True when a newer
    program has written it: then it is only to be read.

    Raises WrongKey, Damaged, InUse, StorageFull; the file is then as it was.
    """
    with disk_translated(path), translated(path, key):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            if any(_size(Path(f"{path}{side}")) for side in ("-wal", "-journal")):
                raise Damaged("the replica's main file is gone, its journal is there")
            _make(path, key)
        elif _size(path) == 0:
            raise Damaged("the replica is empty: it has been cut off")
        with _leaving_no_trace(path), closing(connect(path, key, mode="ro")) as db:
            mark = db.execute("PRAGMA application_id").fetchone()[0]
            shape = db.execute("PRAGMA user_version").fetchone()[0]
        if mark != APPLICATION_ID:
            raise Damaged("this file is no replica")
        if shape > len(migrations.STEPS):
            return True
        _remember_check(path, key)
        return False


def _make(path: Path, key: bytes) -> None:
    unfinished = path.with_name(path.name + ".new")
    for side in _SIDE_FILES:
        Path(f"{unfinished}{side}").unlink(missing_ok=True)
    engine = make_engine(
        lambda: connect(unfinished, key, mode="rwc"),
        begin="BEGIN IMMEDIATE",
        poolclass=StaticPool,
    )
    try:
        with engine.begin() as db:
            db.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        migrations.migrate(engine)
    except BaseException:
        engine.dispose()
        unfinished.unlink(missing_ok=True)
        raise
    engine.dispose()
    os.chmod(unfinished, 0o600)
    unfinished.replace(path)
    sync_folder(path.parent)


def make_engine(
    creator: Callable[[], Any],
    *,
    begin: str = "BEGIN",
    poolclass: type[Pool] | None = None,
    person: str = "",
    **options: Any,
) -> Engine:
    """An engine whose transactions really begin: the driver would start none for reads or DDL."""
    engine = create_engine(
        "sqlite://", module=dbapi2, creator=creator, poolclass=poolclass, **options
    )

    @event.listens_for(engine, "begin")
    def _(db: Any) -> None:
        # Straight to the driver: every transaction begins with it.
        db.connection.driver_connection.execute(begin)

    @event.listens_for(engine, "connect")
    def _(_: Any, record: Any) -> None:
        record.info["person"] = person

    changes.listen(engine)
    return engine


@contextmanager
def _leaving_no_trace(path: Path) -> Iterator[None]:
    """A read-only look leaves an empty journal where there was none: take it away again."""
    side = [Path(f"{path}{end}") for end in ("-wal", "-shm")]
    clean = not any(file.exists() for file in side)
    try:
        yield
    finally:
        if clean and _size(side[0]) == 0:
            for file in side:
                file.unlink(missing_ok=True)


@contextmanager
def disk_translated(path: Path) -> Iterator[None]:
    """Turn what the system says of the disk into our failures."""
    try:
        yield
    except OSError as error:
        kind = StorageFull if out_of_room(error) else ReplicaTrouble
        raise kind(f"{path.name}: {error.strerror}") from error


@contextmanager
def translated(path: Path, key: bytes | None = None) -> Iterator[None]:
    """Turn what SQLite says of the file into our failures; anything else passes."""
    try:
        yield
    except sa.DBAPIError as error:
        trouble = _trouble(error.orig, path, key)
        if trouble is None:
            raise
        raise trouble from error
    except dbapi2.Error as error:
        trouble = _trouble(error, path, key)
        if trouble is None:
            raise
        raise trouble from error


def is_refused_write(error: Exception) -> bool:
    """Whether a connection that only reads was asked to write."""
    said = error.orig if isinstance(error, sa.DBAPIError) else error
    return getattr(said, "sqlite_errorname", "") == "SQLITE_READONLY"


def is_unknown_name(error: Exception) -> bool:
    """Whether a statement speaks of a table or a column that is not there."""
    said = error.orig if isinstance(error, sa.DBAPIError) else error
    return str(said).startswith(("no such table", "no such column"))


def _trouble(error: object, path: Path, key: bytes | None) -> Exception | None:
    code = int(getattr(error, "sqlite_errorcode", 0) or 0)
    said = f"{path.name}: {getattr(error, 'sqlite_errorname', 'SQLITE')}"
    match code & 0xFF:
        case 13:
            return StorageFull(said)
        case 10:
            return Damaged(said) if code in _IO_WHILE_READING else StorageFull(said)
        case 5 | 6:
            return InUse(said)
        case 11:
            return Damaged(said)
        case 26:
            return _wrong_key_or_damaged(path, key, said)
        case 8 | 14:
            return ReplicaTrouble(said)
    return None


def _wrong_key_or_damaged(path: Path, key: bytes | None, said: str) -> Exception:
    if key is None:
        return Damaged(said)
    with suppress(OSError):
        kept = _check_file(path).read_text().strip()
        same = hmac.compare_digest(kept, check_value(key))
        return Damaged(said) if same else WrongKey(said)
    with suppress(OSError), path.open("rb") as file:
        plain = file.read(16) == b"SQLite format 3\0"
        if plain or _size(path) % _PAGE:
            return Damaged(said)
    return WrongKey(said)


def check_value(key: bytes) -> str:
    """Tells whether two keys are the same without telling the key."""
    return hmac.new(key, b"clinic replica: is it this key", hashlib.sha256).hexdigest()


def _check_file(path: Path) -> Path:
    return path.with_name(path.name + ".check")


def _remember_check(path: Path, key: bytes) -> None:
    # Without it the file still opens: only a later failure is told less exactly.
    with suppress(OSError):
        check = check_value(key).encode()
        if not _check_file(path).exists() or _check_file(path).read_bytes() != check:
            write_whole(_check_file(path), check)


def set_aside(path: Path, now: datetime) -> Path:
    """Move an unreadable replica, whole, out of the way and return its new name."""
    stamp = now.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.damaged-{stamp}")
    for side in _SIDE_FILES:
        with suppress(FileNotFoundError):
            Path(f"{path}{side}").rename(f"{aside}{side}")
    return aside


def latest_set_aside(path: Path) -> Path | None:
    """The replica that lay here and was moved aside last, or None."""
    found = sorted(path.parent.glob(f"{path.name}.damaged-*[0-9]"))
    return found[-1] if found else None


def check_pages(db: Any) -> list[str]:
    """What SQLCipher finds wrong with the file's pages: empty when every one is authentic."""
    return [str(row[0]) for row in db.exec_driver_sql("PRAGMA cipher_integrity_check")]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
