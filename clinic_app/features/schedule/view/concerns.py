"""What speaks against a time, shown before it becomes an error, and what it takes to go on.

A taken slot wants a reason to be overbooked, everything else a tick: neither is what a second,
careless Enter would do.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from clinic_app.domain.booking import Concern, SlotTaken
from clinic_app.domain.hours import Interval
from clinic_app.features.schedule.view import words
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Field, Label

REASON_LENGTH = 500


class ConcernBox(QFrame):
    """`changed` when a tick or a reason changed, `slot_wanted` carries a free Interval instead."""

    changed = Signal()
    slot_wanted = Signal(object)

    def __init__(self, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._concerns: tuple[Concern, ...] = ()
        self._slots: list[Interval] = []
        self.lines = Label("", "amber", self, wrap=True)
        self._free = QHBoxLayout()
        self._free.setSpacing(4)
        self.offers = [Button("", "banner", self) for _ in range(3)]
        for offer in self.offers:
            offer.clicked.connect(self._on_offer)
            self._free.addWidget(offer)
        self._free.addStretch(1)
        self.tick = QCheckBox(tr("Schedule", "Book it all the same"), self)
        self.tick.toggled.connect(self._on_changed)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(REASON_LENGTH)
        self.reason.textChanged.connect(self._on_changed)
        self.reason_field = Field(tr("Schedule", "Reason to overbook"), self.reason, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(theme().space("tiny") + 2)
        layout.addWidget(self.lines)
        layout.addLayout(self._free)
        layout.addWidget(self.reason_field)
        layout.addWidget(self.tick)
        self.hide()

    def say_verb(self, tick: str) -> None:
        """The words beside the tick: what will be done all the same."""
        self.tick.setText(tick)

    def show_concerns(
        self, concerns: Sequence[Concern], provider: str, slots: Sequence[Interval] = ()
    ) -> None:
        """Say what speaks against the time, and which free times there are instead."""
        kinds = [type(concern) for concern in concerns]
        if kinds != [type(concern) for concern in self._concerns]:
            self.tick.setChecked(False)
        self._concerns = tuple(concerns)
        self._slots = list(slots)[: len(self.offers)] if self.is_taken else []
        said = [words.concern_line(concern, provider, self._zone) for concern in concerns]
        self.lines.setText("\n".join(said))
        self.setAccessibleName(" ".join(said))
        for number, offer in enumerate(self.offers):
            offer.setVisible(number < len(self._slots))
            if number < len(self._slots):
                time = fmt.clock_time(self._slots[number].starts_at.astimezone(self._zone))
                offer.setText(time)
                offer.setAccessibleName(tr("Schedule", "Free at {time}", time=time))
        self.reason_field.setVisible(self.is_taken)
        self.tick.setVisible(bool(concerns) and not self.is_taken)
        self.setVisible(bool(concerns))

    def forget(self) -> None:
        """No concern, no tick, no reason: as for a new booking."""
        self.tick.setChecked(False)
        self.reason.clear()
        self.show_concerns((), "")

    @property
    def is_taken(self) -> bool:
        """Whether another appointment holds the time."""
        return any(isinstance(concern, SlotTaken) for concern in self._concerns)

    @property
    def is_accepted(self) -> bool:
        """Whether somebody has said to go on in spite of every concern shown."""
        if not self._concerns:
            return True
        return bool(self.overbook_reason) if self.is_taken else self.tick.isChecked()

    @property
    def deliberately(self) -> bool:
        """Whether there was something to accept, and it was."""
        return bool(self._concerns) and self.is_accepted

    @property
    def overbook_reason(self) -> str:
        """Why one appointment is laid over another."""
        return self.reason.text().strip() if self.is_taken else ""

    def focus_answer(self) -> None:
        """Put the cursor where the concern is answered."""
        target: QWidget = self.reason if self.is_taken else self.tick
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_offer(self) -> None:
        sender = self.sender()
        for offer, slot in zip(self.offers, self._slots, strict=False):
            if offer is sender:
                self.slot_wanted.emit(slot)
                return

    def _on_changed(self) -> None:
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        worn = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(worn.color("amber_line"))
        painter.setBrush(worn.color("amber_weak"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, worn.radius("control"), worn.radius("control"))
