"""What GoTrue says when it says no: its codes, its statuses and both forms of its bodies.

Codes: supabase/auth internal/api/apierrors/errorcode.go. Form: internal/api/errors.go.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sync.embedded.tokens import BadToken, Fault

Endpoint = Callable[[Request], Awaitable[Response]]

_VERSION_HEADER = "X-Supabase-Api-Version"
_NAMED_CODES_SINCE = "2024-01-01"


class AuthError(Exception):
    """One of GoTrue's refusals. `more` goes into the body beside the code."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        more: dict[str, Any] | None = None,
        **headers: str,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.more = more or {}
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(self, request: Request) -> Response:
        """The body in the form of the API version the client asked for."""
        asked = request.headers.get(_VERSION_HEADER, "")
        headers = {"x-sb-error-code": self.code, **self.headers}
        body: dict[str, Any] = {"code": self.status, "error_code": self.code, "msg": self.message}
        if asked >= _NAMED_CODES_SINCE:
            headers[_VERSION_HEADER] = _NAMED_CODES_SINCE
            body = {"code": self.code, "message": self.message}
        return JSONResponse(body | self.more, self.status, headers)


def invalid(message: str, status: int = 400) -> AuthError:
    """The request itself is not right."""
    return AuthError(status, "validation_failed", message)


def speaking(endpoint: Endpoint) -> Endpoint:
    """An endpoint whose AuthErrors are answered in GoTrue's words."""

    async def answered(request: Request) -> Response:
        try:
            return await endpoint(request)
        except AuthError as error:
            return error.answer(request)
        except psycopg.Error:
            trouble = AuthError(500, "unexpected_failure", "Database error querying schema")
            return trouble.answer(request)

    return answered


def words_of(bad: BadToken) -> str:
    """What is wrong with a token, as golang-jwt says it."""
    why = {
        Fault.PARTS: "token is malformed: token contains an invalid number of segments",
        Fault.MALFORMED: "token is malformed: could not JSON decode header",
        Fault.UNSECURED: "token signature is invalid: signing method none is invalid",
        Fault.SIGNATURE: "token signature is invalid: signature is invalid",
        Fault.CLAIMS: "token has invalid claims: exp is invalid",
        Fault.EXPIRED: "token has invalid claims: token is expired",
        Fault.NOT_YET: "token has invalid claims: token is not valid yet",
    }
    return f"unable to parse or verify signature, {why[bad.fault]}"
