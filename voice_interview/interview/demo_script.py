"""What the demo candidate says, and what should be found in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voice_interview.analysis.results import PointStatus


@dataclass(frozen=True, slots=True)
class DemoAnswer:
    """One answer. ``title`` and ``intent`` say what it is there to show."""

    question_id: str
    title: str
    intent: str
    parts: tuple[str | float, ...]
    """Text to be read and silences in seconds, in order; the voice adds about 0.5 s of silence to each text."""
    spoken_fillers: tuple[str, ...]
    """Filler sounds and crutch words in the order in which they are said, in lower case."""
    expected: Mapping[str, PointStatus]
    """What the answer makes of each rubric point of its question."""

    @property
    def text(self) -> str:
        """All that is said."""
        return " ".join(part for part in self.parts if isinstance(part, str))


@dataclass(frozen=True, slots=True)
class DemoScript:
    """The demo interview: its bank, its voice (an id of the voice engine, and its rate), and the answers in order.

    The demo model understands this voice at this rate best; sentences, pauses and rate were tried out together.
    """

    bank_id: str
    voice: str
    rate_wpm: int
    answers: tuple[DemoAnswer, ...]


def load_script(file: Path) -> DemoScript:
    """The script in a file that ships with the app; a faulty one is a bug and raises KeyError or ValueError."""
    raw = json.loads(file.read_text(encoding="utf-8"))
    answers = tuple(_answer(one) for one in raw["answers"])
    return DemoScript(raw["bank_id"], raw["voice"], int(raw["rate_wpm"]), answers)


def _answer(raw: Mapping[str, Any]) -> DemoAnswer:
    return DemoAnswer(
        question_id=raw["question_id"],
        title=raw["title"],
        intent=raw["intent"],
        parts=tuple(part if isinstance(part, str) else float(part) for part in raw["parts"]),
        spoken_fillers=tuple(raw["spoken_fillers"]),
        expected=dict(raw["expected"]),
    )
