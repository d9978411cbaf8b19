"""Sleep and the locked screen, as Windows tells a program's windows.

Every window hears of sleep (WM_POWERBROADCAST). Of the locked screen hears who has asked for it
(WTSRegisterSessionNotification), with a window that is never shown.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import wintypes
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QWindow

WM_POWERBROADCAST: Final = 0x0218
PBT_APMSUSPEND: Final = 0x0004
WM_WTSSESSION_CHANGE: Final = 0x02B1
WTS_CONSOLE_DISCONNECT: Final = 0x2
WTS_REMOTE_DISCONNECT: Final = 0x4
WTS_SESSION_LOCK: Final = 0x7

Meaning = Literal["sleeps", "away", ""]
Hear = Callable[[Meaning], None]


def meaning(message: int, parameter: int) -> Meaning:
    """What a message says about who can be at the screen."""
    if message == WM_POWERBROADCAST and parameter == PBT_APMSUSPEND:
        return "sleeps"
    leaving = (WTS_SESSION_LOCK, WTS_CONSOLE_DISCONNECT, WTS_REMOTE_DISCONNECT)
    if message == WM_WTSSESSION_CHANGE and parameter in leaving:
        return "away"
    return ""


class WindowsMessages(QAbstractNativeEventFilter):
    """Calls `hear` with what matters; takes no message away from anybody."""

    def __init__(self, hear: Hear) -> None:
        super().__init__()
        self._hear = hear
        self._ear: QWindow | None = None

    def begin(self) -> None:
        """Listen from now on, for as long as the program runs."""
        app = QCoreApplication.instance()
        assert app is not None
        app.installNativeEventFilter(self)
        if sys.platform == "win32":
            self._ear = QWindow()
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(self._ear.winId()), 0)

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> Any:
        """An override of Qt; `message` is the address of a MSG."""
        kind = event_type.data() if isinstance(event_type, QByteArray) else bytes(event_type)
        if kind in (b"windows_generic_MSG", b"windows_dispatcher_MSG"):
            told = wintypes.MSG.from_address(int(message))
            found = meaning(told.message, told.wParam)
            if found:
                self._hear(found)
        return False, 0
