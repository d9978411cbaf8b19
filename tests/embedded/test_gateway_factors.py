"""A second proof: enrolled, asked for, removed, and what to do when it is lost."""

from __future__ import annotations

import time
from typing import Any

import httpx
import jwt
import psycopg
import pytest

from sync.embedded import totp
from sync.embedded.limiter import Limits
from tests.embedded.conftest import Person, SignIn
from tests.embedded.test_gateway_auth import NAMED, code_of, refresh
from tests.support.server import PASSWORD, running_backend


class Desk:
    """Somebody at one session, with an authenticator."""

    def __init__(self, http: httpx.Client, session: dict[str, Any]) -> None:
        self.http, self.session = http, session
        self.secret = ""

    def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        headers = NAMED | {"Authorization": f"Bearer {self.session['access_token']}"}
        return self.http.request(method, f"/auth/v1{path}", json=body, headers=headers)

    def enrol(self, name: str = "Phone") -> httpx.Response:
        return self.ask(
            "POST", "/factors", {"factor_type": "totp", "friendly_name": name, "issuer": "Clinic"}
        )

    def code(self, steps: int = 0) -> str:
        return totp.code_at(self.secret, time.time() + 30 * steps)

    def prove(self, factor: str, code: str | None = None) -> httpx.Response:
        challenge = self.ask("POST", f"/factors/{factor}/challenge").json()
        body = {"challenge_id": challenge["id"], "code": code or self.code()}
        answer = self.ask("POST", f"/factors/{factor}/verify", body)
        if answer.status_code == 200:
            self.session = answer.json()
        return answer

    def enrol_and_prove(self) -> str:
        made = self.enrol().json()
        self.secret = made["totp"]["secret"]
        assert self.prove(made["id"]).status_code == 200
        return str(made["id"])

    @property
    def claims(self) -> dict[str, Any]:
        token = self.session["access_token"]
        return jwt.decode(token, options={"verify_signature": False})


@pytest.fixture
def desk(http: httpx.Client, person: Person) -> Desk:
    return Desk(http, person.session)


def test_an_authenticator_gets_a_picture_and_a_secret(desk: Desk, person: Person) -> None:
    made = desk.enrol()
    assert made.status_code == 200
    told = made.json()
    assert (told["type"], told["friendly_name"]) == ("totp", "Phone")
    assert told["totp"]["qr_code"].startswith("<svg")
    assert len(told["totp"]["secret"]) == 32
    assert told["totp"]["uri"].startswith("otpauth://totp/Clinic:")
    assert f"secret={told['totp']['secret']}" in told["totp"]["uri"]
    mine = desk.ask("GET", "/user").json()["factors"]
    assert [(each["id"], each["status"]) for each in mine] == [(told["id"], "unverified")]
    assert "secret" not in mine[0]


def test_the_right_code_raises_the_session(desk: Desk) -> None:
    before = desk.claims
    desk.enrol_and_prove()
    assert desk.claims["session_id"] == before["session_id"]
    assert desk.claims["aal"] == "aal2"
    assert [claim["method"] for claim in desk.claims["amr"]] == ["totp", "password"]
    desk.session = refresh(desk.http, desk.session["refresh_token"]).json()
    assert desk.claims["aal"] == "aal2"


def test_every_session_below_ends_with_the_proof(
    desk: Desk, sign_in: SignIn, person: Person
) -> None:
    other = sign_in(person.email)
    desk.enrol_and_prove()
    assert code_of(refresh(desk.http, other.session["refresh_token"])) == (
        400,
        "refresh_token_not_found",
    )
    again = desk.http.get("/auth/v1/user", headers={**other.headers, **NAMED})
    assert code_of(again) == (403, "session_not_found")
    assert desk.ask("GET", "/user").status_code == 200


def test_the_next_sign_in_begins_below_until_it_is_proved(
    desk: Desk, sign_in: SignIn, person: Person
) -> None:
    factor = desk.enrol_and_prove()
    other = Desk(desk.http, sign_in(person.email).session)
    other.secret = desk.secret
    assert other.claims["aal"] == "aal1"
    [known] = other.session["user"]["factors"]
    assert (known["id"], known["status"]) == (factor, "verified")
    assert other.prove(factor).status_code == 200
    assert other.claims["aal"] == "aal2"
    assert desk.ask("GET", "/user").status_code == 200, "a session that was proved goes on"


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_clocks_may_differ_by_half_a_minute(desk: Desk, steps: int) -> None:
    made = desk.enrol().json()
    desk.secret = made["totp"]["secret"]
    assert desk.prove(made["id"], desk.code(steps)).status_code == 200


