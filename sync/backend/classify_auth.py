"""What the sign-in service means, beside `classify`: which answers end a session, which are a person's
mistake, which are the project's choice.

A code means another thing at another door, so each table is for one of them. Codes: supabase/auth
internal/api/apierrors/errorcode.go.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final, Literal

from sync.backend.answer import Answer, Stranger, TokenRefused
from sync.backend.classify import by_status, foreign, make, problem_in, text_in
from sync.errors import (
    Busy,
    Expected,
    MailedJustNow,
    Misconfigured,
    NoAccount,
    NotAgreed,
    NotAllowed,
    NotConfirmed,
    NotOffered,
    ProofNeeded,
    SamePassword,
    SecondFactorNeeded,
    ServerTrouble,
    SignedOut,
    Suspended,
    TookTooLong,
    TooManyFactors,
    WeakPassword,
    WrongCode,
    WrongPassword,
)

SESSION_ENDING: Final = frozenset(
    {
        "refresh_token_not_found",
        "refresh_token_already_used",
        "session_not_found",
        "session_expired",
        "user_banned",
    }
)
"""The only answers that end a session (supabase/auth, apierrors/errorcode.go)."""

Door = Literal["session", "password", "mail", "code", "factor", "account"]
"""Where something was asked: with a session, with a password, for a mail, with a mailed code or the
end of a way through a browser, with a second factor, about the account.
"""

LOCKED_S: Final = 900.0
"""How long recovery codes stay locked after too many wrong ones; the server does not say."""

_ALWAYS: Final[dict[str, type[Expected]]] = {
    "over_request_rate_limit": Busy,
    "over_email_send_rate_limit": MailedJustNow,
    "conflict": Busy,  # too many refreshes of one session at once
    "request_timeout": Busy,
    "hook_timeout": Busy,
    "hook_timeout_after_retry": Busy,
    "bad_jwt": TokenRefused,
    "no_authorization": TokenRefused,
    "unexpected_failure": ServerTrouble,
}

_MISTAKES: Final[dict[Door, dict[str, tuple[type[Expected], str]]]] = {
    "session": {},
    "password": {
        "invalid_credentials": (WrongPassword, "The email address or the password is not right."),
        "validation_failed": (WrongPassword, "The email address or the password is not right."),
        "email_not_confirmed": (NotConfirmed, "This email address has not been confirmed yet."),
        "user_banned": (Suspended, "This account has been suspended."),
        "email_provider_disabled": (
            Misconfigured,
            "This project does not let people sign in by email.",
        ),
        "captcha_failed": (
            Misconfigured,
            "This project asks for a captcha, which only browsers solve.",
        ),
    },
    "mail": {
        "otp_disabled": (NoAccount, "Nobody has an account with this address."),
        "signup_disabled": (NoAccount, "Nobody has an account with this address."),
        "user_not_found": (NoAccount, "Nobody has an account with this address."),
        "email_address_invalid": (NoAccount, "This is no address of a mailbox."),
        "email_address_not_authorized": (NoAccount, "The project sends no mail to this address."),
        "validation_failed": (NoAccount, "This is no address of a mailbox."),
        "email_provider_disabled": (NotOffered, "This project sends no codes."),
        "user_banned": (Suspended, "This account has been suspended."),
        "captcha_failed": (
            Misconfigured,
            "This project asks for a captcha, which only browsers solve.",
        ),
    },
    "code": {
        "otp_expired": (WrongCode, "The code is not right, or too old."),
        "validation_failed": (WrongCode, "This is no code."),
        "flow_state_not_found": (TookTooLong, "This way in has ended."),
        "flow_state_expired": (TookTooLong, "This way in took too long."),
        "bad_code_verifier": (TookTooLong, "This way in was begun elsewhere."),
        "bad_oauth_state": (TookTooLong, "This way in has ended."),
        "bad_oauth_callback": (NotAgreed, "The other service did not vouch for anybody."),
        "access_denied": (NotAgreed, "Somebody pressed Cancel."),
        "provider_email_needs_verification": (NotAgreed, "The address is not confirmed there."),
        "provider_disabled": (NotOffered, "This project does not offer this way in."),
        "oauth_provider_not_supported": (NotOffered, "This project does not offer this way in."),
        "signup_disabled": (NoAccount, "Nobody has an account with this address."),
        "user_banned": (Suspended, "This account has been suspended."),
    },
    "factor": {
        "mfa_verification_failed": (WrongCode, "The code is not right."),
        "mfa_verification_rejected": (NotAllowed, "The server did not let this proof count."),
        "mfa_totp_enroll_disabled": (NotOffered, "This project has no second proof."),
        "mfa_totp_verify_disabled": (NotOffered, "This project has no second proof."),
        "mfa_recovery_codes_enroll_disabled": (NotOffered, "This project has no recovery codes."),
        "mfa_recovery_codes_verify_disabled": (NotOffered, "This project has no recovery codes."),
        "too_many_enrolled_mfa_factors": (TooManyFactors, "No further proof can be added."),
        "insufficient_aal": (SecondFactorNeeded, "The second proof has to be shown first."),
    },
    "account": {
        "same_password": (SamePassword, "The new password is the old one."),
        "reauthentication_needed": (ProofNeeded, "The server asks for a mailed code first."),
        "reauthentication_not_valid": (WrongCode, "The code is not right, or too old."),
        "insufficient_aal": (SecondFactorNeeded, "The second proof has to be shown first."),
    },
}

_OLD: Final[dict[str, str]] = {  # error_description of servers without error codes
    "Invalid login credentials": "invalid_credentials",
    "Email not confirmed": "email_not_confirmed",
    "Invalid Refresh Token: Refresh Token Not Found": "refresh_token_not_found",
    "Invalid Refresh Token: Already Used": "refresh_token_already_used",
}

_SECONDS: Final = re.compile(r"after (\d{1,4}) seconds?|every (\d{1,4}) seconds?")
_LEAST: Final = re.compile(r"at least (\d{1,3}) characters")


def auth_trouble(answer: Answer, now: datetime, door: Door = "session") -> Expected | None:
    """What is wrong with an answer of `/auth/v1`, or None."""
    if (stranger := foreign(answer, now)) is not None:
        return stranger
    if answer.status < 300:
        return None
    problem = problem_in(answer)
    code = code_in(answer, problem)
    if code in _MISTAKES[door]:
        kind, sentence = _MISTAKES[door][code]
        return kind(sentence)
    if code == "weak_password":
        return WeakPassword("The server wants a better password.", _least(problem))
    if code == "mfa_recovery_codes_locked":
        return Busy("Too many wrong codes.", LOCKED_S)
    if door not in ("password", "mail", "code") and code in SESSION_ENDING:
        return SignedOut(code)
    if code in _ALWAYS:
        return _patient(make(_ALWAYS[code], answer, now, code), problem)
    return by_status(answer, now, problem, code)


def redirect_trouble(code: str) -> Expected:
    """What a browser brought back instead of a code."""
    kind, sentence = _MISTAKES["code"].get(code, (ServerTrouble, "The way in failed."))
    return kind(sentence)


def probe_trouble(answer: Answer, now: datetime) -> Expected | None:
    """What is wrong with the first answer of an address somebody typed, or None."""
    trouble = auth_trouble(answer, now)
    if isinstance(trouble, Stranger | ServerTrouble) and answer.status < 500:
        return Misconfigured("What answers at this address is not a Supabase project.")
    return trouble


def code_in(answer: Answer, problem: dict[str, Any]) -> str:
    """The server's code for a refusal, in whichever of its forms."""
    return (
        answer.headers.get("x-sb-error-code")
        or text_in(problem, "error_code")
        or text_in(problem, "code")
        or _OLD.get(text_in(problem, "error_description"), "")
        or text_in(problem, "error")
    )


def _patient(trouble: Expected, problem: dict[str, Any]) -> Expected:
    """Between two mails the server names the seconds in its sentence alone."""
    if isinstance(trouble, Busy) and trouble.retry_after is None:
        said = _SECONDS.search(text_in(problem, "message") or text_in(problem, "msg"))
        if said is not None:
            trouble.retry_after = float(said[1] or said[2])
    return trouble


def _least(problem: dict[str, Any]) -> int | None:
    said = _LEAST.search(text_in(problem, "message") or text_in(problem, "msg"))
    return int(said[1]) if said else None
