"""The Sync status page: the sentence at the top, drafts and their receipts, and what is kept here."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTableView, QWidget

from clinic_app.features.sync_status import queries
from clinic_app.features.sync_status.queries import DraftRow, SettledRow
from clinic_app.features.sync_status.view import words
from clinic_app.features.sync_status.view.deeds import Deeds
from clinic_app.features.sync_status.view.proving import Proving
from clinic_app.features.sync_status.view.standing import Standing
from clinic_app.features.sync_status.view.tables import drafts_table, scopes_table, settled_table
from clinic_app.features.sync_status.view.words import Receipts
from clinic_app.parts.record_words import Mention, Names, Speech, names_of
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command
from clinic_app.ui.page import Page
from clinic_app.ui.sync_status import SyncStatus
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, EmptyState, Label, LiveView, Segmented, table_view
from sync.clock import correction

WAITING, TAKEN = "waiting", "taken"
_SCOPE_ROWS = 4

Row = DraftRow | SettledRow


class SyncStatusPage(Page):
    """How things stand, live; everything on it can be reached and done with the keyboard."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, tr("SyncStatus", "Sync status"), parent)
        self._names = Names()
        self.standing = Standing(self._now, self)
        self.proving = Proving(self)
        self.drafts = drafts_table(self._receipts, self)
        self.taken = settled_table(self._receipts, self)
        self.scopes = scopes_table(self._receipts, self._status, self)
        self.which = Segmented(
            [
                (WAITING, tr("SyncStatus", "Not on the server yet")),
                (TAKEN, tr("SyncStatus", "On the server")),
            ],
            name=tr("SyncStatus", "Which changes"),
        )
        self.which.chosen.connect(self._on_which)
        self.drafts_view = table_view(self.drafts, tr("SyncStatus", "Not on the server yet"), self)
        self.drafts_view.activated.connect(self._on_draft_activated)
        self.taken_view = table_view(self.taken, tr("SyncStatus", "On the server"), self)
        self.taken_view.activated.connect(self._on_taken_activated)
        self.scopes_view = table_view(self.scopes, tr("SyncStatus", "Kept on this computer"), self)
        # A row of a table ends in "…" where there is no room; the one that is chosen is told here whole.
        self.whole = Label("", "muted", self, wrap=True)
        self.drafts_view.selectionModel().currentRowChanged.connect(self._say_whole)
        self.drafts.shown.connect(self._say_whole)
        self.deeds = Deeds(self)
        self.standing.retry_asked.connect(self.deeds.retry)
        self.standing.pause_asked.connect(self.deeds.pause_or_resume)
        self.standing.resume_asked.connect(self.deeds.pause_or_resume)
        self.standing.cards_asked.connect(self._on_cards)
        self.proving.prove_asked.connect(self.deeds.prove)
        self.proving.stop_asked.connect(self.deeds.stop_proving)
        self.drafts.shown.connect(self._say_how_many)
        self._is_followed = False
        self._lay_out()

    # What the window calls

    def action_widgets(self) -> Sequence[QWidget]:
        return (
            Button(
                tr("SyncStatus", "Diagnostics…"), hint="Ctrl+D", on_click=self.deeds.tell_support
            ),
        )

    def commands(self) -> Sequence[Command]:
        do = self.deeds
        return (
            Command(
                "sync_status.retry", tr("SyncStatus", "Try everything again"), "Ctrl+R", do.retry
            ),
            Command(
                "sync_status.pause",
                tr("SyncStatus", "Pause or resume the sync"),
                "Ctrl+P",
                do.pause_or_resume,
            ),
            Command("sync_status.prove", tr("SyncStatus", "Prove my data is whole"), "", do.prove),
            Command(
                "sync_status.export",
                tr("SyncStatus", "Export my unsent drafts"),
                "Ctrl+E",
                do.export,
            ),
            Command(
                "sync_status.import", tr("SyncStatus", "Bring drafts in"), "Ctrl+I", do.bring_in
            ),
            Command(
                "sync_status.support", tr("SyncStatus", "Diagnostics"), "Ctrl+D", do.tell_support
            ),
        )

    def on_shown(self) -> None:
        if not self._is_followed:
            # From its first visit on: nobody pays for a page that is never looked at.
            self._is_followed = True
            self._follow()
        self.standing.tick()
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    # Private

    def _follow(self) -> None:
        ctx, person = self.ctx, self.ctx.person.id
        self.scope.start("sync status", self._follow_status())
        self.scope.start("drafts", self._follow_drafts(ctx.replica.watch(queries.unsent(person))))
        taken = ctx.replica.watch(queries.taken_lately(person))
        self.scope.start("taken", self._follow_taken(taken))
        self.scope.start("scopes", self.scopes.follow(ctx.replica.watch(queries.scopes())))

    async def _follow_status(self) -> None:
        async for status in self.ctx.engine.statuses():
            self.standing.set_status(status)
            self._none.say(*words.nothing_waits(status))
            for view in (self.scopes_view, self.drafts_view, self.taken_view):
                view.viewport().update()

    async def _follow_drafts(self, stream: AsyncGenerator[list[DraftRow], None]) -> None:
        async with aclosing(stream):
            async for rows in stream:
                await self._learn_names(rows)
                self.drafts.show(rows)

    async def _follow_taken(self, stream: AsyncGenerator[list[SettledRow], None]) -> None:
        async with aclosing(stream):
            async for rows in stream:
                await self._learn_names(rows)
                self.taken.show(rows)

    async def _learn_names(self, rows: Sequence[Row]) -> None:
        """Names are kept for both tables: a draft that was taken moves from one to the other."""
        mentions = [Mention(row.tbl, row.row_id, (row.base, row.patch)) for row in rows]
        read = names_of(self.ctx.person.facility_id, mentions)
        found = await self.ctx.replica.read(read)
        self._names = Names(
            patients={**self._names.patients, **found.patients},
            providers=found.providers,
            types=found.types,
            rooms=found.rooms,
            facilities=found.facilities,
            people=found.people,
        )

    def _say_how_many(self) -> None:
        n = len(self.drafts.rows)
        said = tr("SyncStatus", "%n change(s) not on the server yet", n) if n else ""
        if n == queries.UNSENT_LIMIT:
            said = tr("SyncStatus", "the oldest %n change(s) not on the server yet", n)
        self.set_title(tr("SyncStatus", "Sync status"), said)

    def _receipts(self) -> Receipts:
        off = correction(self._status().skew)
        speech = Speech(self._names, self.ctx.person.time_zone, self._today())
        return Receipts(speech, off if off else timedelta())

    def _status(self) -> SyncStatus:
        return self.ctx.engine.status

    def _now(self) -> datetime:
        return self.ctx.clock.now().astimezone(ZoneInfo(self.ctx.person.time_zone))

    def _today(self) -> date:
        return fmt.local(self.ctx.clock.now(), self.ctx.person.time_zone).date()

    @property
    def _list(self) -> QTableView:
        return self.drafts_view if self.which.value == WAITING else self.taken_view

    # Slots

    def _on_which(self, which: str) -> None:
        self._lists.setCurrentIndex(0 if which == WAITING else 1)
        self._say_whole()

    def _say_whole(self, *_: object) -> None:
        index = self.drafts_view.currentIndex()
        is_chosen = self.which.value == WAITING and index.isValid()
        self.whole.setText(self._receipts().whole(self.drafts.at(index)) if is_chosen else "")
        self.whole.setVisible(is_chosen)

    def _on_cards(self) -> None:
        self.ctx.navigate("conflicts")

    def _on_draft_activated(self, index: QModelIndex) -> None:
        row = self.drafts.at(index)
        if row.state == "parked":
            self.ctx.navigate("conflicts", card_id=row.card_id)
        else:
            self._open(row)

    def _on_taken_activated(self, index: QModelIndex) -> None:
        self._open(self.taken.at(index))

    def _open(self, row: Row) -> None:
        if row.tbl == "patients":
            self.ctx.navigate("patients", patient_id=row.row_id)
        elif row.tbl == "appointments":
            self.ctx.navigate("schedule", appointment_id=row.row_id)

    def _lay_out(self) -> None:
        self.body.addWidget(self.standing)
        changes = Card(tr("SyncStatus", "Your changes"), self, flush=True)
        changes.head.insertWidget(1, self.which)
        bring_in = Button(tr("SyncStatus", "Import…"), hint="Ctrl+I", on_click=self.deeds.bring_in)
        export = Button(
            tr("SyncStatus", "Export my unsent drafts…"), hint="Ctrl+E", on_click=self.deeds.export
        )
        changes.head.addWidget(bring_in)
        changes.head.addWidget(export)
        self._lists = QStackedWidget(changes)
        self._none = EmptyState("", "", "check", changes)
        never = EmptyState(
            tr("SyncStatus", "Nothing in the last two weeks"),
            tr("SyncStatus", "Changes you make are listed here once the server has them."),
            parent=changes,
        )
        self._lists.addWidget(LiveView(self.drafts_view, self.drafts, self._none, changes))
        self._lists.addWidget(LiveView(self.taken_view, self.taken, never, changes))
        changes.body.addWidget(self._lists, 1)
        medium = theme().space("medium")
        self.whole.setContentsMargins(medium, theme().space(), medium, theme().space())
        self.whole.hide()
        changes.body.addWidget(self.whole)
        self.body.addWidget(changes, 1)
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium") + 2)
        kept = Card(tr("SyncStatus", "Kept on this computer"), self, flush=True)
        empty = EmptyState(
            tr("SyncStatus", "Nothing yet"),
            tr("SyncStatus", "It comes with the first connection."),
            parent=kept,
        )
        kept.body.addWidget(LiveView(self.scopes_view, self.scopes, empty, kept))
        height = self.scopes_view.verticalHeader().defaultSectionSize()
        kept.setFixedHeight(height * (_SCOPE_ROWS + 1) + 56)
        row.addWidget(kept, 7)
        self.proving.setFixedHeight(kept.height())
        row.addWidget(self.proving, 2)
        self.body.addLayout(row)