def test_a_wrong_code_proves_nothing(desk: Desk) -> None:
    made = desk.enrol().json()
    desk.secret = made["totp"]["secret"]
    for wrong in (desk.code(steps=4), "12345", "letters"):
        answer = desk.prove(made["id"], wrong)
        assert code_of(answer) == (422, "mfa_verification_failed")
        assert answer.json()["message"] == "Invalid TOTP code entered"
    assert desk.ask("GET", "/user").json()["factors"][0]["status"] == "unverified"


def test_a_challenge_is_good_once_and_for_five_minutes(desk: Desk, db: psycopg.Connection) -> None:
    factor = desk.enrol_and_prove()
    path = f"/factors/{factor}"
    used = desk.ask("POST", f"{path}/challenge").json()
    body = {"challenge_id": used["id"], "code": desk.code()}
    assert desk.ask("POST", f"{path}/verify", body).status_code == 200
    assert code_of(desk.ask("POST", f"{path}/verify", body)) == (422, "mfa_ip_address_mismatch")

    old = desk.ask("POST", f"{path}/challenge").json()
    assert old["expires_at"] == pytest.approx(time.time() + 300, abs=10)
    db.execute(
        "update auth.mfa_challenges set created_at = now() - interval '6 min' where id = %s",
        [old["id"]],
    )
    body = {"challenge_id": old["id"], "code": desk.code()}
    assert code_of(desk.ask("POST", f"{path}/verify", body)) == (422, "mfa_challenge_expired")


def test_a_challenge_is_answered_from_where_it_was_asked(
    desk: Desk, db: psycopg.Connection
) -> None:
    factor = desk.enrol_and_prove()
    asked = desk.ask("POST", f"/factors/{factor}/challenge").json()
    db.execute(
        "update auth.mfa_challenges set ip_address = '10.0.0.7' where id = %s", [asked["id"]]
    )
    answer = desk.ask(
        "POST", f"/factors/{factor}/verify", {"challenge_id": asked["id"], "code": desk.code()}
    )
    assert code_of(answer) == (422, "mfa_ip_address_mismatch")


def test_nobody_proves_anything_with_the_factor_of_another(
    desk: Desk, http: httpx.Client, sign_in: SignIn
) -> None:
    mine = desk.enrol_and_prove()
    stranger = Desk(http, sign_in().session)
    assert code_of(stranger.ask("POST", f"/factors/{mine}/challenge")) == (
        404,
        "mfa_factor_not_found",
    )
    assert code_of(stranger.ask("DELETE", f"/factors/{mine}")) == (404, "mfa_factor_not_found")
    assert code_of(desk.ask("POST", "/factors/7/challenge")) == (404, "validation_failed")


def test_what_cannot_be_enrolled_is_refused(desk: Desk) -> None:
    assert code_of(desk.ask("POST", "/factors", {"factor_type": "smoke"})) == (
        400,
        "validation_failed",
    )
    assert code_of(desk.ask("POST", "/factors", {"factor_type": "phone"})) == (
        422,
        "mfa_phone_enroll_disabled",
    )
    desk.enrol("Phone")
    assert code_of(desk.enrol("Phone")) == (422, "mfa_factor_name_conflict")
    for number in range(9):
        assert desk.enrol(f"Phone {number}").status_code == 200
    assert code_of(desk.enrol("One more")) == (422, "too_many_enrolled_mfa_factors")


def test_a_thief_with_the_password_alone_enrols_and_removes_nothing(
    desk: Desk, sign_in: SignIn, person: Person
) -> None:
    factor = desk.enrol_and_prove()
    thief = Desk(desk.http, sign_in(person.email).session)
    assert code_of(thief.enrol("Mine")) == (403, "insufficient_aal")
    assert code_of(thief.ask("DELETE", f"/factors/{factor}")) == (422, "insufficient_aal")
    assert code_of(thief.ask("PUT", "/user", {"password": "stolen account now"})) == (
        401,
        "insufficient_aal",
    )
    assert code_of(thief.ask("POST", "/factors/recovery-codes")) == (403, "insufficient_aal")


def test_removing_the_factor_lowers_the_session_at_the_next_refresh(desk: Desk) -> None:
    factor = desk.enrol_and_prove()
    assert desk.ask("DELETE", f"/factors/{factor}").json() == {"id": factor}
    desk.session = refresh(desk.http, desk.session["refresh_token"]).json()
    assert (desk.claims["aal"], [c["method"] for c in desk.claims["amr"]]) == ("aal1", ["password"])
    assert "factors" not in desk.session["user"]


