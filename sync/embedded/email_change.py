"""Another address for an account: both addresses agree, each with a code of its own."""

from __future__ import annotations

from sync.embedded import one_time, users
from sync.embedded.auth_core import AuthCore, Caller, Connection
from sync.embedded.auth_error import AuthError
from sync.embedded.mails import deliver
from sync.embedded.one_time import User

HALF_DONE = "Confirmation link accepted. Please proceed to confirm link sent to the other email"


async def begin(core: AuthCore, db: Connection, caller: Caller, email: str) -> None:
    """Send a code to the old and to the new address."""
    if await users.by_email(db, email) is not None:
        words = "A user with this email address has already been registered"
        raise AuthError(422, "email_exists", words)
    old = str(caller.user["email"])
    codes = {old: one_time.new_code(), email: one_time.new_code()}
    await db.execute(
        """
        update auth.users set email_change = %s, email_change_confirm_status = 0,
            email_change_token_current = %s, email_change_token_new = %s,
            email_change_sent_at = now(), updated_at = now()
        where id = %s
        """,
        [
            email,
            one_time.hash_of(old, codes[old]),
            one_time.hash_of(email, codes[email]),
            caller.id,
        ],
    )
    for to, code in codes.items():
        deliver(core, to, "email_change", code, one_time.hash_of(to, code), core.site)


async def confirm(db: Connection, user: User, hashed: str) -> bool:
    """Take one of the two codes; True when the other one was there before and the change is made."""
    column = (
        "email_change_token_current"
        if user["email_change_token_current"] == hashed
        else "email_change_token_new"
    )
    if user["email_change_confirm_status"] == 0:
        await db.execute(
            f"update auth.users set {column} = '', email_change_confirm_status = 1"  # noqa: S608
            " where id = %s",
            [user["id"]],
        )
        return False
    await db.execute(
        """
        update auth.users set email = email_change, email_change = '',
            email_change_token_current = '', email_change_token_new = '',
            email_change_confirm_status = 0, email_confirmed_at = now(), updated_at = now()
        where id = %s
        """,
        [user["id"]],
    )
    await db.execute(
        """
        update auth.identities set identity_data = identity_data
            || jsonb_build_object('email', (select email from auth.users where id = user_id),
                                  'email_verified', true), updated_at = now()
        where user_id = %s and provider = 'email'
        """,
        [user["id"]],
    )
    return True
