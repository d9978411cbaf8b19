"""The right half of the page: one card, what waits under it, and free times that stay current."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from clinic_app.domain.hours import day_range, local_day
from clinic_app.features.conflicts import queries
from clinic_app.features.conflicts.actions import settling
from clinic_app.features.conflicts.model.lines import Trouble, trouble
from clinic_app.features.conflicts.model.slots import DAYS, offers
from clinic_app.features.conflicts.queries import CardRow, ParkedRow, free_time
from clinic_app.features.conflicts.queries.names import known_of
from clinic_app.features.conflicts.view.clash_detail import ClashDetail
from clinic_app.features.conflicts.view.detail import Detail
from clinic_app.features.conflicts.view.parked import Parked
from clinic_app.features.conflicts.view.plain_detail import PlainDetail
from clinic_app.features.conflicts.view.settled_detail import SettledDetail
from clinic_app.features.conflicts.view.slot_detail import SlotDetail
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.parts.looking import CARD, Looking
from clinic_app.ui.context import Context
from clinic_app.ui.theme import theme


class Opened(QScrollArea):
    """`decided` carries a command, `choose_asked` what the schedule needs to open with a booking;
    `handing_asked` and `past_asked` carry the card, `focus_lost` says that one that had the focus is gone.
    """

    decided = Signal(object)
    choose_asked = Signal(dict)
    handing_asked = Signal(object)
    past_asked = Signal(object)
    focus_lost = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._wants_focus = False
        self._wanted: CardRow | None = None
        self.detail: Detail | None = None
        self._looking = Looking(ctx, CARD, parent or self)
        self.parked = Parked(self)
        self.parked.hide()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget(self)
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme().space("medium") + 2)
        self._column.addWidget(self.parked)
        self._column.addStretch(1)
        self.setWidget(holder)

    def open(self, card: CardRow, speech: Speech) -> None:
        """Show this card; the one that is shown already is left as it is."""
        if card == self._wanted:
            return
        self._clear()
        self._wanted = card
        self._ctx.scope.restart("open card", self._open(card, speech))

    def shut(self) -> None:
        """Show nothing."""
        self._looking.away()
        self._clear()

    def _clear(self) -> None:
        self._wanted = None
        for name in ("open card", "offers", "booked", "in the way", "parked"):
            self._ctx.scope.stop(name)
        self.parked.hide()
        detail, self.detail = self.detail, None
        if detail is not None:
            focused = self.window().focusWidget()
            if focused is not None and detail.isAncestorOf(focused):
                self.focus_lost.emit()
            detail.hide()
            detail.deleteLater()

    def begin(self) -> None:
        """Put the focus on the proposed answer, as soon as there is one."""
        self._wants_focus = True
        self._try_to_begin()

    def refuse(self, text: str, detail: str = "") -> None:
        """The last answer could not be carried out."""
        if self.detail is not None:
            self.detail.say_no(text, detail)

    async def _open(self, card: CardRow, speech: Speech) -> None:
        can_reopen = False
        if card.closed_at is not None:
            can_reopen = await self._ctx.replica.read(settling.reopenable(card))
        detail = self._detail_for(card, speech, can_reopen=can_reopen)
        self.detail = detail
        detail.decided.connect(self.decided)
        detail.handing_asked.connect(self._on_handing_asked)
        detail.past_asked.connect(self._on_past_asked)
        self._column.insertWidget(0, detail)
        detail.show()
        self._looking.at(card.tbl, card.row_id)
        self._ctx.scope.restart("parked", self._follow_parked(detail))
        self._try_to_begin()

    def _detail_for(self, card: CardRow, speech: Speech, *, can_reopen: bool) -> Detail:
        if card.closed_at is not None:
            return SettledDetail(card, speech, can_reopen=can_reopen, parent=self)
        kind = trouble(card.status, card.code)
        if kind is Trouble.SLOT:
            slot = SlotDetail(card, speech, self)
            slot.choose_asked.connect(self.choose_asked)
            self._ctx.scope.restart("offers", self._follow_offers(slot))
            self._ctx.scope.restart("booked", self._follow_booked(slot))
            self._ctx.scope.restart("in the way", self._follow_in_the_way(slot))
            return slot
        if kind is Trouble.CLASH and card.theirs is not None:
            return ClashDetail(card, speech, self._ctx.person.name, self)
        return PlainDetail(card, speech, self)

    async def _follow_offers(self, slot: SlotDetail) -> None:
        """Free times are looked for again whenever somebody's calendar changes."""
        zone, facility = ZoneInfo(self._ctx.person.time_zone), self._ctx.person.facility_id
        wish, now = slot.wish, self._ctx.clock.now()
        begins = day_range(local_day(max(wish.starts_at, now), zone), zone).starts_at
        ends = begins + timedelta(days=DAYS + 1)
        taken = free_time.taken_between(facility, begins, ends)
        async for _ in self._ctx.replica.watch(taken):
            known = await self._ctx.replica.read(free_time.ground_of(facility, begins, ends))
            slot.show_offers(offers(wish, known, self._ctx.clock.now(), zone))
            self._try_to_begin()

    async def _follow_booked(self, slot: SlotDetail) -> None:
        async for rows in self._ctx.replica.watch(queries.booked_since(slot.row)):
            slot.show_booked(rows[0] if rows else None)

    async def _follow_in_the_way(self, slot: SlotDetail) -> None:
        """The visit that has the time may arrive after the verdict that speaks of it."""
        blocking = slot.row.blocking
        if blocking is None or blocking.appointment_id is None:
            return
        facility = self._ctx.person.facility_id
        async for _ in self._ctx.replica.watch(queries.visit(blocking.appointment_id)):
            known = await self._ctx.replica.read(known_of(facility, [slot.row]))
            slot.tell(replace(slot.speech, names=known.names, in_the_way=known.in_the_way))

    async def _follow_parked(self, detail: Detail) -> None:
        speech = detail.speech
        async for rows in self._ctx.replica.watch(queries.parked_under(detail.row.id)):
            about: list[CardRow | ParkedRow] = [detail.row, *rows]
            facility = self._ctx.person.facility_id
            known = await self._ctx.replica.read(known_of(facility, about))
            self.parked.show_rows(rows, Speech(known.names, speech.zone, speech.today))
            detail.hanging(len(rows))

    def _on_handing_asked(self) -> None:
        self.handing_asked.emit(self._wanted)

    def _on_past_asked(self) -> None:
        self.past_asked.emit(self._wanted)

    def _try_to_begin(self) -> None:
        detail = self.detail
        if not self._wants_focus or detail is None or not self.isVisible():
            return
        if isinstance(detail, SlotDetail) and not detail.tiles:
            return
        self._wants_focus = False
        detail.begin()
