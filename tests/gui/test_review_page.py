"""The review page: words, evidence and figures that can be heard, and all that can be missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import samples
from voice_interview.audio.events import PlaybackEnded, PlaybackFailed
from voice_interview.errors import AppError, AudioFileError, DeviceError
from voice_interview.storage.records import AnswerStatus, SessionRecord
from voice_interview.ui import theme
from voice_interview.ui.background import Background
from voice_interview.ui.bridge import Mailbox
from voice_interview.ui.pages.review import ReviewPage
from voice_interview.ui.replay import LoadedSound, load_sound
from voice_interview.ui.widgets.base import Label


class Player:
    """Notes what it is asked to do; the sound itself is tested with the real player."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []
        self.token = ""
        self.position_s = 0.0

    def play(self, token: str, sound: Any, rate_hz: int | None = None, from_s: float = 0.0) -> None:
        self.token, self.position_s = token, from_s
        self.asked.append(("play", from_s))

    def seek(self, to_s: float) -> None:
        self.position_s = to_s
        self.asked.append(("seek", to_s))

    def pause(self) -> None:
        self.asked.append(("pause", self.position_s))

    def resume(self) -> None:
        self.asked.append(("resume", self.position_s))

    def stop(self) -> None:
        self.asked.append(("stop", self.position_s))


@pytest.fixture
def player() -> Player:
    return Player()


@pytest.fixture
def session(tmp_path: Path) -> SessionRecord:
    """Real recordings on disk, apart from the last answer's, which is missing."""
    record = samples.full_session(tmp_path)
    for take in record.takes[:-1]:
        seconds = take.duration_s or 41.0
        soundfile.write(take.file, 0.1 * np.ones(int(seconds * 8000), np.float32), 8000)
    return record


@pytest.fixture
def page(qtbot: QtBot, player: Player) -> Iterator[ReviewPage]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    mailbox = Mailbox()
    background = Background(mailbox)
    shown: list[ReviewPage] = []

    def load(file: Path, on_done: Callable[[LoadedSound | AppError], None]) -> None:
        background.run(lambda: load_sound(file), on_done, on_done, shown[0])

    page = ReviewPage(player, load)
    shown.append(page)
    qtbot.addWidget(page)
    page.resize(1180, 900)
    page.show()
    qtbot.waitExposed(page)
    yield page
    page.hide()
    mailbox.close()
    background.close(5.0)


def _open(qtbot: QtBot, page: ReviewPage, session: SessionRecord, at: int) -> None:
    page.show_session(session, session.takes[at].id)
    qtbot.waitUntil(lambda: page.replay.sound is not None or page.replay.error is not None)


def _shows(qtbot: QtBot, page: ReviewPage, words: str) -> None:
    def check() -> bool:
        return any(words in label.text() for label in page.findChildren(Label) if label.isVisible())

    qtbot.waitUntil(check)


