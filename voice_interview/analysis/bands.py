"""The figures of one answer in words, with their bands, for window, report and terminal alike.

The thresholds and where they come from are told on the page ``docs/figures.md``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voice_interview.analysis.results import Analysis, FillerEvent, Rubric
from voice_interview.analysis.timing import LONG_PAUSE_S
from voice_interview.banks.model import Question

Band = Literal["good", "caution", "neutral"]

PACE_WPM = (120.0, 165.0)
"""Easy to follow: the band interview coaches advise."""
FEW_WORDS = 10
"""With fewer words pace, fillers and pauses are chance and get no band."""
FILLERS_HARMLESS = 5.0
"""A minute; up to here listeners' judgement did not suffer (doi 10.1002/jaba.1093, tested at 0, 2, 5 and 12)."""
FILLERS_MANY = 12.0
"""A minute; from here it did."""
FILLERS_NEED_S = 10.0
"""In a shorter answer fillers are counted but not taken per minute."""
USUAL_TARGET_S = 90.0
LENGTH_SHARE = (2 / 3, 4 / 3)
"""Of the question's target; 60 to 120 s for the usual 90 s."""


@dataclass(frozen=True, slots=True)
class FigureText:
    """One figure as shown: the sentence first, then the value with its band, the explanation on demand."""

    id: str
    title: str
    sentence: str
    value: str | None
    """None when it could not be measured; the sentence says why."""
    band: Band
    explanation: str


_ABOUT = {
    "length": (
        "Length",
        "A good answer to this question takes about {span}. Shorter is fine where it asks for a fact.",
    ),
    "pace": (
        "Pace",
        "Words a minute while you were speaking, pauses left out. 120 to 165 is easiest to follow. Many people "
        "practise at about 105: slower is no fault.",
    ),
    "fillers": (
        "Fillers",
        "Up to 5 a minute do no harm; from about 12 listeners notice. Sounds such as “um” and crutch words such as "
        "“you know” are different habits, so they are counted apart. A silent breath does the same job.",
    ),
    "pauses": (
        "Pauses",
        "Silences of more than a second inside the answer; those over two seconds are highlighted. Stopping to think "
        "is fine, and better than filling the gap.",
    ),
    "start": (
        "First word",
        "From the start of the recording to your first word. It is shown, not judged: a moment to think is fine.",
    ),
    "coverage": (
        "Content",
        "How much of what a good answer holds was found in your words, by weight; a point only touched counts "
        "at most half. A point not found may still have been said in other words: listen, and decide yourself.",
    ),
}


def describe(analysis: Analysis, question: Question | None) -> tuple[FigureText, ...]:
    """The figures in the order they are shown. The rubric is left out when there was no question."""
    figures = [_length(analysis, question), _pace(analysis), _fillers(analysis), _pauses(analysis), _start(analysis)]
    if analysis.rubric is not None:
        figures.append(_coverage(analysis.rubric))
    return tuple(figures)


def _figure(id_: str, sentence: str, value: str | None = None, band: Band = "neutral", span: str = "") -> FigureText:
    title, explanation = _ABOUT[id_]
    return FigureText(id_, title, sentence, value, band, explanation.format(span=span))


def _length(analysis: Analysis, question: Question | None) -> FigureText:
    low_s, high_s = (share * (question.target_s if question else USUAL_TARGET_S) for share in LENGTH_SHARE)
    span = f"{seconds(low_s)} to {seconds(high_s)}"
    took = analysis.timing.duration_s
    if took is None:
        return _figure("length", "The length is not known.", span=span)
    value = seconds(took)
    if took < low_s:
        return _figure("length", f"{value}; there is room for more, up to {seconds(high_s)}.", value, "caution", span)
    if took > high_s:
        return _figure("length", f"{value}, long enough for the best part to get lost.", value, "caution", span)
    return _figure("length", f"{value}, a good length.", value, "good", span)


