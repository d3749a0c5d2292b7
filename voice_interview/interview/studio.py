"""Everything an interview needs, put together once: the same for the window and the command line."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from voice_interview.audio.events import PlayerEvent, RecorderEvent
from voice_interview.audio.player import Player
from voice_interview.audio.recorder import Recorder
from voice_interview.interview.answer_lane import answer_lane
from voice_interview.interview.desk import AnswerDesk, TakeEvent
from voice_interview.interview.interviewer import Interviewer, Speaker, render_lane
from voice_interview.interview.lanes import JobEvent
from voice_interview.interview.messages import Event
from voice_interview.interview.plan import Plan
from voice_interview.interview.runner import Microphone, Runner
from voice_interview.interview.state import State
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.speech.cache import SpeechCache
from voice_interview.storage.history import History

Post = Callable[[Callable[[], None]], None]
"""Has a call made on the main thread, soon. May be used from any thread."""

LANE_TIMEOUT_S = 3.0
DEVICE_TIMEOUT_S = 2.0


E = TypeVar("E")


def poster(post: Post, handler: Callable[[E], None]) -> Callable[[E], None]:
    """A callable for other threads that has ``handler`` called with its argument on the main thread."""
    return lambda event: post(partial(handler, event))


class Studio:
    """Microphone, voice, answer desk and history. Main thread only; reports reach it through ``post``."""

    def __init__(
        self,
        paths: Paths,
        settings: Callable[[], Settings],
        history: History,
        post: Post,
        *,
        microphone: Callable[[Callable[[RecorderEvent], None]], Microphone] | None = None,
        speaker: Callable[[Callable[[PlayerEvent], None]], Speaker] = Player,
    ) -> None:
        """``microphone`` and ``speaker`` make the devices, given where to post; the real ones by default."""
        self.history = history
        self._settings = settings
        self._runner: Runner | None = None
        self._take_listeners: list[Callable[[TakeEvent], None]] = []
        make_microphone = microphone or partial(Recorder, paths.recordings)
        self.microphone = make_microphone(poster(post, self.send))
        self._answers = answer_lane(poster(post, self._from_answers), settings().model_dir)
        self._render = render_lane(poster(post, self._from_voice))
        cache = SpeechCache(paths.speech_cache)
        threading.Thread(target=cache.trim, name="trim speech cache", daemon=True).start()
        self._interviewer = Interviewer(
            self._render,
            cache,
            speaker(poster(post, self._from_speaker)),
            settings,
            self.send,
        )
        self.desk = AnswerDesk(history, self._answers, settings, self._tell_take)

    def begin(self, plan: Plan, changed: Callable[[State], None]) -> Runner:
        """Start an interview. ``changed`` gets every new state.

        Raises:
            StorageError: the history cannot be written.
        """
        self._runner = Runner(
            plan,
            history=self.history,
            microphone=self.microphone,
            interviewer=self._interviewer,
            desk=self.desk,
            settings=self._settings(),
            changed=changed,
        )
        self._answers.warm()
        self._render.warm()
        return self._runner

    def send(self, event: Event) -> None:
        """Pass an event to the interview begun last; before the first one there is nobody it concerns."""
        if self._runner is not None:
            self._runner.send(event)

    def on_take(self, listener: Callable[[TakeEvent], None]) -> Callable[[], None]:
        """Have ``listener`` told of the work on any answer, whichever interview it is of; the result ends that."""
        self._take_listeners.append(listener)
        return lambda: self._take_listeners.remove(listener)

    def close(self) -> None:
        """End devices, then workers, each within its time limit."""
        self.microphone.close(DEVICE_TIMEOUT_S)
        self._interviewer.close()
        self._render.close(LANE_TIMEOUT_S)
        self._answers.close(LANE_TIMEOUT_S)

    def _from_answers(self, event: JobEvent) -> None:
        self.desk.handle(event)

    def _from_voice(self, event: JobEvent) -> None:
        self._interviewer.rendered(event)

    def _from_speaker(self, event: PlayerEvent) -> None:
        self._interviewer.played(event)

    def _tell_take(self, event: TakeEvent) -> None:
        self.send(event)
        for listener in tuple(self._take_listeners):
            listener(event)
