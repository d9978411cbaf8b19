"""Why the window cannot open here, in one sentence, before Qt says it in its own way.

Qt comes with its own libraries and needs a few of the system's. On a bare server they are
missing and the import fails with a file name; without a display Qt aborts the process.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import sys
from collections.abc import Callable, Mapping

# Which Debian and Ubuntu package brings a library that PySide6 does not carry.
_PACKAGES = {
    "libEGL.so": "libegl1",
    "libGL.so": "libgl1",
    "libGLX.so": "libglx0",
    "libOpenGL.so": "libopengl0",
    "libxkbcommon.so": "libxkbcommon0",
    "libxkbcommon-x11.so": "libxkbcommon-x11-0",
    "libfontconfig.so": "libfontconfig1",
    "libfreetype.so": "libfreetype6",
    "libdbus-1.so": "libdbus-1-3",
    "libglib-2.0.so": "libglib2.0-0",
    "libgthread-2.0.so": "libglib2.0-0",
    "libX11.so": "libx11-6",
    "libX11-xcb.so": "libx11-xcb1",
    "libxcb.so": "libxcb1",
    "libxcb-cursor.so": "libxcb-cursor0",
    "libxcb-icccm.so": "libxcb-icccm4",
    "libxcb-image.so": "libxcb-image0",
    "libxcb-keysyms.so": "libxcb-keysyms1",
    "libxcb-render-util.so": "libxcb-render-util0",
    "libxcb-randr.so": "libxcb-randr0",
    "libxcb-render.so": "libxcb-render0",
    "libxcb-shape.so": "libxcb-shape0",
    "libxcb-shm.so": "libxcb-shm0",
    "libxcb-sync.so": "libxcb-sync1",
    "libxcb-util.so": "libxcb-util1",
    "libxcb-xfixes.so": "libxcb-xfixes0",
    "libxcb-xkb.so": "libxcb-xkb1",
    "libnss3.so": "libnss3",
    "libpulse.so": "libpulse0",
    "libzstd.so": "libzstd1",
}

# What Qt's plugin for X11 is linked to. Where one is missing Qt ends the process, so it is looked for before.
_FOR_X11 = (
    "libX11-xcb.so.1",
    "libxkbcommon-x11.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-image.so.0",
    "libxcb-keysyms.so.1",
    "libxcb-randr.so.0",
    "libxcb-render-util.so.0",
    "libxcb-render.so.0",
    "libxcb-shape.so.0",
    "libxcb-shm.so.0",
    "libxcb-sync.so.1",
    "libxcb-util.so.1",
    "libxcb-xfixes.so.0",
    "libxcb-xkb.so.1",
)

_MISSING = re.compile(r"(lib[\w.+-]+?\.so[\d.]*)")
_MODULES = (
    "PySide6.QtCore",
    "PySide6.QtGui",
    "PySide6.QtWidgets",
    "PySide6.QtSvg",
    "PySide6.QtNetwork",
)


def qt_trouble(environment: Mapping[str, str] | None = None) -> str | None:
    """One sentence on why no window can open, with the way out; None when one can."""
    known = os.environ if environment is None else environment
    return library_trouble() or display_trouble(known) or plugin_trouble(known)


def library_trouble() -> str | None:
    """Why Qt cannot be loaded at all; None when it can."""
    for module in _MODULES:
        try:
            importlib.import_module(module)
        except ImportError as error:
            return sentence(str(error))
    return None


def plugin_trouble(
    environment: Mapping[str, str], load: Callable[[str], object] = ctypes.CDLL
) -> str | None:
    """Why Qt could not talk to an X display, all of it at once; None when it can, or need not."""
    is_x11 = bool(environment.get("DISPLAY")) and not environment.get("WAYLAND_DISPLAY")
    if sys.platform != "linux" or environment.get("QT_QPA_PLATFORM") or not is_x11:
        return None
    missing = [_package(library) for library in _FOR_X11 if not _loads(library, load)]
    if not missing:
        return None
    return (
        "The window needs system libraries to reach this display: "
        f"on Debian or Ubuntu install them with `sudo apt install {' '.join(filter(None, missing))}`."
    )


def _package(library: str) -> str | None:
    return _PACKAGES.get(library[: library.index(".so") + 3])


def _loads(library: str, load: Callable[[str], object]) -> bool:
    try:
        load(library)
    except OSError:
        return False
    return True


def sentence(message: str) -> str:
    """The words for what the loader said."""
    found = _MISSING.search(message)
    if found is None:
        return "Qt cannot be loaded: install this program again, with its dependencies."
    library = found[1]
    package = _package(library)
    if package is None:
        return f"The window needs the system library {library}, which is not installed."
    return (
        f"The window needs the system library {library}: "
        f"on Debian or Ubuntu install it with `sudo apt install {package}`."
    )


def display_trouble(environment: Mapping[str, str]) -> str | None:
    """Why there is nothing to show a window on; None when there is a display or Qt was told otherwise."""
    if sys.platform != "linux" or environment.get("QT_QPA_PLATFORM"):
        return None
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        return None
    return "There is no display here: start the program on a desktop, or set DISPLAY or WAYLAND_DISPLAY."
