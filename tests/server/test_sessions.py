"""Where somebody is signed in, ended from afar; and an administrator's way back for a lost proof."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from sync.embedded import totp
from sync.ids import new_id
from tests.support.server import PASSWORD, Running, fresh_database, running_backend

NAMED = {"X-Supabase-Api-Version": "2024-01-01"}


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend() as backend:
        yield backend


@pytest.fixture
def db(running: Running) -> Iterator[psycopg.Connection]:
    with psycopg.connect(running.database.superuser_dsn, autocommit=True) as connection:
        yield connection


_open: list[httpx.Client] = []


@pytest.fixture(autouse=True)
def clients_end() -> Iterator[None]:
    yield
    while _open:
        _open.pop().close()


class Signed:
    """Somebody at one computer."""

    def __init__(self, running: Running, email: str, agent: str = "clinic-app/1 (Test)") -> None:
        key = {"apikey": running.publishable_key, "user-agent": agent, **NAMED}
        self.http = httpx.Client(base_url=running.url, headers=key, timeout=20)
        _open.append(self.http)
        who = {"email": email, "password": PASSWORD}
        self.session = self.http.post("/auth/v1/token?grant_type=password", json=who).json()

    @property
    def id(self) -> str:
        return str(self.session["user"]["id"])

    def call(self, function: str, **arguments: Any) -> httpx.Response:
        return self.http.post(
            f"/rest/v1/rpc/{function}", json=arguments, headers=self.authorization
        )

    @property
    def authorization(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.session['access_token']}"}

    def refresh(self) -> httpx.Response:
        body = {"refresh_token": self.session["refresh_token"]}
        return self.http.post("/auth/v1/token?grant_type=refresh_token", json=body)

    def enrol(self) -> None:
        made = self.http.post(
            "/auth/v1/factors",
            json={"factor_type": "totp", "friendly_name": "Phone"},
            headers=self.authorization,
        ).json()
        path = f"/auth/v1/factors/{made['id']}"
        asked = self.http.post(f"{path}/challenge", headers=self.authorization).json()
        code = totp.code_at(made["totp"]["secret"], time.time())
        body = {"challenge_id": asked["id"], "code": code}
        done = self.http.post(f"{path}/verify", json=body, headers=self.authorization)
        assert done.status_code == 200, done.text
        self.session = done.json()


_numbers = iter(range(1, 10_000))


def newcomer(running: Running) -> str:
    email = f"somebody{next(_numbers)}@clinic.test"
    running.create_user(email)
    return email


def member(
    db: psycopg.Connection, person: str, role: str, facility: str, is_active: bool = True
) -> None:
    db.execute(
        "insert into facilities (id, name, time_zone) values (%s, 'North', 'Europe/Madrid')"
        " on conflict do nothing",
        [facility],
    )
    db.execute(
        "insert into facility_members (facility_id, user_id, role, is_active)"
        " values (%s, %s, %s, %s)",
        [facility, person, role, is_active],
    )


def test_a_person_sees_every_computer_they_are_signed_in_at(running: Running) -> None:
    email = newcomer(running)
    here = Signed(running, email, "clinic-app/1 (Linux; desk-1)")
    there = Signed(running, email, "clinic-app/1 (Windows; ward-2)")
    Signed(running, newcomer(running))
    listed = here.call("my_sessions").json()
    assert {each["user_agent"]: each["is_current"] for each in listed} == {
        "clinic-app/1 (Linux; desk-1)": True,
        "clinic-app/1 (Windows; ward-2)": False,
    }
    assert {each["ip"] for each in listed} == {"127.0.0.1"}
    assert {each["aal"] for each in listed} == {"aal1"}
    seen = {each["is_current"]: each["last_seen_at"] for each in listed}
    there.session = there.refresh().json()
    later = {each["is_current"]: each["last_seen_at"] for each in here.call("my_sessions").json()}
    assert later[False] > seen[False]
    assert later[True] == seen[True]


def test_a_session_ended_from_afar_is_over_at_its_next_request(running: Running) -> None:
    email = newcomer(running)
    here, there = Signed(running, email), Signed(running, email)
    [other] = [s["id"] for s in here.call("my_sessions").json() if not s["is_current"]]
    assert there.call("my_sessions").status_code == 200
    assert here.call("end_session", session=other).json() is True
    refused = there.call("my_sessions")
    assert (refused.status_code, refused.json()["code"]) == (401, "session_not_found")
    assert there.refresh().json()["code"] == "refresh_token_not_found"
    assert here.call("end_session", session=other).json() is False
    assert here.call("my_sessions").status_code == 200


def test_signing_out_is_over_at_the_next_request_too(running: Running) -> None:
    email = newcomer(running)
    here, there = Signed(running, email), Signed(running, email)
    here.http.post("/auth/v1/logout?scope=others", headers=here.authorization)
    assert there.call("my_sessions").status_code == 401
    assert here.call("my_sessions").status_code == 200


def test_nobody_ends_the_session_of_another(running: Running) -> None:
    mine, theirs = Signed(running, newcomer(running)), Signed(running, newcomer(running))
    [session] = [each["id"] for each in theirs.call("my_sessions").json()]
    assert mine.call("end_session", session=session).json() is False
    assert theirs.call("my_sessions").status_code == 200


def test_without_a_person_there_are_no_sessions(running: Running) -> None:
    key = {"apikey": running.publishable_key}
    with httpx.Client(base_url=running.url, headers=key) as http:
        for function, body in (
            ("my_sessions", {}),
            ("end_session", {"session": new_id()}),
            ("reset_second_factor", {"person": new_id()}),
        ):
            assert http.post(f"/rest/v1/rpc/{function}", json=body).status_code == 401


def test_a_token_of_no_session_is_not_asked_for_one(running: Running) -> None:
    person = running.create_user(newcomer(running).replace("@", "-x@"))
    token, _ = running.tokens.mint({"sub": person, "role": "authenticated"})
    headers = {"apikey": running.publishable_key, "Authorization": f"Bearer {token}"}
    answer = httpx.post(f"{running.url}/rest/v1/rpc/my_sessions", json={}, headers=headers)
    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize(
    ("admin", "person", "allowed"),
    [
        ("facility_admin", "doctor", True),
        ("facility_admin", "reception", True),
        ("system_admin", "facility_admin", True),
        ("facility_admin", "system_admin", False),
        ("doctor", "reception", False),
        ("reception", "doctor", False),
        ("patient", "doctor", False),
    ],
)
def test_an_administrator_takes_a_lost_second_factor_off(
    running: Running, db: psycopg.Connection, admin: str, person: str, allowed: bool
) -> None:
    boss, lost = Signed(running, newcomer(running)), Signed(running, newcomer(running))
    facility = new_id()
    member(db, boss.id, admin, facility)
    member(db, lost.id, person, facility)
    lost.enrol()
    answer = boss.call("reset_second_factor", person=lost.id)
    left = db.execute(
        "select count(*) from auth.mfa_factors where user_id = %s", [lost.id]
    ).fetchone()
    if allowed:
        assert (answer.json(), left) == (1, (0,))
        assert lost.refresh().status_code == 400
    else:
        assert (answer.status_code, left) == (403, (1,))
        assert lost.refresh().status_code == 200


def test_no_administrator_opens_the_account_of_who_also_works_elsewhere(
    running: Running, db: psycopg.Connection
) -> None:
    boss, lost = Signed(running, newcomer(running)), Signed(running, newcomer(running))
    here, elsewhere = new_id(), new_id()
    member(db, boss.id, "facility_admin", here)
    member(db, lost.id, "doctor", here)
    member(db, lost.id, "doctor", elsewhere)
    lost.enrol()
    assert boss.call("reset_second_factor", person=lost.id).status_code == 403
    assert boss.call("reset_second_factor", person=boss.id).status_code == 403


def test_an_administrator_shows_the_own_second_factor_first(
    running: Running, db: psycopg.Connection
) -> None:
    email = newcomer(running)
    boss, lost = Signed(running, email), Signed(running, newcomer(running))
    facility = new_id()
    member(db, boss.id, "facility_admin", facility)
    member(db, lost.id, "doctor", facility)
    lost.enrol()
    boss.enrol()
    with_password_alone = Signed(running, email)
    refused = with_password_alone.call("reset_second_factor", person=lost.id)
    assert (refused.status_code, refused.json()["hint"]) == (403, "insufficient_aal")
    assert boss.call("reset_second_factor", person=lost.id).json() == 1


def test_an_auth_server_that_keeps_less_is_asked_for_less() -> None:
    with fresh_database() as database:
        with psycopg.connect(database.superuser_dsn, autocommit=True) as db:
            for column in ("user_agent", "ip", "refreshed_at", "not_after", "aal"):
                db.execute(f"alter table auth.sessions drop column {column}")
        with (
            running_backend(database=database) as running,
            psycopg.connect(running.database.superuser_dsn, autocommit=True) as db,
        ):
            person, session = running.create_user("less@clinic.test"), new_id()
            db.execute("insert into auth.sessions (id, user_id) values (%s, %s)", [session, person])
            claims = {"sub": person, "role": "authenticated", "session_id": session}
            token, _ = running.tokens.mint(claims)
            headers = {"apikey": running.publishable_key, "Authorization": f"Bearer {token}"}
            listed = httpx.post(f"{running.url}/rest/v1/rpc/my_sessions", json={}, headers=headers)
            assert [(each["id"], each["user_agent"]) for each in listed.json()] == [(session, None)]
