"""The row over a page: its title, its own tools, the search, its actions, and what the program adds.

Where one row is too narrow (a small screen, large text, long words) the page's tools and
actions move to a second row; nothing is cut off or hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.page import Page
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets.label import OneLine
from clinic_app.ui.widgets.search_field import SearchField

_SEARCH_AT_LEAST = 150
_SEARCH_AT_MOST = 420
_TITLE_AT_LEAST = 120


class _Slot(QWidget):
    """Room for one page's widgets at a time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._holders: dict[Page, QWidget] = {}

    def add(self, page: Page, widgets: Sequence[QWidget]) -> None:
        """Give a page's widgets a home here, hidden until the page shows."""
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("medium"))
        for widget in widgets:
            row.addWidget(widget)
        holder.hide()
        self._row.addWidget(holder)
        self._holders[page] = holder

    def show_only(self, page: Page) -> None:
        """Show this page's widgets; the slot takes no room when there are none."""
        for each, holder in self._holders.items():
            holder.setVisible(each is page)
        row = self._holders[page].layout()
        self.setVisible(row is not None and row.count() > 0)

    @property
    def is_used(self) -> bool:
        """Whether anything is shown here now."""
        return not self.isHidden()


class Header(QFrame):
    """`search_wanted` carries the first letters typed, or nothing."""

    search_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        self.title = OneLine("", "title", self)
        self.title.setMinimumWidth(_TITLE_AT_LEAST)
        self.subtitle = OneLine("", "muted", self)
        self.tools, self.buttons = _Slot(self), _Slot(self)
        self._page: Page | None = None
        self._extras: list[QWidget] = []
        self.search = SearchField(tr("Shell", "Search patient, MRN, phone…"), self, hint="Ctrl+K")
        self.search.setMinimumWidth(_SEARCH_AT_LEAST)
        self.search.setMaximumWidth(_SEARCH_AT_MOST)
        self.search.setReadOnly(True)
        self.search.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.search.installEventFilter(self)
        self.is_folded = False
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        gap = theme().space("medium")
        # The title is read whole if it can be, then the subtitle; the search is as wide as it
        # may; what is left over keeps them apart.
        self._first.addWidget(self.title, 9000)
        self._first.addWidget(self.tools)
        self._first.addWidget(self.subtitle, 5000)
        self._first.addStretch(0)
        self._first.addWidget(self.search, 1000)
        self._first.addWidget(self.buttons)
        self._second.addStretch(1)
        self._column = QVBoxLayout(self)
        wide = theme().space("wide") - 2
        self._column.setContentsMargins(wide, gap, wide, gap)
        self._column.setSpacing(0)
        for row in (self._first, self._second):
            row.setSpacing(gap)
            self._column.addLayout(row)
        looks().changed.connect(self._fit)

    def add_page(self, page: Page) -> None:
        """Give a page its room; its widgets belong to the header from now on."""
        self.tools.add(page, page.toolbar_widgets())
        self.buttons.add(page, page.action_widgets())

    def show_page(self, page: Page) -> None:
        """Show this page's title, tools and actions."""
        if page is not self._page:
            self._page = page
            self.tools.show_only(page)
            self.buttons.show_only(page)
        self.title.setText(page.title)
        self.subtitle.setText(page.subtitle)
        self.subtitle.setVisible(bool(page.subtitle))
        self._fit()

    def add_widget(self, widget: QWidget) -> None:
        """Put a widget at the end of the row, for every page."""
        self._extras.append(widget)
        self._first.addWidget(widget)
        self._fit()

    def _fit(self) -> None:
        """Choose between one row and two by what the widgets want."""
        for line in (self.title, self.subtitle):
            line.ensurePolished()
            line.setMaximumWidth(line.sizeHint().width() + 1)
        gap = theme().space("medium")
        wanted = self.title.sizeHint().width() + gap + _SEARCH_AT_LEAST
        for slot in (self.tools, self.buttons):
            wanted += slot.sizeHint().width() + gap if slot.is_used else 0
        wanted += sum(widget.sizeHint().width() + gap for widget in self._extras)
        margins = self._column.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        self._fold(wanted > room and (self.tools.is_used or self.buttons.is_used))

    def _fold(self, folded: bool) -> None:
        if folded == self.is_folded:
            return
        self.is_folded = folded
        for slot in (self.tools, self.buttons):
            (self._first if folded else self._second).removeWidget(slot)
        if folded:
            self._second.insertWidget(0, self.tools)
            self._second.addWidget(self.buttons)
        else:
            self._first.insertWidget(1, self.tools)
            self._first.insertWidget(self._first.indexOf(self.search) + 1, self.buttons)
        self._column.setSpacing(theme().space() if folded else 0)

    # Overrides of Qt

    def minimumSizeHint(self) -> QSize:
        """Narrower than its widgets in one row: it folds instead of widening the window."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self.search:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.MouseButtonPress:
            self.search_wanted.emit("")
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.text() and event.text().isprintable():
                self.search_wanted.emit(event.text())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.search_wanted.emit("")
                return True
        return super().eventFilter(watched, event)
