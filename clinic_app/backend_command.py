"""`clinic-app backend`: the embedded backend alone, until it is told to stop.

One line of JSON on standard output says that it is up and where: `{"ready": true, "url": ...,
"key": ...}`. It stops on Ctrl+C, on SIGTERM, and with `--with-parent` when its standard input ends,
which it does when whoever started it is gone. Exit code 0 after a stop, 1 with a sentence on
standard error when it could not start.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib
import json
import logging
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sync.errors import Expected, Misconfigured

if TYPE_CHECKING:
    from sync.embedded.server import EmbeddedBackend, Seed

SEEDS = ("sample", "none")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `clinic-app backend`."""
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="folder of the database and keys"
    )
    parser.add_argument(
        "--port",
        type=int,
        default=0,
        metavar="N",
        help="loopback port; 0 takes the one of the last run, or any that is free (default)",
    )
    parser.add_argument(
        "--seed",
        choices=SEEDS,
        default="none",
        help="fill an empty database with an invented clinic (default: none)",
    )
    parser.add_argument("--with-parent", action="store_true", help="stop when standard input ends")


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped; the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        # Its own kind of loop: psycopg cannot use the one that Windows prefers.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(_serve(arguments))
    except ModuleNotFoundError as missing:
        sys.stderr.write(
            "The embedded backend is an extra. Install it with: pip install 'clinic-app[demo]' "
            f"({missing.name} is missing)\n"
        )
        return 1
    except Expected as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        # Only before the signal is ours to handle.
        return 0
    return 0


async def _serve(arguments: argparse.Namespace) -> None:
    from sync.embedded.server import EmbeddedBackend

    backend = EmbeddedBackend(
        Path(arguments.data),
        arguments.port,
        seed=_seed(arguments.seed),
        is_open=arguments.seed == "sample",  # invented people have no secrets
    )
    serving = asyncio.create_task(_until_cancelled(backend), name="embedded backend")
    told = False

    def stop() -> None:
        # Once: a second Ctrl+C must not interrupt the stopping.
        nonlocal told
        if not told:
            told = True
            serving.cancel()

    _on_signals(stop)
    if arguments.with_parent:
        _on_end_of_input(stop)
    try:
        await serving
    except asyncio.CancelledError:
        if not told:
            raise


async def _until_cancelled(backend: EmbeddedBackend) -> None:
    async with backend:
        ready = {"ready": True, "url": backend.url, "key": backend.publishable_key}
        # Whoever asked may have stopped listening; the backend is up all the same.
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.write(json.dumps(ready) + "\n")
            sys.stdout.flush()
        await asyncio.Event().wait()


def _seed(name: str) -> Seed | None:
    if name == "none":
        return None
    try:
        module = importlib.import_module("sync.embedded.seed")
    except ModuleNotFoundError as missing:
        if missing.name != "sync.embedded.seed":
            raise
        words = "This installation has no sample clinic. Start with --seed none."
        raise Misconfigured(words) from missing
    sample: Seed = module.sample
    return sample


def _on_signals(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def _on_end_of_input(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()

    def wait() -> None:
        with contextlib.suppress(OSError, ValueError):
            while sys.stdin.buffer.read(4096):
                pass
        # The loop may have ended before the input did.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(stop)

    threading.Thread(target=wait, name="end of input", daemon=True).start()
