"""What this computer is called where somebody sees the list of their own."""

from __future__ import annotations

import platform
import re

_LONGEST = 40
_UNFIT = re.compile(r"[^A-Za-z0-9 ._-]")


def place() -> str:
    """Its system and its name, in letters that may stand in a header: "Windows 11; RECEPTION-2"."""
    return "; ".join(_fit(part) for part in (_system(), platform.node()) if _fit(part))


def _system() -> str:
    name = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    release = platform.release() if name == "Windows" else ""
    return f"{name} {release}".strip()


def _fit(text: str) -> str:
    return _UNFIT.sub("", text).strip()[:_LONGEST]
