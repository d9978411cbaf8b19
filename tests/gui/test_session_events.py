"""The computer goes to sleep, the screen is locked: heard on a real bus of the test's own."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import ClassInfo, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusUnixFileDescriptor

from clinic_app.platform.session_events import SessionEvents, session_path
from tests.support.desk import LUCIA
from tests.support.hands import Hands
from tests.support.workplace import Workplace, open_workplace

Run = Callable[[Coroutine[Any, Any, Any]], Any]
Until = Callable[..., Coroutine[Any, Any, None]]
SLEEP = (
    "/org/freedesktop/login1",
    "org.freedesktop.login1.Manager.PrepareForSleep",
)
LOCK = ("/org/freedesktop/login1/session/_37", "org.freedesktop.login1.Session.Lock")
SAVER = ("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged")
GNOME = ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver.ActiveChanged")

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None or shutil.which("dbus-send") is None,
    reason="no D-Bus on this computer",
)


class Bus:
    """A message bus in a process of its own."""

    def __init__(self) -> None:
        self._daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--print-address", "--nofork", "--nopidfile"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()

    def say(self, path: str, name: str, *values: str) -> None:
        """Send a signal, as the system would."""
        subprocess.run(
            ["dbus-send", f"--bus={self.address}", "--type=signal", path, name, *values],
            check=True,
            timeout=10,
        )

    def end(self) -> None:
        self._daemon.terminate()
        self._daemon.communicate(timeout=10)


@pytest.fixture
def bus() -> Iterator[Bus]:
    made = Bus()
    yield made
    made.end()


@pytest.fixture
def connection(bus: Bus, qapp: object) -> Iterator[Any]:
    from PySide6.QtDBus import QDBusConnection

    yield QDBusConnection.connectToBus(bus.address, bus.address)
    QDBusConnection.disconnectFromBus(bus.address)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (SLEEP, ["boolean:true"]),
        (LOCK, []),
        (SAVER, ["boolean:true"]),
        (GNOME, ["boolean:true"]),
    ],
)
def test_sleep_and_lock_are_heard(
    run: Run, until: Until, bus: Bus, connection: Any, said: tuple[str, str], values: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_SESSION_ID", "7")
    events = SessionEvents()
    heard: list[bool] = []
    events.away.connect(lambda: heard.append(True))

    async def story() -> None:
        events.listen(connection, connection)
        assert len(events.heard) == 5
        bus.say(*said, *values)
        await until(lambda: heard)

    run(story())


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (SLEEP, ["boolean:false"]),
        (SAVER, ["boolean:false"]),
        (("/org/freedesktop/login1/session/c2", LOCK[1]), []),
    ],
)
def test_waking_up_and_what_concerns_others_lock_nothing(
    run: Run, until: Until, bus: Bus, connection: Any, said: tuple[str, str], values: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_SESSION_ID", "7")
    events = SessionEvents()
    heard: list[bool] = []
    events.away.connect(lambda: heard.append(True))

    async def story() -> None:
        events.listen(connection, connection)
        bus.say(*said, *values)
        bus.say(*SAVER, "boolean:true")  # comes after it on the same bus
        await until(lambda: heard)

    run(story())
    assert heard == [True]


def test_without_a_bus_nothing_is_heard_and_nothing_breaks(qapp: object) -> None:
    class NoBus:
        def isConnected(self) -> bool:
            return False

    events = SessionEvents()
    events.listen(NoBus(), NoBus())
    assert events.heard == []


@pytest.mark.parametrize(
    ("session", "path"),
    [("2", "_32"), ("c1", "c1"), ("12", "_312"), ("a-b", "a_2db")],
)
def test_a_session_is_named_on_the_bus_as_systemd_names_it(session: str, path: str) -> None:
    assert session_path(session) == f"/org/freedesktop/login1/session/{path}"


def test_the_window_is_covered_before_the_computer_sleeps(
    run: Run, tmp_path: Path, bus: Bus, connection: Any
) -> None:
    async def story() -> None:
        async with open_workplace(tmp_path) as place:
            await _sleeps(place)

    async def _sleeps(place: Workplace) -> None:
        window = await place.comes(LUCIA)
        place.desks.events.listen(connection, connection)
        assert not window.is_locked
        bus.say(*SLEEP, "boolean:true")
        await Hands(window).until(lambda: window.is_locked)

    run(story())


def test_a_computer_that_goes_to_sleep_is_told_apart_from_a_locked_screen(
    run: Run, until: Until, bus: Bus, connection: Any
) -> None:
    """Before sleep the work is closed at once; behind a locked screen it may be sent first."""
    events = SessionEvents()
    heard: list[str] = []
    events.away.connect(lambda: heard.append("away"))
    events.sleeps.connect(lambda: heard.append("sleeps"))

    async def story() -> None:
        events.listen(connection, connection)
        bus.say(*SAVER, "boolean:true")
        await until(lambda: heard == ["away"])
        bus.say(*SLEEP, "boolean:true")
        await until(lambda: heard == ["away", "away", "sleeps"])

    run(story())


def test_what_is_locked_is_closed_before_the_computer_sleeps(
    run: Run, tmp_path: Path, bus: Bus, connection: Any
) -> None:
    async def story() -> None:
        async with open_workplace(tmp_path) as place:
            window = await place.comes(LUCIA)
            seat = place.desks.seat_of(LUCIA)
            assert seat is not None
            seat.slumber._until_sent = asyncio.Event().wait  # type: ignore[method-assign,assignment]
            place.desks.events.listen(connection, connection)
            hands = Hands(window)
            window.lock()
            await hands.nothing_happens()
            assert not seat.slumber.is_deep, "something waits to be sent"
            bus.say(*SLEEP, "boolean:true")
            await hands.until(lambda: seat.slumber.is_deep)

    run(story())


# --- the seconds before it ------------------------------------------------------------------------


@ClassInfo({"D-Bus Interface": "org.freedesktop.login1.Manager"})
class Logind(QObject):
    """As much of logind as hands out delays: each is the writing end of a pipe."""

    def __init__(self, connection: Any) -> None:
        super().__init__()
        self.asked: list[tuple[str, ...]] = []
        self.ends: list[int] = []
        assert connection.registerService("org.freedesktop.login1")
        slots = QDBusConnection.RegisterOption.ExportAllSlots
        assert connection.registerObject("/org/freedesktop/login1", self, slots)

    @Slot(str, str, str, str, result=QDBusUnixFileDescriptor)
    def Inhibit(self, what: str, who: str, why: str, mode: str) -> QDBusUnixFileDescriptor:
        self.asked.append((what, who, why, mode))
        mine, theirs = os.pipe()
        os.set_blocking(mine, False)
        self.ends.append(mine)
        handed = QDBusUnixFileDescriptor(theirs)  # a copy of it
        os.close(theirs)
        return handed

    def is_waited_for(self, number: int) -> bool:
        """Whether somebody still holds this delay."""
        try:
            return os.read(self.ends[number], 1) != b""
        except BlockingIOError:
            return True


@pytest.fixture
def logind(bus: Bus, qapp: object) -> Iterator[Logind]:
    connection = QDBusConnection.connectToBus(bus.address, "logind")
    made = Logind(connection)
    yield made
    connection.unregisterService("org.freedesktop.login1")
    QDBusConnection.disconnectFromBus("logind")
    for end in made.ends:
        os.close(end)


def test_the_computer_waits_until_what_is_locked_is_closed(
    run: Run, tmp_path: Path, bus: Bus, connection: Any, logind: Logind
) -> None:
    async def story() -> None:
        async with open_workplace(tmp_path) as place:
            window = await place.comes(LUCIA)
            hands, events = Hands(window), place.desks.events
            seat = place.desks.seat_of(LUCIA)
            assert seat is not None
            events.listen(connection, connection)
            await hands.until(lambda: events.delay.is_held)
            assert logind.asked == [("sleep", "Clinic", "Close what is locked", "delay")]
            closed_first: list[bool] = []

            async def watching() -> None:
                while logind.is_waited_for(0):
                    await asyncio.sleep(0.001)
                closed_first.append(seat.slumber.is_deep)

            watch = asyncio.create_task(watching())
            bus.say(*SLEEP, "boolean:true")
            await hands.until(watch.done)
            assert window.is_locked
            assert closed_first == [True]

            bus.say(*SLEEP, "boolean:false")
            await hands.until(lambda: events.delay.is_held)
            assert len(logind.asked) == 2
            assert logind.is_waited_for(1), "and for the next sleep"

    run(story())
