"""A way in through a browser: the program begins it, an identity provider vouches, the program ends it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import psycopg
import pytest

from sync.embedded.auth_oauth import STRANGER
from tests.embedded.conftest import Person
from tests.embedded.test_gateway_auth import NAMED, code_of
from tests.embedded.test_gateway_mail import BACK, PKCE, VERIFIER, exchange
from tests.support.server import Running


def begin(backend: Running, **more: str) -> httpx.Response:
    asked = {"provider": "demo", "redirect_to": BACK, **PKCE, **more}
    return httpx.get(f"{backend.url}/auth/v1/authorize", params=asked, headers=NAMED)


def choose(page: str, **choice: str) -> dict[str, list[str]]:
    """Press a button on the provider's page; what the program is told in the end."""
    at = urlsplit(page)
    state = parse_qs(at.query)["state"][0]
    followed = httpx.get(
        f"{at.scheme}://{at.netloc}/auth/v1/callback", params={"state": state, **choice}
    )
    assert followed.status_code == 302
    assert followed.headers["location"].startswith("http://127.0.0.1:5555/back?state=abc&")
    return parse_qs(urlsplit(followed.headers["location"]).query)


def test_a_person_of_the_clinic_comes_in(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    page = begin(backend).headers["location"]
    shown = httpx.get(page)
    assert person.email in shown.text
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    code = choose(page, code=person.email)["code"][0]
    opened = exchange(http, code).json()
    assert opened["user"]["id"] == person.id
    assert opened["user"]["app_metadata"]["providers"] == ["email", "demo"]
    claims = jwt.decode(opened["access_token"], options={"verify_signature": False})
    assert [claim["method"] for claim in claims["amr"]] == ["oauth"]


def test_the_code_alone_is_worth_nothing(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    code = choose(begin(backend).headers["location"], code=person.email)["code"][0]
    assert code_of(exchange(http, code, "x" * 60)) == (400, "bad_code_verifier")
    assert exchange(http, code, VERIFIER).status_code == 200
    assert code_of(exchange(http, code, VERIFIER)) == (404, "flow_state_not_found")


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"code": STRANGER}, "signup_disabled"),
        ({"code": ""}, "signup_disabled"),
        ({"error": "access_denied"}, "access_denied"),
    ],
)
def test_whoever_may_not_come_in_is_sent_back_with_the_reason(
    backend: Running, choice: dict[str, str], code: str
) -> None:
    told = choose(begin(backend).headers["location"], **choice)
    assert told["error_code"] == [code]
    assert "code" not in told


def test_a_way_in_nobody_began_is_refused(backend: Running) -> None:
    answer = httpx.get(
        f"{backend.url}/auth/v1/callback?state=invented&code=a@b.test", headers=NAMED
    )
    assert code_of(answer) == (400, "bad_oauth_state")
    assert httpx.get(f"{backend.url}/demo-identity?state=invented").status_code == 400


def test_a_way_in_is_open_for_five_minutes(backend: Running, db: psycopg.Connection) -> None:
    page = begin(backend).headers["location"]
    db.execute("update auth.flow_state set created_at = now() - interval '6 min'")
    assert httpx.get(page).status_code == 400


@pytest.mark.parametrize(
    "more",
    [
        {"provider": "google"},
        {"code_challenge": ""},
        {"code_challenge": "", "code_challenge_method": ""},
    ],
)
def test_what_cannot_be_begun_is_refused(backend: Running, more: dict[str, str]) -> None:
    assert code_of(begin(backend, **more)) == (400, "validation_failed")


def test_people_with_strange_names_are_shown_as_they_are_called(
    backend: Running, db: psycopg.Connection
) -> None:
    backend.create_user("strange@clinic.test", '<img src=x onerror="alert(1)">')
    shown = httpx.get(begin(backend).headers["location"]).text
    assert "<img" not in shown
    assert re.search(r"&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;", shown)


def test_the_project_says_which_providers_it_has(http: httpx.Client) -> None:
    settings: dict[str, Any] = http.get("/auth/v1/settings").json()
    assert settings["external"]["demo"] is True
