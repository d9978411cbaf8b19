"""Every way a network spoils a day can be had on request, for one client or for all."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus, WebSocketException
from websockets.sync.client import connect

from tests.embedded.conftest import Person
from tests.embedded.test_gateway_realtime import Socket, address, socket_to
from tests.support.server import Running

HERE, THERE = "device-here", "device-there"


@pytest.fixture(autouse=True)
def _quiet_afterwards(backend: Running) -> Iterator[None]:
    yield
    backend.fault("none")


def client(backend: Running, device: str, person: Person | None = None) -> httpx.Client:
    headers = {
        "apikey": backend.publishable_key,
        "x-client-info": f"clinic-app/0.1; device={device}",
        **(person.headers if person else {}),
    }
    return httpx.Client(base_url=backend.url, headers=headers, timeout=5)


@pytest.fixture
def here(backend: Running, person: Person) -> Iterator[httpx.Client]:
    with client(backend, HERE, person) as opened:
        yield opened


@pytest.fixture
def there(backend: Running, person: Person) -> Iterator[httpx.Client]:
    with client(backend, THERE, person) as opened:
        yield opened


def add(client: httpx.Client) -> httpx.Response:
    return client.post("/rest/v1/rpc/add", json={"a": 1, "b": 2})


def titles(client: httpx.Client) -> list[str]:
    return [note["title"] for note in client.post("/rest/v1/rpc/my_notes", json={}).json()]


def test_a_cut_client_gets_no_answer_and_another_one_does(
    backend: Running, here: httpx.Client, there: httpx.Client
) -> None:
    assert add(here).json() == 3
    backend.fault("cut", for_device=HERE)
    for _ in range(3):
        with pytest.raises(httpx.TransportError):
            add(here)
        assert add(there).json() == 3
    backend.fault("none", for_device=HERE)
    assert add(here).json() == 3


def test_a_cut_for_all_spares_nobody(
    backend: Running, here: httpx.Client, there: httpx.Client
) -> None:
    backend.fault("cut")
    for client in (here, there):
        with pytest.raises(httpx.TransportError):
            add(client)


def test_nothing_is_done_for_who_is_cut(backend: Running, here: httpx.Client) -> None:
    backend.fault("cut", times=1)
    with pytest.raises(httpx.TransportError):
        here.post("/rest/v1/rpc/add_note", json={"request": {"title": "never"}})
    assert titles(here) == []


def test_a_cut_ends_what_is_under_way(backend: Running, person: Person, here: httpx.Client) -> None:
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(here.post, "/rest/v1/rpc/rest", json={"seconds": 3})
        time.sleep(0.3)
        began = time.monotonic()
        backend.fault("cut", for_device=HERE)
        with pytest.raises(httpx.TransportError):
            waiting.result(5)
        assert time.monotonic() - began < 1


def test_a_cut_closes_the_socket_and_keeps_it_closed(backend: Running, person: Person) -> None:
    headers = {"x-client-info": f"clinic-app/0.1; device={HERE}"}
    url = address(backend, vsn="2.0.0")
    with contextlib.ExitStack() as stack:
        connection = stack.enter_context(connect(url, additional_headers=headers, close_timeout=1))
        untouched = stack.enter_context(socket_to(backend))
        socket = Socket(connection, "2.0.0")
        socket.joined("hall", person.token)
        backend.fault("cut", for_device=HERE)
        with pytest.raises(ConnectionClosed):
            socket.receive()
        with pytest.raises((WebSocketException, OSError, EOFError)):
            connect(url, additional_headers=headers, open_timeout=3)
        untouched.send("phoenix", "heartbeat", {})
        untouched.expect("phx_reply")


def test_a_dropped_socket_can_come_back_after_so_many_times(
    backend: Running, person: Person, here: httpx.Client
) -> None:
    url = address(backend, vsn="2.0.0")
    with socket_to(backend) as socket:
        socket.joined("hall", person.token)
        backend.fault("drop_socket", times=1)
        with pytest.raises(ConnectionClosed):
            socket.receive()
    assert add(here).json() == 3
    with pytest.raises((WebSocketException, OSError, EOFError)):
        connect(url, open_timeout=3)
    with socket_to(backend) as socket:
        socket.joined("hall", person.token)


def test_a_lost_answer_was_done_all_the_same(backend: Running, here: httpx.Client) -> None:
    title = str(uuid.uuid4())
    backend.fault("lose_answer", path="add_note", times=1)
    with pytest.raises(httpx.TransportError):
        here.post("/rest/v1/rpc/add_note", json={"request": {"title": title}})
    assert titles(here) == [title]


def test_a_truncated_answer_is_noticed(backend: Running, here: httpx.Client) -> None:
    backend.fault("truncate", times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        here.post("/rest/v1/rpc/big", json={"request": {}})
    assert len(here.post("/rest/v1/rpc/big", json={"request": {}}).json()) == 2000


def test_half_of_it_did_arrive(backend: Running, here: httpx.Client) -> None:
    backend.fault("truncate", times=1)
    got = bytearray()

    def read() -> None:
        with here.stream("POST", "/rest/v1/rpc/big", json={"request": {}}) as answer:
            for part in answer.iter_raw():
                got.extend(part)

    with pytest.raises(httpx.RemoteProtocolError):
        read()
    assert 200_000 < len(got) < 400_000


def test_a_delayed_answer_comes_late(backend: Running, here: httpx.Client) -> None:
    backend.fault("delay", seconds=0.5, times=1)
    began = time.monotonic()
    assert add(here).json() == 3
    assert time.monotonic() - began >= 0.5
    began = time.monotonic()
    add(here)
    assert time.monotonic() - began < 0.4


def test_a_proxy_answers_502_with_a_page(backend: Running, here: httpx.Client) -> None:
    backend.fault("html502")
    answer = add(here)
    assert answer.status_code == 502
    assert answer.headers["content-type"].startswith("text/html")
    assert "Bad Gateway" in answer.text
    with pytest.raises(InvalidStatus) as refused, connect(address(backend)):
        pass
    assert refused.value.response.status_code == 502


def test_a_hotel_answers_200_with_a_page(backend: Running, here: httpx.Client) -> None:
    backend.fault("captive")
    answer = add(here)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


def test_a_fault_ends_by_itself_after_its_seconds(backend: Running, here: httpx.Client) -> None:
    backend.fault("html502", seconds=0.3)
    assert add(here).status_code == 502
    time.sleep(0.35)
    assert add(here).status_code == 200


def test_a_fault_counts_down(backend: Running, here: httpx.Client) -> None:
    backend.fault("html502", times=2)
    assert [add(here).status_code for _ in range(3)] == [502, 502, 200]


def test_two_clients_can_suffer_differently(
    backend: Running, here: httpx.Client, there: httpx.Client
) -> None:
    backend.fault("html502", for_device=HERE)
    backend.fault("captive", for_device=THERE)
    assert (add(here).status_code, add(there).status_code) == (502, 200)
    assert "Wi-Fi" in add(there).text
    backend.fault("none", for_device=THERE)
    assert (add(here).status_code, add(there).json()) == (502, 3)


class TestControl:
    def control(self, backend: Running, token: str | None = None) -> httpx.Client:
        bearer = f"Bearer {token or backend.control_token}"
        return httpx.Client(base_url=backend.url, headers={"Authorization": bearer})

    def test_who_holds_the_token_switches_faults(
        self, backend: Running, here: httpx.Client
    ) -> None:
        with self.control(backend) as control:
            assert control.get("/faults").json()["active"] == []
            wish = {"mode": "cut", "for_device": HERE, "seconds": 30}
            state = control.post("/faults", json=wish).json()
            assert state["active"] == [wish]
            with pytest.raises(httpx.TransportError):
                add(here)
            state = control.post("/faults", json={"mode": "none"}).json()
            assert state["active"] == []
            assert state["spoiled"] >= 1
        assert add(here).json() == 3

    def test_the_switch_itself_is_never_cut(self, backend: Running) -> None:
        backend.fault("cut")
        with self.control(backend) as control:
            assert control.get("/faults").status_code == 200

    @pytest.mark.parametrize("token", ["wrong", "sb_publishable_x"])
    def test_nobody_else_does(self, backend: Running, token: str, here: httpx.Client) -> None:
        with self.control(backend, token) as stranger:
            assert stranger.get("/faults").status_code == 401
            assert stranger.post("/faults", json={"mode": "cut"}).status_code == 401
        assert here.get("/faults").status_code == 401
        assert add(here).json() == 3

    @pytest.mark.parametrize(
        "wish", ["{", '{"mode": "flood"}', '{"mode": "cut", "speed": 1}', "[]"]
    )
    def test_wishes_that_are_none_are_refused(self, backend: Running, wish: str) -> None:
        with self.control(backend) as control:
            assert control.post("/faults", content=wish).status_code == 400
            assert control.get("/faults").json()["active"] == []
