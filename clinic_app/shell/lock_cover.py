"""The locked window: a password opens it, a colleague's opens their own work instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMainWindow, QSizePolicy, QVBoxLayout, QWidget

from clinic_app.domain.names import display_name
from clinic_app.shell.cover import Cover, Shade
from clinic_app.ui.format import at_most
from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.field import Field
from clinic_app.ui.widgets.label import Label
from sync.clock import Clock

MOST_COLLEAGUES: Final = 5


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody whose work is kept on this computer. `is_open`: it lies behind this window."""

    id: str
    name: str
    is_open: bool = False


class LockCover(Cover):
    """`unlock_wanted` carries a person's id and the password typed; whoever checks it calls `leave` or
    `refuse`. `another_wanted`: somebody who is not among those offered. `forgot_wanted` carries who.
    """

    unlock_wanted = Signal(str, str)
    another_wanted = Signal()
    forgot_wanted = Signal(str)

    def __init__(self, host: QMainWindow, shade: Shade, own: Colleague, clock: Clock) -> None:
        super().__init__(host, shade)
        self._own = self._who = own
        self._clock = clock
        self._wait_until = 0.0
        self.setAccessibleName(tr("Lock", "Locked"))
        self.title = Label(tr("Lock", "Locked"), "title", self.card)
        self.name = Label(own.name, "muted", self.card, wrap=True)
        self.line = QLineEdit(self.card)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.field = Field(tr("Lock", "Password"), self.line, self.card)
        self.button = Button(tr("Lock", "Unlock"), "primary", self.card, hint="Enter")
        self.forgot = Button(tr("Lock", "Use the recovery code…"), "link", self.card)
        self.doing = Label(tr("Lock", "Opening…"), "muted", self.card)
        row = QHBoxLayout()
        row.addWidget(self.doing)
        row.addStretch(1)
        row.addWidget(self.button)
        for each in (self.title, self.name, self.field):
            self.card.body.addWidget(each)
        self.card.body.addLayout(row)
        # A row of its own: beside the other button it has no room in some languages.
        self.card.body.addWidget(self.forgot, 0, Qt.AlignmentFlag.AlignLeading)
        stays = self.forgot.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.forgot.setSizePolicy(stays)
        self.people = QWidget(self.card)
        self._people = QVBoxLayout(self.people)
        self._people.setContentsMargins(0, theme().space(), 0, 0)
        self._people.setSpacing(theme().space("tiny"))
        self._people.addWidget(Label(tr("Lock", "Somebody else"), "field", self.people))
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(theme().space("tiny"))
        self._people.addLayout(self._buttons)
        self.another = Button(tr("Lock", "Another person…"), "quiet", self.people)
        self._people.addWidget(self.another, 0, Qt.AlignmentFlag.AlignLeading)
        self.card.body.addWidget(self.people)
        self.colleagues: list[Button] = []
        self._ticking = QTimer(self)
        self._ticking.setInterval(1000)
        self._ticking.timeout.connect(self._on_tick)
        self.line.returnPressed.connect(self._on_wanted)
        self.button.clicked.connect(self._on_wanted)
        self.forgot.clicked.connect(self._on_forgot)
        self.another.clicked.connect(self.another_wanted)

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        """Who else may come in here; the window's own person is always first."""
        for button in self.colleagues:
            self._buttons.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.colleagues = []
        others = [each for each in colleagues if each.id != self._own.id][:MOST_COLLEAGUES]
        for each in ([self._own] if others else []) + others:
            words = display_name(each.name, "") or each.name
            button = Button(words, "plain", self.people, icon="person")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setProperty("who", each.id)
            button.setProperty("name", each.name)
            button.clicked.connect(self._on_chosen)
            self._buttons.addWidget(button)
            self.colleagues.append(button)
        self._mark()

    def cover(self) -> None:
        """Hide everything; the window's own person is asked first."""
        if not self.is_up:
            self._choose(self._own)
        super().cover()

    def leave(self) -> None:
        """Show everything again."""
        self._forget_typed()
        self._free()
        super().leave()

    def refuse(self, text: str, wait_s: float = 0.0) -> None:
        """Stay, and say why; with `wait_s`, nothing is taken for so long."""
        self._free()
        self._forget_typed()
        self.field.set_error(text)
        if wait_s > 0:
            self._wait_until = self._clock.monotonic() + wait_s
            self._ticking.start()
            self._on_tick()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_order(self) -> list[QWidget]:
        return [self.line, self.button, self.forgot, *self.colleagues, self.another]

    @property
    def who(self) -> str:
        """Whose password is asked for now."""
        return self._who.id

    def _choose(self, who: Colleague) -> None:
        self._who = who
        self._wait_until = 0.0
        self._free()
        self._forget_typed()
        self.field.set_error("")
        is_own = who.id == self._own.id
        self.name.setText(who.name)
        self.button.setText(tr("Lock", "Unlock") if is_own else tr("Lock", "Switch"))
        self._mark()

    def _mark(self) -> None:
        """Whoever is asked for is not somebody else."""
        for button in self.colleagues:
            button.setVisible(button.property("who") != self._who.id)

    def _forget_typed(self) -> None:
        self.line.setText("")  # unlike clear(), this forgets what could be undone

    def _free(self) -> None:
        self._ticking.stop()
        self._set_busy(False)

    def _set_busy(self, is_busy: bool) -> None:
        for each in (self.line, self.button, self.another, *self.colleagues):
            each.setEnabled(not is_busy)
        self.forgot.setVisible(not is_busy)
        self.doing.setVisible(is_busy)

    def _on_tick(self) -> None:
        left = self._wait_until - self._clock.monotonic()
        if left <= 0:
            self._ticking.stop()
            self.field.set_error("")
            return
        self.field.set_error(
            tr(
                "Lock",
                "Too many wrong passwords. The next try in {time}.",
                time=at_most(left),
            )
        )

    def _on_chosen(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._choose(Colleague(str(sender.property("who")), str(sender.property("name"))))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_forgot(self) -> None:
        self.forgot_wanted.emit(self._who.id)

    def _on_wanted(self) -> None:
        if not self.line.text() or self._clock.monotonic() < self._wait_until:
            return
        typed = self.line.text()
        # Until there is an answer nothing else is taken: a second Enter would be a second try.
        self._set_busy(True)
        self.field.set_error("")
        self.unlock_wanted.emit(self._who.id, typed)
