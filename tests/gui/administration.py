"""The administration in the real window: a clinic, a server that answers, and somebody who proves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from clinic_app.features.administration import FEATURE
from clinic_app.features.administration.view import AdministrationPage
from clinic_app.shell.window import MainWindow
from clinic_app.ui.context import Proof
from sync.errors import NotAllowed, Offline
from sync.replica.tables.types import moment_text
from tests.support.desk import AMARA, CLINIC, JENS, LUCIA, NOW, SAM, Desk, an_id, open_desk
from tests.support.hands import Hands
from tests.support.window import shown

FRONT, LAPTOP = an_id("device front"), an_id("device laptop")


@dataclass
class FakeServer:
    """Answers what an administrator asks, as the database does; `is_offline` answers nothing."""

    is_offline: bool = False
    is_proven: bool = False
    refuses: bool = False
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    invited: list[dict[str, Any]] = field(default_factory=list)
    wipes: set[tuple[str, str | None]] = field(default_factory=set)

    async def ask(self, function: str, request: dict[str, Any]) -> dict[str, Any]:
        self.asked.append((function, request))
        if self.is_offline:
            raise Offline("no line")
        if self.refuses:
            raise NotAllowed("no")
        answer: dict[str, Any] = getattr(self, f"_{function}")(request)
        return answer

    def _people_read(self, request: dict[str, Any]) -> dict[str, Any]:
        assert request == {"facility_id": CLINIC}
        people = []
        for person, devices in ((LUCIA, ()), (SAM, (FRONT, LAPTOP)), (AMARA, (FRONT,)), (JENS, ())):
            computers = [
                {
                    "device": device,
                    "place": "Front desk" if device == FRONT else "",
                    "last_seen_at": moment_text(NOW - timedelta(minutes=4 + 60 * at)),
                    "wipe_ordered_at": moment_text(NOW)
                    if {(person, device), (person, None)} & self.wipes
                    else None,
                }
                for at, device in enumerate(devices)
            ]
            people.append(
                {
                    "user_id": person,
                    "email": f"{person[:8]}@clinic.example",
                    "may_wipe": person != JENS,
                    "computers": computers,
                }
            )
        return {"people": people, "invitations": self.invited, "is_proven": self.is_proven}

    def _invite(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["email"].startswith("sam@"):
            return {"outcome": "member"}
        made = {"id": an_id(request["email"]), "created_at": moment_text(NOW), "created_by": LUCIA}
        self.invited.append(
            made | {name: request[name] for name in ("email", "role", "display_name")}
        )
        return {"outcome": "invited", "id": made["id"]}

    def _withdraw_invitation(self, request: dict[str, Any]) -> dict[str, Any]:
        left = [each for each in self.invited if each["id"] != request["id"]]
        gone, self.invited = len(left) < len(self.invited), left
        return {"outcome": "withdrawn" if gone else "gone"}

    def _order_wipe(self, request: dict[str, Any]) -> dict[str, Any]:
        self.wipes.add((request["user_id"], request["device"]))
        return {"ordered_at": moment_text(NOW)}

    def _cancel_wipe(self, request: dict[str, Any]) -> dict[str, Any]:
        order = (request["user_id"], request["device"])
        is_there = order in self.wipes
        self.wipes.discard(order)
        return {"cancelled": int(is_there)}


@dataclass
class FakeProver:
    """Has proved a moment ago, or takes one password."""

    is_recent: bool = True
    asked: int = 0

    async def wanted(self) -> Proof | None:
        self.asked += 1
        return None if self.is_recent else Proof.PASSWORD

    async def prove(self, proof: Proof, typed: str) -> None:
        self.is_recent = True


@dataclass
class Office(Hands):
    """Somebody at the page with a keyboard."""

    desk: Desk
    page: AdministrationPage
    main: MainWindow
    server: FakeServer
    prover: FakeProver

    async def section(self, key: str) -> Any:
        """Go to a section by its key and wait until it is filled."""
        number = list(self.page.sections).index(key) + 1
        self.page.choose(key)
        assert number
        found: Any = self.page.sections[key]
        await self.until(lambda: not hasattr(found, "rows") or found.rows.is_read)
        return found


@asynccontextmanager
async def office(
    folder: Path, role: str = "facility_admin", *, server: FakeServer | None = None
) -> AsyncIterator[Office]:
    """Lucía administers the clinic."""
    async with open_desk(folder, role) as desk:
        await desk.server_has("facility_members", an_id(f"member {LUCIA}"), role=role)
        server, prover = server or FakeServer(), FakeProver()
        ctx = replace(desk.ctx, server=server, prover=prover)
        window = MainWindow(ctx, [FEATURE])
        async with shown(window):
            page = cast(AdministrationPage, window.pages["administration"])
            here = Office(window, desk, page, window, server, prover)
            await here.until(lambda: page.people.rows.is_read)
            yield here
