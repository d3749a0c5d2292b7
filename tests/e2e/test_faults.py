"""What goes wrong on real machines, in the real window: the candidate is told, and no answer is lost."""

from __future__ import annotations

import multiprocessing
import shutil
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.helpers.app import WAIT_MS, AppDriver
from tests.helpers.pulse import PulseRig
from tests.helpers.speaker import Speaker
from voice_interview import resources, settings
from voice_interview.audio.reading import read_mono
from voice_interview.interview.state import Phase, Voice
from voice_interview.paths import Paths
from voice_interview.settings import Settings
from voice_interview.storage.records import AnswerStatus

ANSWER = "First I made a plan, then I talked to my team. I learned a lot from the project."
StartApp = Callable[[], AppDriver]


def worker(name: str) -> BaseProcess:
    """The one worker process with this name."""
    found = [one for one in multiprocessing.active_children() if one.name == name]
    assert len(found) == 1
    return found[0]


def answer(app: AppDriver, pulse: PulseRig, speaker: Speaker) -> None:
    """Speak an answer and stop."""
    app.wait_for_phase(Phase.RECORDING)
    pulse.play_into_microphone(speaker.say(ANSWER)).wait(timeout=60)
    app.press()
    app.wait_for_phase(Phase.READY)


def test_without_a_microphone_set_up_says_so(start_app: StartApp, no_sound_system: None, qtbot: QtBot) -> None:
    app = start_app()
    setup = app.go_to_setup()
    qtbot.waitUntil(lambda: setup.sound.problem is not None, timeout=WAIT_MS)
    assert not setup.start.isEnabled()
    assert "microphone" in setup.choice.text()


def test_a_microphone_that_dies_while_recording_keeps_the_answer(
    start_app: StartApp, own_pulse: PulseRig, speaker: Speaker, qtbot: QtBot
) -> None:
    app = start_app()
    app.start_interview()
    app.wait_for_phase(Phase.RECORDING)
    own_pulse.play_into_microphone(speaker.say(ANSWER)).wait(timeout=60)
    own_pulse.kill()
    app.wait_for_phase(Phase.READY)
    app.wait_for_banner("microphone")
    app.wait_for_status(AnswerStatus.ANALYSED)
    analysis = app.state.takes[0].analysis
    assert analysis is not None
    assert analysis.words is not None
    assert " ".join(word.text for word in analysis.words).lower().startswith("first i made a plan")
    review = app.review()
    assert review.take is not None
    assert review.take.error is not None
    assert read_mono(review.take.file).size > 16_000 * 4


def test_a_voice_that_fails_leaves_the_question_readable(
    start_app: StartApp, paths: Paths, pulse: PulseRig, speaker: Speaker
) -> None:
    settings.save(Settings(model_dir=resources.demo_model(), voice="no-such-voice"), paths.settings)
    app = start_app()
    page = app.start_interview()
    app.wait_for_phase(Phase.THINKING)
    assert app.state.voice is Voice.FAILED
    assert page.question.isVisible()
    app.wait_for_banner("voice")
    app.press()
    answer(app, pulse, speaker)
    app.wait_for_status(AnswerStatus.ANALYSED)


def test_a_recogniser_killed_in_the_middle_can_be_tried_again(
    start_app: StartApp, pulse: PulseRig, speaker: Speaker, qtbot: QtBot
) -> None:
    app = start_app()
    app.start_interview()
    app.wait_for_phase(Phase.RECORDING)
    pulse.play_into_microphone(speaker.say(ANSWER)).wait(timeout=60)
    app.press()
    app.wait_for_status(AnswerStatus.TRANSCRIBING)
    worker("speech recogniser").kill()
    app.wait_for_status(AnswerStatus.FAILED)
    review = app.review()
    assert review.words.again.isVisible()
    qtbot.mouseClick(review.words.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: review.take is not None and review.take.status is AnswerStatus.ANALYSED, timeout=WAIT_MS)
    assert "made a plan" in review.words.transcript.toPlainText()


@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_damaged_model_is_named_and_the_answer_kept(
    damage: str, start_app: StartApp, paths: Paths, pulse: PulseRig, speaker: Speaker, tmp_path: Path
) -> None:
    model = tmp_path / "model"
    shutil.copytree(resources.demo_model(), model)
    if damage == "missing":
        (model / "model.bin").unlink()
    else:
        with (model / "model.bin").open("r+b") as stream:
            stream.truncate(1_000_000)
    settings.save(Settings(model_dir=model), paths.settings)
    app = start_app()
    app.start_interview()
    answer(app, pulse, speaker)
    app.wait_for_status(AnswerStatus.FAILED)
    error = app.state.takes[0].error
    assert error is not None
    assert "model" in error.message.lower()
    assert error.hint
    review = app.review()
    assert review.take is not None
    assert read_mono(review.take.file).size > 16_000 * 4


def test_without_a_model_sound_is_measured_and_can_be_replayed(
    start_app: StartApp, paths: Paths, pulse: PulseRig, speaker: Speaker, qtbot: QtBot
) -> None:
    settings.save(Settings(), paths.settings)
    app = start_app()
    app.start_interview()
    answer(app, pulse, speaker)
    app.wait_for_status(AnswerStatus.ANALYSED)
    analysis = app.state.takes[0].analysis
    assert analysis is not None
    assert analysis.words is None
    assert analysis.timing.speaking_s is not None
    assert analysis.timing.speaking_s > 3
    review = app.review()
    assert "no speech model" in review.words.message.text()
    qtbot.waitUntil(lambda: review.replay.sound is not None, timeout=WAIT_MS)
    app.press()
    qtbot.waitUntil(lambda: review.replay.position_s > 0.2, timeout=WAIT_MS)


def test_a_hanging_microphone_never_stops_the_window(start_app: StartApp, own_pulse: PulseRig, qtbot: QtBot) -> None:
    app = start_app()
    app.start_interview()
    app.wait_for_phase(Phase.RECORDING)
    own_pulse.freeze()
    turns: list[float] = []

    def ended() -> bool:
        turns.append(time.monotonic())
        return app.state.phase is Phase.READY

    qtbot.waitUntil(ended, timeout=WAIT_MS)
    own_pulse.thaw()
    app.wait_for_banner("microphone")
    assert app.state.notice is not None
    assert len(turns) > 20, "the event loop went on while the sound server hung"
