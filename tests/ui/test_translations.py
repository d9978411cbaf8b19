"""Spanish and French are whole: nothing is missing or broken, and what is shipped is what was written."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QTranslator

from clinic_app.features.schedule.queries import STATUS_LABELS
from clinic_app.parts.record_words.deeds import DEEDS, deed
from clinic_app.ui.i18n import chosen_language, system_language, tr, use_language
from sync.resources import resource

LANGUAGES = ("es", "fr")
ENOUGH = 0.97
CLINIC = Path(__file__).parents[2] / "clinic_app"

PLACES = re.compile(r"\{\w+\}|%n")
SHORTCUT = re.compile(r"\bCtrl\b[ +]\w|\bF\d+\b|https?://\S+?(?=\.?(?:\s|$))|sb_publishable_")
# Words that a sentence of one language has and no sentence of the other two.
ONLY = {
    "en": r"the|and|your|with|this|that|was|were|has|have|for|from|not|you|are|of|it|to",
    "es": r"el|los|las|una|del|con|para|por|sus|ha|esta|este|aún|aquí|está|usted|cita|borrador",
    "fr": r"les|une|du|des|avec|pour|vous|votre|cette|ce|pas|ici|est|sur|rendez-vous|brouillon",
}


def _collector() -> ModuleType:
    spec = importlib.util.spec_from_file_location("collect", resource("translations", "collect.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["collect"] = module
    spec.loader.exec_module(module)
    return module


collect = _collector()


class Said(NamedTuple):
    """One message of a .ts file."""

    context: str
    source: str
    is_counted: bool
    forms: tuple[str, ...]


def messages(language: str) -> Iterator[Said]:
    root = ET.fromstring(resource("translations", f"{language}.ts").read_text("utf-8"))
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            yield Said(
                context.findtext("name") or "",
                message.findtext("source") or "",
                message.get("numerus") == "yes",
                tuple(forms or [translation.text or ""]),
            )


def finished(language: str) -> list[Said]:
    return [each for each in messages(language) if all(each.forms)]


@pytest.fixture(autouse=True)
def _english_again(qapp: object) -> Iterator[None]:
    yield
    use_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nearly_every_text_of_the_program_is_translated(language: str) -> None:
    words = collect.collect()
    done = {(each.context, each.source) for each in finished(language)}
    missing = [word for word in words if (word.context, word.source) not in done]
    for word in missing:
        print(f"{language}: {word.context}: {word.source}")

    assert len(words) > 800
    assert len(missing) <= (1 - ENOUGH) * len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_is_what_was_written(language: str, tmp_path: Path) -> None:
    fresh = tmp_path / f"{language}.qm"
    try:
        collect.compile_words(resource("translations", f"{language}.ts"), fresh)
    except StopIteration:
        pytest.skip("this PySide6 came without lrelease")
    shipped, written = QTranslator(), QTranslator()
    assert shipped.load(str(resource("translations", f"{language}.qm")))
    assert written.load(str(fresh))

    for each in messages(language):
        for n in (1, 2, 5) if each.is_counted else (-1,):
            told = [t.translate(each.context, each.source, "", n) for t in (shipped, written)]
            assert told[0] == told[1], f"compile {language}.ts: {each.source}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_for_values_and_shortcuts_survive(language: str) -> None:
    for each in finished(language):
        for form in each.forms:
            assert Counter(PLACES.findall(form)) == Counter(PLACES.findall(each.source)), form
            assert Counter(SHORTCUT.findall(form)) == Counter(SHORTCUT.findall(each.source)), form
            assert form == form.strip(), form
            assert form.endswith("…") == each.source.endswith("…"), form


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_counted_has_one_form_for_one_and_one_for_many(language: str) -> None:
    counted = [each for each in finished(language) if each.is_counted]

    assert counted
    for each in counted:
        assert len(each.forms) == collect.FORMS, each.source
        assert not any(re.search(r"\(\w+\)", form) for form in each.forms), each.forms


@pytest.mark.parametrize(
    ("language", "none", "one", "many"),
    [
        ("es", "0 borradores en espera", "1 borrador en espera", "2 borradores en espera"),
        # French counts nothing as one.
        ("fr", "0 brouillon en attente", "1 brouillon en attente", "2 brouillons en attente"),
        ("en", "0 drafts waiting", "1 draft waiting", "2 drafts waiting"),
    ],
)
def test_a_number_chooses_the_form_its_language_wants(
    language: str, none: str, one: str, many: str
) -> None:
    assert use_language(language)

    said = [tr("Sync", "%n draft(s) waiting", n) for n in (0, 1, 2)]

    assert said == [none, one, many]


def test_brackets_in_a_translation_are_meant() -> None:
    use_language("es")
    oldest = "the oldest %n change(s) not on the server yet"

    assert tr("SyncStatus", oldest, 1).endswith("(1)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_left_half_in_another_language(language: str) -> None:
    foreign = "|".join(words for code, words in ONLY.items() if code != language)
    own = set(ONLY[language].split("|"))
    leftover = re.compile(rf"(?<![\w’'./@-])(?:{foreign})(?![\w’'./@-])")
    found = []
    for each in finished(language):
        for form in each.forms:
            bare = PLACES.sub("", form)
            found += [f"{word}: {form}" for word in leftover.findall(bare) if word not in own]

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_stayed_english_is_a_word_both_languages_share(language: str) -> None:
    same = {each.source for each in finished(language) if each.forms[0] == each.source}
    sentences = [source for source in same if len(PLACES.sub("", source).split()) > 1]

    assert sentences == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_is_said_one_way_wherever_it_stands(language: str) -> None:
    """A context may differ in meaning; those that do are named here, everything else agrees."""
    two_meanings = {"Book", "Book appointment", "Change", "Complete", "Connect"}
    ways: dict[str, set[tuple[str, ...]]] = {}
    for each in finished(language):
        ways.setdefault(each.source, set()).add(each.forms)
    differing = {s: told for s, told in ways.items() if len(told) > 1 and s not in two_meanings}

    assert differing == {}


def test_french_keeps_its_marks_from_falling_onto_the_next_line() -> None:
    loose = [
        form for each in finished("fr") for form in each.forms if re.search(r" [:;?!»]|« ", form)
    ]

    assert loose == []


def test_every_label_a_page_writes_in_english_can_be_told_in_another_language() -> None:
    written = set(STATUS_LABELS.values())
    for file in CLINIC.joinpath("features").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", "")
            if name in ("write", "_take_back") and node.args:
                label = node.args[0]
                if isinstance(label, ast.Constant) and isinstance(label.value, str):
                    written.add(label.value)

    assert written <= set(DEEDS)
    use_language("fr")
    assert [label for label in DEEDS if deed(label) == label] == []
    assert deed("Une phrase d’un autre") == "Une phrase d’un autre"


def test_the_language_of_this_computer_is_the_one_chosen_for_it() -> None:
    assert chosen_language("fr") == "fr"
    assert chosen_language("system") == system_language()
    assert chosen_language("tlh") == system_language()
