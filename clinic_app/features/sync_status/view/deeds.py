"""What the page does when asked: try again, pause, prove, save a file, bring one in, tell support."""

from __future__ import annotations

import asyncio
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtCore import QObject, qVersion

from clinic_app import app_version, errors
from clinic_app.features.sync_status.actions import TryAllNow
from clinic_app.features.sync_status.model.diagnostics import diagnostics
from clinic_app.features.sync_status.queries.facts import facts
from clinic_app.features.sync_status.view import sheets, words
from clinic_app.parts.save_file import file_to_write
from clinic_app.parts.step_up import step_up
from clinic_app.ui import format as fmt
from clinic_app.ui.ask import ask
from clinic_app.ui.i18n import marked, tr
from sync.errors import Expected
from sync.replica.export import SUFFIX, Exported, export_drafts, import_drafts, unsent
from sync.replica.files import write_whole
from sync.replica.sealed_file import FileTrouble, WrongPassphrase

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any

    from clinic_app.features.sync_status.view.page import SyncStatusPage

SAVE = marked("Deed", "Save the diagnostics")


class Deeds(QObject):
    """The page's hands. Each deed runs once at a time; what it could not do is said on the page."""

    def __init__(self, page: SyncStatusPage) -> None:
        super().__init__(page)
        self._page, self._ctx = page, page.ctx

    def retry(self) -> None:
        """Try everything that waits, now."""
        self._do("retry", self._retry)

    def pause_or_resume(self) -> None:
        """Hold everything back, or go on."""
        if self._page.standing.is_held:
            self._ctx.engine.resume()
        else:
            self._ctx.engine.pause()

    def prove(self) -> None:
        """Look whether everything is here."""
        if not self._page.proving.is_proving:
            self._page.proving.begin()
            self._ctx.scope.restart("prove", self._prove())

    def stop_proving(self) -> None:
        """Do not wait for the proof any more."""
        self._ctx.scope.stop("prove")
        self._page.proving.stopped()

    def export(self) -> None:
        """Save what the server does not have in a file of its own."""
        self._do("export", self._export)

    def bring_in(self) -> None:
        """Bring a saved file in."""
        self._do("import", self._import)

    def tell_support(self) -> None:
        """Show the diagnostics."""
        self._do("support", self._support)

    def _do(self, name: str, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._page.clear_trouble()
        self._ctx.scope.restart(name, self._guarded(deed))

    async def _guarded(self, deed: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            await deed()
        except Expected as error:
            said = errors.words(error)
            self._page.show_trouble(f"{said.title}.", said.sentence)

    async def _retry(self) -> None:
        await self._ctx.replica.write(tr("SyncStatus", "Try everything again"), TryAllNow())
        self._ctx.engine.wake("asked")

    async def _prove(self) -> None:
        proving = self._page.proving
        try:
            proof = await self._ctx.engine.prove(proving.show_progress)
        except Expected as error:
            proving.show_trouble(words.trouble(error))
        else:
            proving.show_proof(proof)

    async def _export(self) -> None:
        page, ctx = self._page, self._ctx
        waits = await ctx.replica.read(unsent)
        if waits == Exported(0, 0):
            page.say(
                tr("SyncStatus", "There is nothing to save"),
                tr("SyncStatus", "The server has everything you did."),
            )
            return
        title = tr("SyncStatus", "Export my unsent drafts")
        path = await file_to_write(page, title, self._file_name("drafts", SUFFIX))
        if path is None:
            return
        reason = tr("SyncStatus", "A file leaves this computer with what you wrote.")
        if not await step_up(page, ctx.prover, reason):
            return
        passphrase = await sheets.new_passphrase(
            page,
            tr(
                "SyncStatus",
                "The file will hold {what}. It opens with this passphrase alone, for you alone:"
                " without it nobody can read the file again.",
                what=words.holds(waits),
            ),
        )
        if passphrase is None:
            return
        told = await export_drafts(ctx.replica, path, passphrase, ctx.clock.now(), label=title)
        page.say(
            tr("SyncStatus", "Saved in {name}", name=path.name),
            tr("SyncStatus", "{what}. They stay here as well.", what=words.holds(told)),
        )

    async def _import(self) -> None:
        page, ctx = self._page, self._ctx
        path = await sheets.file_to_read(page)
        wrong = ""
        while path is not None:
            passphrase = await sheets.old_passphrase(page, path.name, wrong)
            if passphrase is None:
                return
            try:
                label = tr("SyncStatus", "Bring drafts in")
                told = await import_drafts(ctx.replica, path, passphrase, label=label)
            except WrongPassphrase as error:
                wrong = f"{errors.words(error).title}."
                continue
            page.say(*words.brought_in(told))
            return

    async def _support(self) -> None:
        page, ctx = self._page, self._ctx
        found = await ctx.replica.read(facts)
        text = diagnostics(found, ctx.engine.status, versions(), ctx.clock.now())
        sheet = sheets.Support(page, text)
        if await ask(sheet) and sheet.saves:
            title = tr("SyncStatus", "Save the diagnostics")
            path = await file_to_write(page, title, self._file_name("diagnostics", ".txt"))
            if path is not None:
                await ctx.replica.note("export", SAVE, durable=True)
                await asyncio.to_thread(_write, path, text)
                page.say(tr("SyncStatus", "Saved in {name}", name=path.name))

    def _file_name(self, what: str, suffix: str) -> str:
        """Nobody's name is in it: file names are seen by anybody."""
        day = fmt.local(self._ctx.clock.now(), self._ctx.person.time_zone).date()
        return f"clinic-{what}-{day.isoformat()}{suffix}"


def versions() -> dict[str, str]:
    """What runs here."""
    return {
        "program": app_version(),
        "python": platform.python_version(),
        "qt": f"{qVersion()}, PySide6 {PySide6.__version__}",
        "system": f"{platform.system()} {platform.release()}, {sys.platform}",
    }


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise FileTrouble(f"cannot be written: {error.strerror}") from error
