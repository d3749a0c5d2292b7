"""Timing, by hand-computed values."""

from __future__ import annotations

import pytest

from voice_interview.analysis.timing import measure_timing
from voice_interview.transcription.types import Span, Word

SPEECH = (Span(2.0, 6.0), Span(6.5, 10.0), Span(11.0, 12.0), Span(13.5, 20.0))
WORDS = (Word("one", 1.0, 1.5), Word("two", 1.6, 2.0), Word("three", 2.3, 3.0), Word("four", 5.0, 5.5))


def test_voice_activity_gives_times_and_words_the_pace() -> None:
    timing = measure_timing(25.0, SPEECH, WORDS)
    assert timing.duration_s == 25.0
    assert timing.time_to_first_word_s == 2.0
    assert timing.speaking_s == 15.0
    assert timing.pace_wpm == pytest.approx(4 / 15 * 60)
    assert timing.pauses == (Span(12.0, 13.5),)


def test_a_silence_of_exactly_a_second_is_no_pause() -> None:
    assert measure_timing(None, (Span(0, 1), Span(2, 3)), None).pauses == ()
    assert measure_timing(None, (Span(0, 1), Span(2.01, 3)), None).pauses == (Span(1, 2.01),)


def test_words_alone_give_speech_joined_over_short_gaps() -> None:
    timing = measure_timing(None, None, WORDS)
    assert timing.duration_s == 5.5
    assert timing.time_to_first_word_s == 1.0
    assert timing.speaking_s == pytest.approx(1.0 + 0.7 + 0.5)
    assert timing.pauses == (Span(3.0, 5.0),)


def test_spans_out_of_order_or_overlapping_are_put_right() -> None:
    timing = measure_timing(10.0, (Span(5, 8), Span(1, 3), Span(2, 3.5)), None)
    assert (timing.speaking_s, timing.pauses) == (5.5, (Span(3.5, 5),))


def test_silence_has_no_first_word_and_no_pace() -> None:
    timing = measure_timing(10.0, (), ())
    assert (timing.speaking_s, timing.word_count, timing.pauses) == (0.0, 0, ())
    assert timing.time_to_first_word_s is None
    assert timing.pace_wpm is None


def test_words_count_as_speech_where_none_was_detected() -> None:
    assert measure_timing(10.0, (), WORDS).speaking_s == pytest.approx(2.2)


def test_without_a_transcript_there_is_no_pace() -> None:
    timing = measure_timing(25.0, SPEECH, None)
    assert (timing.word_count, timing.pace_wpm) == (None, None)
    assert timing.speaking_s == 15.0


def test_typed_words_tell_only_their_number() -> None:
    timing = measure_timing(None, None, (Word("Yes,"), Word("—"), Word("I"), Word("do.")))
    assert timing.word_count == 3
    assert (timing.duration_s, timing.speaking_s, timing.pauses, timing.pace_wpm) == (None, None, None, None)


def test_no_time_at_all_has_no_pace() -> None:
    assert measure_timing(1.0, None, (Word("Um", 0.5, 0.5 + 1e-12),)).pace_wpm is None
