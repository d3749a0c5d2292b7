"""The lane that listens to answers, the same for the window, the command line and the demo."""

from __future__ import annotations

from collections.abc import Callable

from voice_interview.interview.answers import AnswerJob, AnswerResult, answer
from voice_interview.interview.lanes import JobEvent, Lane

SILENCE_LIMIT_S = 180.0
"""A large model on a slow computer needs about a minute a window of 30 s before it reports progress."""


def answer_lane(post: Callable[[JobEvent], None]) -> Lane[AnswerJob]:
    """A lane for answers; its worker starts with the first job."""
    return Lane("speech recogniser", answer, post, silence_limit_s=SILENCE_LIMIT_S)
