"""Frames of the Phoenix protocol, in both text versions that Supabase Realtime speaks."""

from __future__ import annotations

from typing import Any

import msgspec


class Frame(msgspec.Struct, frozen=True):
    """One message: to or from a topic, the answer to `ref` when it has one."""

    topic: str
    event: str
    payload: Any
    ref: str | None = None
    join_ref: str | None = None


class _Named(msgspec.Struct):
    topic: str
    event: str
    payload: Any = None
    ref: str | int | None = None
    join_ref: str | int | None = None


_read_named = msgspec.json.Decoder(_Named).decode
_read_listed = msgspec.json.Decoder(tuple[str | int | None, str | int | None, str, str, Any]).decode
_write = msgspec.json.Encoder().encode

VERSIONS = ("1.0.0", "2.0.0")


def read(version: str, text: str) -> Frame:
    """The frame in a text message. Raises msgspec.DecodeError when it is none."""
    if version == "2.0.0":
        join_ref, ref, topic, event, payload = _read_listed(text)
    else:
        named = _read_named(text)
        join_ref, ref, topic = named.join_ref, named.ref, named.topic
        event, payload = named.event, named.payload
    return Frame(topic, event, payload, _text(ref), _text(join_ref))


def write(version: str, frame: Frame) -> str:
    """The text message of a frame; a payload may be raw JSON."""
    if version == "2.0.0":
        parts = (frame.join_ref, frame.ref, frame.topic, frame.event, frame.payload)
        return _write(parts).decode()
    return _write(frame).decode()


def _text(ref: str | int | None) -> str | None:
    return None if ref is None else str(ref)
