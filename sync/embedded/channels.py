"""Who listens to which topic, and who is present on it. Knows no socket and no database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.embedded.permits import Permit

Push = Callable[[str, Any], None]
Key = tuple[bool, str]
Metas = dict[str, list[dict[str, Any]]]


@dataclass(eq=False)
class Channel:
    """One client's membership of one topic. `push` hands an event and its payload to the client."""

    name: str
    private: bool
    push: Push
    presence_key: str
    presence_enabled: bool
    hears_itself: bool
    acknowledges: bool
    permit: Permit
    join_ref: str | None = None
    claims: Mapping[str, Any] = field(default_factory=dict)
    shown: dict[str, Any] | None = None

    @property
    def key(self) -> Key:
        return self.private, self.name


class Hub:
    """All channels of the backend, by topic. Private and public topics of one name are two."""

    def __init__(self) -> None:
        self._channels: dict[Key, set[Channel]] = {}
        self._refs = itertools.count(1)

    def join(self, channel: Channel) -> None:
        self._channels.setdefault(channel.key, set()).add(channel)

    def leave(self, channel: Channel) -> None:
        """Forget a channel; whoever watches presence hears that it left."""
        there = self._channels.get(channel.key, set())
        there.discard(channel)
        if not there:
            self._channels.pop(channel.key, None)
        self.hide(channel)

    def broadcast(self, key: Key, payload: Any, origin: Channel | None = None) -> int:
        """Give a message to all who may hear it but its sender, unless that one wants it too.

        Says how many got it.
        """
        reached = 0
        for channel in list(self._channels.get(key, ())):
            if channel is origin and not channel.hears_itself:
                continue
            if channel.permit.hears:
                channel.push("broadcast", payload)
                reached += 1
        return reached

    def show(self, channel: Channel, about: dict[str, Any]) -> None:
        """Make a client present with what it tells about itself; again to change that."""
        before = channel.shown
        if before is not None and _told(before) == about:
            return
        channel.shown = {"phx_ref": f"{next(self._refs):08x}", **about}
        leaves: Metas = {}
        if before is not None:
            channel.shown["phx_ref_prev"] = before["phx_ref"]
            leaves = {channel.presence_key: [before]}
        self._tell(channel.key, {channel.presence_key: [channel.shown]}, leaves)

    def hide(self, channel: Channel) -> None:
        """Make a client no longer present; nothing when it was not."""
        shown, channel.shown = channel.shown, None
        if shown is not None:
            self._tell(channel.key, {}, {channel.presence_key: [shown]})

    def present(self, key: Key) -> dict[str, Any]:
        """Everybody present on a topic, as presence_state says it."""
        metas: Metas = {}
        for channel in self._channels.get(key, ()):
            if channel.shown is not None:
                metas.setdefault(channel.presence_key, []).append(channel.shown)
        return _grouped(metas)

    def _tell(self, key: Key, joins: Metas, leaves: Metas) -> None:
        difference = {"joins": _grouped(joins), "leaves": _grouped(leaves)}
        for channel in list(self._channels.get(key, ())):
            if channel.presence_enabled and channel.permit.sees:
                channel.push("presence_diff", difference)


def _told(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in ("phx_ref", "phx_ref_prev")}


def _grouped(metas: Metas) -> dict[str, Any]:
    return {key: {"metas": there} for key, there in metas.items()}