def test_an_unfinished_factor_can_be_given_up_without_a_proof(desk: Desk) -> None:
    made = desk.enrol().json()
    assert desk.ask("DELETE", f"/factors/{made['id']}").status_code == 200
    assert desk.enrol().status_code == 200


def test_recovery_codes_are_shown_once_and_each_opens_once(
    desk: Desk, sign_in: SignIn, person: Person
) -> None:
    desk.enrol_and_prove()
    made = desk.ask("POST", "/factors/recovery-codes").json()
    codes = made["codes"]
    assert (made["total"], len(set(codes)), {len(code) for code in codes}) == (10, 10, {16})
    status = desk.ask("GET", "/factors/recovery-codes").json()
    assert (status["total"], status["remaining"]) == (10, 10)
    assert "codes" not in status
    assert code_of(desk.ask("POST", "/factors/recovery-codes")) == (
        422,
        "mfa_verified_factor_exists",
    )

    lost = Desk(desk.http, sign_in(person.email).session)
    typed = "-".join(codes[0].lower()[at : at + 4] for at in range(0, 16, 4))
    opened = lost.ask("POST", "/factors/recovery-codes/verify", {"code": f" {typed} "})
    assert opened.status_code == 200
    lost.session = opened.json()
    assert lost.claims["aal"] == "aal2"
    assert lost.claims["amr"][0]["method"] == "mfa/recovery_code"
    again = lost.ask("POST", "/factors/recovery-codes/verify", {"code": codes[0]})
    assert code_of(again) == (422, "mfa_verification_failed")
    assert lost.ask("GET", "/factors/recovery-codes").json()["remaining"] == 9


def test_five_wrong_recovery_codes_lock_them_for_a_while(
    desk: Desk, db: psycopg.Connection, person: Person
) -> None:
    desk.enrol_and_prove()
    codes = desk.ask("POST", "/factors/recovery-codes").json()["codes"]
    path = "/factors/recovery-codes/verify"
    for _ in range(5):
        assert code_of(desk.ask("POST", path, {"code": "WRONG"})) == (
            422,
            "mfa_verification_failed",
        )
    assert code_of(desk.ask("POST", path, {"code": codes[0]})) == (
        429,
        "mfa_recovery_codes_locked",
    )
    db.execute(
        "update auth.mfa_recovery_code_sets set verification_locked_until = now() where user_id = %s",
        [person.id],
    )
    assert desk.ask("POST", path, {"code": codes[0]}).status_code == 200


def test_recovery_codes_are_never_the_only_proof(desk: Desk) -> None:
    factor = desk.enrol_and_prove()
    desk.ask("POST", "/factors/recovery-codes")
    assert code_of(desk.ask("DELETE", f"/factors/{factor}")) == (
        422,
        "mfa_recovery_codes_sole_factor",
    )
    assert desk.ask("DELETE", "/factors/recovery-codes").status_code == 200
    assert desk.ask("DELETE", f"/factors/{factor}").status_code == 200
    assert code_of(desk.ask("GET", "/factors/recovery-codes")) == (404, "mfa_factor_not_found")


def test_new_recovery_codes_replace_the_old(desk: Desk) -> None:
    desk.enrol_and_prove()
    old = desk.ask("POST", "/factors/recovery-codes").json()["codes"]
    new = desk.ask("POST", "/factors/recovery-codes/regenerate").json()["codes"]
    assert not set(old) & set(new)
    path = "/factors/recovery-codes/verify"
    assert desk.ask("POST", path, {"code": old[0]}).status_code == 422
    assert desk.ask("POST", path, {"code": new[0]}).status_code == 200


def test_too_many_tries_at_a_code_have_to_wait(migrations: Any) -> None:
    with (
        running_backend(migrations=migrations, limits=Limits()) as strict,
        httpx.Client(base_url=strict.url, headers={"apikey": strict.publishable_key}) as http,
    ):
        strict.create_user("many@clinic.test")
        who = {"email": "many@clinic.test", "password": PASSWORD}
        desk = Desk(http, http.post("/auth/v1/token?grant_type=password", json=who).json())
        made = desk.enrol().json()
        asked = desk.ask("POST", f"/factors/{made['id']}/challenge").json()
        body = {"challenge_id": asked["id"], "code": "000000"}
        tries = [desk.ask("POST", f"/factors/{made['id']}/verify", body) for _ in range(31)]
        assert code_of(tries[-1]) == (429, "over_request_rate_limit")


def test_the_codes_are_those_of_the_standard() -> None:
    """RFC 6238, appendix B, SHA-1; its eight digits end in our six."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for at, code in ((59, "287082"), (1111111109, "081804"), (1234567890, "005924")):
        assert totp.code_at(secret, at) == code
