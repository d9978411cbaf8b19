"""The socket speaks Phoenix as Supabase Realtime does: joins, pokes, presence, tokens, farewell."""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import psycopg
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.embedded.conftest import Person, SignIn
from tests.support.server import Running, running_backend


class Socket:
    """A client's end, in either version of the protocol."""

    def __init__(self, connection: ClientConnection, version: str) -> None:
        self.connection = connection
        self.version = version
        self._refs = 0

    def send(self, topic: str, event: str, payload: Any, join_ref: str | None = None) -> str:
        self._refs += 1
        ref = str(self._refs)
        names = {"topic": topic, "event": event, "payload": payload, "ref": ref}
        if self.version == "2.0.0":
            self.connection.send(json.dumps([join_ref, ref, topic, event, payload]))
        else:
            self.connection.send(json.dumps({**names, "join_ref": join_ref}))
        return ref

    def receive(self, timeout: float = 5) -> dict[str, Any]:
        frame = json.loads(self.connection.recv(timeout))
        if isinstance(frame, list):
            names = ("join_ref", "ref", "topic", "event", "payload")
            return dict(zip(names, frame, strict=True))
        assert isinstance(frame, dict)
        return frame

    def expect(self, event: str, timeout: float = 5) -> dict[str, Any]:
        frame = self.receive(timeout)
        assert frame["event"] == event, frame
        return frame

    def silent(self, seconds: float = 0.3) -> bool:
        with contextlib.suppress(TimeoutError):
            raise AssertionError(f"not silent: {self.receive(seconds)}")
        return True

    def join(
        self,
        name: str,
        token: str | None = None,
        *,
        private: bool = True,
        presence: dict[str, Any] | None = None,
        broadcast: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Ask to join and return the answer."""
        config = {
            "private": private,
            "presence": presence or {"enabled": False},
            "broadcast": broadcast or {},
            "postgres_changes": [],
        }
        payload = {"config": config, **({"access_token": token} if token else {})}
        ref = self.send(f"realtime:{name}", "phx_join", payload, join_ref=str(self._refs + 1))
        answer = self.expect("phx_reply")
        assert answer["ref"] == answer["join_ref"] == ref
        return dict(answer["payload"])

    def joined(self, name: str, token: str | None = None, **config: Any) -> None:
        answer = self.join(name, token, **config)
        assert answer == {"status": "ok", "response": {"postgres_changes": []}}


def address(backend: Running, **query: str) -> str:
    asked = {"apikey": backend.publishable_key, **query}
    words = "&".join(f"{name}={value}" for name, value in asked.items() if value)
    return backend.url.replace("http", "ws") + f"/realtime/v1/websocket?{words}"


@contextlib.contextmanager
def socket_to(backend: Running, version: str = "2.0.0") -> Iterator[Socket]:
    with connect(address(backend, vsn=version), open_timeout=10, close_timeout=2) as connection:
        yield Socket(connection, version)


@pytest.fixture(params=["1.0.0", "2.0.0"])
def either(request: pytest.FixtureRequest, backend: Running) -> Iterator[Socket]:
    with socket_to(backend, request.param) as socket:
        yield socket


@pytest.fixture
def socket(backend: Running) -> Iterator[Socket]:
    with socket_to(backend) as opened:
        yield opened


@pytest.fixture
def other(backend: Running) -> Iterator[Socket]:
    with socket_to(backend) as opened:
        yield opened


def room_of(person: Person) -> str:
    return f"room:{person.id}"


def poke(db: psycopg.Connection, topic: str, *, private: bool = True, size: int = 1) -> None:
    db.execute("select public.poke(%s, %s, %s)", [topic, private, size])


def test_without_the_key_no_socket_opens(backend: Running) -> None:
    for key, words in (("", "API key is missing"), ("wrong", "not a valid JWT")):
        with pytest.raises(InvalidStatus) as refused, connect(address(backend, apikey=key)):
            pass
        assert refused.value.response.status_code == 401
        body = refused.value.response.body
        assert body is not None
        assert words in json.loads(body)["error"]


def test_a_heartbeat_is_answered(either: Socket) -> None:
    ref = either.send("phoenix", "heartbeat", {})
    answer = either.expect("phx_reply")
    assert (answer["topic"], answer["ref"]) == ("phoenix", ref)
    assert answer["payload"] == {"status": "ok", "response": {}}


def test_a_poke_of_the_database_reaches_who_may_hear_it(
    either: Socket, person: Person, db: psycopg.Connection
) -> None:
    either.joined(room_of(person), person.token)
    poke(db, room_of(person))
    frame = either.expect("broadcast")
    assert frame["topic"] == f"realtime:{room_of(person)}"
    assert frame["ref"] is None
    payload = frame["payload"]
    assert (payload["event"], payload["type"]) == ("poke", "broadcast")
    assert payload["payload"]["n"] == "x"
    assert payload["payload"]["id"] == payload["meta"]["id"]


def test_a_poke_arrives_within_a_blink(
    socket: Socket, person: Person, db: psycopg.Connection
) -> None:
    socket.joined(room_of(person), person.token)
    times = []
    for _ in range(20):
        began = time.perf_counter()
        poke(db, room_of(person))
        socket.expect("broadcast")
        times.append(time.perf_counter() - began)
    assert sorted(times)[10] < 0.05


def test_a_message_too_long_for_its_announcement_arrives_whole(
    socket: Socket, person: Person, db: psycopg.Connection
) -> None:
    socket.joined(room_of(person), person.token)
    poke(db, room_of(person), size=20_000)
    payload = socket.expect("broadcast")["payload"]
    assert payload["payload"]["n"] == "x" * 20_000
    assert payload["event"] == "poke"


def test_a_poke_of_a_transaction_that_fails_is_never_heard(
    socket: Socket, person: Person, db: psycopg.Connection
) -> None:
    socket.joined(room_of(person), person.token)
    with contextlib.suppress(psycopg.errors.DivisionByZero), db.transaction():
        poke(db, room_of(person))
        db.execute("select 1 / 0")
    assert socket.silent()


def test_private_and_public_topics_of_one_name_are_two(
    socket: Socket, other: Socket, person: Person, db: psycopg.Connection
) -> None:
    socket.joined(room_of(person), person.token, private=True)
    other.joined(room_of(person), person.token, private=False)
    poke(db, room_of(person), private=False)
    other.expect("broadcast")
    assert socket.silent()


def test_a_topic_of_somebody_else_is_refused(
    either: Socket, person: Person, sign_in: SignIn
) -> None:
    answer = either.join(room_of(sign_in()), person.token)
    assert answer["status"] == "error"
    assert answer["response"]["reason"].startswith(
        "Unauthorized: You do not have permissions to read from this Channel topic"
    )


def test_without_a_token_a_private_topic_is_refused(
    socket: Socket, person: Person, backend: Running
) -> None:
    for token in (None, backend.publishable_key):
        answer = socket.join(room_of(person), token)
        assert answer["response"]["reason"].startswith("Unauthorized: ")


def test_refused_means_not_poked(
    socket: Socket, person: Person, sign_in: SignIn, db: psycopg.Connection
) -> None:
    stranger = sign_in()
    socket.join(room_of(stranger), person.token)
    poke(db, room_of(stranger))
    assert socket.silent()


def test_bad_tokens_are_refused_by_name(socket: Socket, backend: Running, person: Person) -> None:
    claims = jwt.decode(person.token, options={"verify_signature": False})
    late, _ = backend.tokens.mint(claims | {"exp": int(time.time()) - 100})
    foreign = jwt.encode(claims, "another project's secret, long enough", algorithm="HS256")
    unsigned = jwt.encode(claims, "", algorithm="none")
    for token, reason in (
        (late, "InvalidJWTToken: Token has expired 10"),
        (foreign, "JwtSignatureError: Failed to validate JWT signature"),
        (unsigned, "JwtSignatureError: Failed to validate JWT signature"),
        ("nonsense", "MalformedJWT: The token provided is not a valid JWT"),
    ):
        answer = socket.join(room_of(person), token)
        assert answer["status"] == "error"
        assert answer["response"]["reason"].startswith(reason)


def test_topics_that_are_none_are_refused(socket: Socket) -> None:
    ref = socket.send("somewhere", "phx_join", {})
    answer = socket.expect("phx_reply")
    assert (answer["ref"], answer["payload"]["status"]) == (ref, "error")
    assert "TopicNameRequired" in socket.join("")["response"]["reason"]
    socket.send("realtime:never-joined", "broadcast", {})
    assert socket.expect("phx_reply")["payload"]["response"] == {"reason": "unmatched topic"}


def test_after_leaving_nothing_is_heard(
    socket: Socket, person: Person, db: psycopg.Connection
) -> None:
    socket.joined(room_of(person), person.token)
    socket.send(f"realtime:{room_of(person)}", "phx_leave", {})
    assert socket.expect("phx_reply")["payload"]["status"] == "ok"
    socket.expect("phx_close")
    poke(db, room_of(person))
    assert socket.silent()


def test_joining_again_replaces_the_first_time(
    socket: Socket, person: Person, db: psycopg.Connection
) -> None:
    socket.joined(room_of(person), person.token)
    ref = socket.send(
        f"realtime:{room_of(person)}",
        "phx_join",
        {"config": {"private": True, "presence": {"enabled": False}}, "access_token": person.token},
        join_ref="9",
    )
    socket.expect("phx_close")
    assert socket.expect("phx_reply")["ref"] == ref
    poke(db, room_of(person))
    assert socket.expect("broadcast")["join_ref"] == "9"
    assert socket.silent()


def test_frames_that_are_none_are_ignored(socket: Socket) -> None:
    for text in ("nonsense", "[]", "{}", "[1,2,3,4]", "null"):
        socket.connection.send(text)
    socket.send("phoenix", "heartbeat", {})
    socket.expect("phx_reply")


class TestTokens:
    def short_lived(self, backend: Running, person: Person, seconds: float) -> str:
        claims = jwt.decode(person.token, options={"verify_signature": False})
        return backend.tokens.mint(claims | {"exp": int(time.time() + seconds)})[0]

    def test_a_channel_ends_when_its_token_does(
        self, socket: Socket, backend: Running, person: Person, db: psycopg.Connection
    ) -> None:
        socket.joined(room_of(person), self.short_lived(backend, person, 2))
        said = socket.expect("system")["payload"]
        assert (said["status"], said["channel"]) == ("error", room_of(person))
        assert said["message"].startswith("Token has expired")
        socket.expect("phx_close")
        poke(db, room_of(person))
        assert socket.silent()

    def test_a_new_token_keeps_it_open(
        self, socket: Socket, backend: Running, person: Person, db: psycopg.Connection
    ) -> None:
        socket.joined(room_of(person), self.short_lived(backend, person, 2))
        topic = f"realtime:{room_of(person)}"
        socket.send(topic, "access_token", {"access_token": person.token})
        time.sleep(2.2)
        poke(db, room_of(person))
        socket.expect("broadcast")

    def test_a_right_that_is_gone_bites_with_the_new_token(
        self, socket: Socket, person: Person, sign_in: SignIn, db: psycopg.Connection
    ) -> None:
        socket.joined("hall", person.token)
        db.execute("alter policy listen on realtime.messages using (false)")
        try:
            again = sign_in(person.email)
            socket.send("realtime:hall", "access_token", {"access_token": again.token})
            said = socket.expect("system")["payload"]
            assert said["status"] == "error"
            assert said["message"] == (
                "You do not have permissions to read from this Channel topic: hall"
            )
            socket.expect("phx_close")
        finally:
            db.execute(
                "alter policy listen on realtime.messages using ("
                "(select realtime.topic()) in ('room:' || (select auth.uid()), 'hall'))"
            )

    def test_an_expired_one_ends_the_channel(
        self, socket: Socket, backend: Running, person: Person
    ) -> None:
        socket.joined(room_of(person), person.token)
        late = self.short_lived(backend, person, -60)
        topic = f"realtime:{room_of(person)}"
        socket.send(topic, "access_token", {"access_token": late})
        assert socket.expect("system")["payload"]["message"].startswith("Token has expired")
        socket.expect("phx_close")


class TestPresence:
    def track(self, socket: Socket, topic: str, about: dict[str, Any]) -> None:
        message = {"type": "presence", "event": "track", "payload": about}
        socket.send(f"realtime:{topic}", "presence", message)

    def diff(self, socket: Socket) -> tuple[dict[str, Any], dict[str, Any]]:
        payload = socket.expect("presence_diff")["payload"]
        return payload["joins"], payload["leaves"]

    def test_two_clients_see_each_other_come_change_and_go(
        self, backend: Running, person: Person, sign_in: SignIn
    ) -> None:
        colleague = sign_in()
        with socket_to(backend) as mine, socket_to(backend, "1.0.0") as theirs:
            mine.joined("hall", person.token, presence={"enabled": True, "key": person.id})
            assert mine.expect("presence_state")["payload"] == {}
            self.track(mine, "hall", {"page": "schedule"})
            joins, leaves = self.diff(mine)
            assert joins[person.id]["metas"][0]["page"] == "schedule"
            assert leaves == {}
            mine.expect("phx_reply")

            theirs.joined("hall", colleague.token, presence={"enabled": True, "key": colleague.id})
            state = theirs.expect("presence_state")["payload"]
            (meta,) = state[person.id]["metas"]
            assert meta["page"] == "schedule"
            assert meta["phx_ref"]

            self.track(theirs, "hall", {"page": "patients"})
            assert list(self.diff(mine)[0]) == [colleague.id]

            self.track(mine, "hall", {"page": "patients"})
            joins, leaves = self.diff(mine)
            changed = joins[person.id]["metas"][0]
            assert changed["phx_ref_prev"] == leaves[person.id]["metas"][0]["phx_ref"]
            mine.expect("phx_reply")

            theirs.connection.close()
            joins, leaves = self.diff(mine)
            assert (joins, list(leaves)) == ({}, [colleague.id])

    def test_untrack_hides(self, socket: Socket, person: Person) -> None:
        socket.joined("hall", person.token, presence={"enabled": True, "key": "me"})
        socket.expect("presence_state")
        self.track(socket, "hall", {})
        assert list(self.diff(socket)[0]) == ["me"]
        socket.expect("phx_reply")
        socket.send("realtime:hall", "presence", {"type": "presence", "event": "untrack"})
        assert list(self.diff(socket)[1]) == ["me"]
        assert socket.expect("phx_reply")["payload"]["status"] == "ok"

    def test_who_may_only_listen_cannot_be_present(self, socket: Socket, person: Person) -> None:
        socket.joined(room_of(person), person.token, presence={"enabled": True, "key": "me"})
        socket.expect("presence_state")
        self.track(socket, room_of(person), {})
        assert socket.expect("phx_reply")["payload"]["status"] == "error"


MESSAGE = {"type": "broadcast", "event": "wave", "payload": {"hello": 1}}


class TestBroadcastOfClients:
    def test_it_reaches_the_others_and_not_oneself(
        self, socket: Socket, other: Socket, person: Person
    ) -> None:
        socket.joined("hall", person.token, broadcast={"ack": True})
        other.joined("hall", person.token)
        socket.send("realtime:hall", "broadcast", MESSAGE)
        assert other.expect("broadcast")["payload"] == MESSAGE
        assert socket.expect("phx_reply")["payload"]["status"] == "ok"
        assert socket.silent()

    def test_it_reaches_oneself_when_asked(self, socket: Socket, person: Person) -> None:
        socket.joined("hall", person.token, broadcast={"self": True})
        socket.send("realtime:hall", "broadcast", MESSAGE)
        assert socket.expect("broadcast")["payload"] == MESSAGE

    def test_without_the_right_it_reaches_nobody(
        self, socket: Socket, other: Socket, person: Person
    ) -> None:
        socket.joined(room_of(person), person.token, broadcast={"ack": True})
        other.joined(room_of(person), person.token)
        socket.send(f"realtime:{room_of(person)}", "broadcast", MESSAGE)
        assert other.silent()


def test_the_client_is_told_when_messages_of_the_database_arrive(
    socket: Socket, person: Person
) -> None:
    socket.joined(room_of(person), person.token, broadcast={"replication_ready": True})
    assert socket.expect("system")["payload"] == {
        "extension": "system",
        "status": "ok",
        "message": "Replication connection established",
        "channel": room_of(person),
    }


def test_a_server_that_goes_away_says_so(migrations: Path) -> None:
    with contextlib.ExitStack() as stack:
        with running_backend(migrations=migrations) as backend:
            connection = stack.enter_context(connect(address(backend, vsn="2.0.0")))
            socket = Socket(connection, "2.0.0")
            socket.joined(str(uuid.uuid4()), private=False)
        said = socket.expect("system")["payload"]
        assert (said["status"], said["message"]) == ("ok", "Server requested disconnect")
        socket.expect("phx_close")
        with pytest.raises(ConnectionClosed) as closed:
            socket.receive()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1012


def test_after_the_database_dropped_the_listener_pokes_arrive_again(
    socket: Socket, person: Person, db: psycopg.Connection
) -> None:
    socket.joined(room_of(person), person.token)
    ended = db.execute(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'delete from realtime.messages%'
        """
    ).fetchall()
    assert ended == [(True,)]
    deadline = time.monotonic() + 10
    while True:
        poke(db, room_of(person))
        with contextlib.suppress(TimeoutError):
            socket.receive(0.3)
            break
        assert time.monotonic() < deadline
