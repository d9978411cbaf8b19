"""One workstation of the drill, in a process of its own and without a screen.

Reads one JSON command a line and answers each with one JSON line. It uses the same session, the
same actions and the same engine as the window; what it does not have is the window.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, func, select

from clinic_app.features.patients.actions import CorrectDetails, RegisterPatient
from clinic_app.features.schedule.actions import BookAppointment
from clinic_app.session import OpenSession, membership, open_session, sign_in, unlock
from clinic_app.workstation import Address, Workstation
from sync.clock import SystemClock
from sync.errors import Expected, Offline
from sync.ids import new_id
from sync.replica.outbox import waiting as count_waiting
from sync.replica.rows import shown_row
from sync.replica.tables import REPLICATED, cards, outbox, patients
from sync.steps.pull import is_filled

QUIET_WITHIN_S: Final = 30.0
Command = dict[str, Any]


class Client:
    """The commands, by name."""

    def __init__(self, session: OpenSession, facility: str, zone: str) -> None:
        self._session, self._facility, self._zone = session, facility, zone

    async def do_fill(self, _: Command) -> Command:
        """Wait for the first fill."""
        await self._until(is_filled, "cursors")
        return {"done": True}

    async def do_cut(self, _: Command) -> Command:
        """Pull this workstation's cable."""
        self._session.backend.cable.pull()
        return {"done": True}

    async def do_plug(self, _: Command) -> Command:
        """Put it back."""
        self._session.backend.cable.plug()
        self._session.engine.wake("the cable is back")
        return {"done": True}

    async def do_register(self, command: Command) -> Command:
        """Register people; ids and names are given."""
        for each in command["people"]:
            person = RegisterPatient(each["id"], self._facility, each["details"], deliberately=True)
            await self._session.replica.write("Register a patient", person)
        return {"done": len(command["people"])}

    async def do_book(self, command: Command) -> Command:
        """Book appointments, each durable before the next."""
        for each in command["visits"]:
            await self._book(each)
        return {"done": len(command["visits"])}

    async def do_edit(self, command: Command) -> Command:
        """Correct telephone numbers."""
        for each in command["edits"]:
            await self._session.replica.write(
                "Correct details", CorrectDetails(each["id"], {"phone": each["phone"]})
            )
        return {"done": len(command["edits"])}

    async def do_flood(self, command: Command) -> Command:
        """Book and book, saying each id once it is safe, until somebody pulls the plug."""
        at = 0
        while at < len(command["visits"]):
            visit = command["visits"][at]
            await self._book(visit)
            say({"safe": visit["id"]})
            at += 1
        return {"done": at}

    async def do_quiet(self, _: Command) -> Command:
        """Wait until nothing is on its way in either direction."""
        self._session.engine.wake("asked")
        await self._until(_nothing_on_its_way, "outbox")
        waiting = await self._session.replica.read(count_waiting)
        kept = await self._session.replica.read(_open_cards)
        return {"waiting": waiting.drafts, "cards": kept}

    async def do_see(self, command: Command) -> Command:
        """Wait until these patients are here."""
        wanted = set(command["patients"])
        here = select(patients.c.id).where(patients.c.id.in_(wanted))
        await self._until(lambda db: set(db.scalars(here)) == wanted, "patients")
        return {"done": True}

    async def do_status(self, _: Command) -> Command:
        """How many drafts are here, asked of the file and not of the engine."""
        waiting = await self._session.replica.read(count_waiting)
        return {"phase": self._session.engine.status.phase, "waiting": waiting.drafts}

    async def do_dump(self, _: Command) -> Command:
        """Every row shown here, in the server's words, and what is still unsettled."""
        return await self._session.replica.read(_dump)

    async def _book(self, visit: Command) -> None:
        starts_at = datetime.fromisoformat(visit["starts_at"])
        booking = BookAppointment(
            appointment_id=visit["id"],
            facility_id=self._facility,
            patient_id=visit["patient"],
            provider_id=visit["provider"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=visit["minutes"]),
            time_zone=self._zone,
            deliberately=True,
        )
        await self._session.replica.write("Book an appointment", booking)

    async def _until(self, holds: Callable[[Connection], bool], *tables: str) -> None:
        replica = self._session.replica
        async with asyncio.timeout(QUIET_WITHIN_S):
            with replica.changes.watching(tables) as watch:
                while not await replica.read(holds):
                    await watch.changed()


def _nothing_on_its_way(db: Connection) -> bool:
    return db.scalar(select(outbox.c.id).where(outbox.c.state != "parked").limit(1)) is None


def _open_cards(db: Connection) -> int:
    return db.scalars(select(func.count()).where(cards.c.closed_at.is_(None))).one()


def _dump(db: Connection) -> Command:
    tables: dict[str, dict[str, Any]] = {}
    for name, table in REPLICATED.items():
        ids = list(db.scalars(select(table.c.id)))
        tables[name] = {row_id: shown_row(db, name, row_id) for row_id in ids}
    kept = [
        {"row_id": card.row_id, "code": card.code, "mine": card.body["mine"]}
        for card in db.execute(select(cards))
    ]
    return {
        "tables": tables,
        "cards": kept,
        "unsettled": list(db.scalars(select(outbox.c.row_id))),
    }


def say(answer: Command) -> None:
    """One line to the director."""
    sys.stdout.write(json.dumps(answer, separators=(",", ":")) + "\n")
    sys.stdout.flush()


async def work(home: Path, url: str, key: str, email: str, password: str, *, is_cut: bool) -> None:
    """Come in, say so, and obey until the director hangs up."""
    clock = SystemClock()
    station, server = Workstation(home), Address(url, key)
    if is_cut:
        let_in = await unlock(station, email, password, clock)
    else:
        station.use_server(server)
        let_in = await sign_in(station, server, email, password, clock)
    async with open_session(station, server, let_in, clock) as session:
        if is_cut:
            session.backend.cable.pull()
        here = await membership(session)
        client = Client(session, here.facility_id, here.time_zone)
        say({"ready": here.role, "device": session.replica.device, "new_id": new_id()})
        # A thread, because the standard input of a Windows program cannot be awaited.
        while line := await asyncio.to_thread(sys.stdin.readline):
            command = json.loads(line)
            try:
                say(await getattr(client, f"do_{command['do']}")(command))
            except (Expected, TimeoutError) as trouble:
                code = getattr(trouble, "code", Offline.code)
                say({"trouble": code, "status": (await client.do_status({}))})


def main() -> None:
    """`python -m clinic_app.drill.client`; its one argument is a JSON object, its password is on
    standard input, for arguments can be read by everybody on the machine.
    """
    told = json.loads(sys.argv[1])
    password = sys.stdin.readline().rstrip("\n")
    asyncio.run(
        work(
            Path(told["home"]),
            told["url"],
            told["key"],
            told["email"],
            password,
            is_cut=told["is_cut"],
        )
    )


if __name__ == "__main__":
    main()
