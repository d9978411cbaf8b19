"""What may lie over a window, in its order: closed for want of contact, and locked above that."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from clinic_app.shell.closed_cover import ClosedCover
from clinic_app.shell.cover import Shade
from clinic_app.shell.lock_cover import Colleague, LockCover
from sync.clock import Clock

Colleagues = Callable[[], Sequence[Colleague]]


class Covers(QObject):
    """`locked` and `opened` when it happened; `changed` tells whether anything is covered now."""

    locked = Signal()
    opened = Signal()
    changed = Signal(bool)

    def __init__(self, host: QMainWindow, own: Colleague, clock: Clock) -> None:
        super().__init__(host)
        shade = Shade(host)
        self.closed = ClosedCover(host, shade)
        self.lock_cover = LockCover(host, shade, own, clock)
        self._colleagues: Colleagues = list

    def set_colleagues(self, colleagues: Colleagues) -> None:
        """Who else may come in, asked each time it is locked."""
        self._colleagues = colleagues

    @property
    def is_locked(self) -> bool:
        """Whether a password is asked for."""
        return self.lock_cover.is_up

    @property
    def is_covered(self) -> bool:
        """Whether anything lies over the window."""
        return self.is_locked or self.closed.is_up

    def lock(self) -> None:
        """Hide everything and ask for a password."""
        if self.is_locked:
            return
        self.lock_cover.offer(self._colleagues())
        self.lock_cover.cover()
        forget_copied()
        self.locked.emit()
        self.changed.emit(True)

    def unlock(self) -> None:
        """The password was right: show everything again, as far as nothing else lies over it."""
        if not self.is_locked:
            return
        self.lock_cover.leave()
        if self.closed.is_up:
            self.closed.begin()
        self.opened.emit()
        self.changed.emit(self.is_covered)

    def close_until_contact(self, since: str) -> None:
        """Hide everything: this computer was away for too long."""
        self.closed.say(since)
        if not self.closed.is_up:
            self.closed.cover()
            forget_copied()
            if self.is_locked:
                self.lock_cover.cover()  # stays above
            self.changed.emit(True)

    def open_again(self) -> None:
        """There was contact, or an emergency."""
        if self.closed.is_up:
            self.closed.leave()
            self.changed.emit(self.is_covered)


def forget_copied() -> None:
    """What was copied out of this program must not be pasted by whoever comes next."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(QClipboard.Mode.Selection)
