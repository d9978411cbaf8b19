"""The bundle that people install: it starts on its own, and carries nothing of the demo unasked."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import build_installer

# Building takes most of a minute and PyInstaller, which is in the extra `dev`.
needs_building = pytest.mark.skipif(
    os.environ.get("CLINIC_TEST_BUNDLE") != "1",
    reason="builds the whole program: set CLINIC_TEST_BUNDLE=1 to have it built",
)


@needs_building
@pytest.mark.timeout(1200)
def test_the_bundle_starts_opens_a_window_and_is_free_of_the_demo(tmp_path: Path) -> None:
    assert build_installer.main(["--out", str(tmp_path)]) == 0
    folder = tmp_path / build_installer.NAME
    names = {path.name.lower() for path in folder.rglob("*")}
    brought = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    assert not {n for n in names if n.startswith(("postgres", "libqt6quick", "libqt6qml"))}
    assert not {b for b in brought if "resources/supabase" in b or "resources/demo" in b}
    assert any(b.endswith("resources/theme/light.toml") for b in brought)
    assert build_installer.BILL in brought
    assert any("QtDBus" in b for b in brought) or sys.platform != "linux", "it hears of sleep by it"


@needs_building
@pytest.mark.timeout(1200)
def test_a_bundle_whose_window_cannot_open_is_not_handed_out(tmp_path: Path) -> None:
    folder = build_installer.build(tmp_path, with_demo=False)
    for sheet in folder.rglob("light.toml"):
        sheet.unlink()
    with pytest.raises(build_installer.Failed, match="--self-test"):
        build_installer.try_out(folder, 0.0)


def test_the_demo_is_brought_along_only_when_asked() -> None:
    bare = list(build_installer.options(with_demo=False))
    full = list(build_installer.options(with_demo=True))
    assert {"sync.embedded", "psycopg"} <= _excluded(bare)
    assert not {"sync.embedded", "psycopg", "starlette"} & _excluded(full)
    assert not [word for word in bare if "supabase" in word]
    assert [word for word in full if "supabase" in word]


def test_what_is_left_out_is_nothing_the_program_imports() -> None:
    left_out = _excluded(list(build_installer.options(with_demo=False)))
    for path in Path(build_installer.HOUSE, "clinic_app").rglob("*.py"):
        text = path.read_text()
        for module in left_out:
            if module.startswith("PySide6."):
                assert f"{module} " not in text, path
                assert f"import {module.removeprefix('PySide6.')}\n" not in text, path


def test_pruning_keeps_the_words_of_our_languages(tmp_path: Path) -> None:
    translations = tmp_path / "PySide6" / "Qt" / "translations"
    quick = tmp_path / "PySide6" / "Qt" / "lib" / "libQt6Quick.so.6"
    for path in (translations / "qtbase_es.qm", translations / "qtbase_de.qm", quick):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    ours = tmp_path / "resources" / "translations" / "clinic_de.qm"
    ours.parent.mkdir(parents=True)
    ours.write_bytes(b"")
    build_installer.prune(tmp_path)
    left = {path.name for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"qtbase_es.qm", "clinic_de.qm"}


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_a_bundle_that_says_something_else_is_not_handed_out(tmp_path: Path) -> None:
    program = build_installer.executable(tmp_path)
    program.write_text("#!/bin/sh\necho something else\n")
    program.chmod(0o755)
    with pytest.raises(build_installer.Failed, match="something else"):
        build_installer.try_out(tmp_path, 0.0)


def _excluded(words: list[str]) -> set[str]:
    return {word for at, word in enumerate(words) if at and words[at - 1] == "--exclude-module"}
