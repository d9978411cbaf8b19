"""A window on the screen for as long as a story lasts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clinic_app.shell.window import MainWindow


@asynccontextmanager
async def shown(window: MainWindow) -> AsyncIterator[MainWindow]:
    """In front and started; closed at the end, with every task of its pages over."""
    window.show()
    window.activateWindow()
    window.start()
    try:
        yield window
    finally:
        await put_away(window)


async def put_away(window: MainWindow) -> None:
    """Close a window, and return when nothing of it runs any more."""
    window.close()
    for page in window.pages.values():
        await page.scope.closed()
    await window.scope.closed()
    window.deleteLater()
