"""What an answer means, row by row of the tables."""

from __future__ import annotations

import json
import ssl
from datetime import UTC, datetime
from typing import Any, get_args

import httpx
import msgspec
import pytest
from websockets import exceptions as ws

from sync.backend import wire
from sync.backend.answer import (
    LONGEST_PATIENCE,
    Answer,
    MissingFunction,
    Stranger,
    TokenRefused,
    retry_after,
)
from sync.backend.cable import CablePulled
from sync.backend.classify import handshake_trouble, join_trouble, rest_trouble, trouble_of
from sync.backend.classify_auth import SESSION_ENDING, Door, auth_trouble, probe_trouble
from sync.errors import (
    Busy,
    Defect,
    Expected,
    MailedJustNow,
    Misconfigured,
    NoAccount,
    NotAllowed,
    NotConfirmed,
    NotOffered,
    Offline,
    Outdated,
    ProofNeeded,
    SamePassword,
    SecondFactorNeeded,
    ServerTrouble,
    SignedOut,
    Suspended,
    TookTooLong,
    TooManyFactors,
    Unanswered,
    WeakPassword,
    WrongCode,
    WrongPassword,
)

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
HTML = "<html>Welcome to the airport</html>"


def answer(status: int, body: Any = None, **headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    if isinstance(body, str):
        return Answer(status, {"content-type": "text/html"} | names, body.encode())
    kind = {"content-type": "application/json; charset=utf-8"}
    return Answer(status, kind | names, b"" if body is None else json.dumps(body).encode())


def pg(code: str) -> dict[str, Any]:
    return {"code": code, "message": "m", "details": None, "hint": None}


REST: list[tuple[int, Any, type[Expected] | None]] = [
    (200, {"proto": 1}, None),
    (200, HTML, Stranger),
    (302, HTML, Stranger),
    (404, HTML, Stranger),
    (407, HTML, Stranger),
    (511, HTML, Stranger),
    (500, HTML, Stranger),
    (502, HTML, Offline),
    (503, HTML, Offline),
    (504, HTML, Unanswered),
    (520, HTML, Offline),
    (530, HTML, Offline),
    (429, HTML, Busy),
    (426, HTML, Outdated),
    (503, pg("PGRST000"), Busy),
    (503, pg("PGRST001"), Busy),
    (503, pg("PGRST002"), Busy),
    (504, pg("PGRST003"), Busy),
    (404, pg("PGRST202"), MissingFunction),
    (300, pg("PGRST203"), MissingFunction),
    (401, pg("PGRST301"), TokenRefused),
    (401, pg("PGRST302"), TokenRefused),
    (401, pg("PGRST303"), TokenRefused),
    (400, pg("PGRST102"), ServerTrouble),
    (403, pg("42501"), NotAllowed),
    (401, pg("42501"), TokenRefused),
    (403, pg("28000"), TokenRefused),
    (405, pg("25006"), Busy),
    (503, pg("08006"), Busy),
    (500, pg("40001"), Busy),
    (500, pg("40P01"), Busy),
    (503, pg("53300"), Busy),
    (500, pg("53400"), Busy),
    (500, pg("54000"), ServerTrouble),
    (500, pg("55P03"), Busy),
    (500, pg("57014"), Busy),
    (500, pg("57P03"), Busy),
    (500, pg("58030"), ServerTrouble),
    (500, pg("XX000"), ServerTrouble),
    (400, pg("23P01"), ServerTrouble),
    (409, pg("23505"), ServerTrouble),
    (400, pg("P0001"), ServerTrouble),
    (404, pg("42883"), ServerTrouble),
    (401, {"message": "Invalid API key", "hint": "Double check"}, Misconfigured),
    (401, {"message": "No API key found in request"}, Misconfigured),
    (401, {"message": "Unauthorized"}, TokenRefused),
    (403, {"message": "no"}, NotAllowed),
    (408, {}, Busy),
    (425, {}, Busy),
    (429, {}, Busy),
    (502, {}, Offline),
    (413, {}, ServerTrouble),
    (500, [], ServerTrouble),
    (500, None, ServerTrouble),
]


@pytest.mark.parametrize(("status", "body", "kind"), REST)
def test_an_answer_of_rest(status: int, body: Any, kind: type[Expected] | None) -> None:
    trouble = rest_trouble(answer(status, body), NOW)
    assert (None if trouble is None else type(trouble)) is kind


def test_a_trouble_of_the_server_carries_its_code_and_asks_for_another_try() -> None:
    trouble = rest_trouble(answer(500, pg("XX000")), NOW)
    assert isinstance(trouble, ServerTrouble)
    assert (trouble.server_code, trouble.retry) == ("XX000", True)


def test_an_error_body_cut_short_is_no_verdict() -> None:
    cut = Answer(403, {"content-type": "application/json"}, b'{"code":"42501","mess')
    assert isinstance(rest_trouble(cut, NOW), Unanswered)


AUTH: list[tuple[int, Any, dict[str, str], type[Expected]]] = [
    (400, {"code": "validation_failed", "message": "Not Issued By This Server"}, {}, ServerTrouble),
    (409, {"code": "conflict", "message": "Too many concurrent"}, {}, Busy),
    (429, {"code": 429, "error_code": "over_request_rate_limit", "msg": "m"}, {}, Busy),
    (429, {"message": "slow down"}, {}, Busy),
    (500, {"code": "unexpected_failure"}, {}, ServerTrouble),
    (504, {"code": "request_timeout"}, {}, Busy),
    (403, {"code": "bad_jwt"}, {}, TokenRefused),
    (401, {"code": 401, "error_code": "no_authorization", "msg": "m"}, {}, TokenRefused),
    (401, {"message": "Invalid API key"}, {}, Misconfigured),
    (404, HTML, {}, Stranger),
    (200, HTML, {}, Stranger),
    (502, HTML, {}, Offline),
    (503, HTML, {"retry_after": "3"}, Busy),
]


@pytest.mark.parametrize(("status", "body", "headers", "kind"), AUTH)
@pytest.mark.parametrize("door", get_args(Door))
def test_an_answer_of_auth_that_ends_no_session(
    status: int, body: Any, headers: dict[str, str], kind: type[Expected], door: Door
) -> None:
    if isinstance(body, dict) and body.get("code") == "validation_failed":
        mistakes = {"password": WrongPassword, "mail": NoAccount, "code": WrongCode}
        kind = mistakes.get(door, kind)
    trouble = auth_trouble(answer(status, body, **headers), NOW, door)
    assert type(trouble) is kind


MISTAKES: list[tuple[Door, int, str, type[Expected]]] = [
    ("password", 400, "invalid_credentials", WrongPassword),
    ("password", 400, "user_banned", Suspended),
    ("mail", 422, "otp_disabled", NoAccount),
    ("mail", 422, "signup_disabled", NoAccount),
    ("mail", 422, "email_provider_disabled", NotOffered),
    ("mail", 429, "over_email_send_rate_limit", MailedJustNow),
    ("code", 403, "otp_expired", WrongCode),
    ("code", 403, "user_banned", Suspended),
    ("code", 404, "flow_state_not_found", TookTooLong),
    ("code", 422, "flow_state_expired", TookTooLong),
    ("code", 400, "bad_code_verifier", TookTooLong),
    ("factor", 422, "mfa_verification_failed", WrongCode),
    ("factor", 422, "mfa_challenge_expired", ServerTrouble),
    ("factor", 403, "insufficient_aal", SecondFactorNeeded),
    ("factor", 422, "mfa_totp_enroll_disabled", NotOffered),
    ("factor", 422, "too_many_enrolled_mfa_factors", TooManyFactors),
    ("factor", 429, "mfa_recovery_codes_locked", Busy),
    ("factor", 403, "session_not_found", SignedOut),
    ("account", 422, "weak_password", WeakPassword),
    ("account", 422, "same_password", SamePassword),
    ("account", 401, "insufficient_aal", SecondFactorNeeded),
    ("account", 400, "reauthentication_needed", ProofNeeded),
    ("account", 422, "reauthentication_not_valid", WrongCode),
]


@pytest.mark.parametrize(("door", "status", "code", "kind"), MISTAKES)
def test_a_persons_mistake_is_named_at_the_door_where_it_was_made(
    door: Door, status: int, code: str, kind: type[Expected]
) -> None:
    assert type(auth_trouble(answer(status, {"code": code}), NOW, door)) is kind


def test_nobody_who_stands_at_the_door_is_signed_out() -> None:
    for door in ("password", "mail", "code"):
        for code in SESSION_ENDING:
            assert not isinstance(auth_trouble(answer(400, {"code": code}), NOW, door), SignedOut)


@pytest.mark.parametrize(
    ("message", "seconds"),
    [
        ("For security purposes, you can only request this after 47 seconds.", 47),
        ("For security purposes, you can only request this after 1 second.", 1),
        ("For security purposes, you can only request this once every 60 seconds", 60),
        ("email rate limit exceeded", None),
    ],
)
def test_the_seconds_between_two_mails_are_read_from_the_sentence(
    message: str, seconds: int | None
) -> None:
    body = {"code": "over_email_send_rate_limit", "message": message}
    trouble = auth_trouble(answer(429, body), NOW, "mail")
    assert isinstance(trouble, Busy)
    assert trouble.retry_after == seconds


def test_the_length_a_password_needs_is_read_from_the_sentence() -> None:
    body = {"code": "weak_password", "message": "Password should be at least 12 characters."}
    trouble = auth_trouble(answer(422, body), NOW, "account")
    assert isinstance(trouble, WeakPassword)
    assert trouble.least == 12


@pytest.mark.parametrize("code", sorted(SESSION_ENDING))
@pytest.mark.parametrize(
    "shape",
    [
        lambda code: answer(400, {"code": code, "message": "m"}),
        lambda code: answer(400, {"code": 400, "error_code": code, "msg": "m"}),
        lambda code: answer(400, {}, x_sb_error_code=code),
        lambda code: answer(401, {"code": 401, "error_code": code, "msg": "m"}),
    ],
)
def test_five_codes_end_a_session_however_they_are_written(code: str, shape: Any) -> None:
    trouble = auth_trouble(shape(code), NOW)
    assert isinstance(trouble, SignedOut)
    assert trouble.reason == code


def test_there_are_five_of_them() -> None:
    assert len(SESSION_ENDING) == 5


@pytest.mark.parametrize(
    ("description", "reason"),
    [
        ("Invalid Refresh Token: Refresh Token Not Found", "refresh_token_not_found"),
        ("Invalid Refresh Token: Already Used", "refresh_token_already_used"),
    ],
)
def test_a_server_without_error_codes_is_understood(description: str, reason: str) -> None:
    body = {"error": "invalid_grant", "error_description": description}
    trouble = auth_trouble(answer(400, body), NOW)
    assert isinstance(trouble, SignedOut)
    assert trouble.reason == reason


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"code": "invalid_credentials"}, WrongPassword),
        (
            {"error": "invalid_grant", "error_description": "Invalid login credentials"},
            WrongPassword,
        ),
        ({"code": "email_not_confirmed"}, NotConfirmed),
        ({"code": "user_banned"}, Suspended),
        ({"code": "email_provider_disabled"}, Misconfigured),
        ({"code": "captcha_failed"}, Misconfigured),
    ],
)
def test_what_can_go_wrong_with_a_password(body: Any, kind: type[Expected]) -> None:
    trouble = auth_trouble(answer(400, body), NOW, "password")
    assert type(trouble) is kind
    assert str(trouble).endswith(".")


