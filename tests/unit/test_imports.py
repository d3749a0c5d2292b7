"""What importing costs and pulls in. Each check runs in a fresh process."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import voice_interview

_HEAVY = (
    "PySide6",
    "shiboken6",
    "sounddevice",
    "faster_whisper",
    "ctranslate2",
    "onnxruntime",
    "av",
    "huggingface_hub",
    "httpx2",
    "pyttsx3",
    "espeakng_loader",
    "sqlalchemy",
    "alembic",
)


def _modules_outside_ui() -> list[str]:
    everything = [one.name for one in pkgutil.walk_packages(voice_interview.__path__, "voice_interview.")]
    names = [name for name in everything if not name.startswith("voice_interview.ui")]
    assert len(names) > 30
    return names


def _fresh(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_importing_loads_no_engine() -> None:
    code = f"""
import importlib, sys
for name in {_modules_outside_ui()}:
    importlib.import_module(name)
    loaded = set({_HEAVY}) & set(sys.modules)
    assert not loaded, f"{{name}} imports {{loaded}} at its top"
"""
    _fresh(code)


def test_importing_starts_nothing() -> None:
    code = f"""
import importlib, multiprocessing, os, sys, threading
before = os.listdir(os.curdir), dict(os.environ)
for name in {_modules_outside_ui()}:
    importlib.import_module(name)
assert (os.listdir(os.curdir), dict(os.environ)) == before
print(threading.active_count(), len(multiprocessing.active_children()))
"""
    assert _fresh(code).split() == ["1", "0"]
