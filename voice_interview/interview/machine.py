"""The interview as a pure machine: ``step(state, event) -> (state, effects)``.

No Qt, threads, clock or files. The window and the command line send the candidate's wishes as events, the runner
sends what devices and workers report, and does the effects. An event that makes no sense in the current phase
changes nothing.

    READY ──Ask──▶ ASKING ──VoiceEnded──▶ THINKING ──RecordingStarted──▶ RECORDING ◀──▶ PAUSED
      ▲                                                                     │
      └──────────────────────────RecordingEnded─────────────────────────────┘
    READY ──Next──▶ ASKING (next question) … ──▶ FINISHED
    ASKING, THINKING ──MicrophoneFailed, or a recording that cannot begin──▶ FAULTED ──Retry──▶ ASKING
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from voice_interview.audio.events import (
    MicrophoneFailed,
    MicrophoneMuted,
    MicrophoneReady,
    RecordingEnded,
    RecordingStarted,
)
from voice_interview.interview.messages import (
    ArmMicrophone,
    Ask,
    CloseMicrophone,
    CloseSession,
    Discard,
    Effect,
    Event,
    Finish,
    HearAgain,
    Hush,
    KeepEnded,
    KeepStarted,
    Next,
    OpenMicrophone,
    PauseAnswer,
    PauseRecording,
    Record,
    ResumeAnswer,
    ResumeRecording,
    Retry,
    RetryTake,
    SkipVoice,
    Speak,
    StartAnswer,
    StopAnswer,
    StopRecording,
    TakeAnalysed,
    TakeFailed,
    TakeGivenUp,
    TakeProgress,
    Trouble,
    VoiceEnded,
    VoiceFailed,
    VoiceStarted,
    Work,
)
from voice_interview.interview.state import Phase, State, Take, Voice
from voice_interview.storage.records import AnswerStatus

Step = tuple[State, tuple[Effect, ...]]


def step(state: State, event: Event) -> Step:
    """The next state, and what has to be done about it. Pure; an event that makes no sense now changes nothing."""
    handler = _HANDLERS[type(event)]
    return handler(state, event)


def _ask(state: State, event: Ask | HearAgain) -> Step:
    if state.phase in (Phase.RECORDING, Phase.PAUSED):
        return _stop_then(state, Ask())
    if state.phase is Phase.FINISHED or state.phase is Phase.ASKING:
        return state, ()
    fresh = replace(
        state,
        phase=Phase.ASKING,
        voice=Voice.PREPARING,
        voice_count=state.voice_count + 1,
        armed=False,
        requested=False,
        notice=None,
        fault=None,
    )
    opening: tuple[Effect, ...] = () if state.microphone_ready else (OpenMicrophone(),)
    stopping: tuple[Effect, ...] = (StopRecording(),) if state.requested else ()
    if not state.read_aloud:
        silent, effects = _begin_thinking(replace(fresh, voice=Voice.SILENT), armed=False)
        return silent, (*stopping, *opening, *effects)
    return fresh, (*stopping, *opening, Speak(fresh.voice_token, state.question.spoken))


def _hear_again(state: State, event: HearAgain) -> Step:
    return _ask(state, event) if state.phase in (Phase.THINKING, Phase.READY) else (state, ())


def _skip_voice(state: State, event: SkipVoice) -> Step:
    return (state, (Hush(),)) if state.phase is Phase.ASKING else (state, ())


def _voice_started(state: State, event: VoiceStarted) -> Step:
    if state.phase is not Phase.ASKING or event.token != state.voice_token:
        return state, ()
    return replace(state, voice=Voice.SPEAKING), ()


def _voice_ended(state: State, event: VoiceEnded) -> Step:
    if state.phase is not Phase.ASKING or event.token != state.voice_token:
        return state, ()
    return _begin_thinking(replace(state, voice=Voice.SILENT), armed=state.record_after_question)


def _voice_failed(state: State, event: VoiceFailed) -> Step:
    if state.phase is not Phase.ASKING or event.token != state.voice_token:
        return state, ()
    return _begin_thinking(replace(state, voice=Voice.FAILED, notice=event.error), armed=False)


def _begin_thinking(state: State, *, armed: bool) -> Step:
    thinking, effects = _record_if_possible(replace(state, phase=Phase.THINKING, armed=armed))
    return thinking, (ArmMicrophone(), *effects)


def _record_if_possible(state: State) -> Step:
    if state.phase is not Phase.THINKING or not state.armed or state.requested or not state.microphone_ready:
        return state, ()
    asked = replace(state, requested=True, take_count=state.take_count + 1)
    return asked, (Record(asked.take_id),)


def _start_answer(state: State, event: StartAnswer) -> Step:
    return _record_if_possible(replace(state, armed=True)) if state.phase is Phase.THINKING else (state, ())


def _microphone_ready(state: State, event: MicrophoneReady) -> Step:
    return _record_if_possible(replace(state, microphone_ready=True, muted=False))


def _microphone_muted(state: State, event: MicrophoneMuted) -> Step:
    return replace(state, muted=event.muted), ()


def _microphone_failed(state: State, event: MicrophoneFailed) -> Step:
    gone = replace(state, microphone_ready=False, requested=False)
    if state.phase in (Phase.ASKING, Phase.THINKING):
        faulted = replace(gone, phase=Phase.FAULTED, voice=Voice.SILENT, fault=event.error)
        return faulted, (Hush(),)
    return gone, ()


def _recording_started(state: State, event: RecordingStarted) -> Step:
    if state.phase is not Phase.THINKING or event.take_id != state.take_id:
        return state, ()  # the candidate moved on, and it was told to stop then
    take = Take(event.take_id, state.index, AnswerStatus.RECORDING)
    recording = replace(state, phase=Phase.RECORDING, requested=False, takes=(*state.takes, take))
    return recording, (KeepStarted(event, state.question),)


def _pause(state: State, event: PauseAnswer) -> Step:
    if state.phase is not Phase.RECORDING or state.stopping:
        return state, ()
    return replace(state, phase=Phase.PAUSED), (PauseRecording(),)


def _resume(state: State, event: ResumeAnswer) -> Step:
    if state.phase is not Phase.PAUSED or state.stopping:
        return state, ()
    return replace(state, phase=Phase.RECORDING), (ResumeRecording(),)


def _stop(state: State, event: StopAnswer) -> Step:
    return _stop_then(state, None) if state.phase in (Phase.RECORDING, Phase.PAUSED) else (state, ())


def _stop_then(state: State, then: Ask | Next | Finish | None) -> Step:
    if state.stopping:
        return replace(state, after_stop=then or state.after_stop), ()
    return replace(state, stopping=True, after_stop=then), (StopRecording(),)


def _recording_ended(state: State, event: RecordingEnded) -> Step:
    if all(take.id != event.take_id for take in state.takes):
        return _never_began(state, event)
    done = _with_take(
        state,
        event.take_id,
        status=AnswerStatus.TRANSCRIBING,
        duration_s=event.duration_s,
        lost_s=event.lost_s,
    )
    effects: tuple[Effect, ...] = (KeepEnded(event), Work(event.take_id))
    if event.take_id != state.take_id or state.phase not in (Phase.RECORDING, Phase.PAUSED):
        return done, effects
    ready = replace(
        done,
        phase=Phase.READY,
        stopping=False,
        after_stop=None,
        notice=event.error,
        microphone_ready=state.microphone_ready and event.error is None,
    )
    if state.after_stop is None or (event.error is not None and not isinstance(state.after_stop, Finish)):
        return ready, effects
    further, more = step(ready, state.after_stop)
    return further, (*effects, *more)


def _never_began(state: State, event: RecordingEnded) -> Step:
    if event.error is not None and event.take_id == state.take_id and state.phase is Phase.THINKING:
        faulted = replace(
            state, phase=Phase.FAULTED, requested=False, armed=False, microphone_ready=False, fault=event.error
        )
        return faulted, ()
    ours = event.take_id.startswith(f"{state.session_id}-")
    # A recording without sound has left no file; one that lies there nevertheless is another answer.
    return state, (Discard(event.file),) if ours and event.duration_s > 0 else ()


def _next(state: State, event: Next) -> Step:
    if state.phase in (Phase.RECORDING, Phase.PAUSED):
        return _stop_then(state, Next())
    if state.phase is Phase.FINISHED:
        return state, ()
    if state.is_last:
        return _finish(state, Finish())
    leaving: tuple[Effect, ...] = (Hush(),) if state.phase is Phase.ASKING else ()
    moved, effects = _ask(replace(state, index=state.index + 1, phase=Phase.READY), Ask())
    return moved, (*leaving, *effects)


def _finish(state: State, event: Finish) -> Step:
    if state.phase in (Phase.RECORDING, Phase.PAUSED):
        return _stop_then(state, Finish())
    if state.phase is Phase.FINISHED:
        return state, ()
    finished = replace(state, phase=Phase.FINISHED, voice=Voice.SILENT, microphone_ready=False, fault=None)
    return finished, (Hush(), CloseMicrophone(), CloseSession())


def _retry(state: State, event: Retry) -> Step:
    return _ask(state, Ask()) if state.phase is Phase.FAULTED else (state, ())


def _retry_take(state: State, event: RetryTake) -> Step:
    if not any(take.id == event.take_id and take.status is AnswerStatus.FAILED for take in state.takes):
        return state, ()
    again = _with_take(state, event.take_id, status=AnswerStatus.TRANSCRIBING, progress=0.0, error=None)
    return again, (Work(event.take_id),)


def _take_progress(state: State, event: TakeProgress) -> Step:
    return _with_take(state, event.take_id, progress=event.share), ()


def _take_analysed(state: State, event: TakeAnalysed) -> Step:
    return _with_take(state, event.take_id, status=AnswerStatus.ANALYSED, progress=1.0, analysis=event.analysis), ()


def _take_failed(state: State, event: TakeFailed) -> Step:
    return _with_take(state, event.take_id, status=AnswerStatus.FAILED, error=event.error), ()


def _take_given_up(state: State, event: TakeGivenUp) -> Step:
    return _with_take(state, event.take_id, status=AnswerStatus.RECORDED, progress=0.0), ()


def _trouble(state: State, event: Trouble) -> Step:
    return replace(state, notice=event.error), ()


def _with_take(state: State, take_id: str, **changes: Any) -> State:
    takes = tuple(replace(take, **changes) if take.id == take_id else take for take in state.takes)
    return replace(state, takes=takes)


_HANDLERS: dict[type[Any], Callable[[State, Any], Step]] = {
    Ask: _ask,
    HearAgain: _hear_again,
    SkipVoice: _skip_voice,
    StartAnswer: _start_answer,
    PauseAnswer: _pause,
    ResumeAnswer: _resume,
    StopAnswer: _stop,
    Next: _next,
    Finish: _finish,
    Retry: _retry,
    RetryTake: _retry_take,
    VoiceStarted: _voice_started,
    VoiceEnded: _voice_ended,
    VoiceFailed: _voice_failed,
    TakeProgress: _take_progress,
    TakeAnalysed: _take_analysed,
    TakeFailed: _take_failed,
    TakeGivenUp: _take_given_up,
    Trouble: _trouble,
    MicrophoneReady: _microphone_ready,
    MicrophoneFailed: _microphone_failed,
    MicrophoneMuted: _microphone_muted,
    RecordingStarted: _recording_started,
    RecordingEnded: _recording_ended,
}
