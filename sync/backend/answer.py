"""An HTTP answer as the rest of the backend sees it, and the finer kinds of failure told apart
inside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from sync.errors import Busy, Offline, ServerTrouble

LONGEST_PATIENCE: Final = 300.0
"""Seconds. A Retry-After beyond this is a mistake of somebody on the way."""


class Stranger(Offline):
    """Something answered that is not the server: a captive portal, a proxy, another program."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TokenRefused(ServerTrouble):
    """The access token was not accepted. A fresh one is worth one more try."""


class MissingFunction(Busy):
    """The server does not know the function: for some minutes after every deployment, or for good."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, read to its end. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait, from either form of Retry-After, within reason; None when it does not say.

    A date is measured from the answer's own Date: workstations' clocks are wrong.
    """
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return min(float(said), LONGEST_PATIENCE)
    until = _http_date(said)
    if until is None:
        return None
    since = _http_date(headers.get("date", "")) or now
    return min(max((until - since).total_seconds(), 0.0), LONGEST_PATIENCE)


def _http_date(text: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
