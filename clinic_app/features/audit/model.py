"""Lines of the audit trail as the page handles them: what is asked for, and one list out of two."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

ACTIONS: Final = (
    "view",
    "insert",
    "update",
    "delete",
    "decision",
    "print",
    "export",
    "sign_in",
    "sign_out",
    "unlock",
    "lock",
    "refusal",
    "break_glass",
    "people",
    "account",
    "recovery",
    "recovery_code",
    "new_keys",
    "trust",
    "distrust",
    "escrow",
    "escrow_open",
    "forget",
)
"""What a line can be about, in the order in which it is offered."""
REASONED: Final = frozenset({"refusal", "break_glass", "decision"})
"""What is kept with a line of these is a reason, not the names of fields."""
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; what is empty does not matter. `until` is the first moment that is too late."""

    person: str = ""
    action: str = ""
    row_id: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `who` is the name the server knows; `told_at` is when the server heard of it, None as
    long as only this computer has it.
    """

    at: datetime
    person: str
    device: str
    seq: int
    action: str
    table: str
    row_id: str
    label: str
    fields: tuple[str, ...]
    who: str = ""
    told_at: datetime | None = None

    @property
    def id(self) -> str:
        """The same line has the same one, wherever it was read."""
        return f"{self.person}/{self.device}/{self.seq}"


def merged(*parts: Iterable[Entry]) -> list[Entry]:
    """All lines, the newest first; one that stands in two parts counts as in the first."""
    found: dict[str, Entry] = {}
    for part in parts:
        for entry in part:
            found.setdefault(entry.id, entry)
    order = sorted(found.values(), key=lambda each: (each.person, each.device, -each.seq))
    return sorted(order, key=lambda each: each.at, reverse=True)


def as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file for a spreadsheet: text that would be run there as a formula stays text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_RUNS) else cell for cell in row])
    return out.getvalue()
