"""Having a lost computer forget: asked once, proved, ordered, and taken back while it was not heard."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinic_app import errors
from clinic_app.features.administration import actions
from clinic_app.features.administration.queries import MemberRow
from clinic_app.features.administration.view import words
from clinic_app.features.administration.view.computers import ALL
from clinic_app.features.administration.view.person_card import PersonCard
from clinic_app.features.administration.view.registry import Registry
from clinic_app.parts.step_up import step_up
from clinic_app.ui.context import Context
from clinic_app.ui.i18n import tr
from clinic_app.ui.page import Said
from sync.errors import Expected, Offline


class Wiping(QObject):
    """Listens to the computers on a person's card."""

    said = Signal(object)

    def __init__(self, ctx: Context, card: PersonCard, registry: Registry) -> None:
        super().__init__(card)
        self._ctx, self._card, self._registry = ctx, card, registry
        card.computers.wipe_asked.connect(self._on_wipe)
        card.computers.cancel_asked.connect(self._on_cancel)

    async def wipe(self, user_id: str, device: str) -> None:
        """Order it; ALL means every computer there is by now."""
        reason = tr("Administration", "You are about to have somebody's computer emptied.")
        if self._ctx.server is None or not await step_up(self._card, self._ctx.prover, reason):
            return
        try:
            await actions.order_wipe(self._ctx.server, user_id, device or None)
        except Expected as error:
            self._refuse(error)
            return
        await self._registry.ask()
        undo = partial(self.cancel, user_id, device)
        text = tr("Administration", "The order is out")
        detail = tr("Administration", "Carried out when the computer is heard of next")
        self.said.emit(Said(text, detail, undo))

    async def cancel(self, user_id: str, device: str) -> None:
        """Take the order back."""
        if self._ctx.server is None:
            return
        try:
            one = await actions.cancel_wipe(self._ctx.server, user_id, device or None)
            # It may have been ordered for every computer at once.
            done = one or await actions.cancel_wipe(self._ctx.server, user_id, None)
        except Expected as error:
            self._refuse(error)
            return
        await self._registry.ask()
        if done:
            self.said.emit(Said(tr("Administration", "The order is taken back")))

    def _refuse(self, error: Expected) -> None:
        if isinstance(error, Offline):
            self._card.refuse(words.offline(tr("Administration", "Emptying a computer")))
            return
        said = errors.words(error)
        self._card.refuse(f"{said.title}.", said.sentence)

    # Slots

    def _on_wipe(self, device: str) -> None:
        row: MemberRow = self._card.row
        known = self._registry.known(row.user_id)
        places = {c.device: c.place for c in known.computers} if known is not None else {}
        name = row.display_name
        text = tr("Administration", "Have every computer forget {name}?", name=name)
        if device != ALL:
            which = words.computer(places.get(device, ""), device)
            text = tr("Administration", "Have {computer} forget {name}?", computer=which, name=name)
        self._card.question.ask(
            text,
            tr(
                "Administration",
                "Everything it holds of them is removed at its next contact, also what was not sent yet."
                " That cannot be brought back.",
            ),
            tr("Administration", "Have it forget"),
            partial(self._start, row.user_id, device),
        )

    def _start(self, user_id: str, device: str) -> None:
        self._ctx.scope.start("wipe", self.wipe(user_id, device))

    def _on_cancel(self, device: str) -> None:
        row: MemberRow = self._card.row
        self._ctx.scope.start("cancel wipe", self.cancel(row.user_id, device))
