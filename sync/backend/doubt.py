"""A refusal that may be a passing fault and, when it lasts, is not one."""

from __future__ import annotations

from typing import Final

from sync.clock import Clock
from sync.errors import Expected, ServerTrouble, SessionDoubted

TIMES: Final = 3
LASTS_S: Final = 120.0


class Doubt:
    """Counts refreshes that are answered `validation_failed`.

    The server says so for a token it has not issued itself: after a restore, for one that is newer
    than its database. Nothing is given up because of it, but a person can be asked to sign in.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._since = 0.0
        self._times = 0

    def heard(self, trouble: Expected) -> Expected:
        """The trouble to raise: the one met, or SessionDoubted once it has lasted."""
        if not isinstance(trouble, ServerTrouble) or trouble.server_code != "validation_failed":
            return trouble
        now = self._clock.monotonic()
        if self._times == 0:
            self._since = now
        self._times += 1
        if self._times < TIMES or now - self._since < LASTS_S:
            return trouble
        return SessionDoubted("The server keeps refusing this session.", trouble.server_code)

    def clear(self) -> None:
        """A refresh went through."""
        self._times = 0
