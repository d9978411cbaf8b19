"""The habits of the house that no linter knows, as laws over the tracked files."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import clinic_app
import sync
from clinic_app import errors as said
from sync import errors

HOUSE = Path(__file__).parents[1]
MOST_LINES = 350
FEATURE_ROOMS = {"__init__", "queries", "actions", "model", "view"}

# A task that nobody owns is lost with its errors, so tasks are started in these places only.
TASKS_START_IN = {
    "clinic_app/ui/scope.py": "pages start theirs here",
    "clinic_app/app.py": "the door and the first fill end within the function that starts them",
    "clinic_app/session.py": "the engine ends with the session",
    "clinic_app/slumber.py": "what is waited for ends with the wait; closing is not broken off half way",
    "clinic_app/backend_command.py": "the backend ends with the command",
    "sync/engine/engine.py": "in the engine's own task group",
    "sync/steps/push.py": "what is shown meanwhile is awaited by the exchange that started it",
    "sync/steps/pull.py": "the next page is awaited or cancelled by the pull that asked for it",
    "sync/backend/auth.py": "one refresh for all who wait for it",
    "sync/backend/realtime.py": "the listener ends with its generator",
    "sync/backend/conversation.py": "both halves of a conversation end together",
    "sync/embedded/gateway.py": "the server and the listener end with the gateway",
    "sync/embedded/realtime.py": "a socket's writer ends with the socket",
    "sync/embedded/server.py": "a starting PostgreSQL is awaited, whatever happens",
}

# Printed by the command line as they are: each is raised with a whole sentence of its own.
SPEAK_FOR_THEMSELVES = ("sync.embedded", "clinic_app.drill", "clinic_app.demo")

# /home/clinic is nobody: tests name it when they need a path that must not be shown.
MACHINE_PATH = re.compile(
    r"(?<![\w.:/{}*-])/(?:root|home(?!/clinic/)|work|workspace|Users|builds?|mnt)/\w|[A-Z]:\\\\?Users",
)
REGISTRY = re.compile(
    r"pypi\.(?:org|python)|pythonhosted\.org|npmjs\.|proxy\.golang|artifactory|nexus\.|devpi"
    r"|index-url|extra-index|PIP_INDEX|npm_config_registry|registry\s*=\s*https?",
    re.IGNORECASE,
)


@cache
def tracked() -> tuple[str, ...]:
    """Every file that belongs to the project, as a path from its top."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],
            cwd=HOUSE,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("these laws are about a checkout, and this is none (no git here)")
    return tuple(p for p in listed.stdout.split("\0") if p and (HOUSE / p).is_file())


def texts(*, under: tuple[str, ...] = ("",), ext: str = "") -> Iterator[tuple[str, str]]:
    """The tracked files below these folders that are text, with what is in them."""
    for path in tracked():
        if path.endswith(ext) and path.startswith(under):
            with (HOUSE / path).open("rb") as file:
                body = file.read()
            if b"\0" not in body:
                yield path, body.decode()


def product() -> Iterator[tuple[str, str]]:
    """The modules of the program."""
    yield from texts(under=("clinic_app/", "sync/"), ext=".py")


def lines_with(pattern: str, path: str, text: str) -> list[str]:
    """Where a pattern stands, as file:line."""
    return [
        f"{path}:{number}"
        for number, line in enumerate(text.splitlines(), start=1)
        if re.search(pattern, line)
    ]


def test_the_files_are_found() -> None:
    assert len(list(product())) > 100


def test_a_module_is_read_in_one_sitting() -> None:
    long = {path: n for path, text in product() if (n := text.count("\n")) > MOST_LINES}
    assert long == {}, f"more than {MOST_LINES} lines: part them by what they are about"


def test_no_lambda_keeps_a_widget_alive() -> None:
    # A lambda in connect holds its widget for ever; a method does not.
    assert [at for p, t in product() for at in lines_with(r"\.connect\(\s*lambda", p, t)] == []


