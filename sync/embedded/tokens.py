"""Access tokens: HS256, with the claims GoTrue puts in, believed as the hosted services believe."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import jwt

from sync.clock import Clock

AUDIENCE = "authenticated"
ROLES = frozenset({"anon", "authenticated", "service_role"})


class Fault(enum.Enum):
    """What is wrong with a token; each service has words of its own for it."""

    PARTS = "parts"
    MALFORMED = "malformed"
    UNSECURED = "unsecured"
    SIGNATURE = "signature"
    CLAIMS = "claims"
    EXPIRED = "expired"
    NOT_YET = "not yet valid"


class BadToken(Exception):
    """A token not to be believed. It has so many `parts`, it is `late` by so many seconds."""

    def __init__(self, fault: Fault, *, parts: int = 3, late: float = 0.0) -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.parts = parts
        self.late = late


class Tokens:
    """Makes and reads the access tokens of one backend."""

    def __init__(self, secret: str, clock: Clock, lifetime: int = 3600) -> None:
        self.lifetime = lifetime
        self.issuer = "embedded"
        self._secret = secret
        self._clock = clock

    def now(self) -> float:
        """Seconds since 1970, as tokens count."""
        return self._clock.now().timestamp()

    def mint(self, claims: Mapping[str, Any], lifetime: float | None = None) -> tuple[str, int]:
        """A signed token with these claims and its own times; and when it expires."""
        issued = int(self.now())
        expires = issued + int(self.lifetime if lifetime is None else lifetime)
        whole = {"aud": AUDIENCE, "iss": self.issuer, "iat": issued, "exp": expires, **claims}
        return jwt.encode(whole, self._secret, algorithm="HS256"), int(whole["exp"])

    def read(self, token: str, leeway: float = 0.0) -> dict[str, Any]:
        """The claims of a token that is ours and not expired for longer than `leeway` seconds.

        Raises BadToken.
        """
        parts = token.count(".") + 1
        if parts != 3:
            raise BadToken(Fault.PARTS, parts=parts)
        try:
            algorithm = jwt.get_unverified_header(token).get("alg")
        except jwt.InvalidTokenError as error:
            raise BadToken(Fault.MALFORMED) from error
        if not isinstance(algorithm, str) or algorithm.lower() == "none":
            raise BadToken(Fault.UNSECURED)
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=["HS256"],
                # Times are judged below, by the clock we were handed.
                options={
                    "verify_aud": False,
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                    "verify_sub": False,
                    "verify_jti": False,
                },
            )
        except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError) as error:
            raise BadToken(Fault.SIGNATURE) from error
        except jwt.InvalidTokenError as error:
            raise BadToken(Fault.MALFORMED) from error
        self._check_times(claims, leeway)
        return claims

    def _check_times(self, claims: Mapping[str, Any], leeway: float) -> None:
        now = self.now()
        expires, begins = claims.get("exp"), claims.get("nbf")
        for stamp in (expires, begins):
            if stamp is not None and (
                isinstance(stamp, bool) or not isinstance(stamp, int | float)
            ):
                raise BadToken(Fault.CLAIMS)
        if expires is not None and now > expires + leeway:
            raise BadToken(Fault.EXPIRED, late=now - expires)
        if begins is not None and now + leeway < begins:
            raise BadToken(Fault.NOT_YET)


def bearer(header: str | None) -> str | None:
    """The token of an Authorization header, None when it carries none."""
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
