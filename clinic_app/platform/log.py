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
from datetime import date, datetime, timedelta
from logging.handlers import RotatingFileHandler
from pathlib import Path
from uuid import UUID

from sync.errors import ClinicError

FILE = "clinic.log"
_BYTES = 2_000_000  # a week of a busy desk
_KEEP = 4

HIDDEN = "[…]"

# What a word may look like to be one of ours: an id, a code like net.offline, a table or task
# name, a type name, a path of ours. A blank or a letter outside ASCII never passes.
_OURS = re.compile(r"[A-Za-z0-9_.:/\\@#=+\-\[\]{}<>(),'%*]{1,200}\Z")
_NAME_LIKE = re.compile(r"[A-Z][a-z]+\Z")
_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_PHONE = re.compile(r"\+?\d[\d\s().-]{6,}\d")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def safe(value: object) -> object:
    """`value` as it may be written: numbers, times and our own words pass, the rest is hidden."""
    if value is None or isinstance(value, bool | int | float | datetime | date | timedelta | UUID):
        return value
    if isinstance(value, BaseException):
        return describe(value)
    if isinstance(value, type):
        return value.__name__
    if isinstance(value, Path):
        return value.name if _is_ours(value.name) else HIDDEN
    if isinstance(value, str):
        return value if _is_ours(value) else HIDDEN
    if isinstance(value, list | tuple | set | frozenset):
        return f"{type(value).__name__} of {len(value)}"
    return type(value).__name__


def describe(error: BaseException) -> str:
    """An exception without its message: "Offline net.offline"."""
    code = getattr(error, "code", "")
    return f"{type(error).__name__} {code}".strip() if code else type(error).__name__


def _is_ours(text: str) -> bool:
    if not _OURS.match(text) or _MAIL.search(text) or _NAME_LIKE.match(text):
        return False
    return not _PHONE.search(_UUID.sub("", text)) or bool(re.fullmatch(r"[\d.:T+\-Z]+", text))


class Redaction(logging.Filter):
    """Cleans the arguments and the exception of every record before any handler sees them."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping):
            record.args = {name: safe(value) for name, value in record.args.items()}
        elif record.args:
            record.args = tuple(safe(value) for value in record.args)
        elif isinstance(record.msg, BaseException):
            record.msg = describe(record.msg)
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
