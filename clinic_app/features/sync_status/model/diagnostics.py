"""The text for support: how this installation does, in numbers and codes, without any patient.

Nothing that a person typed goes in, not even the label of a write. Words that another machine chose (a
code of the server, a kind of scope) go in only where they look like a code; anything else is left out,
for a server may say anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from clinic_app.features.sync_status.queries.facts import Facts, ScopeFacts
from clinic_app.ui.sync_status import SyncStatus

# Our own way of writing a code or an id; names and sentences of people do not look like this.
_CODE: Final = re.compile(r"[a-z0-9_.:-]{1,64}|[A-Z][A-Za-z]{1,40}Error")
NO_CODE: Final = "(no code)"
MOST_LINES: Final = 60


def diagnostics(
    facts: Facts, status: SyncStatus, versions: Mapping[str, str], now: datetime
) -> str:
    """The whole text. `now` is this computer's clock, as all times in it are."""
    skew = "not measured" if status.skew is None else f"{status.skew.total_seconds():+.1f} s"
    return "\n".join(
        (
            "# Clinic: diagnostics without patient data",
            _line("written at", _time(now)),
            *(_line(name, value) for name, value in versions.items()),
            "",
            "## Sync",
            _line("phase", status.phase),
            _line("online", status.online),
            _line("live", status.live),
            _line("last error", code(status.error) if status.error else "none"),
            _line("server clock minus ours", skew),
            _line("last synced at", _time(status.last_synced_at)),
            _line("offline since", _time(status.offline_since)),
            _line("next try at", _time(status.next_try_at)),
            _line("epoch", code(facts.epoch)),
            "",
            "## Replica",
            _line("device", code(facts.device)),
            _line("shape", facts.shape),
            _line("sqlite", f"{facts.sqlite}, {facts.cipher}, {facts.journal}"),
            _line("size", f"{facts.pages * facts.page_size // 1024} KB"),
            _line("audit lines", facts.audit),
            _line("scopes fetched again lately", facts.refilled),
            *_counted("rows", facts.rows),
            *_counted("held back", facts.held_back),
            "",
            "## Drafts",
            _line("oldest", _age(facts.oldest_draft, now)),
            _line("most attempts", facts.most_attempts),
            _line("taken in two weeks", facts.settled),
            *_counted("waiting", facts.drafts),
            *_counted("error", facts.draft_errors),
            *_counted("card", facts.cards),
            "",
            "## Scopes",
            *(_scope(each) for each in facts.scopes),
            "",
        )
    )


def code(word: str) -> str:
    """The word when it looks like a code, else nothing of it."""
    return word if _CODE.fullmatch(word) else NO_CODE


def _scope(each: ScopeFacts) -> str:
    parts = (
        f"{code(each.kind or '-')} {code(each.scope)} {each.state}",
        f"grant {each.grant}, version {each.ver} of {_known(each.head)}",
        f"rows {each.rows} of {_known(each.there)}, fill {each.fill}",
        f"pulled {_time(each.pulled_at)}",
        code(each.error) if each.error else "",
    )
    return "- " + "; ".join(part for part in parts if part)


def _counted(what: str, counts: Mapping[str, int]) -> Iterable[str]:
    """One line per word; words from elsewhere that are none are counted together."""
    known: dict[str, int] = {}
    for words, n in counts.items():
        name = "/".join(code(word) for word in words.split("/"))
        known[name] = known.get(name, 0) + n
    for name, n in list(known.items())[:MOST_LINES]:
        yield _line(f"{what} {name}", n)


def _line(name: str, value: object) -> str:
    return f"{name}: {value}"


def _known(value: int | None) -> str:
    return "?" if value is None else str(value)


def _time(at: datetime | None) -> str:
    return "-" if at is None else at.isoformat(timespec="seconds")


def _age(at: datetime | None, now: datetime) -> str:
    return "-" if at is None else str(timedelta(seconds=round((now - at).total_seconds())))
