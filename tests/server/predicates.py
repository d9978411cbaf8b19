"""The conditions in a function's source, one by one, each of which can be taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from tests.server.clinic import Clinic

_TOKEN: Final = re.compile(
    r"--[^\n]*|'(?:[^']|'')*'|[a-z_][a-z0-9_.]*|[()]|;|\$[a-z]*\$|[^\sa-z_();'$-]+|-", re.IGNORECASE
)
_OPENS: Final = frozenset({"where", "and", "or", "on", "when", "if", "elsif"})
_ENDS: Final = frozenset(
    {
        "and", "or", "where", "group", "order", "limit", "union", "join", "left", "cross", "then",
        "returning", "else", "loop", ";", "for", "from", "on", "$q$",
    }
)  # fmt: skip
_NOT_A_CONDITION: Final = {"on": ("conflict", "delete", "update"), "or": ("replace",)}


@dataclass(frozen=True)
class Predicate:
    """`text` stands at `start` in the source of a function."""

    function: str
    start: int
    text: str

    def __str__(self) -> str:
        return f"{self.function}: {self.text}"


def source(clinic: Clinic, function: str) -> str:
    """The statement that makes the function what it is."""
    return str(clinic.value("select pg_get_functiondef(%s::regprocedure)", function))


def predicates(function: str, text: str) -> Iterator[Predicate]:
    """Every condition after a where, and, or, on, when or if. One in brackets is also told as a whole."""
    tokens = [
        (each.group().lower(), each.start(), each.end())
        for each in _TOKEN.finditer(text)
        if not each.group().startswith("--")
    ]
    body = next(n for n, (word, _, _) in enumerate(tokens) if word.startswith("$"))
    for n in range(body, len(tokens) - 1):
        word = tokens[n][0]
        before = tokens[n - 1][0]
        if word not in _OPENS or tokens[n + 1][0] in _NOT_A_CONDITION.get(word, ()):
            continue
        if before == "distinct" or (word == "if" and before == "end"):
            continue
        end, depth = n + 1, 0
        while end < len(tokens):
            token = tokens[end][0]
            is_end = token in _ENDS or token == ")" or token.startswith("$")
            if token == "from" and tokens[end - 1][0] == "distinct":
                is_end = False
            if depth == 0 and is_end:
                break
            depth += {"(": 1, ")": -1}.get(token, 0)
            end += 1
        if end > n + 1:
            start = tokens[n + 1][1]
            yield Predicate(function, start, text[start : tokens[end - 1][2]])


@contextmanager
def without(clinic: Clinic, predicate: Predicate) -> Iterator[None]:
    """The database with the condition always true, for the length of the block."""
    whole = source(clinic, predicate.function)
    end = predicate.start + len(predicate.text)
    assert whole[predicate.start : end] == predicate.text
    clinic.db.execute((whole[: predicate.start] + "true" + whole[end:]).encode())
    try:
        yield
    finally:
        clinic.db.execute(whole.encode())
