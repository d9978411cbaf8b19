"""What a running program listens to: one word of the same user, which asks for its window."""

from __future__ import annotations

import os
import socket
import stat
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinic_app.platform.single_instance import SingleInstance


@pytest.fixture
def first(qapp: QApplication, tmp_path: Path) -> Iterator[SingleInstance]:
    made = SingleInstance(tmp_path)
    assert made.first()
    yield made
    made.close()


def heard(first: SingleInstance, *said: bytes) -> int:
    """How often it was raised by a caller who says these bytes and hangs up."""
    raised: list[bool] = []
    first.raised.connect(lambda: raised.append(True))
    caller = socket.socket(socket.AF_UNIX)
    caller.settimeout(5)
    caller.connect(first._server.fullServerName())
    for part in said:
        try:
            caller.sendall(part)
        except (BrokenPipeError, ConnectionResetError):
            break  # it was not listened to for longer
        turn(0.05)
    caller.close()
    turn(0.1)
    return len(raised)


def turn(seconds: float) -> None:
    """Let Qt do what waits."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there it is a pipe")


def test_the_word_is_heard_whole_or_in_pieces(first: SingleInstance) -> None:
    assert heard(first, b"raise\n") == 1
    assert heard(first, b"rai", b"se\n") == 1


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"raise",
        b"raise-the-roof\n",
        b"clinic://patient/0195a0c4-1111-7000-8000-000000000001\n",
        b"clinic://../../etc/passwd\n",
        b"RAISE\n",
        b"\x00" * 10_000,
        b"raise " * 5_000_000,
        "r\u0430ise\n".encode(),
        b"quit\nraise\n",
    ],
    ids=range(10),
)
def test_nothing_else_is_understood_and_nothing_breaks(first: SingleInstance, said: bytes) -> None:
    assert (
        heard(first, *(said[at : at + 4096] for at in range(0, min(len(said), 65536), 4096))) == 0
    )
    assert heard(first, b"raise\n") == 1, "and it still listens"


def test_only_the_same_user_may_speak(first: SingleInstance) -> None:
    place = Path(first._server.fullServerName())
    assert stat.S_IMODE(place.stat().st_mode) & 0o077 == 0
    assert place.stat().st_uid == os.getuid()
