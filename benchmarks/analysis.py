"""Times the analysis of a ten-minute transcript, and the rubric alone on an answer of 300 words."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from voice_interview import resources
from voice_interview.analysis.analyze import analyze
from voice_interview.analysis.rubric import score_rubric
from voice_interview.banks.loader import load_bank
from voice_interview.transcription.types import Span, Word

RUNS = 15


def transcript(texts: list[str], count: int) -> tuple[Word, ...]:
    """``count`` words of shuffled model answers with fillers, at 150 words a minute."""
    chance = random.Random(7)
    pool = [word for text in texts for word in text.split()]
    words: list[Word] = []
    while len(words) < count:
        at = chance.randrange(len(pool) - 40)
        words += [Word(word) for word in (*pool[at : at + 40], "um,", "you", "know,")]
    return tuple(Word(one.text, place * 0.4, place * 0.4 + 0.35, 0.9) for place, one in enumerate(words[:count]))


def median_ms(work: Callable[[], object]) -> float:
    """Median of some runs after a warm-up, in milliseconds."""
    work()
    times = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        work()
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def main() -> None:
    bank = load_bank(resources.question_banks() / "collections-officer.yaml")
    question = max(bank.questions, key=lambda one: len(one.rubric))
    texts = [one.model_answer for one in bank.questions]
    long, short = transcript(texts, 1500), transcript(texts, 300)
    speech = tuple(Span(at, at + 3.5) for at in range(0, 600, 4))
    whole = median_ms(
        lambda: analyze(question=question, duration_s=600.0, speech=speech, words=long, model="benchmark")
    )
    rubric = median_ms(lambda: score_rubric(question, short))
    print(f"analysis of {len(long)} words in 600 s: {whole:.1f} ms (median of {RUNS})")
    print(f"rubric of {len(short)} words against {len(question.rubric)} points: {rubric:.1f} ms (median of {RUNS})")


if __name__ == "__main__":
    main()
