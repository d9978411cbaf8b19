"""A process that has imported everything and forks programs in a millisecond.

Speaks JSON lines with whoever started it: `{"born": n, ...}` forks life number n, `{"kill": n}`
kills it, and `{"dead": n, "status": s}` comes back once it is gone. Has one thread and no event
loop, so that a fork is a whole program.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from tests.kill import life


def main() -> None:
    """Until the standard input ends; then all that live are killed."""
    alive: dict[int, int] = {}
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    try:
        _serve(alive, woken)
    finally:
        # Also when nobody listens any more: none of them may outlive the hunt.
        for pid in alive.values():
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _serve(alive: dict[int, int], woken: int) -> None:
    buffer = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _bury(alive)
        if 0 in ready:
            piece = os.read(0, 65_536)
            if not piece:
                break
            *lines, buffer = (buffer + piece).split(b"\n")
            for line in lines:
                _obey(json.loads(line), alive)


def _obey(told: dict[str, Any], alive: dict[int, int]) -> None:
    if "kill" in told:
        if told["kill"] in alive:  # not buried yet, so the number is still that process
            os.kill(alive[told["kill"]], signal.SIGKILL)
        return
    pid = os.fork()
    if pid == 0:
        _live(told)
    alive[told["born"]] = pid
    _say({"born": told["born"]})


def _live(told: dict[str, Any]) -> None:
    """In the child: a program of its own from here on."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing = os.open(os.devnull, os.O_RDWR)
        said = os.open(Path(told["home"]) / "stderr.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for fd, over in ((nothing, 0), (nothing, 1), (said, 2)):
            os.dup2(fd, over)
        life.live(told)
        status = 0
    except BaseException:  # noqa: BLE001 - the end of this process in any case
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def _bury(alive: dict[int, int]) -> None:
    for number, pid in list(alive.items()):
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            del alive[number]
            _say({"dead": number, "status": os.waitstatus_to_exitcode(status)})


def _say(what: dict[str, Any]) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
