"""Who may do what, read from the one file that says it in words (`resources/policy/access.toml`).

Row level security decides, the scopes of the sync carry, the window offers: tests hold all three
against that file. What is here explains, and never grants.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sync.resources import resource

VERBS: Final = ("read", "add", "change", "remove")
OF_DRAFT: Final[Mapping[str, str]] = {"insert": "add", "update": "change", "delete": "remove"}
"""What a kind of draft does, as a verb of the policy."""

Say = Callable[..., str]
"""Says a sentence in the person's language: `say(text, **values)` puts the values in."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One verb on one table. `roles` may, within a facility; with `own` also whom the row is about.

    `beyond` holds values of columns that put a row out of everybody's reach. `proof`: the facility may
    demand a second proof first.
    """

    roles: frozenset[str]
    own: bool
    beyond: Mapping[str, frozenset[str]]
    proof: bool
    words: str


@dataclass(frozen=True, slots=True)
class TableRules:
    """One table. `home` and `own` name columns, or are empty; `scopes` is kind -> column of its owner."""

    called: str
    home: str
    own: str
    scopes: Mapping[str, str]
    verbs: Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class ScopeRule:
    """One kind of scope: who holds it. With `own` its owner does, whatever their role."""

    roles: frozenset[str]
    own: bool
    proof: bool
    words: str


@dataclass(frozen=True, slots=True)
class FunctionRule:
    """One function of the API: `everybody` signed in, or these roles, or nobody."""

    everybody: bool
    roles: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True)
class PageRule:
    """One page: `roles` find it (none: everybody does); `needs` is table -> verb."""

    called: str
    roles: frozenset[str]
    needs: Mapping[str, str]
    words: str


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole file."""

    roles: Mapping[str, str]
    sentences: Mapping[str, str]
    proof: str
    scopes: Mapping[str, ScopeRule]
    tables: Mapping[str, TableRules]
    functions: Mapping[str, FunctionRule]
    pages: Mapping[str, PageRule]


@cache
def policy() -> Policy:
    """The policy, read once."""
    told = tomllib.loads(resource("policy", "access.toml").read_text("utf-8"))
    return Policy(
        roles=told["roles"],
        sentences=told["sentences"],
        proof=told["proof"]["words"],
        scopes={name: _scope(of) for name, of in told["scopes"].items()},
        tables={name: _table(of) for name, of in told["tables"].items()},
        functions={name: _function(of) for name, of in told["functions"].items()},
        pages={
            name: PageRule(of["called"], frozenset(of["roles"]), of["needs"], of["words"])
            for name, of in told["pages"].items()
        },
    )


def may(role: str, table: str, verb: str) -> bool:
    """Whether a role may, with the rows of a facility it is held in; own rows do not count here."""
    rules = policy().tables.get(table)
    return rules is not None and role in rules.verbs[verb].roles


def explain(
    role: str, table: str, verb: str, *, proof_missing: bool = False, say: Say | None = None
) -> str:
    """Why somebody in this role sees, or may do, what they do: the rule in words.

    `verb` is one of VERBS. `proof_missing`: the clinic demands a second proof that was not shown.
    """
    told = policy()
    spoken = say or _plainly
    rules = told.tables.get(table)
    if rules is None:
        return spoken(told.sentences["unknown"])
    rule = rules.verbs[verb]
    if role in rule.roles:
        if proof_missing and rule.proof:
            return spoken(told.proof)
        form = "seen" if verb == "read" else "done"
    elif rule.own:
        form = "refused" if rule.roles else "own"
    else:
        form = "refused" if rule.roles else "nobody"
    called = spoken(told.roles.get(role, role))
    return spoken(told.sentences[form], rule=spoken(rule.words), role=called)


def explain_page(role: str, page: str, *, say: Say | None = None) -> str:
    """Why somebody in this role finds a page, or does not: the rule in words."""
    told = policy()
    spoken = say or _plainly
    rule = told.pages.get(page)
    if rule is None:
        return spoken(told.sentences["unknown"])
    form = "page" if not rule.roles or role in rule.roles else "refused"
    called = spoken(told.roles.get(role, role))
    return spoken(told.sentences[form], rule=spoken(rule.words), role=called)


def sentences() -> Iterator[str]:
    """Everything of the file that is shown to people, for those who translate it."""
    told = policy()
    yield told.proof
    yield from told.roles.values()
    yield from told.sentences.values()
    yield from (scope.words for scope in told.scopes.values())
    for table in told.tables.values():
        yield table.called
        yield from (rule.words for rule in table.verbs.values())
    yield from (function.words for function in told.functions.values())
    for page in told.pages.values():
        yield page.called
        yield page.words


def _plainly(text: str, **values: object) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def _table(of: Mapping[str, Any]) -> TableRules:
    return TableRules(
        called=of["called"],
        home=of["home"],
        own=of.get("own", ""),
        scopes=of["scopes"],
        verbs={verb: _rule(of[verb]) for verb in VERBS},
    )


def _rule(of: Mapping[str, Any]) -> Rule:
    return Rule(
        roles=frozenset(of["roles"]),
        own=of.get("own", False),
        beyond={column: frozenset(values) for column, values in of.get("except", {}).items()},
        proof=of.get("proof", False),
        words=of["words"],
    )


def _scope(of: Mapping[str, Any]) -> ScopeRule:
    return ScopeRule(frozenset(of.get("roles", ())), of.get("own", False), of["proof"], of["words"])


def _function(of: Mapping[str, Any]) -> FunctionRule:
    who = of["who"]
    roles = frozenset(who) if isinstance(who, list) else frozenset()
    return FunctionRule(who == "everybody", roles, of["words"])
