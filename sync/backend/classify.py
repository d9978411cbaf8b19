"""What an answer, or the lack of one, means: here and in `classify_auth`, and nowhere else, are
status codes and foreign exceptions read.

The tables are the rules; the functions look up. In every doubt the answer is a kind of failure that
is tried again: nothing here may end a session, or give up on a draft, that the server did not end.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import httpx
import msgspec
from websockets import exceptions as ws

from sync.backend.answer import (
    Answer,
    MissingFunction,
    Stranger,
    TokenRefused,
    retry_after,
)
from sync.errors import (
    Busy,
    Defect,
    Expected,
    MailedJustNow,
    Misconfigured,
    NotAllowed,
    Offline,
    Outdated,
    ServerTrouble,
    Unanswered,
)

# --- the tables -----------------------------------------------------------------------------------

_HERE_SOON = frozenset({408, 425, 429})
_GATEWAY = frozenset({502, 503, *range(520, 531), 544})
_TOO_SLOW_FOR_A_GATEWAY = frozenset({504, 524})

_POSTGREST: Final[dict[str, type[Expected]]] = {
    "PGRST000": Busy,  # the database is down
    "PGRST001": Busy,  # internal connection trouble
    "PGRST002": Busy,  # the schema cache is not built yet
    "PGRST003": Busy,  # no free connection within 10 s
    "PGRST202": MissingFunction,  # the schema cache is stale, or the function is not there
    "PGRST203": MissingFunction,  # two versions of the function at once, in the middle of a deploy
    "PGRST301": TokenRefused,  # the token cannot be verified
    "PGRST302": TokenRefused,  # no token where one is needed
    "PGRST303": TokenRefused,  # a claim is not right, e.g. expired
}

_SQLSTATES: Final[tuple[tuple[str, type[Expected]], ...]] = (  # the first prefix that fits
    ("42501", NotAllowed),  # no privilege, or a policy said no
    ("25006", Busy),  # read only: a standby, in the middle of a failover
    ("55P03", Busy),  # lock not available, e.g. an earlier push of this device still runs
    ("08", Busy),  # the connection to the database broke
    ("28", TokenRefused),  # nobody is signed in, as far as the database knows
    ("40", Busy),  # serialization failure, deadlock
    ("53", Busy),  # out of connections, memory or disk
    ("57", Busy),  # cancelled, timed out, shutting down, starting up
    ("54", ServerTrouble),  # a limit of the program
    ("55", ServerTrouble),
    ("58", ServerTrouble),  # the system under it
    ("XX", ServerTrouble),  # internal error
)

_JOIN: Final[tuple[tuple[str, type[Expected]], ...]] = (  # the first that is part of the reason
    ("expired", TokenRefused),
    ("ratelimit", Busy),
    ("toomany", Busy),
    ("too many", Busy),
    ("unauthorized", NotAllowed),
    ("malformed", NotAllowed),
    ("signature", NotAllowed),
    ("permission", NotAllowed),
    ("initializing", Busy),
    ("increaseconnectionpool", Busy),
    ("database", Busy),
)

_WORDS: Final[dict[type[Expected], str]] = {
    Busy: "The server asks for patience.",
    MailedJustNow: "A mail is on its way already.",
    MissingFunction: "The server is being updated, or the clinic's functions are not installed on it.",
    TokenRefused: "The server did not accept the access token.",
    NotAllowed: "The server does not allow this.",
    Offline: "The server is not reachable at the moment.",
    ServerTrouble: "The server answered with an error.",
}


# --- answers --------------------------------------------------------------------------------------


def rest_trouble(answer: Answer, now: datetime) -> Expected | None:
    """What is wrong with an answer of `/rest/v1`, or None."""
    if (stranger := foreign(answer, now)) is not None:
        return stranger
    if answer.status < 300:
        return None
    problem = problem_in(answer)
    code = text_in(problem, "code")
    if answer.status == 401 and code == "42501":
        return make(TokenRefused, answer, now, code)  # as nobody: the token did not get through
    kind = _POSTGREST.get(code) or (_by_sqlstate(code) if len(code) == 5 else None)
    return make(kind, answer, now, code) if kind else by_status(answer, now, problem, code)


def handshake_trouble(answer: Answer, now: datetime) -> Expected:
    """Why the websocket was not opened."""
    stranger = foreign(answer, now)
    if stranger is not None:
        return stranger
    problem = problem_in(answer)
    if answer.status in (401, 404):
        return Misconfigured("The server does not know this key.")
    return by_status(answer, now, problem, text_in(problem, "error"))


def join_trouble(reason: str) -> Expected:
    """Why a topic was not joined, or was closed again. `reason` is "<Code>: text"."""
    low = reason.lower()
    kind = next((kind for part, kind in _JOIN if part in low), ServerTrouble)
    code = reason.partition(":")[0] if ":" in reason else ""
    if issubclass(kind, ServerTrouble):
        return kind(_WORDS[kind], code)
    return kind(_WORDS[kind])


# --- exceptions -----------------------------------------------------------------------------------


def trouble_of(error: Exception, now: datetime) -> Expected | Defect:
    """What a foreign exception means. An unknown one is ours to repair: a Defect."""
    match error:
        case ws.InvalidStatus():
            headers = {name.lower(): value for name, value in error.response.headers.raw_items()}
            response = Answer(
                error.response.status_code, headers, bytes(error.response.body or b"")
            )
            return handshake_trouble(response, now)
        case ws.InvalidURI() | httpx.InvalidURL() | httpx.UnsupportedProtocol():
            return Misconfigured("This is not a web address.")
        case ws.PayloadTooBig():
            return ServerTrouble("The server sent too large a message.", "too_large")
        case ws.WebSocketException():
            return Offline("The live connection broke.")
        case msgspec.ValidationError():
            return ServerTrouble("The server's answer has another shape than agreed.", "shape")
        case msgspec.DecodeError() | httpx.DecodingError():
            return Unanswered("The answer came broken.")
        case httpx.LocalProtocolError():
            return Defect(f"a request that is none: {type(error).__name__}")
        case _ if (certificate := _certificate(error)) is not None:
            return Offline(f"The server could not prove who it is: {certificate}.")
        case httpx.ConnectTimeout() | httpx.PoolTimeout() | httpx.ConnectError():
            return Offline("The server is not reachable.")
        case httpx.ProxyError():
            return Offline("The proxy on the way did not let the request through.")
        case httpx.TimeoutException() | TimeoutError():
            return Unanswered("The server did not answer in time.")
        case httpx.TransportError() | httpx.StreamError() | EOFError():
            return Unanswered("The connection broke before the answer was there.")
        case OSError():
            return Offline("The server is not reachable.")
    return Defect(f"unforeseen {type(error).__name__} while talking to the server")


# --- inside ---------------------------------------------------------------------------------------


def foreign(answer: Answer, now: datetime) -> Expected | None:
    """An answer that did not come from the server, whatever its status says."""
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    empty = not answer.body.strip()
    if kind == "application/json" or kind.endswith("+json"):
        if empty or _is_json(answer):
            return None
        return Unanswered("The answer came broken.")
    if answer.status in (204, 205) and empty:
        return None
    if answer.status in _HERE_SOON or "retry-after" in answer.headers:
        return Busy(_WORDS[Busy], retry_after(answer.headers, now))
    if answer.status in _TOO_SLOW_FOR_A_GATEWAY:
        return Unanswered("The server did not answer in time.")
    if answer.status in _GATEWAY:
        return Offline("The way to the server is there, the server is not at the moment.")
    if answer.status == 426:
        return Outdated("The server asks for a newer program.")
    return Stranger("Something answered that is not the clinic's server.", answer.status)


def _is_json(answer: Answer) -> bool:
    if answer.status < 300:
        return True  # decoded in one step later, with its shape
    try:
        msgspec.json.decode(answer.body)
    except msgspec.DecodeError:
        return False
    return True


def problem_in(answer: Answer) -> dict[str, Any]:
    """What the body says, empty when it is no object."""
    found = msgspec.json.decode(answer.body) if answer.body.strip() else {}
    return found if isinstance(found, dict) else {}


def text_in(problem: Mapping[str, Any], name: str) -> str:
    """A field of it as text."""
    value = problem.get(name)
    return value if isinstance(value, str) else ""


def _by_sqlstate(code: str) -> type[Expected] | None:
    return next((kind for prefix, kind in _SQLSTATES if code.startswith(prefix)), None)


def by_status(answer: Answer, now: datetime, problem: Mapping[str, Any], code: str) -> Expected:
    """What is left to say when no code is known."""
    status = answer.status
    if status == 401:
        if "api key" in text_in(problem, "message").lower():
            return Misconfigured("The server does not know this key.")
        return make(TokenRefused, answer, now, code)
    if status == 403:
        return make(NotAllowed, answer, now, code)
    if status == 426:
        return Outdated("The server asks for a newer program.")
    if status in _HERE_SOON or status == 503:
        return make(Busy, answer, now, code)
    if status in _GATEWAY:
        return make(Offline, answer, now, code)
    return make(ServerTrouble, answer, now, code or str(status))


def make(kind: type[Expected], answer: Answer, now: datetime, code: str) -> Expected:
    """An error with our words, and with what the answer says about patience."""
    words = _WORDS[kind]
    if issubclass(kind, Busy):
        return kind(words, retry_after(answer.headers, now))
    if issubclass(kind, ServerTrouble):
        return kind(words, code)
    return kind(words)


def _certificate(error: BaseException) -> str | None:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return str(getattr(seen, "verify_message", "certificate refused")).rstrip(".")
        seen = seen.__cause__ or seen.__context__
    return None
