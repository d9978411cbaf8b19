"""A record's past as a list of entries, each with what it changed: folded from what the replica knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from clinic_app.domain.groups import group_of
from clinic_app.parts.record_history.queries import CARD, LINE, ROW, HistoryRow

_MANAGED: Final = frozenset(
    {
        "id",
        "version",
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "facility_id",
        "extra",
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One field. `before` is what its author saw, `theirs` the server's where both had changed it;
    `kept` is "mine" or "theirs" once somebody has decided.
    """

    field: str
    before: Any = None
    after: Any = None
    theirs: Any = None
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened to the record. `state` is how far it has come: waiting, sent, acked,
    parked, taken, open, decided, or "" where nobody knows any more. `is_known`: whether `changes`
    hold values, or only the names of fields.
    """

    key: str
    source: str
    at: datetime
    person: str | None
    label: str
    action: str
    state: str
    changes: tuple[Change, ...]
    is_known: bool
    is_servers_time: bool
    outcome: str = ""
    decided_by: str | None = None
    has_theirs: bool = False


def entries(rows: Sequence[HistoryRow], table: str, me: str) -> list[Entry]:
    """The rows as they came (newest first), several lines of one draft as one entry.

    What the record itself says of its last change is told only where the trail does not know it.
    """
    found: list[Entry] = []
    drafts: set[str] = set()
    keys: set[str] = set()
    mine = [row for row in rows if row.source == LINE]
    for row in rows:
        if row.key in keys or (row.draft_id in drafts and row.source == LINE):
            continue
        keys.add(row.key)
        if row.source == LINE:
            if row.draft_id is not None:
                drafts.add(row.draft_id)
            found.append(_of_line(row))
        elif row.source == CARD:
            found.append(_of_card(row, table))
        elif row.source == ROW and not _is_told(row, mine, me):
            found.append(_of_row(row))
    return found


def _is_told(row: HistoryRow, lines: Iterable[HistoryRow], me: str) -> bool:
    """Whether the trail has this change: by its moment, or because it was made here by this person."""
    return any(
        (line.at, line.person) == (row.at, row.person) or row.person == line.person == me
        for line in lines
    )


def _of_line(row: HistoryRow) -> Entry:
    state = "taken" if row.settled_at is not None else row.state or ""
    is_known = row.patch is not None
    changes = (
        _changed(row.base or {}, row.patch or {})
        if is_known
        else tuple(Change(name) for name in row.fields or () if name not in _MANAGED)
    )
    return Entry(
        row.key,
        LINE,
        row.at,
        row.person,
        row.label,
        row.action,
        state,
        changes,
        is_known=is_known,
        is_servers_time=False,
    )


def _changed(base: Mapping[str, Any], patch: Mapping[str, Any]) -> tuple[Change, ...]:
    return tuple(
        Change(name, base.get(name), value) for name, value in patch.items() if name not in _MANAGED
    )


def _of_card(row: HistoryRow, table: str) -> Entry:
    body = row.body or {}
    base, mine = body.get("base") or {}, body.get("mine") or {}
    theirs: Mapping[str, Any] | None = body.get("theirs")
    decided = body.get("resolution") or {}
    chosen: Mapping[str, Any] = decided.get("chosen") or {}
    names = dict.fromkeys(
        [*mine, *(n for n, v in (theirs or {}).items() if n in base and base[n] != v)]
    )
    changes = tuple(
        Change(
            name,
            base.get(name),
            mine.get(name, base.get(name)),
            None if theirs is None else theirs.get(name),
            _kept(chosen.get(group_of(table, name))),
        )
        for name in names
        if name not in _MANAGED
    )
    return Entry(
        row.key,
        CARD,
        row.at,
        body.get("author") or row.person,
        row.label,
        row.action,
        "open" if row.closed_at is None else "decided",
        changes,
        is_known=True,
        is_servers_time=False,
        outcome=row.outcome or "",
        decided_by=decided.get("by"),
        has_theirs=theirs is not None,
    )


def _kept(chosen: object) -> str:
    return str(chosen) if chosen in ("mine", "theirs") else ""


def _of_row(row: HistoryRow) -> Entry:
    return Entry(
        row.key,
        ROW,
        row.at,
        row.person,
        "",
        "update",
        "taken",
        (),
        is_known=False,
        is_servers_time=True,
    )
