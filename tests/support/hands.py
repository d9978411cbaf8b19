"""Two hands on the keyboard of a window, and the patience to wait for what they did."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from inspect import isawaitable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_S = 5.0
Key = Qt.Key


@dataclass
class Hands:
    """Keys go to whatever has the focus, as they do for a person."""

    window: QWidget

    @property
    def focus(self) -> QWidget:
        """What a key would reach now."""
        return QApplication.focusWidget() or self.window

    def press(self, *keys: Qt.Key, shift: bool = False, control: bool = False) -> None:
        """Press keys one after the other."""
        held = Qt.KeyboardModifier.NoModifier
        if shift:
            held |= Qt.KeyboardModifier.ShiftModifier
        if control:
            held |= Qt.KeyboardModifier.ControlModifier
        for key in keys:
            QTest.keyClick(self.focus, key, held)

    def type(self, text: str) -> None:
        """Type text where the cursor is."""
        QTest.keyClicks(self.focus, text)

    def retype(self, text: str) -> None:
        """Type over what stands in the field."""
        self.press(Key.Key_A, control=True)
        self.type(text)

    async def until(self, so: Callable[[], object | Awaitable[object]]) -> None:
        """Go on as soon as it is so; fail when it is not within the time."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    answer = so()
                    if isawaitable(answer):
                        answer = await answer
                    if answer:
                        return
                    await asyncio.sleep(0.005)
        except TimeoutError:
            raise AssertionError(f"not so within {PATIENCE_S} s") from None

    async def tab_to(self, widget: QWidget, most: int = 40) -> None:
        """Go to a control with the Tab key alone."""
        for _ in range(most):
            if self.focus is widget:
                return
            self.press(Key.Key_Tab)
            await asyncio.sleep(0)
        raise AssertionError(f"Tab does not lead to {widget.accessibleName()!r}")

    async def nothing_happens(self) -> None:
        """Let everything that is under way come to its end."""
        for _ in range(20):
            await asyncio.sleep(0.005)
