"""What PostgREST says when it says no: codes, statuses and bodies.

PostgREST/postgrest src/PostgREST/Error.hs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
import psycopg
from psycopg_pool import PoolTimeout
from starlette.responses import JSONResponse, Response

from sync.embedded.routines import SCHEMA
from sync.embedded.tokens import BadToken, Fault

JSON = "application/json; charset=utf-8"


class RestError(Exception):
    """One of PostgREST's refusals."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        details: str | None = None,
        hint: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"code": code, "details": details, "hint": hint, "message": message}
        self.headers = {"Proxy-Status": f"PostgREST; error={code}", **(headers or {})}

    def answer(self) -> Response:
        return JSONResponse(self.body, self.status, self.headers, media_type=JSON)


def no_function(name: str, given: tuple[str, ...], hint: str | None) -> RestError:
    """No function of that name takes these arguments."""
    called = f"{SCHEMA}.{name}"
    listed = ", ".join(given)
    plural = "s" if len(given) > 1 else ""
    named = f"({listed})" if given else " without parameters"
    searched = f" with parameter{plural} {listed}" if given else " without parameters"
    return RestError(
        404,
        "PGRST202",
        f"Could not find the function {called}{named} in the schema cache",
        f"Searched for the function {called}{searched} or with a single unnamed json/jsonb "
        "parameter, but no matches were found in the schema cache.",
        hint,
    )


def unauthorized(code: str, message: str, details: str | None = None) -> RestError:
    """The token is no use."""
    said = f'Bearer error="invalid_token", error_description="{message}"'
    return RestError(401, code, message, details, headers={"WWW-Authenticate": said})


def bad_token(bad: BadToken) -> RestError:
    """What is wrong with a token."""
    if bad.fault is Fault.PARTS:
        return unauthorized("PGRST301", f"Expected 3 parts in JWT; got {bad.parts}")
    if bad.fault is Fault.MALFORMED:
        return unauthorized("PGRST301", "JWT cryptographic operation failed")
    if bad.fault is Fault.UNSECURED:
        words = "Wrong or unsupported encoding algorithm"
        details = "JWT is unsecured but expected 'alg' was not 'none'"
        return unauthorized("PGRST301", words, details)
    if bad.fault is Fault.SIGNATURE:
        details = "None of the keys was able to decode the JWT"
        return unauthorized("PGRST301", "No suitable key or wrong key type", details)
    if bad.fault is Fault.EXPIRED:
        return unauthorized("PGRST303", "JWT expired")
    if bad.fault is Fault.NOT_YET:
        return unauthorized("PGRST303", "JWT not yet valid")
    return unauthorized("PGRST303", "The JWT 'exp' claim must be a number")


# By class of SQLSTATE, the longest prefix that fits; 400 for the rest.
_STATUS = {
    "08": 503, "09": 500, "0L": 403, "0P": 403, "21000": 500, "23503": 409, "23505": 409,
    "25": 500, "25006": 405, "28": 403, "2D": 500, "38": 500, "39": 500, "3B": 500, "40": 500,
    "42883": 404, "42P01": 404, "42P17": 500, "53": 503, "53400": 500, "54": 500, "55": 500,
    "57": 500, "57P01": 503, "58": 500, "F0": 500, "HV": 500, "P0": 500, "P0001": 400, "XX": 500,
}  # fmt: skip


def status_of(sqlstate: str, message: str = "", *, authenticated: bool = True) -> int:
    """The HTTP status PostgREST gives to an error of PostgreSQL."""
    if sqlstate == "42501":
        return 403 if authenticated else 401
    if sqlstate == "22023" and re.fullmatch(r'role ".*" does not exist', message):
        return 401
    if custom := re.fullmatch(r"PT(\d{3})", sqlstate):
        return int(custom[1])
    return next((s for n in (5, 2) if (s := _STATUS.get(sqlstate[:n]))), 400)


def _as_the_function_says(message: str, detail: str) -> RestError:
    """A function may raise SQLSTATE PGRST and write the whole answer itself."""
    try:
        body = msgspec.json.decode(message, type=dict[str, Any])
        told = msgspec.json.decode(detail, type=dict[str, Any])
        code, words, status = str(body["code"]), str(body["message"]), int(told["status"])
    except (msgspec.DecodeError, KeyError, TypeError, ValueError):
        return RestError(
            500, "PGRST121", "Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error"
        )
    headers = {str(name): str(value) for name, value in (told.get("headers") or {}).items()}
    return RestError(status, code, words, body.get("details"), body.get("hint"), headers)


def from_postgres(error: psycopg.Error, *, authenticated: bool) -> RestError:
    """What the database said."""
    if isinstance(error, PoolTimeout):
        words = "Timed out acquiring connection from connection pool."
        return RestError(504, "PGRST003", words)
    if error.sqlstate is None:
        words = "Database client error. Retrying the connection."
        return RestError(503, "PGRST001", words, str(error).splitlines()[0] if str(error) else None)
    said = error.diag
    message = said.message_primary or ""
    if error.sqlstate == "PGRST":
        return _as_the_function_says(message, said.message_detail or "")
    status = status_of(error.sqlstate, message, authenticated=authenticated)
    asked = {"WWW-Authenticate": "Bearer"} if status == 401 else None
    return RestError(status, error.sqlstate, message, said.message_detail, said.message_hint, asked)
