"""When two answers are the same but for what each server makes up by itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

_ABOUT = timedelta(seconds=20)
_MOMENTS = {"now", "not_after", "issued_at", "created_at", "updated_at", "status_since"}
_NAMES = {"epoch", "grant", "record_number", "key"}


class Likeness:
    """Moments may differ by a little. Numbers and names that a server gives may differ, as long as what
    is the same here is the same there.
    """

    def __init__(self) -> None:
        self._there: dict[tuple[str, Any], Any] = {}
        self._here: dict[tuple[str, Any], Any] = {}

    def differences(self, here: Any, there: Any, path: str = "") -> list[str]:
        """Where the two differ, in words."""
        return list(self._compare(_in_order(here), _in_order(there), path))

    def _compare(self, here: Any, there: Any, path: str) -> Iterator[str]:
        name = path.rpartition(".")[2]
        if name in _MOMENTS and isinstance(here, str) and isinstance(there, str):
            if abs(datetime.fromisoformat(here) - datetime.fromisoformat(there)) > _ABOUT:
                yield f"{path}: memory {here}, PostgreSQL {there}"
        elif name in _NAMES and here is not None and there is not None:
            known = self._there.setdefault((name, here), there)
            if known != there or self._here.setdefault((name, there), here) != here:
                yield f"{path}: memory {here}, PostgreSQL {there}, known as {known}"
        elif path == ".lease.note" and isinstance(here, str) and isinstance(there, str):
            told = [json.loads(note) for note in (here, there)]
            yield from self._compare(*told, path)
            yield from self._compare(*map(list, told), f"{path} in its order")
        elif path == ".lease.signature" and isinstance(here, str) and isinstance(there, str):
            yield from self._compare(len(here), len(there), path)
        elif isinstance(here, dict) and isinstance(there, dict):
            for key in sorted(here.keys() | there.keys()):
                yield from self._compare(here.get(key), there.get(key), f"{path}.{key}")
        elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
            for index, (one, other) in enumerate(zip(here, there, strict=True)):
                yield from self._compare(one, other, f"{path}[{index}]")
        elif here != there or isinstance(here, bool) is not isinstance(there, bool):
            yield f"{path}: memory {here!r}, PostgreSQL {there!r}"


def _in_order(answer: Any) -> Any:
    """What has no order of its own is sorted, and cells get the names of their columns."""
    if not isinstance(answer, dict):
        return answer
    told = dict(answer)
    for name in ("acked", "revoked", "removed", "fields"):
        if told.get(name):
            told[name] = sorted(told[name])
    if "tables" in told:
        told["tables"] = {
            f"{table} ({', '.join(page['columns'])})": {
                f"{row[0]} {row[1]} {row[2]}": dict(zip(page["columns"], row[2:], strict=True))
                for row in page["rows"]
            }
            for table, page in told["tables"].items()
        }
    if "results" in told:
        told["results"] = [_in_order(result) for result in told["results"]]
    return told
