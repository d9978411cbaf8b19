"""The sheet that asks to whom, and what they should know."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from clinic_app.parts.handover.queries import Colleague, colleagues
from clinic_app.parts.record_words.labels import role_word
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui.ask import Sheet, ask
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import EmptyState, Field, LiveView, list_view

_HEIGHT = 220


class WhomSheet(Sheet):
    """Colleagues by name; Enter hands the card to the one that is chosen."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            parent,
            tr("Handover", "Hand over to a colleague"),
            tr(
                "Handover",
                "They get the card with all its texts and decide. You keep yours to read.",
            ),
        )
        self.rows: LiveList[Colleague] = LiveList(_name, self, detail=_role)
        self.list = list_view(self.rows, tr("Handover", "Colleagues"), self)
        self.list.setItemDelegate(TwoLines(_lines, self))
        self.list.setMinimumHeight(_HEIGHT)
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        alone = EmptyState(
            tr("Handover", "Nobody else works here"),
            tr("Handover", "An administrator adds people to the clinic."),
            parent=self,
        )
        self.body.addWidget(LiveView(self.list, self.rows, alone, self))
        self.note = QPlainTextEdit(self)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(theme().text() * 5)
        self.body.addWidget(Field(tr("Handover", "What should they know?"), self.note, self))
        self.go, _ = self.add_answers(tr("Handover", "Hand over"))
        self.go.setEnabled(False)
        # A list that is not shown yet cannot have the focus.
        self.rows.shown.connect(self._on_read, Qt.ConnectionType.SingleShotConnection)

    @property
    def chosen(self) -> Colleague | None:
        """Who is marked now."""
        index = self.list.currentIndex()
        return self.rows.at(index) if index.isValid() else None

    def _on_read(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_current(self, index: QModelIndex, _: object = None) -> None:
        self.go.setEnabled(index.isValid())

    def _on_activated(self, index: QModelIndex) -> None:
        if index.isValid():
            self.accept()

    def accept(self) -> None:
        """Only to somebody."""
        if self.chosen is not None:
            super().accept()


async def ask_whom(parent: QWidget, ctx: Context) -> tuple[str, str] | None:
    """(membership, note) of whom to hand a card to; None when the person leaves."""
    sheet = WhomSheet(ctx, parent)
    watched = ctx.replica.watch(colleagues(ctx.person.facility_id, ctx.person.id))
    following = ctx.scope.start("colleagues", sheet.rows.follow(watched))
    try:
        accepted = await ask(sheet)
        chosen = sheet.chosen
        return (chosen.id, sheet.note.toPlainText()) if accepted and chosen else None
    finally:
        if following is not None:
            following.cancel()


def _name(row: Colleague) -> str:
    return row.name or tr("Handover", "Without a name")


def _role(row: Colleague) -> str:
    return role_word(row.role)


def _lines(row: Colleague) -> Lines:
    return Lines(_name(row), _role(row))
