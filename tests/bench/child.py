"""Work in a process of its own, so that its time and its memory are its own."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

PATIENCE_S = 170.0


class ChildFailed(Exception):
    """The process said so, or went without a word."""


class Child:
    """The near end of the line to a process. It is told things and tells things, in turn."""

    def __init__(self, line: Any, process: Any) -> None:
        self._line, self._process = line, process

    def tell(self, message: Any) -> None:
        """Send something picklable."""
        self._line.send(message)

    def hear(self, patience: float = PATIENCE_S) -> Any:
        """The next thing it says. Raises ChildFailed when it failed, ended or kept silent."""
        try:
            if not self._line.poll(patience):
                raise ChildFailed(f"no word for {patience:.0f} s")
            kind, said = self._line.recv()
        except (EOFError, OSError) as gone:
            self._process.join(5)  # the line breaks a moment before the process has its code
            raise ChildFailed(f"ended with code {self._process.exitcode}") from gone
        if kind == "failed":
            raise ChildFailed(said)
        return said


@contextmanager
def child(work: Callable[..., None], *arguments: Any) -> Iterator[Child]:
    """Run `work(line, *arguments)` in a fresh interpreter; it is ended with the block."""
    spawn = multiprocessing.get_context("spawn")
    near, far = spawn.Pipe()
    process = spawn.Process(target=_run, args=(far, work, arguments), daemon=True)
    process.start()
    far.close()
    try:
        yield Child(near, process)
    finally:
        near.close()
        process.join(5)
        if process.is_alive():
            process.kill()
            process.join(5)


def in_child(work: Callable[..., Any], *arguments: Any) -> Any:
    """What `work(*arguments)` returns, worked out in a fresh interpreter."""
    with child(_answer, work, arguments) as process:
        return process.hear()


def _answer(line: Far, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    line.say(work(*arguments))


class Far:
    """The child's end of the line."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def say(self, message: Any) -> None:
        """Send something picklable."""
        self._line.send(("said", message))

    def told(self) -> Any:
        """The next thing we are told. Ends the process when the other end is gone."""
        try:
            return self._line.recv()
        except (EOFError, OSError):
            os._exit(0)


def _run(line: Connection, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    try:
        work(Far(line), *arguments)
    except BaseException:  # noqa: BLE001 - the other end says it, and exits
        line.send(("failed", traceback.format_exc()))


def memory_mb() -> float:
    """What this process occupies now, in MB."""
    return _status("VmRSS")


def peak_memory_mb() -> float:
    """The most this process has occupied since it began, or since `forget_peak`."""
    return _status("VmHWM")


def forget_peak() -> None:
    """Let the peak begin anew from here."""
    Path("/proc/self/clear_refs").write_text("5")


def _status(name: str) -> float:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(f"this system does not tell {name}")
