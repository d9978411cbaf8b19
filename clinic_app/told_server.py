"""The clinic's server, as pages ask it: what changes something there is told to the audit trail here.

Not what the drafts carry, which have their lines: the few things that only the server can do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from clinic_app.ui.i18n import marked
from sync.errors import NotAllowed

if TYPE_CHECKING:
    from clinic_app.ui.context import Server
    from sync.replica.replica import Replica


class Deed(NamedTuple):
    """What a function does. `about`: the record it is about, and where its id stands: in the request,
    or else in the answer.
    """

    label: str
    table: str
    about: str


DEEDS: Final = {
    "invite": Deed(marked("Deed", "Invite somebody"), "invitations", "id"),
    "withdraw_invitation": Deed(marked("Deed", "Withdraw an invitation"), "invitations", "id"),
    "order_wipe": Deed(marked("Deed", "Have a computer forget somebody"), "profiles", "user_id"),
    "cancel_wipe": Deed(marked("Deed", "Take back that a computer forgets"), "profiles", "user_id"),
}
ASK: Final = marked("Deed", "Ask the server")
_NOTHING: Final = frozenset({"member", "gone"})
"""Outcomes after which everything is as before."""


class ToldServer:
    """See `clinic_app.ui.context.Server`."""

    def __init__(self, server: Server, replica: Replica) -> None:
        self._server, self._replica = server, replica

    async def ask(self, function: str, request: dict[str, Any]) -> dict[str, Any]:
        """Ask, and tell the trail what came of it. Raises what the server's own `ask` raises."""
        deed = DEEDS.get(function)
        try:
            answer = await self._server.ask(function, request)
        except NotAllowed as refused:
            await self._note("refusal", deed, request, {}, fields=[refused.code])
            raise
        did = answer.get("outcome") not in _NOTHING and answer.get("cancelled") != 0
        if deed is not None and did:
            await self._note("people", deed, request, answer)
        return answer

    async def _note(
        self,
        action: str,
        deed: Deed | None,
        request: dict[str, Any],
        answer: dict[str, Any],
        *,
        fields: list[str] | None = None,
    ) -> None:
        about = {**answer, **request}.get(deed.about) if deed else None
        await self._replica.note(
            action,
            deed.label if deed else ASK,
            table=deed.table if deed and about else "",
            row_id=str(about) if about else "",
            fields=fields or [],
            durable=True,
        )
