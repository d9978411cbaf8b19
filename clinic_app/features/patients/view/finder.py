"""The list of patients: type to find, arrows to look, Enter to open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QListView, QWidget

from clinic_app.features.patients import queries
from clinic_app.features.patients.view import words
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Card, EmptyState, LiveView, SearchField, list_view
from clinic_app.ui.widgets.label import OneLine
from sync.replica.search import PatientFound


class Finder(Card):
    """`chosen` carries the id of the row that was moved to, `entered` of the one that was opened,
    `register_asked` what was typed when nobody was found.
    """

    chosen = Signal(str)
    entered = Signal(str)
    register_asked = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent, flush=True)
        self._ctx = ctx
        self._may_register = False
        self._opens_first = False
        self.search = SearchField(tr("Patients", "Name, phone, number, birth date"), self)
        self.search.searched.connect(self._on_searched)
        self.search.left_down.connect(self._on_search_left)
        self.search.returnPressed.connect(self._on_search_entered)
        self.rows: LiveList[PatientFound] = LiveList(words.list_name, self, detail=self._detail)
        self.rows.shown.connect(self._on_rows_shown)
        self.list: QListView = list_view(self.rows, tr("Patients", "Patients"), self)
        self.list.setItemDelegate(TwoLines(self._lines, self))
        self.list.installEventFilter(self)
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.nobody = EmptyState(icon="search", parent=self)
        self.nobody.button.clicked.connect(self._on_register_asked)
        self.count = OneLine("", "faint", self)
        self.archived = QCheckBox(tr("Patients", "Show archived"), self)
        self.archived.toggled.connect(self._on_archived_toggled)
        self._lay_out()
        self._on_searched("")

    @property
    def typed(self) -> str:
        """What is being looked for."""
        return self.search.text().strip()

    def offer_registering(self, *, on: bool) -> None:
        """Whether this person may register whom they do not find."""
        self._may_register = on

    def go(self) -> None:
        """Put the cursor into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def go_to_list(self) -> None:
        """Put the focus on the list, where Ctrl+Z takes back what was done and not what was typed."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, patient_id: str) -> None:
        """Choose this patient's row, if it is listed, without telling `chosen`."""
        index = self.rows.index_of(patient_id)
        selection = self.list.selectionModel()
        blocked = selection.blockSignals(True)
        self.list.setCurrentIndex(index)
        selection.blockSignals(blocked)
        self.list.viewport().update()

    def _detail(self, row: PatientFound) -> str:
        return words.list_detail(row, words.today(self._ctx))

    def _lines(self, row: PatientFound) -> Lines:
        return Lines(
            words.list_name(row),
            self._detail(row),
            mark="draft" if row.draft else "",
            is_struck=not row.is_active,
        )

    def _lay_out(self) -> None:
        space, medium = theme().space(), theme().space("medium")
        top = QHBoxLayout()
        top.setContentsMargins(space, space, space, space)
        top.addWidget(self.search)
        self.body.addLayout(top)
        self.add_line()
        self.body.addWidget(LiveView(self.list, self.rows, self.nobody, self), 1)
        self.add_line()
        foot = QHBoxLayout()
        foot.setContentsMargins(medium, space, medium, space)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.archived)
        self.body.addLayout(foot)

    # Slots

    def _on_searched(self, text: str) -> None:
        found = queries.patients_found(
            text, self._ctx.person.facility_id, with_archived=self.archived.isChecked()
        )
        self._ctx.scope.restart("search", self.rows.follow(self._ctx.replica.watch(found)))

    def _on_archived_toggled(self, on: bool) -> None:
        del on
        self._on_searched(self.typed)

    def _on_search_left(self) -> None:
        if self.rows.rows:
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self.rows.index(0, 0))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_search_entered(self) -> None:
        # What was typed last is still being looked for: open the first once it is shown.
        self._opens_first = True

    def _on_rows_shown(self) -> None:
        if self._opens_first:
            self._opens_first = False
            if self.rows.rows:
                self.list.setCurrentIndex(self.rows.index(0, 0))
                self.entered.emit(self.rows.rows[0].id)
        is_full = len(self.rows.rows) == queries.LIST_LIMIT
        self.count.setText(
            tr("Patients", "First {most}; type to narrow", most=queries.LIST_LIMIT)
            if is_full
            else tr("Patients", "%n patient(s)", len(self.rows.rows))
        )
        action = ""
        if self._may_register:
            action = tr("Patients", "Register somebody new")
        if self.typed:
            title = tr("Patients", "Nobody found")
            text = tr("Patients", "Fewer letters find more; so does the birth date.")
        else:
            title = tr("Patients", "No patients yet")
            text = tr("Patients", "Everybody who is registered will be listed here.")
        self.nobody.say(title, text, action)

    def _on_register_asked(self) -> None:
        self.register_asked.emit(self.typed)

    def _on_current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            self.chosen.emit(self.rows.at(current).id)

    def _on_activated(self, index: QModelIndex) -> None:
        self.entered.emit(self.rows.at(index).id)

    # Overrides of Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and isinstance(event, QKeyEvent):
            is_up = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Up
            if is_up and self.list.currentIndex().row() <= 0:
                self.go()
                return True
        return super().eventFilter(watched, event)
