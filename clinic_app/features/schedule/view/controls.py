"""Controls of the schedule's forms that leave the wheel and the page's letters alone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTime
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QTimeEdit,
    QWidget,
)

from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr


def _is_letter(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        and (bool(event.text().strip()) or event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown))
    )


class Choice(QComboBox):
    """One of a few values, each with its words. Typing letters finds; it starts no command."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._offered: list[tuple[str, str]] = []

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, words); what was chosen stays chosen when it is still offered."""
        if list(options) == self._offered:
            return
        before = self.value
        self._offered = list(options)
        was_blocked = self.blockSignals(True)
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.blockSignals(was_blocked)
        self.choose(before)

    @property
    def value(self) -> str:
        """The chosen value; empty when there is nothing to choose."""
        return str(self.currentData() or "")

    def choose(self, value: str) -> None:
        """Choose a value; one that is not offered leaves things as they are."""
        at = self.findData(value)
        if at >= 0:
            self.setCurrentIndex(at)

    def event(self, event: QEvent) -> bool:
        if _is_letter(event):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a form past a field must not change it


class Fitted(QScrollArea):
    """As high as what it holds while there is room, and scrolling it when there is not."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        hint, layout = self._inside.sizeHint(), self._inside.layout()
        height = hint.height()
        if layout is not None and layout.hasHeightForWidth():
            height = layout.heightForWidth(max(1, self.viewport().width()))
        return QSize(hint.width(), height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class TimeField(QTimeEdit):
    """A time on the facility's clock; the arrow keys step the part the cursor is in."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setLocale(fmt.locale())
        self.setDisplayFormat(
            fmt.locale().timeFormat(fmt.locale().FormatType.ShortFormat).replace(" t", "")
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def stepBy(self, steps: int) -> None:
        minutes = self.currentSection() == QTimeEdit.Section.MinuteSection
        super().stepBy(steps * 5 if minutes else steps)

    def set_minute(self, minute: int) -> None:
        """Show a minute of the day."""
        self.setTime(QTime(minute // 60 % 24, minute % 60))

    @property
    def minute(self) -> int:
        """The minute of the day that is shown."""
        return self.time().hour() * 60 + self.time().minute()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LengthField(QSpinBox):
    """How long, in minutes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setRange(5, 720)
        self.setSingleStep(5)
        self.setSuffix(" " + tr("Format", "min"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
