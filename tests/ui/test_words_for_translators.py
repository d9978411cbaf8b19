"""Every sentence reaches the translators, and what they write reaches the screen."""

from __future__ import annotations

import ast
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QTranslator

from sync.resources import resource


def _collector() -> ModuleType:
    spec = importlib.util.spec_from_file_location("collect", resource("translations", "collect.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["collect"] = module
    spec.loader.exec_module(module)
    return module


collect = _collector()
SPANISH = [
    collect.Word("Sync", "%n draft(s) waiting", True),
    collect.Word("Sync", "Offline since {time}"),
]


def test_every_kind_of_sentence_is_found() -> None:
    source = """
tr("Shell", "Undo")
tr("Sync", "%n draft(s)", count)
i18n.tr("Sync", "{a} of {b}", n=3, a=1, b=2)
words = {"a": marked("Theme", "Dark")}
Feature("audit", "Audit trail", "files", ROLES, Page)
tr("Shell", words)
"""
    assert set(collect.words_of(ast.parse(source))) == {
        collect.Word("Shell", "Undo"),
        collect.Word("Sync", "%n draft(s)", True),
        collect.Word("Sync", "{a} of {b}", True),
        collect.Word("Feature", "Audit trail"),
        collect.Word("Theme", "Dark"),
    }


def test_the_toolkit_and_the_shell_say_nothing_translators_cannot_see() -> None:
    root = Path(__file__).parents[2] / "clinic_app"
    unseen = []
    for file in [*(root / "ui").rglob("*.py"), *(root / "shell").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                literal = all(isinstance(each, ast.Constant) for each in node.args[:2])
                is_title = (
                    isinstance(node.args[0], ast.Constant) and node.args[0].value == "Feature"
                )
                if not literal and not is_title:
                    unseen.append(f"{file.name}:{node.lineno}")

    assert unseen == []


def test_what_a_translator_wrote_survives_a_new_collection() -> None:
    first = collect.merged(SPANISH, "es")
    written = first.replace(
        "<numerusform />\n        <numerusform />",
        "<numerusform>%n borrador espera</numerusform><numerusform>%n borradores esperan</numerusform>",
    )

    again = collect.merged([*SPANISH, collect.Word("Sync", "Up to date")], "es", written)

    assert "%n borradores esperan" in again
    assert "Up to date" in again
    assert "Offline since" not in collect.merged(SPANISH[:1], "es", again)


def test_what_is_compiled_is_said(tmp_path: Path) -> None:
    text = collect.merged(SPANISH, "es").replace(
        "<numerusform />\n        <numerusform />",
        "<numerusform>%n borrador espera</numerusform><numerusform>%n borradores esperan</numerusform>",
    )
    text = text.replace(
        '<source>Offline since {time}</source>\n      <translation type="unfinished" />',
        "<source>Offline since {time}</source><translation>Sin conexión desde las {time}</translation>",
    ).replace(' type="unfinished"', "")
    (tmp_path / "es.ts").write_text(text, "utf-8")
    try:
        collect.compile_words(tmp_path / "es.ts", tmp_path / "es.qm")
    except StopIteration:
        pytest.skip("this PySide6 came without lrelease")
    translator = QTranslator()
    assert translator.load(str(tmp_path / "es.qm"))

    assert translator.translate("Sync", "Offline since {time}") == "Sin conexión desde las {time}"
    assert translator.translate("Sync", "%n draft(s) waiting", "", 1) == "%n borrador espera"
    assert translator.translate("Sync", "%n draft(s) waiting", "", 4) == "%n borradores esperan"
