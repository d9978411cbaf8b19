"""Signing in and staying signed in are as with GoTrue, error bodies included."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import jwt
import psycopg
import pytest

from sync.embedded.limiter import Limits
from tests.embedded.conftest import Person, SignIn
from tests.support.server import PASSWORD, Running, running_backend

NAMED = {"X-Supabase-Api-Version": "2024-01-01"}


def refresh(http: httpx.Client, token: str) -> httpx.Response:
    url = "/auth/v1/token?grant_type=refresh_token"
    return http.post(url, json={"refresh_token": token}, headers=NAMED)


def let_the_reuse_window_pass(db: psycopg.Connection, token: str) -> None:
    db.execute(
        "update auth.refresh_tokens set updated_at = updated_at - interval '11 s' where token = %s",
        [token],
    )


def code_of(answer: httpx.Response) -> tuple[int, str]:
    body = answer.json()
    assert answer.headers["x-sb-error-code"] == body["code"]
    return answer.status_code, body["code"]


def test_the_right_password_opens_a_session(person: Person) -> None:
    session = person.session
    assert session["token_type"] == "bearer"
    assert session["expires_in"] == 3600
    assert session["expires_at"] == pytest.approx(time.time() + 3600, abs=30)
    assert session["user"]["email"] == person.email
    assert session["user"]["identities"][0]["provider"] == "email"
    claims = jwt.decode(person.token, options={"verify_signature": False})
    assert claims["sub"] == person.id
    assert claims["role"] == claims["aud"] == "authenticated"
    assert claims["aal"] == "aal1"
    assert claims["amr"][0]["method"] == "password"
    assert claims["session_id"]
    assert claims["user_metadata"]["full_name"]


def test_an_address_is_the_same_in_capitals(sign_in: SignIn, person: Person) -> None:
    assert sign_in(person.email.upper()).id == person.id


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (
            {},
            {"code": 400, "error_code": "invalid_credentials", "msg": "Invalid login credentials"},
        ),
        (NAMED, {"code": "invalid_credentials", "message": "Invalid login credentials"}),
    ],
)
@pytest.mark.parametrize("email", [None, "nobody@clinic.test"])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
    http: httpx.Client,
    person: Person,
    headers: dict[str, str],
    body: dict[str, Any],
    email: str | None,
) -> None:
    answer = http.post(
        "/auth/v1/token?grant_type=password",
        json={"email": email or person.email, "password": "wrong"},
        headers=headers,
    )
    assert answer.status_code == 400
    assert answer.json() == body
    assert answer.headers["x-sb-error-code"] == "invalid_credentials"


@pytest.mark.parametrize(
    ("query", "content", "status", "code"),
    [
        ("grant_type=password", b"{", 400, "bad_json"),
        ("grant_type=password", b"[]", 400, "bad_json"),
        ("grant_type=password", b"{}", 400, "validation_failed"),
        ("grant_type=magic", b"{}", 400, "invalid_credentials"),
    ],
)
def test_a_request_that_is_none_is_refused(
    http: httpx.Client, query: str, content: bytes, status: int, code: str
) -> None:
    answer = http.post(f"/auth/v1/token?{query}", content=content, headers=NAMED)
    assert code_of(answer) == (status, code)


def test_a_refresh_without_a_token_is_refused_in_the_words_of_oauth(http: httpx.Client) -> None:
    answer = http.post("/auth/v1/token?grant_type=refresh_token", json={})
    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_request",
        "error_description": "refresh_token required",
    }


def test_a_banned_person_neither_signs_in_nor_refreshes(
    http: httpx.Client, person: Person, db: psycopg.Connection
) -> None:
    db.execute(
        "update auth.users set banned_until = now() + interval '1 hour' where id = %s", [person.id]
    )
    again = {"email": person.email, "password": PASSWORD}
    answer = http.post("/auth/v1/token?grant_type=password", json=again, headers=NAMED)
    assert code_of(answer) == (400, "user_banned")
    assert code_of(refresh(http, person.session["refresh_token"])) == (400, "user_banned")


def test_an_unconfirmed_address_does_not_sign_in(
    http: httpx.Client, person: Person, db: psycopg.Connection
) -> None:
    db.execute("update auth.users set email_confirmed_at = null where id = %s", [person.id])
    again = {"email": person.email, "password": PASSWORD}
    answer = http.post("/auth/v1/token?grant_type=password", json=again, headers=NAMED)
    assert code_of(answer) == (400, "email_not_confirmed")


def test_every_refresh_gives_a_new_token_of_the_same_session(
    http: httpx.Client, person: Person
) -> None:
    token = person.session["refresh_token"]
    seen = {token}
    for _ in range(3):
        answer = refresh(http, token)
        assert answer.status_code == 200
        token = answer.json()["refresh_token"]
        seen.add(token)
        claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
        before = jwt.decode(person.token, options={"verify_signature": False})
        assert claims["session_id"] == before["session_id"]
    assert len(seen) == 4


def test_a_lost_answer_is_given_again(
    http: httpx.Client, person: Person, db: psycopg.Connection
) -> None:
    old = person.session["refresh_token"]
    lost = refresh(http, old).json()["refresh_token"]
    let_the_reuse_window_pass(db, old)
    assert refresh(http, old).json()["refresh_token"] == lost


def test_within_the_window_an_older_token_still_works(http: httpx.Client, person: Person) -> None:
    first = person.session["refresh_token"]
    second = refresh(http, first).json()["refresh_token"]
    refresh(http, second)
    assert refresh(http, first).status_code == 200


def test_reuse_after_the_window_revokes_the_whole_family(
    http: httpx.Client, person: Person, db: psycopg.Connection
) -> None:
    first = person.session["refresh_token"]
    second = refresh(http, first).json()["refresh_token"]
    third = refresh(http, second).json()["refresh_token"]
    let_the_reuse_window_pass(db, first)
    for token in (first, third, second):
        answer = refresh(http, token)
        assert code_of(answer) == (400, "refresh_token_already_used")
        assert answer.json()["message"] == "Invalid Refresh Token: Already Used"


def test_another_session_of_the_same_person_outlives_that(
    http: httpx.Client, sign_in: SignIn, person: Person, db: psycopg.Connection
) -> None:
    other = sign_in(person.email)
    first = person.session["refresh_token"]
    refresh(http, refresh(http, first).json()["refresh_token"])
    let_the_reuse_window_pass(db, first)
    assert refresh(http, first).status_code == 400
    assert refresh(http, other.session["refresh_token"]).status_code == 200


def test_refreshes_at_the_same_moment_agree(backend: Running, person: Person) -> None:
    key = {"apikey": backend.publishable_key}

    def one(_: int) -> str:
        with httpx.Client(base_url=backend.url, headers=key) as client:
            return str(refresh(client, person.session["refresh_token"]).json()["refresh_token"])

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(one, range(8)))) == 1


def test_an_unknown_refresh_token_is_not_found(http: httpx.Client) -> None:
    answer = refresh(http, "invented")
    assert code_of(answer) == (400, "refresh_token_not_found")
    assert answer.json()["message"] == "Invalid Refresh Token: Refresh Token Not Found"


def test_a_session_past_its_end_is_expired(
    http: httpx.Client, person: Person, db: psycopg.Connection
) -> None:
    db.execute("update auth.sessions set not_after = now() where user_id = %s", [person.id])
    assert code_of(refresh(http, person.session["refresh_token"])) == (400, "session_expired")


def test_a_person_can_look_at_the_own_account(http: httpx.Client, person: Person) -> None:
    answer = http.get("/auth/v1/user", headers=person.headers)
    assert answer.status_code == 200
    mine = answer.json()
    assert (mine["id"], mine["email"]) == (person.id, person.email)
    assert "encrypted_password" not in answer.text


def test_without_a_token_nobody_is_asked_for(http: httpx.Client) -> None:
    answer = http.get("/auth/v1/user", headers=NAMED)
    assert code_of(answer) == (401, "no_authorization")


def test_bad_tokens_are_no_tokens(http: httpx.Client, backend: Running, person: Person) -> None:
    claims = jwt.decode(person.token, options={"verify_signature": False})
    expired, _ = backend.tokens.mint(claims | {"exp": int(time.time()) - 5})
    foreign = jwt.encode(claims, "another project's secret, long enough", algorithm="HS256")
    unsigned = jwt.encode(claims, "", algorithm="none")
    for token in (expired, foreign, unsigned, "x.y.z", "nonsense"):
        answer = http.get("/auth/v1/user", headers={**NAMED, "Authorization": f"Bearer {token}"})
        assert code_of(answer) == (403, "bad_jwt"), token


def test_a_token_of_somebody_who_is_gone_is_refused(
    http: httpx.Client, person: Person, db: psycopg.Connection
) -> None:
    db.execute("delete from auth.users where id = %s", [person.id])
    answer = http.get("/auth/v1/user", headers={**person.headers, **NAMED})
    assert code_of(answer) == (403, "user_not_found")


@pytest.mark.parametrize(
    ("scope", "this_lives", "other_lives"),
    [
        ("local", False, True),
        ("others", True, False),
        ("global", False, False),
        (None, False, False),
    ],
)
def test_signing_out_ends_what_it_says(
    http: httpx.Client,
    sign_in: SignIn,
    person: Person,
    scope: str | None,
    this_lives: bool,
    other_lives: bool,
) -> None:
    other, stranger = sign_in(person.email), sign_in()
    query = {} if scope is None else {"scope": scope}
    answer = http.post("/auth/v1/logout", params=query, headers=person.headers)
    assert answer.status_code == 204
    assert answer.content == b""
    for session, lives in ((person, this_lives), (other, other_lives), (stranger, True)):
        again = http.get("/auth/v1/user", headers={**session.headers, **NAMED})
        renewed = refresh(http, session.session["refresh_token"])
        if lives:
            assert (again.status_code, renewed.status_code) == (200, 200)
        else:
            assert code_of(again) == (403, "session_not_found")
            assert code_of(renewed) == (400, "refresh_token_not_found")


def test_an_invented_scope_signs_nobody_out(http: httpx.Client, person: Person) -> None:
    headers = {**person.headers, **NAMED}
    answer = http.post("/auth/v1/logout?scope=universe", headers=headers)
    assert code_of(answer) == (400, "validation_failed")
    assert http.get("/auth/v1/user", headers=person.headers).status_code == 200


def test_health_and_settings_say_who_answers(http: httpx.Client) -> None:
    assert http.get("/auth/v1/health").json()["name"] == "GoTrue"
    settings = http.get("/auth/v1/settings").json()
    assert settings["external"]["email"] is True
    assert settings["disable_signup"] is True


@pytest.fixture
def hurried(migrations: Path) -> Iterator[Running]:
    with running_backend(migrations=migrations, limits=Limits(capacity=3)) as running:
        yield running


def test_too_many_sign_ins_have_to_wait(hurried: Running) -> None:
    key = {"apikey": hurried.publishable_key, **NAMED}
    with httpx.Client(base_url=hurried.url, headers=key) as client:
        answers = [refresh(client, "invented") for _ in range(5)]
    limited = answers[-1]
    assert answers[0].status_code == 400
    assert code_of(limited) == (429, "over_request_rate_limit")
    assert int(limited.headers["Retry-After"]) >= 1
