"""What was typed and not saved: kept on this computer, found again, and gone once it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject

from clinic_app.features.schedule.view.kept import BOOKING, KIND
from clinic_app.parts.kept_text import NEW, KeepForm, KeptText, form_key, kept_form
from sync.replica.settings import write_setting
from sync.replica.tables import outbox
from tests.support.desk import GRACE, LUCIA, Desk, open_desk

Run = Callable[[Coroutine[Any, Any, Any]], Any]
TYPED = {"typed": {"note": "half a sent"}}


async def on_disk(desk: Desk, key: str) -> list[Any]:
    return [row.value for row in await desk.replica.read(kept_form(key).run)]


@asynccontextmanager
async def slow_disk(desk: Desk) -> AsyncIterator[None]:
    """Nothing that is written in here gets to the disk before the end."""
    begun, goes_on = Event(), Event()

    def hold(_: object) -> None:
        begun.set()
        goes_on.wait(30)

    ahead = asyncio.create_task(desk.replica.write("ahead", hold))
    await asyncio.to_thread(begun.wait, 30)
    try:
        yield
    finally:
        goes_on.set()
        await ahead


@pytest.mark.parametrize(
    ("kind", "about", "key"),
    [
        ("patients", GRACE, f"form/{LUCIA}/patients/{GRACE}"),
        ("patients", NEW, f"form/{LUCIA}/patients/new"),
        ("administration/rooms", NEW, f"form/{LUCIA}/administration/rooms/new"),
        (KIND, BOOKING, f"form/{LUCIA}/schedule/booking"),
    ],
)
def test_text_that_an_older_program_kept_is_found(
    run: Run, tmp_path: Any, kind: str, about: str, key: str
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            await desk.replica.apply(lambda db: write_setting(db, key, TYPED))
            owner = QObject()
            kept = KeptText(desk.ctx, kind, lambda: None, owner)
            kept.begin(about)
            assert await kept.bring_back() == TYPED

    run(story())


def test_unsaved_text_is_forgotten_when_it_is_saved_and_never_sent(run: Run, tmp_path: Any) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            key = form_key(LUCIA, "patients", GRACE)
            await desk.replica.write("keep", KeepForm(key, TYPED))
            assert await on_disk(desk, key) == [TYPED]
            assert await desk.rows(outbox.select()) == []

            await desk.replica.write("forget", KeepForm(key, None))
            assert await on_disk(desk, key) == []

    run(story())


def test_a_form_opened_again_at_once_finds_what_is_still_on_its_way_to_the_disk(
    run: Run, tmp_path: Any
) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            owner = QObject()
            kept = KeptText(desk.ctx, "patients", lambda: TYPED, owner)
            kept.begin(GRACE)
            async with slow_disk(desk):
                kept.note_edit()
                kept.keep_soon()
                kept.begin(NEW)
                assert await kept.bring_back() is None
                kept.begin(GRACE)
                assert await kept.bring_back() == TYPED
            await desk.replica.write("after all of them", lambda tx: None)
            assert await on_disk(desk, form_key(LUCIA, "patients", GRACE)) == [TYPED]

    run(story())


def test_text_that_is_being_forgotten_does_not_come_back(run: Run, tmp_path: Any) -> None:
    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            owner = QObject()
            kept = KeptText(desk.ctx, "patients", lambda: TYPED, owner)
            kept.begin(GRACE)
            kept.note_edit()
            await kept.keep()
            assert await kept.bring_back() == TYPED
            async with slow_disk(desk):
                forgetting = asyncio.create_task(kept.forget())
                kept.begin(GRACE)
                assert await kept.bring_back() is None
            await forgetting
            assert await on_disk(desk, form_key(LUCIA, "patients", GRACE)) == []

    run(story())


def test_a_window_that_closes_over_a_newer_replica_leaves_the_form_in_peace(
    run: Run, tmp_path: Any
) -> None:
    """Whatever is raised while Qt hides a form takes the program with it."""

    async def story() -> None:
        async with open_desk(tmp_path) as desk:
            newer: Any = SimpleNamespace(is_newer=True)
            await desk.ctx.scope.closed()
            owner = QObject()
            kept = KeptText(replace(desk.ctx, replica=newer), "patients", lambda: TYPED, owner)
            kept.begin(GRACE)
            kept.note_edit()
            kept.keep_soon()

    run(story())
