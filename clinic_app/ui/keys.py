"""Every action a person can start, with its name for the palette and its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from clinic_app.ui.i18n import marked

KEYS_OF_QT: Final = (
    marked("QShortcut", "Ctrl"),
    marked("QShortcut", "Del"),
    marked("QShortcut", "Enter"),
    marked("QShortcut", "Esc"),
    marked("QShortcut", "PgDown"),
    marked("QShortcut", "PgUp"),
    marked("QShortcut", "Return"),
)
"""Said by Qt: its own translations name some keys as no keyboard does ("Control", "Suprimir")."""


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """One action: `key` names it for ever ("schedule.book"), `shortcut` is Qt's notation ("Ctrl+K")."""

    key: str
    title: str
    shortcut: str
    run: Callable[[], object]
    enabled: Callable[[], bool] = _always


class Commands(QObject):
    """The registry behind the palette; it also makes the shortcuts work."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, Command] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        self._paused = False

    def add(self, command: Command, on: QWidget | None = None) -> None:
        """Offer a command; its shortcut works while `on` (or a child of it) is visible.

        A command of the same key is replaced. Letters typed into a text field stay text.
        """
        self.remove(command.key)
        self._commands[command.key] = command
        if command.shortcut and on is not None:
            shortcut = QShortcut(QKeySequence(command.shortcut), on)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.setEnabled(not self._paused)
            shortcut.setProperty("command", command.key)
            shortcut.activated.connect(self._on_shortcut)
            self._shortcuts[command.key] = shortcut
        self.changed.emit()

    def remove(self, key: str) -> None:
        """Take a command back, with its shortcut."""
        self._commands.pop(key, None)
        shortcut = self._shortcuts.pop(key, None)
        if shortcut is not None:
            shortcut.setEnabled(False)
            shortcut.deleteLater()

    def pause(self, paused: bool) -> None:
        """Let no key start anything, as while the window is locked."""
        self._paused = paused
        for shortcut in self._shortcuts.values():
            shortcut.setEnabled(not paused)

    def all(self) -> list[Command]:
        """Every command that can be started now."""
        return [command for command in self._commands.values() if command.enabled()]

    def get(self, key: str) -> Command | None:
        """The command of this name."""
        return self._commands.get(key)

    def run(self, key: str) -> bool:
        """Start a command; False when it does not exist or cannot be started now."""
        command = self._commands.get(key)
        if command is None or not command.enabled():
            return False
        command.run()
        return True

    def _on_shortcut(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.run(str(sender.property("command")))


def key_text(shortcut: str) -> str:
    """A shortcut as this system writes it, for a hint: "Ctrl K"; keys are named as on the keyboard."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText).replace("+", " ")
