"""Hides the whole window at once and loses nothing: what lies under it goes on as it was.

What is covered is hidden, not only painted over: a screen reader, a screenshot of a part of the window
and the Tab key find nothing of it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.card import Card

_WIDTH = 360


class Shade:
    """What is hidden of a window while one cover or more lie over it, and where the cursor was."""

    def __init__(self, host: QMainWindow) -> None:
        self._host = host
        self._holders: set[QWidget] = set()
        self._hidden: list[QWidget] = []
        self._was_focused: QWidget | None = None

    def hold(self, cover: QWidget) -> None:
        """Hide everything, unless another cover did already."""
        if not self._holders:
            self._was_focused = self._host.focusWidget()
        self._holders.add(cover)
        self._hide()

    def release(self, cover: QWidget) -> None:
        """Show everything again, with the cursor where it was, once no cover is left."""
        self._holders.discard(cover)
        if self._holders:
            return
        hidden, self._hidden = self._hidden, []
        for widget in hidden:
            widget.show()
        if self._was_focused is not None:
            self._was_focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self._was_focused = None

    def _hide(self) -> None:
        """Windows of their own (dialogs, what was torn off) are hidden, with what is typed in them."""
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        for widget in QApplication.topLevelWidgets():
            if self._is_of_host(widget) and widget.isVisible():
                self._put_away(widget)
        below = self._host.centralWidget()
        if below is not None and not below.isHidden():
            self._put_away(below)

    def _put_away(self, widget: QWidget) -> None:
        widget.hide()
        self._hidden.append(widget)

    def _is_of_host(self, widget: QWidget) -> bool:
        parent = widget.parentWidget()
        return widget.isWindow() and parent is not None and parent.window() is self._host


class Cover(QWidget):
    """Put widgets into `self.card.body`; `focus_order` says where Tab goes."""

    def __init__(self, host: QMainWindow, shade: Shade, width: int = _WIDTH) -> None:
        super().__init__(host)
        self._host, self._shade = host, shade
        self.setProperty("kind", "backdrop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.card = Card(parent=self)
        self.card.setFixedWidth(round(width * theme().text_scale))
        self.card.body.setContentsMargins(*[theme().space("wide")] * 4)
        self.card.body.setSpacing(theme().space("medium"))
        # Not by alignment: that would not ask how high words become at this width.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)
        host.installEventFilter(self)
        self.hide()

    @property
    def is_up(self) -> bool:
        """Whether this covers the window, whether or not the window itself is on the screen."""
        return not self.isHidden()

    def cover(self) -> None:
        """Hide everything under this, at once."""
        if not self.is_up:
            self._shade.hold(self)
            self.setGeometry(self._host.rect())
            self.show()
        self.raise_()
        self.begin()

    def leave(self) -> None:
        """Show everything again, with the cursor where it was."""
        if self.is_up:
            self.hide()
            self._shade.release(self)

    def begin(self) -> None:
        """Put the cursor where one begins."""
        self.focus_order()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_order(self) -> list[QWidget]:
        """What Tab goes through, in a circle; the first one is where the cursor begins."""
        raise NotImplementedError

    # Overrides of Qt

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in here: the way out leads through the password alone."""
        order = [each for each in self.focus_order() if each.isEnabled() and not each.isHidden()]
        if order:
            now = QApplication.focusWidget()
            at = order.index(now) if now in order else -1
            step = 1 if forward else -1
            reason = Qt.FocusReason.TabFocusReason
            order[(at + step) % len(order)].setFocus(
                reason if forward else Qt.FocusReason.BacktabFocusReason
            )
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing typed here reaches what is covered."""
        event.accept()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)
