"""The transcript: every word can be found, pressed and walked to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import samples
from voice_interview.transcription.types import Word
from voice_interview.ui import theme
from voice_interview.ui.widgets.transcript import Transcript


@pytest.fixture
def transcript(qtbot: QtBot) -> Transcript:
    theme.apply(_app(), "light")
    widget = Transcript()
    qtbot.addWidget(widget)
    widget.resize(480, 300)
    analysis = samples.analysis_of()
    widget.set_words(analysis.words or (), analysis.fillers.events or ())
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _middle(widget: Transcript, index: int) -> QPoint:
    return widget.word_rect(index).center().toPoint()


@pytest.mark.parametrize("index", [0, 1, 17, 40])
def test_a_click_on_a_word_chooses_that_word(qtbot: QtBot, transcript: Transcript, index: int) -> None:
    with qtbot.waitSignal(transcript.word_chosen) as chosen:
        qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=_middle(transcript, index))
    assert chosen.args == [index]


def test_every_word_that_can_be_seen_is_found_where_it_stands(transcript: Transcript) -> None:
    seen = [at for at in range(200) if transcript.word_rect(at).bottom() < transcript.viewport().height()]
    assert len(seen) > 40
    assert [transcript.word_at(transcript.word_rect(at).center()) for at in seen] == seen


def test_a_click_beside_the_words_chooses_nothing(qtbot: QtBot, transcript: Transcript) -> None:
    transcript.set_words((Word("Hello", 0.0, 0.4, 0.9),))
    with qtbot.assertNotEmitted(transcript.word_chosen):
        qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))


def test_arrows_walk_the_words_and_enter_plays(qtbot: QtBot, transcript: Transcript) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(transcript, key)
    with qtbot.waitSignal(transcript.word_chosen) as chosen:
        qtbot.keyClick(transcript, Qt.Key.Key_Return)
    assert chosen.args == [1]
    line = transcript.word_rect(1).center().y()
    qtbot.keyClick(transcript, Qt.Key.Key_Down)
    with qtbot.waitSignal(transcript.word_chosen) as chosen:
        qtbot.keyClick(transcript, Qt.Key.Key_Enter)
    below = transcript.word_rect(chosen.args[0])
    assert below.center().y() > line
    assert abs(below.center().x() - transcript.word_rect(1).center().x()) < 80


def test_fillers_and_unsure_words_are_told_apart(transcript: Transcript) -> None:
    assert transcript.filler_kind(1) == "sound"
    assert transcript.filler_kind(8) == "crutch"
    assert transcript.filler_kind(9) == "crutch"
    assert transcript.filler_kind(2) is None
    assert transcript.is_unsure(16)
    assert not transcript.is_unsure(15)


def test_marks_are_painted_and_follow_the_theme(qtbot: QtBot, transcript: Transcript) -> None:
    rect = transcript.word_rect(8)
    under = QPoint(int(rect.center().x()), int(rect.bottom()))
    light = transcript.viewport().grab().toImage()
    nearby = [light.pixelColor(under.x(), under.y() + shift).name() for shift in (-1, 0, 1)]
    assert "#cc79a7" in nearby
    theme.apply(_app(), "dark")
    dark = transcript.viewport().grab().toImage()
    brightest = max(dark.pixelColor(x, y).lightness() for x in range(0, 200) for y in range(0, 30))
    assert brightest > 200, "the words are light on dark"
    theme.apply(_app(), "light")


def test_the_word_being_played_is_highlighted_and_kept_in_view(transcript: Transcript) -> None:
    transcript.resize(480, 120)
    last = len(samples.analysis_of().words or ()) - 1
    transcript.set_current(last)
    assert transcript.current == last
    rect = transcript.word_rect(last)
    assert 0 <= rect.top() < transcript.viewport().height()
    image = transcript.viewport().grab().toImage()
    corner = image.pixelColor(int(rect.left()) + 3, int(rect.top()) + 3)
    assert corner != QColor(theme.LIGHT.surface)


def test_a_long_silence_begins_a_paragraph(transcript: Transcript) -> None:
    words = (Word("One", 0.0, 0.4), Word("two", 0.5, 0.9), Word("three", 3.5, 3.9), Word("four"))
    transcript.set_words(words)
    assert transcript.toPlainText() == "One two\nthree four"


def test_four_thousand_words_can_be_shown_and_hit(qtbot: QtBot, transcript: Transcript) -> None:
    long = samples.long_analysis()
    assert long.words is not None
    assert len(long.words) >= 4000
    transcript.set_words(long.words, long.fillers.events or ())
    transcript.set_current(3900)
    with qtbot.waitSignal(transcript.word_chosen) as chosen:
        qtbot.mouseClick(transcript.viewport(), Qt.MouseButton.LeftButton, pos=_middle(transcript, 3900))
    assert chosen.args == [3900]


def test_places_hold_for_letters_outside_the_basic_plane(qtbot: QtBot, transcript: Transcript) -> None:
    transcript.set_words((Word("🙂🙂🙂🙂", 0.0, 0.4), Word("indeed", 0.5, 0.9), Word("so", 1.0, 1.2)))
    assert [transcript.word_at(transcript.word_rect(at).center()) for at in range(3)] == [0, 1, 2]
