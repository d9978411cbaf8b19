"""The computers somebody has worked on, and the order that one of them forgets."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.features.administration.actions import Computer, Known
from clinic_app.features.administration.view import words
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Chip, Label

MOST = 8
ALL = ""
"""In the place of a device: every computer there is by now."""


class Computers(QWidget):
    """A line each. `wipe_asked` and `cancel_asked` carry the device, ALL for every one."""

    wipe_asked = Signal(str)
    cancel_asked = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._lines: list[QWidget] = []
        self.buttons: dict[str, Button] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme().space())
        self._heading = Label(tr("Administration", "Computers"), "field", self)
        self._box.addWidget(self._heading)
        self.note = Label("", "muted", self, wrap=True)
        self._box.addWidget(self.note)
        self.everywhere = Button(
            tr("Administration", "Have all of them forget…"), "warn", self, on_click=self._on_all
        )
        self._box.addWidget(self.everywhere)

    def show_none(self, said: str) -> None:
        """Say why no computer is shown."""
        self._clear()
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self.everywhere.hide()

    def show_known(self, known: Known | None) -> None:
        """Show what the server told of somebody."""
        computers = known.computers[:MOST] if known is not None else ()
        self.show_none("" if computers else tr("Administration", "None has been heard of yet."))
        if known is None:
            return
        for each in computers:
            self._add(each, may_wipe=known.may_wipe)
        self.everywhere.setVisible(known.may_wipe and len(computers) > 1)
        if computers and not known.may_wipe:
            self.note.setText(
                tr(
                    "Administration",
                    "They also work in a clinic that is not yours, so only its administrator together"
                    " with you may empty these.",
                )
            )
            self.note.show()

    def _add(self, computer: Computer, *, may_wipe: bool) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space())
        said = words.computer(computer.place, computer.device)
        name = Label(said, "plain", line, wrap=True)
        seen = Label(fmt.ago(computer.last_seen_at, self._ctx.clock.now()), "muted", line)
        row.addWidget(name)
        row.addWidget(seen)
        row.addStretch(1)
        if computer.wipe_ordered_at is not None:
            row.addWidget(Chip(tr("Administration", "Forgets at its next contact"), "red", line))
        if may_wipe:
            row.addWidget(self._button(computer, said, line))
        self._lines.append(line)
        self._box.insertWidget(self._box.indexOf(self.everywhere), line)

    def _button(self, computer: Computer, said: str, parent: QWidget) -> Button:
        is_ordered = computer.wipe_ordered_at is not None
        words_ = (
            tr("Administration", "Take the order back")
            if is_ordered
            else tr("Administration", "Have it forget…")
        )
        button = Button(words_, "plain" if is_ordered else "warn", parent)
        button.setAccessibleName(f"{words_} {said}")
        button.setProperty("device", computer.device)
        button.clicked.connect(self._on_cancel if is_ordered else self._on_wipe)
        self.buttons[computer.device] = button
        return button

    def _clear(self) -> None:
        for line in self._lines:
            self._box.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines.clear()
        self.buttons.clear()

    # Slots

    def _on_wipe(self) -> None:
        self.wipe_asked.emit(self._device())

    def _on_cancel(self) -> None:
        self.cancel_asked.emit(self._device())

    def _on_all(self) -> None:
        self.wipe_asked.emit(ALL)

    def _device(self) -> str:
        sender = self.sender()
        return str(sender.property("device")) if sender is not None else ALL
