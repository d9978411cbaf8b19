"""A record's past over the page one is on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from clinic_app.parts.record_history.view import RecordHistory
from clinic_app.ui.ask import Sheet, ask
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr

_WIDTH, _HEIGHT = 860, 420


class HistorySheet(Sheet):
    """Only to read; Escape leaves."""

    def __init__(
        self, ctx: Context, table: str, row_id: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, tr("History", "Changes of this record"), title, width=_WIDTH)
        self.history = RecordHistory(ctx, self)
        self.history.setMinimumHeight(_HEIGHT)
        self.body.addWidget(self.history)
        self.out = self.add_button(tr("History", "Close"))
        self.out.clicked.connect(self.reject)
        # A list that is not shown yet cannot have the focus.
        self.history.entries.shown.connect(self._on_read, Qt.ConnectionType.SingleShotConnection)
        self.history.follow(table, row_id)

    def _on_read(self) -> None:
        self.history.list.setFocus(Qt.FocusReason.OtherFocusReason)


async def show_history(
    parent: QWidget, ctx: Context, table: str, row_id: str, title: str = ""
) -> None:
    """Show it until the person leaves; `title` says which record it is."""
    sheet = HistorySheet(ctx, table, row_id, title, parent)
    try:
        await ask(sheet)
    finally:
        sheet.history.leave()
