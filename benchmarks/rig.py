"""What the benchmarks share: spoken answers, a home of one's own, and an app driven by ``benchmarks.driven_app``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from tests.helpers import pulse
from tests.helpers.sounds import write_wav
from tests.helpers.speaker import RATE_HZ, Samples, Speaker
from voice_interview import resources, settings
from voice_interview.banks.loader import load_bank
from voice_interview.banks.model import Question
from voice_interview.interview.demo_script import load_script
from voice_interview.paths import HOME_VARIABLE, Paths
from voice_interview.settings import Settings


def spoken_answer(speaker: Speaker, seconds: float) -> Samples:
    """What the demo candidate says, again and again, at 16 kHz; so many seconds of it."""
    script = load_script(resources.assets() / "demo" / "candidate.json")
    parts: list[Samples] = []
    while sum(map(len, parts)) < seconds * RATE_HZ:
        for part in script.answers[0].parts:
            if isinstance(part, float):
                parts.append(np.zeros(round(part * RATE_HZ), np.float32))
            else:
                parts.append(_read(speaker.say(part, script.voice, script.rate_wpm)))
        parts.append(np.zeros(RATE_HZ, np.float32))
    return np.concatenate(parts)[: round(seconds * RATE_HZ)]


def _read(file: Path) -> Samples:
    from voice_interview.audio.reading import read_mono

    return read_mono(file, RATE_HZ)


def questions(count: int) -> tuple[Question, ...]:
    """The questions the demo candidate answers."""
    script = load_script(resources.assets() / "demo" / "candidate.json")
    bank = load_bank(resources.question_banks() / f"{script.bank_id}.yaml")
    return tuple(
        next(one for one in bank.questions if one.id == answer.question_id) for answer in script.answers[:count]
    )


def furnish(home: Path, count: int) -> None:
    """A home with a bank of ``count`` questions that is chosen first, and the demo model."""
    paths = Paths.under(home)
    paths.create()
    paths.banks.mkdir()
    bank = {
        "id": "a-benchmark",
        "title": "A bank that sorts first",
        "domain": "Benchmarks",
        "questions": [
            one.model_copy(update={"id": f"benchmark-{number}"}).model_dump(mode="json", exclude_none=True)
            for number, one in enumerate(questions(count))
        ],
    }
    (paths.banks / "bank.yaml").write_text(json.dumps(bank), encoding="utf-8")
    settings.save(Settings(model_dir=resources.demo_model(), theme="light"), paths.settings)


def drive(answers_s: tuple[float, ...], on_phase: Callable[[int, dict[str, Any]], None]) -> dict[str, Any]:
    """One run of the app on a virtual microphone; ``on_phase(pid, {"phase", "workers"})`` as each phase begins.

    Gives ``{"phases": {name: [gap_s, ...]}, "stalls": [...]}``.
    """
    with tempfile.TemporaryDirectory() as folder, pulse.running() as rig:
        with Speaker(Path(folder, "spoken")) as speaker:
            files = [
                write_wav(Path(folder, f"{number}.wav"), spoken_answer(speaker, seconds))
                for number, seconds in enumerate(answers_s)
            ]
        home = Path(folder, "home")
        furnish(home, len(files))
        environment = os.environ | rig.environment | {HOME_VARIABLE: str(home), "QT_QPA_PLATFORM": "offscreen"}
        command = [sys.executable, "-m", "benchmarks.driven_app", *map(str, answers_s)]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for line in child.stdout:
                told: dict[str, Any] = json.loads(line)
                if "speak" in told:
                    rig.play_into_microphone(files[told["speak"]])
                elif "phase" in told:
                    on_phase(child.pid, told)
                else:
                    return told
        raise RuntimeError(f"the app ended early with {child.returncode}")
