"""The frames of Supabase Realtime: what to send, and what was said. No socket, no time, no state.

Phoenix channels, vsn 1.0.0: every frame is one JSON object. Shapes from supabase/realtime,
`lib/realtime_web/channels/realtime_channel.ex` and the protocol guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

import msgspec

from sync.backend.address import Address

PREFIX: Final = "realtime:"
POKE: Final = "poke"

Json = dict[str, Any]


class Frame(msgspec.Struct, frozen=True):
    """One message, either way."""

    topic: str
    event: str
    payload: Json = {}
    ref: str | None = None
    join_ref: str | None = None


# --- to the server --------------------------------------------------------------------------------


def endpoint(address: Address, key: str) -> str:
    """Where the socket is. The key is public; a person's token never stands in an address."""
    return f"{address.socket}/realtime/v1/websocket?apikey={quote(key, safe='')}&vsn=1.0.0"


def join(topic: str, token: str, ref: str, presence_key: str | None = None) -> str:
    """Ask to listen to a private topic, and to be told when the server itself listens."""
    config = {
        "broadcast": {"ack": False, "self": False, "replication_ready": True},
        "presence": {"enabled": presence_key is not None, "key": presence_key or ""},
        "postgres_changes": [],
        "private": True,
    }
    return _encode(topic, "phx_join", {"config": config, "access_token": token}, ref, ref)


def renew(topic: str, token: str, ref: str, join_ref: str) -> str:
    """Show a fresh token, before the server asks for it by closing the topic."""
    return _encode(topic, "access_token", {"access_token": token}, ref, join_ref)


def track(topic: str, state: Json, ref: str, join_ref: str) -> str:
    """Show the others on the topic that this person is here."""
    payload = {"type": "presence", "event": "track", "payload": state}
    return _encode(topic, "presence", payload, ref, join_ref)


def heartbeat(ref: str) -> str:
    """Ask whether the other end is still there."""
    frame = Frame("phoenix", "heartbeat", {}, ref)
    return msgspec.json.encode(frame).decode()


def _encode(topic: str, event: str, payload: Json, ref: str, join_ref: str) -> str:
    return msgspec.json.encode(Frame(PREFIX + topic, event, payload, ref, join_ref)).decode()


# --- from the server ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Replied:
    """The answer to the frame numbered `ref`. `reason` when it was refused."""

    ref: str
    ok: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """Somebody, or the database, said something on a topic."""

    topic: str
    event: str
    payload: Json


@dataclass(frozen=True, slots=True)
class Ready:
    """From now on the database's messages arrive on this topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class Warned:
    """The server is not content with this topic, e.g. with its token; it may close it next."""

    topic: str
    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The topic was left. `join_ref` says which time of joining this is about."""

    topic: str
    join_ref: str | None


@dataclass(frozen=True, slots=True)
class Draining:
    """The server is about to go: come back a little later."""


Said = Replied | Broadcast | Ready | Warned | Closed | Draining


def read(text: str | bytes) -> Said | None:
    """What a frame says; None for what is of no interest. Raises msgspec.DecodeError."""
    frame = msgspec.json.decode(text, type=Frame)
    topic = frame.topic.removeprefix(PREFIX)
    payload = frame.payload
    match frame.event:
        case "phx_reply":
            return Replied(frame.ref or "", payload.get("status") == "ok", _reason(payload))
        case "broadcast":
            inner = payload.get("payload")
            event = str(payload.get("event", ""))
            return Broadcast(topic, event, inner if isinstance(inner, dict) else {})
        case "system":
            return _system(topic, payload)
        case "phx_close" | "phx_error":
            return Closed(topic, frame.join_ref)
    return None


def scope_of(payload: Json) -> str | None:
    """The scope that a poke names, if it does."""
    scope = payload.get("scope")
    return scope if isinstance(scope, str) else None


def _reason(payload: Json) -> str:
    response = payload.get("response")
    if isinstance(response, dict):
        return str(response.get("reason", ""))
    return str(response or "")


def _system(topic: str, payload: Json) -> Said | None:
    message = str(payload.get("message", ""))
    if payload.get("status") != "ok":
        return Warned(topic, message)
    if "disconnect" in message.lower():
        return Draining()
    if "replication connection established" in message.lower():
        return Ready(topic)
    return None
