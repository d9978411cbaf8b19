"""Whatever ends a session, the work stays open as it is: what is being typed, where the cursor is, what was
written and not sent. A sign-in in a sheet above it goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_app.desks import Desks
from clinic_app.features.auth.view.again import AgainSheet
from clinic_app.seat import Seat
from clinic_app.session import sign_in
from clinic_app.workstation import Address, Workstation
from sync.clock import SystemClock
from sync.embedded import seed
from sync.replica.tables import patients
from tests.support.hands import Hands, Key
from tests.support.server import Running, running_backend

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Shot = Callable[[QWidget, str], None]
pytestmark = pytest.mark.usefixtures("themed")

ENDINGS = {
    "refresh_token_not_found": "delete from auth.refresh_tokens where user_id = %(person)s::text",
    "refresh_token_already_used": """
        update auth.refresh_tokens set revoked = true, updated_at = now() - interval '1 hour'
        where user_id = %(person)s::text""",
    "session_not_found": """
        update auth.refresh_tokens set session_id = null where user_id = %(person)s::text""",
    "a session that is gone": "delete from auth.sessions where user_id = %(person)s::uuid",
    "session_expired": "update auth.sessions set not_after = now() where user_id = %(person)s::uuid",
    "user_banned": """
        update auth.users set banned_until = now() + interval '1 hour' where id = %(person)s::uuid""",
}
LET_IN_AGAIN = "update auth.users set banned_until = null"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with running_backend(seed=seed.sample) as backend:
        yield backend


def tell(running: Running, statement: str, person: str = "") -> None:
    with psycopg.connect(running.database.superuser_dsn, autocommit=True) as db:
        db.execute(statement.encode(), {"person": person})


@asynccontextmanager
async def at_work(running: Running, home: Path) -> AsyncIterator[Seat]:
    """Reception at the sample clinic, over the real line."""
    clock, station = SystemClock(), Workstation(home)
    address = Address(running.url, running.publishable_key)
    station.use_server(address)
    email = seed.ACCOUNTS["reception"]
    let_in = await sign_in(station, address, email, seed.PASSWORD, clock)
    async with asyncio.TaskGroup() as tasks:
        seat = await Desks(station, clock, tasks).seat(let_in)
        try:
            await until(lambda: seat.session.engine.status.live)
            yield seat
        finally:
            seat.desk.close()


async def until(so: Callable[[], object]) -> None:
    """As `Hands.until`, for what takes the line: the test's own limit ends it."""
    while not so():
        await asyncio.sleep(0.02)


def sheet() -> AgainSheet | None:
    return next(
        (
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, AgainSheet) and each.isVisible()
        ),
        None,
    )


@pytest.mark.parametrize("code", ENDINGS)
def test_the_work_stays_under_the_sign_in_and_goes_on_after_it(
    run: Run, running: Running, tmp_path: Path, shot: Shot, code: str
) -> None:
    async def story() -> None:
        async with at_work(running, tmp_path) as seat:
            window, hands = seat.desk.window, Hands(seat.desk.window)
            window.navigate("patients")
            assert window.commands.run("patients.register")
            editing = window.pages["patients"].editing  # type: ignore[attr-defined]
            await hands.until(lambda: editing.is_open and editing.isAncestorOf(hands.focus))
            line: Any = hands.focus
            hands.type("Kanari")
            line.cursorBackward(False, 2)

            tell(running, ENDINGS[code], seat.person)
            seat.session.backend._auth._good_until = 0.0
            facility, name = window.ctx.person.facility_id, f"Unsent {code}"
            await seat.session.replica.write(
                "Register", lambda tx: tx.insert(patients, facility_id=facility, family_name=name)
            )
            await until(lambda: seat.session.engine.status.phase == "signed_out")
            await until(window.offline.isVisible)
            assert seat.session.engine.status.waiting == 1
            assert window.centralWidget().isVisible()  # type: ignore[union-attr]
            assert (line.text(), line.cursorPosition()) == ("Kanari", 4)
            shot(window, f"session-over-{code}")

            window.asked.emit("sign_in")
            await until(sheet)
            asked = sheet()
            assert asked is not None
            asked.activateWindow()
            keys, who = Hands(asked), asked.way.cards.who
            await until(lambda: keys.focus is who.password)
            if code == "user_banned":
                keys.type(seed.PASSWORD)
                keys.press(Key.Key_Return)
                await until(who.strip.isVisible)
                assert who.strip.text.text() == "This account is suspended."
                shot(asked, "sign-in-again-banned")
                assert who.email.height() >= who.email.sizeHint().height(), "nothing is squeezed"
                tell(running, LET_IN_AGAIN)
                await until(who.password.isEnabled)
                who.password.setFocus()
                keys.retype(seed.PASSWORD)
            else:
                shot(asked, "sign-in-again")
                keys.type(seed.PASSWORD)
            keys.press(Key.Key_Return)
            await until(lambda: sheet() is None)
            await until(lambda: not window.offline.isVisible())
            await until(lambda: seat.session.engine.status.waiting == 0)
            assert (line.text(), line.cursorPosition()) == ("Kanari", 4)
            assert line.isVisible()
            with psycopg.connect(running.dsn) as db:
                found = db.execute("select 1 from patients where family_name = %s", [name])
                assert len(found.fetchall()) == 1

    run(story())
