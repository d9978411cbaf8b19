"""Sleep and the locked screen, as Windows tells them: the messages themselves, without a Windows."""

from __future__ import annotations

import ctypes
from ctypes import wintypes

import pytest

from clinic_app.platform.session_events import SessionEvents
from clinic_app.platform.windows_messages import WindowsMessages


@pytest.mark.parametrize(
    ("message", "parameter", "wanted"),
    [
        (0x0218, 0x0004, ["away", "sleeps"]),  # PBT_APMSUSPEND
        (0x0218, 0x0007, []),  # it wakes up
        (0x0218, 0x000A, []),  # the battery
        (0x02B1, 0x7, ["away"]),  # the screen is locked
        (0x02B1, 0x8, []),  # and unlocked
        (0x02B1, 0x2, ["away"]),  # another user of this computer
        (0x02B1, 0x4, ["away"]),  # a remote screen was left
        (0x0100, 0x7, []),  # a key
    ],
)
def test_windows_tells_its_windows(
    qapp: object, message: int, parameter: int, wanted: list[str]
) -> None:
    events = SessionEvents()
    heard: list[str] = []
    events.away.connect(lambda: heard.append("away"))
    events.sleeps.connect(lambda: heard.append("sleeps"))
    messages = WindowsMessages(events.on_message)
    told = wintypes.MSG()
    told.message, told.wParam = message, parameter
    for kind in (b"windows_generic_MSG", b"xcb_generic_event_t"):
        assert messages.nativeEventFilter(kind, ctypes.addressof(told)) == (False, 0)
    assert heard == wanted
