"""Item views dressed for the product, and a frame that tells unread, empty and filled apart."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt, QTimer
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStackedWidget,
    QTableView,
    QWidget,
)

from clinic_app.ui.i18n import tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.live_table import LiveTable
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.cells import PAD, Cells
from clinic_app.ui.widgets.empty_state import EmptyState
from clinic_app.ui.widgets.label import Label

LOADING_AFTER_MS = 200


def table_view(model: LiveTable[Any], name: str, parent: QWidget | None = None) -> QTableView:
    """A table of whole rows for the keyboard: arrows move, Enter activates; `name` is read aloud."""
    view = QTableView(parent)
    view.setModel(model)
    _dress(view, name)
    view.setItemDelegate(Cells(view))
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setCornerButtonEnabled(False)
    view.setTabKeyNavigation(False)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(round(QFontMetrics(theme().font()).height() * 2.2))
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setMinimumSectionSize(40)
    header.setMouseTracking(False)
    for number, column in enumerate(model.columns):
        if column.width == "stretch":
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        elif column.width == "fit":
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.ResizeToContents)
        else:
            metrics = QFontMetrics(theme().font())
            # The words over a column are longer in some languages than anything in it.
            wanted = metrics.averageCharWidth() * int(column.width) + 2 * PAD
            header.resizeSection(number, max(wanted, header.sectionSizeHint(number)))
    return view


def list_view(model: QAbstractItemModel, name: str, parent: QWidget | None = None) -> QListView:
    """A list for the keyboard; `name` is read aloud."""
    view = QListView(parent)
    view.setModel(model)
    _dress(view, name)
    view.setUniformItemSizes(True)
    return view


def _dress(view: QAbstractItemView, name: str) -> None:
    view.setAccessibleName(name)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setFrameShape(QAbstractItemView.Shape.NoFrame)


class LiveView(QStackedWidget):
    """A live model's view; before the first read it is blank, then "Reading…", never "nothing"."""

    def __init__(
        self,
        view: QAbstractItemView,
        model: LiveTable[Any] | LiveList[Any],
        empty: EmptyState,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.view, self.empty, self._model = view, empty, model
        self._blank = QWidget(self)
        self._reading = Label(tr("Page", "Reading…"), "muted", self)
        self._reading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for each in (self._blank, self._reading, empty, view):
            self.addWidget(each)
        self._anchor: tuple[object, int] | None = None
        model.rowsAboutToBeInserted.connect(self._on_about_to_change)
        model.rowsAboutToBeRemoved.connect(self._on_about_to_change)
        model.shown.connect(self._on_shown)
        QTimer.singleShot(LOADING_AFTER_MS, self, self._on_took_long)
        if model.is_read:
            self._on_shown()

    @property
    def state(self) -> str:
        """unread, empty or filled."""
        if not self._model.is_read:
            return "unread"
        return "filled" if self._model.rows else "empty"

    def _on_took_long(self) -> None:
        if self.state == "unread":
            self.setCurrentWidget(self._reading)

    def _on_about_to_change(self, parent: QModelIndex, first: int, last: int) -> None:
        """Remember the topmost row, so that rows coming in above do not push the text away."""
        del parent, first, last
        bar = self.view.verticalScrollBar()
        if self._anchor is None and bar.value() > 0:
            top = self.view.indexAt(self.view.viewport().rect().topLeft())
            if top.isValid():
                self._anchor = (self._model.key_at(top), self.view.visualRect(top).top())

    def _on_shown(self) -> None:
        self.setCurrentWidget(self.view if self._model.rows else self.empty)
        anchor, self._anchor = self._anchor, None
        if anchor is None:
            return
        index = self._model.index_of(anchor[0])
        if index.isValid():
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + self.view.visualRect(index).top() - anchor[1])
