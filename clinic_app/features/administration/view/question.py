"""Something dangerous, asked once and in place: what will happen, the red answer, and the way out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Label


class Question(QFrame):
    """Hidden until it has something to ask; `closed` when it was answered either way."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setProperty("tone", "danger")
        self.text = Label("", "banner-strong", self, wrap=True)
        self.detail = Label("", "banner", self, wrap=True)
        self.yes = Button("", "danger", self)
        self.no = Button(tr("Administration", "Leave it"), "plain", self, hint="Esc")
        self.yes.clicked.connect(self._on_yes)
        self.no.clicked.connect(self.close_it)
        self._run: Callable[[], object] | None = None
        outer = QVBoxLayout(self)
        space = theme().space("medium")
        outer.setContentsMargins(space, space, space, space)
        outer.setSpacing(theme().space())
        outer.addWidget(self.text)
        outer.addWidget(self.detail)
        row = QHBoxLayout()
        row.setSpacing(theme().space())
        row.addWidget(self.yes)
        row.addWidget(self.no)
        row.addStretch(1)
        outer.addLayout(row)
        self.hide()

    def ask(self, text: str, detail: str, yes: str, run: Callable[[], object]) -> None:
        """Ask; a yes calls `run`. A careless Enter leaves it."""
        self.text.setText(text)
        self.detail.setText(detail)
        self.yes.setText(yes)
        self.setAccessibleName(text)
        self.setAccessibleDescription(detail)
        self._run = run
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_it(self) -> None:
        """Leave it."""
        self._run = None
        self.hide()
        self.closed.emit()

    def _on_yes(self) -> None:
        run = self._run
        self.close_it()
        if run is not None:
            run()

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_it()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if focused in (self.yes, self.no):
                focused.click() if isinstance(focused, Button) else None
            case _:
                super().keyPressEvent(event)
