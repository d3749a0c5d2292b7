"""The door to faster-whisper: heavy to import, and never to go online."""

from __future__ import annotations

import importlib
import os
import threading
from types import ModuleType


def faster_whisper() -> ModuleType:
    """The library (1.4 s the first time); must run before anything else in the process imports the hub's client."""
    os.environ["HF_HUB_OFFLINE"] = "1"  # read once, when the client is imported
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # tqdm, which the library uses, makes a semaphore between processes by itself; a worker that is ended leaves it
    # behind, and Python then complains on the app's stderr.
    importlib.import_module("tqdm").tqdm.set_lock(threading.RLock())
    return importlib.import_module("faster_whisper")
