"""Inviting somebody: an address, a name and a role; whoever signs in with the address is in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app import errors
from clinic_app.features.administration import actions, model
from clinic_app.features.administration.actions import Invitation
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.editor import Edit, Editor
from clinic_app.features.administration.view.registry import Registry
from clinic_app.parts.step_up import step_up
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.page import Said
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, EmptyState, LiveView, table_view
from sync.errors import Expected, Offline

_HEIGHT_LINES = 4


class Inviting(QWidget):
    """The form, and below it who has not come yet. `left` when somebody wants back to the people."""

    said = Signal(object)
    left = Signal()

    def __init__(self, ctx: Context, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx, self._registry = ctx, registry
        self.editor = Editor(ctx, "invitations", model.INVITATION, self._invite, self)
        self.editor.form.offer("role", words.roles())
        self.editor.form.edited.connect(self._say_role)
        self.editor.left.connect(self.left)
        self.editor.saved.connect(self._on_invited)
        self.rows: LiveTable[Invitation] = LiveTable(
            (
                Column(words.field("display_name"), _name, bold=True),
                Column(words.field("email"), _email),
                Column(words.field("role"), _role, width="fit"),
                Column(tr("Administration", "Invited"), self._when, width="fit"),
            ),
            self,
        )
        self.list = table_view(self.rows, tr("Administration", "Not here yet"), self)
        self.list.selectionModel().currentRowChanged.connect(self._on_current)
        self.withdraw_button = Button(tr("Administration", "Withdraw"), "warn", self)
        self.withdraw_button.clicked.connect(self.withdraw)
        registry.changed.connect(self._on_known)
        self._lay_out()

    def begin(self) -> None:
        """Put the cursor into the form."""
        self._ctx.scope.restart("invite form", self._begin())

    def withdraw(self) -> None:
        """Take the chosen invitation back."""
        index = self.list.currentIndex()
        if index.isValid():
            chosen = self.rows.at(index)
            self._ctx.scope.start("withdraw", self._withdraw(chosen))

    # Private

    async def _begin(self) -> None:
        if not self.editor.is_open:
            await self.editor.open_new(tr("Administration", "Invite somebody"))
            self.editor.save_button.setText(tr("Administration", "Invite"))
            self._say_role()
        self.editor.form.set_place(*self.editor.form.place())

    async def _invite(self, edit: Edit) -> object:
        if self._ctx.server is None:
            raise Offline("no server is known")
        if edit.changes["role"] == "facility_admin":
            reason = tr("Administration", "You are about to let somebody decide about people.")
            if not await step_up(self, self._ctx.prover, reason):
                return None
        facility = self._ctx.person.facility_id
        try:
            is_new = await actions.invite(self._ctx.server, facility, edit.changes)
        except Offline:
            self.editor.refuse(
                words.offline(tr("Administration", "Inviting somebody")),
                tr("Administration", "What you typed is kept."),
            )
            return None
        if not is_new:
            self.editor.refuse(tr("Administration", "This person works here already."))
            return None
        return edit.changes

    async def _withdraw(self, chosen: Invitation) -> None:
        assert self._ctx.server is not None
        try:
            done = await actions.withdraw(self._ctx.server, chosen.id)
        except Expected as error:
            said = errors.words(error)
            self.editor.refuse(f"{said.title}.", said.sentence)
            return
        await self._registry.ask()
        if done:
            text = tr(
                "Administration", "The invitation of {name} is withdrawn", name=chosen.display_name
            )
            self.said.emit(Said(text, "", partial(self._again, chosen)))
        else:
            self.editor.refuse(tr("Administration", "It was too late: they have come in already."))

    async def _again(self, chosen: Invitation) -> None:
        assert self._ctx.server is not None
        values = {
            "email": chosen.email,
            "display_name": chosen.display_name,
            "role": chosen.role,
        }
        await actions.invite(self._ctx.server, self._ctx.person.facility_id, values)
        await self._registry.ask()

    def _on_invited(self, values: Mapping[str, Any]) -> None:
        self.editor.shut()
        self._registry.look()
        text = tr("Administration", "{name} is invited", name=values["display_name"])
        detail = tr(
            "Administration",
            "They are in as soon as they sign in with {email}",
            email=values["email"],
        )
        self.said.emit(Said(text, detail))
        self.begin()

    def _on_known(self) -> None:
        self.rows.show(self._registry.people.invitations)
        self._on_current(self.list.currentIndex())

    def _on_current(self, current: QModelIndex, before: QModelIndex | None = None) -> None:
        del before
        self.withdraw_button.setEnabled(current.isValid())

    def _say_role(self) -> None:
        note = self.editor.form.field("role").note
        note.setText(words.what_a_role_may(self.editor.form.typed["role"]))
        note.show()

    def _when(self, row: Invitation) -> str:
        return fmt.ago(row.created_at, self._ctx.clock.now())

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme().space("medium"))
        outer.addWidget(self.editor)
        card = Card(tr("Administration", "Not here yet"), self, flush=True)
        card.head.addWidget(self.withdraw_button)
        nobody = EmptyState(
            "",
            tr("Administration", "Whoever is invited stands here until they come in."),
            parent=card,
        )
        view = LiveView(self.list, self.rows, nobody, card)
        view.setMinimumHeight(self.list.verticalHeader().defaultSectionSize() * _HEIGHT_LINES)
        card.body.addWidget(view)
        outer.addWidget(card)
        outer.addStretch(1)
        self.setTabOrder(self.editor, self.list)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)


def _name(row: Invitation) -> str:
    return row.display_name


def _email(row: Invitation) -> str:
    return row.email


def _role(row: Invitation) -> str:
    return words.role(row.role)
