"""A few seconds before the computer sleeps: systemd-logind waits for whoever has asked it to.

https://systemd.io/INHIBITOR_LOCKS: a file descriptor is handed out, and closing it lets the sleep go on.
"""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QObject

LOGIND: Final = "org.freedesktop.login1"
PATH: Final = "/org/freedesktop/login1"
ANSWER_WITHIN_MS: Final = 5_000


class SleepDelay(QObject):
    """Held from `take` to `let_go`; without a logind it is held by nobody, and nothing breaks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._held: Any = None
        self._asked: Any = None

    @property
    def is_held(self) -> bool:
        """Whether the computer would wait."""
        return self._held is not None

    def take(self, bus: Any) -> None:
        """Ask to be waited for at the next sleep."""
        from PySide6.QtDBus import QDBusMessage, QDBusPendingCallWatcher

        wish = QDBusMessage.createMethodCall(LOGIND, PATH, f"{LOGIND}.Manager", "Inhibit")
        wish.setArguments(["sleep", "Clinic", "Close what is locked", "delay"])
        self._asked = QDBusPendingCallWatcher(bus.asyncCall(wish, ANSWER_WITHIN_MS), self)
        self._asked.finished.connect(self._on_answer)

    def let_go(self) -> None:
        """The computer may sleep."""
        self._held = None  # closes it

    def _on_answer(self, watcher: Any) -> None:
        if not watcher.isError():
            told = watcher.reply().arguments()
            self._held = told[0] if told else None
        watcher.deleteLater()
        self._asked = None
