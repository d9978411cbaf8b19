"""The audit trail: what is wanted at the left, the lines, and under them the chosen one, whole."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinic_app.features.audit import queries
from clinic_app.features.audit.actions import Reading
from clinic_app.features.audit.model import Entry
from clinic_app.features.audit.queries import PersonRow
from clinic_app.features.audit.view import words
from clinic_app.features.audit.view.deeds import Deeds
from clinic_app.features.audit.view.details import ENTER, Details
from clinic_app.features.audit.view.filters import Filters
from clinic_app.features.audit.view.words import Telling
from clinic_app.parts.record_words import Names
from clinic_app.parts.strip import Strip
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import marked, tr
from clinic_app.ui.keys import Command
from clinic_app.ui.live_table import Column, LiveTable
from clinic_app.ui.page import Page
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Button, Card, EmptyState, Label, LiveView, table_view
from sync.errors import Expected, SecondFactorNeeded

LOOK = marked("Deed", "Look at the audit trail")
_FILTERS_WIDTH, _WIDEST = 250, 310


class AuditPage(Page):
    """Arrows choose a line, Enter goes to what can be asked about it, Ctrl+F to the filters."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, tr("Audit", "Who did what"), parent)
        self.reading: Reading | None = None
        self._telling = self._tell(Names())
        self.rows: LiveTable[Entry] = LiveTable(
            (
                Column(tr("Audit", "When"), self._when, width="fit", bold=True),
                Column(tr("Audit", "Who"), self._who, tooltip=self._who),
                Column(tr("Audit", "Kind"), _kind, width="fit", tone=words.tone),
                Column(tr("Audit", "What"), self._what, tooltip=self._what),
                Column(tr("Audit", "Record"), self._record, tooltip=self._record, ink=_quiet),
            ),
            self,
        )
        self.table = table_view(self.rows, tr("Audit", "Lines of the audit trail"), self)
        self.table.activated.connect(self._on_activated)
        self.table.selectionModel().currentRowChanged.connect(self._on_current)
        self.filters = Filters(self.ctx, self)
        self.filters.changed.connect(self.ask)
        self.details = Details(ctx.replica.device, self)
        self.details.left.connect(self._on_details_left)
        self.details.person_wanted.connect(self._on_person_wanted)
        self.details.record_wanted.connect(self._on_record_wanted)
        self.source = Strip("amber", self)
        self.source.acted.connect(self.ask)
        self.result = Strip("good", self)
        self.result.acted.connect(self._on_result_read)
        self.count = Label("", "muted", self)
        self.more_button = Button(tr("Audit", "More"), "plain", self, hint="Ctrl+M")
        self.more_button.clicked.connect(self.more)
        self.deeds = Deeds(self)
        self._is_followed = self._wants_focus = False
        self._lay_out()

    # What the window calls

    def action_widgets(self) -> Sequence[QWidget]:
        return (
            Button(tr("Audit", "Verify"), on_click=self.deeds.verify),
            Button(tr("Audit", "Export…"), hint="Ctrl+E", on_click=self.deeds.export),
        )

    def commands(self) -> Sequence[Command]:
        return (
            Command("audit.filter", tr("Audit", "Choose what is shown"), "Ctrl+F", self.seek),
            Command("audit.ask", tr("Audit", "Read the trail again"), "Ctrl+R", self.ask),
            Command(
                "audit.more", tr("Audit", "Earlier lines"), "Ctrl+M", self.more, self._has_more
            ),
            Command(
                "audit.export", tr("Audit", "Export the audit trail"), "Ctrl+E", self.deeds.export
            ),
            Command(
                "audit.verify",
                tr("Audit", "Verify this computer's audit trail"),
                "",
                self.deeds.verify,
            ),
        )

    def go_to(self, **where: object) -> None:
        """`patient_id` shows what was done with somebody's record in the last months."""
        patient_id = where.get("patient_id")
        if patient_id is not None:
            self.scope.restart("whose record", self.filters.take_patient(str(patient_id)))

    def on_shown(self) -> None:
        if not self._is_followed:
            self._is_followed = True
            people = self.ctx.replica.watch(queries.people_of(self.ctx.person.facility_id))
            self.scope.start("people to choose", self._follow_people(people))
        self._wants_focus = True
        self.scope.restart("look", self._look())
        self._go()

    # What a person does

    def ask(self) -> None:
        """Read the trail anew."""
        self.scope.restart("read", self._read())

    def more(self) -> None:
        """Read on, where there is more."""
        if self._has_more():
            self.scope.restart("read", self._read_on())

    def seek(self) -> None:
        """Go to the filters."""
        self._wants_focus = False
        self.filters.person.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What the deeds need

    async def told(self, entries: Sequence[Entry]) -> Telling:
        """Speech about these lines."""
        read = queries.known(self.ctx.person.facility_id, entries)
        found = await self.ctx.replica.read(read)
        return self._tell(found.names, found)

    # Private

    async def _look(self) -> None:
        """Who looks at the trail is in it, and finds themself there."""
        await self.ctx.replica.note("view", LOOK)
        self.ask()

    async def _follow_people(self, stream: AsyncGenerator[list[PersonRow], None]) -> None:
        async with aclosing(stream):
            async for rows in stream:
                self.filters.offer_people(rows)

    async def _read(self) -> None:
        reading = Reading(self.ctx.replica, self.ctx.server, self.filters.wanted)
        self.count.setText(tr("Audit", "Reading…"))
        await reading.begin()
        self.reading = reading
        await self._show()

    async def _read_on(self) -> None:
        assert self.reading is not None
        self.count.setText(tr("Audit", "Reading…"))
        try:
            await self.reading.more()
        except Expected as error:
            self.source.say(words.trouble(error)[0], "", tr("Audit", "Try again"))
            self._say_how_many()
            return
        await self._show()

    async def _show(self) -> None:
        assert self.reading is not None
        entries = self.reading.entries
        self._telling = await self.told(entries)
        self.rows.show(entries)
        self._say_source()
        self._say_how_many()
        self._go()
        index = self.table.currentIndex()
        if not index.isValid() and entries:
            self.table.selectRow(0)
        else:
            self._on_current(index)

    def _go(self) -> None:
        """To the lines, once there are any: what is not on the screen takes no focus."""
        if self._wants_focus and self.rows.rows:
            self._wants_focus = False
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_source(self) -> None:
        assert self.reading is not None
        if self.reading.trouble is not None:
            text, detail = words.trouble(self.reading.trouble)
            self.source.say(text, detail, tr("Audit", "Try again"))
        elif self.ctx.engine.status.error == SecondFactorNeeded.code:
            self.source.say(*words.unproven())
        else:
            self.source.say("")

    def _say_how_many(self) -> None:
        n = len(self.rows.rows)
        has_more = self._has_more()
        said = tr("Audit", "%n line(s)", n)
        if has_more:
            said = tr("Audit", "the newest %n line(s)", n)
        self.count.setText(said if n else "")
        self.more_button.setVisible(has_more)

    def _has_more(self) -> bool:
        return self.reading is not None and self.reading.has_more

    def _tell(self, names: Names, found: queries.Known | None = None) -> Telling:
        zone = self.ctx.person.time_zone
        today = fmt.local(self.ctx.clock.now(), zone).date()
        return Telling(names, found.records if found is not None else {}, zone, today)

    # How a line reads

    def _when(self, entry: Entry) -> str:
        return self._telling.when(entry)

    def _who(self, entry: Entry) -> str:
        return self._telling.who(entry)

    def _what(self, entry: Entry) -> str:
        return self._telling.what(entry)

    def _record(self, entry: Entry) -> str:
        return self._telling.record(entry)

    # Slots

    def _on_current(self, current: QModelIndex, before: QModelIndex | None = None) -> None:
        del before
        if current.isValid():
            self.details.show_entry(self.rows.at(current), self._telling)
        else:
            self.details.clear()

    def _on_activated(self, index: QModelIndex) -> None:
        del index
        self.details.go()

    def _on_details_left(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_person_wanted(self, entry: Entry) -> None:
        self.filters.take_person(entry, self._telling.who(entry))
        self._on_details_left()

    def _on_record_wanted(self, entry: Entry) -> None:
        self.filters.take_record(entry, self._telling.record(entry))
        self._on_details_left()

    def _on_result_read(self) -> None:
        if self.deeds.is_gathering:
            self.deeds.stop()
        else:
            self.result.say("")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium") + 2)
        self.filters.setFixedWidth(min(round(_FILTERS_WIDTH * theme().text_scale), _WIDEST))
        row.addWidget(self.filters)
        column = QVBoxLayout()
        column.setSpacing(theme().space("medium") + 2)
        card = Card("", self, flush=True)
        card.body.addWidget(self.source)
        card.body.addWidget(self.result)
        nothing = EmptyState(
            tr("Audit", "Nothing was done"),
            tr("Audit", "Nobody did anything of this kind in these days. Choose more of them."),
            parent=card,
        )
        nothing.button.setText(tr("Audit", "Start over"))
        nothing.button.show()
        nothing.button.clicked.connect(self.filters.start_over)
        card.body.addWidget(LiveView(self.table, self.rows, nothing, card), 1)
        card.add_line()
        foot = QHBoxLayout()
        medium, space = theme().space("medium"), theme().space()
        foot.setContentsMargins(medium, space, medium, space)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.more_button)
        card.body.addLayout(foot)
        self.more_button.hide()
        column.addWidget(card, 1)
        column.addWidget(self.details)
        row.addLayout(column, 1)
        self.body.addLayout(row)

    # Overrides of Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        focused = self.window().focusWidget()
        # The Enter that led from the table to a button there comes by here as well.
        is_press = event.key() in ENTER and not self.details.isAncestorOf(focused)
        if is_press and isinstance(focused, Button):
            focused.click()
        else:
            super().keyPressEvent(event)


def _kind(entry: Entry) -> str:
    return words.action(entry.action)


def _quiet(entry: Entry) -> str:
    del entry
    return "muted"
