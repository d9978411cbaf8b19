"""What follows from a wish on the page: look, ask where something speaks against it, write, show.

Writes queue: a key pressed while the one before is still being written is done next, not dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from dataclasses import replace
from datetime import time, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Slot

from clinic_app import errors
from clinic_app.domain.hours import Interval, instant, local_day
from clinic_app.features.schedule import queries
from clinic_app.features.schedule.actions import (
    BookAppointment,
    Booked,
    MoveAppointment,
    Moved,
    place_of,
)
from clinic_app.features.schedule.model import Drop
from clinic_app.features.schedule.queries import AppointmentRow
from clinic_app.features.schedule.view import free, words
from clinic_app.features.schedule.view.clerk import Clerk
from clinic_app.features.schedule.view.question import about_cancel, about_move
from clinic_app.ui import format as fmt
from sync.errors import Expected

if TYPE_CHECKING:
    from clinic_app.features.schedule.view.page import SchedulePage

T = TypeVar("T")
_OFFERS = 3


class Deeds(QObject):
    """Between the page and the clerk."""

    def __init__(self, page: SchedulePage) -> None:
        super().__init__(page)
        self._page, self._ctx, self._zone = page, page.ctx, page.board.zone
        self.clerk = Clerk(
            page.ctx.replica, page.ctx.clock, page.board.zone, page.say, self._is_online
        )
        self._one_at_a_time = asyncio.Lock()
        aside = page.aside
        aside.booking.wanted.connect(self._on_book)
        aside.booking.wish_changed.connect(self._on_wish)
        aside.booking_left.connect(self._on_booking_closed)
        aside.booking.form.picker.register_wanted.connect(self._on_register)
        aside.details.status_wanted.connect(self._on_status)
        aside.details.move_wanted.connect(self._on_move)
        aside.details.cancel_wanted.connect(self._on_cancel)
        aside.details.reinstate_wanted.connect(self._on_reinstate)
        aside.details.record_wanted.connect(self._on_record)
        aside.waiting.called.connect(self._on_called)

    def _is_online(self) -> bool:
        return self._ctx.engine.status.online

    def _do(self, name: str, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._page.aside.question.dismiss()
        self._ctx.scope.start(name, self._guarded(deed))

    async def _guarded(self, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await deed()
        except Expected as error:
            said = errors.words(error)
            self._page.show_trouble(f"{said.title}.", said.sentence)

    # Deeds

    def move(self, drop: Drop) -> None:
        """Put an appointment where it was dropped."""
        row = self._page.sources.appointment(drop.block_id)
        self._do("move", partial(self._move, drop, row))

    async def _move(self, drop: Drop, row: AppointmentRow | None) -> None:
        if row is None:
            found = await self._ctx.replica.read(queries.appointment_card(drop.block_id).run)
            if not found:
                return
            row = found[0]
        before = place_of(row)
        minute = time(drop.minute // 60, drop.minute % 60)
        starts_at = instant(drop.column.day, minute, self._zone)
        to = replace(
            before,
            provider_id=drop.column.provider_id,
            starts_at=starts_at,
            ends_at=starts_at + (row.ends_at - row.starts_at),
            overbook_reason="",
        )
        provider = self._page.sources.provider(to.provider_id)
        if provider is not None and to.provider_id != row.provider_id:
            to = replace(to, room_id=provider.room_id)
        name = words.patient_name(row)
        when = fmt.clock_time(starts_at.astimezone(self._zone))
        command = MoveAppointment(row.id, to, self._zone.key)
        self._page.board.want(row.id)
        outcome = await self._write(partial(self.clerk.move, command, name, when))
        if isinstance(outcome, Moved) or not outcome:
            return
        said = provider.display_name if provider is not None else row.provider_name or ""
        asked = about_move(outcome, name, when, said, self._zone)
        reason = await self._page.aside.question.ask(asked)
        if reason is None:
            return
        again = replace(command, to=replace(to, overbook_reason=reason), deliberately=True)
        await self._write(partial(self.clerk.move, again, name, when))

    async def _write(self, deed: Callable[[], Coroutine[Any, Any, T]]) -> T:
        async with self._one_at_a_time:
            return await deed()

    def cancel_selected(self) -> None:
        """Ask once, then cancel the appointment under the cursor."""
        row = self._page.board.selected
        if row is not None:
            self._do("cancel", partial(self._cancel, row))

    async def _cancel(self, row: AppointmentRow) -> None:
        name = words.patient_name(row)
        when = fmt.clock_time(row.starts_at.astimezone(self._zone))
        reason = await self._page.aside.question.ask(about_cancel(name, when))
        if reason is not None:
            await self._write(partial(self.clerk.cancel, row.id, name, reason))

    def set_selected(self, status: str) -> None:
        """Give the appointment under the cursor another state."""
        row = self._page.board.selected
        if row is not None:
            self._set(row, status)

    def _set(self, row: AppointmentRow, status: str) -> None:
        name = words.patient_name(row)
        change = partial(self.clerk.set_status, row.id, status, name)
        self._do("status", partial(self._write, change))

    def reinstate_selected(self) -> None:
        """Put the cancelled appointment under the cursor back."""
        row = self._page.board.selected
        if row is not None:
            self._reinstate(row)

    def _reinstate(self, row: AppointmentRow) -> None:
        back = partial(self.clerk.reinstate, row.id, words.patient_name(row))
        self._do("reinstate", partial(self._write, back))

    async def show(self, appointment_id: str) -> None:
        """Bring an appointment into sight, whatever day it is on, and show all of it."""
        found = await self._ctx.replica.read(queries.appointment_card(appointment_id).run)
        if not found:
            self._page.say(words.gone())
            return
        row = found[0]
        board = self._page.board
        if board.calendar.state.block(appointment_id) is None:
            board.show_as("day")
            board.go(local_day(row.starts_at, self._zone))
        board.want(appointment_id)
        self._page.aside.show_details(row, with_focus=True)

    # Booking

    @Slot(object)
    def _on_book(self, command: BookAppointment) -> None:
        self._do("book", partial(self._book, command))

    async def _book(self, command: BookAppointment) -> None:
        panel, page = self._page.aside.booking, self._page
        name = panel.form.picker.name.text()
        here = command.starts_at.astimezone(self._zone)
        try:
            book = partial(self.clerk.book, command, name, fmt.clock_time(here))
            outcome = await self._write(book)
        except Expected:
            panel.refuse()
            raise
        if not isinstance(outcome, Booked):
            time_ = Interval(command.starts_at, command.ends_at)
            found = await self.clerk.concerns(command.provider_id, time_, command.patient_id)
            panel.show_concerns(found or (outcome,), ())
            panel.refuse()
            return
        page.aside.close_booking()
        if page.board.mode == "day" and page.board.day != here.date():
            page.board.go(here.date())
        page.board.want(outcome.appointment_id)

    @Slot()
    def _on_wish(self) -> None:
        """Look again at what speaks against the time that is chosen now."""
        form = self._page.aside.booking.form
        patient = form.picker.patient
        wish = form.wish
        self._page.aside.follow_ahead(patient.id if patient is not None else None)
        self._page.calendar.show_ghost(wish.provider_id, wish.day, wish.minute, wish.length)
        self._ctx.scope.restart("concerns", self._concerns())

    async def _concerns(self) -> None:
        """What speaks against the wish, and free times of that day, until it is another wish."""
        panel = self._page.aside.booking
        provider_id, wish = panel.form.provider.value, panel.form.time
        patient = panel.form.picker.patient
        first, last = wish.starts_at - timedelta(days=1), wish.ends_at + timedelta(days=1)
        busy = queries.busy_between([provider_id], first, last)
        absent = queries.time_off_of_provider(provider_id, first, last)
        async with aclosing(self._ctx.replica.watch(busy)) as stream:
            async for taken in stream:
                found = await self.clerk.concerns(
                    provider_id, wish, patient.id if patient is not None else None
                )
                away = await self._ctx.replica.read(absent.run)
                known = free.Known(self._page.sources.known.hours, tuple(away), tuple(taken))
                after = max(self._ctx.clock.now(), wish.starts_at)
                panel.show_concerns(
                    found,
                    free.free_after(
                        known, provider_id, after, wish.length, self._zone, limit=_OFFERS, days=1
                    ),
                )

    @Slot()
    def _on_booking_closed(self) -> None:
        self._ctx.scope.stop("concerns")
        self._page.calendar.hide_ghost()

    @Slot(str)
    def _on_register(self, text: str) -> None:
        family, _, given = text.strip().partition(" ")
        is_name = text.replace(" ", "").isalpha()
        names = {"family_name": family, "given_name": given} if is_name else {}
        self._ctx.navigate("patients", register=True, **names)

    # From the panels

    @Slot(str, str)
    def _on_status(self, appointment_id: str, status: str) -> None:
        row = self._row(appointment_id)
        if row is not None:
            self._set(row, status)

    @Slot(str)
    def _on_called(self, appointment_id: str) -> None:
        self._on_status(appointment_id, "in_progress")

    @Slot(str)
    def _on_move(self, appointment_id: str) -> None:
        page = self._page
        page.calendar.set_state(page.calendar.state.on(appointment_id))
        page.lift()

    @Slot(str)
    def _on_cancel(self, appointment_id: str) -> None:
        row = self._row(appointment_id)
        if row is not None:
            self._do("cancel", partial(self._cancel, row))

    @Slot(str)
    def _on_reinstate(self, appointment_id: str) -> None:
        row = self._row(appointment_id)
        if row is not None:
            self._reinstate(row)

    @Slot(str)
    def _on_record(self, patient_id: str) -> None:
        self._ctx.navigate("patients", patient_id=patient_id)

    def _row(self, appointment_id: str) -> AppointmentRow | None:
        shown = self._page.aside.details.row
        if shown is not None and shown.id == appointment_id:
            return shown
        return self._page.sources.appointment(appointment_id)
