"""Questions that are awaited: no nested event loop, no box that stops the rest of the window.

`exec()` inside a coroutine can make another task unable to continue for ever; `open()` and
waiting for `finished` does not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.field import Field
from clinic_app.ui.widgets.label import Label


async def ask(dialog: QDialog) -> bool:
    """Open any dialog and wait for its answer: True when accepted. It is deleted afterwards.

    Cancelling the caller closes the dialog.
    """
    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def on_finished(code: int) -> None:
        if not answered.done():
            answered.set_result(code)

    dialog.finished.connect(on_finished)
    dialog.open()
    try:
        return await answered == QDialog.DialogCode.Accepted.value
    finally:
        dialog.finished.disconnect(on_finished)
        dialog.close()
        dialog.deleteLater()


class Sheet(QDialog):
    """A dialog of ours: a title, words, `self.body` for more, and buttons at the end."""

    def __init__(
        self, parent: QWidget | None, title: str, text: str = "", *, width: int = 440
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("kind", "sheet")
        self.setAccessibleName(title)
        self.setMinimumWidth(width)
        worn = theme()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(
            worn.space("wide"), worn.space("wide"), worn.space("wide"), worn.space("large")
        )
        outer.setSpacing(worn.space("medium"))
        self.heading = Label(title, "large", self, wrap=True)
        outer.addWidget(self.heading)
        self.words = Label(text, "muted", self, wrap=True)
        self.words.setVisible(bool(text))
        outer.addWidget(self.words)
        self.body = QVBoxLayout()
        self.body.setSpacing(worn.space("medium"))
        outer.addLayout(self.body)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(worn.space())
        self.buttons.setContentsMargins(0, worn.space(), 0, 0)
        self.buttons.addStretch(1)
        outer.addLayout(self.buttons)

    def add_button(self, text: str, role: str = "plain", *, hint: str = "") -> Button:
        """A button at the end of the row; connect its `clicked`."""
        button = Button(text, role, self, hint=hint)
        self.buttons.addWidget(button)
        return button

    def add_answers(
        self, yes: str, *, role: str = "primary", no: str = ""
    ) -> tuple[Button, Button]:
        """The usual pair: a way out that Escape takes, and the answer that Enter takes."""
        out = self.add_button(no or tr("Ask", "Cancel"))
        out.clicked.connect(self.reject)
        go = self.add_button(yes, role, hint="Enter" if role == "primary" else "")
        go.clicked.connect(self.accept)
        # Dangerous is never what a careless Enter does.
        (go if role == "primary" else out).setDefault(True)
        return go, out


async def confirm(
    parent: QWidget | None,
    title: str,
    text: str = "",
    *,
    yes: str = "",
    no: str = "",
    danger: bool = False,
) -> bool:
    """Ask before something that cannot be taken back. Prefer undo to this."""
    sheet = Sheet(parent, title, text)
    sheet.add_answers(yes or tr("Ask", "Yes"), role="danger" if danger else "primary", no=no)
    return await ask(sheet)


async def choose(
    parent: QWidget | None,
    title: str,
    text: str,
    options: Sequence[tuple[str, str]],
    *,
    yes: str = "",
) -> str | None:
    """Let a person pick one of (value, words); None when they leave."""
    sheet = Sheet(parent, title, text)
    group = QButtonGroup(sheet)
    for number, (_, words) in enumerate(options):
        radio = QRadioButton(words, sheet)
        radio.setChecked(number == 0)
        group.addButton(radio, number)
        sheet.body.addWidget(radio)
    sheet.add_answers(yes or tr("Ask", "Choose"))
    # The sheet is deleted with its answer, so keep what is needed of it.
    picked = [0]

    def on_clicked(number: int) -> None:
        picked[0] = number

    group.idClicked.connect(on_clicked)
    return options[picked[0]][0] if await ask(sheet) else None


class _TextSheet(Sheet):
    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        label: str,
        check: Callable[[str], str] | None,
    ) -> None:
        super().__init__(parent, title, text)
        self._check = check
        self.line = QLineEdit(self)
        self.field = Field(label, self.line, self)
        self.body.addWidget(self.field)

    def accept(self) -> None:
        wrong = self._check(self.line.text().strip()) if self._check else ""
        self.field.set_error(wrong)
        if not wrong:
            super().accept()


async def text(
    parent: QWidget | None,
    title: str,
    label: str,
    *,
    words: str = "",
    initial: str = "",
    yes: str = "",
    check: Callable[[str], str] | None = None,
    secret: bool = False,
) -> str | None:
    """Ask for a line of text; `check` says what is wrong with it or nothing. None when they leave."""
    sheet = _TextSheet(parent, title, words, label, check)
    sheet.line.setText(initial)
    if secret:
        sheet.line.setEchoMode(QLineEdit.EchoMode.Password)
    sheet.add_answers(yes or tr("Ask", "Save"))
    sheet.line.setFocus(Qt.FocusReason.OtherFocusReason)
    typed: list[str] = [initial]

    def on_typed(now: str) -> None:
        typed[0] = now

    sheet.line.textChanged.connect(on_typed)
    return typed[0].strip() if await ask(sheet) else None
