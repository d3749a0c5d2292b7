"""How fast this computer recognises speech, tried out with the demo model in a process of its own."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import time
from multiprocessing.connection import Connection
from pathlib import Path

from voice_interview import resources
from voice_interview.errors import EngineError
from voice_interview.transcription.native import faster_whisper
from voice_interview.transcription.whisper import threads

REFERENCE_S = 0.175
"""The trial's time on the reference computer: two cores of an AMD EPYC server, one of them used, where a window of
30 s takes base 1.8 s and small 5.5 s.

Calibration: models of Whisper's shapes with random weights, int8, one thread, 110 tokens, beam 5, word times; each
run beside the trial, on a busy computer. A window took tiny 7.1-10.5, base 8.7-11.7, small 31-33 times as long as the
trial (middle 8, 10.4, 32.8), medium about 94 times. With two threads: 4.5, 8.3, 19. So times told from the trial are
good to about a quarter with one thread, and too long by up to two thirds with more.
"""
_TRIAL_S = 1.5
_LIMIT_S = 30.0
_TOKENS = 110
"""Words and times in 30 s of quick speech."""
_BEAM = 5
_FEATURES = (1, 80, 3000)
"""A window of 30 s as Whisper sees it."""


def measure_speed() -> float:
    """Speed of this computer, 1 being the reference computer's; takes about 3 s, most of it in another process.

    The demo model listens to noise and writes a fixed number of words, with as many threads as the app uses, again
    and again for 1.5 s; the fastest time counts, so that what else the computer does matters little.

    Raises:
        EngineError: the speech recogniser does not work on this computer.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, str(resources.demo_model())), daemon=True)
    process.start()
    there.close()
    try:
        if here.poll(_LIMIT_S):
            return REFERENCE_S / float(here.recv())
    except EOFError:
        pass
    finally:
        process.kill()
        process.join()
        here.close()
    raise EngineError("The speech recogniser could not be tried out on this computer.", "Run: voice-interview doctor")


def known_speed(file: Path) -> float | None:
    """What was measured earlier on this computer and kept in ``file``."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads(file.read_bytes())
        if kept["cores"] == os.cpu_count() and float(kept["speed"]) > 0:
            return float(kept["speed"])
    return None


def keep_speed(file: Path, speed: float) -> None:
    """Remember it; a disk that cannot be written costs only the next measurement."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"cores": os.cpu_count(), "speed": speed}), encoding="utf-8")


def _work(answer: Connection, folder: str) -> None:
    """In the other process: send the fastest time."""
    import numpy as np

    faster_whisper()
    import ctranslate2

    model = ctranslate2.models.Whisper(folder, device="cpu", compute_type="int8", intra_threads=threads())
    noise = np.random.default_rng(0).standard_normal(_FEATURES).astype(np.float32)
    features = ctranslate2.StorageView.from_array(noise)
    times: list[float] = []
    end = time.perf_counter() + _TRIAL_S
    while len(times) < 2 or time.perf_counter() < end:
        begin = time.perf_counter()
        encoded = model.encode(features)
        model.generate(
            encoded,
            [["<|startoftranscript|>", "<|notimestamps|>"]],
            beam_size=_BEAM,
            max_length=2 * _TOKENS,  # it writes half of that
            suppress_tokens=[_end_of_text(folder)],
            suppress_blank=False,
        )
        times.append(time.perf_counter() - begin)
    answer.send(min(times))


def _end_of_text(folder: str) -> int:
    """The token that ends a text; the demo model is kept from ending too soon."""
    vocabulary = json.loads((Path(folder) / "vocabulary.json").read_bytes())
    return int(vocabulary.index("<|endoftext|>"))
