"""A person's own account at the server and the key slots here, for `features.auth.Account`."""

from __future__ import annotations

from clinic_app.features.auth import Authenticator, NewAuthenticator, SignedInAt
from clinic_app.features.auth.model.account import place_of
from clinic_app.session import OpenSession
from clinic_app.ui.i18n import marked
from clinic_app.workstation import Workstation
from sync.replica import keys

ISSUER = "Clinic"
"""What an authenticator writes over the codes of this account."""
END_OTHER = marked("Deed", "Sign out another computer")
END_OTHERS = marked("Deed", "Sign out all other computers")
ADD_PROOF = marked("Deed", "Add an authenticator")
REMOVE_PROOF = marked("Deed", "Remove an authenticator")
MAKE_CODES = marked("Deed", "Make recovery codes for the account")
CHANGE_PASSWORD = marked("Deed", "Change the password")


class DeskAccount:
    """See `features.auth.model.account.Account`."""

    def __init__(self, station: Workstation, session: OpenSession) -> None:
        self._station, self._session = station, session
        self._backend = session.backend

    async def signed_in_at(self) -> list[SignedInAt]:
        return [
            SignedInAt(each.id, place_of(each.user_agent), each.last_seen_at, each.is_current)
            for each in await self._backend.devices.all()
        ]

    async def sign_out_at(self, computer: str) -> None:
        await self._backend.devices.end(computer)
        await self._note(END_OTHER)

    async def sign_out_elsewhere(self) -> None:
        await self._backend.devices.end_others()
        await self._note(END_OTHERS)

    async def authenticators(self) -> list[Authenticator]:
        return [
            Authenticator(each.id, each.friendly_name or "")
            for each in await self._backend.factors.mine()
            if each.factor_type == "totp"
        ]

    async def add_authenticator(self, name: str) -> NewAuthenticator:
        made = await self._backend.factors.enrol(name, ISSUER)
        return NewAuthenticator(made.id, made.totp.qr_code.encode(), made.totp.secret)

    async def confirm_authenticator(self, authenticator: str, code: str) -> None:
        await self._backend.factors.prove(authenticator, code)
        await self._note(ADD_PROOF)

    async def remove_authenticator(self, authenticator: str) -> None:
        await self._backend.factors.remove(authenticator)
        await self._note(REMOVE_PROOF)

    async def recovery_codes_left(self) -> int | None:
        return await self._backend.factors.recovery_codes_left()

    async def make_recovery_codes(self) -> list[str]:
        codes = await self._backend.factors.make_recovery_codes()
        await self._note(MAKE_CODES)
        return codes

    async def change_password(self, new: str, mailed_code: str) -> None:
        await self._backend.ways.change_password(new, mailed_code)
        replica = self._session.replica
        folder, person = replica.path.parent, replica.person
        await replica.with_key(lambda key: keys.change_password(folder, person, key, new))
        for known in self._station.people:
            if known.id == person and known.has_own_password:
                self._station.remember(type(known)(id=known.id, email=known.email, name=known.name))
        await self._note(CHANGE_PASSWORD)

    async def _note(self, label: str) -> None:
        await self._session.replica.note("account", label, durable=True)
