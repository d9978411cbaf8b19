"""Runs one benchmark and says whether its limits hold: the exit code is 1 when one falls short."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench.options import Options
from tests.bench.report import Report

BENCHES = {
    "first-fill": "100,000 patients into the encrypted, indexed replica",
    "draft": "a booking, durable and on the screen",
    "reconcile": "1,000 drafts after an outage, answered and laid again",
    "startup": "from the start of the program to the first rows of the schedule",
    "unlock": "from a password to a window one can work in, for oneself and for a colleague",
    "poke": "a change of one workstation, visible at another",
    "idle-pull": "asking 300 scopes for news when there is none",
    "ui-stall": "the window's event loop while 100,000 rows arrive",
    "feed-cost": "what the feed adds to a push on the server",
    "memory": "a client after its first fill and after an hour of work",
}
LONGEST_S = 300


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line names; the last line of the output is the result."""
    lines = [f"  {name:<11} {what}" for name, what in BENCHES.items()]
    parser = argparse.ArgumentParser(
        "python -m tests.bench",
        description="Measure beside a bare baseline of the same run.",
        epilog="benchmarks:\n" + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", choices=BENCHES, metavar="NAME")
    parser.add_argument("--json", action="store_true", help="one JSON object on the last line")
    parser.add_argument("--rows", type=int, help="how many rows, instead of the full number")
    parser.add_argument("--seconds", type=float, help="about how long to repeat what is short")
    parser.add_argument("--folder", type=Path, help="where the files go while it runs")
    asked = parser.parse_args(arguments)
    with (
        _bounded(),
        tempfile.TemporaryDirectory(
            prefix="clinic-bench-", dir=asked.folder, ignore_cleanup_errors=True
        ) as folder,
    ):
        options = Options(Path(folder), rows=asked.rows, seconds=asked.seconds, say=_say)
        report = _bench(asked.name)(options)
    print(report.as_json() if asked.json else report.as_table(), flush=True)
    return 0 if report.ok else 1


def _bench(name: str) -> Callable[[Options], Report]:
    run: Callable[[Options], Report] = importlib.import_module(
        f"tests.bench.{name.replace('-', '_')}"
    ).run
    return run


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Nothing here may run for ever: after five minutes it ends, and takes its children along."""
    if os.name == "nt":
        yield
        return

    def over(*_: object) -> None:
        raise TimeoutError(f"the benchmark took longer than {LONGEST_S} s")

    signal.signal(signal.SIGALRM, over)
    signal.alarm(LONGEST_S)
    try:
        yield
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    sys.exit(main())
