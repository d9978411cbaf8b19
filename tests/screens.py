"""Takes the pictures of every page: `python -m tests.screens [--out DIR] [--only NAME]`.

A real session on the embedded backend, a window under the offscreen platform, and a colleague in a
second session who gets in the way. Every page is taken in the light and in the dark theme, and
once at 1.5 times the scale.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sync.clock import SystemClock

OUT = Path(__file__).parent.parent / "resources" / "docs" / "screens"
SETTLE_S = 0.6


async def take(out: Path, theme: str, only: str, language: str) -> None:
    from PySide6.QtWidgets import QListView
    from sqlalchemy import select

    from clinic_app.demo import demo_backend, demo_person
    from clinic_app.demo_window import CableSwitch
    from clinic_app.desk import Desk
    from clinic_app.features.patients.actions import CorrectDetails, RegisterPatient
    from clinic_app.features.schedule.actions import BookAppointment
    from clinic_app.session import membership, open_session
    from clinic_app.ui.i18n import tr, use_language
    from clinic_app.ui.theme import looks
    from sync.embedded import seed
    from sync.ids import new_id
    from sync.replica.tables import appointments, patients, providers
    from sync.steps.pull import is_filled

    if not use_language(language):
        raise RuntimeError(f"there are no words for {language}")
    looks().use(theme)
    spoken = "" if language == "en" else f"-{language}"
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clinic-screens-")))
        server = await stack.enter_async_context(demo_backend(folder))

        async def come_in(who: str):
            station, let_in = await demo_person(folder, server, seed.ACCOUNTS[who], seed.PASSWORD)
            return await stack.enter_async_context(open_session(station, server, let_in, clock))

        mine, theirs, boss = [await come_in(who) for who in ("reception", "doctor", "admin")]
        here = await membership(mine)
        await until(mine, is_filled)
        await until(theirs, is_filled)
        await until(boss, is_filled)

        def open_window(session, where):
            window = Desk(session, where, clock).window
            window.add_header_widget(
                CableSwitch(session.backend.cable, session.engine.wake, window)
            )
            window.resize(1360, 850)
            window.show()
            window.start()
            return window

        window = open_window(mine, here)

        async def shot(name: str) -> None:
            await asyncio.sleep(SETTLE_S)
            if not only or only in name:
                target = out / f"{name}-{theme}{spoken}.png"
                window.grab().save(str(target))
                print(target)
                for words in clipped(window):
                    print(f"  no room for: {words}")

        await shot("schedule")
        zone = ZoneInfo(here.time_zone)
        now = datetime.now(zone)

        def free_slot(db, hour: int):
            day = datetime(now.year, now.month, now.day, hour, tzinfo=zone).astimezone(UTC)
            for provider in db.scalars(select(providers.c.id).order_by(providers.c.position)):
                for quarter in range(32):
                    at = day + timedelta(minutes=15 * quarter)
                    end = at + timedelta(minutes=30)
                    busy = select(appointments.c.id).where(
                        appointments.c.provider_id == provider,
                        appointments.c.starts_at < end,
                        appointments.c.ends_at > at,
                    )
                    if db.execute(busy).first() is None:
                        return provider, at
            raise RuntimeError("the day is full")

        people = await mine.replica.read(
            lambda db: list(db.scalars(select(patients.c.id).order_by(patients.c.id).limit(4)))
        )

        async def book(session, patient: str, provider: str, at: datetime) -> None:
            wish = BookAppointment(
                new_id(),
                here.facility_id,
                patient,
                provider,
                at,
                at + timedelta(minutes=30),
                here.time_zone,
                reason="New patient",
                deliberately=True,
            )
            await session.replica.write("Book appointment", wish)

        mine.backend.cable.pull()
        mine.engine.wake()
        slot = await mine.replica.read(lambda db: free_slot(db, 9))
        await book(mine, people[0], *slot)
        await book(theirs, people[1], *slot)
        other = await mine.replica.read(lambda db: free_slot(db, 11))
        await book(mine, people[2], *other)
        corrected = tr("Patients", "Correct a patient's details")
        await mine.replica.write(corrected, CorrectDetails(people[3], {"phone": "+34 600 118 844"}))
        await theirs.replica.write(
            corrected, CorrectDetails(people[3], {"phone": "+34 600 119 900"})
        )
        new = RegisterPatient(
            new_id(), here.facility_id, {"family_name": "Wei", "given_name": "Chen"}, True
        )
        await mine.replica.write(tr("Patients", "Register a patient"), new)
        await shot("schedule-offline")
        window.navigate("sync_status")
        await shot("sync-status-offline")
        window.navigate("schedule")
        window.commands.run("schedule.week")
        await shot("schedule-week")
        window.commands.run("schedule.day")
        window.commands.run("schedule.book")
        await shot("schedule-booking")
        window.navigate("patients")
        await shot("patients")
        window.navigate("patients", patient_id=new.patient_id)
        await shot("patients-record")
        window.commands.run("patients.edit")
        await shot("patients-form")
        mine.backend.cable.plug()
        mine.engine.wake()
        await until(mine, nothing_waits)
        window.navigate("conflicts")
        await shot("conflicts")
        cards = window.pages["conflicts"].findChild(QListView)
        cards.setCurrentIndex(cards.model().index(1, 0))
        await shot("conflicts-two-changes")
        window.navigate("sync_status")
        window.commands.run("sync_status.prove")
        await shot("sync-status")
        window.palette_view.open("gar")
        await shot("palette")
        window.palette_view.leave()
        window.lock()
        await shot("locked")
        await leave(window)
        window = open_window(boss, await membership(boss))
        window.navigate("administration")
        await shot("administration-people")
        window.navigate("administration", section="providers")
        await shot("administration-providers")
        window.navigate("administration", section="rules")
        await shot("administration-rules")
        window.navigate("audit")
        window.commands.run("audit.verify")
        await shot("audit")
        await leave(window)


async def leave(window) -> None:
    window.close()
    for page in window.pages.values():
        await page.scope.closed()
    await window.scope.closed()
    window.deleteLater()


def clipped(window) -> list[str]:
    """The words of buttons and labels that have less room than they need; what ends in … has enough."""
    from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

    from clinic_app.ui.widgets.label import OneLine

    found = []
    for each in window.findChildren(QWidget):
        if not each.isVisible() or not isinstance(each, QLabel | QAbstractButton):
            continue
        wraps = isinstance(each, QLabel) and each.wordWrap()
        if wraps or isinstance(each, OneLine) or not each.text():
            continue
        if isinstance(each, QLabel):
            needed = each.fontMetrics().horizontalAdvance(each.text())
        else:
            needed = each.sizeHint().width()
        if each.width() + 1 < needed:
            found.append(f"{each.text()!r} ({each.width()} of {needed})")
    return found


def nothing_waits(db) -> bool:
    from sqlalchemy import select

    from sync.replica.tables import outbox

    return db.execute(select(outbox.c.id).where(outbox.c.state != "parked")).first() is None


async def until(session, holds) -> None:
    async with asyncio.timeout(60):
        while not await session.replica.read(holds):
            await asyncio.sleep(0.05)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.screens")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--only", default="", help="part of a picture's name")
    parser.add_argument("--theme", choices=("light", "dark", "contrast"), default=None)
    parser.add_argument("--language", default="en", help="en, es or fr")
    parser.add_argument("--scale", default="1.0")
    told = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["QT_SCALE_FACTOR"] = told.scale
    from clinic_app.platform.libraries import qt_trouble

    trouble = qt_trouble()
    if trouble:
        print(trouble, file=sys.stderr)
        return 1
    from clinic_app.ui import loop

    told.out.mkdir(parents=True, exist_ok=True)
    themes = [told.theme] if told.theme else ["light", "dark"]

    async def all_of_them() -> int:
        for theme in themes:
            await take(told.out, theme, told.only, told.language)
        return 0

    return loop.run(all_of_them)


if __name__ == "__main__":
    sys.exit(main())
