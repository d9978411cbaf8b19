"""A question asked once, in place: it stands beside the calendar and is awaited like any answer."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_app.domain.booking import Concern, SlotTaken
from clinic_app.features.schedule.view import words
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, Field, Label

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked. `yes` and `no` are the words of the answers, `reason` the name of a field.

    A `must_reason` question takes yes for an answer only together with a reason.
    """

    title: str
    text: str
    yes: str
    no: str
    is_dangerous: bool = False
    reason: str = ""
    must_reason: bool = False


class Question(Card):
    """`opened` and `closed` tell when it has something to ask."""

    opened = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent)
        self._answer: asyncio.Future[str | None] | None = None
        self._asked: Asked | None = None
        self.text = Label("", "plain", self, wrap=True)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(REASON_LENGTH)
        self.reason_field = Field("", self.reason, self)
        self.yes = Button("", "primary", self)
        self.no = Button("", "plain", self, hint="Esc")
        # One below the other: in some languages the two do not fit side by side.
        buttons = QVBoxLayout()
        buttons.setSpacing(theme().space())
        buttons.setContentsMargins(0, theme().space("tiny"), 0, 0)
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        self.body.addWidget(self.text)
        self.body.addWidget(self.reason_field)
        self.body.addLayout(buttons)
        self.body.addStretch(1)
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self.dismiss)
        self.reason.textChanged.connect(self._on_reason)

    @property
    def is_open(self) -> bool:
        """Whether an answer is being waited for."""
        return self._answer is not None

    async def ask(self, asked: Asked) -> str | None:
        """The reason given with a yes (perhaps empty), None for a no. A second question ends the
        first with a no; so does whoever cancels the caller."""
        self.dismiss()
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._answer, self._asked = answer, asked
        self.title.setText(asked.title)
        self.setAccessibleName(asked.title)
        self.setAccessibleDescription(asked.text)
        self.text.setText(asked.text)
        self.reason.clear()
        self.reason_field.setVisible(bool(asked.reason))
        self.reason_field.label.setText(asked.reason)
        self.reason.setAccessibleName(asked.reason)
        self.yes.setText(asked.yes)
        self.yes.set_role("danger" if asked.is_dangerous else "primary")
        self.no.setText(asked.no)
        self._on_reason()
        self.opened.emit()
        first: QWidget = self.reason if asked.must_reason else self.no
        if asked.is_dangerous:
            first = self.yes
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        try:
            return await answer
        finally:
            if self._answer is answer:
                self._answer = self._asked = None
                self.closed.emit()

    @Slot()
    def dismiss(self) -> None:
        """The answer is no."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(None)

    @Slot()
    def _on_yes(self) -> None:
        if self._answer is not None and not self._answer.done() and self.yes.isEnabled():
            self._answer.set_result(self.reason.text().strip())

    @Slot()
    def _on_reason(self) -> None:
        must = self._asked is not None and self._asked.must_reason
        self.yes.setEnabled(not must or bool(self.reason.text().strip()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.isAutoRepeat():
                focused = self.focusWidget()
                if isinstance(focused, QPushButton):
                    focused.click()
                else:
                    self._on_yes()
            case Qt.Key.Key_Escape:
                self.dismiss()
            case _:
                super().keyPressEvent(event)


def about_move(
    concerns: Sequence[Concern], name: str, time: str, provider: str, zone: ZoneInfo
) -> Asked:
    """What is asked before an appointment goes where something speaks against it."""
    is_taken = any(isinstance(concern, SlotTaken) for concern in concerns)
    said = "\n".join(words.concern_line(concern, provider, zone) for concern in concerns)
    return Asked(
        tr("Schedule", "Move {name} to {time}?", name=name, time=time),
        said,
        tr("Schedule", "Move over it") if is_taken else tr("Schedule", "Move anyway"),
        tr("Schedule", "Leave it"),
        reason=tr("Schedule", "Reason to overbook") if is_taken else "",
        must_reason=is_taken,
    )


def about_cancel(name: str, time: str) -> Asked:
    """What is asked before an appointment is cancelled."""
    return Asked(
        tr("Schedule", "Cancel this appointment?"),
        f"{name} · {time}",
        tr("Schedule", "Cancel appointment"),
        tr("Schedule", "Keep it"),
        is_dangerous=True,
        reason=tr("Schedule", "Reason (may stay empty)"),
    )
