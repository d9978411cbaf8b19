"""The operating system: private folders, logs without patients, missing libraries in words."""

from __future__ import annotations

import logging
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from clinic_app.platform import libraries, log
from clinic_app.platform.paths import paths
from sync.errors import Offline

CANARIES = [
    "Zubeldía",
    "Koch",
    "koch",
    "Anne-Marie",
    "McDonald",
    "María José Núñez",
    "grace@example.com",
    "+52 55 1188 4400",
    "0041827",
    "1990-03-04",
    "04/03/1990",
    "Calle 5 #12",
]


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    before = logging.getLogger().level
    yield log.start_log(tmp_path)
    log.stop_log()
    logging.getLogger().setLevel(before)


@pytest.mark.parametrize("name", CANARIES)
def test_what_a_patient_is_called_never_reaches_the_log(log_file: Path, name: str) -> None:
    logger = logging.getLogger("clinic_app.test")

    logger.warning("argument %s", name)
    logger.warning("named %(who)s", {"who": name})
    logger.warning("list %s of %s", [name], {"name": name})
    logger.warning(ValueError(name))
    try:
        try:
            raise KeyError(name)
        except KeyError as cause:
            raise Offline(f"no answer about {name}") from cause
    except Offline as error:
        logger.exception("failed with %s", error)

    text = log_file.read_text("utf-8")
    assert name not in text
    assert "Offline net.offline" in text
    assert "KeyError" in text
    assert "test_platform.py" in text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\x1b[2J", "\u2028", "\x00"])
def test_nobody_writes_a_line_of_their_own_into_the_log(log_file: Path, end: str) -> None:
    logger = logging.getLogger("clinic_app.test")
    forged = f"pushed{end}2026-11-20 10:00:00 CRITICAL sync forged.line"

    logger.warning("argument %s", forged)
    logger.warning(forged)
    logger.warning("%(who)s said it", {"who": forged})
    logger.info("after")

    lines = log_file.read_text("utf-8").splitlines()
    assert len(lines) == 4
    assert not [line for line in lines if line.startswith("2026-11-20 10:00:00 CRITICAL")]
    assert "\x1b" not in log_file.read_text("utf-8")


def test_what_support_needs_stays_readable(log_file: Path) -> None:
    logger = logging.getLogger("clinic_app.test")
    row = UUID("0195a0c4-1111-7000-8000-000000000001")

    logger.info("pushed %d of %s, code %s, row %s", 12, "appointments", "slot.taken", row)
    logger.info("row %s at %s", str(row), datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    logger.info("born %s", date(1990, 3, 4))

    text = log_file.read_text("utf-8")
    assert f"pushed 12 of appointments, code slot.taken, row {row}" in text
    assert f"row {row} at 2026-11-20 10:00:00+00:00" in text
    assert "1990" not in text


def test_starting_the_log_twice_writes_once(tmp_path: Path) -> None:
    before = logging.getLogger().level
    log.start_log(tmp_path / "..")
    file = log.start_log(tmp_path)

    logging.getLogger("clinic_app.test").warning("once")
    log.stop_log()
    logging.getLogger().setLevel(before)

    assert file.read_text("utf-8").count("once") == 1


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_APP_HOME", str(tmp_path / "home"))

    found = paths()

    for folder in (found.data, found.logs, found.settings, found.replica_folder("demo")):
        assert folder.is_dir()
        assert folder.is_relative_to(tmp_path / "home")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_folders_are_for_this_user_alone(tmp_path: Path) -> None:
    folder = paths(tmp_path / "home").data

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_a_second_program_leaves_the_way_to_the_database_of_the_first_open(tmp_path: Path) -> None:
    folder = paths(tmp_path).data
    folder.chmod(0o701)
    assert paths(tmp_path).data == folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o701
    folder.chmod(0o705)
    assert stat.S_IMODE(paths(tmp_path).data.stat().st_mode) == 0o700, "not to be listed"


@pytest.mark.parametrize(
    ("said", "library", "package"),
    [
        (
            "libEGL.so.1: cannot open shared object file: No such file or directory",
            "libEGL.so.1",
            "libegl1",
        ),
        ("libGL.so.1: cannot open shared object file", "libGL.so.1", "libgl1"),
        ("libxkbcommon.so.0: cannot open", "libxkbcommon.so.0", "libxkbcommon0"),
        ("libglib-2.0.so.0: cannot open", "libglib-2.0.so.0", "libglib2.0-0"),
    ],
)
def test_a_missing_library_is_named_with_its_package(said: str, library: str, package: str) -> None:
    words = libraries.sentence(said)

    assert library in words
    assert f"apt install {package}`" in words


def test_an_unknown_library_is_still_named() -> None:
    assert "libodd-3.so.7" in libraries.sentence("libodd-3.so.7: cannot open shared object file")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_no_display_is_said_before_qt_aborts() -> None:
    assert "no display" in (libraries.display_trouble({}) or "")
    assert libraries.display_trouble({"DISPLAY": ":0"}) is None
    assert libraries.display_trouble({"WAYLAND_DISPLAY": "wayland-0"}) is None
    assert libraries.display_trouble({"QT_QPA_PLATFORM": "offscreen"}) is None


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such plugin")
def test_what_an_x_display_takes_is_named_all_at_once() -> None:
    def bare(library: str) -> None:
        if "xcb-icccm" in library or "xkbcommon-x11" in library:
            raise OSError(library)

    words = libraries.plugin_trouble({"DISPLAY": ":0"}, bare) or ""
    assert "apt install libxkbcommon-x11-0 libxcb-icccm4`" in words
    assert libraries.plugin_trouble({"DISPLAY": ":0"}, lambda library: None) is None
    assert libraries.plugin_trouble({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, bare) is None
    assert libraries.plugin_trouble({"QT_QPA_PLATFORM": "offscreen"}, bare) is None
    for library in libraries._FOR_X11:
        assert libraries._package(library), library


CRASH = """
import ctypes, logging, sys, threading
from pathlib import Path
from clinic_app.platform import crash, log

folder = Path(sys.argv[1])
log.start_log(folder)
crash.watch(folder)

def fail():
    raise ValueError("about María Núñez")

if sys.argv[2] == "python":
    fail()
if sys.argv[2] == "thread":
    worker = threading.Thread(target=fail, name="replica-write")
    worker.start()
    worker.join()
if sys.argv[2] == "qt":
    from PySide6.QtCore import qWarning
    qWarning("cannot show María Núñez in widget_7")
if sys.argv[2] == "below":
    ctypes.string_at(0)
"""


@pytest.mark.parametrize(
    ("how", "file", "said"),
    [
        ("python", "clinic.log", "unhandled: ValueError"),
        ("thread", "clinic.log", "replica-write"),
        ("qt", "clinic.log", "widget_7"),
        ("below", "crash.txt", "Segmentation fault"),
    ],
)
def test_a_crash_leaves_a_trace_without_the_patient(
    tmp_path: Path, how: str, file: str, said: str
) -> None:
    if how == "below" and sys.platform == "win32":
        pytest.skip("Windows names it otherwise")
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(tmp_path), how],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    kept = (tmp_path / file).read_text("utf-8")
    assert said in kept, (kept, done.stderr)
    assert "Núñez" not in kept
