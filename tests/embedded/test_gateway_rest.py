"""Calling functions is as with PostgREST: roles, read-only calls, time limits, error bodies."""

from __future__ import annotations

import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import jwt
import psycopg
import pytest

from sync.embedded.rest_error import status_of
from tests.embedded.conftest import Person, SignIn
from tests.support.server import Running


def call(http: httpx.Client, name: str, body: Any, person: Person | None = None) -> httpx.Response:
    return http.post(f"/rest/v1/rpc/{name}", json=body, headers=person.headers if person else {})


def assert_error(
    answer: httpx.Response, status: int, code: str, message: str | None = None
) -> None:
    body = answer.json()
    assert set(body) == {"code", "message", "details", "hint"}
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    if message is not None:
        assert body["message"] == message
    assert answer.headers["Proxy-Status"] == f"PostgREST; error={code}"
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_without_the_projects_key_nobody_gets_in(backend: Running) -> None:
    with httpx.Client(base_url=backend.url) as nobody:
        for path in ("/rest/v1/", "/auth/v1/health", "/rest/v1/rpc/add"):
            answer = nobody.get(path)
            assert answer.status_code == 401
            assert answer.json()["message"] == "No API key found in request"
            answer = nobody.get(path, headers={"apikey": "sb_publishable_another"})
            assert answer.status_code == 401
            assert answer.json()["message"] == "Invalid API key"
        assert nobody.get(f"/rest/v1/?apikey={backend.publishable_key}").status_code == 200


def test_a_key_is_no_token(http: httpx.Client, backend: Running) -> None:
    other = {"Authorization": "Bearer sb_publishable_another"}
    answer = http.post("/rest/v1/rpc/add", json={"a": 1}, headers=other)
    assert (answer.status_code, answer.json()["message"]) == (401, "Invalid API key")
    same = {"Authorization": f"Bearer {backend.publishable_key}"}
    answer = http.post("/rest/v1/rpc/add", json={"a": 1}, headers=same)
    assert_error(answer, 401, "PGRST301", "Expected 3 parts in JWT; got 1")


def test_the_function_runs_as_the_person(http: httpx.Client, person: Person) -> None:
    assert call(http, "whoami", {}, person).json() == {
        "uid": person.id,
        "role": "authenticated",
        "email": person.email,
        "user": "authenticated",
        "timeout": "8s",
        "read_only": "on",
    }


def test_without_a_token_it_runs_as_anon(http: httpx.Client) -> None:
    said = call(http, "whoami", {}).json()
    assert (said["uid"], said["role"], said["user"]) == (None, "anon", "anon")
    assert said["timeout"] == "3s"


def test_nothing_of_a_caller_is_left_for_the_next(http: httpx.Client, person: Person) -> None:
    for _ in range(30):
        assert call(http, "whoami", {}, person).json()["uid"] == person.id
        assert call(http, "whoami", {}).json()["uid"] is None


@pytest.mark.parametrize("value", [{"a": [1, None, "ü"]}, [], "text", 1.5, True, {"nested": {}}])
def test_json_comes_back_as_it_went(http: httpx.Client, person: Person, value: Any) -> None:
    answer = call(http, "echo", {"request": value}, person)
    assert answer.status_code == 200
    assert answer.json() == value
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


def test_no_value_is_null(http: httpx.Client, person: Person) -> None:
    assert call(http, "echo", {"request": None}, person).text == "null"


def test_a_function_of_one_unnamed_json_gets_the_whole_body(
    http: httpx.Client, person: Person
) -> None:
    assert call(http, "body", {"a": 1, "b": {}}, person).json() == {"a": 1, "b": {}}


def test_defaults_may_be_left_out(http: httpx.Client) -> None:
    assert call(http, "add", {"a": 1}).json() == 11
    assert call(http, "add", {"b": 5, "a": 1}).json() == 6


def test_rows_come_as_a_list_and_nothing_as_204(http: httpx.Client, person: Person) -> None:
    assert call(http, "my_notes", {}, person).json() == []
    mine = call(http, "add_note", {"request": {"title": str(uuid.uuid4())}}, person).json()
    assert call(http, "my_notes", {}, person).json() == [mine]
    made = {"owner": person.id, "title": str(uuid.uuid4())}
    answer = call(http, "add_note_for", made, person)
    assert (answer.status_code, answer.content) == (204, b"")


def test_nobody_sees_or_writes_the_rows_of_others(
    http: httpx.Client, person: Person, sign_in: SignIn
) -> None:
    other = sign_in()
    call(http, "add_note", {"request": {"title": str(uuid.uuid4())}}, person)
    assert call(http, "my_notes", {}, other).json() == []
    forged = {"owner": person.id, "title": str(uuid.uuid4())}
    answer = call(http, "add_note_for", forged, other)
    assert_error(
        answer,
        403,
        "42501",
        'new row violates row-level security policy for table "notes"',
    )
    assert len(call(http, "my_notes", {}, person).json()) == 1


