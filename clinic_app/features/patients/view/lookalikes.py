"""People who may be the one being registered, with why, and the two ways on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QVBoxLayout, QWidget

from clinic_app.features.patients.actions import Lookalike
from clinic_app.features.patients.view import words
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Label, list_view

_SHOWN = 4


class LookalikePanel(QWidget):
    """`opened` carries the id of somebody known, `refused` says it is somebody else, `back` to the form."""

    opened = Signal(str)
    refused = Signal()
    back = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.title = Label("", "large", self, wrap=True)
        self.text = Label(
            tr(
                "Patients",
                "Nothing is registered yet. Two records of one person are hard to put together"
                " later: have a look first.",
            ),
            "muted",
            self,
            wrap=True,
        )
        self.new = Label("", "strong", self, wrap=True)
        self.rows: LiveList[Lookalike] = LiveList(_name, self, detail=self._said, key=_key)
        self.list: QListView = list_view(self.rows, tr("Patients", "People who look alike"), self)
        self.list.setItemDelegate(TwoLines(self._lines, self, count=3))
        self.list.activated.connect(self._on_activated)
        self.list.installEventFilter(self)
        self.open_button = Button(tr("Patients", "Open this one"), "primary", self, hint="Enter")
        self.open_button.clicked.connect(self._on_open)
        self.refuse_button = Button(
            tr("Patients", "Register somebody new"), "plain", self, hint="Ctrl+Enter"
        )
        self.refuse_button.clicked.connect(self.refused)
        self.back_button = Button(tr("Patients", "Back to the form"), "quiet", self)
        self.back_button.clicked.connect(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().space())
        for each in (self.title, self.text, self.new, self.list):
            layout.addWidget(each)
        row = QHBoxLayout()
        row.setSpacing(theme().space())
        for button in (self.open_button, self.refuse_button, self.back_button):
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)

    def show_rows(self, rows: Sequence[Lookalike], new: str) -> None:
        """Ask about these people, beside who is `new`; the most alike one is chosen already."""
        self.new.setText(tr("Patients", "You typed: {who}", who=new))
        is_likely = bool(rows) and rows[0].likeness.is_likely
        self.title.setText(
            tr("Patients", "You probably have this person already")
            if is_likely
            else tr("Patients", "This may be somebody you have already")
        )
        self.rows.show(rows)
        height = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(height * min(_SHOWN, len(rows)) + 2)
        self.list.setCurrentIndex(self.rows.index(0, 0))
        self.show()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self, row: Lookalike) -> Lines:
        patient = row.patient
        return Lines(
            _name(row),
            words.joined(
                [
                    words.list_detail(patient, words.today(self._ctx)),
                    fmt.phone(patient.phone),
                    "" if patient.is_active else tr("Patients", "Archived"),
                ]
            ),
            words.reasons(row.likeness.reasons),
        )

    def _said(self, row: Lookalike) -> str:
        lines = self._lines(row)
        return f"{lines.detail}, {lines.faint}"

    def _on_activated(self, index: QModelIndex) -> None:
        self.opened.emit(self.rows.at(index).patient.id)

    def _on_open(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._on_activated(index)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_refusal(event):
            self.refused.emit()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The list would take any Enter for the choice of its current row.
        is_press = event.type() == QEvent.Type.KeyPress
        if is_press and isinstance(event, QKeyEvent) and _is_refusal(event):
            self.refused.emit()
            return True
        return super().eventFilter(watched, event)


def _is_refusal(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _name(row: Lookalike) -> str:
    return words.spoken_name(row.patient)


def _key(row: Lookalike) -> str:
    return row.patient.id
