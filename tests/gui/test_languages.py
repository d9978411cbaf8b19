"""The window in other languages: chosen in the palette, remembered, and mirrored for right to left."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtWidgets import QApplication

from clinic_app.desk import Desk as Window
from clinic_app.desk import features
from clinic_app.shell.window import MainWindow
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import LANGUAGES, tr
from clinic_app.workstation import Workstation
from sync.engine.status import StatusBoard, SyncStatus
from tests.support.desk import NOW, open_desk
from tests.support.window import shown

Run = Callable[[Coroutine[Any, Any, Any]], Any]
IDLE = SyncStatus(phase="idle", online=True, live=True, last_synced_at=NOW)


@pytest.fixture(autouse=True)
def _dressed(themed: Callable[..., None], qapp: QApplication) -> Iterator[None]:
    yield
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


@pytest.fixture
def themed_in(themed: Callable[..., None]) -> Callable[[str], None]:
    def speak(code: str) -> None:
        themed("light", 1.0, code)

    return speak


class Engine:
    """An engine that is idle, over the real board of statuses."""

    def __init__(self) -> None:
        self.board = StatusBoard()
        self.board.show(IDLE)
        self.status = self.board.status

    def wake(self, reason: str) -> None:
        del reason

    def statuses(self) -> Any:
        return self.board.stream()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[MainWindow]:
    """The whole window with its real pages over a real replica."""
    async with open_desk(folder) as desk:
        window = MainWindow(replace(desk.ctx, engine=cast("Any", Engine())), features())
        window.resize(1360, 850)
        async with shown(window):
            yield window


def left_of(window: MainWindow, widget: Any) -> int:
    return int(widget.mapTo(window, QPoint(0, 0)).x())


def test_every_page_mirrors_where_one_reads_from_the_right(
    tmp_path: Path, qapp: QApplication, run: Run
) -> None:
    async def story() -> None:
        async with opened(tmp_path) as window:
            await asyncio.sleep(0.2)
            assert left_of(window, window.navigation) == 0

            qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)

            for key in window.navigation.keys:
                window.navigate(key)
                await asyncio.sleep(0.2)
                assert not window.grab().isNull()
                edge = left_of(window, window.navigation) + window.navigation.width()
                assert edge == window.width(), key
                page = window.pages[key]
                assert page.layoutDirection() == Qt.LayoutDirection.RightToLeft
                assert left_of(window, page) < left_of(window, window.navigation)
            window.palette_view.open("a")
            await asyncio.sleep(0.2)
            assert not window.grab().isNull()

    run(story())


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", ("20/11/2026", "Friday 20 November", "12,300", "Undo")),
        ("es", ("20/11/2026", "Viernes, 20 de noviembre", "12.300", "Deshacer")),
        ("fr", ("20/11/2026", "Vendredi 20 novembre", "12\u202f300", "Annuler")),
    ],
)
def test_dates_and_numbers_follow_the_language(
    code: str, written: tuple[str, ...], themed_in: Callable[[str], None]
) -> None:
    themed_in(code)

    day = NOW.date()
    said = (fmt.numeric_date(day), fmt.day_title(day), fmt.number(12_300), tr("Shell", "Undo"))

    assert QLocale().name().startswith(code)
    assert said == written


def test_qts_own_words_and_keys_are_translated_too(themed_in: Callable[[str], None]) -> None:
    from PySide6.QtCore import QCoreApplication

    from clinic_app.ui.keys import key_text

    themed_in("es")

    assert key_text("Ctrl+K") == "Ctrl K"
    assert [key_text(each) for each in ("Enter", "Del", "PgUp")] == ["Intro", "Supr", "RePág"]
    assert QCoreApplication.translate("QWidgetTextControl", "&Copy") != "&Copy"


def test_a_language_chosen_in_the_palette_is_remembered_for_the_next_start(
    tmp_path: Path, run: Run
) -> None:
    station = Workstation(tmp_path / "station")

    async def story() -> None:
        async with opened(tmp_path) as window:
            desk = cast("Any", SimpleNamespace(window=window, _remember_language=station.speak))
            Window.speak(desk, "fr")
            await asyncio.sleep(0.1)
            assert "Français" in " ".join(text_of(window))

    assert station.language == "system"
    run(story())

    assert station.language == "fr"
    assert station.theme == "system"
    assert set(LANGUAGES) == {"en", "es", "fr"}


def text_of(window: MainWindow) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [each.text() for each in window.findChildren(QLabel)]
