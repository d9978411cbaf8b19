"""A time of day, and a day with one, to type or pick; the wheel scrolls the page and changes neither."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from PySide6.QtCore import QTime, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTimeEdit, QWidget

from clinic_app.parts.day_field import DayField
from clinic_app.ui import format as fmt
from clinic_app.ui.theme import theme

_AIR = 9


class TimeField(QTimeEdit):
    """A time on the facility's clock; the arrow keys step the part the cursor is in."""

    def __init__(self, name: str, hour: int, parent: QWidget | None = None) -> None:
        super().__init__(QTime(hour, 0), parent)
        self.setAccessibleName(name)
        self.setLocale(fmt.locale())
        short = fmt.locale().timeFormat(fmt.locale().FormatType.ShortFormat)
        self.setDisplayFormat(short.replace(" t", ""))
        line = self.findChild(QLineEdit)
        if line is not None:
            # Qt lays the line at the very edge, whatever the style sheet's padding.
            line.setTextMargins(_AIR, 0, 0, 0)

    @property
    def value(self) -> time:
        """The time that is shown."""
        return time(self.time().hour(), self.time().minute())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class MomentField(QWidget):
    """A day and a time side by side, on the facility's clock."""

    moved = Signal()

    def __init__(self, name: str, zone: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self.day, self.clock = DayField(name, self), TimeField(name, 8, self)
        self.day.dateChanged.connect(self._on_moved)
        self.clock.timeChanged.connect(self._on_moved)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("tiny"))
        row.addWidget(self.day)
        row.addWidget(self.clock)
        self.setFocusProxy(self.day)

    @property
    def moment(self) -> datetime:
        """The moment that is shown."""
        day, at = fmt.from_qdate(self.day.date()), self.clock.value
        here = datetime.combine(day, at, tzinfo=ZoneInfo(self._zone))
        return here.astimezone(UTC)

    def put(self, at: datetime) -> None:
        """Show a moment."""
        here = fmt.local(at, self._zone)
        for control in (self.day, self.clock):
            control.blockSignals(True)
        self.day.setDate(fmt.to_qdate(here.date()))
        self.clock.setTime(QTime(here.hour, here.minute))
        for control in (self.day, self.clock):
            control.blockSignals(False)

    def has_focus(self) -> bool:
        """Whether a key would reach it."""
        return self.day.hasFocus() or self.clock.hasFocus()

    def _on_moved(self) -> None:
        self.moved.emit()
