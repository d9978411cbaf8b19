"""What only the server knows of people, and what only it can do: addresses, computers, invitations.

Each raises Offline, NotAllowed and the other kinds of Expected that a question to the server raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clinic_app.ui.context import Server


@dataclass(frozen=True, slots=True)
class Computer:
    """An installation somebody has worked on. `place` is its name, as far as it told one."""

    device: str
    place: str
    last_seen_at: datetime
    wipe_ordered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the server knows of somebody of the facility. `may_wipe`: whether their computers are the
    caller's to empty.
    """

    user_id: str
    email: str
    may_wipe: bool
    computers: tuple[Computer, ...]

    @property
    def last_seen(self) -> Computer | None:
        """Where they worked last."""
        return self.computers[0] if self.computers else None


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who is to join with their next sign-in."""

    id: str
    email: str
    role: str
    display_name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class People:
    """One answer: by account, who is still to come, and whether the caller showed a second proof."""

    known: Mapping[str, Known] = field(default_factory=dict)
    invitations: tuple[Invitation, ...] = ()
    is_proven: bool = False


async def people(server: Server, facility_id: str) -> People:
    """What the server knows of the facility's people."""
    told = await server.ask("people_read", {"facility_id": facility_id})
    return People(
        {each["user_id"]: _known(each) for each in told["people"]},
        tuple(_invitation(each) for each in told["invitations"]),
        told["is_proven"],
    )


async def invite(server: Server, facility_id: str, values: Mapping[str, Any]) -> bool:
    """Invite somebody: `email`, `display_name` and `role`. False when they work there already."""
    told = await server.ask("invite", {"facility_id": facility_id, **values})
    return bool(told["outcome"] == "invited")


async def withdraw(server: Server, invitation_id: str) -> bool:
    """Take an invitation back. False when it was too late for that."""
    told = await server.ask("withdraw_invitation", {"id": invitation_id})
    return bool(told["outcome"] == "withdrawn")


async def order_wipe(server: Server, user_id: str, device: str | None) -> None:
    """Have a computer (or all there are by now) forget everything of somebody at its next contact."""
    await server.ask("order_wipe", {"user_id": user_id, "device": device})


async def cancel_wipe(server: Server, user_id: str, device: str | None) -> bool:
    """Take the order back. False when there is none any more."""
    told = await server.ask("cancel_wipe", {"user_id": user_id, "device": device})
    return bool(told["cancelled"])


def _known(told: Mapping[str, Any]) -> Known:
    return Known(
        told["user_id"],
        told["email"],
        told["may_wipe"],
        tuple(
            Computer(
                each["device"],
                each["place"],
                datetime.fromisoformat(each["last_seen_at"]),
                _moment(each["wipe_ordered_at"]),
            )
            for each in told["computers"]
        ),
    )


def _invitation(told: Mapping[str, Any]) -> Invitation:
    return Invitation(
        told["id"],
        told["email"],
        told["role"],
        told["display_name"],
        datetime.fromisoformat(told["created_at"]),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