def test_what_is_not_granted_is_403_for_people_and_401_for_anon(
    http: httpx.Client, person: Person
) -> None:
    words = "permission denied for function forbidden"
    assert_error(call(http, "forbidden", {}, person), 403, "42501", words)
    answer = call(http, "forbidden", {})
    assert_error(answer, 401, "42501", words)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert_error(call(http, "my_notes", {}), 401, "42501")


def test_duplicates_and_missing_parents_are_409(http: httpx.Client, person: Person) -> None:
    title = str(uuid.uuid4())
    assert call(http, "add_note", {"request": {"title": title}}, person).status_code == 200
    answer = call(http, "add_note", {"request": {"title": title}}, person)
    assert_error(answer, 409, "23505")
    # Whose row it collides with, the caller may not see: PostgreSQL tells no values then.
    assert answer.json()["details"] is None
    # Found out at commit only, and an error all the same.
    orphan = {"title": str(uuid.uuid4()), "parent": str(uuid.uuid4())}
    assert_error(call(http, "add_note", {"request": orphan}, person), 409, "23503")
    assert call(http, "my_notes", {}, person).json()[0]["title"] == title


def test_a_stable_function_cannot_write(http: httpx.Client, person: Person) -> None:
    assert_error(call(http, "sneaky", {}, person), 405, "25006")


@pytest.mark.parametrize(
    ("sqlstate", "status"),
    [
        ("P0001", 400),
        ("23P01", 400),
        ("22023", 400),
        ("40001", 500),
        ("40P01", 500),
        ("55P03", 500),
        ("57014", 500),
        ("53300", 503),
        ("53400", 500),
        ("54000", 500),
        ("XX000", 500),
        ("PT418", 418),
        ("08006", 503),
    ],
)
def test_what_a_function_raises_becomes_the_status_postgrest_gives(
    http: httpx.Client, person: Person, sqlstate: str, status: int
) -> None:
    answer = call(http, "fail", {"code": sqlstate, "words": "no"}, person)
    assert_error(answer, status, sqlstate, "no")
    assert answer.json()["details"] == "more"
    assert answer.json()["hint"] == "try"


def test_statuses_of_states_that_cannot_be_raised_by_hand() -> None:
    assert status_of("42883") == status_of("42P01") == 404
    assert status_of("42501", authenticated=True) == 403
    assert status_of("42501", authenticated=False) == 401
    assert status_of("22023", 'role "ghost" does not exist') == 401
    assert status_of("57P01") == 503
    assert status_of("P0002") == 500


def test_a_slow_function_is_stopped_in_time(http: httpx.Client) -> None:
    began = time.monotonic()
    answer = call(http, "rest", {"seconds": 20})
    assert_error(answer, 500, "57014", "canceling statement due to statement timeout")
    assert 2.5 < time.monotonic() - began < 6


def test_an_unknown_function_is_404_with_a_hint(http: httpx.Client) -> None:
    answer = call(http, "my_note", {"x": 1, "y": 2})
    assert_error(
        answer,
        404,
        "PGRST202",
        "Could not find the function public.my_note(x, y) in the schema cache",
    )
    assert answer.json()["details"] == (
        "Searched for the function public.my_note with parameters x, y or with a single unnamed "
        "json/jsonb parameter, but no matches were found in the schema cache."
    )
    assert answer.json()["hint"] == "Perhaps you meant to call the function public.my_notes"


def test_wrong_arguments_are_404_with_the_right_ones(http: httpx.Client) -> None:
    answer = call(http, "add", {"c": 1})
    message = "Could not find the function public.add(c) in the schema cache"
    assert_error(answer, 404, "PGRST202", message)
    answer = call(http, "add", {"a": 1, "bb": 1})
    assert answer.json()["hint"] == "Perhaps you meant to call the function public.add(a, b)"


@pytest.mark.parametrize("content", [b"{", b"[1]", b"nonsense", b'{"request": }', b"\xff"])
def test_a_body_that_is_no_object_is_400(http: httpx.Client, content: bytes) -> None:
    assert_error(http.post("/rest/v1/rpc/echo", content=content), 400, "PGRST102")


def test_a_value_of_the_wrong_type_is_400(http: httpx.Client) -> None:
    assert_error(call(http, "add", {"a": "one"}), 400, "22P02")


def test_only_post_calls(http: httpx.Client) -> None:
    assert_error(http.get("/rest/v1/rpc/add"), 405, "PGRST101")


def test_a_new_function_can_be_called_at_once(http: httpx.Client, db: psycopg.Connection) -> None:
    assert call(http, "brand_new", {}).status_code == 404
    db.execute(
        "create function public.brand_new() returns int language sql as 'select 7';"
        "grant execute on function public.brand_new to anon"
    )
    assert call(http, "brand_new", {}).json() == 7


def test_a_replaced_function_is_known_after_the_notice(
    http: httpx.Client, db: psycopg.Connection, person: Person
) -> None:
    make = "create or replace function public.mode() returns text language sql {} as $$ {} $$"
    look = "select current_setting('transaction_read_only')"
    db.execute(make.format("stable", look))
    db.execute("grant execute on function public.mode to authenticated")
    assert call(http, "mode", {}, person).json() == "on"
    db.execute(make.format("volatile", look))
    db.execute("notify pgrst, 'reload schema'")
    deadline = time.monotonic() + 5
    while call(http, "mode", {}, person).json() == "on":
        assert time.monotonic() < deadline
        time.sleep(0.02)


