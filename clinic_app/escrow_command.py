"""`clinic-app escrow new FILE` makes a clinic's escrow key; `clinic-app escrow open FILE` gives somebody who
has forgotten their password, and has no code on paper, a new one for what is kept on this computer.

Secrets are asked for, never an argument. Opening is written into the person's audit trail before the new
password counts. Exit code 0 when it was done, 1 when not, with a sentence.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from pathlib import Path
from typing import Final

import msgspec

from clinic_app.platform.paths import paths
from clinic_app.workstation import Known, Workstation
from sync.clock import Clock, SystemClock
from sync.errors import InUse
from sync.replica import escrow, keys
from sync.replica.replica import open_replica

LEAST_PASSPHRASE: Final = 12
LEAST_PASSWORD: Final = 8


def run(arguments: argparse.Namespace) -> int:
    """Do what the command line names. Raises what `escrow.read_key` and `escrow.unseal` do."""
    if arguments.what == "new":
        return _new(arguments.file)
    try:
        return _open(arguments.file, arguments.person)
    except InUse:
        return _says("The program is open. Close it first; nothing was changed.")


def _new(file: Path) -> int:
    if file.exists():
        return _says(f"{file} is there already. Nothing was written.")
    passphrase = _new_secret("Passphrase", LEAST_PASSPHRASE)
    if passphrase is None:
        return 1
    pair = escrow.new_key()
    escrow.write_key(file, pair, passphrase)
    _tell(
        f"The private half is in {file}, under the passphrase. Keep both apart, off every workstation:",
        "together they open what is kept on any computer of the clinic.",
        "The public half goes into the program, as an administrator: Ctrl+K, The clinic's escrow key.",
        "",
        pair.public,
    )
    return 0


def _open(file: Path, email: str | None) -> int:
    station = Workstation(paths().data)
    person = _whom(station, email)
    if person is None:
        return _says("Nobody of that address has worked on this computer.")
    pair = escrow.read_key(file, getpass.getpass("Passphrase of the escrow key: "))
    folder = station.folder(person.id)
    key = escrow.unseal(folder, person.id, pair)
    _tell(f"This opens what {person.name or person.email} keeps on this computer.")
    password = _new_secret("New password for this computer", LEAST_PASSWORD)
    if password is None:
        return 1
    asyncio.run(_write_down(station, person, key, SystemClock()))
    keys.change_password(folder, person.id, key, password)
    # The account at the server has another one; the door has to know.
    station.remember(msgspec.structs.replace(person, has_own_password=True))
    _tell("Done. The account's own password is as it was.")
    return 0


async def _write_down(station: Workstation, person: Known, key: bytes, clock: Clock) -> None:
    """The trail says so before anything opens. Raises InUse while the program runs."""
    path = station.replica(person.id)
    async with open_replica(path, key, person=person.id, clock=clock) as replica:
        await replica.note("escrow_open", "Open with the clinic's escrow key", durable=True)


def _whom(station: Workstation, email: str | None) -> Known | None:
    wanted = (email or "").strip().casefold()
    found = [
        each
        for each in station.people
        if station.has_data_of(each.id) and wanted in ("", each.email.casefold())
    ]
    return found[0] if found else None


def _new_secret(what: str, least: int) -> str | None:
    """Asked for twice; None when it is too short or the two differ."""
    typed = getpass.getpass(f"{what} (at least {least} characters): ")
    if len(typed) < least:
        _says("Too short. Nothing was changed.")
        return None
    if getpass.getpass("The same again: ") != typed:
        _says("The two differ. Nothing was changed.")
        return None
    return typed


def _tell(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")


def _says(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1
