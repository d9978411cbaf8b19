"""Hides the whole window at once and loses nothing: what lies under it goes on as it was."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QVBoxLayout, QWidget

from clinic_app.ui.i18n import tr
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets.button import Button
from clinic_app.ui.widgets.card import Card
from clinic_app.ui.widgets.field import Field
from clinic_app.ui.widgets.label import Label

_WIDTH = 340


class LockCover(QWidget):
    """`unlock_wanted` carries the password typed; whoever checks it calls `leave` or `refuse`."""

    unlock_wanted = Signal(str)

    def __init__(self, host: QWidget, name: str) -> None:
        super().__init__(host)
        self._host = host
        self._was_focused: QWidget | None = None
        self._hidden: list[QWidget] = []
        self.setProperty("kind", "backdrop")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Lock", "Locked"))
        card = Card(parent=self)
        card.setFixedWidth(round(_WIDTH * theme().text_scale))
        card.body.setContentsMargins(*[theme().space("wide")] * 4)
        card.body.setSpacing(theme().space("medium"))
        card.body.addWidget(Label(tr("Lock", "Locked"), "title", card))
        card.body.addWidget(Label(name, "muted", card, wrap=True))
        self.line = QLineEdit(card)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.field = Field(tr("Lock", "Password"), self.line, card)
        self.button = Button(tr("Lock", "Unlock"), "primary", card, hint="Enter")
        card.body.addWidget(self.field)
        card.body.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTrailing)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self.line.returnPressed.connect(self._on_wanted)
        self.button.clicked.connect(self._on_wanted)
        host.installEventFilter(self)
        self.hide()

    def cover(self) -> None:
        """Hide everything under this, at once."""
        if self.isVisible():
            return
        self._was_focused = self._host.focusWidget()
        self._hide_others()
        self.line.clear()
        self.field.set_error("")
        self.setGeometry(self._host.rect())
        self.show()
        self.raise_()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Show everything again, with the cursor where it was."""
        self.line.clear()
        self.hide()
        for widget in self._hidden:
            widget.show()
        self._hidden.clear()
        if self._was_focused is not None:
            self._was_focused.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, text: str) -> None:
        """Stay, and say why."""
        self.field.set_error(text)
        self.line.setEnabled(True)
        self.line.selectAll()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _hide_others(self) -> None:
        """Dialogs are windows of their own: they are hidden, not closed, with what is typed in them."""
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            popup = QApplication.activePopupWidget()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.hide()
                self._hidden.append(widget)

    def _on_wanted(self) -> None:
        if self.line.text():
            self.unlock_wanted.emit(self.line.text())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays in here: the way out leads through the password alone."""
        (self.button if self.line.hasFocus() else self.line).setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._host.rect())
        return super().eventFilter(watched, event)
