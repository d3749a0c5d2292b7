"""Small question plans for tests."""

from __future__ import annotations

from voice_interview.banks.model import Kind, Point, Question
from voice_interview.interview.plan import Plan


def question(number: int = 1) -> Question:
    return Question(
        id=f"q-{number}",
        text=f"Tell me about question {number}.",
        role="Tester",
        kind=Kind.GENERAL,
        why_asked="To see what you say.",
        how_to_answer=("Say it plainly.",),
        what_not_to_say=("Nothing at all.",),
        rubric=(
            Point(id="plan", label="Has a plan", evidence=(("made a plan",),)),
            Point(id="team", label="Works with a team", evidence=(("the team", "my team"),)),
        ),
        model_answer="First I made a plan, then I talked to my team.",
    )


def plan(questions: int = 2) -> Plan:
    return Plan("test-bank", "Test bank", tuple(question(number) for number in range(1, questions + 1)))