class TestTokens:
    def claims(self, person: Person) -> dict[str, Any]:
        return dict(jwt.decode(person.token, options={"verify_signature": False}))

    def use(self, http: httpx.Client, token: str) -> httpx.Response:
        bearer = {"Authorization": f"Bearer {token}"}
        return http.post("/rest/v1/rpc/whoami", json={}, headers=bearer)

    def test_an_expired_one_is_refused_after_half_a_minute_of_grace(
        self, http: httpx.Client, backend: Running, person: Person
    ) -> None:
        now = int(time.time())
        within, _ = backend.tokens.mint(self.claims(person) | {"exp": now - 10})
        assert self.use(http, within).status_code == 200
        late, _ = backend.tokens.mint(self.claims(person) | {"exp": now - 60})
        answer = self.use(http, late)
        assert_error(answer, 401, "PGRST303", "JWT expired")
        assert answer.headers["WWW-Authenticate"] == (
            'Bearer error="invalid_token", error_description="JWT expired"'
        )

    def test_one_without_a_signature_is_refused(self, http: httpx.Client, person: Person) -> None:
        unsigned = jwt.encode(self.claims(person), "", algorithm="none")
        words = "Wrong or unsupported encoding algorithm"
        assert_error(self.use(http, unsigned), 401, "PGRST301", words)

    def test_one_of_another_project_is_refused(self, http: httpx.Client, person: Person) -> None:
        secret = "another project's secret, long enough for the algorithm"
        for algorithm in ("HS256", "HS384"):
            foreign = jwt.encode(self.claims(person), secret, algorithm=algorithm)
            words = "No suitable key or wrong key type"
            assert_error(self.use(http, foreign), 401, "PGRST301", words)

    def test_one_that_was_changed_is_refused(
        self, http: httpx.Client, person: Person, sign_in: SignIn
    ) -> None:
        head, _, signature = person.token.split(".")
        swapped = ".".join([head, sign_in().token.split(".")[1], signature])
        assert_error(self.use(http, swapped), 401, "PGRST301")

    @pytest.mark.parametrize("token", ["x.y.z", "a.b"])
    def test_nonsense_is_refused(self, http: httpx.Client, token: str) -> None:
        assert_error(self.use(http, token), 401, "PGRST301")

    def test_a_role_that_does_not_exist_is_refused(
        self, http: httpx.Client, backend: Running, person: Person
    ) -> None:
        ghost, _ = backend.tokens.mint(self.claims(person) | {"role": "ghost"})
        answer = self.use(http, ghost)
        assert answer.status_code == 401
        assert answer.json()["message"] == 'role "ghost" does not exist'

    def test_a_role_that_is_not_for_callers_is_refused(
        self, http: httpx.Client, backend: Running, person: Person
    ) -> None:
        owner, _ = backend.tokens.mint(self.claims(person) | {"role": "postgres"})
        assert_error(self.use(http, owner), 403, "42501")


def test_many_callers_at_once_are_served(backend: Running, person: Person) -> None:
    key = {"apikey": backend.publishable_key, **person.headers}

    def one(n: int) -> int:
        with httpx.Client(base_url=backend.url, headers=key, timeout=20) as client:
            return int(client.post("/rest/v1/rpc/add", json={"a": n, "b": 0}).json())

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(one, range(64))) == list(range(64))


def test_half_a_megabyte_passes_nearly_as_fast_as_postgres_writes_it(
    http: httpx.Client, person: Person, db: psycopg.Connection
) -> None:
    def best(work: Any) -> float:
        times = []
        for _ in range(7):
            began = time.perf_counter()
            work()
            times.append(time.perf_counter() - began)
        return min(times)

    answer = call(http, "big", {"request": {}}, person)
    assert len(answer.content) > 500_000
    assert len(answer.json()) == 2000
    bare = best(lambda: db.execute("select public.big('{}')::text").fetchone())
    through = best(lambda: call(http, "big", {"request": {}}, person))
    assert through < 2 * bare + 0.03


def test_whoever_hangs_up_in_the_middle_of_a_question_leaves_no_trace(
    http: httpx.Client, backend: Running, caplog: pytest.LogCaptureFixture
) -> None:
    address = httpx.URL(backend.url)
    with socket.create_connection((address.host, address.port), timeout=10) as line:
        head = (
            "POST /rest/v1/rpc/add HTTP/1.1",
            f"Host: {address.host}",
            f"apikey: {backend.publishable_key}",
            "Content-Type: application/json",
            "Content-Length: 1000",
        )
        line.sendall(("\r\n".join(head) + '\r\n\r\n{"a"').encode())
        # Half of a question is no question: it was begun when another one is answered.
        assert http.post("/rest/v1/rpc/add", json={"a": 1, "b": 2}).json() == 3
    for _ in range(20):
        assert http.post("/rest/v1/rpc/add", json={"a": 1, "b": 2}).json() == 3
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
