"""What every test may use."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import pytest

from clinic_app.platform.libraries import library_trouble

# No test needs a display; without one, Qt would end the process.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

T = TypeVar("T")


def pytest_addoption(pluginmanager: pytest.PytestPluginManager) -> None:
    """Where Qt cannot load, pytest-qt ends the whole run: without it tests/gui skips, the rest runs."""
    if library_trouble() is not None:
        pluginmanager.unregister(name="pytest-qt")


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, T]], T]:
    """Run a coroutine on an event loop of its own, for at most half a minute."""

    def to_the_end(story: Coroutine[Any, Any, T]) -> T:
        async def bounded() -> T:
            async with asyncio.timeout(30):
                return await story

        return asyncio.run(bounded())

    return to_the_end
