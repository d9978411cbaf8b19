"""Frames as supabase/realtime writes and reads them."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from sync.backend import phoenix
from sync.backend.address import check_address


def frame(event: str, payload: dict[str, Any], ref: str | None = None) -> str:
    return json.dumps(
        {"topic": "realtime:facility:f", "event": event, "payload": payload, "ref": ref}
    )


def test_the_socket_is_asked_for_with_the_key_and_never_with_a_token() -> None:
    url = phoenix.endpoint(check_address("https://abc.supabase.co"), "sb_publishable_+/")
    assert url == (
        "wss://abc.supabase.co/realtime/v1/websocket?apikey=sb_publishable_%2B%2F&vsn=1.0.0"
    )


def test_a_join_is_private_and_waits_for_replication() -> None:
    sent = json.loads(phoenix.join("facility:f", "jwt", "3"))
    assert sent == {
        "topic": "realtime:facility:f",
        "event": "phx_join",
        "payload": {
            "config": {
                "broadcast": {"ack": False, "self": False, "replication_ready": True},
                "presence": {"enabled": False, "key": ""},
                "postgres_changes": [],
                "private": True,
            },
            "access_token": "jwt",
        },
        "ref": "3",
        "join_ref": "3",
    }


def test_the_other_frames() -> None:
    assert json.loads(phoenix.heartbeat("9")) == {
        "topic": "phoenix",
        "event": "heartbeat",
        "payload": {},
        "ref": "9",
        "join_ref": None,
    }
    renewed = json.loads(phoenix.renew("user:u", "jwt2", "4", "3"))
    assert (renewed["event"], renewed["payload"]) == ("access_token", {"access_token": "jwt2"})
    assert renewed["join_ref"] == "3"
    here = json.loads(phoenix.track("facility:f", {"name": "Ana"}, "5", "3"))
    assert here["event"] == "presence"
    assert here["payload"] == {"type": "presence", "event": "track", "payload": {"name": "Ana"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            frame("phx_reply", {"status": "ok", "response": {"postgres_changes": []}}, "3"),
            phoenix.Replied("3", True),
        ),
        (
            frame(
                "phx_reply", {"status": "error", "response": {"reason": "Unauthorized: no"}}, "3"
            ),
            phoenix.Replied("3", False, "Unauthorized: no"),
        ),
        (
            frame("phx_reply", {"status": "error", "response": "gone"}, "3"),
            phoenix.Replied("3", False, "gone"),
        ),
        (
            frame(
                "broadcast",
                {"event": "poke", "type": "broadcast", "payload": {"scope": "s", "id": "1"}},
            ),
            phoenix.Broadcast("facility:f", "poke", {"scope": "s", "id": "1"}),
        ),
        (
            frame("broadcast", {"event": "poke", "payload": None}),
            phoenix.Broadcast("facility:f", "poke", {}),
        ),
        (
            frame("system", {"status": "ok", "message": "Server requested disconnect"}),
            phoenix.Draining(),
        ),
        (
            frame("system", {"status": "ok", "message": "Replication connection established"}),
            phoenix.Ready("facility:f"),
        ),
        (frame("system", {"status": "ok", "message": "Subscribed to PostgreSQL"}), None),
        (
            frame("system", {"status": "error", "message": "Token has expired"}),
            phoenix.Warned("facility:f", "Token has expired"),
        ),
        (frame("phx_close", {}, "3"), phoenix.Closed("facility:f", None)),
        (frame("phx_error", {}), phoenix.Closed("facility:f", None)),
        (frame("presence_state", {"key": {"metas": []}}), None),
        (frame("something_new", {"x": 1}), None),
    ],
)
def test_what_a_frame_says(text: str, said: phoenix.Said | None) -> None:
    assert phoenix.read(text) == said


@pytest.mark.parametrize("text", ["", "{", "[]", '{"topic":1}'])
def test_what_is_no_frame_is_not_guessed_at(text: str) -> None:
    with pytest.raises(msgspec.DecodeError):
        phoenix.read(text)


def test_a_poke_may_name_a_scope() -> None:
    assert phoenix.scope_of({"scope": "s", "id": "1"}) == "s"
    assert phoenix.scope_of({"id": "1"}) is None
    assert phoenix.scope_of({"scope": 7}) is None
