"""The one event loop of the window's process: asyncio on top of Qt's."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import qasync
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.ui import scope
from clinic_app.ui.collector import collecting_here

_THREADS = 4  # for name look-ups and the like; the replica has executors of its own


def application(name: str = "Clinic") -> QApplication:
    """The one QApplication, made with what must be set before it exists."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        return app
    QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(sys.argv[:1])
    app.setApplicationName(name)
    app.setApplicationDisplayName(name)
    # Closing the last dialog must not stop the loop: the session decides when to end.
    app.setQuitOnLastWindowClosed(False)
    return app


def new_loop(app: QApplication) -> asyncio.AbstractEventLoop:
    """A loop that reports what nobody handled to the place scopes report to."""
    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(app)
    loop.set_default_executor(ThreadPoolExecutor(_THREADS, "window"))
    loop.set_exception_handler(_on_exception)
    return loop


def run(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run `main` on the Qt loop until it returns its exit code; Ctrl+C and SIGTERM cancel it.

    Tasks still running then are cancelled and waited for; a cancelled main is exit code 130.
    """
    app = application()
    with asyncio.Runner(loop_factory=partial(new_loop, app)) as runner, collecting_here():
        try:
            return runner.run(_main(main))
        except (KeyboardInterrupt, asyncio.CancelledError):
            return 130


async def _main(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    loop = asyncio.get_running_loop()
    task = asyncio.current_task()
    if task is not None and sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
    return await main()


def _on_exception(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        scope.report(str(context.get("message", "event loop")), error)
    else:
        loop.default_exception_handler(context)


class _Closing(QObject):
    """Watches one window for its close event."""

    def __init__(self, window: QWidget, closed: asyncio.Future[None]) -> None:
        super().__init__(window)
        self._closed = closed
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The window may refuse to close, so look again once it has answered.
        if event.type() == QEvent.Type.Hide and not self._closed.done():
            widget = watched if isinstance(watched, QWidget) else None
            if widget is not None and not widget.isMinimized() and not event.spontaneous():
                self._closed.set_result(None)
        return super().eventFilter(watched, event)


async def until_closed(window: QWidget) -> None:
    """Return once the window has been closed."""
    closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    watch = _Closing(window, closed)
    try:
        await closed
    finally:
        window.removeEventFilter(watch)
