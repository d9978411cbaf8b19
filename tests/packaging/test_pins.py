"""What is installed is what was looked at: every package is pinned, and every file of it has a hash."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import build_installer

HOUSE = Path(__file__).parents[2]
PINS = HOUSE / "resources" / "pins.txt"
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (("linux", "Linux"), ("win32", "Windows"), ("darwin", "Darwin"))


def pinned() -> list[tuple[Requirement, list[str]]]:
    """Each line of the file with its hashes."""
    text = re.sub(r"^#.*$", "", PINS.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        what, *hashes = re.split(r"\s+--hash=", line)
        found.append((Requirement(what), hashes))
    return found


def asked_for() -> list[Requirement]:
    """What the project itself names, for the program and the demo."""
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]
    return [
        Requirement(each)
        for each in (*project["dependencies"], *project["optional-dependencies"]["demo"])
    ]


def environments() -> list[dict[str, str]]:
    """The computers it is made for."""
    here = {name: str(value) for name, value in default_environment().items()}
    return [
        here
        | {
            "python_version": python,
            "python_full_version": f"{python}.9",
            "sys_platform": system,
            "platform_system": name,
        }
        for python in PYTHONS
        for system, name in SYSTEMS
    ]


def test_every_package_is_one_version_with_hashes_and_nothing_else() -> None:
    pins = pinned()
    assert len(pins) > 20
    for pin, hashes in pins:
        assert [each.operator for each in pin.specifier] == ["=="], pin
        assert pin.url is None
        assert hashes, pin
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes), pin
    assert "://" not in PINS.read_text()


def test_what_the_project_asks_for_is_there_wherever_it_runs() -> None:
    pins = pinned()
    missing = []
    for environment in environments():
        for wanted in asked_for():
            if wanted.marker is not None and not wanted.marker.evaluate(environment):
                continue
            found = [
                pin
                for pin, _ in pins
                if canonicalize_name(pin.name) == canonicalize_name(wanted.name)
                and (pin.marker is None or pin.marker.evaluate(environment))
            ]
            fitting = [
                p for p in found if all(wanted.specifier.contains(s.version) for s in p.specifier)
            ]
            if len(found) != 1 or not fitting:
                missing.append(
                    (str(wanted), environment["python_version"], environment["sys_platform"])
                )
    assert missing == []


def test_what_those_need_in_turn_is_there_too() -> None:
    names = {canonicalize_name(pin.name) for pin, _ in pinned()}
    waiting = [(canonicalize_name(each.name), frozenset(each.extras)) for each in asked_for()]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            needs = importlib.metadata.requires(name) or []
        except importlib.metadata.PackageNotFoundError:
            continue  # for another system than this one
        assert name in names, name
        for text in needs:
            need = Requirement(text)
            if need.marker is None or any(
                need.marker.evaluate({"extra": extra}) for extra in (*extras, "")
            ):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    assert len(seen) > 20


@pytest.mark.parametrize("with_demo", [False, True])
def test_the_bill_of_materials_names_every_package_once_and_nothing_unpinned(
    with_demo: bool,
) -> None:
    bill = build_installer.bill_of_materials(with_demo=with_demo)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    assert bill["metadata"]["component"]["name"] == "clinic-app"
    names = [each["name"] for each in bill["components"]]
    assert names == sorted(set(names))
    assert {"httpx", "sqlcipher3", "cryptography", "qasync"} <= set(names)
    assert ("psycopg" in names) is with_demo
    assert "pytest" not in names
    assert set(names) <= {canonicalize_name(pin.name) for pin, _ in pinned()}
    for each in bill["components"]:
        assert each["version"] == importlib.metadata.version(each["name"])
        assert each["purl"] == f"pkg:pypi/{each['name']}@{each['version']}"
        (licence,) = each["licenses"]
        assert licence["license"]["name"] not in ("", "unknown"), each["name"]
