"""Who is let into a topic: the token's word for the person, the policies' for the rights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool

from sync.embedded import permits
from sync.embedded.permits import Permit
from sync.embedded.tokens import ROLES, BadToken, Fault, Tokens

_NOTHING = Permit(hears=False, speaks=False, sees=False, shows=False)


class Refused(Exception):
    """A join or a token that is not accepted, in Realtime's words: `<Code>: <sentence>`."""


class Admission:
    """Asks the tokens and the database. The pool's connections must be able to become any role."""

    def __init__(self, pool: AsyncConnectionPool[Any], tokens: Tokens) -> None:
        self.tokens = tokens
        self._pool = pool

    def claims(self, token: Any) -> dict[str, Any]:
        """Who somebody with this token is; nobody known when it is only the project's key.

        Raises Refused.
        """
        if not isinstance(token, str) or token.startswith("sb_"):
            return {"role": "anon"}
        try:
            claims = self.tokens.read(token)
        except BadToken as bad:
            raise Refused(_words(bad)) from bad
        if "exp" not in claims or claims.get("role") not in ROLES:
            raise Refused("InvalidJWTToken: Fields `role` and `exp` are required in JWT")
        return claims

    async def permit(self, name: str, private: bool, claims: Mapping[str, Any]) -> Permit:
        """What that person may do on a topic. Raises Refused when not even listen."""
        if not private:
            return permits.ALL
        try:
            permit = await permits.ask(self._pool, name, claims)
        except psycopg.OperationalError as error:
            words = "Realtime was unable to connect to the project database"
            raise Refused(f"UnableToConnectToProject: {words}") from error
        except psycopg.Error:
            # A policy that fails lets nobody through.
            permit = _NOTHING
        if not permit.hears:
            words = "You do not have permissions to read from this Channel topic"
            raise Refused(f"Unauthorized: {words}: {name}")
        return permit


def _words(bad: BadToken) -> str:
    if bad.fault is Fault.EXPIRED:
        return f"InvalidJWTToken: Token has expired {int(bad.late)} seconds ago"
    if bad.fault in (Fault.SIGNATURE, Fault.UNSECURED):
        return "JwtSignatureError: Failed to validate JWT signature"
    return "MalformedJWT: The token provided is not a valid JWT"
