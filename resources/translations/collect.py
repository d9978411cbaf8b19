"""Collect the words of the program for translators, and compile what they wrote.

    python resources/translations/collect.py            bring es.ts and fr.ts up to date
    python resources/translations/collect.py --compile  make the .qm files the program reads

Qt's own lupdate does not know our `tr(context, sentence, n)`, so the sources are read with
`ast`. What a translator wrote is kept; sentences no longer used leave the file. The .ts files
open in Qt Linguist.
"""

from __future__ import annotations

import argparse
import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

HERE = Path(__file__).resolve().parent
POLICY = HERE.parent / "policy" / "access.toml"
SOURCES = HERE.parent.parent / "clinic_app"
LANGUAGES = ("es", "fr")
FORMS = 2  # one and many, in each of our languages


class Word(NamedTuple):
    """One sentence to translate; `is_counted` when a number chooses its form."""

    context: str
    source: str
    is_counted: bool = False


def words_of(tree: ast.AST) -> Iterator[Word]:
    """Every sentence in a module: tr(...), marked(...), and the titles of features."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        texts = [each.value if isinstance(each, ast.Constant) else None for each in node.args]
        if (
            name in ("tr", "marked")
            and len(texts) >= 2
            and all(isinstance(t, str) for t in texts[:2])
        ):
            counted = len(texts) > 2 or any(each.arg == "n" for each in node.keywords)
            yield Word(str(texts[0]), str(texts[1]), counted)
        elif name == "Feature":
            titles = [each.value for each in node.keywords if each.arg == "title"] or node.args[1:2]
            if titles and isinstance(titles[0], ast.Constant):
                yield Word("Feature", str(titles[0].value))


def words_of_policy(told: dict[str, Any]) -> Iterator[Word]:
    """The sentences of the policy in words, wherever they stand in it."""
    for name, value in told.items():
        if name in ("roles", "sentences") and isinstance(value, dict):
            yield from (Word("Access", each) for each in value.values())
        elif isinstance(value, dict):
            yield from words_of_policy(value)
        elif name in ("words", "called"):
            yield Word("Access", value)


def collect(folder: Path = SOURCES) -> list[Word]:
    """The words of every module below a folder, each once, in the order of their contexts."""
    found: dict[tuple[str, str], Word] = {}
    for file in sorted(folder.rglob("*.py")):
        for word in words_of(ast.parse(file.read_text("utf-8"))):
            key = (word.context, word.source)
            counted = word.is_counted or (key in found and found[key].is_counted)
            found[key] = Word(*key, counted)
    if folder == SOURCES:
        for word in words_of_policy(tomllib.loads(POLICY.read_text("utf-8"))):
            found[word.context, word.source] = word
    return sorted(found.values())


def merged(words: Iterable[Word], language: str, before: str = "") -> str:
    """A .ts file with these words and whatever `before`, its older text, says of them."""
    old = _translations(before)
    root = ET.Element("TS", version="2.1", language=language, sourcelanguage="en")
    contexts: dict[str, ET.Element] = {}
    for word in words:
        if word.context not in contexts:
            contexts[word.context] = ET.SubElement(root, "context")
            ET.SubElement(contexts[word.context], "name").text = word.context
        message = ET.SubElement(contexts[word.context], "message")
        if word.is_counted:
            message.set("numerus", "yes")
        ET.SubElement(message, "source").text = word.source
        said = old.get((word.context, word.source), [])
        translation = ET.SubElement(message, "translation")
        if not any(said):
            translation.set("type", "unfinished")
        if word.is_counted:
            for number in range(FORMS):
                form = ET.SubElement(translation, "numerusform")
                form.text = said[number] if number < len(said) else None
        else:
            translation.text = said[0] if said else None
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n'


def _translations(text: str) -> dict[tuple[str, str], list[str]]:
    if not text:
        return {}
    found = {}
    for context in ET.fromstring(text).iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None:
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")]
            key = (context.findtext("name") or "", message.findtext("source") or "")
            found[key] = forms or [translation.text or ""]
    return found


def compile_words(source: Path, target: Path) -> None:
    """Make the binary file Qt loads; raises CalledProcessError when the text is not right."""
    import PySide6

    folder = Path(PySide6.__file__).parent
    tool = next(
        each
        for each in (
            folder / "lrelease",
            folder / "Qt" / "libexec" / "lrelease",
            folder / "lrelease.exe",
        )
        if each.exists()
    )
    subprocess.run([tool, "-silent", source, "-qm", target], check=True, timeout=60)  # noqa: S603


def main() -> int:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--compile", action="store_true", help="make the .qm files")
    if parser.parse_args().compile:
        for language in LANGUAGES:
            compile_words(HERE / f"{language}.ts", HERE / f"{language}.qm")
        return 0
    words = collect()
    for language in LANGUAGES:
        file = HERE / f"{language}.ts"
        file.write_text(
            merged(words, language, file.read_text("utf-8") if file.exists() else ""), "utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
