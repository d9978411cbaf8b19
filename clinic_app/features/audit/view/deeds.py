"""What the page does when asked: look whether the trail is whole, and write lines into a file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinic_app import errors
from clinic_app.features.audit.actions import MOST_AT_ONCE, Reading, check
from clinic_app.features.audit.model import Entry, as_csv
from clinic_app.features.audit.view import words
from clinic_app.features.audit.view.words import Telling
from clinic_app.parts.save_file import file_to_write
from clinic_app.parts.step_up import step_up
from clinic_app.ui import format as fmt
from clinic_app.ui.i18n import marked, tr
from sync.errors import Expected
from sync.replica.files import write_whole
from sync.replica.sealed_file import FileTrouble

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from clinic_app.features.audit.view.page import AuditPage

EXPORT = marked("Deed", "Export the audit trail")
_MARK = "\ufeff"
"""At the beginning of the file, so that spreadsheets read its letters right."""


class Deeds(QObject):
    """The page's hands. What they could not do is said on the page."""

    def __init__(self, page: AuditPage) -> None:
        super().__init__(page)
        self._page, self._ctx = page, page.ctx
        self.is_gathering = False

    def verify(self) -> None:
        """Look whether this computer's trail is whole."""
        self._do(self._verify)

    def export(self) -> None:
        """Write what is asked for into a file, all of it."""
        self._do(self._export)

    def stop(self) -> None:
        """Do not go on with it."""
        self._ctx.scope.stop("deed")
        self._page.result.say("")

    def _do(self, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._page.result.say("")
        self._ctx.scope.restart("deed", self._guarded(deed))

    async def _guarded(self, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await deed()
        except Expected as error:
            said = errors.words(error)
            self._say("danger", f"{said.title}.", said.sentence, tr("Audit", "Close"))

    def _say(self, tone: str, text: str, detail: str, action: str) -> None:
        self._page.result.set_tone(tone)
        self._page.result.say(text, detail, action)

    async def _verify(self) -> None:
        self._say("info", tr("Audit", "Looking…"), "", "")
        found = await check(self._ctx.replica, self._ctx.server)
        self._say(*words.checked(found), tr("Audit", "Close"))

    async def _export(self) -> None:
        page, ctx = self._page, self._ctx
        reason = tr(
            "Audit",
            "The file says who did what with whose records, to anybody who opens it. That you made it"
            " is written down first.",
        )
        if not await step_up(page, ctx.prover, reason):
            return
        title = tr("Deed", EXPORT)
        path = await file_to_write(page, title, self._file_name())
        if path is None:
            return
        reading = await self._gather()
        entries = reading.entries
        telling = await page.told(entries)
        # Tens of thousands of lines take their time to say; the window goes on meanwhile.
        text = await asyncio.to_thread(_text, telling, entries)
        await ctx.replica.note("export", EXPORT, durable=True)
        await asyncio.to_thread(_write, path, text)
        self._page.result.say("")
        # A file that holds less than the clinic's trail must not pass for it.
        only = "" if reading.trouble is None else words.trouble(reading.trouble)[1]
        many = tr("Audit", "%n line(s)", len(entries))
        page.say(tr("Audit", "Saved in {name}", name=path.name), f"{many}. {only}".strip())
        page.ask()

    async def _gather(self) -> Reading:
        """Every line that is asked for, however many there are."""
        reading = Reading(
            self._ctx.replica, self._ctx.server, self._page.filters.wanted, at_once=MOST_AT_ONCE
        )
        self.is_gathering = True
        try:
            await reading.begin()
            while reading.has_more:
                read = tr("Audit", "%n line(s) so far", len(reading.entries))
                self._say("info", tr("Audit", "Reading…"), read, tr("Audit", "Stop"))
                await reading.more()
        finally:
            self.is_gathering = False
        return reading

    def _file_name(self) -> str:
        """Nobody's name is in it: file names are seen by anybody."""
        day = fmt.local(self._ctx.clock.now(), self._ctx.person.time_zone).date()
        return f"clinic-audit-{day.isoformat()}.csv"


def _text(telling: Telling, entries: list[Entry]) -> str:
    return as_csv(words.heads(), map(telling.row, entries))


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, (_MARK + text).encode())
    except OSError as error:
        raise FileTrouble(f"cannot be written: {error.strerror}") from error
