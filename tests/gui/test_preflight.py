"""Where no window can be opened: words and exit status 1, never an abort."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from voice_interview.ui import preflight

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lacks libraries or a display")


def run_app(**environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    clean.pop("QT_QPA_PLATFORM", None)
    code = "import sys; from voice_interview.ui.app import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code], env=clean | environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":4711"}], ids=["no display", "a display that is gone"])
def test_without_a_display_it_says_so(environment: dict[str, str]) -> None:
    done = run_app(**environment)
    assert done.returncode == 1
    assert "needs a display" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_library_is_named_with_its_package() -> None:
    words = preflight._say_missing("libxcb-cursor.so.0")
    assert "libxcb-cursor.so.0 is missing" in words
    assert "sudo apt install libxcb-cursor0" in words
    assert "package manager" in preflight._say_missing("libunheard.so.1")


def test_offscreen_needs_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert preflight.problem() is None
