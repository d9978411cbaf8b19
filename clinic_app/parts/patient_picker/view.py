"""One field, a short list below it, and the patient who was picked in its place.

Typing searches by any part of a name, a phone, a record number or a birth date. Arrow keys walk the
list without leaving the field, Enter picks. Enter pressed before the answer to the last letter has
come waits for it, and then picks only when there is a single answer: the list that is on the screen
may belong to another name, and a wrong patient is the worst that can happen here.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.domain.names import display_name
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.scope import TaskScope
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Label, SearchField, list_view
from sync.replica.search import PatientFound, search_patients

if TYPE_CHECKING:
    from sync.replica.replica import Replica

LIMIT = 30
"""Rows in the list; who needs more types another letter."""
_SHOWN_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Register:
    """The last row: somebody new, under the name that was typed."""

    text: str
    id: str = "register"


class PatientPicker(QWidget):
    """`picked` carries a PatientFound, `dropped` nothing, `register_wanted` the text typed so far."""

    picked = Signal(object)
    dropped = Signal()
    register_wanted = Signal(str)

    def __init__(
        self,
        replica: Replica,
        facility_id: str,
        today: date,
        scope: TaskScope,
        parent: QWidget | None = None,
        *,
        may_register: bool = True,
    ) -> None:
        super().__init__(parent)
        self._replica, self._facility_id = replica, facility_id
        self._today, self._scope = today, scope
        self._may_register = may_register
        self._patient: PatientFound | None = None
        self._answered = ""
        self._pointed_in = ""
        self._is_entered = False
        self.field = SearchField(tr("PatientPicker", "Name, phone, number, birth date"), self)
        self.rows: LiveList[PatientFound | _Register] = LiveList(self._title, self)
        self.list = list_view(self.rows, tr("PatientPicker", "Patients found"), self)
        self.list.setItemDelegate(TwoLines(self._lines, self.list, count=3))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self._frame = QFrame(self)
        self._frame.setProperty("kind", "card")
        inside = QVBoxLayout(self._frame)
        inside.setContentsMargins(1, 4, 1, 4)
        inside.addWidget(self.list)
        self._chosen = self._make_chosen()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme().space("tiny"))
        for each in (self.field, self._frame, self._chosen):
            layout.addWidget(each)
        self._frame.hide()
        self._chosen.hide()
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        self.field.searched.connect(self._on_searched)
        self.rows.shown.connect(self._on_shown)
        self.list.clicked.connect(self._on_clicked)

    def _make_chosen(self) -> QFrame:
        chosen = QFrame(self)
        chosen.setProperty("kind", "card")
        self.name = Label("", "strong", chosen, wrap=True)
        self.about = Label("", "note", chosen, wrap=True)
        self.change = Button(tr("PatientPicker", "Change"), "quiet", chosen)
        self.change.clicked.connect(self._on_change)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.about)
        row = QHBoxLayout(chosen)
        row.setContentsMargins(10, 7, 4, 7)
        row.addLayout(words, 1)
        row.addWidget(self.change, 0, Qt.AlignmentFlag.AlignTop)
        return chosen

    # What the owner calls

    @property
    def patient(self) -> PatientFound | None:
        """Who was picked."""
        return self._patient

    def choose(self, patient: PatientFound) -> None:
        """Show this patient as picked, and tell `picked`."""
        self._patient = patient
        self._scope.stop(_SEARCH)
        self.name.setText(_name(patient))
        self.about.setText(_about(patient, self._today))
        self.change.setAccessibleName(
            tr("PatientPicker", "Change patient {name}", name=_name(patient))
        )
        had_focus = self.field.hasFocus()
        self._frame.hide()
        self.field.hide()
        self._chosen.show()
        self.setFocusProxy(self.change)
        if had_focus:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)
        self.picked.emit(patient)

    def clear(self, text: str = "") -> None:
        """Start over, with the beginning of a name where there is one."""
        was_picked = self._patient is not None
        self._patient, self._is_entered = None, False
        self._chosen.hide()
        self.field.show()
        self._frame.hide()
        self.setFocusProxy(self.field)
        self.field.setText(text)
        if was_picked:
            self.dropped.emit()

    async def choose_id(self, patient_id: str) -> bool:
        """Pick the patient of this id; False when they are not on this computer."""
        found = await self._replica.read(
            search_patients(
                "", 1, first=[patient_id], facility_id=self._facility_id, with_archived=True
            ).run
        )
        if not found or found[0].id != patient_id:
            return False
        self.choose(found[0])
        return True

    # Searching

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        if self._patient is not None:
            return
        if not text:
            self._scope.stop(_SEARCH)
            self._answered = self._pointed_in = ""
            self._frame.hide()
            return
        query = search_patients(text, LIMIT, facility_id=self._facility_id)
        self._scope.restart(_SEARCH, self._follow(text, self._replica.watch(query)))

    async def _follow(self, text: str, found: AsyncGenerator[list[PatientFound], None]) -> None:
        async with aclosing(found):
            async for rows in found:
                self._answered = text
                self.rows.show([*rows, _Register(text)] if self._may_register else rows)

    @Slot()
    def _on_shown(self) -> None:
        # Who was pointed at among the finds of another text is nobody's choice: Enter means the first.
        if self._pointed_in != self._answered or not self.list.currentIndex().isValid():
            self._pointed_in = self._answered
            self.list.setCurrentIndex(self.rows.index(0, 0))
        row = self.list.sizeHintForRow(0)
        self.list.setFixedHeight(max(1, row) * min(len(self.rows.rows), _SHOWN_ROWS) + 2)
        self._frame.show()
        if self._is_entered and self._is_answered:
            self._is_entered = False
            # One patient, and the offer to register.
            if len(self.rows.rows) == 1 + self._may_register:
                self._take(self.rows.rows[0])

    @property
    def _is_answered(self) -> bool:
        return self._answered == self.field.text().strip()

    # Picking

    def _take(self, row: PatientFound | _Register) -> None:
        if isinstance(row, _Register):
            self.register_wanted.emit(row.text)
        else:
            self.choose(row)

    def _enter(self) -> None:
        if not self._is_answered:
            self._is_entered = True
            return
        index = self.list.currentIndex()
        if self._frame.isVisible() and index.isValid():
            self._take(self.rows.at(index))

    def _step(self, by: int) -> None:
        at = self.list.currentIndex().row() + by
        if 0 <= at < len(self.rows.rows):
            self.list.setCurrentIndex(self.rows.index(at, 0))
            self.field.setAccessibleDescription(self._title(self.rows.rows[at]))

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._take(self.rows.at(index))

    @Slot()
    def _on_change(self) -> None:
        self.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # Words

    def _title(self, row: PatientFound | _Register) -> str:
        lines = self._lines(row)
        return ", ".join(line for line in (lines.title, lines.detail, lines.faint) if line)

    def _lines(self, row: PatientFound | _Register) -> Lines:
        if isinstance(row, _Register):
            return Lines(
                tr("PatientPicker", "Register new patient"),
                f"“{row.text}”",
                mark="plus",
                tone="brand",
            )
        mark = "draft" if row.draft is not None else ""
        return Lines(_name(row), _born(row, self._today), _reached(row), mark=mark)

    # Overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_typed = watched is self.field and event.type() == QEvent.Type.KeyPress
        if is_typed and isinstance(event, QKeyEvent) and self._on_key(event):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.field.text().strip():
                self._enter()
            case _:
                return False
        return True


_SEARCH = "patient search"


def _name(patient: PatientFound) -> str:
    return display_name(patient.given_name, patient.family_name)


def _about(patient: PatientFound, today: date) -> str:
    """What tells two people of one name apart."""
    parts = [part for part in (_born(patient, today), _reached(patient)) if part]
    # Lines break between the parts: a number is read out in one piece.
    return " · ".join(part.replace(" ", "\u00a0").replace("\u00a0·\u00a0", " · ") for part in parts)


def _born(patient: PatientFound, today: date) -> str:
    born = patient.birth_date
    return f"{fmt.numeric_date(born)} ({fmt.age(born, today)})" if born else ""


def _reached(patient: PatientFound) -> str:
    number = patient.record_number or tr("PatientPicker", "no number yet")
    return " · ".join(part for part in (patient.phone, number) if part)
