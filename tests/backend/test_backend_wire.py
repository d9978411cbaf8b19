"""The wire: what goes out is what the server reads, and what a newer server adds does no harm."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import msgspec
import pytest

from sync.backend import wire

NOW = "2026-11-20T10:00:00.25+00:00"


def test_a_pull_asks_in_the_words_of_the_server() -> None:
    request = wire.PullRequest(
        device="d",
        epoch="e",
        seen="ab",
        scopes={"s1": wire.ScopeCursor(4, 17), "s2": wire.ScopeCursor(5, 0, 9)},
        pending=["m1"],
        want=100,
        early=wire.Early(datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)),
    )
    assert json.loads(wire.encode_call(request)) == {
        "request": {
            "proto": 1,
            "schema": 1,
            "epoch": "e",
            "device": "d",
            "seen": "ab",
            "scopes": {"s1": {"grant": 4, "ver": 17}, "s2": {"grant": 5, "ver": 0, "from": 9}},
            "pending": ["m1"],
            "want": 100,
            "early": {"from": "2026-11-20T00:00:00Z", "to": "2026-11-21T00:00:00Z"},
        }
    }
    plain = json.loads(wire.encode_request(wire.PullRequest(device="d")))
    assert "early" not in plain
    assert (plain["epoch"], plain["seen"]) == (None, None)


def test_an_answer_of_a_newer_server_is_read_and_its_words_are_kept() -> None:
    scope = {"id": "s", "kind": "ward", "owner": "o", "grant": 1, "head": 2, "n": 3, "sum": "4"}
    answer = wire.decode_pull(
        json.dumps(
            {
                "proto": 1,
                "epoch": "e",
                "now": NOW,
                "flags": {"min_client": 2, "pause": True, "shiny": 1},
                "scopes": [scope | {"color": "red"}],
                "tables": {"patients": {"columns": ["id"], "rows": [[0, 5, "p"]], "more": 1}},
                "removed": [[0, "patients", "p2", 6]],
                "upto": {"s": 6},
                "more": True,
                "acked": ["m1"],
                "revoked": ["s9"],
                "surprise": {"x": [1]},
            }
        ).encode()
    )
    assert answer.now == datetime(2026, 11, 20, 10, 0, 0, 250_000, tzinfo=UTC)
    assert answer.flags == wire.Flags(2, True)
    assert answer.scopes == [wire.Scope("s", "ward", "o", 1, 2, 3, "4")]
    assert answer.tables["patients"].rows == [[0, 5, "p"]]
    assert answer.removed == [wire.Removal(0, "patients", "p2", 6)]
    assert (answer.more, answer.acked, answer.revoked) == (True, ["m1"], ["s9"])


def test_nothing_new_is_short() -> None:
    body = {"proto": 1, "epoch": "e", "now": NOW, "flags": {}, "same": True, "acked": []}
    answer = wire.decode_pull(json.dumps(body).encode())
    assert answer.same
    assert (answer.scopes, answer.tables, answer.upto) == ([], {}, {})


def test_an_unknown_verdict_is_kept_as_it_came() -> None:
    blocking = {"starts_at": NOW, "ends_at": NOW}
    result = {"id": "m", "status": "postponed", "code": "strike", "blocking": blocking, "new": 1}
    body = {"proto": 1, "epoch": "e", "now": NOW, "results": [result]}
    [verdict] = wire.decode_push(json.dumps(body).encode()).results
    assert (verdict.status, verdict.code) == ("postponed", "strike")
    assert verdict.status not in wire.SETTLED
    assert verdict.blocking is not None
    assert verdict.blocking.id is None


def test_a_mutation_goes_out_the_same_every_time() -> None:
    mutation = wire.Mutation(
        id="m",
        kind="insert",
        table="patients",
        row_id="p",
        patch={"b": None, "a": "ñ"},
        at=NOW,
        author="a",
        device="d",
    )
    request = wire.PushRequest(device="d", groups=[wire.Group("g", [mutation])])
    first = wire.encode_call(request)
    again = msgspec.json.decode(wire.encode_request(request), type=wire.PushRequest)
    assert wire.encode_call(again) == first
    [sent] = json.loads(first)["request"]["groups"][0]["mutations"]
    assert sent["patch"] == {"b": None, "a": "ñ"}
    assert sent["base_version"] is None


@pytest.mark.parametrize("body", [b"", b"nul", b"[]", b'{"proto":1,"epoch":"e"}', b'{"pro'])
def test_another_shape_is_not_taken_for_an_answer(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        wire.decode_pull(body)


def test_what_the_engine_imports_loads_no_network_library() -> None:
    code = (
        "import sys, sync.backend.protocol, sync.backend.wire\n"
        "print(sorted({'httpx', 'websockets', 'ssl'} & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=True
    )
    assert done.stdout.strip() == "[]"
