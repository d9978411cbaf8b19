"""Who came in and who could not, for the audit trail of whoever it was said to be.

Wrong passwords and codes at the door are noted beside somebody's work while it is closed, and told to
its trail as soon as it is open: only when, and what was wrong; nothing of what was typed is kept.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from clinic_app.ui.i18n import marked
from clinic_app.workstation import Workstation
from sync.replica import audit
from sync.replica.files import write_whole

if TYPE_CHECKING:
    from sync.replica.replica import Replica


class Coming(NamedTuple):
    """A way in, as the trail tells of it."""

    action: str
    label: str


SIGN_IN: Final = Coming("sign_in", marked("Deed", "Sign in"))
UNLOCK: Final = Coming("unlock", marked("Deed", "Unlock"))
RECOVER: Final = Coming("recovery", marked("Deed", "Open with the recovery code"))
COME_IN: Final = marked("Deed", "Come in")
MOST: Final = 200
"""Whoever knocks longer makes room for the latest: somebody is always waited for (`attempts`)."""

log = logging.getLogger("clinic.session")


class Knock(msgspec.Struct, frozen=True):
    """One of them."""

    at: datetime
    code: str


def knocked(station: Workstation, who: str, code: str, at: datetime) -> None:
    """Note it, where `who` (an address or an id) has worked on this computer; elsewhere nobody asks."""
    wanted = who.strip().casefold()
    known = next((p for p in station.people if wanted in (p.id, p.email.casefold())), None)
    if known is None or not station.has_data_of(known.id):
        return
    file = _file(station, known.id)
    found = [*_read(file), Knock(at, code)][-MOST:]
    try:
        write_whole(file, msgspec.json.encode(found))
    except OSError as error:
        log.warning("a wrong try was not noted: %s", error.strerror)


async def tell_knocks(station: Workstation, replica: Replica) -> None:
    """Tell the trail of what was noted, once."""
    file = _file(station, replica.person)
    found = await asyncio.to_thread(_read, file)
    if not found or replica.is_newer:
        return
    lines = [
        audit.Line(each.at, replica.person, replica.device, COME_IN, "refusal", fields=[each.code])
        for each in found
    ]
    await replica.apply(lambda db: audit.append(db, lines), {"audit"}, durable=True)
    file.unlink(missing_ok=True)


def _file(station: Workstation, person: str) -> Path:
    return station.folder(person) / "knocks.json"


def _read(file: Path) -> list[Knock]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=list[Knock])
    except (OSError, msgspec.DecodeError):
        return []
