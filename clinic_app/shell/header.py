"""The row over a page: its title, its own tools, the search, its actions, and what the program adds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.page import Page
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.label import Label, OneLine
from clinic_app.ui.widgets.search_field import SearchField


class _Slot(QStackedWidget):
    """Room for one page's widgets at a time, as wide as those that show."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def add(self, widgets: Sequence[QWidget]) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("medium"))
        for widget in widgets:
            row.addWidget(widget)
        self.addWidget(holder)
        return holder

    def show_only(self, holder: QWidget) -> None:
        # A stack is as wide as its widest page; hidden ones must not claim room.
        for at in range(self.count()):
            each = self.widget(at) or holder
            fits = QSizePolicy.Policy.Preferred if each is holder else QSizePolicy.Policy.Ignored
            each.setSizePolicy(fits, fits)
        self.setCurrentWidget(holder)
        row = holder.layout()
        self.setVisible(row is not None and row.count() > 0)
        self.updateGeometry()


class Header(QFrame):
    """`search_wanted` carries the first letters typed, or nothing."""

    search_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "header")
        self.title = Label("", "title", self)
        self.subtitle = OneLine("", "muted", self)
        self._tools, self._actions = _Slot(self), _Slot(self)
        self._of: dict[Page, tuple[QWidget, QWidget]] = {}
        self.search = SearchField(tr("Shell", "Search patient, MRN, phone…"), self, hint="Ctrl+K")
        self.search.setMaximumWidth(420)
        self.search.setReadOnly(True)
        self.search.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.search.installEventFilter(self)
        self._row = QHBoxLayout(self)
        wide = theme().space("wide") - 2
        self._row.setContentsMargins(wide, 12, wide, 12)
        self._row.setSpacing(theme().space("medium"))
        self._row.addWidget(self.title)
        self._row.addWidget(self._tools)
        # The subtitle is read whole if it can be, the search is as wide as it may; what is left
        # over keeps them apart.
        self._row.addWidget(self.subtitle, 5000)
        self._row.addStretch(0)
        self._row.addWidget(self.search, 1000)
        self._row.addWidget(self._actions)

    def add_page(self, page: Page) -> None:
        """Give a page its room; its widgets belong to the header from now on."""
        self._of[page] = (
            self._tools.add(page.toolbar_widgets()),
            self._actions.add(page.action_widgets()),
        )

    def show_page(self, page: Page) -> None:
        """Show this page's title, tools and actions."""
        tools, actions = self._of[page]
        self._tools.show_only(tools)
        self._actions.show_only(actions)
        self.title.setText(page.title)
        self.subtitle.setText(page.subtitle)
        self.subtitle.setVisible(bool(page.subtitle))
        self.subtitle.setMaximumWidth(self.subtitle.sizeHint().width())

    def add_widget(self, widget: QWidget) -> None:
        """Put a widget at the end of the row, for every page."""
        self._row.addWidget(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search:
            if event.type() == QEvent.Type.MouseButtonPress:
                self.search_wanted.emit("")
                return True
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if event.text().isprintable() and event.text():
                    self.search_wanted.emit(event.text())
                    return True
                if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                    self.search_wanted.emit("")
                    return True
        return super().eventFilter(watched, event)
