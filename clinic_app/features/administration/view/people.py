"""The people of the clinic: who works here, as what, where they were seen last; and who is to come."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clinic_app import errors
from clinic_app.features.administration import queries
from clinic_app.features.administration.actions import LastAdmin, MemberChanged, SetMember
from clinic_app.features.administration.queries import MemberRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.editor import Edit
from clinic_app.features.administration.view.invite import Inviting
from clinic_app.features.administration.view.listing import LIST_LEAST, LIST_WIDTH, Scrolled
from clinic_app.features.administration.view.person_card import PersonCard
from clinic_app.features.administration.view.registry import Registry
from clinic_app.features.administration.view.wiping import Wiping
from clinic_app.parts.step_up import step_up
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.page import Said
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, EmptyState, LiveView, list_view
from sync.errors import Expected

CHANGE = marked("Deed", "Change somebody's name or role")
OUT = marked("Deed", "Deactivate somebody")
BACK = marked("Deed", "Activate somebody again")


class People(QWidget):
    """Arrows choose, Enter goes into the form, Ctrl+N invites."""

    said = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx = ctx
        self.registry = Registry(ctx, self)
        self.registry.changed.connect(self._on_known)
        self.rows: LiveList[MemberRow] = LiveList(_name, self, detail=self._detail)
        self.rows.shown.connect(self._on_rows)
        self.list = list_view(self.rows, tr("Administration", "People"), self)
        self.list.setItemDelegate(TwoLines(self._lines, self))
        self.list.activated.connect(self._on_activated)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.card = PersonCard(ctx, self.registry, self._save, self)
        self.card.saved.connect(self._on_saved)
        self.card.left.connect(self.go_to_list)
        self.card.out.clicked.connect(self._on_out)
        self.wiping = Wiping(ctx, self.card, self.registry)
        self.wiping.said.connect(self.said)
        self.card.question.closed.connect(self.go_to_list)
        self.inviting = Inviting(ctx, self.registry, self)
        self.inviting.said.connect(self.said)
        self.inviting.left.connect(self.go_to_list)
        self.add = Button(tr("Administration", "Invite"), "plain", self, icon="plus", hint="Ctrl+N")
        self.add.clicked.connect(self.new)
        self._goes_when_read, self._picks_first = False, True
        self._lay_out()
        people = ctx.replica.watch(queries.members_of(ctx.person.facility_id))
        ctx.scope.start("people of the clinic", self.rows.follow(people))

    # What the page calls

    def begin(self) -> None:
        """The section comes to the front."""
        self.registry.look()
        if self.right.currentWidget() is self._invite_area:
            self.inviting.begin()
        else:
            self.go_to_list()

    def new(self) -> None:
        """Invite somebody."""
        self._goes_when_read = self._picks_first = False
        self.ctx.scope.stop("person")
        self.right.setCurrentWidget(self._invite_area)
        self.inviting.begin()

    def go_to_list(self) -> None:
        """Put the focus on the list, and show who is chosen there."""
        self._goes_when_read = not self.rows.is_read
        self._picks_first = True
        if self._goes_when_read:
            return
        if not self.list.currentIndex().isValid() and self.rows.rows:
            self.list.setCurrentIndex(self.rows.index(0, 0))
        if self.card.is_open:
            self.right.setCurrentWidget(self._area)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    async def keep(self) -> None:
        """The window is about to go: keep what is being typed."""
        await self.card.kept.keep()
        await self.inviting.editor.kept.keep()

    # Private

    async def _open(self, row: MemberRow, *, go: bool) -> None:
        self.card.question.hide()
        await self.card.open_row(row, row.display_name, go=go)
        self.card.show_person(row)

    async def _save(self, edit: Edit) -> object:
        if "role" in edit.changes:
            reason = tr("Administration", "You are about to change what somebody may see and do.")
            if not await step_up(self, self.ctx.prover, reason):
                return None
        command = SetMember(edit.row_id, edit.changes, edit.seen)
        outcome = await self.ctx.replica.write(CHANGE, command)
        if isinstance(outcome, LastAdmin):
            self._say_last()
            return None
        return outcome

    async def _set_active(self, row_id: str, *, active: bool) -> None:
        command = SetMember(row_id, {"is_active": active})
        try:
            outcome = await self.ctx.replica.write(BACK if active else OUT, command)
        except Expected as error:
            self._refuse(error)
            return
        if isinstance(outcome, LastAdmin):
            self._say_last()
        elif isinstance(outcome, MemberChanged):
            text = tr("Administration", "Activated again")
            detail = tr("Administration", "Kept on this computer")
            if not active:
                text = tr("Administration", "Deactivated")
                detail = tr("Administration", "Their computers are emptied at their next contact")
            self.said.emit(Said(text, detail, partial(self._set_active, row_id, active=not active)))

    async def _put_back(self, row_id: str, before: Mapping[str, Any]) -> None:
        await self.ctx.replica.write(CHANGE, SetMember(row_id, before))

    def _refuse(self, error: Expected) -> None:
        said = errors.words(error)
        self.card.refuse(f"{said.title}.", said.sentence)

    def _say_last(self) -> None:
        self.card.refuse(
            tr("Administration", "They are the last administrator."),
            tr("Administration", "Make somebody else one first, or nobody could decide any more."),
        )

    # Slots

    def _on_rows(self) -> None:
        if self._goes_when_read:
            self.go_to_list()
        row = self.card.row
        index = self.rows.index_of(row.id) if row is not None else QModelIndex()
        if row is not None and index.isValid():
            now = self.rows.at(index)
            self.card.row_changed(now, now.display_name)
            self.card.show_person(now)
        elif self._picks_first and not self.card.is_open and self.rows.rows:
            self._pick_first()

    def _on_known(self) -> None:
        self.card.show_known()
        self.list.viewport().update()

    def _pick_first(self) -> None:
        """Not over something new that was begun before the list had been read."""
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.rows.index(0, 0))

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            row = self.rows.at(current)
            self.right.setCurrentWidget(self._area)
            if self.card.row is None or self.card.row.id != row.id:
                self.ctx.scope.restart("person", self._open(row, go=False))

    def _on_activated(self, index: QModelIndex) -> None:
        if self.card.row is not None and self.card.row.id == self.rows.at(index).id:
            self.card.form.set_place()

    def _on_out(self) -> None:
        row: MemberRow = self.card.row
        if not row.is_active:
            self.ctx.scope.start("activate", self._set_active(row.id, active=True))
            return
        self.card.question.ask(
            tr("Administration", "Deactivate {name}?", name=row.display_name),
            tr(
                "Administration",
                "They can sign in here no more, and at their next contact their computers give back what"
                " they hold of this clinic. What they have not sent yet stays with them.",
            ),
            tr("Administration", "Deactivate"),
            partial(self._start_out, row.id),
        )

    def _start_out(self, row_id: str) -> None:
        self.ctx.scope.start("deactivate", self._set_active(row_id, active=False))

    def _on_saved(self, outcome: object) -> None:
        if isinstance(outcome, MemberChanged):
            undo = partial(self._put_back, outcome.row_id, outcome.before)
            kept = tr("Administration", "Kept on this computer")
            self.said.emit(Said(tr("Administration", "Saved"), kept, undo))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lines(self, row: MemberRow) -> Lines:
        return Lines(
            row.display_name,
            self._detail(row),
            mark="draft" if row.draft else "",
            is_struck=not row.is_active,
        )

    def _detail(self, row: MemberRow) -> str:
        known = self.registry.known(row.user_id)
        seen = known.last_seen if known is not None else None
        return words.joined(
            words.role(row.role),
            "" if row.is_active else tr("Administration", "Deactivated"),
            words.draft(row.draft),
            fmt.ago(seen.last_seen_at, self.ctx.clock.now()) if seen is not None else "",
        )

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme().space("medium") + 2)
        card = Card(tr("Administration", "People"), self, flush=True)
        card.head.addWidget(self.add)
        nobody = EmptyState(
            tr("Administration", "Nobody works here yet"),
            tr("Administration", "Whoever is invited and comes in will be listed here."),
            parent=card,
        )
        card.body.addWidget(LiveView(self.list, self.rows, nobody, card), 1)
        card.setMinimumWidth(LIST_LEAST)
        card.setMaximumWidth(LIST_WIDTH)
        row.addWidget(card, 2)
        self.right = QStackedWidget(self)
        self._area = Scrolled(self.card, self)
        self._invite_area = Scrolled(self.inviting, self)
        self.right.addWidget(EmptyState("", parent=self))
        self.right.addWidget(self._area)
        self.right.addWidget(self._invite_area)
        row.addWidget(self.right, 4)


def _name(row: MemberRow) -> str:
    return row.display_name
