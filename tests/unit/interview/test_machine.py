"""The interview machine: what each event does in each phase."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.plans import plan
from voice_interview.audio.events import (
    MicrophoneFailed,
    MicrophoneMuted,
    MicrophoneReady,
    RecordingEnded,
    RecordingStarted,
)
from voice_interview.errors import AppError, DeviceError, EngineError, StorageError
from voice_interview.interview.machine import step
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
    TakeFailed,
    TakeProgress,
    Trouble,
    VoiceEnded,
    VoiceFailed,
    VoiceStarted,
    Work,
)
from voice_interview.interview.state import Phase, State, Voice
from voice_interview.storage.records import AnswerStatus

READY = MicrophoneReady("mic", 16000)
GONE = DeviceError("The microphone is gone.", "Plug it in.")


def run(state: State, *events: Event) -> tuple[State, list[Effect]]:
    """Feed events; the effects of the last one come back."""
    effects: tuple[Effect, ...] = ()
    for event in events:
        state, effects = step(state, event)
    return state, list(effects)


def new(**changes: object) -> State:
    return State(session_id="s", plan=plan(), **changes)  # type: ignore[arg-type]


def voice_ended(state: State) -> VoiceEnded:
    return VoiceEnded(state.voice_token)


def recording(state: State | None = None) -> State:
    state, _ = run(state or new(), Ask(), READY)
    state, effects = run(state, voice_ended(state))
    assert effects == [ArmMicrophone(), Record(state.take_id)]
    state, _ = run(state, RecordingStarted(state.take_id, Path("a.wav")))
    assert state.phase is Phase.RECORDING
    return state


def ended(state: State, error: DeviceError | None = None) -> RecordingEnded:
    return RecordingEnded(state.take_id, Path("a.flac"), 12.5, 0.0, error)


def test_the_microphone_opens_before_the_question_is_spoken() -> None:
    state, effects = run(new(), Ask())
    assert state.phase is Phase.ASKING
    assert state.voice is Voice.PREPARING
    assert effects == [OpenMicrophone(), Speak(state.voice_token, "Tell me about question 1.")]
    assert run(state, VoiceStarted(state.voice_token))[0].voice is Voice.SPEAKING


def test_recording_starts_only_after_the_voice_has_ended_and_the_microphone_is_ready() -> None:
    state, effects = run(new(), Ask(), READY)
    assert effects == []
    state, effects = run(state, voice_ended(state))
    assert (state.phase, effects) == (Phase.THINKING, [ArmMicrophone(), Record(state.take_id)])

    slow, _ = run(new(), Ask())
    slow, effects = run(slow, voice_ended(slow))
    assert (slow.phase, effects) == (Phase.THINKING, [ArmMicrophone()])
    slow, effects = run(slow, READY)
    assert effects == [Record(slow.take_id)]


def test_recording_is_shown_only_after_the_first_block() -> None:
    state, _ = run(new(), Ask(), READY)
    state, _ = run(state, voice_ended(state))
    assert state.phase is Phase.THINKING
    started = RecordingStarted(state.take_id, Path("a.wav"))
    state, effects = run(state, started)
    assert state.phase is Phase.RECORDING
    assert effects == [KeepStarted(started, state.question)]


def test_the_candidate_can_choose_to_start_by_hand() -> None:
    state, _ = run(new(record_after_question=False), Ask(), READY)
    state, effects = run(state, voice_ended(state))
    assert (state.phase, effects) == (Phase.THINKING, [ArmMicrophone()])
    state, effects = run(state, StartAnswer())
    assert effects == [Record(state.take_id)]
    assert run(state, StartAnswer())[1] == [], "a second press does not start a second recording"


def test_a_silent_interview_waits_for_the_candidate() -> None:
    state, effects = run(new(read_aloud=False), Ask())
    assert (state.phase, effects) == (Phase.THINKING, [OpenMicrophone(), ArmMicrophone()])
    assert run(state, READY)[1] == []


def test_a_failing_voice_leaves_the_question_to_be_read() -> None:
    state, _ = run(new(), Ask(), READY)
    error = EngineError("The voice did not answer.")
    state, effects = run(state, VoiceFailed(state.voice_token, error))
    assert (state.phase, state.voice, state.notice, effects) == (
        Phase.THINKING,
        Voice.FAILED,
        error,
        [ArmMicrophone()],
    )
    assert run(state, StartAnswer())[1] == [Record("s-01")]


def test_a_late_report_of_an_earlier_voice_changes_nothing() -> None:
    first, _ = run(new(), Ask(), READY)
    late = voice_ended(first)
    second, _ = run(first, Next())
    assert step(second, late) == (second, ())
    assert step(second, VoiceFailed(late.token, EngineError("x"))) == (second, ())


def test_stop_keeps_the_take_and_starts_the_work() -> None:
    state, effects = run(recording(), StopAnswer())
    assert (state.stopping, effects) == (True, [StopRecording()])
    assert run(state, StopAnswer())[1] == []
    end = ended(state)
    state, effects = run(state, end)
    assert (state.phase, effects) == (Phase.READY, [KeepEnded(end), Work(state.take_id)])
    assert state.takes[0].status is AnswerStatus.TRANSCRIBING
    assert state.takes[0].duration_s == 12.5


def test_pause_and_resume() -> None:
    state, effects = run(recording(), PauseAnswer())
    assert (state.phase, effects) == (Phase.PAUSED, [PauseRecording()])
    state, effects = run(state, ResumeAnswer())
    assert (state.phase, effects) == (Phase.RECORDING, [ResumeRecording()])
    state, effects = run(state, PauseAnswer(), StopAnswer())
    assert effects == [StopRecording()]


@pytest.mark.parametrize(("wish", "phase", "index"), [(Ask(), Phase.ASKING, 0), (Next(), Phase.ASKING, 1)])
def test_moving_on_while_recording_keeps_the_answer_first(wish: Ask | Next, phase: Phase, index: int) -> None:
    state, effects = run(recording(), wish)
    assert (state.phase, effects) == (Phase.RECORDING, [StopRecording()])
    state, effects = run(state, ended(state))
    assert effects[:2] == [KeepEnded(ended(state)), Work(state.take_id)]
    assert (state.phase, state.index) == (phase, index)
    assert isinstance(effects[-1], Speak)


def test_finishing_while_recording_keeps_the_answer() -> None:
    state, _ = run(recording(), Finish())
    state, effects = run(state, ended(state))
    assert state.phase is Phase.FINISHED
    assert effects == [KeepEnded(ended(state)), Work("s-01"), Hush(), CloseMicrophone(), CloseSession()]


def test_after_the_last_question_the_interview_is_finished() -> None:
    state, _ = run(new(index=1), Next())
    assert state.phase is Phase.FINISHED
    assert run(state, Ask(), Next(), StartAnswer(), Finish())[0] == state


def test_a_retake_is_a_new_take() -> None:
    state = recording()
    state, _ = run(state, StopAnswer(), ended(state))
    state, _ = run(state, Ask())
    state, _ = run(state, voice_ended(state))
    state, _ = run(state, RecordingStarted(state.take_id, Path("b.wav")))
    assert [take.id for take in state.takes] == ["s-01", "s-02"]
    assert len(state.takes_here) == 2


def test_leaving_before_the_first_word_discards_the_empty_file() -> None:
    state, _ = run(new(), Ask(), READY)
    state, _ = run(state, voice_ended(state))
    left, effects = run(state, Next())
    assert StopRecording() in effects
    left, effects = run(left, RecordingStarted("s-01", Path("a.wav")))
    assert (left.phase, effects) == (Phase.ASKING, [])
    assert run(left, RecordingEnded("s-01", Path("a.flac"), 0.1, 0.0))[1] == [Discard(Path("a.flac"))]


def test_a_recording_given_up_does_not_stop_the_next_one_when_it_reports_late() -> None:
    state, _ = run(new(), Ask(), READY)
    state, _ = run(state, voice_ended(state))
    state, _ = run(state, HearAgain())
    state, effects = run(state, voice_ended(state))
    assert effects == [ArmMicrophone(), Record("s-02")]
    late = [RecordingStarted("s-01", Path("s-01.wav")), RecordingEnded("s-01", Path("s-01.wav"), 0.1, 0.0)]
    assert run(state, *late)[1] == [Discard(Path("s-01.wav"))]
    assert StopRecording() not in run(state, late[0])[1]
    assert run(state, *late, RecordingStarted("s-02", Path("s-02.wav")))[0].phase is Phase.RECORDING


@pytest.mark.parametrize("error", [GONE, StorageError("The disk is full.", "Make room.")])
def test_a_recording_that_cannot_begin_is_told_and_can_be_tried_again(error: AppError) -> None:
    state, _ = run(new(), Ask(), READY)
    state, _ = run(state, voice_ended(state))
    state, effects = run(state, RecordingEnded("s-01", Path("s-01.wav"), 0.0, 0.0, error))
    assert (state.phase, state.fault, effects) == (Phase.FAULTED, error, [])
    state, effects = run(state, Retry())
    assert effects[0] == OpenMicrophone()
    state, _ = run(state, READY)
    assert run(state, voice_ended(state))[1] == [ArmMicrophone(), Record("s-02")]


@pytest.mark.parametrize(("take_id", "duration_s"), [("other-01", 40.0), ("s-01", 0.0)])
def test_no_file_but_that_of_a_recording_given_up_is_deleted(take_id: str, duration_s: float) -> None:
    left, _ = run(new(), Ask(), READY, Finish())
    assert run(left, RecordingEnded(take_id, Path("a.wav"), duration_s, 0.0))[1] == []


def test_a_microphone_that_dies_while_recording_keeps_what_was_said() -> None:
    state, effects = run(recording(), ended(recording(), GONE))
    assert effects == [KeepEnded(ended(recording(), GONE)), Work("s-01")]
    assert (state.phase, state.notice, state.microphone_ready) == (Phase.READY, GONE, False)
    assert run(state, Ask())[1][0] == OpenMicrophone()


def test_without_a_microphone_the_interview_is_faulted_until_retry() -> None:
    state, effects = run(new(), Ask(), MicrophoneFailed(GONE))
    assert (state.phase, state.fault, effects) == (Phase.FAULTED, GONE, [Hush()])
    state, effects = run(state, Retry())
    assert state.phase is Phase.ASKING
    assert state.fault is None
    assert effects[0] == OpenMicrophone()


def test_a_failed_answer_can_be_tried_again() -> None:
    state = recording()
    state, _ = run(state, StopAnswer(), ended(state), TakeFailed("s-01", EngineError("crashed")))
    assert state.takes[0].status is AnswerStatus.FAILED
    state, effects = run(state, RetryTake("s-01"))
    assert (state.takes[0].status, effects) == (AnswerStatus.TRANSCRIBING, [Work("s-01")])
    assert run(state, TakeProgress("s-01", 0.5))[0].takes[0].progress == 0.5
    assert run(state, RetryTake("s-01"))[1] == [], "work under way is not started twice"


def test_trouble_and_muting_are_shown_and_stop_nothing() -> None:
    state, _ = run(recording(), MicrophoneMuted(True), Trouble(StorageError("full")))
    assert state.muted
    assert state.notice is not None
    assert state.phase is Phase.RECORDING


WISHES: list[Event] = [
    Ask(),
    HearAgain(),
    SkipVoice(),
    StartAnswer(),
    PauseAnswer(),
    ResumeAnswer(),
    StopAnswer(),
    Next(),
    Retry(),
]


class World:
    """A microphone and a voice that report, in any order, what effects asked of them."""

    def __init__(self) -> None:
        self.pending: list[Event] = []
        self.running: str | None = None
        self.started: set[str] = set()
        self.kept: set[str] = set()
        self.discarded = 0

    def obey(self, effect: Effect) -> None:
        match effect:
            case OpenMicrophone():
                self.pending.append(READY)
            case Speak(token, _):
                self.pending += [VoiceStarted(token), VoiceEnded(token)]
            case Record(take_id):
                assert self.running is None, "two recordings at once"
                self.running = take_id
                self.pending.append(RecordingStarted(take_id, Path(f"{take_id}.wav")))
            case KeepStarted(started, _):
                self.started.add(started.take_id)
            case StopRecording() | CloseMicrophone() if self.running:
                self.pending.append(RecordingEnded(self.running, Path(f"{self.running}.flac"), 1.0, 0.0))
                self.running = None
            case KeepEnded(end):
                self.kept.add(end.take_id)
            case _:
                pass


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WISHES), st.just(None)), max_size=60))
def test_whatever_the_candidate_does_no_answer_is_lost(script: list[Event | None]) -> None:
    """None lets the world report one thing; at the end everything is reported and the interview finished."""
    world, state = World(), new()

    def feed(event: Event) -> State:
        after, effects = step(state, event)
        for effect in effects:
            world.obey(effect)
        return after

    for wish in script:
        if wish is not None:
            state = feed(wish)
        elif world.pending:
            state = feed(world.pending.pop(0))
    state = feed(Finish())
    while world.pending:
        state = feed(world.pending.pop(0))
    assert state.phase is Phase.FINISHED
    assert world.started == world.kept == {take.id for take in state.takes}
    assert all(take.status is AnswerStatus.TRANSCRIBING for take in state.takes)
