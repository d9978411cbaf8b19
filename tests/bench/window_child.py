"""A program started by `startup`: says when its window was painted, by the machine's own clock.

    python -m tests.bench.window_child empty
    python -m tests.bench.window_child clinic HOME PASSWORD

`clinic` is the program itself: the door, the password, the desk, the first appointments painted.
The clock is the monotonic one, which all processes share.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path


def main(words: list[str]) -> None:
    """Run one of the two and print the moments."""
    if words[0] == "empty":
        _empty()
    else:
        _clinic(Path(words[1]), words[2])


def _empty() -> None:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QApplication, QMainWindow

    class Window(QMainWindow):
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            print(time.monotonic(), flush=True)
            app.quit()

    app = QApplication(sys.argv[:1])
    window = Window()
    window.resize(1200, 800)
    window.show()
    app.exec()


def _clinic(home: Path, password: str) -> None:
    from PySide6.QtGui import QPaintEvent

    from clinic_app.features.schedule.view.surface import Surface

    moments: dict[str, float] = {}
    painted = Surface.paintEvent

    def noting(self: Surface, event: QPaintEvent) -> None:
        painted(self, event)
        if self.picture.blocks:
            moments.setdefault("rows", time.monotonic())

    # Python's method is looked up by Qt when the first surface is made, so before that.
    Surface.paintEvent = noting  # type: ignore[method-assign]

    from clinic_app.app import Program
    from clinic_app.ui import loop
    from clinic_app.workstation import Workstation
    from sync.clock import SystemClock

    async def run() -> int:
        program = Program(Workstation(home), SystemClock())
        running = asyncio.create_task(program.run())
        async with asyncio.timeout(60):
            await _through_the_door(moments, password)
            while "rows" not in moments and not running.done():
                await asyncio.sleep(0.002)
        running.cancel()
        await asyncio.wait({running})
        return 0

    loop.run(run)
    print(moments["door"], moments["rows"], flush=True)


async def _through_the_door(moments: dict[str, float], password: str) -> None:
    from PySide6.QtWidgets import QApplication

    from clinic_app.features.auth import AuthPage

    while True:
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, AuthPage) and widget.isVisible():
                widget.repaint()
                moments["door"] = time.monotonic()
                widget.who.password.setText(password)
                widget.who.sign_in_button.click()
                return
        await asyncio.sleep(0.002)


if __name__ == "__main__":
    main(sys.argv[1:])
