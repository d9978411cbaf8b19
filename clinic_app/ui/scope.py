"""Tasks that belong to something on the screen and end with it.

A task that nobody holds can be collected while it waits, and a task that outlives its page
writes into deleted widgets. A scope holds its tasks by name, reports what they could not
handle to one place, and cancels them when its owner goes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject

_log = logging.getLogger(__name__)

Report = Callable[[str, BaseException], None]


def _log_it(name: str, error: BaseException) -> None:
    _log.error(
        "task %s failed: %s", name, getattr(error, "code", type(error).__name__), exc_info=error
    )


_report: list[Report] = [_log_it]


def report_to(report: Report | None) -> Report:
    """Send the errors of every scope to `report` from now on; returns who had them before."""
    before = _report[0]
    _report[0] = report or _log_it
    return before


def report(name: str, error: BaseException) -> None:
    """Hand an error that nobody handled to the one place that shows and keeps it."""
    _report[0](name, error)


class TaskScope:
    """A named set of running coroutines with one owner."""

    def __init__(self, owner: QObject | None = None) -> None:
        self._named: dict[str, asyncio.Task[Any]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False
        if owner is not None:
            owner.destroyed.connect(self._on_owner_destroyed)
            # The connection alone does not hold a plain object, so the owner does.
            owner._task_scope = self  # type: ignore[attr-defined]

    @property
    def names(self) -> list[str]:
        """What is running, for tests and for the crash report."""
        return sorted(task.get_name() for task in self._tasks)

    def start(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any] | None:
        """Run `coro` until it ends or the scope closes; several may share a name."""
        if self._closed:
            coro.close()
            return None
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        return task

    def restart(self, name: str, coro: Coroutine[Any, Any, Any]) -> asyncio.Task[Any] | None:
        """Run `coro` in the place of whatever ran under this name before."""
        self.stop(name)
        task = self.start(name, coro)
        if task is not None:
            self._named[name] = task
        return task

    def stop(self, name: str) -> None:
        """Cancel what was started by `restart` under this name."""
        running = self._named.pop(name, None)
        if running is not None:
            running.cancel()

    def close(self) -> None:
        """Cancel everything and refuse what comes later."""
        self._closed = True
        self._named.clear()
        for task in list(self._tasks):
            task.cancel()

    async def closed(self, timeout: float = 5.0) -> None:
        """Close, and return when every task has ended or `timeout` seconds have passed."""
        self.close()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=timeout)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        name = task.get_name()
        if self._named.get(name) is task:
            del self._named[name]
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            report(name, error)

    def _on_owner_destroyed(self) -> None:
        self.close()
