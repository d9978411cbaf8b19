"""A number that waits for somebody; nothing at all when it is zero."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.ui.widgets.label import Label

MOST = 99  # beyond this the exact number helps nobody


class Badge(Label):
    """A count in a small coloured pill."""

    def __init__(self, count: int = 0, parent: QWidget | None = None) -> None:
        super().__init__("", "badge", parent)
        self.count = 0
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """Show another number."""
        self.count = count
        self.setText(str(count) if count <= MOST else f"{MOST}+")
        self.setVisible(count > 0)
