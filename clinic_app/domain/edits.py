"""Two people at one record: what a form takes over, what it leaves alone, what a save must not undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

YES: Final = "yes"
"""The text of a switch that is on; off, it has none."""


@dataclass(frozen=True, slots=True)
class Met:
    """What a change from elsewhere means for an open form.

    `follow`: fields nobody touched here, which take the new text. `clash`: fields that are being
    edited and now say something else elsewhere; their text stays as it was typed. `fields`: both,
    in the order of the record.
    """

    follow: frozenset[str]
    clash: frozenset[str]
    fields: tuple[str, ...]


def met(typed: Mapping[str, str], seen: Mapping[str, str], now: Mapping[str, str]) -> Met:
    """Compare the text in a form with what the record said (`seen`) and says `now`."""
    changed = {name for name in now if now[name] != seen[name]}
    edited = set(touched(typed, seen))
    agreed = {name for name in changed & edited if typed[name].strip() == now[name].strip()}
    follow, clash = changed - edited, (changed & edited) - agreed
    fields = tuple(name for name in now if name in follow | clash)
    return Met(frozenset(follow), frozenset(clash), fields)


def touched(typed: Mapping[str, str], seen: Mapping[str, str]) -> list[str]:
    """The fields whose text is another one than the record's; blanks around it do not count."""
    return [name for name in typed if typed[name].strip() != seen[name].strip()]


def edited_elsewhere(
    now: Mapping[str, Any], changes: Mapping[str, Any], seen: Mapping[str, Any]
) -> dict[str, Any]:
    """Fields about to be changed that somebody else has changed since they were `seen`, with what
    they say `now`. Where both wrote the same, or nobody looked, there is nothing to undo.
    """
    return {
        name: now[name]
        for name, value in changes.items()
        if name in seen and now[name] not in (seen[name], value)
    }
