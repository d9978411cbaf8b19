"""Client-made ids: UUIDv7 as text, so that inserts stay local in every index and no server is asked.

An id is a 36-character lower-case string everywhere: in SQLite, on the wire and in Python.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import NewType

PatientId = NewType("PatientId", str)
AppointmentId = NewType("AppointmentId", str)
ProviderId = NewType("ProviderId", str)
FacilityId = NewType("FacilityId", str)
PersonId = NewType("PersonId", str)

NewId = Callable[[], str]
_last = 0


def new_id() -> str:
    """A fresh UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits.

    Grows within a process even when the clock steps back. Order is a convenience for indexes, never a fact.
    """
    global _last  # noqa: PLW0603 - the last stamp is what keeps ids of one process growing
    _last = max(_last + 1, time.time_ns() // 244) if _last else time.time_ns() // 244
    ms, fraction = divmod(_last * 244, 1_000_000)
    head = ms.to_bytes(6, "big")
    rand_a = 0x7000 | (fraction * 4096 // 1_000_000)
    tail = bytearray(os.urandom(8))
    tail[0] = (tail[0] & 0x3F) | 0x80
    text = (head + rand_a.to_bytes(2, "big") + bytes(tail)).hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
