"""Every failure has words of its own and a way out, and none of them speaks of machinery."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from clinic_app import errors as said
from sync import errors
from sync.replica import export, transaction

# Failures that only the command line meets; it says the sentence they carry.
OF_THE_COMMAND_LINE = ("sync/embedded/", "clinic_app/drill/")
KINDS = sorted(
    {kind for kind in said.all_kinds() if kind.__module__.startswith(("sync.", "clinic_app."))},
    key=lambda kind: kind.__name__,
)
NAMED = [kind for kind in KINDS if "code" in vars(kind)]
"""Those that go by a code of their own; the others are their parent in every respect."""
JARGON = re.compile(
    r"\b(null|none|exception|traceback|http|https|json|sqlite|sql|postgres|rls|token|uuid|errno"
    r"|outbox|mutation|replica|sync|timeout|schema|cipher)\b",
    re.IGNORECASE,
)


def made(kind: type[errors.ClinicError]) -> errors.ClinicError:
    """An error of this class, whatever its constructor asks for."""
    return kind.__new__(kind)


def test_the_walk_finds_every_class_of_the_tree() -> None:
    declared = {
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.ClinicError)
    }
    assert declared < set(KINDS)
    assert {transaction.RowGone, export.NotYours} < set(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_failure_says_what_happened_and_what_to_do(kind: type[errors.ClinicError]) -> None:
    words = said.words(made(kind))

    assert words.title
    assert not words.title.endswith(".")
    assert words.sentence.endswith(".")
    assert said.label(words.way_out)
    assert not JARGON.search(f"{words.title} {words.sentence} {said.label(words.way_out)}")


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_no_failure_with_a_code_of_its_own_borrows_words(kind: type[errors.ClinicError]) -> None:
    if kind is errors.ClinicError:
        return  # the root and `Expected` are never raised themselves and say the same
    others = [k for k in NAMED if k not in (kind, errors.ClinicError)]
    assert said.words(made(kind)).title not in {said.words(made(other)).title for other in others}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_code_finds_the_words_of_its_class(kind: type[errors.ClinicError]) -> None:
    assert said.words_for_code(kind.code) == said.words(made(kind))


def test_codes_are_told_apart() -> None:
    assert len({kind.code for kind in NAMED}) == len(NAMED)


def declared_codes() -> dict[str, str]:
    """Every code that a class of failures declares anywhere in the product, with its file."""
    root = Path(said.__file__).parents[1]
    found = {}
    for top in ("clinic_app", "sync"):
        for file in sorted((root / top).rglob("*.py")):
            for declared in re.findall(
                r'^    code(?:, retry)? = "([\w.]+)"', file.read_text(), re.M
            ):
                found[declared] = str(file.relative_to(root))
    return found


@pytest.mark.parametrize("code", sorted(declared_codes()))
def test_every_code_declared_anywhere_has_words_of_its_own(code: str) -> None:
    is_root = code in (errors.ClinicError.code, errors.Expected.code)
    if is_root or declared_codes()[code].startswith(OF_THE_COMMAND_LINE):
        return
    assert said.words_for_code(code) != said.words(errors.Expected()), declared_codes()[code]


def test_a_class_made_elsewhere_reads_as_its_nearest_relative() -> None:
    class Away(errors.Offline):
        code = "net.away"

    assert said.words(Away()) == said.words(errors.Offline())


def test_an_unknown_code_is_not_blamed_on_the_person() -> None:
    assert said.words_for_code("net.of_a_newer_version") == said.words(errors.Expected())


def test_what_is_not_ours_reads_as_our_mistake() -> None:
    assert said.words(ValueError("secret")).way_out is said.WayOut.REPORT


def test_words_never_repeat_what_an_error_carried() -> None:
    carried = "Grace Mbeki"
    for error in (errors.Offline(carried), errors.SignedOut(carried), errors.Defect(carried)):
        words = said.words(error)
        assert carried not in f"{words.title} {words.sentence}"


@pytest.mark.parametrize("way_out", list(said.WayOut))
def test_every_way_out_has_a_button(way_out: said.WayOut) -> None:
    assert said.label(way_out)