def test_a_logout_has_no_body() -> None:
    assert auth_trouble(Answer(204, {}, b""), NOW) is None


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, HTML, Misconfigured),
        (404, HTML, Misconfigured),
        (404, {"detail": "Not Found"}, Misconfigured),
        (500, {}, ServerTrouble),
        (502, HTML, Offline),
        (401, {"message": "Invalid API key"}, Misconfigured),
        (200, {"name": "GoTrue"}, None),
    ],
)
def test_what_an_address_somebody_typed_may_turn_out_to_be(
    status: int, body: Any, kind: type[Expected] | None
) -> None:
    trouble = probe_trouble(answer(status, body), NOW)
    assert (None if trouble is None else type(trouble)) is kind


# --- Retry-After ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "date", "seconds"),
    [
        ("7", None, 7.0),
        ("0", None, 0.0),
        ("86400", None, LONGEST_PATIENCE),
        ("Fri, 20 Nov 2026 10:00:30 GMT", None, 30.0),
        ("Fri, 20 Nov 2026 10:00:30 GMT", "Fri, 20 Nov 2026 10:00:10 GMT", 20.0),
        ("Fri, 20 Nov 2026 09:00:00 GMT", None, 0.0),
        ("Fri, 20 Nov 2027 09:00:00 GMT", None, LONGEST_PATIENCE),
        ("-5", None, None),
        ("soon", None, None),
        ("1e9", None, None),
        ("", None, None),
    ],
)
def test_patience_is_read_in_both_forms_and_has_an_end(
    said: str, date: str | None, seconds: float | None
) -> None:
    headers = {"retry-after": said} | ({"date": date} if date else {})
    assert retry_after(headers, NOW) == seconds


