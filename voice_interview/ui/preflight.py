"""What Qt would end the process for, found out before Qt is started."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
from pathlib import Path

_NO_DISPLAY = (
    "Voice Interview needs a display, and there is none here.\n"
    "Start it from a desktop session, or use the command line: voice-interview practice"
)
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""Debian and Ubuntu packages of the libraries that Qt's wheels do not bring along."""


def problem() -> str | None:
    """Why a window cannot be opened and what to do, or None. Only Linux needs looking at."""
    if sys.platform != "linux":
        return None
    if missing := _missing_library("QtWidgets.abi3.so"):
        return _say_missing(missing)
    plugin = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if plugin not in {"", "xcb"} or (not plugin and os.environ.get("WAYLAND_DISPLAY")):
        return None
    return _problem_with_x11()


def _problem_with_x11() -> str | None:
    if not os.environ.get("DISPLAY"):
        return _NO_DISPLAY
    if missing := _missing_library("Qt/plugins/platforms/libqxcb.so"):
        return _say_missing(missing)
    return None if _display_answers() else _NO_DISPLAY


def _missing_library(within_pyside: str) -> str | None:
    """The first library without which this part of Qt cannot be loaded."""
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    part = Path(spec.submodule_search_locations[0]) / within_pyside
    if not part.exists():
        return None
    try:
        ctypes.CDLL(str(part))
    except OSError as error:
        found = re.match(r"(\S+): cannot open shared object file", str(error))
        return found.group(1) if found else str(error)
    return None


def _say_missing(library: str) -> str:
    package = _PACKAGES.get(library)
    install = f"Install it with: sudo apt install {package}" if package else "Install it with your package manager."
    return f"The window cannot be opened: the system library {library} is missing.\n{install}"


def _display_answers() -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    failed = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not failed
