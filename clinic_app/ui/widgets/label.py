"""Text on the screen, by what it is: title, heading, plain, muted, note, amber, red, green."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class Label(QLabel):
    """Words that are never read as markup; `role` says what they are to the reader."""

    def __init__(
        self,
        text: str = "",
        role: str = "plain",
        parent: QWidget | None = None,
        *,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(text, parent)
        # A patient's note may hold "<b>": it is shown, not obeyed.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse
                | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )

    def set_role(self, role: str) -> None:
        """Say something else with the same words."""
        restyle(self, "role", role)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and let the style sheet look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