def test_one_place_dresses_the_window() -> None:
    dressed = [at for p, t in product() for at in lines_with(r"\bsetStyleSheet\(", p, t)]
    assert dressed
    assert {at.partition(":")[0] for at in dressed} == {"clinic_app/ui/theme.py"}


def test_no_dialog_stops_the_loop() -> None:
    # A nested Qt loop under asyncio ends other tasks for good: ask with clinic_app.ui.ask.
    assert [at for p, t in product() for at in lines_with(r"\.exec_?\(\s*\)", p, t)] == []


def test_tasks_start_where_somebody_owns_them() -> None:
    started = set()
    for path, text in product():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and node.attr == "create_task":
                holder = node.value
                # A task group owns what it starts.
                if not (isinstance(holder, ast.Name) and holder.id in ("tasks", "group")):
                    started.add(path)
    assert started <= TASKS_START_IN.keys(), "start it on a scope, or in a task group"


def test_a_feature_holds_what_is_asked_what_is_done_and_how_it_looks() -> None:
    rooms: dict[str, set[str]] = {}
    for path in tracked():
        parts = Path(path).parts
        if parts[:2] == ("clinic_app", "features") and len(parts) > 3:
            rooms.setdefault(parts[2], set()).add(parts[3].removesuffix(".py"))
    assert rooms
    assert {name: extra for name, found in rooms.items() if (extra := found - FEATURE_ROOMS)} == {}
    assert all("__init__" in found for found in rooms.values())


def test_every_room_is_on_the_map() -> None:
    readme = (HOUSE / "README.md").read_text()
    house = (HOUSE / "resources" / "docs" / "architecture.md").read_text()
    rooms = {
        "/".join(Path(path).parts[:2])
        for path in tracked()
        if len(Path(path).parts) > 2 and not path.startswith(".")
    }
    assert "sync/engine" in rooms
    lost = {
        room
        for room in rooms
        if not re.search(rf"(?<![\w/]){re.escape(room)}(?![\w/])", house + readme)
    }
    assert lost == set(), "name them in resources/docs/architecture.md"
    tops = {Path(path).parts[0] for path in tracked() if len(Path(path).parts) > 1}
    assert {top for top in tops if not top.startswith(".") and f"{top}/" not in readme} == set()


def test_every_feature_and_part_is_on_the_map() -> None:
    house = (HOUSE / "resources" / "docs" / "architecture.md").read_text()
    for kind in ("features", "parts"):
        listed = next(
            line for line in house.splitlines() if line.startswith(f"- `clinic_app/{kind}`")
        )
        for path in tracked():
            parts = Path(path).parts
            if parts[:2] == ("clinic_app", kind) and len(parts) > 3:
                assert parts[2] in listed, f"{kind} {parts[2]}"


def test_the_project_knows_no_machine_and_no_registry() -> None:
    found = []
    for path, text in texts():
        if path == "tests/test_house_rules.py":
            continue
        for pattern in (MACHINE_PATH, REGISTRY):
            found += lines_with(pattern.pattern, path, text)
    assert found == []


def test_every_failure_a_person_meets_has_words() -> None:
    for package in (clinic_app, sync):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    nameless = said.words(errors.Expected()).title
    wordless = [
        f"{kind.__module__}.{kind.__name__}"
        for kind in said.all_kinds(errors.Expected)
        if kind is not errors.Expected
        and kind.__module__.startswith(("sync", "clinic_app"))
        and not kind.__module__.startswith(SPEAK_FOR_THEMSELVES)
        and said.words(kind.__new__(kind)).title == nameless
    ]
    assert wordless == []


@pytest.mark.parametrize(
    ("line", "is_path"),
    [
        ("see /root/thing", True),
        ('folder = "/home/ana/clinic"', True),
        ("C:\\Users\\ana", True),
        ("'/rest/v1/rpc/sync_pull'", False),
        ("https://example.org/work/sheet", False),
        ("tests/work/fixture", False),
    ],
)
def test_the_law_about_machines_knows_a_path_when_it_sees_one(line: str, is_path: bool) -> None:
    assert bool(MACHINE_PATH.search(line)) is is_path