def test_a_click_on_a_word_plays_from_that_word(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    _open(qtbot, page, session, 1)
    analysis = session.takes[1].analysis
    assert analysis is not None
    assert analysis.words is not None
    transcript = page.words.transcript
    qtbot.waitUntil(lambda: transcript.word_rect(30).height() > 0)
    where = transcript.word_rect(30).center().toPoint()
    qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert player.asked == [("play", analysis.words[30].start_s)]
    assert page.replay.playing
    qtbot.waitUntil(lambda: transcript.current == 30)
    player.position_s = (analysis.words[34].start_s or 0.0) + 0.01
    qtbot.waitUntil(lambda: transcript.current == 34)
    assert page.player.waveform.position_s == pytest.approx(player.position_s)
    where = transcript.word_rect(3).center().toPoint()
    qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert player.asked[1] == ("seek", analysis.words[3].start_s)


def test_a_quote_plays_its_second_and_shows_its_words(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    _open(qtbot, page, session, 1)
    quote = page.rubric.rows[2].quotes[0]
    assert quote.evidence.text == "forty dollars every second Friday,"
    qtbot.mouseClick(quote, Qt.MouseButton.LeftButton)
    assert player.asked == [("play", quote.evidence.start_s)]
    assert page.words.transcript.evidence == ((quote.evidence.start_word, quote.evidence.end_word),)
    assert page.rubric.selected == "plan"


def test_a_point_shows_and_hides_its_evidence_without_playing(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    _open(qtbot, page, session, 1)
    row = page.rubric.rows[0]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(20, 12))
    assert len(page.words.transcript.evidence) == 2
    qtbot.keyClick(row, Qt.Key.Key_Return)
    assert page.words.transcript.evidence == ()
    assert player.asked == []


def test_points_say_their_status_in_words(qtbot: QtBot, page: ReviewPage, session: SessionRecord) -> None:
    _open(qtbot, page, session, 1)
    said = [row.status.text() for row in page.rubric.rows]
    assert said == ["Covered", "Covered", "Covered", "Touched on", "Not found"]
    _shows(qtbot, page, "3 of 5 covered")
    _shows(qtbot, page, "Heard by Whisper base.en")
    assert [row.figure.id for row in page.figures.rows][:3] == ["length", "pace", "fillers"]


def test_keys_play_pause_and_move(qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player) -> None:
    _open(qtbot, page, session, 1)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert page.player.play.text() == "Pause"
    qtbot.keyClick(page, Qt.Key.Key_Right)
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert page.player.play.text() == "Play"
    qtbot.keyClick(page, Qt.Key.Key_Left)
    assert player.asked == [("play", 0.0), ("seek", 5.0), ("pause", 5.0), ("seek", 0.0)]


def test_at_its_end_it_stops_and_space_starts_over(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    _open(qtbot, page, session, 1)
    page.replay.play_from(80.0)
    page.on_player_event(PlaybackEnded("another sound"))
    assert page.replay.playing
    page.on_player_event(PlaybackEnded(player.token))
    assert not page.replay.playing
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert player.asked[-1] == ("play", 0.0)


def test_a_failed_speaker_is_told_in_words(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    _open(qtbot, page, session, 1)
    page.replay.play_from(3.0)
    error = DeviceError("No speaker was found.", "Plug one in, then press Play.")
    page.on_player_event(PlaybackFailed(player.token, error))
    assert not page.replay.playing
    _shows(qtbot, page, "No speaker was found.")
    page.replay.toggle()
    qtbot.waitUntil(lambda: not any("No speaker" in label.text() for label in page.findChildren(Label)))


def test_another_answer_falls_silent_first(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    _open(qtbot, page, session, 1)
    page.replay.play_from(3.0)
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert player.asked[-1][0] == "stop"
    assert page.question.text() == samples.TARGETS.text


def test_not_scored_says_why(qtbot: QtBot, page: ReviewPage, session: SessionRecord) -> None:
    _open(qtbot, page, session, 0)
    _shows(qtbot, page, "Not scored. The answer is too short to judge")
    assert page.rubric.rows == []
    assert page.words.transcript.isVisible()


def test_a_failed_answer_offers_to_try_again(qtbot: QtBot, page: ReviewPage, session: SessionRecord) -> None:
    _open(qtbot, page, session, 2)
    _shows(qtbot, page, "The speech model stopped in the middle.")
    with qtbot.waitSignal(page.retry_take) as asked:
        qtbot.mouseClick(page.words.again, Qt.MouseButton.LeftButton)
    assert asked.args == [session.takes[2].id]


def test_work_in_progress_is_shown_and_then_its_result(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord
) -> None:
    _open(qtbot, page, session, 3)
    _shows(qtbot, page, "Your words are being written down.")
    page.set_progress(session.takes[3].id, 0.6)
    assert page.words.progress.value() == 60
    assert not page.figures.isVisible()
    with qtbot.waitSignal(page.give_up_take) as stopped:
        qtbot.mouseClick(page.words.stop, Qt.MouseButton.LeftButton)
    assert stopped.args == [session.takes[3].id]
    page.update_take(replace(session.takes[3], status=AnswerStatus.RECORDED))
    _shows(qtbot, page, "This answer has not been written down yet.")
    assert page.words.again.isVisible()
    done = replace(session.takes[3], status=AnswerStatus.ANALYSED, analysis=samples.analysis_of())
    page.update_take(done)
    qtbot.waitUntil(page.words.transcript.isVisible)
    assert page.figures.isVisible()
    assert not page.words.progress.isVisible()


def test_without_a_speech_model_self_review_works(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    listenable = replace(session.takes[4], file=session.takes[1].file)
    _open(qtbot, page, samples.session(listenable), 0)
    _shows(qtbot, page, "no speech model is set up")
    _shows(qtbot, page, "check for yourself")
    qtbot.mouseClick(page.player.play, Qt.MouseButton.LeftButton)
    assert player.asked == [("play", 0.0)]
    qtbot.mouseClick(page.coaching.reveal, Qt.MouseButton.LeftButton)
    _shows(qtbot, page, samples.WHY_HERE.model_answer)


def test_a_missing_recording_is_said_and_nothing_plays(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player
) -> None:
    _open(qtbot, page, session, 4)
    assert isinstance(page.replay.error, AudioFileError)
    assert page.replay.error.message in page.player.waveform.accessibleDescription()
    assert not page.player.play.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Space)
    assert player.asked == []


def test_the_model_answer_stays_hidden_until_asked_for(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord
) -> None:
    _open(qtbot, page, session, 1)
    assert not page.coaching.model_answer.isVisible()
    qtbot.mouseClick(page.coaching.reveal, Qt.MouseButton.LeftButton)
    assert page.coaching.model_answer.isVisible()
    _open(qtbot, page, session, 2)
    assert not page.coaching.model_answer.isVisible()


def test_an_empty_session_says_so(qtbot: QtBot, page: ReviewPage) -> None:
    page.show_session(samples.session())
    _shows(qtbot, page, "No answers here")
    assert not page.list.isVisible()
    assert not page.again.isVisible(), "there is nothing to practise again"


def test_the_ways_out(qtbot: QtBot, page: ReviewPage, session: SessionRecord) -> None:
    _open(qtbot, page, session, 1)
    with qtbot.waitSignal(page.practise_again) as asked:
        qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert asked.args == [(samples.HOSTILE.id, samples.TARGETS.id, samples.WHY_HERE.id)]
    with qtbot.waitSignal(page.export_report):
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.back):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_leaving_the_page_pauses(qtbot: QtBot, page: ReviewPage, session: SessionRecord, player: Player) -> None:
    _open(qtbot, page, session, 1)
    page.replay.play_from(10.0)
    page.hide()
    assert player.asked[-1][0] == "pause"


def test_the_theme_can_change_while_it_is_shown(qtbot: QtBot, page: ReviewPage, session: SessionRecord) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    _open(qtbot, page, session, 1)
    surfaces = []
    for choice in ("dark", "light"):
        theme.apply(app, choice)
        surfaces.append(page.player.grab().toImage().pixelColor(40, 4).name().upper())
    assert surfaces == [theme.DARK.surface, theme.LIGHT.surface]


@pytest.mark.parametrize(("width", "side_by_side"), [(1180, True), (812, False)])
def test_columns_stack_when_narrow(
    qtbot: QtBot, page: ReviewPage, session: SessionRecord, width: int, side_by_side: bool
) -> None:
    _open(qtbot, page, session, 1)
    page.resize(width, 700)
    qtbot.waitUntil(
        lambda: (page.rubric.mapTo(page, QPoint()).x() > page.words.mapTo(page, QPoint()).x() + 100) is side_by_side
    )
    for part in (page.words, page.rubric, page.player, page.again):
        right = part.mapTo(page, QPoint(part.width(), 0)).x()
        assert right <= width
