"""A short table below a form, as high as what is in it; Delete asks for the chosen line to go."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget

from clinic_app.ui.live_table import LiveTable
from clinic_app.ui.widgets import EmptyState, LiveView, table_view

LEAST_LINES, MOST_LINES = 2, 8


class PlanList(LiveView):
    """`delete_asked` on the Delete key."""

    delete_asked = Signal()

    def __init__(self, model: LiveTable[Any], name: str, nothing: str, parent: QWidget) -> None:
        self.table: QTableView = table_view(model, name, parent)
        super().__init__(self.table, model, EmptyState("", nothing, parent=parent), parent)
        self._rows = model
        self.table.horizontalHeader().hide()
        self.table.installEventFilter(self)
        model.shown.connect(self._fit)
        self._fit()

    def current(self) -> QModelIndex:
        """The chosen line."""
        return self.table.currentIndex()

    def _fit(self) -> None:
        line = self.table.verticalHeader().defaultSectionSize()
        lines = min(max(len(self._rows.rows), LEAST_LINES), MOST_LINES)
        self.setFixedHeight(lines * line + 2)

    # Overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.table and isinstance(event, QKeyEvent):
            is_press = event.type() == QEvent.Type.KeyPress
            if is_press and event.key() == Qt.Key.Key_Delete:
                self.delete_asked.emit()
                return True
        return super().eventFilter(watched, event)
