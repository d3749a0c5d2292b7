"""Plays the demo: drives the interview's machine through the same runner as a person's interview."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voice_interview import resources
from voice_interview.audio.events import PlaybackEnded, PlaybackFailed, PlayerEvent
from voice_interview.audio.player import Player
from voice_interview.cli.mailbox import Mailbox
from voice_interview.errors import EngineError
from voice_interview.interview.demo_candidate import RATE_HZ, Reader, answer_sound
from voice_interview.interview.demo_microphone import DemoMicrophone
from voice_interview.interview.demo_script import DemoScript
from voice_interview.interview.messages import Ask, Next, StopAnswer
from voice_interview.interview.plan import Plan
from voice_interview.interview.state import Phase, State, Voice
from voice_interview.interview.studio import DEVICE_TIMEOUT_S, Studio, poster
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.storage.history import History
from voice_interview.storage.records import AnswerStatus

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WORK_TIMEOUT_S = 600.0


class InstantSpeaker:
    """A speaker nobody listens to: every sound is over at once."""

    volume = 1.0
    device_name: str | None = None

    def __init__(self, post: Callable[[PlayerEvent], None]) -> None:
        self._post = post

    def play(self, token: str, sound: Path) -> None:  # noqa: ARG002 - nobody is there to hear it
        """Be done."""
        self._post(PlaybackEnded(token))

    def stop(self) -> None:
        """Nothing is ever under way."""

    def close(self, timeout_s: float) -> bool:  # noqa: ARG002 - nothing is open
        """Be closed at once."""
        return True


class DemoStage:
    """Sends the machine what a candidate would do, and says how it goes. Main thread only."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        history: History,
        script: DemoScript,
        *,
        through_audio: bool,
    ) -> None:
        self._mailbox = Mailbox()
        self._script = script
        self._through_audio = through_audio
        self._reader = Reader(paths.speech_cache)
        self._mouth = Player(poster(self._mailbox.post, self._candidate_spoke))
        self._said: set[tuple[str, object]] = set()
        self._answers = self._sounds()
        chosen = settings.model_copy(
            update={
                "model_dir": resources.demo_model(),
                "language": "en",
                "read_aloud": True,
                "record_after_question": True,
            }
        )
        post = self._mailbox.post
        if through_audio:
            self._studio = Studio(paths, lambda: chosen, history, post)
        else:
            self._studio = Studio(
                paths,
                lambda: chosen,
                history,
                post,
                microphone=lambda report: DemoMicrophone(paths.recordings, self._answers, report),
                speaker=InstantSpeaker,
            )

    def play(self, plan: Plan) -> str:
        """Play the whole interview; gives the session's id.

        Raises:
            AppError: a device or an engine failed.
        """
        runner = self._studio.begin(plan, self._changed)
        runner.send(Ask())
        done = self._mailbox.serve_until(lambda: self._is_over(runner.state), timeout_s=WORK_TIMEOUT_S)
        if not done:
            raise EngineError("The demo did not come to its end in ten minutes.", "Run: voice-interview doctor")
        return runner.state.session_id

    def close(self) -> None:
        """End devices and workers."""
        self._mouth.close(DEVICE_TIMEOUT_S)
        self._studio.close()
        self._reader.close()

    @staticmethod
    def _is_over(state: State) -> bool:
        worked_on = all(take.status in (AnswerStatus.ANALYSED, AnswerStatus.FAILED) for take in state.takes)
        return state.phase is Phase.FINISHED and worked_on

    def _changed(self, state: State) -> None:
        if state.fault is not None:
            raise state.fault
        if state.notice is not None:
            self._say_once("notice", state.notice, f"  {state.notice}")
        number = f"Question {state.index + 1} of {len(state.plan.questions)}"
        if state.phase is Phase.ASKING and state.voice is Voice.SPEAKING:
            self._say_once("asked", state.index, f"{number}, read aloud: {state.question.text}")
        elif state.phase is Phase.RECORDING and not state.stopping:
            if self._say_once("recording", state.take_id, "  recording the answer"):
                self._speak_answer(state)
        elif state.phase is Phase.READY and state.takes_here:
            take = state.takes_here[-1]
            if self._say_once("recorded", take.id, f"  recorded, {take.duration_s:.0f} s"):
                self._mailbox.post(partial(self._studio.send, Next()))
        for take in state.takes:
            if take.status is AnswerStatus.ANALYSED:
                self._say_once("analysed", take.id, f"  answer {take.question_index + 1} transcribed and measured")
            elif take.status is AnswerStatus.FAILED:
                self._say_once("failed", take.id, f"  answer {take.question_index + 1} failed: {take.error}")

    def _say_once(self, what: str, which: object, text: str) -> bool:
        new = (what, which) not in self._said
        if new:
            self._said.add((what, which))
            typer.echo(text)
        return new

    def _sounds(self) -> Iterator[NDArray[np.float32]]:
        for answer in self._script.answers:
            yield answer_sound(answer, self._script, self._reader)

    def _speak_answer(self, state: State) -> None:
        if self._through_audio:
            self._mouth.play(state.take_id, next(self._answers), RATE_HZ)

    def _candidate_spoke(self, event: PlayerEvent) -> None:
        if isinstance(event, PlaybackFailed):
            raise event.error
        self._studio.send(StopAnswer())
