"""The waveform: where a second is on screen, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from voice_interview.transcription.types import Span
from voice_interview.ui.widgets.level_meter import LevelJudge, LevelMeter, Loudness
from voice_interview.ui.widgets.marks import Mark
from voice_interview.ui.widgets.waveform import Waveform


def _waveform(qtbot: QtBot) -> Waveform:
    widget = Waveform()
    qtbot.addWidget(widget)
    widget.resize(412, 96)
    widget.set_duration(40.0)
    widget.set_peaks([0.1, 0.9, 0.4, 0.2] * 50)
    widget.show()
    return widget


def test_a_click_asks_for_the_second_under_it(qtbot: QtBot) -> None:
    widget = _waveform(qtbot)
    with qtbot.waitSignal(widget.seek) as asked:
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(6 + 100, 40))
    assert abs(asked.args[0] - 10.0) < 0.2


def test_dragging_asks_again_and_stays_inside(qtbot: QtBot) -> None:
    widget = _waveform(qtbot)
    heard: list[float] = []
    widget.seek.connect(heard.append)
    qtbot.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(206, 40))
    qtbot.mouseMove(widget, QPoint(306, 40))
    qtbot.mouseMove(widget, QPoint(411, 40))
    assert [round(second) for second in heard] == [20, 30, 40]


def test_the_keyboard_moves_five_seconds_and_to_the_ends(qtbot: QtBot) -> None:
    widget = _waveform(qtbot)
    widget.set_position(12.0)
    heard: list[float] = []
    widget.seek.connect(heard.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        qtbot.keyClick(widget, key)
    assert heard == [7.0, 17.0, 0.0, 40.0]


def test_without_sound_it_says_why_and_asks_for_nothing(qtbot: QtBot) -> None:
    widget = _waveform(qtbot)
    widget.set_message("The recording is missing.")
    assert widget.accessibleDescription() == "The recording is missing."
    with qtbot.assertNotEmitted(widget.seek):
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))


def test_marks_and_playhead_are_painted(qtbot: QtBot) -> None:
    widget = _waveform(qtbot)
    plain = widget.grab().toImage()
    widget.set_marks([Mark(10.0, "sound", "um"), Mark(20.0, "crutch", "like")], [Span(30.0, 33.0)])
    marked = widget.grab().toImage()
    assert marked.pixelColor(106, 84).name() == "#e69f00"
    assert marked.pixelColor(206, 84).name() == "#cc79a7"
    assert marked.pixelColor(320, 8) != plain.pixelColor(320, 8)
    widget.set_position(20.0)
    assert widget.grab().toImage().pixelColor(206, 8) != marked.pixelColor(206, 8)


def test_the_meter_rises_at_once_and_falls_gently(qtbot: QtBot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.set_level(-10.0)
    assert meter.level_dbfs == -10.0
    meter.set_level(-60.0)
    assert -12.0 < meter.level_dbfs < -10.0


def test_levels_in_words() -> None:
    judge = LevelJudge()
    assert judge.judge(0.0, -80.0) is Loudness.LISTENING
    assert judge.judge(4.0, -80.0) is Loudness.NO_SOUND
    assert judge.judge(5.0, -50.0) is Loudness.QUIET
    assert judge.judge(6.0, -20.0) is Loudness.GOOD
    assert judge.judge(14.0, -80.0) is Loudness.GOOD, "a pause to think is no fault"
    assert judge.judge(14.5, -1.0) is Loudness.LOUD
    assert judge.judge(16.5, -20.0) is Loudness.GOOD
    assert judge.judge(30.0, -80.0) is Loudness.PAUSE, "who was heard is thinking now, not muted"
    judge.reset()
    judge.judge(40.0, -80.0)
    assert judge.judge(44.0, -80.0) is Loudness.NO_SOUND
