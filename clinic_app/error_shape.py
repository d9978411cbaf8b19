"""What the words for a failure are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WayOut(StrEnum):
    """What the person can do about it: the key of a button."""

    RETRY = "retry"
    SIGN_IN = "sign_in"
    TYPE_AGAIN = "type_again"
    SETTINGS = "settings"
    UPDATE = "update"
    REFILL = "refill"
    FREE_SPACE = "free_space"
    OTHER_PORT = "other_port"
    REPORT = "report"
    UNDERSTOOD = "understood"


@dataclass(frozen=True, slots=True)
class Words:
    """A failure in plain words: what happened, what it means, what to do next."""

    title: str
    sentence: str
    way_out: WayOut
