from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voice_interview.transcription.cleanup import MARGIN_S, spoken_words
from voice_interview.transcription.types import Span, Word

SPEECH = (Span(1, 3), Span(6, 9))


def texts(*words: str) -> list[str]:
    """What is left of words that are all said in the midst of speech."""
    timed = [Word(text, 1 + index * 0.1, 1.1 + index * 0.1, 0.9) for index, text in enumerate(words)]
    return [word.text for word in spoken_words(timed, SPEECH)]


def test_words_in_silence_are_dropped() -> None:
    words = [Word("Thank", 4.0, 4.5, 0.4), Word("you.", 4.5, 5.0, 0.4), Word("Yes.", 6.1, 6.4, 0.9)]
    assert [word.text for word in spoken_words(words, SPEECH)] == ["Yes."]
    assert spoken_words(words, ()) == ()


def test_words_close_to_speech_are_kept() -> None:
    assert spoken_words([Word("So", 0.75, 0.9, 0.9)], SPEECH) == (Word("So", 0.75, 0.9, 0.9),)


def test_a_word_stretched_over_a_pause_goes_where_most_of_it_is_spoken() -> None:
    first, second = spoken_words([Word("bank", 2.0, 6.1, 0.9), Word("then", 3.1, 6.6, 0.9)], SPEECH)
    assert (first.start_s, first.end_s) == (2.0, 3 + MARGIN_S)
    assert (second.start_s, second.end_s) == (6 - MARGIN_S, 6.6)


def test_short_gaps_do_not_cut_a_word() -> None:
    word = Word("eight", 1.0, 2.0, 0.9)
    assert spoken_words([word], (Span(0.9, 1.4), Span(1.8, 2.2))) == (word,)


def test_notes_on_sounds_are_no_words() -> None:
    assert texts("[BLANK_AUDIO]", "Yes.", "(audience", "laughing)", "No.") == ["Yes.", "No."]
    assert texts("[Music].", "So") == ["So"]


def test_a_bracket_that_does_not_close_takes_nothing_with_it() -> None:
    assert texts("(I", "worked", "at", "a", "bank", "for", "five", "years)") == [
        "I",
        "worked",
        "at",
        "a",
        "bank",
        "for",
        "five",
        "years)",
    ]


spans = st.lists(st.tuples(st.floats(0, 50), st.floats(0, 5)), max_size=8).map(
    lambda pairs: tuple(Span(start, start + length) for start, length in sorted(pairs))
)
words_ = st.lists(
    st.tuples(st.floats(0, 55), st.floats(0, 4)).map(lambda pair: Word("so", pair[0], sum(pair), 0.5)), max_size=10
)


@given(words_, spans)
def test_what_is_left_is_shorter_or_the_same_and_near_speech(words: list[Word], speech: tuple[Span, ...]) -> None:
    left = spoken_words(words, speech)
    assert len(left) <= len(words)
    for word in left:
        assert word.start_s is not None
        assert word.end_s is not None
        assert word.start_s <= word.end_s
        assert any(span.start_s - MARGIN_S <= word.end_s and word.start_s <= span.end_s + MARGIN_S for span in speech)
