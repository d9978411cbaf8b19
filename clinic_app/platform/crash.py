"""What is left behind when the program fails: a stack without patient data, and the log.

Four ways out are watched: Python's excepthook, threads, the event loop (through the scopes'
report), Qt's own messages, and a crash below Python (faulthandler).
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from clinic_app.platform.log import Clean, describe, safe

FILE = "crash.txt"

_log = logging.getLogger(__name__)
_open_file: list[IO[str]] = []

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def watch(folder: Path) -> Path:
    """Write crashes to `folder`/crash.txt and everything else that fails to the log."""
    file = folder / FILE
    stop_watching()
    kept = file.open("a", encoding="utf-8")
    _open_file.append(kept)
    faulthandler.enable(kept)
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    qInstallMessageHandler(_on_qt_message)
    return file


def stop_watching() -> None:
    """Give everything back, for tests and for the end of the program."""
    if not _open_file:
        return
    faulthandler.disable()
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    qInstallMessageHandler(None)
    _open_file.pop().close()


def report(name: str, error: BaseException) -> None:
    """Keep an error that a task could not handle; give this to `scope.report_to`."""
    # Names of tasks and threads are written in our source, not typed by anybody.
    _log.error("task %s: %s", Clean(name), describe(error), exc_info=error)


def _on_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    _log.critical("unhandled: %s", describe(error), exc_info=error.with_traceback(trace))


def _on_thread_exception(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        name = args.thread.name if args.thread else "unknown"
        _log.critical(
            "thread %s: %s", Clean(name), describe(args.exc_value), exc_info=args.exc_value
        )


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    # Qt quotes widget texts in some warnings, so only the category and what safe() lets
    # through are kept; the offscreen and minimal platforms complain about what they lack.
    if message and "does not support" in message:
        return
    words = " ".join(str(safe(word)) for word in (message or "").split()[:40])
    _log.log(
        _LEVELS.get(kind, logging.WARNING),
        "qt %s: %s",
        context.category or "default",
        Clean(words),
    )
