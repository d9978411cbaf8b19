"""The demo: an embedded backend, an invented clinic, and a window with a cable to pull.

The first demo starts the backend as its child and takes it along when it ends; further ones join
it. `--check` needs no window: it runs the outage drill.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from clinic_app.platform.libraries import qt_trouble
from clinic_app.platform.paths import paths
from clinic_app.session import LetIn, membership, open_session, sign_in, unlock
from clinic_app.workstation import Address, Workstation
from sync.clock import SystemClock
from sync.errors import Expected, Offline

READY_WITHIN_S: Final = 90.0
_MISSING: Final = (
    "The demo is an extra of this program: pip install 'clinic-app[demo]' ({name} is missing)."
)


class DemoTrouble(Expected):
    """The demo could not start; the sentence says why."""

    code = "demo.trouble"


def run(arguments: argparse.Namespace) -> int:
    """`clinic-app demo`. 0 when it came to its end, 1 when something was missed or cannot be had."""
    try:
        import psycopg  # noqa: F401 - the extra is there or it is not
        import starlette  # noqa: F401
    except ImportError as missing:
        _say(_MISSING.format(name=missing.name))
        return 1
    if arguments.check:
        return _check(as_json=arguments.json)
    trouble = qt_trouble()
    if trouble is not None:
        _say(f"{trouble}\nWithout a window, this shows the same at work:  clinic-app demo --check")
        return 1
    from clinic_app.demo_window import show_demo
    from clinic_app.ui import loop

    home = paths().data / "demo"
    if arguments.fresh:
        forget(home)
    return loop.run(lambda: show_demo(home, arguments.role))


def _check(*, as_json: bool) -> int:
    from clinic_app.drill.director import Drill
    from clinic_app.drill.report import as_json as one_line
    from clinic_app.drill.report import as_table

    drill = Drill()
    try:
        report = asyncio.run(drill.run())
    except Expected as trouble:
        drill.report.broke(str(trouble))
        report = drill.report
    sys.stdout.write((one_line if as_json else as_table)(report) + "\n")
    return 0 if report.ok else 1


def forget(home: Path) -> None:
    """Take the demo's earlier days away. Raises DemoTrouble while a demo runs there."""
    if running_backend(home) is not None:
        raise DemoTrouble("A demo is running. Close its windows first, then start a fresh one.")
    shutil.rmtree(home, ignore_errors=True)


def running_backend(home: Path) -> Address | None:
    """The backend another demo has started and still holds."""
    try:
        said = json.loads((home / "backend" / "backend.json").read_text("utf-8"))
        address, process = Address(said["url"], said["key"]), int(said["pid"])
    except (OSError, ValueError, KeyError):
        return None
    return address if _lives(process) else None


def _lives(process: int) -> bool:
    if sys.platform == "win32":
        return True  # the sign-in finds out
    try:
        import os

        os.kill(process, 0)
    except OSError:
        return False
    return True


@asynccontextmanager
async def demo_backend(home: Path) -> AsyncIterator[Address]:
    """The demo's backend: the running one, or a child of ours that ends with this block."""
    address = running_backend(home)
    if address is not None:
        yield address
        return
    child = await asyncio.create_subprocess_exec(
        *_ourselves(),
        "backend",
        "--data",
        str(home / "backend"),
        "--seed",
        "sample",
        "--with-parent",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=sys.platform != "win32",  # Ctrl+C is ours to hear, and ours to pass on
    )
    try:
        yield await _ready(child)
    finally:
        if child.returncode is None:
            assert child.stdin is not None
            child.stdin.close()
            try:
                async with asyncio.timeout(15):
                    await child.wait()
            except TimeoutError:
                child.kill()
                await child.wait()


async def _ready(child: asyncio.subprocess.Process) -> Address:
    assert child.stdout is not None
    assert child.stderr is not None
    try:
        async with asyncio.timeout(READY_WITHIN_S):
            line = await child.stdout.readline()
            if not line:
                said = (await child.stderr.read(4000)).decode(errors="replace").strip()
                raise DemoTrouble(said.splitlines()[-1] if said else "The demo's backend ended.")
    except TimeoutError as error:
        raise DemoTrouble("The demo's backend did not come up in time.") from error
    told = json.loads(line)
    return Address(told["url"], told["key"])


def _ourselves() -> list[str]:
    frozen = getattr(sys, "frozen", False)
    return [sys.executable] if frozen else [sys.executable, "-m", "clinic_app"]


async def demo_person(
    home: Path, server: Address, email: str, password: str
) -> tuple[Workstation, LetIn]:
    """A workstation of the demo and its person, let in: by the server, or by what is kept here."""
    station = Workstation(home / "stations" / email.partition("@")[0])
    station.use_moved_server(server)
    try:
        return station, await sign_in(station, server, email, password, SystemClock())
    except Offline:
        return station, await unlock(station, email, password, SystemClock())


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


__all__ = ["demo_backend", "demo_person", "membership", "open_session", "run"]
