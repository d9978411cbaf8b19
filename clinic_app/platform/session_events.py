"""When the computer goes to sleep or its screen is locked, where the system says so.

Linux desktops with systemd-logind say both on D-Bus; most desktops say the second on the session's own
bus. Windows tells its windows. A Mac, and a Linux without a bus, say nothing that Qt brings: then it is the
keyboard, the clock (`Idle`) and the leap of the clock after a sleep that lock the window.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

from clinic_app.platform.sleep_delay import SleepDelay
from clinic_app.platform.windows_messages import Meaning, WindowsMessages

_LOGIND = "org.freedesktop.login1"
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)


class SessionEvents(QObject):
    """`away` when nobody can be at the screen any more: it sleeps, or it was locked. `sleeps` after that
    when it is the computer that goes to sleep; it waits a few seconds, as far as it can, for
    `delay.let_go`.
    """

    away = Signal()
    sleeps = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages: WindowsMessages | None = None
        self._bus: Any = None
        self.delay = SleepDelay(self)
        self.heard: list[str] = []
        """What is listened to, for the log and for tests."""

    def listen(self, system_bus: Any = None, session_bus: Any = None) -> None:
        """Begin, as far as there are buses. Tests hand in their own."""
        if self.heard:
            return  # once is enough: the door and the desks take turns
        if sys.platform == "win32":
            self._messages = WindowsMessages(self.on_message)
            self._messages.begin()
            self.heard.append("windows")
        if system_bus is None and session_bus is None:
            if sys.platform != "linux":
                return
            try:
                from PySide6.QtDBus import QDBusConnection
            except ImportError:
                return
            system_bus, session_bus = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        if system_bus is not None and system_bus.isConnected():
            self._bus = system_bus
            self.delay.take(system_bus)
            path = "/org/freedesktop/login1"
            self._hear(system_bus, _LOGIND, path, f"{_LOGIND}.Manager", "PrepareForSleep", _SLEEP)
            path = session_path(os.environ.get("XDG_SESSION_ID", ""))
            self._hear(system_bus, _LOGIND, path, f"{_LOGIND}.Session", "Lock", _NOTHING)
        if session_bus is not None and session_bus.isConnected():
            for name, path in _SAVERS:
                self._hear(session_bus, name, path, name, "ActiveChanged", _BOOL)

    def _hear(
        self, bus: Any, service: str, path: str, interface: str, name: str, slot: str
    ) -> None:
        # No service is named: whoever takes its place later is heard too.
        if bus.connect("", path, interface, name, self, SLOT(slot)):
            self.heard.append(f"{interface}.{name}")

    @Slot(bool)
    def on_going(self, is_going: bool) -> None:
        """It goes, or it is back."""
        if is_going:
            self.away.emit()

    def on_message(self, meaning: Meaning) -> None:
        """Windows said so."""
        if meaning == "sleeps":
            self.on_sleep(True)
        elif meaning == "away":
            self.away.emit()

    @Slot(bool)
    def on_sleep(self, is_going: bool) -> None:
        """It goes to sleep, or it woke up."""
        if is_going:
            self.away.emit()
            self.sleeps.emit()
        elif self._bus is not None:
            self.delay.take(self._bus)

    @Slot()
    def on_locked(self) -> None:
        """The session was locked."""
        self.away.emit()


_SLEEP = "on_sleep(bool)"
_BOOL = "on_going(bool)"
_NOTHING = "on_locked()"


def session_path(session: str) -> str:
    """The bus path of a login session; any session's when this one has no name.

    systemd writes every character but letters and digits (and a digit in front) as _xx.
    """
    if not session:
        return ""
    escaped = "".join(
        each
        if (each.isascii() and each.isalpha()) or (at and each.isdigit())
        else f"_{ord(each):02x}"
        for at, each in enumerate(session)
    )
    return f"/org/freedesktop/login1/session/{escaped}"
