"""How long nobody has touched the program: keys, the mouse, the wheel, a finger.

Whoever reads scrolls or moves the mouse now and then, and that counts. A video call counts too: what
must not be locked away says so with `hold`.
"""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QGuiApplication, QMouseEvent, QWindow

from sync.clock import Clock

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.NativeGesture,
        QEvent.Type.DragMove,
    }
)


class Idle(QObject):
    """Watches each window that was in front, from `start` to `stop`.

    The windows of the system, not the application: that one hears of every timer and every paint, and
    Python would be asked about each.
    """

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._touched_at = clock.monotonic()
        self._holds: set[str] = set()
        self._mouse = QPoint()
        self._watched: set[QWindow] = set()

    def start(self) -> None:
        """Begin to watch."""
        app = _application()
        app.focusWindowChanged.connect(self._on_window)
        self._on_window(app.focusWindow())
        self.touch()

    def stop(self) -> None:
        """Watch no more."""
        _application().focusWindowChanged.disconnect(self._on_window)
        for window in list(self._watched):
            with suppress(RuntimeError):  # gone already
                window.removeEventFilter(self)
        self._watched.clear()

    def touch(self) -> None:
        """Somebody is here."""
        self._touched_at = self._clock.monotonic()

    def hold(self, why: str) -> None:
        """Somebody is here though nothing is touched, until `release`."""
        self._holds.add(why)

    def release(self, why: str) -> None:
        """From now on it is the hands that count again."""
        if why in self._holds:
            self._holds.remove(why)
            self.touch()

    @property
    def seconds(self) -> float:
        """How long nobody was here."""
        return 0.0 if self._holds else self._clock.monotonic() - self._touched_at

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None and window not in self._watched:
            self._watched.add(window)
            window.installEventFilter(self)
            window.destroyed.connect(self._on_destroyed)

    def _on_destroyed(self, window: QObject) -> None:
        self._watched = {each for each in self._watched if each is not window}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        # Qt sends a move of its own whenever a widget appears under a mouse that lies still.
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            place = event.globalPosition().toPoint()
            if place != self._mouse:
                self._mouse = place
                self.touch()
        elif kind in _TOUCHES:
            self.touch()
        return False


def _application() -> QGuiApplication:
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    return app
