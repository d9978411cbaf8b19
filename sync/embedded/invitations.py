"""Inviting somebody: an account without a password, and a mail with a code to come in and choose one.

On Supabase this is done in the dashboard or with the secret key. Here it is done over the loopback
by whoever holds the control token of the data folder (`POST /control/invitations`), and for everybody
whom an administrator invites from within the program.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import uuid
from pathlib import Path

import httpx
import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sync.embedded import one_time, pages, users
from sync.embedded.auth_core import AuthCore, Connection
from sync.embedded.auth_error import AuthError, speaking
from sync.embedded.mails import deliver
from sync.embedded.tokens import bearer
from sync.errors import Expected

PATH = "/control/invitations"


class NotInvited(Expected):
    """Nobody was invited; the sentence says why."""

    code = "backend.not_invited"


class Invitation(msgspec.Struct, forbid_unknown_fields=True):
    """Whom to invite."""

    email: str
    full_name: str = ""


class Invitations:
    """Makes invited accounts."""

    def __init__(self, core: AuthCore, control_token: str) -> None:
        self._core = core
        self._control_token = control_token

    def routes(self) -> list[Route]:
        return [Route(PATH, speaking(self._post), methods=["POST"])]

    async def invite(self, email: str, full_name: str) -> str:
        """Invite, or remind who has not come in yet; the account's id. Raises NotInvited."""
        address = email.strip().lower()
        async with self._core.pool.connection() as db:
            user = await users.by_email(db, address)
            if user is not None and user["email_confirmed_at"] is not None:
                raise NotInvited("This address has an account already.")
            person = str(user["id"]) if user else await _make_account(db, address, full_name)
            code = one_time.new_code()
            hashed = one_time.hash_of(address, code)
            await db.execute(
                """
                update auth.users set invited_at = now(), confirmation_token = %s,
                    confirmation_sent_at = now() where id = %s
                """,
                [hashed, person],
            )
        deliver(self._core, address, "invite", code, hashed, self._core.site)
        return person

    async def on_called(self, function: str, asked: bytes, answered: bytes) -> None:
        """An administrator invited somebody from within the program: have them get the mail too.

        Whoever has an account already needs none: they join with their next sign-in.
        """
        if function != "invite" or b'"invited"' not in answered:
            return
        told = json.loads(asked)["request"]
        told = json.loads(told) if isinstance(told, str) else told
        with contextlib.suppress(NotInvited):
            await self.invite(told["email"], told["display_name"])

    async def _post(self, request: Request) -> Response:
        given = bearer(request.headers.get("authorization")) or ""
        if not hmac.compare_digest(given.encode(), self._control_token.encode()):
            return pages.turned_away()
        try:
            wanted = msgspec.json.decode(await request.body(), type=Invitation)
            return JSONResponse({"id": await self.invite(wanted.email, wanted.full_name)})
        except msgspec.DecodeError as error:
            raise AuthError(400, "bad_json", "Could not parse request body as JSON") from error
        except NotInvited as error:
            raise AuthError(422, "email_exists", str(error)) from error


async def invite_user(data_dir: Path, email: str, full_name: str) -> str:
    """Invite somebody into the backend that runs in this folder; the account's id.

    Raises NotInvited when none runs there, or when the address has an account.
    """
    try:
        said = json.loads((data_dir / "backend.json").read_text("utf-8"))
        url, control_token = str(said["url"]), str(said["control_token"])
    except (OSError, ValueError, KeyError) as error:
        raise NotInvited(f"No backend runs in {data_dir}.") from error
    wanted = {"email": email, "full_name": full_name}
    headers = {"authorization": f"Bearer {control_token}"}
    try:
        async with httpx.AsyncClient(base_url=url, timeout=10, trust_env=False) as client:
            answer = await client.post(PATH, json=wanted, headers=headers)
    except httpx.HTTPError as error:
        raise NotInvited("The backend did not answer.") from error
    if answer.status_code != 200:
        raise NotInvited("The backend did not invite: the address may have an account already.")
    return str(answer.json()["id"])


async def _make_account(db: Connection, email: str, full_name: str) -> str:
    person = str(uuid.uuid4())
    about = {"full_name": full_name.strip()}
    await db.execute(
        """
        insert into auth.users (id, email, raw_user_meta_data, instance_id)
        values (%s, %s, %s, '00000000-0000-0000-0000-000000000000')
        """,
        [person, email, json.dumps(about)],
    )
    identity = json.dumps({"sub": person, "email": email, "email_verified": False})
    await db.execute(
        """
        insert into auth.identities (provider_id, user_id, identity_data, provider)
        values (%s, %s, %s, 'email')
        """,
        [person, person, identity],
    )
    return person
