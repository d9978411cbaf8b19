"""The drafts that wait for a card: they go on by themselves once it is decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.features.conflicts.queries import ParkedRow
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.ui import icons
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Card, Label
from clinic_app.ui.widgets.label import OneLine

_ICON = 14


class Parked(Card):
    """A list that is only read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Conflicts", "Waiting for this decision"), parent, flush=True)
        self.rows: list[ParkedRow] = []
        self._list = QWidget(self)
        self.body.addWidget(self._list)

    def show_rows(self, rows: Sequence[ParkedRow], speech: Speech) -> None:
        """Show these; nothing at all when there are none."""
        self.rows = list(rows)
        self.setVisible(bool(rows))
        self.note.setText(tr("Conflicts", "%n draft(s)", len(rows)) if rows else "")
        fresh = QWidget(self)
        column = QVBoxLayout(fresh)
        column.setContentsMargins(0, 0, 0, theme().space())
        column.setSpacing(0)
        for row in rows:
            column.addLayout(self._line(row, speech, fresh))
        self.body.replaceWidget(self._list, fresh)
        self._list.deleteLater()
        self._list = fresh

    def _line(self, row: ParkedRow, speech: Speech, parent: QWidget) -> QHBoxLayout:
        line = QHBoxLayout()
        medium = theme().space("medium")
        line.setContentsMargins(medium, theme().space("tiny"), medium, theme().space("tiny"))
        line.setSpacing(theme().space())
        mark = Label("", "plain", parent)
        ratio = self.devicePixelRatioF()
        mark.setPixmap(icons.pixmap("draft", _ICON, theme().color("amber"), ratio))
        line.addWidget(mark)
        line.addWidget(OneLine(speech.record(row.mention), "strong", parent))
        line.addWidget(OneLine(row.label, "muted", parent), 1)
        line.addWidget(Label(speech.when(row.at), "faint", parent))
        return line
