"""The lane that listens to answers, the same for the window, the command line and the demo."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from voice_interview.interview.answers import AnswerJob, answer, prepare
from voice_interview.interview.lanes import JobEvent, Lane

SILENCE_LIMIT_S = 180.0
"""A large model on a slow computer needs about a minute a window of 30 s before it reports progress."""


def answer_lane(post: Callable[[JobEvent], None], model_dir: Path | None) -> Lane[AnswerJob]:
    """A lane for answers; ``warm`` it to have ``model_dir`` loaded before the first job. Jobs may name another."""
    return Lane(
        "speech recogniser", answer, post, silence_limit_s=SILENCE_LIMIT_S, prepare=partial(prepare, model_dir)
    )
