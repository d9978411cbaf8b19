"""Each condition of what serves a pull, taken out: does anybody notice?

python -m tests.server.mutants            all of them, some minutes
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

import psycopg

from tests.server.clinic import REPLICATED, Clinic
from tests.server.predicates import Predicate, predicates, source, without
from tests.server.worlds import play
from tests.support.server import fresh_database

WORLDS: Final = 40
FUNCTIONS: Final = (
    "sync.grants_now(uuid)",
    "sync.scopes_due(uuid)",
    "sync.regrant(uuid)",
    "sync.regrant_member()",
    "sync.rows_of(text,text[],jsonb)",
    "sync.pages_of(jsonb)",
    "sync.early_pages(jsonb,jsonb)",
    "sync.pull(jsonb)",
    "sync.flush()",
    *(f"sync.mark_{table}()" for table in REPLICATED),
)
_NEVER_NULL: Final = (
    "the table says not null, and a row that is gone has been marked by the old one"
)
EXCUSED: Final[dict[tuple[str, str], str]] = {
    ("sync.scopes_due(uuid)", "m.role in ('doctor', 'nurse')"): (
        "no table is clinical yet: test_pulling.test_the_scopes_of_a_role"
    ),
    (
        "sync.regrant(uuid)",
        "g.scope not in (select d.scope from sync.scopes_due(person) d)",
    ): "costs a new fill, and shows nobody more: test_pulling, grants and their numbers",
    (
        "sync.early_pages(jsonb,jsonb)",
        "a.facility_id = h.owner",
    ): "the feed of the scope says it again",
    ("sync.early_pages(jsonb,jsonb)", "h.kind = 'facility'"): "the feed of the scope says it again",
    ("sync.early_pages(jsonb,jsonb)", "f.op = 'u'"): "said twice, of the same rows",
    ("sync.early_pages(jsonb,jsonb)", "f.tbl = w.tbl"): "an id is in one table",
    ("sync.early_pages(jsonb,jsonb)", "t.tbl = w.tbl"): "an id is in one table",
    ("sync.pull(jsonb)", "jsonb_typeof(request) = 'string'"): (
        "test_pulling.test_a_request_may_come_as_a_string"
    ),
    ("sync.pull(jsonb)", "l.user_id = me"): "test_pulling, acknowledgements",
    (
        "sync.pull(jsonb)",
        "l.id in (select value::uuid from jsonb_array_elements_text(coalesce(asked -> 'pending', '[]'))"
        " limit 1000)",
    ): "test_pulling, acknowledgements",
    ("sync.pull(jsonb)", "answer ->> 'epoch' = asked ->> 'epoch'"): (
        "test_pulling.test_another_epoch_is_never_the_same"
    ),
    (
        "sync.pull(jsonb)",
        "coalesce(asked ->> 'epoch', answer ->> 'epoch') = answer ->> 'epoch'",
    ): "test_pulling.test_cursors_of_another_epoch_mean_nothing",
    ("sync.pull(jsonb)", "f.ver <= h.ver"): "one snapshot has none beyond the head",
    ("sync.pull(jsonb)", "h.ver > h.since"): "spares a look at a feed with nothing new",
    (
        "sync.pull(jsonb)",
        "asked -> 'early' is null",
    ): "spares the feed while the early page is made",
    ("sync.pull(jsonb)", "got.more"): "test_pulling, acknowledgements",
    ("sync.flush()", "tx = me"): "about transactions side by side: test_feed_numbers",
    ("sync.flush()", "h.scope = any (touched)"): "says to the planner what the join says",
    ("sync.flush()", "f.tbl = l.tbl"): "an id is in one table",
    ("sync.flush()", "f.tbl = r.tbl"): "an id is in one table",
    ("sync.flush()", "r.is_known"): "spares a look for what is not there",
    **{
        (
            f"sync.mark_{table}()",
            "current_setting('sync.open_tx', true) is distinct from me::text",
        ): "spares an insert that would change nothing"
        for table in REPLICATED
    },
    **{
        (f"sync.mark_{table}()", "new.facility_id is not null"): _NEVER_NULL for table in REPLICATED
    },
    ("sync.mark_facilities()", "new.id is not null"): _NEVER_NULL,
    ("sync.mark_profiles()", "new.id is not null"): _NEVER_NULL,
}
"""What the worlds cannot notice, and why that is no loss, or who else notices."""


def all_predicates(clinic: Clinic) -> Iterator[Predicate]:
    """Everything that can be taken out."""
    for function in FUNCTIONS:
        for predicate in predicates(function, source(clinic, function)):
            if predicate.text != "true":
                yield predicate


def is_noticed(predicate: Predicate, worlds: int = WORLDS) -> bool:
    """Whether a world goes wrong without it."""
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        clinic.db.execute("set statement_timeout = '5s'")
        with without(clinic, predicate):
            for seed in range(worlds):
                try:
                    play(clinic, seed)
                except (AssertionError, psycopg.Error, KeyError, TypeError, ValueError):
                    return True
    return False


def is_excused(predicate: Predicate) -> bool:
    """Whether nobody here has to notice."""
    text = " ".join(predicate.text.split())
    return (predicate.function, text) in EXCUSED


def main() -> int:
    """Take out all of them, one after the other; 1 when one is missed by nobody."""
    with fresh_database() as database, Clinic(database.superuser_dsn) as clinic:
        found = list(all_predicates(clinic))
    missed = []
    for predicate in found:
        if not is_excused(predicate) and not is_noticed(predicate):
            missed.append(predicate)
            print(f"MISSED BY NOBODY: {predicate}", flush=True)
    excused = sum(map(is_excused, found))
    noticed = len(found) - excused - len(missed)
    print(
        f"{len(found)} conditions: {noticed} noticed, {excused} excused, {len(missed)} missed by nobody"
    )
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
