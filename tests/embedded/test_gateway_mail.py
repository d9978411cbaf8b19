"""Ways in through a mailbox: codes, links, forgotten passwords, invitations, another address."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import psycopg
import pytest

from sync.embedded.limiter import Limits
from tests.embedded.conftest import Person, SignIn
from tests.embedded.test_gateway_auth import NAMED, code_of, refresh
from tests.support.server import PASSWORD, Running, running_backend

VERIFIER = "v" * 60
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
)
PKCE = {"code_challenge": CHALLENGE, "code_challenge_method": "s256"}
BACK = "http://127.0.0.1:5555/back?state=abc"
NEW = "a much longer password"


def verify(http: httpx.Client, **body: Any) -> httpx.Response:
    return http.post("/auth/v1/verify", json=body, headers=NAMED)


def ask_for_code(http: httpx.Client, email: str, **more: Any) -> httpx.Response:
    body = {"email": email, "create_user": False, **more}
    return http.post("/auth/v1/otp", json=body, headers=NAMED)


def exchange(http: httpx.Client, code: str, verifier: str = VERIFIER) -> httpx.Response:
    body = {"auth_code": code, "code_verifier": verifier}
    return http.post("/auth/v1/token?grant_type=pkce", json=body, headers=NAMED)


def test_a_mailed_code_opens_a_session_once(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    assert ask_for_code(http, person.email.upper()).json() == {}
    code = backend.mail_to(person.email, "magiclink").code
    assert len(code) == 6
    opened = verify(http, type="email", email=person.email, token=code)
    assert opened.status_code == 200
    assert opened.json()["user"]["id"] == person.id
    claims = jwt.decode(opened.json()["access_token"], options={"verify_signature": False})
    assert (claims["aal"], [c["method"] for c in claims["amr"]]) == ("aal1", ["otp"])
    assert refresh(http, opened.json()["refresh_token"]).status_code == 200
    again = verify(http, type="email", email=person.email, token=code)
    assert code_of(again) == (403, "otp_expired")
    assert again.json()["message"] == "Token has expired or is invalid"


def test_a_wrong_code_leaves_the_right_one_good(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    ask_for_code(http, person.email)
    code = backend.mail_to(person.email).code
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert code_of(verify(http, type="email", email=person.email, token=wrong)) == (
        403,
        "otp_expired",
    )
    assert verify(http, type="magiclink", email=person.email, token=code).status_code == 200


def test_a_code_is_good_for_an_hour(
    http: httpx.Client, backend: Running, person: Person, db: psycopg.Connection
) -> None:
    ask_for_code(http, person.email)
    db.execute(
        "update auth.users set recovery_sent_at = now() - interval '61 min' where id = %s",
        [person.id],
    )
    code = backend.mail_to(person.email).code
    answer = verify(http, type="email", email=person.email, token=code)
    assert code_of(answer) == (403, "otp_expired")


def test_a_code_of_one_person_opens_nothing_for_another(
    http: httpx.Client, backend: Running, sign_in: SignIn
) -> None:
    ana, ben = sign_in(), sign_in()
    ask_for_code(http, ana.email)
    code = backend.mail_to(ana.email).code
    assert verify(http, type="email", email=ben.email, token=code).status_code == 403


def test_nobody_gets_an_account_by_asking_for_a_code(
    http: httpx.Client, db: psycopg.Connection
) -> None:
    email = "nobody@clinic.test"
    assert code_of(ask_for_code(http, email)) == (422, "otp_disabled")
    assert code_of(ask_for_code(http, email, create_user=True)) == (422, "signup_disabled")
    found = db.execute("select count(*) from auth.users where email = %s", [email]).fetchone()
    assert found == (0,)


def test_a_banned_person_gets_no_session_by_a_code(
    http: httpx.Client, backend: Running, person: Person, db: psycopg.Connection
) -> None:
    ask_for_code(http, person.email)
    db.execute(
        "update auth.users set banned_until = now() + interval '1 hour' where id = %s", [person.id]
    )
    code = backend.mail_to(person.email).code
    answer = verify(http, type="email", email=person.email, token=code)
    assert code_of(answer) == (403, "user_banned")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"token": "1", "email": "a@b.test"}, "Verify requires a verification type"),
        ({"type": "email"}, "Verify requires either a token or a token hash"),
        (
            {"type": "email", "token": "1", "token_hash": "2"},
            "Verify requires either a token or a token hash",
        ),
        (
            {"type": "email", "token_hash": "2", "email": "a@b.test"},
            "Only the token_hash and type should be provided",
        ),
        (
            {"type": "email", "token": "1"},
            "Only an email address or phone number should be provided on verify",
        ),
        ({"type": "sorcery", "token": "1", "email": "a@b.test"}, "Unsupported verification type"),
    ],
)
def test_what_is_missing_from_a_verification_is_said(
    http: httpx.Client, body: dict[str, str], words: str
) -> None:
    answer = verify(http, **body)
    assert code_of(answer) == (400, "validation_failed")
    assert answer.json()["message"] == words


def test_a_link_begun_by_a_program_ends_in_that_program_alone(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    http.post("/auth/v1/otp", params={"redirect_to": BACK}, json={"email": person.email, **PKCE})
    followed = httpx.get(backend.mail_to(person.email).link)
    assert followed.status_code == 303
    sent_to = urlsplit(followed.headers["location"])
    told = parse_qs(sent_to.query)
    assert f"{sent_to.scheme}://{sent_to.netloc}{sent_to.path}" == "http://127.0.0.1:5555/back"
    assert told["state"] == ["abc"]
    code = told["code"][0]
    assert code_of(exchange(http, code, "w" * 60)) == (400, "bad_code_verifier")
    assert code_of(exchange(http, "", VERIFIER)) == (400, "validation_failed")
    opened = exchange(http, code)
    assert opened.json()["user"]["id"] == person.id
    assert code_of(exchange(http, code)) == (404, "flow_state_not_found")


def test_the_code_in_the_same_mail_works_too(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    ask_for_code(http, person.email, **PKCE)
    mail = backend.mail_to(person.email)
    assert verify(http, type="email", email=person.email, token=mail.code).status_code == 200
    told = parse_qs(urlsplit(httpx.get(mail.link).headers["location"]).query)
    assert told["error_code"] == ["otp_expired"]


def test_a_way_in_that_took_too_long_is_over(
    http: httpx.Client, backend: Running, person: Person, db: psycopg.Connection
) -> None:
    ask_for_code(http, person.email, **PKCE)
    followed = httpx.get(backend.mail_to(person.email).link).headers["location"]
    code = parse_qs(urlsplit(followed).query)["code"][0]
    db.execute(
        "update auth.flow_state set auth_code_issued_at = now() - interval '6 min'"
        " where user_id = %s",
        [person.id],
    )
    assert code_of(exchange(http, code)) == (422, "flow_state_expired")


def test_a_link_without_a_program_leaves_the_tokens_behind_the_hash_mark(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    ask_for_code(http, person.email)
    followed = httpx.get(backend.mail_to(person.email).link).headers["location"]
    assert followed.startswith(f"{backend.url}/welcome#")
    told = parse_qs(urlsplit(followed).fragment)
    assert told["type"] == ["magiclink"]
    assert refresh(http, told["refresh_token"][0]).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "http://127.0.0.1.evil.example/",
        "http://user@127.0.0.1:1/",
        "javascript:alert(1)",
        "http://192.168.1.2/",
    ],
)
def test_nobody_is_sent_elsewhere(
    http: httpx.Client, backend: Running, person: Person, elsewhere: str
) -> None:
    asked = {"email": person.email, "create_user": False}
    http.post("/auth/v1/otp", params={"redirect_to": elsewhere}, json=asked)
    followed = httpx.get(backend.mail_to(person.email).link)
    assert followed.headers["location"].startswith(f"{backend.url}/welcome")


@pytest.mark.parametrize(
    "wrong",
    [
        {"code_challenge": CHALLENGE},
        {"code_challenge": "short", "code_challenge_method": "s256"},
        {"code_challenge": "ü" * 50, "code_challenge_method": "s256"},
        {"code_challenge": CHALLENGE, "code_challenge_method": "md5"},
    ],
)
def test_a_challenge_that_is_none_is_refused(
    http: httpx.Client, person: Person, wrong: dict[str, str]
) -> None:
    assert code_of(ask_for_code(http, person.email, **wrong)) == (400, "validation_failed")


def test_a_forgotten_password_is_replaced_and_every_other_session_ends(
    http: httpx.Client, backend: Running, sign_in: SignIn, person: Person
) -> None:
    other = sign_in(person.email)
    assert http.post("/auth/v1/recover", json={"email": person.email}).json() == {}
    code = backend.mail_to(person.email, "recovery").code
    opened = verify(http, type="recovery", email=person.email, token=code).json()
    headers = NAMED | {"Authorization": f"Bearer {opened['access_token']}"}
    short = http.put("/auth/v1/user", json={"password": "short"}, headers=headers)
    assert code_of(short) == (422, "weak_password")
    assert short.json()["weak_password"]["reasons"] == ["length"]
    same = http.put("/auth/v1/user", json={"password": PASSWORD}, headers=headers)
    assert code_of(same) == (422, "same_password")
    assert http.put("/auth/v1/user", json={"password": NEW}, headers=headers).status_code == 200
    for token in (other.session["refresh_token"], person.session["refresh_token"]):
        assert code_of(refresh(http, token)) == (400, "refresh_token_not_found")
    assert refresh(http, opened["refresh_token"]).status_code == 200
    again = {"email": person.email, "password": PASSWORD}
    old = http.post("/auth/v1/token?grant_type=password", json=again, headers=NAMED)
    assert code_of(old) == (400, "invalid_credentials")
    again["password"] = NEW
    assert http.post("/auth/v1/token?grant_type=password", json=again).status_code == 200


def test_nobody_learns_by_a_forgotten_password_who_has_an_account(http: httpx.Client) -> None:
    answer = http.post("/auth/v1/recover", json={"email": "nobody@clinic.test"})
    assert (answer.status_code, answer.json()) == (200, {})


def test_an_old_session_proves_itself_before_the_password_changes(
    http: httpx.Client, backend: Running, person: Person, db: psycopg.Connection
) -> None:
    db.execute(
        "update auth.sessions set created_at = now() - interval '2 days' where user_id = %s",
        [person.id],
    )
    headers = NAMED | person.headers
    refused = http.put("/auth/v1/user", json={"password": NEW}, headers=headers)
    assert code_of(refused) == (400, "reauthentication_needed")
    assert http.get("/auth/v1/reauthenticate", headers=headers).status_code == 200
    wrong = http.put("/auth/v1/user", json={"password": NEW, "nonce": "1"}, headers=headers)
    assert code_of(wrong) == (422, "reauthentication_not_valid")
    nonce = backend.mail_to(person.email, "reauthentication").code
    done = http.put("/auth/v1/user", json={"password": NEW, "nonce": nonce}, headers=headers)
    assert done.status_code == 200


def test_an_invited_person_comes_in_by_the_mailed_code_and_chooses_a_password(
    http: httpx.Client, backend: Running
) -> None:
    email = "invited@clinic.test"
    person = backend.invite(email, "Inés Vidal")
    assert code_of(ask_for_code(http, email)) == (422, "signup_disabled")
    mail = backend.mail_to(email, "invite")
    opened = verify(http, type="invite", email=email, token=mail.code)
    user = opened.json()["user"]
    assert (user["id"], user["user_metadata"]["full_name"]) == (person, "Inés Vidal")
    assert user["invited_at"]
    assert user["email_confirmed_at"]
    headers = {"Authorization": f"Bearer {opened.json()['access_token']}"}
    assert http.put("/auth/v1/user", json={"password": NEW}, headers=headers).status_code == 200
    again = {"email": email, "password": NEW}
    assert http.post("/auth/v1/token?grant_type=password", json=again).status_code == 200


def test_an_invitation_by_its_link_hash_and_a_second_invitation(
    http: httpx.Client, backend: Running
) -> None:
    email = "invited2@clinic.test"
    first = backend.invite(email)
    old = backend.mail_to(email)
    assert backend.invite(email) == first
    token = {
        name: parse_qs(urlsplit(m.link).query)["token"][0]
        for name, m in (("old", old), ("new", backend.mail_to(email)))
    }
    assert code_of(verify(http, type="invite", token_hash=token["old"])) == (403, "otp_expired")
    assert verify(http, type="invite", token_hash=token["new"]).status_code == 200


def test_only_the_holder_of_the_control_token_invites(backend: Running) -> None:
    path, wanted = f"{backend.url}/control/invitations", {"email": "x@clinic.test"}
    assert httpx.post(path, json=wanted).status_code == 403
    wrong = {"Authorization": f"Bearer {backend.publishable_key}"}
    assert httpx.post(path, json=wanted, headers=wrong).status_code == 403
    right = {"Authorization": f"Bearer {backend.control_token}"}
    assert httpx.post(path, json=wanted, headers=right).json()["id"]


def test_another_address_is_confirmed_at_both_ends(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    new = f"new-{person.email}"
    asked = http.put("/auth/v1/user", json={"email": new}, headers=person.headers)
    assert (asked.json()["email"], asked.json()["new_email"]) == (person.email, new)
    first = backend.mail_to(new, "email_change").code
    half = verify(http, type="email_change", email=new, token=first)
    assert half.json()["code"] == "200"
    second = backend.mail_to(person.email, "email_change").code
    done = verify(http, type="email_change", email=person.email, token=second)
    assert done.json()["user"]["email"] == new


def test_one_address_alone_cannot_take_an_account_over(
    http: httpx.Client, backend: Running, person: Person
) -> None:
    new = f"other-{person.email}"
    http.put("/auth/v1/user", json={"email": new}, headers=person.headers)
    code = backend.mail_to(new, "email_change").code
    verify(http, type="email_change", email=new, token=code)
    again = verify(http, type="email_change", email=new, token=code)
    assert again.status_code == 403
    mine = http.get("/auth/v1/user", headers=person.headers).json()
    assert mine["email"] == person.email


@pytest.fixture(scope="module")
def strict(migrations: Any) -> Any:
    with running_backend(migrations=migrations, limits=Limits()) as running:
        yield running


def test_a_person_gets_one_mail_a_minute(strict: Running) -> None:
    strict.create_user("once@clinic.test")
    with httpx.Client(base_url=strict.url, headers={"apikey": strict.publishable_key}) as http:
        assert ask_for_code(http, "once@clinic.test").status_code == 200
        again = ask_for_code(http, "once@clinic.test")
        assert code_of(again) == (429, "over_email_send_rate_limit")
        left = int(again.json()["message"].split()[-2])
        assert 50 <= left <= 60


def test_thirty_tries_at_a_code_and_then_patience(strict: Running) -> None:
    strict.create_user("tried@clinic.test")
    with httpx.Client(base_url=strict.url, headers={"apikey": strict.publishable_key}) as http:
        tries = [
            verify(http, type="email", email="tried@clinic.test", token=f"{n:06}")
            for n in range(31)
        ]
    assert code_of(tries[29]) == (403, "otp_expired")
    assert code_of(tries[30]) == (429, "over_request_rate_limit")
    assert tries[30].json()["message"] == "Request rate limit reached"
    assert 1 <= int(tries[30].headers["Retry-After"]) <= 10


def test_the_mailbox_shows_codes_and_escapes_what_people_are_called(backend: Running) -> None:
    backend.invite('"><script>alert(1)</script>@clinic.test')
    shown = httpx.get(f"{backend.url}/mailbox")
    assert shown.status_code == 200
    assert "<script>" not in shown.text
    assert "&lt;script&gt;" in shown.text
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert "no-store" in shown.headers["Cache-Control"]
    assert "http://" not in shown.text.replace(backend.url, "").replace("http%3A", "")
    listed = httpx.get(f"{backend.url}/mailbox", headers={"Accept": "application/json"}).json()
    assert [mail["at"] for mail in listed] == sorted((m["at"] for m in listed), reverse=True)


def test_the_mailbox_keeps_two_hundred_mails(backend: Running) -> None:
    for number in range(205):
        backend.invite(f"many{number}@clinic.test")
    listed = httpx.get(f"{backend.url}/mailbox", headers={"Accept": "application/json"}).json()
    assert len(listed) == 200
    assert listed[0]["to"] == "many204@clinic.test"


def test_the_mailbox_opens_for_this_computer_alone(backend: Running) -> None:
    for host in ("clinic.example", "127.0.0.1.evil.example", ""):
        assert httpx.get(f"{backend.url}/mailbox", headers={"Host": host}).status_code == 403


def test_a_backend_that_is_not_for_show_keeps_its_mailbox_closed(migrations: Any) -> None:
    with running_backend(migrations=migrations, is_open=False) as closed:
        page = f"{closed.url}/mailbox"
        assert httpx.get(page).status_code == 403
        right = {"Authorization": f"Bearer {closed.control_token}"}
        assert httpx.get(page, headers=right).status_code == 200
        assert httpx.get(f"{closed.url}/demo-identity").status_code == 403
        with httpx.Client(base_url=closed.url, headers={"apikey": closed.publishable_key}) as http:
            assert http.get("/auth/v1/settings").json()["external"]["demo"] is False
            refused = http.get("/auth/v1/authorize?provider=demo", headers=NAMED)
            assert code_of(refused) == (400, "validation_failed")
