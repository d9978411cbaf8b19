"""A visit whose time was taken: three free times, the first of them one Enter away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from clinic_app.domain.durations import minutes
from clinic_app.features.conflicts.actions import MoveTo, booked_elsewhere
from clinic_app.features.conflicts.model.slots import Offer, Wish
from clinic_app.features.conflicts.queries import BookedRow, CardRow
from clinic_app.features.conflicts.view.detail import Detail
from clinic_app.features.conflicts.view.tile import Tile
from clinic_app.features.conflicts.view.words import Speech
from clinic_app.parts.flow import Flow
from clinic_app.parts.record_words import joined
from clinic_app.parts.strip import Strip
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import tr
from clinic_app.ui.widgets import Button, Label


class SlotDetail(Detail):
    """`choose_asked` carries what the schedule needs to open with this booking."""

    choose_asked = Signal(dict)

    def __init__(self, card: CardRow, speech: Speech, parent: QWidget | None = None) -> None:
        super().__init__(card, speech, parent)
        self.tiles: list[Tile] = []
        self._offers: list[Offer] = []
        self._is_entered = False
        self.booked = Strip("good", self)
        self.booked.acted.connect(self._on_booked)
        self.body.insertWidget(0, self.booked)
        self.lead = Label(tr("Conflicts", "Move to the next free time"), "heading", self)
        self.middle.addWidget(self.lead)
        self._row = Flow()
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._group.idToggled.connect(self._on_toggled)
        self.another = Button(tr("Conflicts", "Choose another…"), "plain", self)
        self.another.clicked.connect(self._on_another)
        self._row.addWidget(self.another)
        self.middle.addLayout(self._row)
        self.book = self.add_button(
            tr("Conflicts", "Looking for free times…"), "primary", hint="Enter"
        )
        self.book.setEnabled(False)
        self.book.clicked.connect(self.enter)

    @property
    def wish(self) -> Wish:
        """What could not be had."""
        wanted = self._wanted
        starts, ends = (datetime.fromisoformat(wanted[n]) for n in ("starts_at", "ends_at"))
        return Wish(str(wanted["provider_id"]), starts, ends - starts)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Offer these; the one that was picked stays picked when it is still free."""
        if list(offers) == self._offers and self.tiles:
            return
        before = self._picked
        had_focus = any(tile.hasFocus() for tile in self.tiles) or self.book.hasFocus()
        for tile in self.tiles:
            self._group.removeButton(tile)
            self._row.removeWidget(tile)
            tile.deleteLater()
        self._offers = list(offers)
        self.tiles = []
        for number, offer in enumerate(self._offers):
            tile = Tile(*self._words(offer), self)
            tile.stepped.connect(self._on_stepped)
            self._group.addButton(tile, number)
            self._row.insert(number, tile)
            tile.show()  # a layout shows it later, and only what is shown can have the focus
            self.tiles.append(tile)
        at = self._offers.index(before) if before in self._offers else 0
        if self.tiles:
            self.tiles[at].setChecked(True)
        else:
            self.lead.setText(tr("Conflicts", "Nobody has a free time in the next two weeks."))
            self.book.setEnabled(False)
            self.book.setText(tr("Conflicts", "No free time"))
        if had_focus:
            self.begin()
        if self._is_entered and self.tiles:
            self.enter()

    def show_booked(self, row: BookedRow | None) -> None:
        """Somebody has booked the patient in the schedule since: the card can be put away."""
        if row is None:
            self.booked.say("")
            return
        when = self.speech.moment(row.starts_at)
        self.booked.say(
            tr("Conflicts", "{patient} is booked now.", patient=self.speech.patient(self.row)),
            joined(when, self.speech.provider({"provider_id": row.provider_id})),
            tr("Conflicts", "That settles it"),
        )
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.begin()

    def begin(self) -> None:
        picked = self._group.checkedButton()
        if self.booked.isVisible():
            picked = self.booked.button
        (picked or self.another).setFocus(Qt.FocusReason.OtherFocusReason)

    def enter(self) -> None:
        offer = self._picked
        if offer is None:
            self._is_entered = not self.tiles  # still looking: book as soon as there is a time
            return
        self._is_entered = False
        own_room = self._wanted.get("room_id")
        is_same = offer.place.provider_id == self.wish.provider_id
        room = own_room if is_same and own_room else offer.place.room_id
        self.decided.emit(
            MoveTo(self.row.id, offer.place.provider_id, room, offer.starts_at, offer.ends_at)
        )

    @property
    def _wanted(self) -> dict[str, Any]:
        return {**self.row.base, **self.row.mine}

    @property
    def _picked(self) -> Offer | None:
        at = self._group.checkedId()
        return self._offers[at] if 0 <= at < len(self._offers) else None

    def _words(self, offer: Offer) -> tuple[str, str]:
        length: timedelta = offer.ends_at - offer.starts_at
        return (
            self.speech.moment(offer.starts_at),
            joined(offer.place.name, fmt.duration(minutes(length))),
        )

    def _on_toggled(self, number: int, on: bool) -> None:
        if not on:
            return
        offer = self._offers[number]
        at = self.speech.when(offer.starts_at)
        self.book.setText(tr("Conflicts", "Book {time}", time=at))
        self.book.setEnabled(True)

    def _on_stepped(self, step: int) -> None:
        at = self._group.checkedId() + step
        if 0 <= at < len(self.tiles):
            self.tiles[at].setChecked(True)
            self.tiles[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_booked(self) -> None:
        self.decided.emit(booked_elsewhere(self.row.id))

    def _on_another(self) -> None:
        day = fmt.local(self.wish.starts_at, self.speech.zone).date()
        if self.row.kind != "insert":
            self.choose_asked.emit({"appointment_id": self.row.row_id, "day": day})
            return
        kept = ("patient_id", "type_id", "modality", "reason", "provider_id")
        where = {name: self._wanted[name] for name in kept if self._wanted.get(name)}
        self.choose_asked.emit({**where, "day": max(day, self.speech.today)})