def _pace(analysis: Analysis) -> FigureText:
    pace, count = analysis.timing.pace_wpm, analysis.timing.word_count
    if analysis.words is None:
        return _figure("pace", "The pace needs a transcript, and there is none.")
    if not count or count < FEW_WORDS:
        return _figure("pace", "Too few words to tell the pace.")
    if pace is None:
        return _figure("pace", "The pace is not known, since the words have no times.")
    value = f"{pace:.0f} words a minute"
    low, high = PACE_WPM
    if pace < low:
        return _figure("pace", f"{value}, unhurried; a little quicker sounds livelier.", value, "caution")
    if pace > high:
        return _figure("pace", f"{value}, quick; take a breath between sentences.", value, "caution")
    return _figure("pace", f"{value}, easy to follow.", value, "good")


def _fillers(analysis: Analysis) -> FigureText:
    events, rate = analysis.fillers.events, analysis.fillers.per_minute
    if events is None:
        return _figure("fillers", "Filler words need a transcript, and there is none.")
    if not analysis.words:
        return _figure("fillers", "No words were understood, so there are no fillers to count.")
    if not events:
        return _figure("fillers", "No fillers in the transcript.", "0", _good_unless_short(analysis))
    kinds = _kinds(events)
    if rate is None or 60 * len(events) / rate < FILLERS_NEED_S:
        return _figure("fillers", f"{kinds}; how many a minute cannot be told.", str(len(events)))
    value = f"{rate:.1f} a minute"
    if rate <= FILLERS_HARMLESS:
        return _figure("fillers", f"{kinds}, {value}: few enough to go unnoticed.", value, "good")
    if rate < FILLERS_MANY:
        return _figure("fillers", f"{kinds}, {value}: some, but not too many.", value)
    return _figure("fillers", f"{kinds}, {value}: enough to draw attention.", value, "caution")


def _kinds(events: tuple[FillerEvent, ...]) -> str:
    sounds = sum(event.kind == "sound" for event in events)
    counts = ((sounds, "filler sound"), (len(events) - sounds, "crutch word"))
    return " and ".join(_count(number, noun) for number, noun in counts if number)


def _pauses(analysis: Analysis) -> FigureText:
    pauses = analysis.timing.pauses
    if pauses is None:
        return _figure("pauses", "Pauses need the sound or the times of the words.")
    if not analysis.timing.speaking_s:
        return _figure("pauses", "No speech was heard.")
    if not pauses:
        return _figure("pauses", "No pauses of more than a second.", "0", _good_unless_short(analysis))
    longest_s = max(pause.length_s for pause in pauses)
    value = _count(len(pauses), "pause")
    sentence = f"{value} of more than a second, the longest {longest_s:.1f} seconds."
    return _figure("pauses", sentence, value, "good" if longest_s <= LONG_PAUSE_S else "neutral")


def _good_unless_short(analysis: Analysis) -> Band:
    count = analysis.timing.word_count
    return "neutral" if count is not None and count < FEW_WORDS else "good"


def _start(analysis: Analysis) -> FigureText:
    first_s = analysis.timing.time_to_first_word_s
    if first_s is None:
        return _figure("start", "When you began to speak is not known.")
    return _figure("start", f"You began to speak after {first_s:.1f} seconds.", f"{first_s:.1f} s")


def _coverage(rubric: Rubric) -> FigureText:
    if not rubric.scored or rubric.coverage is None:
        return _figure("coverage", f"Not scored. {rubric.reason or 'The answer could not be judged.'}")
    covered = sum(point.status == "covered" for point in rubric.points)
    touched = sum(point.status == "touched" for point in rubric.points)
    sentence = f"{covered} of {_count(len(rubric.points), 'point')} covered" + (
        f", {touched} touched on." if touched else "."
    )
    band: Band = "good" if covered == len(rubric.points) else "neutral"
    return _figure("coverage", sentence, f"{100 * rubric.coverage:.0f} %", band)


def seconds(length_s: float) -> str:
    """A length as people say it: "48 seconds", "1 min 30 s"."""
    whole = round(length_s)
    if whole < 60:
        return _count(whole, "second")
    return f"{whole // 60} min {whole % 60} s" if whole % 60 else _count(whole // 60, "minute")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
