"""A question and answers to it, and strategies for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from voice_interview.banks.model import Kind, Point, Question
from voice_interview.transcription.types import Span, Word

QUESTION = Question(
    id="angry-caller",
    text="How do you deal with a customer who is angry on the phone?",
    role="Collections officer",
    kind=Kind.SITUATIONAL,
    why_asked="Calls get heated.",
    how_to_answer=("Say what you do first.",),
    what_not_to_say=("I shout back.",),
    rubric=(
        Point(id="calm", label="Stays calm", evidence=(("stay|keep|remain calm", "calm ... voice"),)),
        Point(
            id="listen",
            label="Listens to the caller",
            weight=2,
            evidence=(("listen", "hear ... out"), ("customer|caller|person",)),
        ),
        Point(
            id="plan", label="Offers a plan that fits", evidence=(("payment plan", "instalments"), ("afford|budget",))
        ),
    ),
    model_answer="I keep calm and listen to the customer, and then we agree a payment plan that fits their budget.",
)

COVERED = (
    "I kept calm and I listened to the customer all the way through, then we set up a payment plan they could afford."
)

TALK = "um uh like you know I mean so well customer listen calm payment plan. right, 25% don't — é"
texts = st.sampled_from(TALK.split())


@st.composite
def spoken_words(draw: st.DrawFn, min_size: int = 0) -> tuple[Word, ...]:
    """Words in order with times on a grid of 1/64 s, so that shifting them is exact."""
    time = 0
    words = []
    for text in draw(st.lists(texts, min_size=min_size, max_size=40)):
        start = time + draw(st.integers(0, 200))
        time = start + draw(st.integers(1, 60))
        words.append(Word(text, start / 64, time / 64, draw(st.none() | st.floats(0, 1))))
    return tuple(words)


@st.composite
def speech_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """Stretches of voice in order, on the same grid."""
    time = 0
    spans = []
    for _ in range(draw(st.integers(0, 8))):
        start = time + draw(st.integers(1, 300))
        time = start + draw(st.integers(1, 300))
        spans.append(Span(start / 64, time / 64))
    return tuple(spans)
