"""Where to put a file: the system's dialog, and one question more where something is there already."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from clinic_app.ui.ask import ask, confirm
from clinic_app.ui.i18n import tr


async def file_to_write(parent: QWidget, title: str, name: str) -> Path | None:
    """Where to put a file; whoever chooses one that exists is asked once more."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    # Qt's own question would run a loop inside ours.
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
    dialog.selectFile(name)
    path = await picked(dialog)
    if path is None or not path.exists():
        return path
    really = await confirm(
        parent,
        tr("Files", "Replace the file?"),
        tr("Files", "{name} is there already.", name=path.name),
        yes=tr("Files", "Replace"),
        danger=True,
    )
    return path if really else None


async def picked(dialog: QFileDialog) -> Path | None:
    """What was chosen in a file dialog; None when the person leaves."""
    chosen: list[str] = []
    dialog.fileSelected.connect(chosen.append)
    accepted = await ask(dialog)
    return Path(chosen[-1]) if accepted and chosen else None
