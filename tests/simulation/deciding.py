"""What a person does about refused drafts: the decisions that "Needs attention" offers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Row, select

from clinic_app.features.conflicts import actions
from clinic_app.parts.handover.actions import HandOver
from sync.replica.tables import cards, facility_members
from sync.replica.transaction import Transaction

if TYPE_CHECKING:
    from tests.simulation.desk import Desk


class Deciding:
    """The part of a desk that has cards on it. Decisions repeat what was typed before, so their drafts
    have no value of their own.
    """

    @property
    def has_cards(self: Desk) -> bool:
        """Whether one waits for a decision here."""
        assert self.process is not None
        asked = "SELECT 1 FROM cards WHERE closed_at IS NULL AND person = ? LIMIT 1"
        return self.process.replica.ask(asked, (self.person,)) is not None

    async def decide(self: Desk, n: Sequence[int]) -> str:
        """Deal with a card; without any, there is always something to edit."""

        def command(tx: Transaction) -> str:
            card = _some_card(tx, n[0])
            if card is None:
                return ""
            made = _DECISIONS[card.kind][n[1] % len(_DECISIONS[card.kind])](card.id)
            told = made(tx)
            what = f"{type(made).__name__} of {card.kind} {card.tbl} {card.row_id[-4:]}"
            return f"decides {what}: {type(told).__name__}"

        return await self.write(command, repeats=True) or await self.edit(n)

    async def hand_over(self: Desk, n: Sequence[int]) -> str:
        """Give a card to somebody of the clinic, who may not be one to treat it."""

        def command(tx: Transaction) -> str:
            card = _some_card(tx, n[0])
            other = facility_members.c.user_id != tx.author
            found = select(facility_members.c.id).where(other).order_by(facility_members.c.id)
            members = list(tx.db.scalars(found))
            if card is None or not members:
                return ""
            member = members[n[1] % len(members)]
            note = f"please {self.world.next()}"
            told = HandOver(card.id, member, note)(tx)
            return f"hands over {card.id[-4:]} to {member[-4:]}: {type(told).__name__}"

        return await self.write(command, repeats=True) or await self.edit(n)

    async def reopen(self: Desk, n: Sequence[int]) -> str:
        """Take a decision back, while nothing of it has left this computer."""
        undone: list[str] = []

        def command(tx: Transaction) -> str:
            card = _some_card(tx, n[0], is_open=False)
            if card is None:
                return ""
            drafts = card.body.get("resolution", {}).get("drafts", ())
            told = actions.Reopen(card.id)(tx)
            if isinstance(told, actions.Reopened):
                undone.extend(drafts)
            return f"takes back {card.id[-4:]}: {type(told).__name__}"

        # Also where the program dies on it: whether it was taken back, nobody has been told.
        told = await self.write(command, repeats=True)
        self.promises = [each for each in self.promises if each.draft.id not in undone]
        return told or await self.edit(n)


_DECISIONS: Final[dict[str, tuple[Callable[[str], Callable[[Transaction], object]], ...]]] = {
    "insert": (actions.SendAgain, actions.SendAgain, actions.Discard),
    "update": (actions.keep_mine, actions.keep_theirs, actions.SendAgain, actions.Discard),
    "delete": (actions.SendAgain, actions.Discard),
}


def _some_card(tx: Transaction, n: int, *, is_open: bool = True) -> Row[Any] | None:
    """One of the cards that this person has before them, or has decided."""
    closed = cards.c.closed_at
    mine = select(cards).where(
        cards.c.person == tx.author, closed.is_(None) if is_open else closed.is_not(None)
    )
    found = tx.db.execute(mine.order_by(cards.c.id)).all()
    return found[n % len(found)] if found else None
