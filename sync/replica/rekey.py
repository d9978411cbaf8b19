"""Another key for an open replica, so that at every moment exactly one pair of file and key counts.

Why not PRAGMA rekey on the file itself: it wants to leave the journal mode all our connections are in, and a
crash in the middle leaves pages under two keys and a rollback journal to be trusted. Here the content goes
into a new file under the new key, is proven there, and one small write, of the slots file, says that the new
file counts and who opens it (slots.py: the generation). Before that write the old pair counts whole, after
it the new one; what the other one has left is removed, at the latest at the next start.

The password opens the new key, and the clinic's escrow key if it opened the old one. The keyring's slot and
the printed code are of the past: whoever may have seen them has seen nothing of the new key.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sync.errors import Damaged, Defect
from sync.replica import cipher, escrow, recovery
from sync.replica.files import sync_folder
from sync.replica.keys import file_name, keys_file, unlock
from sync.replica.replica import Replica
from sync.replica.slots import (
    COST,
    PasswordCost,
    Slots,
    edit_slots,
    generation_of,
    next_generation,
    password_slot,
    put_slot,
    read_slots,
    slot_of,
)

POINTS: Final = (
    "asked",
    "cleared",
    "begun",
    "copied",
    "marked",
    "proven",
    "flushed",
    "before the slots",
    "after the slots",
    "moved",
    "half removed",
    "removed",
)
"""Where a test may end the program."""
_SIDES: Final = ("-wal", "-shm", "-journal", ".check", ".new", ".lock", "")
_OURS: Final = re.compile(r"clinic(\.\d+)?\.replica(-wal|-shm|-journal|\.check|\.new|\.lock)?")

At = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """Where the replica is now. `code` is a new one to print, where there was one before."""

    path: Path
    code: str | None


async def rekey(
    replica: Replica,
    password: str,
    now: datetime,
    *,
    cost: PasswordCost = COST,
    at: At = lambda point: None,
) -> Rekeyed:
    """Put this open replica under another key.

    Raises WrongPassword for another password than the one that opens it, StorageFull, Damaged; then
    everything is as before.
    """
    folder, person = replica.path.parent, replica.person
    move = _Move(folder, person, password, now, cost, at)
    left = await replica.exchange(move)
    at("moved")
    remove(left, at)
    at("removed")
    return Rekeyed(replica.path, move.code)


class _Move:
    """On the writer's thread: the new file, then the slots."""

    def __init__(
        self,
        folder: Path,
        person: str,
        password: str,
        now: datetime,
        cost: PasswordCost,
        at: At,
    ) -> None:
        self._folder, self._person, self._password = folder, person, password
        self._now, self._cost, self._at = now, cost, at
        self.code: str | None = None

    def __call__(self, db: Any) -> tuple[Path, bytes]:
        self._at("asked")
        file = keys_file(self._folder, self._person)
        # The slots would otherwise be opened by a password that nobody has.
        unlock(self._folder, self._person, self._password, floor=self._cost)
        generation, key = generation_of(read_slots(file, self._person)) + 1, os.urandom(32)
        path = self._folder / file_name(generation)
        remove(path)
        self._at("cleared")
        try:
            with cipher.translated(path):
                self._copy(db, path, key)
                self._prove(db, path, key)
            with edit_slots(file, self._person) as slots:
                before = dict(slots)
                slots.update(next_generation(before, self._now))
                self._fill_slots(before, slots, key)
                self._at("before the slots")
        except BaseException:
            remove(path)
            raise
        self._at("after the slots")
        return path, key

    def _copy(self, db: Any, path: Path, key: bytes) -> None:
        db.execute(f"ATTACH DATABASE ? AS fresh KEY \"x'{key.hex()}'\"", (str(path),))
        try:
            self._at("begun")
            os.chmod(path, 0o600)
            db.execute("SELECT sqlcipher_export('fresh')").fetchone()
            self._at("copied")
            shape = db.execute("PRAGMA main.user_version").fetchone()[0]
            db.execute(f"PRAGMA fresh.application_id = {cipher.APPLICATION_ID}")
            db.execute(f"PRAGMA fresh.user_version = {int(shape)}")
            self._at("marked")
        finally:
            db.execute("DETACH DATABASE fresh")

    def _prove(self, db: Any, path: Path, key: bytes) -> None:
        """The copy is whole: its pages are authentic, it holds as many rows, and it is on the disk."""
        with closing(cipher.connect(path, key)) as copy:
            if copy.execute("PRAGMA cipher_integrity_check").fetchall():
                raise Damaged("the copy under the new key has bad pages")
            if _counted(copy) != _counted(db):
                raise Damaged("the copy under the new key is not whole")
        self._at("proven")
        with path.open("rb+") as file:
            os.fsync(file.fileno())
        sync_folder(self._folder)
        self._at("flushed")

    def _fill_slots(self, before: Slots, slots: Slots, key: bytes) -> None:
        put_slot(slots, password_slot(slots, key, self._password, self._cost))
        sealed = slot_of(before, escrow.KIND)
        if sealed is not None:
            put_slot(slots, escrow.escrow_slot(slots, key, str(sealed["to"])))
        if slot_of(before, recovery.KIND) is not None:
            self.code, slot = recovery.code_slot(slots, key)
            put_slot(slots, slot)


def tidy(folder: Path, person: str) -> list[str]:
    """Remove what a re-key that was broken off, or not cleaned up after, has left. Returns the names.

    Only for a replica that nobody has open. Raises Damaged, NewerReplica or ReplicaTrouble.
    """
    slots_file = keys_file(folder, person)
    if not slots_file.exists():
        return []
    counts = file_name(generation_of(read_slots(slots_file, person)))
    if not (folder / counts).exists():
        return []  # whatever happened here, nothing may make it worse
    left = []
    for file in sorted(folder.iterdir()):
        is_current = re.fullmatch(rf"{re.escape(counts)}(-\w+|\.\w+)?", file.name)
        if _OURS.fullmatch(file.name) and not is_current:
            with suppress(OSError):  # open elsewhere (Windows): the next start tries again
                file.unlink()
                left.append(file.name)
    return left


def remove(path: Path, at: At = lambda point: None) -> None:
    """Remove a file that does not count, with everything beside it. What cannot go now goes later."""
    if not _OURS.fullmatch(path.name):
        raise Defect("this is no replica of ours")
    for side in _SIDES:
        if side == _SIDES[-1]:
            at("half removed")
        if side != ".lock":  # held until this program ends
            with suppress(OSError):
                Path(f"{path}{side}").unlink()


def _counted(db: Any) -> dict[str, int]:
    tables = db.execute(
        "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    count = "SELECT count(*) FROM main."
    return {name: db.execute(f'{count}"{name}"').fetchone()[0] for (name,) in tables}
