"""Needs attention: refused drafts at the left, the one to decide at the right."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QListView, QWidget

from clinic_app import errors
from clinic_app.features.conflicts import queries
from clinic_app.features.conflicts.actions import (
    AlreadySettled,
    NoRoom,
    NotFree,
    NotPossible,
    Reopen,
    Reopened,
    Settled,
    TooLate,
    lines_of,
)
from clinic_app.features.conflicts.queries import CardRow
from clinic_app.features.conflicts.queries.names import Known, known_of
from clinic_app.features.conflicts.view.opened import Opened
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.parts.handover import HandedOver, HandOver, NotHandedOver, ask_whom, not_handed_over
from clinic_app.parts.record_history import show_history
from clinic_app.parts.record_words import joined, labels
from clinic_app.parts.two_lines import Lines, TwoLines
from clinic_app.ui import format as fmt
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.keys import Command as KeyCommand
from clinic_app.ui.live_list import LiveList
from clinic_app.ui.page import Page
from clinic_app.ui.theme import theme
from clinic_app.ui.widgets import Card, EmptyState, LiveView, SearchField, Segmented, list_view
from sync.errors import Expected

WAITING, SETTLED = "waiting", "settled"
_LIST_WIDTH, _LIST_LEAST = 300, 220

Outcome = (
    Settled
    | AlreadySettled
    | NotFree
    | NotPossible
    | NoRoom
    | HandedOver
    | NotHandedOver
    | Reopened
    | TooLate
)
Command = Callable[[Any], Outcome]


class ConflictsPage(Page):
    """Enter takes the proposed answer of the card that is shown; nothing here is ever lost."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, tr("Conflicts", "Needs attention"), parent)
        self.which = Segmented(
            [(WAITING, tr("Conflicts", "Waiting")), (SETTLED, tr("Conflicts", "Settled"))],
            name=tr("Conflicts", "Which"),
        )
        self.which.chosen.connect(self._on_which_chosen)
        self.filter = SearchField(tr("Conflicts", "Find in settled"), self)
        self.filter.searched.connect(self._on_filtered)
        self.cards: LiveList[CardRow] = LiveList(self._headline, self, detail=self._about)
        self.list: QListView = list_view(self.cards, tr("Conflicts", "Refused drafts"), self)
        self.list.setItemDelegate(TwoLines(self._lines, self, count=3))
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.activated.connect(self._on_activated)
        self.opened = Opened(self.ctx, self)
        self.opened.decided.connect(self.decide)
        self.opened.choose_asked.connect(self._on_choose_asked)
        self.opened.handing_asked.connect(self._on_handing_asked)
        self.opened.past_asked.connect(self._on_past_asked)
        self.opened.focus_lost.connect(self._on_focus_lost)
        self._all: list[CardRow] = []
        self._speech = self._speak(Known())
        self._is_deciding = False
        self._lay_out()
        self.show_loading()
        self._follow()

    # What the window calls

    def toolbar_widgets(self) -> Sequence[QWidget]:
        return (self.which,)

    def commands(self) -> Sequence[KeyCommand]:
        return (
            KeyCommand(
                "conflicts.waiting",
                tr("Conflicts", "Show what needs attention"),
                "Alt+1",
                self.choose_waiting,
            ),
            KeyCommand(
                "conflicts.settled",
                tr("Conflicts", "Show settled drafts"),
                "Alt+2",
                self.choose_settled,
            ),
        )

    def on_shown(self) -> None:
        self.opened.begin()

    def go_to(self, **where: object) -> None:
        """`card_id` opens a card that still waits."""
        index = self.cards.index_of(str(where.get("card_id", "")))
        if index.isValid():
            self.list.setCurrentIndex(index)

    # What a person does

    def decide(self, command: Command) -> None:
        """Carry out a decision; another one meanwhile (a second Enter) does nothing."""
        if not self._is_deciding:
            self._is_deciding = True
            self.scope.start("decide", self._decide(command))

    def choose_settled(self) -> None:
        """Show what was decided before."""
        self._choose(SETTLED)

    def choose_waiting(self) -> None:
        """Show what waits for a decision."""
        self._choose(WAITING)

    # Private

    def _choose(self, which: str) -> None:
        self.which.choose(which)
        self._on_which_chosen(which)

    def _follow(self) -> None:
        person = self.ctx.person.id
        query = queries.open_cards(person)
        if self.which.value == SETTLED:
            query = queries.settled_cards(person)
        self.scope.restart("cards", self._follow_cards(self.ctx.replica.watch(query)))

    async def _follow_cards(self, stream: AsyncGenerator[list[CardRow], None]) -> None:
        async for rows in stream:
            facility = self.ctx.person.facility_id
            self._speech = self._speak(await self.ctx.replica.read(known_of(facility, rows)))
            self._all = rows
            self._show_cards()

    def _show_cards(self) -> None:
        wanted = self.filter.text().casefold().split() if self.which.value == SETTLED else []
        rows = [row for row in self._all if all(word in self._said(row) for word in wanted)]
        self.cards.show(rows)
        self._say_how_many()
        if not self._all and self.which.value == WAITING:
            self.opened.shut()
            self.show_empty(
                tr("Conflicts", "Nothing needs you"),
                tr(
                    "Conflicts",
                    "When two people change the same thing, or a time is taken while you are"
                    " offline, both versions wait here for your word.",
                ),
            )
            return
        self.show_content()
        if not rows:
            self.opened.shut()
            return
        if not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.cards.index(0, 0))
        self.opened.open(self.cards.at(self.list.currentIndex()), self._speech)

    def _say_how_many(self) -> None:
        n = len(self._all)
        subtitle = tr("Conflicts", "%n draft(s) met a newer change. Nothing was lost.", n)
        if self.which.value == SETTLED:
            subtitle = tr("Conflicts", "What was decided, with all its texts.")
        self.set_title(tr("Conflicts", "Needs attention"), subtitle if n else "")

    async def _decide(self, command: Command) -> None:
        try:
            self._tell(await self.ctx.replica.write(_label(), command))
        except Expected as error:
            said = errors.words(error)
            self.opened.refuse(f"{said.title}.", said.sentence)
        finally:
            self._is_deciding = False

    def _tell(self, outcome: Outcome) -> None:
        match outcome:
            case Settled(card_id, choice, drafts):
                kept = (
                    tr("Conflicts", "Kept on this computer, sent when it can be") if drafts else ""
                )
                self.say(labels.outcome(choice), kept, partial(self._take_back, card_id))
            case HandedOver(card_id, _, to):
                said = tr(
                    "Conflicts", "Handed over to {who}", who=to or labels.outcome("handed_over")
                )
                kept = tr("Conflicts", "It goes when it can be sent. All texts stay under Settled.")
                self.say(said, kept, partial(self._take_back, card_id))
            case NotHandedOver():
                self.opened.refuse(not_handed_over(outcome))
            case NotFree():
                self.opened.refuse(tr("Conflicts", "This time has just been taken."), "")
            case NotPossible():
                self.opened.refuse(
                    tr("Conflicts", "The record does not allow it any more."),
                    tr("Conflicts", "Look at what it says now, and choose another way."),
                )
            case NoRoom(limit):
                self.opened.refuse(
                    tr("Conflicts", "Both texts together are too long."),
                    tr("Conflicts", "A note holds {most} characters.", most=limit),
                )
            case TooLate():
                self.say(
                    tr("Conflicts", "It is on its way to the server already"),
                    tr("Conflicts", "Change the record itself instead."),
                )
            case Reopened():
                self.say(tr("Conflicts", "Waits for a decision again"))
            case AlreadySettled():
                pass

    async def _take_back(self, card_id: str) -> None:
        outcome = await self.ctx.replica.write(_label(), Reopen(card_id))
        if isinstance(outcome, TooLate):
            self._tell(outcome)

    async def _hand_over(self, card: CardRow) -> None:
        """Ask to whom; leaving the sheet changes nothing."""
        whom = await ask_whom(self, self.ctx)
        self.opened.begin()
        if whom is not None:
            self.decide(HandOver(card.id, *whom))

    async def _show_past(self, card: CardRow) -> None:
        title = self._speech.record(card.mention)
        await show_history(self, self.ctx, card.tbl, card.row_id, title)
        self.opened.begin()

    def _speak(self, known: Known) -> Speech:
        person = self.ctx.person
        today = fmt.local(self.ctx.clock.now(), person.time_zone).date()
        return Speech(known.names, person.time_zone, today, person.role, known.in_the_way)

    # How a card reads in the list

    def _headline(self, card: CardRow) -> str:
        return self._speech.title(card, lines_of(card))

    def _about(self, card: CardRow) -> str:
        return self._speech.record(card.mention)

    def _lines(self, card: CardRow) -> Lines:
        if card.closed_at is None:
            return Lines(self._headline(card), self._about(card), self._speech.made(card))
        when = self._speech.when(card.closed_at)
        return Lines(
            self._headline(card),
            self._about(card),
            joined(labels.outcome(card.outcome or ""), when),
            mark="check",
            tone="green",
        )

    def _said(self, card: CardRow) -> str:
        lines = self._lines(card)
        return f"{lines.title} {lines.detail} {lines.faint}".casefold()

    # Slots

    def _on_which_chosen(self, which: str) -> None:
        self._filter_row.setVisible(which == SETTLED)
        self.opened.shut()
        self._all = []
        self._follow()

    def _on_filtered(self, text: str) -> None:
        del text
        self._show_cards()

    def _on_current_changed(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            self.opened.open(self.cards.at(current), self._speech)

    def _on_activated(self, index: QModelIndex) -> None:
        del index
        self.opened.begin()

    def _on_focus_lost(self) -> None:
        # Not into the next card: a second Enter must not decide what nobody has read.
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_handing_asked(self, card: CardRow) -> None:
        self.scope.restart("hand over", self._hand_over(card))

    def _on_past_asked(self, card: CardRow) -> None:
        self.scope.restart("past", self._show_past(card))

    def _on_choose_asked(self, where: dict[str, object]) -> None:
        self.ctx.navigate("schedule", **where)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme().space("medium") + 2)
        left = Card("", self, flush=True)
        left.setMinimumWidth(_LIST_LEAST)
        left.setMaximumWidth(_LIST_WIDTH)
        space = theme().space()
        top = QHBoxLayout()
        top.setContentsMargins(space, space, space, space)
        top.addWidget(self.filter)
        self._filter_row = QWidget(left)
        self._filter_row.setLayout(top)
        left.body.addWidget(self._filter_row)
        self._filter_row.hide()
        none = EmptyState(
            tr("Conflicts", "Nothing here"),
            tr("Conflicts", "Decisions are kept here, with all their texts."),
            parent=left,
        )
        left.body.addWidget(LiveView(self.list, self.cards, none, left), 1)
        row.addWidget(left, 2)
        row.addWidget(self.opened, 5)
        self.body.addLayout(row)


def _label() -> str:
    return tr("Conflicts", "Settle a refused draft")
