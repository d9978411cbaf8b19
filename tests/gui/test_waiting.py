"""The small window of a start: what it says is read whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from clinic_app.shell.waiting import Waiting
from sync.errors import Expected, InUse, StorageFull

Run = Callable[[Any], Any]


@pytest.mark.parametrize("trouble", [InUse("x"), StorageFull("x")], ids=lambda each: each.code)
def test_why_a_start_did_not_come_about_is_shown_whole(
    run: Run, themed: Any, trouble: Expected
) -> None:
    async def story() -> None:
        window = Waiting("Starting an invented clinic on this computer…")
        window.show()
        try:
            async with asyncio.timeout(5), asyncio.TaskGroup() as tasks:
                tasks.create_task(window.fail(trouble))
                while "\n\n" not in window._words.text():
                    await asyncio.sleep(0.005)
                words = window._words
                assert words.height() >= words.heightForWidth(words.width())
                assert words.geometry().bottom() < window._leave.geometry().top()
                assert window._leave.geometry().bottom() < window.height()
                window.close()
        finally:
            window.done()
            window.deleteLater()

    run(story())
