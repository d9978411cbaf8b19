"""What may lie over a window, in its order: closed for want of contact, and locked above that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QMainWindow

from clinic_app.shell.closed_cover import ClosedCover
from clinic_app.shell.cover import Shade
from clinic_app.shell.lock_cover import Colleague, LockCover
from sync.clock import Clock

Colleagues = Callable[[], Sequence[Colleague]]


KEPT_MS: Final = 180_000
"""What was copied here can be pasted for so long: time to walk to another program, not to go home."""


class Copied(QObject):
    """What was copied out of a window, so that whoever comes next does not paste it: it is forgotten with the
    lock, with the window, and after a while.

    Not every system says whose the clipboard is; then what was copied while the window was in front
    counts as its own, and what another program copied later does not.
    """

    def __init__(self, host: QMainWindow) -> None:
        super().__init__(host)
        self._host = host
        self._is_ours = False
        self.ageing = QTimer(self)
        self.ageing.setSingleShot(True)
        self.ageing.setInterval(KEPT_MS)
        self.ageing.timeout.connect(self._on_old)
        self._mark = 0
        QGuiApplication.clipboard().dataChanged.connect(self._on_changed)

    def forget(self) -> None:
        """Empty the clipboard where it holds something of ours."""
        clipboard = QGuiApplication.clipboard()
        if self._is_ours or clipboard.ownsClipboard():
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)
        self._is_ours = False
        self.ageing.stop()

    def _on_changed(self) -> None:
        text = QGuiApplication.clipboard().text()
        self._is_ours = self._host.isActiveWindow()
        if self._is_ours and text:
            self._mark = hash(text)
            self.ageing.start()
        else:
            self.ageing.stop()  # somebody else's words are not ours to take away

    def _on_old(self) -> None:
        # Not every system tells of what another program copied meanwhile.
        if hash(QGuiApplication.clipboard().text()) == self._mark:
            self.forget()


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
        self.copied = Copied(host)
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
        self.copied.forget()
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

    def close_until_contact(self, since: str, *, is_unreadable: bool = False) -> None:
        """Hide everything: this computer was away for too long, or has no lease that can be believed."""
        if is_unreadable:
            self.closed.say_unreadable()
        else:
            self.closed.say(since)
        if not self.closed.is_up:
            self.closed.cover()
            self.copied.forget()
            if self.is_locked:
                self.lock_cover.cover()  # stays above
            self.changed.emit(True)

    def open_again(self) -> None:
        """There was contact, or an emergency."""
        if self.closed.is_up:
            self.closed.leave()
            self.changed.emit(self.is_covered)
