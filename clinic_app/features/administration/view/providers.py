"""Those one can book with: their details, their working week, and when they are away."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_app.features.administration import queries
from clinic_app.features.administration.queries import MemberRow, ProviderRow, RoomRow
from clinic_app.features.administration.view import kinds
from clinic_app.features.administration.view.absences import Absences
from clinic_app.features.administration.view.listing import Listing
from clinic_app.features.administration.view.week import Week
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr


class Providers(Listing):
    """The list of providers, with their plans below the form."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx, kinds.providers(), parent)
        self.week = Week(ctx, self.editor)
        self.absences = Absences(ctx, self.editor)
        for each in (self.week, self.absences):
            each.said.connect(self.said)
            each.hide()
            self.editor.below.addWidget(each)
        facility = ctx.person.facility_id
        ctx.scope.start("rooms", self._offer_rooms(ctx.replica.watch(queries.rooms_of(facility))))
        people = ctx.replica.watch(queries.members_of(facility))
        ctx.scope.start("accounts", self._offer_accounts(people))

    def row_opened(self, row: ProviderRow | None) -> None:
        """Show the plans of who is shown."""
        for each in (self.week, self.absences):
            each.setVisible(row is not None)
            each.follow(row.id if row is not None else "")

    async def _offer_rooms(self, stream: AsyncGenerator[list[RoomRow], None]) -> None:
        async for rows in stream:
            named = [(row.id, row.name) for row in rows if row.is_active or self._has(row.id)]
            self.editor.form.offer("room_id", [("", tr("Administration", "None")), *named])

    async def _offer_accounts(self, stream: AsyncGenerator[list[MemberRow], None]) -> None:
        async for rows in stream:
            named = [(r.id, r.display_name) for r in rows if r.is_active or self._has(r.id)]
            self.editor.form.offer("member_id", [("", tr("Administration", "None")), *named])

    def _has(self, value: str) -> bool:
        row: Any = self.editor.row
        return row is not None and value in (row.room_id, row.member_id)
