"""Wrong passwords in a row make the next try wait, also after a restart, also without a line.

A try is written down as wrong before it is made and struck out when it was right, so that killing the
program in between gains nothing. The file lies beside the key slots and carries a code made with a key
from there. One that is missing, changed or taken from elsewhere counts like the longest row of wrong tries:
deleting it costs as much as waiting.

The wait is measured by the time since the machine started, as long as it is the same start, and by the
wall clock after that. A clock that was set back has not moved: the wait begins again.

This keeps the hands of a passer-by from guessing. Who can copy the files guesses elsewhere and waits for
nobody; against that stands what each guess costs (slots.py).
"""

from __future__ import annotations

import base64
import hmac
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sync.clock import Clock
from sync.errors import Expected, ReplicaTrouble, StorageFull, WrongPassword
from sync.replica.files import out_of_room, write_whole
from sync.replica.keys import keys_file, unlock
from sync.replica.lock import FileLock
from sync.replica.slots import COST, PasswordCost, Slots, edit_slots, field_bytes, read_slots

EASY_TRIES: Final = 3
"""Mistyping this often costs nothing."""
LONGEST_S: Final = 900.0
_WRONG_FOR_LONGEST: Final = 12
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


class TooManyTries(Expected):
    """The next try has to wait for `wait_s` seconds. Nothing was tried and nothing counted."""

    code = "auth.too_many_tries"

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"{wait_s:.0f} s")
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True)
class _Row:
    """So many wrong tries in a row, the last one then: by the wall, and by this start of the machine."""

    wrong: int = 0
    wall: str = ""
    mono: float = 0.0
    boot: str = ""


def wait_after(wrong: int) -> float:
    """How long to wait after so many wrong tries in a row, in seconds."""
    return 0.0 if wrong < EASY_TRIES else min(LONGEST_S, 2.0 ** (wrong - EASY_TRIES + 1))


def this_start() -> str:
    """A name for the time since the machine was started; empty where the system gives none."""
    try:
        return _BOOT.read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


class Attempts:
    """The row of wrong tries at one person's replica on this computer."""

    def __init__(
        self, folder: Path, person: str, clock: Clock, *, boot: Callable[[], str] = this_start
    ) -> None:
        self._slots_file = keys_file(folder, person)
        self._file = self._slots_file.with_name(f"{person}.tries.json")
        self._person, self._clock, self._boot = person, clock, boot
        self._lock = FileLock(self._file.with_name(self._file.name + ".lock"))

    def wait_s(self) -> float:
        """How long the next try has to wait. Raises Damaged or ReplicaTrouble."""
        return self._left(self._look(read_slots(self._slots_file, self._person)))

    def make(self, attempt: Callable[[], bytes]) -> bytes:
        """Make a try, or raise TooManyTries. Whatever it raises is passed on.

        Raises InUse while another program makes one.
        """
        self._lock.acquire()
        try:
            slots = self._guarded(read_slots(self._slots_file, self._person))
            before = self._look(slots)
            left = self._left(before)
            if left > 0:
                raise TooManyTries(left)
            self._write(slots, self._now(before.wrong + 1))
            try:
                key = attempt()
            except WrongPassword:
                raise
            except BaseException:
                self._write(slots, before)  # no guess: the file was damaged, the memory short
                raise
            self._write(slots, _Row())
            return key
        finally:
            self._lock.release()

    def _guarded(self, slots: Slots) -> Slots:
        """From now on a missing file is a file that was taken away."""
        if slots.get("has_tries"):
            return slots
        with edit_slots(self._slots_file, self._person) as fresh:
            fresh.update(guard=fresh.get("guard") or new_guard(), has_tries=True)
            self._write(
                fresh, _Row()
            )  # first: a crash in between must not look like a deleted file
        return fresh

    def _look(self, slots: Slots) -> _Row:
        """The row as it is, or as it has to be taken; what was found out is written down at once."""
        if not slots.get("has_tries"):
            return _Row()
        row = self._read(slots)
        wanted = self._now(_WRONG_FOR_LONGEST) if row is None else self._mended(row)
        if wanted != row:
            self._write(slots, wanted)
        return wanted

    def _read(self, slots: Slots) -> _Row | None:
        """What the file says, None when it is not the one we wrote."""
        try:
            told = json.loads(self._file.read_bytes())
            row = _Row(**{name: told[name] for name in _Row.__slots__})
            fits = hmac.compare_digest(told["mac"], _code(slots, row))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return row if fits else None

    def _left(self, row: _Row) -> float:
        """How much of the wait is left."""
        wanted = wait_after(row.wrong)
        return max(0.0, wanted - self._since(row)) if wanted else 0.0

    def _since(self, row: _Row) -> float:
        gone = self._clock.monotonic() - row.mono
        if row.boot and row.boot == self._boot() and gone >= 0:
            return gone
        then = datetime.fromisoformat(row.wall)
        return max(0.0, (self._clock.now() - then).total_seconds())

    def _mended(self, row: _Row) -> _Row:
        """The row from now on, when it says that it lies in the future: the clock was set back."""
        if not row.wall or (row.boot == self._boot() and row.mono <= self._clock.monotonic()):
            return row
        is_ahead = datetime.fromisoformat(row.wall) > self._clock.now()
        return self._now(row.wrong) if is_ahead else row

    def _now(self, wrong: int) -> _Row:
        wall = self._clock.now().isoformat()
        return _Row(wrong, wall, self._clock.monotonic(), self._boot())

    def _write(self, slots: Slots, row: _Row) -> None:
        told: dict[str, Any] = {**asdict(row), "mac": _code(slots, row)}
        try:
            write_whole(self._file, json.dumps(told).encode())
        except OSError as error:
            kind = StorageFull if out_of_room(error) else ReplicaTrouble
            raise kind(f"{self._file.name}: {error.strerror}") from error


def try_password(
    folder: Path,
    person: str,
    password: str,
    clock: Clock,
    *,
    floor: PasswordCost = COST,
    boot: Callable[[], str] = this_start,
) -> bytes:
    """The replica's key, at the pace of a person. Raises TooManyTries and what `keys.unlock` raises."""
    attempts = Attempts(folder, person, clock, boot=boot)
    return attempts.make(lambda: unlock(folder, person, password, floor=floor))


def new_guard() -> str:
    """A key for the codes of this file, kept with the slots."""
    return base64.b64encode(os.urandom(32)).decode()


def _code(slots: Slots, row: _Row) -> str:
    told = json.dumps([slots["person"], slots["device"], *asdict(row).values()])
    return hmac.new(field_bytes(slots, "guard"), told.encode(), "sha256").hexdigest()
