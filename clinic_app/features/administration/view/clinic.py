"""The clinic's own details, and the rules its computers obey: one form each."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_app import errors
from clinic_app.features.administration import model, queries
from clinic_app.features.administration.actions import Change, Changed, SetPolicy, people
from clinic_app.features.administration.queries import FacilityRow, PolicyRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.editor import Edit, Editor
from clinic_app.features.administration.view.question import Question
from clinic_app.parts.step_up import step_up
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.page import Said
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Label
from sync.errors import Expected

CHANGE = marked("Deed", "Change the clinic's details")
SET = marked("Deed", "Change the rules for the computers")
RENEW = marked("Deed", "Ask for new keys on every computer")
_WIDEST = 720
UNSET = PolicyRow("unset", 10, 14, False, False, False, None, None)
"""What holds while nobody has set any rules."""


class _OneForm(QWidget):
    """A form over the only record there is."""

    said = Signal(object)

    def __init__(self, ctx: Context, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.editor = ctx, editor
        editor.setParent(self)
        editor.saved.connect(self._on_saved)
        editor.left.connect(self.begin)
        editor.setMaximumWidth(_WIDEST)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme().space("medium"))
        outer.addWidget(editor)
        outer.addStretch(1)

    def begin(self) -> None:
        """The section comes to the front."""
        self.editor.form.set_place(*self.editor.form.place())

    async def keep(self) -> None:
        """The window is about to go: keep what is being typed."""
        await self.editor.kept.keep()

    async def _show(self, row: Any, title: str) -> None:
        if self.editor.row is None:
            await self.editor.open_row(row, title, go=False)
        else:
            self.editor.row_changed(row, title)

    def _on_saved(self, outcome: object) -> None:
        if isinstance(outcome, Changed):
            kept = tr("Administration", "Kept on this computer")
            undo = partial(self.put_back, outcome.before)
            self.said.emit(Said(tr("Administration", "Saved"), kept, undo))
        self.editor.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    async def put_back(self, before: Mapping[str, Any]) -> None:
        """Undo."""
        raise NotImplementedError


class Facility(_OneForm):
    """Name, time zone, how to reach the clinic."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, Editor(ctx, "facilities", model.FACILITY, self._save), parent)
        stream = ctx.replica.watch(queries.facility(ctx.person.facility_id))
        ctx.scope.start("facility", self._follow(stream))

    async def put_back(self, before: Mapping[str, Any]) -> None:
        command = Change("facilities", self.ctx.person.facility_id, before)
        await self.ctx.replica.write(CHANGE, command)

    async def _follow(self, stream: AsyncGenerator[list[FacilityRow], None]) -> None:
        async for rows in stream:
            if rows:
                await self._show(rows[0], tr("Administration", "The clinic"))

    async def _save(self, edit: Edit) -> object:
        command = Change("facilities", edit.row_id, edit.changes, edit.seen)
        return await self.ctx.replica.write(CHANGE, command)


class Rules(_OneForm):
    """Locking, leases, the second proof, recording. Saving asks for a proof: they are everybody's locks."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, Editor(ctx, "facility_policies", model.POLICY, self._save), parent)
        self.renew = Button(
            tr("Administration", "New keys on every computer…"), "plain", self.editor
        )
        self.renew.clicked.connect(self._on_renew)
        self.asked = Label("", "muted", self.editor, wrap=True)
        self.asked.hide()
        self.question = Question(self.editor)
        self.question.closed.connect(self._on_question_closed)
        self.editor.extras.addWidget(self.renew)
        self.editor.below.addWidget(self.question)
        self.editor.below.addWidget(self.asked)
        stream = ctx.replica.watch(queries.policy(ctx.person.facility_id))
        ctx.scope.start("rules", self._follow(stream))

    async def put_back(self, before: Mapping[str, Any]) -> None:
        await self.ctx.replica.write(SET, SetPolicy(self.ctx.person.facility_id, before))

    async def _follow(self, stream: AsyncGenerator[list[PolicyRow], None]) -> None:
        title = tr("Administration", "Rules for the clinic's computers")
        async for rows in stream:
            row = rows[0] if rows else UNSET
            if self.editor.row is not None and self.editor.row.id != row.id:
                self.editor.shut()  # the first rules were set, here or elsewhere
            await self._show(row, title)
            self._say_asked(row)

    def _say_asked(self, row: PolicyRow) -> None:
        zone = self.ctx.person.time_zone
        said = ""
        if row.keys_since is not None:
            when = fmt.moment(row.keys_since, zone, words.today(self.ctx))
            said = tr("Administration", "New keys were asked for: {when}.", when=when)
        self.asked.setText(said)
        self.asked.setVisible(bool(said))

    async def _renew(self) -> None:
        if not await step_up(self, self.ctx.prover, _everybody()):
            return
        command = SetPolicy(self.ctx.person.facility_id, {"keys_since": self.ctx.clock.now()})
        try:
            self._on_saved(await self.ctx.replica.write(RENEW, command))
        except Expected as error:
            said = errors.words(error)
            self.editor.refuse(f"{said.title}.", said.sentence)

    def _on_renew(self) -> None:
        self.question.ask(
            tr("Administration", "Ask for new keys on every computer?"),
            tr(
                "Administration",
                "Whoever has work on a computer is asked to lock it anew, which takes a moment. Do it when"
                " a copy of a computer may be in the wrong hands: what was copied stays as it is.",
            ),
            tr("Administration", "Ask for new keys"),
            self._start_renewing,
        )

    def _start_renewing(self) -> None:
        self.ctx.scope.start("renew keys", self._renew())

    def _on_question_closed(self) -> None:
        self.renew.setFocus(Qt.FocusReason.OtherFocusReason)

    async def _save(self, edit: Edit) -> object:
        if not await step_up(self, self.ctx.prover, _everybody()):
            return None
        if edit.changes.get("is_second_factor_required") and await self._shows_none():
            self.editor.refuse(
                tr("Administration", "You show no second proof yourself."),
                tr(
                    "Administration",
                    "Add an authenticator under Sign-in and security and sign in with its code first:"
                    " otherwise this would shut you out with everybody else.",
                ),
            )
            return None
        command = SetPolicy(self.ctx.person.facility_id, edit.changes)
        return await self.ctx.replica.write(SET, command)

    async def _shows_none(self) -> bool:
        """Whether the server is known to refuse it; without a line it will say so itself, on a card."""
        if self.ctx.server is None:
            return False
        try:
            return not (await people(self.ctx.server, self.ctx.person.facility_id)).is_proven
        except Expected:
            return False


def _everybody() -> str:
    return tr("Administration", "You are about to change rules that hold for everybody.")
