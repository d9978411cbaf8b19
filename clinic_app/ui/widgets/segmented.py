"""A choice among few, side by side: Day | Week."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


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
            first, last = number == 0, number == len(options) - 1
            button.setProperty(
                "place",
                "only" if first and last else "first" if first else "last" if last else "middle",
            )
            self._group.addButton(button, number)
            layout.addWidget(button)
        if options:
            self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._on_clicked)

    @property
    def value(self) -> str:
        """The value chosen now."""
        return self._values[self._group.checkedId()]

    def choose(self, value: str) -> None:
        """Show this value as chosen, without telling `chosen`."""
        self._group.button(self._values.index(value)).setChecked(True)

    def _on_clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number])
