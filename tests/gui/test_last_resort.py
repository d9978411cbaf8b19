"""What nobody handled ends no program: it is written down, the window lives on, what was typed is kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import asyncio, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from clinic_app.platform import crash
from clinic_app.platform.log import start_log
from clinic_app.ui import loop, scope
from tests.support.desk import LUCIA
from tests.support.hands import Hands, Key
from tests.support.workplace import open_workplace

home, how = Path(sys.argv[1]), sys.argv[2]
(home / "logs").mkdir()
start_log(home / "logs")
crash.watch(home / "logs")
scope.report_to(crash.report)

def fail():
    raise ValueError("about Maria Nunez")

async def fail_later():
    fail()

def happen(window):
    if how == "slot":
        QTimer.singleShot(0, fail)
    if how == "task":
        window.scope.start("failing", fail_later())
    if how == "callback":
        asyncio.get_running_loop().call_soon(fail)
    if how == "thread":
        threading.Thread(target=fail, name="some-thread").start()

async def main():
    async with open_workplace(home / "place") as place:
        window = await place.comes(LUCIA)
        hands = Hands(window)
        window.navigate("patients")
        assert window.commands.run("patients.register")
        editing = window.pages["patients"].editing
        await hands.until(lambda: editing.is_open and editing.isAncestorOf(hands.focus))
        hands.type("Kanari")
        happen(window)
        log = home / "logs" / "clinic.log"
        await hands.until(lambda: log.exists() and "ValueError" in log.read_text())
        hands.type("envogel")
        window.lock()
        kept = "SELECT value FROM settings WHERE key LIKE 'form/%'"
        await hands.until(
            lambda: any("Kanarienvogel" in value for (value,) in place.on_disk(LUCIA, kept))
        )
        assert window.is_locked
    print("came to its end", flush=True)
    return 0

sys.exit(loop.run(main))
"""


@pytest.mark.parametrize("how", ["slot", "task", "callback", "thread"])
def test_the_window_lives_on_and_what_is_typed_is_kept(tmp_path: Path, how: str) -> None:
    house = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path), how],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=house,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(house)},
    )
    assert "came to its end" in done.stdout, done.stderr[-3000:]
    assert done.returncode == 0
    written = (tmp_path / "logs" / "clinic.log").read_text("utf-8")
    assert "ValueError" in written
    assert "Nunez" not in written + done.stderr