def test_busy_says_how_long() -> None:
    trouble = rest_trouble(answer(429, {}, retry_after="12"), NOW)
    assert isinstance(trouble, Busy)
    assert trouble.retry_after == 12.0


# --- realtime -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("InvalidJWTExpiration: Token has expired 12 seconds ago", TokenRefused),
        ("Unauthorized: You do not have permissions to read from this Channel topic", NotAllowed),
        ("MalformedJWT: The token provided is not a valid JWT", NotAllowed),
        ("JwtSignatureError: Failed to validate JWT signature", NotAllowed),
        ("ClientJoinRateLimitReached: Too many joins per second", Busy),
        ("ConnectionRateLimitReached: Too many connected users", Busy),
        ("InitializingProjectConnection: Realtime is initializing", Busy),
        ("IncreaseConnectionPool: Please increase your connection pool size", Busy),
        ("DatabaseLackOfConnections: Database can't accept more connections", Busy),
        ("UnknownErrorOnChannel: Unknown Error on Channel", ServerTrouble),
        ("", ServerTrouble),
    ],
)
def test_why_a_topic_was_not_joined(reason: str, kind: type[Expected]) -> None:
    assert type(join_trouble(reason)) is kind


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, {"error": "API key is missing"}, Misconfigured),
        (404, {"error": "Tenant not found"}, Misconfigured),
        (403, {"error": "Tenant suspended"}, NotAllowed),
        (429, {"error": "Too many connected users"}, Busy),
        (500, {"error": "x"}, ServerTrouble),
        (502, HTML, Offline),
        (200, HTML, Stranger),
    ],
)
def test_why_a_socket_was_not_opened(status: int, body: Any, kind: type[Expected]) -> None:
    assert type(handshake_trouble(answer(status, body), NOW)) is kind


