"""A small window for a start that takes a moment, and for one that does not come about."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from clinic_app.errors import words
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.button import Button
from sync.errors import Expected


class Waiting(QWidget):
    """Says what is being done; closing it cancels the task that opened it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setWindowTitle(tr("Shell", "Clinic"))
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(440)
        self._words = QLabel(text, self)
        self._words.setWordWrap(True)
        self._words.setAccessibleName(text)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._leave = Button(tr("Shell", "Cancel"), parent=self, on_click=self.close)
        self._column = column = QVBoxLayout(self)
        wide = theme().space("wide")
        column.setContentsMargins(wide, wide, wide, wide)
        column.setSpacing(theme().space("large"))
        column.addWidget(self._words)
        column.addWidget(self._bar)
        column.addWidget(self._leave, 0, Qt.AlignmentFlag.AlignRight)
        self._task = asyncio.current_task()
        self._read: asyncio.Future[None] | None = None

    def say(self, text: str) -> None:
        """What is being done now."""
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self._fit()

    def done(self) -> None:
        """It came about: go without cancelling anything."""
        self._task = None
        self.close()

    async def fail(self, trouble: Expected) -> None:
        """It did not come about: say why, and return once that was read."""
        self._task = None
        said = words(trouble)
        self.say(f"{said.title}\n\n{said.sentence}")
        self._bar.hide()
        self._leave.setText(tr("Shell", "Close"))
        self._fit()
        self._read = asyncio.get_running_loop().create_future()
        self.show()
        await self._read

    def _fit(self) -> None:
        """As high as the words are at this width: a window that is shown does not grow by itself."""
        self._column.activate()
        width = max(self.width(), self.minimumWidth())
        self.resize(width, self._column.totalHeightForWidth(width))

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._read is not None and not self._read.done():
            self._read.set_result(None)
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
        super().closeEvent(event)
