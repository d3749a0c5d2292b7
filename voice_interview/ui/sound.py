"""The real microphone, speaker and voice, made when first needed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cached_property, partial
from itertools import count
from typing import TYPE_CHECKING

from voice_interview.ui.services import DeviceNames

if TYPE_CHECKING:
    from pathlib import Path

    from voice_interview.audio.events import PlayerEvent, RecorderEvent
    from voice_interview.audio.player import Player
    from voice_interview.audio.recorder import Recorder
    from voice_interview.errors import AppError
    from voice_interview.interview.interviewer import Interviewer, VoiceEvent
    from voice_interview.interview.lanes import JobEvent
    from voice_interview.paths import Paths
    from voice_interview.settings import Settings
    from voice_interview.speech.types import VoiceInfo
    from voice_interview.ui.bridge import Mailbox

log = logging.getLogger(__name__)

_DEVICE_LIMIT_S = 2.0
_LANE_LIMIT_S = 3.0

Handler = Callable[["RecorderEvent"], None]


class LiveSound:
    """What ``services.Sound`` promises, with real devices. Main thread only, but for ``devices``."""

    def __init__(self, paths: Paths, settings: Callable[[], Settings], mailbox: Mailbox) -> None:
        self._paths = paths
        self._settings = settings
        self._mailbox = mailbox
        self._handlers: list[Handler] = []
        self._tokens = count()
        self._done: dict[str, Callable[[AppError | None], None]] = {}
        self._playing: dict[str, Callable[[AppError | None], None]] = {}
        self._closers: list[Callable[[], object]] = []

    @cached_property
    def microphone(self) -> Recorder:
        """What records; its reports reach every listener."""
        from voice_interview.audio.recorder import Recorder

        recorder = Recorder(self._paths.recordings, lambda event: self._mailbox.post(partial(self._heard, event)))
        self._closers.append(lambda: recorder.close(_DEVICE_LIMIT_S))
        return recorder

    def listen(self, handler: Handler) -> Callable[[], None]:
        """Have ``handler`` called with the microphone's reports; the result ends that."""
        self._handlers.append(handler)

        def end() -> None:
            if handler in self._handlers:
                self._handlers.remove(handler)

        return end

    def devices(self, refresh: bool) -> DeviceNames:
        """What is plugged in.

        Raises:
            DeviceError: the sound system cannot be asked.
        """
        from voice_interview.audio.devices import list_devices

        found = list_devices(refresh)
        return DeviceNames(tuple(one.name for one in found.inputs), tuple(one.name for one in found.outputs))

    def say(self, text: str, done: Callable[[AppError | None], None]) -> None:
        """Read aloud; ``done`` follows exactly once."""
        token = f"sample-{next(self._tokens)}"
        self._done[token] = done
        self._voice.speak(token, text)

    def play(self, file: Path, done: Callable[[AppError | None], None]) -> None:
        """Play a sound file; ``done`` follows exactly once."""
        token = f"play-{next(self._tokens)}"
        self._playing[token] = done
        settings, player = self._settings(), self._player
        player.device_name, player.volume = settings.speaker, settings.volume
        player.play(token, file)

    def voices(self, done: Callable[[tuple[VoiceInfo, ...]], None]) -> None:
        """List the voices, in a process of their own: the engine is not to be trusted with ours."""
        from voice_interview.interview.lanes import JobFailed, JobProgress, Lane
        from voice_interview.speech import worker

        def told(event: JobEvent) -> None:
            if isinstance(event, JobProgress):
                return
            if isinstance(event, JobFailed):
                log.warning("voices: %s (%s)", event.error.message, event.error.detail)
            done(() if isinstance(event, JobFailed) else event.result)
            if close in self._closers:
                self._closers.remove(close)
                lane.close(0)

        lane: Lane[None] = Lane(
            "voices",
            worker.voices,
            lambda event: self._mailbox.post(partial(told, event)),
            silence_limit_s=worker.SILENCE_LIMIT_S,
            prepare=worker.prepare,
            fresh_process_per_job=True,
        )

        def close() -> object:
            return lane.close(_LANE_LIMIT_S)

        self._closers.append(close)
        lane.submit("voices", None)

    def hush(self) -> None:
        """Stop reading and playing."""
        if self._done:
            self._voice.hush()
        if self._playing:
            self._player.stop()

    def close(self) -> None:
        """Let go of the devices and end the voice's worker, each within its time limit."""
        self.hush()
        while self._closers:
            self._closers.pop()()

    @cached_property
    def _voice(self) -> Interviewer:
        from voice_interview.audio.player import Player
        from voice_interview.interview.interviewer import Interviewer, render_lane
        from voice_interview.speech.cache import SpeechCache

        post = self._mailbox.post
        lane = render_lane(lambda event: post(partial(self._voice.rendered, event)))
        player = Player(lambda event: post(partial(self._voice.played, event)))
        self._closers += [lambda: lane.close(_LANE_LIMIT_S), lambda: player.close(_DEVICE_LIMIT_S)]
        return Interviewer(lane, SpeechCache(self._paths.speech_cache), player, self._settings, self._told)

    @cached_property
    def _player(self) -> Player:
        from voice_interview.audio.player import Player

        player = Player(lambda event: self._mailbox.post(partial(self._played, event)))
        self._closers.append(lambda: player.close(_DEVICE_LIMIT_S))
        return player

    def _played(self, event: PlayerEvent) -> None:
        done = self._playing.pop(event.token, None)
        if done is not None:
            done(getattr(event, "error", None))

    def _heard(self, event: RecorderEvent) -> None:
        for handler in tuple(self._handlers):
            handler(event)

    def _told(self, event: VoiceEvent) -> None:
        from voice_interview.interview.messages import VoiceFailed, VoiceStarted

        if isinstance(event, VoiceStarted):
            return
        done = self._done.pop(event.token, None)
        if done is not None:
            done(event.error if isinstance(event, VoiceFailed) else None)
