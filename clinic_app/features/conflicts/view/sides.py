"""The three texts of a card side by side: before, mine, the server's; and which of them counts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QWidget,
)

from clinic_app.features.conflicts.model.lines import Line
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.features.conflicts.view import rules
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import looks, theme
from clinic_app.ui.widgets import Chip, Label

MINE: Final = "mine"
THEIRS: Final = "theirs"


class Cell(QFrame):
    """One side of one line. With a `radio` it can be chosen, by key or by a click anywhere on it."""

    def __init__(self, text: str, parent: QWidget, *, name: str = "", role: str = "plain") -> None:
        super().__init__(parent)
        self.radio: QRadioButton | None = None
        row = QHBoxLayout(self)
        medium = theme().space("medium")
        row.setContentsMargins(medium, theme().space(), medium, theme().space())
        row.setSpacing(theme().space())
        if name:
            self.radio = QRadioButton(self)
            self.radio.setAccessibleName(f"{name}: {text or tr('Conflicts', 'nothing')}")
            self.radio.toggled.connect(self._on_toggled)
            row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        self.text = Label(
            text or tr("Conflicts", "nothing"), role if text else "faint", self, wrap=True
        )
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(self.text, 1)
        looks().changed.connect(self.update)

    @property
    def is_picked(self) -> bool:
        """Whether this side counts."""
        return self.radio is not None and self.radio.isChecked()

    def add_chip(self, chip: Chip) -> None:
        """Say something about the text."""
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(layout.count(), chip, 0, Qt.AlignmentFlag.AlignTop)

    def _on_toggled(self, on: bool) -> None:
        self.text.set_role("strong" if on else "plain")
        self.update()

    # Overrides of Qt

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.radio is not None:
            self.radio.setChecked(True)
            self.radio.setFocus(Qt.FocusReason.MouseFocusReason)
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self.is_picked:
            painter = QPainter(self)
            painter.fillRect(QRectF(self.rect()), theme().color("green_weak"))
            painter.end()


class Sides(QFrame):
    """A table of lines. `changed` comes when another side is picked."""

    changed = Signal()

    def __init__(
        self,
        card: CardRow,
        lines: list[Line],
        speech: Speech,
        parent: QWidget | None = None,
        *,
        choosing: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._card, self._speech = card, speech
        self._decided: dict[str, str] = card.resolution.get("chosen", {})
        self._groups: dict[str, QButtonGroup] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(1, 1, 1, 1)
        self._grid.setSpacing(0)
        has_theirs = card.theirs is not None
        self._columns = [
            tr("Conflicts", "Field"),
            tr("Conflicts", "Before"),
            speech.mine_column(card),
            speech.theirs_column(card),
        ]
        if not card.base:
            self._columns[1] = ""
        if not has_theirs:
            self._columns[3] = ""
        for column, title in enumerate(self._columns):
            if title:
                head = Cell(title, self, role="field")
                self._grid.addWidget(head, 0, column)
        self._grid.setColumnMinimumWidth(0, 100)
        for column in range(1, len(self._columns)):
            self._grid.setColumnStretch(column, 1 if self._columns[column] else 0)
        for line in lines:
            self._add(line, choosing=choosing and line.is_clash and has_theirs)

    @property
    def mine(self) -> frozenset[str]:
        """The lines where my side is picked."""
        return frozenset(key for key, group in self._groups.items() if group.checkedId() == 0)

    @property
    def keys(self) -> frozenset[str]:
        """The lines that can be chosen."""
        return frozenset(self._groups)

    def pick(self, side: str) -> None:
        """Pick one side of every line."""
        for group in self._groups.values():
            group.button(0 if side == MINE else 1).setChecked(True)

    def begin(self) -> bool:
        """Put the focus on the first choice; False when there is none."""
        for group in self._groups.values():
            picked = group.checkedButton()
            if picked is not None:
                picked.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def _add(self, line: Line, *, choosing: bool) -> None:
        at = self._grid.rowCount()
        rule = QFrame(self)
        rule.setProperty("kind", "line")
        rule.setFixedHeight(1)
        self._grid.addWidget(rule, at, 0, 1, len(self._columns))
        name = rules.line_name(self._card.tbl, line.key)
        self._grid.addWidget(Cell(name, self), at + 1, 0)
        if self._columns[1]:
            before = self._speech.side(self._card, line, self._card.base)
            self._grid.addWidget(Cell(before, self, role="muted"), at + 1, 1)
        mine, theirs = self._mine(line, choosing), self._theirs(line, choosing)
        self._grid.addWidget(mine, at + 1, 2)
        if theirs is not None:
            self._grid.addWidget(theirs, at + 1, 3)
        if choosing and theirs is not None and mine.radio and theirs.radio:
            group = QButtonGroup(self)
            group.addButton(mine.radio, 0)
            group.addButton(theirs.radio, 1)
            mine.radio.setChecked(True)
            group.idToggled.connect(self._on_toggled)
            self._groups[line.key] = group

    def _mine(self, line: Line, choosing: bool) -> Cell:
        if not line.is_mine:
            return Cell(tr("Conflicts", "unchanged"), self, role="faint")
        text = self._speech.side(self._card, line, {**self._card.base, **self._card.mine})
        cell = Cell(text, self, name=self._columns[2] if choosing else "")
        if (
            not line.is_clash
            and self._card.status == "conflict"
            and self._card.code != "slot_taken"
        ):
            cell.add_chip(Chip(tr("Conflicts", "taken over"), "green", cell))
        if self._decided.get(line.key) == MINE:
            cell.add_chip(Chip(tr("Conflicts", "kept"), "green", cell))
        return cell

    def _theirs(self, line: Line, choosing: bool) -> Cell | None:
        if self._card.theirs is None:
            return None
        text = self._speech.side(self._card, line, self._card.theirs)
        cell = Cell(text, self, name=tr("Conflicts", "The server's") if choosing else "")
        if line.is_theirs and not line.is_clash and not line.is_mine:
            cell.add_chip(Chip(tr("Conflicts", "merged"), "green", cell))
        if self._decided.get(line.key) == THEIRS:
            cell.add_chip(Chip(tr("Conflicts", "kept"), "green", cell))
        return cell

    def _on_toggled(self, number: int, on: bool) -> None:
        del number
        if on:
            self.changed.emit()
