"""The window's tests: on the real Qt loop, without a screen, or not at all where Qt cannot load.

A machine without Qt's system libraries still runs everything else: each file here is then
skipped with the sentence that names the missing package.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import asyncio
import gc
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from clinic_app.platform.libraries import qt_trouble

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

T = TypeVar("T")

TROUBLE = qt_trouble()
LIMIT_S = 20


class _Unloadable(pytest.Module):
    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        pytest.skip(f"no window here: {TROUBLE}", allow_module_level=True)


def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> pytest.Module | None:
    """Where Qt cannot load, a file is skipped before its imports fail."""
    if TROUBLE is None or module_path.parent != Path(__file__).parent:
        return None
    return _Unloadable.from_parent(parent, path=module_path)


@pytest.fixture(autouse=True, scope="module")
def _collected_here() -> Iterator[None]:
    """What a test leaves of its windows is collected on this thread, never by a replica's."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def window_loop(qapp: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The one loop of the session, as the program makes it."""
    from clinic_app.ui.loop import new_loop

    qapp.setQuitOnLastWindowClosed(False)
    loop = new_loop(qapp)
    yield loop
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()


@pytest.fixture
def run(
    window_loop: asyncio.AbstractEventLoop,
) -> Iterator[Callable[[Coroutine[Any, Any, T]], T]]:
    """Run a coroutine on the window's loop for at most 20 s; what a scope reports fails the test."""
    from clinic_app.ui import scope

    failed: list[tuple[str, BaseException]] = []

    def note(name: str, error: BaseException) -> None:
        # Qt's timers also ring between two stories, when pytest-qt lets Qt turn; no loop runs then.
        if not (isinstance(error, RuntimeError) and "no running event loop" in str(error)):
            failed.append((name, error))

    before = scope.report_to(note)

    def to_the_end(story: Coroutine[Any, Any, T]) -> T:
        async def bounded() -> T:
            async with asyncio.timeout(LIMIT_S):
                return await story

        told = window_loop.run_until_complete(bounded())
        if failed:
            name, error = failed[0]
            raise AssertionError(f"task {name!r} failed") from error
        return told

    yield to_the_end
    scope.report_to(before)
    window_loop.run_until_complete(_end_tasks())


async def _end_tasks() -> None:
    """Nothing of one test runs on into the next."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    if rest:
        await asyncio.wait(rest, timeout=5)


@pytest.fixture
def until() -> Callable[..., Coroutine[Any, Any, None]]:
    """`await until(lambda: ...)`: go on as soon as it is so, fail when it is not within the time."""

    async def wait(condition: Callable[[], object], seconds: float = 5.0) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"not so within {seconds} s") from None

    return wait


@pytest.fixture
def themed(qapp: QApplication) -> Iterator[Callable[..., None]]:
    """`themed("dark", 1.5)` dresses the application; light and English again afterwards."""
    from clinic_app.ui.i18n import use_language
    from clinic_app.ui.theme import looks

    def wear(name: str = "light", text_scale: float = 1.0, language: str = "en") -> None:
        use_language(language)
        looks().use(name, text_scale)

    wear()
    yield wear
    wear()


@pytest.fixture
def shot() -> Callable[[QWidget, str], None]:
    """`shot(widget, "name")` keeps a picture in $CLINIC_SHOTS when that is set."""

    def keep(widget: QWidget, name: str) -> None:
        folder = os.environ.get("CLINIC_SHOTS")
        picture = widget.grab()
        assert not picture.isNull()
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            assert picture.save(str(Path(folder) / f"{name}.png"))

    return keep
