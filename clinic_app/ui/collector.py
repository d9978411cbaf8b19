"""Cycles are collected where Qt lives.

Python collects on whatever thread happens to ask for memory. A widget in a cycle that is collected
on the thread that writes the replica takes the process down, and no line of ours is in the report.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QTimer

EVERY_MS: Final = 250


@contextmanager
def collecting_here() -> Iterator[None]:
    """Until the end of the block cycles are collected by this thread's event loop alone."""
    timer = QTimer()
    timer.setInterval(EVERY_MS)
    timer.timeout.connect(_look)
    was_on = gc.isenabled()
    gc.disable()
    timer.start()
    try:
        yield
    finally:
        timer.stop()
        if was_on:
            gc.enable()


def _look() -> None:
    """As the collector would have, by the same counts: the oldest generation that is due."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
