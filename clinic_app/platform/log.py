"""The program's log: codes, ids and counts. What a patient is called never gets in.

Names cannot be recognised in a sentence, so nothing that may hold one is written at all:
arguments of a log call pass only when they are numbers, ids, dates, codes or names from our
own source, and an exception is written as its type, its code and its stack, not its message.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping
from datetime import datetime, timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from uuid import UUID

from sync.errors import ClinicError

FILE = "clinic.log"
_BYTES = 2_000_000  # a week of a busy desk
_KEEP = 4


class Clean(str):
    """Text that has been through `safe`; it is not looked at again."""

    __slots__ = ()


HIDDEN = Clean("[…]")

# A word is one of ours when it is an id or has a joint that people's names have not, as codes
# (net.offline), addresses of code (sync/engine) and names in our source (sync_status) have. A
# bare word could be somebody, so it must be known; digits could be a record number or a phone.
_OURS = re.compile(r"[A-Za-z0-9_.:/#=+\-\[\]{}<>()%*]{1,200}\Z")
_JOINT = re.compile(r"[A-Za-z0-9][_.:/#=]+[A-Za-z0-9]")
_KNOWN = {
    *("starting", "syncing", "idle", "offline", "signed_out", "paused", "live", "polling"),
    *("applied", "merged", "conflict", "rejected", "forbidden", "push", "pull", "poke", "fill"),
    *(
        "facilities",
        "profiles",
        "rooms",
        "providers",
        "appointments",
        "patients",
        "outbox",
        "cards",
    ),
    *("default", "defect", "error", "unknown", "light", "dark", "contrast", "undo", "asked"),
}
_DIGITS = re.compile(r"\d[\d\s()./-]{4,}\d")  # phones, dates of birth, record numbers
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def safe(value: object) -> object:
    """`value` as it may be written: numbers, times and our own words pass, the rest is hidden."""
    if isinstance(value, Clean | datetime):
        return value
    if value is None or isinstance(value, bool | int | float | timedelta | UUID):
        return value
    if isinstance(value, BaseException):
        return describe(value)
    if isinstance(value, type):
        return Clean(value.__name__)
    if isinstance(value, Path):
        return Clean(value.name) if _is_ours(value.name) else HIDDEN
    if isinstance(value, str):
        return Clean(value) if _is_ours(value) else HIDDEN
    if isinstance(value, list | tuple | set | frozenset):
        return Clean(f"{type(value).__name__} of {len(value)}")
    return Clean(type(value).__name__)


def describe(error: BaseException) -> Clean:
    """An exception without its message: "Offline net.offline"."""
    code = getattr(error, "code", "")
    return Clean(f"{type(error).__name__} {code}".strip())


def allow(*words: str) -> None:
    """Let these bare words of our own pass, such as task names without a joint."""
    _KNOWN.update(words)


def _is_ours(text: str) -> bool:
    if text in _KNOWN:
        return True
    if _UUID.fullmatch(text):
        return True
    if not _OURS.match(text) or not _JOINT.search(text):
        return False
    return not _DIGITS.search(_UUID.sub("", text))


class Redaction(logging.Filter):
    """Cleans the arguments and the exception of every record before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping):
            record.args = {name: safe(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(safe(value) for value in record.args)
        elif isinstance(record.msg, BaseException):
            record.msg = describe(record.msg)
        if isinstance(record.msg, str) and not record.msg.isprintable():
            # One call is one line: whoever gets a line break in here writes no line of their own.
            record.msg = record.msg.encode("unicode_escape").decode("ascii")
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = stack_of(record.exc_info[1])
            record.exc_info = None
        return True


def stack_of(error: BaseException) -> str:
    """The stack of an exception and of its causes: files, lines and types, no message, no values."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        parts.extend(
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        )
        # An error of ours carries ids, codes and counts only (sync/errors.py), yet its
        # message may quote the server's: the code is enough.
        parts.append(
            describe(current) if isinstance(current, ClinicError) else type(current).__name__
        )
        current = current.__cause__ or current.__context__
    return "\n".join(parts)


def start_log(folder: Path, *, level: int = logging.INFO, to_screen: bool = False) -> Path:
    """Write everything to `folder`/clinic.log, rotated; returns the file. Calling again replaces it."""
    file = folder / FILE
    kept: list[logging.Handler] = [
        RotatingFileHandler(file, maxBytes=_BYTES, backupCount=_KEEP, encoding="utf-8", delay=True)
    ]
    if to_screen:
        kept.append(logging.StreamHandler())
    form = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    root = logging.getLogger()
    stop_log()
    for handler in kept:
        handler.setFormatter(form)
        handler.addFilter(Redaction())
        handler.set_name(_OURS_NAME)
        root.addHandler(handler)
    root.setLevel(level)
    # These tell addresses and whole requests at INFO.
    for name in ("httpx", "httpcore", "websockets", "qasync", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return file


def stop_log() -> None:
    """Close what `start_log` opened."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if handler.get_name() == _OURS_NAME:
            root.removeHandler(handler)
            handler.close()


_OURS_NAME = "clinic"
