"""The interviewer's voice: renders a question in a worker process, or takes it from the cache, and plays it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from voice_interview.audio.events import PlaybackEnded, PlaybackFailed, PlayerEvent
from voice_interview.interview.lanes import JobDone, JobEvent, JobFailed, Lane
from voice_interview.interview.messages import VoiceEnded, VoiceFailed, VoiceStarted
from voice_interview.settings import Settings
from voice_interview.speech.cache import SpeechCache
from voice_interview.speech.types import RenderJob
from voice_interview.speech.worker import ENGINE_NAME, SILENCE_LIMIT_S, prepare, render

CLOSE_LIMIT_S = 1.0
VoiceEvent = VoiceStarted | VoiceEnded | VoiceFailed


class Speaker(Protocol):
    """What plays sound. Calls return at once; the end is reported as a player event with the token."""

    volume: float
    """0 to 1."""
    device_name: str | None
    """The speaker to use; None is the system's default."""

    def play(self, token: str, sound: Path) -> None:
        """Play a sound file from its beginning."""

    def stop(self) -> None:
        """Stop; reported as the end of the sound."""

    def close(self, timeout_s: float) -> bool:
        """Stop and let go of the device; whether it was within the time."""


def render_lane(post: Callable[[JobEvent], None]) -> Lane[RenderJob]:
    """A lane for the voice engine, with a fresh process an utterance: the engine is not reliable for a second one."""
    return Lane(
        ENGINE_NAME, render, post, silence_limit_s=SILENCE_LIMIT_S, prepare=prepare, fresh_process_per_job=True
    )


class Interviewer:
    """Reads one text at a time and tells how it goes. Main thread only."""

    def __init__(
        self,
        lane: Lane[RenderJob],
        cache: SpeechCache,
        speaker: Speaker,
        settings: Callable[[], Settings],
        tell: Callable[[VoiceEvent], None],
    ) -> None:
        self._lane = lane
        self._cache = cache
        self._speaker = speaker
        self._settings = settings
        self._tell = tell
        self._rendering: str | None = None
        self._playing: str | None = None

    def speak(self, token: str, text: str) -> None:
        """Read ``text``; what was being read stops. Reports carry ``token``, which is fresh."""
        self.hush()
        settings = self._settings()
        voice, rate_wpm = settings.voice, settings.voice_rate_wpm
        cached = self._cache.find(text, voice, rate_wpm)
        if cached is not None:
            self._play(token, cached)
            return
        self._rendering = token
        self._lane.submit(token, RenderJob(text, voice, rate_wpm, self._cache.path(text, voice, rate_wpm)))

    def hush(self) -> None:
        """Stop; what was being read is reported as ended."""
        if self._rendering is not None:
            token, self._rendering = self._rendering, None
            self._lane.cancel(token)
            self._tell(VoiceEnded(token))
        if self._playing is not None:
            self._speaker.stop()

    def close(self) -> None:
        """Fall silent and let go of the speaker."""
        self.hush()
        self._speaker.close(CLOSE_LIMIT_S)

    def rendered(self, event: JobEvent) -> None:
        """Take a report of the voice engine."""
        if event.job_id != self._rendering:
            return
        match event:
            case JobDone(token, file):
                self._rendering = None
                self._play(token, file)
            case JobFailed(token, error):
                self._rendering = None
                self._tell(VoiceFailed(token, error))

    def played(self, event: PlayerEvent) -> None:
        """Take a report of the speaker."""
        if event.token == self._playing:
            self._playing = None
        match event:
            case PlaybackEnded(token):
                self._tell(VoiceEnded(token))
            case PlaybackFailed(token, error):
                self._tell(VoiceFailed(token, error))

    def _play(self, token: str, file: Path) -> None:
        settings = self._settings()
        self._speaker.volume = settings.volume
        self._speaker.device_name = settings.speaker
        self._playing = token
        self._speaker.play(token, file)
        self._tell(VoiceStarted(token))