# --- exceptions -----------------------------------------------------------------------------------


def decode_error(body: bytes) -> Exception:
    with pytest.raises(msgspec.DecodeError) as caught:
        wire.decode_pull(body)
    return caught.value


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), Offline),
        (httpx.ConnectTimeout("x"), Offline),
        (httpx.PoolTimeout("x"), Offline),
        (httpx.ReadTimeout("x"), Unanswered),
        (httpx.WriteTimeout("x"), Unanswered),
        (httpx.ReadError("x"), Unanswered),
        (httpx.RemoteProtocolError("x"), Unanswered),
        (httpx.ProxyError("x"), Offline),
        (httpx.DecodingError("x"), Unanswered),
        (httpx.UnsupportedProtocol("x"), Misconfigured),
        (httpx.LocalProtocolError("x"), Defect),
        (caused(httpx.ConnectError("x"), ssl.SSLCertVerificationError("x")), Offline),
        (TimeoutError(), Unanswered),
        (ConnectionResetError(), Offline),
        (CablePulled(), Offline),
        (ws.ConnectionClosedError(None, None), Offline),
        (ws.InvalidUpgrade("upgrade"), Offline),
        (ws.PayloadTooBig(1, 2), ServerTrouble),
        (ws.InvalidURI("x", "y"), Misconfigured),
        (decode_error(b'{"proto":1,"epo'), Unanswered),
        (decode_error(b'{"proto":1}'), ServerTrouble),
        (decode_error(b"null"), ServerTrouble),
        (KeyError("x"), Defect),
    ],
)
def test_what_an_exception_means(error: Exception, kind: type[Exception]) -> None:
    assert type(trouble_of(error, NOW)) is kind
