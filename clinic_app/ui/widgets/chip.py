"""Small rounded words beside something: "12 min late", "Slot taken", an appointment's state."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets.label import Label, restyle

_TONES = {
    "scheduled": "slate",
    "confirmed": "blue",
    "arrived": "amber",
    "in_progress": "brand",
    "completed": "green",
    "no_show": "red",
    "cancelled": "struck",
}


class Chip(Label):
    """`tone` is slate, brand, blue, amber, green, red or struck; the word says it too."""

    def __init__(self, text: str = "", tone: str = "slate", parent: QWidget | None = None) -> None:
        super().__init__(text, "chip", parent)
        self.setProperty("tone", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, text: str, tone: str) -> None:
        """Say something else in another tone."""
        self.setText(text)
        restyle(self, "tone", tone)


class StateChip(Chip):
    """The state of an appointment in its word and colour."""

    def __init__(self, status: str = "scheduled", parent: QWidget | None = None) -> None:
        super().__init__(state_word(status), _TONES[status], parent)

    def set_state(self, status: str) -> None:
        """Show another state."""
        self.set(state_word(status), _TONES[status])


def state_word(status: str) -> str:
    """The word for an appointment's state, the same on every page."""
    words = {
        "scheduled": tr("State", "Scheduled"),
        "confirmed": tr("State", "Confirmed"),
        "arrived": tr("State", "Arrived"),
        "in_progress": tr("State", "In consultation"),
        "completed": tr("State", "Completed"),
        "no_show": tr("State", "No-show"),
        "cancelled": tr("State", "Cancelled"),
    }
    return words[status]
