"""The demo's window: the clinic's own, with a switch that pulls this window's cable."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QWidget

from clinic_app.demo import demo_backend, demo_person
from clinic_app.desk import Desk
from clinic_app.desks import Desks
from clinic_app.platform import crash
from clinic_app.platform.log import start_log
from clinic_app.platform.paths import paths
from clinic_app.shell.waiting import Waiting
from clinic_app.ui import scope
from clinic_app.ui.i18n import chosen_language, tr, use_language
from clinic_app.ui.theme import looks
from clinic_app.ui.widgets.button import Button
from clinic_app.workstation import Workstation
from sync.backend.cable import Cable
from sync.clock import SystemClock
from sync.embedded import seed
from sync.errors import Expected


class CableSwitch(Button):
    """Pulls this window's cable and puts it back; the other window keeps its own."""

    def __init__(self, cable: Cable, wake: object, parent: QWidget | None = None) -> None:
        super().__init__(tr("Demo", "Disconnect"), parent=parent)
        self._cable, self._wake = cable, wake
        self.setCheckable(True)
        self.setAccessibleName(tr("Demo", "Disconnect this window from the server"))
        self.toggled.connect(self._on_toggled)

    def _on_toggled(self, pulled: bool) -> None:
        if pulled:
            self._cable.pull()
        else:
            self._cable.plug()
        self.setText(tr("Demo", "Connect") if pulled else tr("Demo", "Disconnect"))
        if callable(self._wake):
            self._wake("the demo's switch")


def _add_switch(desk: Desk) -> None:
    session = desk.session
    desk.window.add_header_widget(
        CableSwitch(session.backend.cable, session.engine.wake, desk.window)
    )


async def show_demo(home: Path, role: str) -> int:
    """From the first word ("starting an invented clinic") to the closed window."""
    start_log(paths().logs)
    crash.watch(paths().logs)
    scope.report_to(crash.report)
    mine = Workstation(paths().data)  # the demo looks and speaks as the program beside it
    use_language(chosen_language(mine.language))
    looks().use(mine.theme)
    email = seed.ACCOUNTS[role]
    waiting = Waiting(tr("Demo", "Starting an invented clinic on this computer…"))
    waiting.show()
    clock = SystemClock()
    try:
        async with demo_backend(home) as server:
            waiting.say(tr("Demo", "Signing in…"))
            station, let_in = await demo_person(home, server, email, seed.PASSWORD)
            async with asyncio.TaskGroup() as tasks:
                desks = Desks(station, clock, tasks, look=mine, dress=_add_switch)
                try:
                    await desks.seat(let_in)
                except Expected as trouble:
                    await waiting.fail(trouble)
                    return 1
                waiting.done()
                # The demo has no door: its people are in other windows.
                while await desks.until_door_wanted():
                    desks.come_forward()
    except Expected as trouble:
        await waiting.fail(trouble)
        return 1
    finally:
        waiting.done()
        await asyncio.sleep(0)
    return 0
