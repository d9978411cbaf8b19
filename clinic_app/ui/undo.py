"""Taking back what was just done: a short stack of named compensations.

Undo is a new action, not a rollback: each entry is a coroutine function that writes the
opposite, so it travels through the outbox like everything else.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

LIMIT = 50  # more than anybody takes back, little enough to hold whatever the closures hold

Compensation = Callable[[], Awaitable[object]]


@dataclass(frozen=True, eq=False)
class Step:
    """One deed and the way back."""

    label: str
    compensate: Compensation


class UndoStack(QObject):
    """The latest things a person did and how to take each back."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps: deque[Step] = deque(maxlen=LIMIT)

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def label(self) -> str:
        """What the next undo would take back, or an empty string."""
        return self._steps[-1].label if self._steps else ""

    def push(self, label: str, compensate: Compensation) -> Step:
        """Remember how to take back what was just done."""
        step = Step(label, compensate)
        self._steps.append(step)
        self.changed.emit()
        return step

    async def undo(self, step: Step | None = None) -> str | None:
        """Take back this step, or the latest, and return its label; None when it is gone.

        The step is used up before it runs, so that a second Ctrl+Z meanwhile takes the next
        one; a compensation that fails is not tried twice.
        """
        if step is None and self._steps:
            step = self._steps[-1]
        if step is None or step not in self._steps:
            return None
        self._steps.remove(step)
        self.changed.emit()
        await step.compensate()
        return step.label

    def clear(self) -> None:
        """Forget everything, as when another person signs in."""
        self._steps.clear()
        self.changed.emit()
