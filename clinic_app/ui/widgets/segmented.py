"""A choice among few, side by side: Day | Week."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from clinic_app.ui.widgets.label import restyle


class Segmented(QWidget):
    """Options as (value, words); `chosen` carries the value a person picked."""

    chosen = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]], parent: QWidget | None = None, *, name: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._values = [value for value, _ in options]
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, (_, words) in enumerate(options):
            button = QPushButton(words, self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setAccessibleName(words)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setProperty("role", "segment")
            self._group.addButton(button, number)
            layout.addWidget(button)
        if options:
            self._group.button(0).setChecked(True)
        self._round_corners()
        self._group.idClicked.connect(self._on_clicked)

    @property
    def value(self) -> str:
        """The value chosen now."""
        return self._values[self._group.checkedId()]

    def choose(self, value: str) -> None:
        """Show this value as chosen, without telling `chosen`."""
        self._group.button(self._values.index(value)).setChecked(True)

    def _round_corners(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        count = len(self._values)
        for number in range(count):
            at = count - 1 - number if mirrored else number
            place = "only" if count == 1 else {0: "first", count - 1: "last"}.get(at, "middle")
            restyle(self._group.button(number), "place", place)

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number])

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._round_corners()
