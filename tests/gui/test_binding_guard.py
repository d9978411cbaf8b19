"""The pinned pair of PySide6 and Python survives what aborted one of them.

PySide6 6.12.0 under Python 3.11 gave away one reference to a bool per emission and aborted
after about a thousand clicks. A child process, because an abort takes the whole run along.
"""

from __future__ import annotations

import os
import subprocess
import sys

SCRIPT = """
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

class Sender(QObject):
    toggled = Signal(bool)

class Receiver(QObject):
    def __init__(self):
        super().__init__()
        self.heard = 0

    @Slot(bool)
    def on_toggled(self, on):
        self.heard += 1

    def on_plain(self, on):
        self.heard += 1

app = QCoreApplication([])
sender, receiver = Sender(), Receiver()
sender.toggled.connect(receiver.on_toggled)
sender.toggled.connect(receiver.on_plain)
for number in range(2000):
    sender.toggled.emit(number % 2 == 0)
print("heard", receiver.heard)
"""


def test_two_thousand_emissions_of_a_bool_leave_the_program_alive() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
    )

    assert done.stdout.strip() == "heard 4000", done.stderr
    assert done.returncode == 0, done.stderr
